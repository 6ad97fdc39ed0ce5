"""The fields of an item's form: what each shows and writes, and below it the sentences about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator import words
from annotator.core.scheme_faults import Fault
from annotator.gui.annotate.parts import breakable, label


def _leaves_undo_to_the_editor(event: QKeyEvent) -> bool:
    """Tell whether a key takes back or makes again: that is done by the editor, over all fields in their order."""
    standard = QKeySequence.StandardKey
    if event.matches(standard.Undo) or event.matches(standard.Redo) or event.matches(standard.Save):
        event.ignore()
        return True
    return False


class Scroll(QScrollArea):
    """A column of fields that scrolls down, and is as wide as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.inner.setObjectName("scrolled")
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(18, 14, 18, 14)
        self.column.setSpacing(4)
        self.setWidget(self.inner)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.inner.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Typed(QLineEdit):
    """A line to type in; Ctrl+Z is the editor's."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(10_000)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _leaves_undo_to_the_editor(event):
            super().keyPressEvent(event)

    def event(self, event: Any) -> bool:
        if event.type() == event.Type.ShortcutOverride and _leaves_undo_to_the_editor(event):
            return False
        return super().event(event)


class OneCharacter(Typed):
    """A field for one character: what is typed takes the place of what stood there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.text().isprintable() and event.text().strip() and not plain:
            self.selectAll()
        super().keyPressEvent(event)


class Several(QPlainTextEdit):
    """A few lines to type in; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 22)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _leaves_undo_to_the_editor(event):
            super().keyPressEvent(event)

    def event(self, event: Any) -> bool:
        if event.type() == event.Type.ShortcutOverride and _leaves_undo_to_the_editor(event):
            return False
        return super().event(event)


class Number(QSpinBox):
    """A whole number; the wheel turns it only while it has the focus."""

    def __init__(self, most: int, *, none: str = "") -> None:
        super().__init__()
        self.setRange(0, most)
        self.setSpecialValueText(none)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def wheelEvent(self, event: Any) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Chosen(QComboBox):
    """One of a few; the wheel turns it only while it has the focus."""

    taken = Signal(object)

    def __init__(self, choices: dict[str, str]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        for value, name in choices.items():
            self.addItem(name, value)
        self.activated.connect(lambda _index: self.taken.emit(self.currentData()))

    def wheelEvent(self, event: Any) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


@dataclass(slots=True)
class Field:
    """A named field; `read` returns what it has to show of an item."""

    name: str
    widget: QWidget
    read: Callable[[], Any]
    said: QLabel

    def show(self) -> None:
        """Show what the item says, unless it shows that already: the caret stays where it is."""
        show_value(self.widget, self.read())

    def tell(self, faults: list[Fault]) -> None:
        """Say what is wrong here, or unwise."""
        self.said.setVisible(bool(faults))
        said = " ".join(words.sentence(fault.problem) for fault in faults)
        role = "dim" if not faults or faults[0].advice else "danger"
        self.said.setProperty("role", role)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(breakable(said))
        self.widget.setAccessibleDescription(said)


def show_value(widget: QWidget, value: Any) -> None:
    """Put a value into a field without telling anyone, if it is not there."""
    blocked = widget.blockSignals(True)  # noqa: FBT003  Qt takes it so
    if isinstance(widget, QLineEdit) and widget.text() != value:
        widget.setText(value)
        widget.setCursorPosition(0)
    elif isinstance(widget, QPlainTextEdit) and widget.toPlainText() != value:
        widget.setPlainText(value)
    elif isinstance(widget, QCheckBox):
        widget.setChecked(value)
    elif isinstance(widget, QSpinBox):
        widget.setValue(value)
    elif isinstance(widget, QComboBox):
        widget.setCurrentIndex(widget.findData(value))
    widget.blockSignals(blocked)


def place(
    column: QVBoxLayout, name: str, field: str, widget: QWidget, read: Callable[[], Any], hint: str = ""
) -> Field:
    """Put a named field below the others of a form; where its sentences go is for the caller to say."""
    if not isinstance(widget, QCheckBox):
        named = label(name, "dim")
        named.setBuddy(widget)
        column.addSpacing(5)
        column.addWidget(named)
    if not widget.accessibleName():
        widget.setAccessibleName(name)
    widget.setObjectName(field)
    widget.setToolTip(hint)
    said = label("", "danger", wrap=True)
    said.hide()
    column.addWidget(widget)
    return Field(field, widget, read, said)
