"""How marks are painted on the text: boxes, underlines, letters, and the ring of the selected one."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QStaticText, QTextBlock

from annotator.gui.text.look import Look
from annotator.gui.text.placed import MOST_LANES, Arranged
from annotator.gui.text.scene import Scene
from annotator.gui.text.sheet import Piece
from annotator.gui.text.shown import Shown

NO_PEN = Qt.PenStyle.NoPen
NO_BRUSH = Qt.BrushStyle.NoBrush
_MOST_LETTERS = 4  # side by side at one spot; the last counts those for which there is no room
_LETTER = 9  # pixels from one letter to the next at 100 %


def paint_entity(painter: QPainter, scene: Scene, block: QTextBlock, mark: Shown, arranged: Arranged) -> None:
    """Paint the box of an entity: filled where it is decided, dotted where it is a suggestion."""
    tint, unit = scene.look.tint(mark.colour), scene.look.unit
    across, along = unit * (1 + 1.5 * arranged.level[mark.id]), unit * (1 + 2 * arranged.level[mark.id])
    inner = arranged.roof[mark.id] > arranged.level[mark.id]
    for piece in scene.pieces_in(block, mark):
        rect = piece.rect.adjusted(-along, -across, along, across)
        if mark.decided:
            painter.setPen(QPen(QColor(tint.line), 0.8 * unit) if inner else NO_PEN)
            painter.setBrush(QColor(tint.fill))
            painter.drawRoundedRect(rect, 3.5 * unit, 3.5 * unit)
            painter.setPen(NO_PEN)
            painter.setBrush(QColor(tint.line))
            base = QRectF(rect.left() + 1.5 * unit, rect.bottom() - 1.5 * unit, rect.width() - 3 * unit, 1.5 * unit)
            painter.drawRect(base)
        else:
            draw_dotted(painter, rect, tint.line, unit)


def paint_underline(painter: QPainter, scene: Scene, block: QTextBlock, mark: Shown, arranged: Arranged) -> None:
    """Paint the underline of an evidence in its lane; those that share the last lane are one quiet line."""
    look, unit, lane = scene.look, scene.look.unit, arranged.lane[mark.id]
    crowded = mark.id in arranged.crowded and mark.id != scene.selected
    full = max(arranged.lane.values()) == MOST_LANES - 1
    step = 3 if full else 3.5  # all lanes together keep off the line below
    pen = QPen(look.colour("dim") if crowded else QColor(look.tint(mark.colour).line), (1 if crowded else 2) * unit)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if not mark.decided and not crowded:
        pen.setDashPattern([3.5, 2.5])
    painter.setPen(pen)
    for piece in scene.pieces_in(block, mark):
        y = piece.rect.bottom() + unit * (2 + step * lane)
        painter.drawLine(QPointF(piece.rect.left(), y), QPointF(piece.rect.right(), y))


def paint_letters(painter: QPainter, scene: Scene, block: QTextBlock, arranged: Arranged, area: QRectF) -> None:
    """Paint the letters of labels in the leading above the start of their spans, side by side where these are near."""
    look, unit = scene.look, scene.look.unit
    font = look.small_font(9, bold=True)
    painter.setFont(font)
    page, halo = look.colour("page"), bool(arranged.evidences) or scene.overlay.source(scene.selected) is not None
    taken: dict[int, list[tuple[float, int]]] = {}
    for mark in sorted(arranged.entities, key=lambda one: (one.span.start, -one.span.end, one.id)):
        if not _has_letter(scene, mark) or scene.marks.lines_of(mark)[0] != block.blockNumber():
            continue
        pieces = scene.pieces_in(block, mark)
        if not pieces:
            continue
        first = pieces[0]
        if not area.top() - look.pitch < first.baseline < area.bottom() + look.pitch:
            continue
        place = first.rect.right() - 7 * unit if first.right_to_left else first.rect.left()
        row = taken.setdefault(round(first.baseline), [])
        x, rank = _beside(row, place, _LETTER * unit * (-1 if first.right_to_left else 1))
        row.append((x, rank))
        hidden = sum(spot == x for spot, _rank in row) - 1
        y = first.rect.top() - unit * (1 + 1.5 * min(arranged.roof[mark.id], 1)) - 0.4 * unit
        words = f"+{hidden + 1}" if rank == _MOST_LETTERS - 1 and hidden else mark.letter
        letter, ascent = _letter(words, font)
        if halo or hidden:
            painter.fillRect(QRectF(x - unit, y - 7.5 * unit, letter.size().width() + 2 * unit, 7 * unit), page)
        painter.setPen(QColor(look.tint(mark.colour).ink) if words == mark.letter else look.colour("ink"))
        painter.drawStaticText(QPointF(x, y - ascent), letter)


def _has_letter(scene: Scene, mark: Shown) -> bool:
    if mark.id == scene.selected:
        return False  # it has a tab
    chips = scene.look.chips
    return chips == "always" or (chips == "hover" and mark.id in scene.overlay.hovered)


def _beside(row: list[tuple[float, int]], x: float, step: float) -> tuple[float, int]:
    """Return where a letter has room, and how many stand before it; the last place is shared."""
    rank = 0
    while rank < _MOST_LETTERS - 1:
        near = next((spot for spot, _rank in row if abs(spot - x) < abs(step) - 0.5), None)
        if near is None:
            break
        x, rank = near + step, rank + 1
    return x, rank


def paint_ring(painter: QPainter, scene: Scene, mark: Shown, *, colour: str = "accent") -> None:
    """Paint the ring around a mark, or around the stretch that the edge of the selected one is being dragged to."""
    look, unit = scene.look, scene.look.unit
    pieces = _ringed(scene, mark)
    pen = QPen(look.colour(colour), 2 * unit)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    if mark.evidence:
        painter.drawPath(_outline(pieces, look))
        return
    reach = _reach(scene, mark)
    for piece in pieces:
        painter.drawRoundedRect(piece.rect.adjusted(-reach, -reach, reach, reach), 5 * unit, 5 * unit)


def paint_tab(painter: QPainter, scene: Scene, mark: Shown) -> None:
    """Paint the letter of the selected mark on its ring, which would cut through it above the box."""
    unit = scene.look.unit
    pieces = _ringed(scene, mark)
    if not pieces or scene.look.chips == "never":
        return
    size, first = 11 * unit, pieces[0]
    left = first.rect.right() - size if first.right_to_left else first.rect.left()
    tab = QRectF(left, first.rect.top() - _reach(scene, mark) - size + 2.5 * unit, size, size)
    painter.setPen(NO_PEN)
    painter.setBrush(scene.look.colour("accent"))
    painter.drawRoundedRect(tab, 3 * unit, 3 * unit)
    painter.setPen(scene.look.colour("on_accent"))
    painter.setFont(scene.look.small_font(9, bold=True))
    painter.drawText(tab, Qt.AlignmentFlag.AlignCenter, mark.letter)


def paint_grips(painter: QPainter, scene: Scene, mark: Shown) -> None:
    """Paint what the pointer can take hold of at both ends of the selected mark, on its ring and off its words."""
    unit, pieces = scene.look.unit, _ringed(scene, mark)
    painter.setPen(QPen(scene.look.colour("page"), unit))
    painter.setBrush(scene.look.colour("accent"))
    reach = 4 * unit if mark.evidence else _reach(scene, mark)
    for piece, left in ((pieces[0], not pieces[0].right_to_left), (pieces[-1], pieces[-1].right_to_left)):
        x = piece.rect.left() - reach if left else piece.rect.right() + reach
        grip = QRectF(x - 2.5 * unit, piece.rect.center().y() - 6 * unit, 5 * unit, 12 * unit)
        painter.drawRoundedRect(grip, 2.5 * unit, 2.5 * unit)


def _ringed(scene: Scene, mark: Shown) -> list[Piece]:
    dragged = scene.dragged if mark.id == scene.selected else None
    return scene.sheet.pieces(*(dragged or (mark.span.start, mark.span.end)))


def _reach(scene: Scene, mark: Shown) -> float:
    """Return how far the ring of a mark stands off its words."""
    level = scene.marks.of_line(scene.marks.lines_of(mark)[0]).level.get(mark.id, 0)
    return scene.look.unit * (2.5 + 1.5 * level)


def _outline(pieces: list[Piece], look: Look) -> QPainterPath:
    """Return one outline around runs and the letters above them, joined from line to line."""
    below = look.drop + 6 * look.unit
    path = QPainterPath()
    for number, piece in enumerate(pieces):
        joined = any(0 < piece.baseline - other.baseline < look.pitch * 1.1 for other in pieces[:number])
        height = look.pitch + (8 if joined else 3)  # reaches into the line above, so that the two become one
        one = QPainterPath()
        one.addRoundedRect(
            QRectF(piece.rect.left() - 4, piece.baseline + below - height, piece.rect.width() + 8, height), 4, 4
        )
        path = path.united(one)
    return path


@lru_cache(maxsize=256)
def _letter(letter: str, font: QFont) -> tuple[QStaticText, float]:
    """Return a letter laid out once for all, and its ascent."""
    text = QStaticText(letter)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(font=font)
    return text, QFontMetricsF(font).ascent()


def draw_dotted(painter: QPainter, rect: QRectF, colour: str, unit: float) -> None:
    """Draw a dotted outline, from an image: drawn anew in a part of the page, its dots would stand elsewhere."""
    within = rect.toRect()
    ratio = painter.device().devicePixelRatio()
    painter.drawImage(within.topLeft() - QPoint(1, 1), _dotted(within.width(), within.height(), colour, unit, ratio))


@lru_cache(maxsize=512)
def _dotted(width: int, height: int, colour: str, unit: float, ratio: float) -> QImage:
    image = QImage(QSize(width + 3, height + 3) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    pen = QPen(QColor(colour), max(round(unit * ratio), 1))
    pen.setCosmetic(True)
    pen.setDashPattern([1, 1.5])
    painter = QPainter(image)
    painter.setPen(pen)  # without antialiasing: a dotted line costs a hundred times as much with it
    painter.drawRoundedRect(QRectF(1, 1, width, height), 3.5 * unit, 3.5 * unit)
    painter.end()
    return image
