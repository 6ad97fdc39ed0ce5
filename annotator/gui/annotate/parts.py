"""The small parts that cards are made of."""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
DOWN = Qt.Key.Key_Down


class Card(QFrame):
    """A card that can be chosen by a click."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(13, 11, 13, 11)
        self.column.setSpacing(7)

    def set_chosen(self, *, chosen: bool) -> None:
        """Draw the ring of what is selected, or take it away."""
        set_role(self, "chosen", chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
        super().mousePressEvent(event)


_UNBROKEN = 24
_LONG_WORD = re.compile(rf"(\S{{{_UNBROKEN}}})(?=\S)")


def breakable(text: str) -> str:
    """Return a text in which long words (addresses …) may break, so that they do not widen what shows them."""
    return _LONG_WORD.sub("\\1\u200b", text)


def beginning(text: str, start: int, end: int, longest: int) -> str:
    """Return the words of a stretch on one line; of a long one only its first, whole, with a mark that it goes on."""
    words = " ".join(text[start : min(end, start + longest)].split())
    return words if end - start <= longest else words.rpartition(" ")[0] + "\u00a0…"


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label with one of the theme's roles; its text is never taken for markup."""
    made = QLabel(breakable(text) if wrap else text)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def chip(text: str, tint: str = "") -> QLabel:
    """Return a small rounded label in one of the theme's tints."""
    made = label(text, "chip")
    made.setProperty("tint", tint)
    return made


def button(text: str, act: Callable[[], object], role: str = "", hint: str = "") -> QPushButton:
    """Return a button; buttons in the inspector leave the focus on the page."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setToolTip(hint)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(lambda _checked=False: act())
    if role:
        made.setProperty("role", role)
    return made


def tick(words: str = "", *, on: bool) -> QCheckBox:
    """Return a box to tick."""
    made = QCheckBox(words)
    made.setChecked(on)
    return made


class Line(QLineEdit):
    """A line to type in that leaves Ctrl+Z to the window while there is nothing typed to take back."""

    given_up = Signal()
    """Esc was pressed."""
    left = Signal()
    """The focus went elsewhere, not to the line's own list of proposals."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            # Who listened and led the focus elsewhere has dealt with it; else it is for those around the line.
            event.setAccepted(not self.hasFocus())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)


def line(text: str, name: str = "", hint: str = "") -> Line:
    """Return a line to type in, with its accessible name and what stands in it while it is empty."""
    made = Line(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


def dialog_buttons(*standard: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
    """Return the buttons of a dialog, in the order of the system, without pictures."""
    box = QDialogButtonBox()
    for kind in standard:
        box.addButton(kind).setIcon(QIcon())
    return box


def heading(text: str, *right: QWidget) -> QWidget:
    """Return the line above a section, with something at its right end."""
    above = QWidget()
    row = QHBoxLayout(above)
    row.setContentsMargins(2, 8, 2, 0)
    row.addWidget(label(text.upper(), "section"), 1)
    for part in right:
        row.addWidget(part)
    return above


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Give a widget one of the properties that the theme goes by (role, tint, chosen …), and draw it so."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def show(widget: QWidget, *, on: bool) -> None:
    """Show or hide a part of a card, without a word to Qt where it is so already."""
    if widget.isHidden() == on:
        widget.setVisible(on)


def put(shown: QLabel, text: str) -> None:
    """Give a label its words; without any it is hidden."""
    if shown.text() != text:
        shown.setText(text)
    show(shown, on=bool(text))


def row_of(name: str, field: QWidget) -> QHBoxLayout:
    """Return a named field on one line."""
    row = QHBoxLayout()
    row.setSpacing(8)
    named = label(name, "dim")
    named.setFixedWidth(72)
    named.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(name)
    row.addWidget(named)
    row.addWidget(field, 1)
    return row


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, and out of those inside it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
            inner.deleteLater()
