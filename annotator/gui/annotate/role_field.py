"""A field that fills a role of a stance: the chosen marks as chips, and a list to choose from as one types."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from annotator.core.marks import Span
from annotator.core.scheme import Role
from annotator.core.suggestions import place
from annotator.gui.annotate import parts
from annotator.gui.annotate.form_keys import end_of
from annotator.gui.annotate.parts import button, label

_MOST = 6


class RoleField(QWidget):
    """Chooses the marks of one role: type to narrow the list, arrows move, Enter takes, Backspace lets go."""

    finished = Signal()
    """Enter on a role that is filled: on to the next field."""
    changed = Signal()
    end_moved = Signal(object)
    """A key that moves an end of the evidence was pressed (`form_keys.End`)."""

    def __init__(
        self, role: Role, candidates: Sequence[Span], chosen: Sequence[Span], name_of: Callable[[Span], str]
    ) -> None:
        super().__init__()
        self.role = role
        self.chosen = list(chosen)
        self.touched = False
        """Whether the person has chosen here, so that nothing else may."""
        self._candidates = list(candidates)
        self._name_of = name_of
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(role.name if role.minimum else f"{role.name} (if any)", "dim"))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(4)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column.addLayout(self._lines)
        self.entry = parts.line("", role.name, self.tr("Type a name"))
        self.entry.textEdited.connect(lambda _text: self._list())
        self.entry.installEventFilter(self)
        column.addWidget(self.entry)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("{}: marks to choose from").format(role.name))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self._take())
        self.list.hide()
        column.addWidget(self.list)
        self._unknown = label(self.tr("No mark in this article has that name."), "danger", wrap=True)
        self._unknown.hide()
        column.addWidget(self._unknown)
        self.setFocusProxy(self.entry)
        self._show_chosen()

    @property
    def filled(self) -> bool:
        """Tell whether as many marks are chosen as the role needs."""
        return len(self.chosen) >= self.role.minimum

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.entry:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            if event.type() == QEvent.Type.FocusIn:
                self._list()
            elif event.type() == QEvent.Type.FocusOut:
                self.list.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, typed = event.key(), self.entry.text()
        if (end := end_of(event)) is not None:
            self.end_moved.emit(end)
            return True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            # A further name may be followed by more: Enter without one goes on.
            further = bool(typed) and self.filled and self.role.maximum != 1
            if self.list.count() and (typed or not self.filled):
                self._take()
            if not self.entry.text() and self.filled and not further:
                self.finished.emit()
            return True
        if key == Qt.Key.Key_Backspace and not typed and self.chosen:
            self._let_go(self.chosen[-1])
            return True
        return False

    def _offered(self) -> list[Span]:
        from annotator.nlp.typeahead import folded  # its tables are not needed for the window to start

        typed = folded(self.entry.text())
        # The one that a role has already is offered again: to take it once more is to agree.
        taken = set() if self.role.maximum == 1 else {span.id for span in self.chosen}
        left = [span for span in self._candidates if span.id not in taken]
        named = [(folded(self._name_of(span)), span) for span in left]
        # Those that begin so, then those of which a word does, then the others; each in the order of the candidates.
        fits = [
            (0 if name.startswith(typed) else 1 if f" {typed}" in name else 2, span)
            for name, span in named
            if typed in name
        ]
        return [span for _fit, span in sorted(fits, key=lambda fit: fit[0])]

    def _list(self) -> None:
        full = 0 < self.role.maximum <= len(self.chosen)
        offered = [] if full and not self.entry.text() else self._offered()[:_MOST]
        self.list.clear()
        self.list.addItems([self._name_of(span) for span in offered])
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(len(offered) * max(self.list.sizeHintForRow(0), 1) + 4)
        self._unknown.setVisible(bool(self.entry.text().strip()) and not offered)
        self.list.setVisible(bool(offered) and (self.entry.hasFocus() or bool(self.entry.text())))

    def _take(self) -> None:
        offered = self._offered()
        row = self.list.currentRow()
        if not 0 <= row < len(offered):
            return
        self.take(offered[row])

    def take(self, span: Span) -> None:
        """Take a mark that was chosen elsewhere."""
        self.touched = True
        self.chosen = [span] if self.role.maximum == 1 else [*(s for s in self.chosen if s.id != span.id), span]
        self.entry.clear()
        self._show_chosen()
        self._list()
        self.changed.emit()

    def set_marks(self, marks: Sequence[Span]) -> None:
        """Take each mark as it is now: one that was accepted, or is a suggestion again, stands where it stood."""
        by_id, by_place = {span.id: span for span in marks}, {place(span): span for span in marks}

        def now(spans: Sequence[Span]) -> list[Span]:
            found = (by_id.get(span.id) or by_place.get(place(span)) for span in spans)
            return [span for span in found if span is not None]

        self._candidates, before = now(self._candidates), self.chosen
        self.chosen = now(before)
        if self.chosen != before:
            self._show_chosen()

    def propose(self, spans: Sequence[Span]) -> None:
        """Choose these marks for the person, who has not chosen yet."""
        if [span.id for span in spans] != [span.id for span in self.chosen]:
            self.chosen = list(spans)
            self._show_chosen()

    def _let_go(self, span: Span) -> None:
        self.touched = True
        self.chosen = [other for other in self.chosen if other.id != span.id]
        self._show_chosen()
        self._list()
        self.changed.emit()

    def _show_chosen(self) -> None:
        parts.empty(self._lines)
        for span in self.chosen:
            made = button(f"{self._name_of(span)}   ×", partial(self._let_go, span), "chip")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Backspace does it by keyboard
            made.setAccessibleName(self.tr("Take {} away").format(self._name_of(span)))
            row = QHBoxLayout()
            row.addWidget(made)
            row.addStretch()
            self._lines.addLayout(row)
        self.entry.setVisible(not self.chosen or self.role.maximum != 1 or self.entry.hasFocus() or not self.filled)
