"""What lies over the window for a moment: a veil, and a sheet on it that has the keyboard to itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget


class Veil(QFrame):
    """Covers a window until Esc, a click beside the sheet, or `close`; then the focus goes back to where it was."""

    def __init__(self, window: QMainWindow, sheet: QWidget, place: Callable[[QRect], QRect], colour: QColor) -> None:
        super().__init__(window)
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window, self._place, self._colour = window, place, colour
        self._before = window.focusWidget()
        self.sheet = sheet
        sheet.setParent(self)
        window.installEventFilter(self)

    def open(self, first: QWidget) -> None:
        """Show the sheet with the focus in this part of it."""
        self.fit()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Cover the whole window again, with the sheet in its place."""
        self.setGeometry(self._window.rect())
        self.sheet.setGeometry(self._place(self._window.rect()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def event(self, event: QEvent) -> bool:
        # The window's own keys rest while something lies over it.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Go round the parts of the sheet, and never under the veil."""
        stops = [part for part in self.sheet.findChildren(QWidget) if _takes_focus(part)]
        focused = self._window.focusWidget()
        at = stops.index(focused) if focused in stops else -1
        if stops:
            stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colour)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._window.removeEventFilter(self)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        event.accept()


def _takes_focus(part: QWidget) -> bool:
    return part.isVisible() and part.isEnabled() and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
