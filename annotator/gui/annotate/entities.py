"""The field of a canonical entity: chosen by type-ahead, or added to the project without leaving the article."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.translation import QT_TR_NOOP
from annotator.gui.annotate import parts
from annotator.gui.annotate.parts import Line, button, label
from annotator.gui.annotate.proposals import Proposals, Row
from annotator.nlp.typeahead import Known, Names, Offer, tables
from annotator.store import entities
from annotator.store.project import Project

MOST = 8
KINDS = (
    QT_TR_NOOP("state"), QT_TR_NOOP("territory"), QT_TR_NOOP("organisation"), QT_TR_NOOP("group"), QT_TR_NOOP("body"),
    QT_TR_NOOP("party"), QT_TR_NOOP("ngo"), QT_TR_NOOP("person"), QT_TR_NOOP("treaty"),
)  # fmt: skip
"""What kinds of entities the tables that ship with the program know."""


@dataclass(frozen=True, slots=True)
class New:
    """A name that is to be added to the project's canonical names."""

    name: str


def names(project: Project, kind: str) -> Names:
    """Return every canonical name of a kind: those that ship with the program, and the project's own additions."""
    added = entities.every(project, kind)
    shipped = tables(kind)
    if not added:
        return shipped
    return Names((Known(entity.id, entity.name, _tr("added here"), entity.aliases) for entity in added), beside=shipped)


class EntityField(Line):
    """A line in which a name is typed; the list below it offers what fits, at last to add it as a new one."""

    entered = Signal()
    """The focus comes: `prepare` it."""
    added = Signal(str)
    """A new name was chosen from the list, to be added."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._names = Names()
        self._used: Sequence[str] = ()
        self._words = ""
        self._taken: Known | None = None
        self.proposals = Proposals(self)
        self.proposals.taken.connect(self._clicked)
        self.setPlaceholderText(self.tr("Canonical name"))
        self.textEdited.connect(self._offer)

    def prepare(self, project: Project, used: Sequence[str], words: str) -> None:
        """Get ready to be typed in: with names that the article uses, and the words that were marked."""
        held = names(project, self._kind)
        missing = (Known("", name, self.tr("in this article")) for name in used if held.exact(name) is None)
        self._names, self._used, self._words = Names(missing, beside=held), used, words

    def entity(self) -> tuple[str, str]:
        """Return the id (empty for a name that is in no table) and the name that were chosen."""
        typed = " ".join(self.text().split())
        known = self._taken if self._taken is not None and self._taken.name == typed else self._names.exact(typed)
        return (known.id, known.name) if known is not None else ("", typed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()
        if not self.text():
            self._show(
                self._names.offers(self._words, self._used, MOST) or self._names.offers("", self._used, MOST), ""
            )

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.proposals.offer(())
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.proposals.key(event):
            return
        if event.key() == parts.DOWN and self.proposals.isHidden():
            self._show(self._names.offers("", self._used, MOST), "")
            return
        if event.key() in parts.ENTER and self.take(self.proposals.chosen):
            return
        super().keyPressEvent(event)

    def take(self, chosen: object) -> bool:
        """Take what was chosen in the list; tell whether that leads elsewhere than to writing it."""
        self.proposals.offer(())
        if isinstance(chosen, New):
            self.added.emit(chosen.name)
            return True
        if isinstance(chosen, Known):
            self._taken = chosen
            self.setText(chosen.name)
            self.setCursorPosition(0)
            self.textEdited.emit(chosen.name)
            self.proposals.offer(())
        return False

    def _clicked(self, chosen: object) -> None:
        if not self.take(chosen):
            self.returnPressed.emit()

    def _offer(self, typed: str) -> None:
        self._show(self._names.offers(typed, self._used, MOST), " ".join(typed.split()))

    def _show(self, offers: Sequence[Offer], typed: str) -> None:
        rows = [_row(offer) for offer in offers]
        if typed and self._names.exact(typed) is None:
            new = self.tr("Add “{}” as a new treaty") if self._kind == "treaty" else self.tr("Add “{}” as a new actor")
            rows.append(Row(new.format(typed), "＋", New(typed)))
        # Nothing is chosen for who typed nothing, nor what is only spelt alike: Enter then keeps what stands there.
        self.proposals.offer(rows if self.hasFocus() else (), 0 if typed and offers and not offers[0].similar else -1)


def _row(offer: Offer) -> Row:
    known = offer.known
    text = f"{offer.alias} → {known.name}" if offer.alias else known.name
    kind = kind_words(known.kind)
    return Row(text, _tr("similar: {}").format(kind) if offer.similar else kind, known)


def kind_words(kind: str) -> str:
    """Return what an entity is, as it is shown: a kind of the tables with the year of a treaty, or other words."""
    word, _space, rest = kind.partition(" ")
    return f"{_tr(word)} {rest}".strip() if word in KINDS else kind


def _tr(words: str) -> str:
    return QCoreApplication.translate("entities", words)


class NewEntity(QWidget):
    """Asks by which other names a new entity is known, before it is added."""

    wanted = Signal(str, list)
    """The name and the aliases to add."""
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(5)
        self._title = label("", wrap=True)
        column.addWidget(self._title)
        column.addWidget(label(self.tr("Also called (several with a semicolon between):"), "dim", wrap=True))
        self.aliases = parts.line("", self.tr("Other names"), self.tr("None"))
        self.aliases.returnPressed.connect(self._finish)
        self.aliases.given_up.connect(self.given_up)
        column.addWidget(self.aliases)
        row = QHBoxLayout()
        row.addWidget(button(self.tr("Add"), self._finish, "primary", "Enter"))
        row.addWidget(button(self.tr("Cancel"), self.given_up.emit, "quiet", "Esc"))
        row.addStretch()
        column.addLayout(row)
        self.hide()

    def ask(self, name: str, words: str) -> None:
        """Ask about a name; the words that were marked are proposed as another name."""
        self._name = name
        self._title.setText(parts.breakable(self.tr("Add “{}” to the project’s names").format(name)))
        self.aliases.setText("" if words.casefold() == name.casefold() else words)
        self.show()
        self.aliases.setFocus()
        self.aliases.selectAll()

    def _finish(self) -> None:
        self.wanted.emit(self._name, [alias.strip() for alias in self.aliases.text().split(";") if alias.strip()])
