"""The keys of the page while a stance is in its form: those of the ends move the evidence, none changes a mark."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from annotator.gui.annotate.stance_form import StanceForm

_BRACKETS = {"[": ("end", False), "]": ("end", True), "{": ("start", False), "}": ("start", True)}
_BRACKET_KEYS = {
    Qt.Key.Key_BracketLeft: "[", Qt.Key.Key_BracketRight: "]", Qt.Key.Key_BraceLeft: "{", Qt.Key.Key_BraceRight: "}",
}  # fmt: skip
_ARROWS = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}
_SCROLLING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


@dataclass(frozen=True, slots=True)
class End:
    """An end of the evidence that a key moves, and how."""

    edge: str
    forward: bool
    character: bool


def end_of(event: QKeyEvent) -> End | None:
    """Return the end that a key moves: the keys are those that move a mark's ends on the page."""
    held, key = event.modifiers(), Qt.Key(event.key())
    control = bool(held & Qt.KeyboardModifier.ControlModifier)
    if key in _ARROWS and held & Qt.KeyboardModifier.AltModifier:
        return End("start" if held & Qt.KeyboardModifier.ShiftModifier else "end", _ARROWS[key], control)
    bracket = event.text() if event.text() in _BRACKETS else _BRACKET_KEYS.get(key, "")
    return End(*_BRACKETS[bracket], control) if bracket else None


class FormKeys(QObject):
    """Leads the keys of the page to the form of a stance while one is open, so that X or a digit changes no mark."""

    def __init__(self, page: QWidget, form: Callable[[], "StanceForm | None"]) -> None:
        super().__init__(page)
        self._form = form
        page.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        form = self._form()
        if form is None or not _is_page_key(event):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            end = end_of(event)
            if end is not None:
                form.move_evidence(end)
            elif event.key() == Qt.Key.Key_Escape:
                form.cancelled.emit()
            else:
                form.go_on()
        return True


def _is_page_key(event: QKeyEvent) -> bool:
    """Tell whether a key could change a mark: what scrolls, and what is held with Ctrl, stays what it is."""
    if end_of(event) is not None:
        return True
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not held and Qt.Key(event.key()) not in (*_SCROLLING, Qt.Key.Key_F6, Qt.Key.Key_F2, Qt.Key.Key_F1)
