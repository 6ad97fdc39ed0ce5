"""The pointer at rest on the page: what is under it, what is said of that, and the shape that it takes."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QTextEdit, QToolTip

from annotator.core.marks import is_pipeline
from annotator.gui.text.margins import bubble_under, marks_under
from annotator.gui.text.scene import OnPage
from annotator.gui.text.shown import Shown
from annotator.gui.text.viewing import repaint, to_document


class Hovering(QObject):
    """Watches the viewport of a page while no button is pressed."""

    comment_chosen = Signal(str)

    def __init__(self, view: QTextEdit, page: OnPage) -> None:
        super().__init__(view)
        self._view = view
        self._page = page
        self._said: tuple[str, ...] = ()
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the pointer; take a click on a bubble, and leave all others to the page."""
        if event.type() == QEvent.Type.Leave:
            self._set((), ())
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event)
            return True
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            if event.buttons() == Qt.MouseButton.NoButton:
                self._follow(event)
        elif isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            return event.type() == QEvent.Type.MouseButtonPress and self._choose(event)
        return False

    def _follow(self, event: QMouseEvent) -> None:
        point, scene = to_document(self._view, event.position()), self._page.scene
        bubble = bubble_under(scene, point)
        edge, fold = scene.edge_under(point), scene.fold_under(point)
        self._set(tuple(marks_under(scene, point)), bubble.ids if bubble is not None else ())
        if edge is not None:
            shape = Qt.CursorShape.SplitHCursor
        elif bubble is not None or fold is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif scene.look.left <= point.x() <= self._view.viewport().width() - scene.look.right:
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.PointingHandCursor if scene.overlay.hovered else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(shape)

    def _set(self, marks: tuple[str, ...], bubble: tuple[str, ...]) -> None:
        """Note what is under the pointer, and paint anew what that changes."""
        scene, overlay = self._page.scene, self._page.scene.overlay
        if bubble != overlay.bubble:
            overlay.bubble = bubble
            self._view.viewport().update()
        if marks == overlay.hovered:
            return
        changed = {*marks} ^ {*overlay.hovered}
        overlay.hovered = marks
        for identity in changed if scene.look.chips == "hover" else changed & {scene.selected}:
            mark = scene.marks.get(identity)
            if mark is not None:
                repaint(self._view, scene.around(mark), scene.look.pitch)

    def _choose(self, event: QMouseEvent) -> bool:
        bubble = bubble_under(self._page.scene, to_document(self._view, event.position()))
        if bubble is None:
            return False
        # Each further click on a bubble of several chooses the next of them.
        ids = bubble.ids
        before = self._said[0] if self._said else ""
        following = ids[(ids.index(before) + 1) % len(ids)] if before in ids else ids[0]
        self._said = (following,)
        self.comment_chosen.emit(following)
        return True

    def _tell(self, event: QHelpEvent) -> None:
        scene = self._page.scene
        under = marks_under(scene, to_document(self._view, QPointF(event.pos())))
        told = [said(mark) for mark in map(scene.marks.get, under[:4]) if mark is not None]
        if told:
            around = QRect(event.pos().x() - 6, event.pos().y() - 6, 12, 12)
            QToolTip.showText(event.globalPos(), "\n".join(told), self._view.viewport(), around)
        else:
            QToolTip.hideText()


def said(mark: Shown) -> str:
    """Return what is said of a mark under the pointer: its label, what it stands for, and who suggests it."""
    parts = [mark.name or mark.span.label]
    if mark.says:
        parts.append(mark.says)
    if not mark.decided:
        by = mark.span.author.removeprefix("model:") if is_pipeline(mark.span.author) else ""
        words = QCoreApplication.translate("Page", "suggested by {}").format(by) if by else ""
        sure = mark.span.confidence
        parts.append(words or QCoreApplication.translate("Page", "suggestion"))
        if sure is not None:
            parts.append(QCoreApplication.translate("Page", "{} % sure").format(round(sure * 100)))
    return " · ".join(parts)
