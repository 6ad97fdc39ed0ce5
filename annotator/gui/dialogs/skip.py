"""The prompt that asks why an article is skipped: one key for a usual reason, or words of one's own."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.gui.annotate.parts import button, label, line

_MOST = 9


class SkipPrompt(QDialog):
    """Reasons with their digits, those used here most often first, and a line for another one."""

    def __init__(self, parent: QWidget, used: Sequence[str], skip: Callable[[str], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Skip this article"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(380)
        self._skip = skip
        self._take = button(self.tr("Skip"), self._take_own, "primary", "Enter")
        self._take.setEnabled(False)
        usual = (
            self.tr("A duplicate"),
            self.tr("Not about a treaty"),
            self.tr("Cannot be read"),
            self.tr("In another language"),
        )
        self.reasons = list(dict.fromkeys((*used, *usual)))[:_MOST]
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(5)
        column.addWidget(label(self.tr("Why is it skipped? Press a digit, or type a reason."), "dim", wrap=True))
        column.addSpacing(4)
        for number, reason in enumerate(self.reasons, 1):
            column.addWidget(self._choice(number, reason))
        column.addSpacing(4)
        self.own = line("", self.tr("Another reason"), self.tr("Another reason …"))
        self.own.textChanged.connect(lambda text: self._take.setEnabled(bool(text.strip())))
        self.own.returnPressed.connect(self._take_own)
        row = QHBoxLayout()
        row.addWidget(self.own, 1)
        row.addWidget(self._take)
        column.addLayout(row)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        place = int(typed) - 1 if typed.isascii() and typed.isdigit() else -1
        if 0 <= place < len(self.reasons):
            self._take_reason(self.reasons[place])
        elif typed.isprintable() and typed.strip():
            self.own.setFocus(Qt.FocusReason.OtherFocusReason)
            self.own.insert(typed)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.own.hasFocus():
            event.accept()  # the line has taken it
        else:
            super().keyPressEvent(event)

    def _choice(self, number: int, reason: str) -> QPushButton:
        made = button(f"{number}   {reason}", partial(self._take_reason, reason), "quiet")
        made.setStyleSheet("text-align: left")
        made.setAccessibleName(reason)
        return made

    def _take_own(self) -> None:
        if self.own.text().strip():
            self._take_reason(self.own.text().strip())

    def _take_reason(self, reason: str) -> None:
        self.accept()
        self._skip(reason)
