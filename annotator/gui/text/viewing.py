"""Moving about on the page: points, scrolling, the caret, and what to paint again."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPalette, QTextBlock, QTextCursor, QTextDocument, QTextLine
from PySide6.QtWidgets import QStyle, QTextEdit

from annotator.gui.text.display import Display
from annotator.gui.text.keys import out_of_hidden
from annotator.gui.text.look import Look
from annotator.gui.text.scene import Scene
from annotator.gui.text.sheet import Piece

_SEEN_THROUGH = 175  # of 255: boxes show under selected text
_DENSE = 5  # characters that cannot stand on the width of one line of the height of the text
_COMFORT = 0.3  # where on the page, from its top, a mark that was out of sight comes to stand


def to_document(view: QTextEdit, point: QPointF) -> QPointF:
    """Return a point of the viewport in document pixels."""
    return point + QPointF(0, view.verticalScrollBar().value())


def place_at(view: QTextEdit, scene: Scene, at: QPointF) -> int:
    """Return Qt's position under a point, on the nearest line: between two, Qt takes the last or a folded one."""
    cursor = view.cursorForPosition(at.toPoint())
    point = to_document(view, at)
    found = scene.sheet.block_rect(cursor.block())
    if cursor.block().isVisible() and found.top() <= point.y() <= found.bottom():
        return cursor.position()
    near = [(scene.sheet.block_rect(block), block) for block in scene.visible(QRectF(0, point.y(), 1, 1))]
    if not near:  # above the first line or below the last, where Qt takes the ends, folded away or not
        return out_of_hidden(cursor, QTextCursor.MoveMode.MoveAnchor, backwards=False).position()
    _rect, block = min(near, key=lambda one: max(one[0].top() - point.y(), point.y() - one[0].bottom()))
    return _in_block(block, point, QTextLine.CursorPosition.CursorBetweenCharacters)


def character_at(view: QTextEdit, scene: Scene, at: QPointF) -> int:
    """Return Qt's position of the character under a point; a place is between two, and may be the end of this one."""
    block = scene.sheet.document.findBlock(place_at(view, scene, at))
    return _in_block(block, to_document(view, at), QTextLine.CursorPosition.CursorOnCharacter)


def _in_block(block: QTextBlock, point: QPointF, kind: QTextLine.CursorPosition) -> int:
    """Return the position that a point of the document is at on the nearest line of a block."""
    layout = block.layout()
    inside = point - layout.position()
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    line = next((line for line in lines if inside.y() < line.y() + line.height()), lines[-1] if lines else None)
    return block.position() + (line.xToCursor(inside.x(), kind) if line is not None else 0)


def scroll_to(view: QTextEdit, piece: Piece) -> None:
    """Bring a piece into view, with some of the text around it; stay where it is in comfortable view already."""
    bar, height = view.verticalScrollBar(), view.viewport().height()
    margin = min(piece.rect.height() * 2.5, height / 4)
    top, bottom = piece.rect.top() - bar.value(), piece.rect.bottom() - bar.value()
    if top < margin or bottom > height - margin:
        scroll_down_to(view, round(piece.rect.top() - height * _COMFORT))


def scroll_down_to(view: QTextEdit, place: int) -> None:
    """Scroll to a place from the top of the document, which Qt may not have laid out that far."""
    bar = view.verticalScrollBar()
    if place > bar.maximum():
        view.document().size()  # lays out all of it
    bar.setValue(place)


def move_caret(view: QTextEdit, display: Display, position: int, to: int | None = None) -> None:
    """Put the caret at a position, or select from it to another, without scrolling."""
    cursor = view.textCursor()
    cursor.setPosition(display.position(position))
    if to is not None and to > position:
        cursor.setPosition(display.end_position(to), QTextCursor.MoveMode.KeepAnchor)
    put_cursor(view, cursor)


def put_cursor(view: QTextEdit, cursor: QTextCursor) -> None:
    """Give the view a cursor without scrolling to it, as Qt would, away from what is read."""
    bar = view.verticalScrollBar()
    before = bar.value()
    view.setTextCursor(cursor)
    bar.setValue(before)


def show_caret(view: QTextEdit, scene: Scene) -> None:
    """Show the caret, but not while a mark is selected: then that, with its ring, is where the next key acts."""
    view.setCursorWidth(0 if scene.selected is not None else max(round(2 * scene.look.unit), 2))


def repaint(view: QTextEdit, rectangles: Iterable[QRectF], room: int) -> None:
    """Ask for these parts of the document to be painted again over the whole width, with some room above and below."""
    viewport, offset = view.viewport(), view.verticalScrollBar().value()
    for rect in rectangles:
        area = QRect(0, int(rect.top()) - offset - room, viewport.width(), int(rect.height()) + 2 * room)
        if area.intersects(viewport.rect()):
            viewport.update(area)


def centre_sheet(view: QTextEdit, document: QTextDocument, look: Look, shown: int) -> None:
    """Set the sheet in the middle of the view, with a scroll bar where its text is higher than the view.

    Qt's own `as needed` decides only after the text was laid out, at a width that the bar then changes. To know how
    high a very long text is, Qt would have to lay out all of it: it is higher where so many characters are `shown`.
    """
    taken = view.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, view.verticalScrollBar())
    sheet = look.sheet
    left = max((view.width() - sheet) // 2, 0)
    set_width(document, min(sheet, view.width() - taken))
    surely = _DENSE * (sheet / look.size) * (view.height() / look.pitch)
    higher = shown > surely or document.size().height() > view.height()
    policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if higher else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    view.setVerticalScrollBarPolicy(policy)
    view.setViewportMargins(left, 0, max(view.width() - left - sheet - (taken if higher else 0), 0), 0)
    set_width(document, view.viewport().width())


def set_width(document: QTextDocument, width: int) -> None:
    """Lay the text out for a width; Qt would do it again even where nothing changes."""
    if round(document.textWidth()) != width:
        document.setTextWidth(width)


def page_palette(palette: QPalette, look: Look, *, empty: bool) -> QPalette:
    """Return a palette with the colours of the sheet, the same whether or not the page has the focus."""
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Base, "window" if empty else "page"),
        (roles.Text, "ink"),
        (roles.Highlight, "selection"),
        (roles.HighlightedText, "ink"),
        (roles.Window, "window"),
    ):
        colour = look.colour(name)
        if role == roles.Highlight:
            colour.setAlpha(_SEEN_THROUGH)
        palette.setColor(role, colour)
    return palette
