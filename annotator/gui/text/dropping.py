"""Dropping the role of a stance, dragged from its card, on a mark of the page."""

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QTextEdit

from annotator.gui.text.scene import OnPage
from annotator.gui.text.viewing import to_document

ROLE = "application/x-annotator-role"
"""The type of what is dragged: the id of a stance and of a role, with a space between them."""

_NEAR = 48  # pixels from the edge of the page at which it begins to scroll
_EVERY_MS = 16


class Dropping(QObject):
    """Watches the drags over the viewport of a page; those of other types are left to the window."""

    dropped = Signal(str, str)  # what was dragged, and the id of the mark

    def __init__(self, view: QTextEdit, page: OnPage) -> None:
        super().__init__(view)
        self._view = view
        self._page = page
        self._at = QPointF()
        self._scrolling = QTimer(self, interval=_EVERY_MS)
        self._scrolling.timeout.connect(self._scroll)
        view.viewport().setAcceptDrops(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ring the mark under a role, and take the role where it is dropped on one."""
        if event.type() == QEvent.Type.DragLeave:
            self._end()
            return True
        if not isinstance(event, QDropEvent):  # the type of all events of a drag that carry something
            return False
        if not event.mimeData().hasFormat(ROLE):
            event.ignore()
            return True
        if event.type() == QEvent.Type.Drop:
            self._drop(event)
        elif isinstance(event, QDragEnterEvent | QDragMoveEvent):
            self._over(event.position())
            event.acceptProposedAction()
        return True

    def _over(self, at: QPointF) -> None:
        self._at = at
        self._set(self._mark_at(at))
        if not self._scrolling.isActive():
            self._scrolling.start()

    def _drop(self, event: QDropEvent) -> None:
        mark = self._mark_at(event.position())
        self._end()
        if mark is not None:
            event.acceptProposedAction()
            self.dropped.emit(bytes(event.mimeData().data(ROLE).data()).decode("utf-8"), mark)
        else:
            event.ignore()

    def _mark_at(self, at: QPointF) -> str | None:
        """Return the innermost mark under a point that is no evidence: that cannot be in a role."""
        scene = self._page.scene
        found = map(scene.marks.get, scene.under(to_document(self._view, at)))
        return next((mark.id for mark in found if mark is not None and not mark.evidence), None)

    def _set(self, mark: str | None) -> None:
        if mark != self._page.scene.overlay.receiver:
            self._page.scene.overlay.receiver = mark
            self._view.viewport().update()

    def _end(self) -> None:
        self._scrolling.stop()
        self._set(None)

    def _scroll(self) -> None:
        """Scroll the faster the nearer the pointer is to the upper or lower edge."""
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        above, below = max(_NEAR - self._at.y(), 0), max(self._at.y() - (height - _NEAR), 0)
        if above or below:
            bar.setValue(bar.value() + round((below - above) / 3))
            self._set(self._mark_at(self._at))
