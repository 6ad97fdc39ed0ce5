"""The keys that the page takes for itself: moving the caret, selecting, copying. All others are the window's."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from annotator.gui.text.moving import by_mark, by_paragraph, by_sentence
from annotator.gui.text.scene import OnPage

_KEYS = Qt.Key
_FURTHER = {_KEYS.Key_Up, _KEYS.Key_Down, _KEYS.Key_Home, _KEYS.Key_End}
_MOVES = {
    Qt.KeyboardModifier.NoModifier: _FURTHER | {_KEYS.Key_Left, _KEYS.Key_Right, _KEYS.Key_PageUp, _KEYS.Key_PageDown},
    Qt.KeyboardModifier.ControlModifier: _FURTHER | {_KEYS.Key_Left, _KEYS.Key_Right},
    Qt.KeyboardModifier.AltModifier: _FURTHER,
}
_KEEP, _MOVE = QTextCursor.MoveMode.KeepAnchor, QTextCursor.MoveMode.MoveAnchor
_PLAIN = {
    _KEYS.Key_Left: QTextCursor.MoveOperation.Left,
    _KEYS.Key_Right: QTextCursor.MoveOperation.Right,
    _KEYS.Key_Up: QTextCursor.MoveOperation.Up,
    _KEYS.Key_Down: QTextCursor.MoveOperation.Down,
    _KEYS.Key_Home: QTextCursor.MoveOperation.StartOfLine,
    _KEYS.Key_End: QTextCursor.MoveOperation.EndOfLine,
}
_WITH_CONTROL = {
    _KEYS.Key_Left: QTextCursor.MoveOperation.WordLeft,
    _KEYS.Key_Right: QTextCursor.MoveOperation.WordRight,
    _KEYS.Key_Home: QTextCursor.MoveOperation.Start,
    _KEYS.Key_End: QTextCursor.MoveOperation.End,
}
_SIDEWAYS = (QTextCursor.MoveOperation.Left, QTextCursor.MoveOperation.Right)
_COPY, _SELECT_ALL = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll


class Keys(QObject):
    """Watches the keys of a page."""

    stretched = Signal(int, int)
    menu_asked = Signal(str, QPoint)
    unstretched = Signal()
    cancelled = Signal()

    def __init__(self, view: QTextEdit, page: OnPage) -> None:
        super().__init__(view)
        self._view = view
        self._page = page
        view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the page's keys; leave all others to the window, whose shortcuts they are."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(self._is_ours(event))
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._press(event)
            return True
        if isinstance(event, QContextMenuEvent) and event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self._view.viewport().mapToGlobal(self._view.cursorRect().bottomLeft())
            self.menu_asked.emit(self._page.scene.selected or "", where)
            return True
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        return is_movement(event) or event.matches(_COPY) or event.matches(_SELECT_ALL) or self._cancels(event)

    def _cancels(self, event: QKeyEvent) -> bool:
        return event.key() == _KEYS.Key_Escape and self._page.scene.dragged is not None

    def _press(self, event: QKeyEvent) -> None:
        event.setAccepted(self._is_ours(event))
        if event.matches(_COPY):
            self._copy()
        elif event.matches(_SELECT_ALL):
            self._select_all()
        elif self._cancels(event):
            self.cancelled.emit()
        elif event.isAccepted():
            self._move(event)

    def _move(self, event: QKeyEvent) -> None:
        scene, display = self._page.scene, self._page.scene.sheet.display
        cursor = self._view.textCursor()
        before, position = cursor.hasSelection(), cursor.position()
        mode = _KEEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _MOVE
        operation, mark = _operation(event), scene.marks.get(scene.selected)
        to = self._target(event, display.code_point(position), extending=mode == _KEEP)
        if to is not None:
            cursor.setPosition(display.position(to), mode)
        elif mark is not None and mode == _MOVE and operation in _SIDEWAYS:
            # As in every field: from what is selected, an arrow leads to one of its ends.
            forward = (operation == QTextCursor.MoveOperation.Right) != _from_right(cursor)
            cursor.setPosition(display.position(mark.span.end if forward else mark.span.start))
        elif operation is None:
            self._view.keyPressEvent(event)
            cursor = self._view.textCursor()
        else:
            # Not by Qt's own key handling, which never ends between a folded line and one of the other direction.
            cursor.movePosition(operation, mode)
        self._view.setTextCursor(out_of_hidden(cursor, mode, backwards=cursor.position() < position))
        self._view.ensureCursorVisible()
        cursor = self._view.textCursor()
        if cursor.hasSelection():
            self.stretched.emit(display.code_point(cursor.selectionStart()), display.code_point(cursor.selectionEnd()))
        elif before or mark is not None:
            self.unstretched.emit()

    def _select_all(self) -> None:
        """Select all that is shown: what is folded away at either end is not meant."""
        display, cursor = self._page.scene.sheet.display, self._view.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor = out_of_hidden(cursor, _MOVE, backwards=False)
        cursor.movePosition(QTextCursor.MoveOperation.End, _KEEP)
        cursor = out_of_hidden(cursor, _KEEP, backwards=True)
        self._view.setTextCursor(cursor)
        if cursor.hasSelection():
            self.stretched.emit(display.code_point(cursor.selectionStart()), display.code_point(cursor.selectionEnd()))

    def _target(self, event: QKeyEvent, caret: int, *, extending: bool) -> int | None:
        """Return where a key leads that goes by sentences, marks or paragraphs; None for all others."""
        key, scene = event.key(), self._page.scene
        forward = key in (_KEYS.Key_Down, _KEYS.Key_End)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if key in (_KEYS.Key_Home, _KEYS.Key_End):
                return by_paragraph(scene.article.text, caret, forward=forward)
            return by_mark(scene.seen_marks(), caret, forward=forward, extending=extending)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (_KEYS.Key_Up, _KEYS.Key_Down):
            return by_sentence(scene.article.text, caret, forward=forward)
        return None

    def _copy(self) -> None:
        """Copy the selected words, or those of the selected mark, as they stand in the article."""
        scene, cursor = self._page.scene, self._view.textCursor()
        mark, display = scene.marks.get(scene.selected), scene.sheet.display
        if cursor.hasSelection():
            stretch = display.code_point(cursor.selectionStart()), display.code_point(cursor.selectionEnd())
        elif mark is not None:
            stretch = mark.span.start, mark.span.end
        else:
            return
        QGuiApplication.clipboard().setText(scene.article.text[slice(*stretch)])


def is_movement(event: QKeyEvent) -> bool:
    """Tell whether a key moves the caret, or selects with Shift."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
    return event.key() in _MOVES.get(modifiers, ())


def _from_right(cursor: QTextCursor) -> bool:
    return cursor.block().textDirection() == Qt.LayoutDirection.RightToLeft


def _operation(event: QKeyEvent) -> QTextCursor.MoveOperation | None:
    """Return how a key moves the caret; None for what only the view can do (by pages)."""
    table = _WITH_CONTROL if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _PLAIN
    return table.get(Qt.Key(event.key()))


def out_of_hidden(cursor: QTextCursor, mode: QTextCursor.MoveMode, *, backwards: bool) -> QTextCursor:
    """Return the cursor moved on, in the direction it was going, out of lines that are folded away."""
    block = cursor.block()
    if block.isVisible():
        return cursor
    found = _next_visible(block, backwards=backwards)
    if not found.isValid():
        backwards = not backwards
        found = _next_visible(block, backwards=backwards)
    if found.isValid():
        cursor.setPosition(found.position() + (found.length() - 1 if backwards else 0), mode)
    return cursor


def _next_visible(block: QTextBlock, *, backwards: bool) -> QTextBlock:
    while block.isValid() and not block.isVisible():
        block = block.previous() if backwards else block.next()
    return block
