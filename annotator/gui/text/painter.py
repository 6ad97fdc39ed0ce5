"""How the page is painted: what lies under the text, and what lies over it."""

from bisect import bisect_left

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTextBlock

from annotator.gui.text.look import Look
from annotator.gui.text.placed import Arranged
from annotator.gui.text.scene import Bar, Scene
from annotator.gui.text.sheet import Piece
from annotator.gui.text.shown import Shown

_NO_PEN = Qt.PenStyle.NoPen
_NO_BRUSH = Qt.BrushStyle.NoBrush


def paint_under(painter: QPainter, scene: Scene, area: QRectF) -> None:
    """Paint what lies under the text of an area: washes, boxes, underlines, and the left margin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for block in scene.visible(area):
        arranged = scene.marks.of_line(block.blockNumber())
        _paint_hits(painter, scene, block)
        for mark in arranged.entities:
            _paint_entity(painter, scene, block, mark, arranged)
        for mark in arranged.evidences:
            _paint_underline(painter, scene, block, mark, arranged.lane[mark.id])
        if arranged.evidences:
            for bar in scene.bars(block):
                _paint_bar(painter, scene, bar)
        _paint_number(painter, scene, block)
    for fold in scene.sheet.outside.folds:
        rect = scene.sheet.quiet_line(fold)
        if rect.intersects(area):
            _paint_quiet_line(painter, scene, rect, fold.sentence(folded=fold in scene.sheet.folded))


def paint_over(painter: QPainter, scene: Scene, area: QRectF) -> None:
    """Paint what lies over the text: the letters above it, and the ring of the selected mark."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for block in scene.visible(area):
        arranged = scene.marks.of_line(block.blockNumber())
        for mark in arranged.entities:
            if mark.id != scene.selected and scene.marks.lines_of(mark)[0] == block.blockNumber():
                _paint_letter(painter, scene, block, mark, arranged)
    mark = scene.marks.get(scene.selected)
    if mark is not None:
        _paint_ring(painter, scene, mark)


def _paint_ring(painter: QPainter, scene: Scene, mark: Shown) -> None:
    """Paint the ring around the selected mark, or around the stretch that its edge is being dragged to."""
    look, unit = scene.look, scene.look.unit
    start, end = scene.preview or (mark.span.start, mark.span.end)
    pieces = scene.sheet.pieces(start, end)
    if not pieces:
        return
    pen = QPen(look.colour("accent"), 2 * unit)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(_NO_BRUSH)
    if mark.evidence:
        painter.drawPath(_outline(pieces, look))
        return
    reach = unit * (2.5 + 1.5 * scene.marks.of_line(scene.marks.lines_of(mark)[0]).level.get(mark.id, 0))
    for piece in pieces:
        painter.drawRoundedRect(piece.rect.adjusted(-reach, -reach, reach, reach), 5 * unit, 5 * unit)
    _paint_tab(painter, scene, mark, pieces[0], reach)


def _paint_tab(painter: QPainter, scene: Scene, mark: Shown, piece: Piece, reach: float) -> None:
    """Paint the letter of the selected mark on its ring, which would cut through it above the box."""
    unit = scene.look.unit
    size = 11 * unit
    left = piece.rect.right() - size if piece.right_to_left else piece.rect.left()
    tab = QRectF(left, piece.rect.top() - reach - size + 2.5 * unit, size, size)
    painter.setPen(_NO_PEN)
    painter.setBrush(scene.look.colour("accent"))
    painter.drawRoundedRect(tab, 3 * unit, 3 * unit)
    painter.setPen(scene.look.colour("on_accent"))
    painter.setFont(scene.look.small_font(9, bold=True))
    painter.drawText(tab, Qt.AlignmentFlag.AlignCenter, mark.letter)


def _paint_hits(painter: QPainter, scene: Scene, block: QTextBlock) -> None:
    if not scene.hits:
        return
    line = scene.sheet.display.lines[block.blockNumber()]
    painter.setPen(_NO_PEN)
    painter.setBrush(scene.look.colour("hit"))
    for start, end in scene.hits[bisect_left(scene.hits, line.start, key=lambda hit: hit[1]) :]:
        if start >= line.end:
            return
        for piece in scene.sheet.pieces_in(block, start, end):
            painter.drawRoundedRect(piece.rect.adjusted(-1, -2, 1, 2), 2, 2)


