"""The mouse on the page: choosing marks and stretches, dragging the edge of a mark, folding."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QTextEdit

from annotator.core import tokens
from annotator.core.article import Range
from annotator.gui.text.margins import marks_under
from annotator.gui.text.scene import Edge, OnPage
from annotator.gui.text.viewing import character_at, place_at, put_cursor, to_document

_ALT = Qt.KeyboardModifier.AltModifier
_EVERY_MS = 16


class Pointer(QObject):
    """Watches the viewport of a page; says in code points what was meant."""

    clicked = Signal(list)  # the ids of the marks under a click, innermost first
    stretched = Signal(int, int)
    resized = Signal(str, int, int)
    menu_asked = Signal(str, QPoint)
    folded = Signal(object)
    fold_menu_asked = Signal(object, QPoint)
    zoomed = Signal(int)

    def __init__(self, view: QTextEdit, page: OnPage) -> None:
        super().__init__(view)
        self._view = view
        self._page = page
        self._edge: Edge | None = None
        self._held: str | None = None
        self._from = 0
        self._pressed = self._moved = False
        self._at = QPointF()
        self._scrolling = QTimer(self, interval=_EVERY_MS)
        self._scrolling.timeout.connect(self._scroll)
        self._twice: tuple[int, QPointF] | None = None  # when and where a double click was
        view.viewport().installEventFilter(self)

    def cancel(self) -> None:
        """Let go of the edge; the mark stays as it was."""
        self._edge = None
        self._page.scene.dragged = None
        self._view.viewport().update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what is meant for marks and folds; leave the rest to Qt."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            return True
        if isinstance(event, QContextMenuEvent):
            self._ask_menu(event)
            return True
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            return self._move(event)
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            return self._button(event)
        return False

    def _button(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(event)
            case QEvent.Type.MouseButtonRelease:
                return self._release(event)
            case QEvent.Type.MouseButtonDblClick:
                return self._double_click(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        point = to_document(self._view, event.position())
        if self._is_third(event):
            self._twice = None
            self._choose(tokens.sentence_at(self._text, self._character(event)))
            return True
        fold = self._page.scene.fold_under(point)
        if fold is not None:
            self.folded.emit(fold)
            return True
        self._edge = self._page.scene.edge_under(point)
        self._held = self._page.scene.selected
        if self._edge is not None:
            return True
        cursor = self._view.textCursor()
        self._pressed, self._moved, self._from = True, False, cursor.anchor()
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._from = self._place(event)
            # Else Qt would take a press inside the selection for the start of a drag and drop.
            cursor.clearSelection()
            put_cursor(self._view, cursor)
        return False

    def _move(self, event: QMouseEvent) -> bool:
        if self._edge is not None and self._held != self._page.scene.selected:
            self.cancel()  # a key selected another mark meanwhile
        if self._edge is not None:
            self._page.scene.dragged = self._dragged_to(event)
            self._scroll_towards(event)
            self._view.viewport().update()
            return True
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        if self._pressed:
            # Not by Qt's own drag, which goes on into folded lines, and for them to the top of the page.
            self._moved, self._at = True, event.position()
            self._select()
            self._scrolling.start()
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if self._edge is not None and self._held != self._page.scene.selected:
            self.cancel()
            return True
        if self._edge is not None:
            start, end = self._dragged_to(event)
            mark = self._page.scene.marks.get(self._held)
            self.cancel()
            if mark is not None and (start, end) != (mark.span.start, mark.span.end):
                self.resized.emit(mark.id, start, end)
            return True
        if not self._pressed:
            return False
        self._pressed = False
        self._scrolling.stop()
        self._view.mouseReleaseEvent(event)  # Qt ends its own press first
        if self._moved:
            self._at = event.position()
            self._select()
        display, cursor = self._page.scene.sheet.display, self._view.textCursor()
        if not cursor.hasSelection():
            self.clicked.emit(marks_under(self._page.scene, to_document(self._view, event.position())))
            return True
        start, end = display.code_point(cursor.selectionStart()), display.code_point(cursor.selectionEnd())
        self._choose((start, end) if event.modifiers() & _ALT else tokens.snap(self._text, start, end))
        return True

    def _select(self) -> None:
        """Select from where the button was pressed to where the pointer is."""
        cursor = self._view.textCursor()
        cursor.setPosition(self._from)
        cursor.setPosition(place_at(self._view, self._page.scene, self._at), QTextCursor.MoveMode.KeepAnchor)
        put_cursor(self._view, cursor)

    def _scroll(self) -> None:
        """Scroll while the pointer is held above or below the page, the faster the farther it is."""
        bar, y = self._view.verticalScrollBar(), self._at.y()
        beyond = min(y, 0) + max(y - self._view.viewport().height(), 0)
        before = bar.value()
        bar.setValue(before + round(beyond / 3))
        if bar.value() == before:
            self._scrolling.stop()
        else:
            self._select()

    def _double_click(self, event: QMouseEvent) -> bool:
        self._pressed = False
        self._twice = event.timestamp(), event.position()
        word, scene = tokens.word_at(self._text, self._character(event)), self._page.scene
        under = map(scene.marks.get, marks_under(scene, to_document(self._view, event.position())))
        marked = [mark.id for mark in under if mark is not None and (mark.span.start, mark.span.end) == word]
        if marked:
            self.clicked.emit(marked[:1])  # the word is a mark: that is meant, not the same words once more
        else:
            self._choose(word)
        return True

    def _ask_menu(self, event: QContextMenuEvent) -> None:
        scene, cursor = self._page.scene, self._view.textCursor()
        fold = scene.fold_under(to_document(self._view, QPointF(event.pos())))
        if fold is not None:
            self.fold_menu_asked.emit(fold, event.globalPos())
            return
        at = self._view.cursorForPosition(event.pos()).position()
        under = marks_under(scene, to_document(self._view, QPointF(event.pos())))
        if cursor.hasSelection() and cursor.selectionStart() <= at <= cursor.selectionEnd():
            chosen = ""
        else:
            chosen = scene.selected if scene.selected in under else next(iter(under), "")
        self.menu_asked.emit(chosen, event.globalPos())

    def _is_third(self, event: QMouseEvent) -> bool:
        if self._twice is None:
            return False
        when, where = self._twice
        near = (event.position() - where).manhattanLength() < QApplication.startDragDistance()
        return near and event.timestamp() - when < QApplication.doubleClickInterval()

    def _choose(self, stretch: Range) -> None:
        if stretch[0] < stretch[1]:
            self.stretched.emit(*stretch)
        else:
            self.clicked.emit([])

    def _dragged_to(self, event: QMouseEvent) -> Range:
        """Return the selected mark's stretch with its edge where the pointer is; it keeps at least one character."""
        mark = self._page.scene.marks.get(self._page.scene.selected)
        if mark is None:
            return 0, 0
        start, end = mark.span.start, mark.span.end
        position = self._position(event)
        start, end = (min(position, end - 1), end) if self._edge == "start" else (start, max(position, start + 1))
        if event.modifiers() & _ALT:
            return start, end
        snapped = tokens.snap(self._text, start, end)
        return (snapped[0], end) if self._edge == "start" else (start, snapped[1])

    def _scroll_towards(self, event: QMouseEvent) -> None:
        bar, y = self._view.verticalScrollBar(), event.position().y()
        if y < 0:
            bar.setValue(bar.value() - bar.singleStep())
        elif y > self._view.viewport().height():
            bar.setValue(bar.value() + bar.singleStep())

    def _position(self, event: QMouseEvent) -> int:
        return self._page.scene.sheet.display.code_point(self._place(event))

    def _character(self, event: QMouseEvent) -> int:
        return self._page.scene.sheet.display.code_point(character_at(self._view, self._page.scene, event.position()))

    def _place(self, event: QMouseEvent) -> int:
        return place_at(self._view, self._page.scene, event.position())

    @property
    def _text(self) -> str:
        return self._page.scene.article.text
