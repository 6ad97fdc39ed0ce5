"""What the queue shows: chips for what is asked most, a form for the rest, the order, and what is in force."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.core.translation import QT_TR_NOOP
from annotator.gui.annotate.filter_form import STATUSES, FilterForm
from annotator.gui.annotate.flow import Flow
from annotator.gui.annotate.parts import button, label
from annotator.gui.language import translated
from annotator.store.filters import ORDERS, Filter, Tally

_ORDER_NAMES = {
    "came": QT_TR_NOOP("As they came"),
    "title": QT_TR_NOOP("Title"),
    "source": QT_TR_NOOP("Source"),
    "newest": QT_TR_NOOP("Newest first"),
    "oldest": QT_TR_NOOP("Oldest first"),
    "status": QT_TR_NOOP("Status"),
    "longest": QT_TR_NOOP("Longest first"),
    "shortest": QT_TR_NOOP("Shortest first"),
}
_CHIPS: dict[str, tuple[str, str | bool]] = {
    "open": ("status", "open"),
    "done": ("status", "done"),
    "asked": ("asked", True),
    "flagged": ("flagged", True),
}


class FilterBar(QWidget):
    """Keeps the filter and the order, and says when either is changed by hand."""

    changed = Signal()
    form_asked = Signal()
    """The form is about to be shown: it wants to know which sources and languages there are."""

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter()
        """What is asked of the articles, but for the words that are searched."""
        self.order = ORDERS[0]
        self._scheme = Scheme("", "", ())
        self._chips: dict[str, QPushButton] = {}
        for name, (field, value) in _CHIPS.items():
            made = button("", partial(self._toggle, field, value), "chip")
            made.setCheckable(True)
            self._chips[name] = made
        self._more = QToolButton()
        self._more.setText(self.tr("Filter"))
        self._more.setAccessibleName(self.tr("Filter the articles"))
        self._more.setToolTip(self.tr("Filter by label, comment, source, language, date …"))
        self._more.setProperty("role", "quiet")
        self._more.clicked.connect(self.show_form)
        self.said, self.asked = label("", "dim"), label("", "dim", wrap=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.clear_button = button(self.tr("Show all"), self.clear, "link", self.tr("Show the whole queue again"))
        self._sort = self._order_button()
        self.form: FilterForm | None = None
        self._lay_out()
        self.show_tally(Tally())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        chips = Flow()
        for chip in self._chips.values():
            chips.addWidget(chip)
        column.addLayout(chips)
        for parts in ((self.said, self._more, self._sort), (self.asked, self.clear_button)):
            row = QHBoxLayout()
            row.setSpacing(4)
            for part in parts:
                row.addWidget(part, 1 if part is parts[0] else 0)
            column.addLayout(row)

    def _order_button(self) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "quiet")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setText(self.tr("Sort"))
        menu, group = QMenu(made), QActionGroup(self)
        for name in ORDERS:
            action = QAction(translated(_ORDER_NAMES[name]), self, checkable=True)
            action.setData(name)
            action.triggered.connect(partial(self._sort_by, name))
            group.addAction(action)
            menu.addAction(action)
        made.setMenu(menu)
        return made

    def show_tally(self, tally: Tally) -> None:
        """Say how many articles there are of each kind."""
        for name, words, count in (
            ("open", self.tr("To do"), tally.left),
            ("done", self.tr("Done"), tally.done),
            ("asked", self.tr("Asked"), tally.asked),
            ("flagged", "⚑", tally.flagged),
        ):
            chip, (field, value) = self._chips[name], _CHIPS[name]
            chosen = getattr(self.filter, field) == value
            chip.setText(f"{words} {_short(count)}")
            spoken = self.tr("Flagged") if name == "flagged" else words
            chip.setAccessibleName(f"{spoken}: {count:,}")
            chip.setToolTip(chip.accessibleName())
            chip.setChecked(chosen)
            chip.setVisible(bool(count) or chosen or name in {"open", "done"})

    def show_filter(self, found: str, scheme: Scheme) -> None:
        """Show what is in force, and how many articles it leaves, in words."""
        self._scheme = scheme
        order = translated(_ORDER_NAMES[self.order])
        self.said.setText(" · ".join(part for part in (found, "" if self.order == ORDERS[0] else order) if part))
        self.said.setToolTip(self.said.text())
        self.asked.setText(" · ".join(self.in_words()))
        self.asked.setVisible(bool(self.filter.asks))
        self.clear_button.setVisible(bool(self.filter.asks))
        for name, chip in self._chips.items():
            field, value = _CHIPS[name]
            chip.setChecked(getattr(self.filter, field) == value)
        self._sort.setAccessibleName(self.tr("Order: {}").format(order))
        self._sort.setToolTip(self._sort.accessibleName())
        for action in self._sort.menu().actions():
            action.setChecked(action.data() == self.order)

    def in_words(self) -> list[str]:
        """Return what is asked beside what the chips show, a few words each."""
        asked, said = self.filter, []
        if asked.status not in {"", "open", "done"}:
            said.append(translated(STATUSES[asked.status]))
        for identity, template in (
            (asked.with_label, self.tr("with {}")),
            (asked.without_label, self.tr("without {}")),
        ):
            kind = self._scheme.label(identity)
            if identity:
                said.append(template.format(kind.name if kind else identity))
        for is_so, words in (
            (asked.commented, self.tr("commented")),
            (asked.blind, self.tr("blind")),
            (asked.suggested, self.tr("suggestions left")),
        ):
            if is_so:
                said.append(words)
        said += [part for part in (asked.source, asked.language) if part]
        if asked.since or asked.until:
            said.append(f"{asked.since or '…'} – {asked.until or '…'}")
        return said

    def set_filter(self, asked: Filter) -> None:
        """Ask something else."""
        if asked != self.filter:
            self.filter = asked
            self.changed.emit()

    def clear(self) -> None:
        """Ask nothing more: show all articles."""
        self.set_filter(Filter())

    def show_form(self) -> None:
        """Open the form for what is asked less often, below its button."""
        if self.form is not None:
            self.form.deleteLater()
        self.form = FilterForm(self, self.filter, self._scheme)
        self.form.changed.connect(self.set_filter)
        self.form_asked.emit()
        self.form.adjustSize()
        place = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height() + 4))
        self.form.move(place - QPoint(min(self.form.width(), place.x() - 8), 0))
        self.form.show()
        self.form.start()

    def _toggle(self, field: str, value: str | bool) -> None:  # noqa: FBT001  the value of a field
        chosen: Any = type(value)() if getattr(self.filter, field) == value else value
        self.set_filter(replace(self.filter, **{field: chosen}))

    def _sort_by(self, order: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt says it
        if order != self.order:
            self.order = order
            self.changed.emit()


def _short(count: int) -> str:
    """Return a count in few characters."""
    return str(count) if count < 1_000 else f"{count / 1_000:.1f}k" if count < 10_000 else f"{count // 1_000}k"