def _paint_entity(painter: QPainter, scene: Scene, block: QTextBlock, mark: Shown, arranged: Arranged) -> None:
    tint, unit = scene.look.tint(mark.colour), scene.look.unit
    across, along = unit * (1 + 1.5 * arranged.level[mark.id]), unit * (1 + 2 * arranged.level[mark.id])
    inner = arranged.roof[mark.id] > arranged.level[mark.id]
    for piece in scene.sheet.pieces_in(block, mark.span.start, mark.span.end):
        rect = piece.rect.adjusted(-along, -across, along, across)
        if mark.decided:
            painter.setPen(QPen(QColor(tint.line), 0.8 * unit) if inner else _NO_PEN)
            painter.setBrush(QColor(tint.fill))
            painter.drawRoundedRect(rect, 3.5 * unit, 3.5 * unit)
            painter.setPen(_NO_PEN)
            painter.setBrush(QColor(tint.line))
            base = QRectF(rect.left() + 1.5 * unit, rect.bottom() - 1.5 * unit, rect.width() - 3 * unit, 1.5 * unit)
            painter.drawRect(base)
        else:
            painter.setPen(_dots(tint.line, 1.3 * unit))
            painter.setBrush(_NO_BRUSH)
            painter.drawRoundedRect(rect, 3.5 * unit, 3.5 * unit)


def _paint_letter(painter: QPainter, scene: Scene, block: QTextBlock, mark: Shown, arranged: Arranged) -> None:
    """Paint the letter of a label in the leading above the start of its span."""
    look, unit = scene.look, scene.look.unit
    first = next(scene.sheet.pieces_in(block, mark.span.start, mark.span.end), None)
    if first is None:
        return
    painter.setFont(look.small_font(9, bold=True))
    painter.setPen(QColor(look.tint(mark.colour).ink))
    advance = 9 * unit * arranged.rank[mark.id]
    x = first.rect.right() - 7 * unit - advance if first.right_to_left else first.rect.left() + advance
    roof = unit * (1 + 1.5 * arranged.roof[mark.id])
    painter.drawText(QPointF(x, first.rect.top() - roof - 1.2 * unit), mark.letter)


def _paint_underline(painter: QPainter, scene: Scene, block: QTextBlock, mark: Shown, lane: int) -> None:
    look, unit = scene.look, scene.look.unit
    pen = QPen(QColor(look.tint(mark.colour).line), 2 * unit)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if not mark.decided:
        pen.setDashPattern([3.5, 2.5])
    painter.setPen(pen)
    for piece in scene.sheet.pieces_in(block, mark.span.start, mark.span.end):
        y = piece.rect.bottom() + unit * (2.5 + 3.5 * lane)
        painter.drawLine(QPointF(piece.rect.left(), y), QPointF(piece.rect.right(), y))


def _paint_bar(painter: QPainter, scene: Scene, bar: Bar) -> None:
    tint, unit = scene.look.tint(bar.mark.colour), scene.look.unit
    if bar.mark.decided:
        painter.setPen(_NO_PEN)
        painter.setBrush(QColor(tint.line))
        painter.drawRoundedRect(bar.rect, 1.5 * unit, 1.5 * unit)
    else:
        pen = QPen(QColor(tint.line), bar.rect.width())
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2, 1.2])
        painter.setPen(pen)
        painter.drawLine(
            QPointF(bar.rect.center().x(), bar.rect.top()), QPointF(bar.rect.center().x(), bar.rect.bottom())
        )
    if bar.chip is None:
        return
    chosen = bar.mark.id == scene.selected
    painter.setBrush(QColor(tint.fill) if bar.mark.decided else scene.look.colour("page"))
    line = scene.look.colour("accent") if chosen else QColor(tint.line)
    solid = QPen(line, (2 if chosen else 1) * unit)
    painter.setPen(solid if chosen or bar.mark.decided else _dots(tint.line, 1.3 * unit))
    painter.drawRoundedRect(bar.chip, 3.5 * unit, 3.5 * unit)
    painter.setPen(QColor(tint.ink))
    painter.setFont(scene.look.small_font(9.5, bold=True))
    painter.drawText(bar.chip, Qt.AlignmentFlag.AlignCenter, bar.mark.chip or bar.mark.letter)


def _paint_number(painter: QPainter, scene: Scene, block: QTextBlock) -> None:
    number = scene.numbers.get(block.blockNumber())
    if number is None or block.layout().lineCount() == 0:
        return
    line = block.layout().lineAt(0)
    baseline = block.layout().position().y() + line.y() + line.ascent()
    font = scene.look.small_font(11)
    painter.setFont(font)
    painter.setPen(scene.look.colour("dim"))
    text = str(number)
    right = scene.look.left - 60 * scene.look.unit + QFontMetricsF(font).horizontalAdvance("0") * 2
    painter.drawText(QPointF(right - QFontMetricsF(font).horizontalAdvance(text), baseline), text)


def _paint_quiet_line(painter: QPainter, scene: Scene, rect: QRectF, sentence: str) -> None:
    look = scene.look
    pen = QPen(look.colour("edge"), 2 * look.unit, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    middle = rect.center().y()
    painter.drawLine(
        QPointF(rect.left() + 1, middle - 10 * look.unit), QPointF(rect.left() + 1, middle + 10 * look.unit)
    )
    painter.setFont(look.small_font(13))
    painter.setPen(look.colour("dim"))
    words = rect.adjusted(12 * look.unit, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, sentence)


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


def _dots(colour: str, width: float) -> QPen:
    pen = QPen(QBrush(QColor(colour)), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, 2.2])
    return pen
