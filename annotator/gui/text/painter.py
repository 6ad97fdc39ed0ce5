"""How the page is painted: what lies under the text, and what lies over it."""

from bisect import bisect_left
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QStaticText, QTextBlock

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
            if _shows(scene, block, mark, area):
                _paint_entity(painter, scene, block, mark, arranged)
        for mark in arranged.evidences:
            if _shows(scene, block, mark, area):
                _paint_underline(painter, scene, block, mark, arranged.lane[mark.id])
        if arranged.evidences:
            for bar in scene.bars(block):
                _paint_bar(painter, scene, bar)
        _paint_number(painter, scene, block)
    chosen = scene.marks.get(scene.selected)
    if chosen is not None:
        _paint_ring(painter, scene, chosen)  # under the text, so that it hides no comma
    for fold in scene.sheet.outside.folds:
        rect = scene.sheet.quiet_line(fold)
        if rect.intersects(area):
            _paint_quiet_line(painter, scene, rect, fold.sentence(folded=fold in scene.sheet.folded))


def paint_over(painter: QPainter, scene: Scene, area: QRectF) -> None:
    """Paint what lies over the text and its selection: the letters in the leading."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for block in scene.visible(area):
        arranged = scene.marks.of_line(block.blockNumber())
        for mark in arranged.entities:
            if mark.id != scene.selected and _shows(scene, block, mark, area):
                _paint_letter(painter, scene, block, mark, arranged)
    chosen = scene.marks.get(scene.selected)
    if chosen is not None and not chosen.evidence:
        _paint_tab(painter, scene, chosen)


def _shows(scene: Scene, block: QTextBlock, mark: Shown, area: QRectF) -> bool:
    """Tell whether a mark, with its letter above and lines below, reaches into an area."""
    pieces, room = scene.pieces_in(block, mark), scene.look.pitch
    return bool(pieces) and pieces[0].rect.top() - room < area.bottom() and pieces[-1].rect.bottom() + room > area.top()


def _paint_ring(painter: QPainter, scene: Scene, mark: Shown) -> None:
    """Paint the ring around the selected mark, or around the stretch that its edge is being dragged to."""
    look, unit = scene.look, scene.look.unit
    pieces = _ringed(scene, mark)
    pen = QPen(look.colour("accent"), 2 * unit)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(_NO_BRUSH)
    if mark.evidence:
        painter.drawPath(_outline(pieces, look))
        return
    reach = _reach(scene, mark)
    for piece in pieces:
        painter.drawRoundedRect(piece.rect.adjusted(-reach, -reach, reach, reach), 5 * unit, 5 * unit)


def _paint_tab(painter: QPainter, scene: Scene, mark: Shown) -> None:
    """Paint the letter of the selected mark on its ring, which would cut through it above the box."""
    unit = scene.look.unit
    pieces = _ringed(scene, mark)
    if not pieces:
        return
    size, first = 11 * unit, pieces[0]
    left = first.rect.right() - size if first.right_to_left else first.rect.left()
    tab = QRectF(left, first.rect.top() - _reach(scene, mark) - size + 2.5 * unit, size, size)
    painter.setPen(_NO_PEN)
    painter.setBrush(scene.look.colour("accent"))
    painter.drawRoundedRect(tab, 3 * unit, 3 * unit)
    painter.setPen(scene.look.colour("on_accent"))
    painter.setFont(scene.look.small_font(9, bold=True))
    painter.drawText(tab, Qt.AlignmentFlag.AlignCenter, mark.letter)


def _ringed(scene: Scene, mark: Shown) -> list[Piece]:
    return scene.sheet.pieces(*(scene.preview or (mark.span.start, mark.span.end)))


def _reach(scene: Scene, mark: Shown) -> float:
    """Return how far the ring of a mark stands off its words."""
    level = scene.marks.of_line(scene.marks.lines_of(mark)[0]).level.get(mark.id, 0)
    return scene.look.unit * (2.5 + 1.5 * level)


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
    for piece in scene.pieces_in(block, mark):
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
            painter.setBrush(_NO_BRUSH)
            _draw_dotted(painter, rect, tint.line, unit)


def _paint_letter(painter: QPainter, scene: Scene, block: QTextBlock, mark: Shown, arranged: Arranged) -> None:
    """Paint the letter of a label in the leading above the start of its span."""
    look, unit = scene.look, scene.look.unit
    if scene.marks.lines_of(mark)[0] != block.blockNumber():
        return
    first = scene.pieces_in(block, mark)[0]
    painter.setPen(QColor(look.tint(mark.colour).ink))
    advance = 9 * unit * arranged.rank[mark.id]
    x = first.rect.right() - 7 * unit - advance if first.right_to_left else first.rect.left() + advance
    roof = unit * (1 + 1.5 * arranged.roof[mark.id])
    font = look.small_font(9, bold=True)
    painter.setFont(font)
    letter, ascent = _letter(mark.letter, font)
    painter.drawStaticText(QPointF(x, first.rect.top() - roof - 1.2 * unit - ascent), letter)


def _paint_underline(painter: QPainter, scene: Scene, block: QTextBlock, mark: Shown, lane: int) -> None:
    look, unit = scene.look, scene.look.unit
    pen = QPen(QColor(look.tint(mark.colour).line), 2 * unit)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if not mark.decided:
        pen.setDashPattern([3.5, 2.5])
    painter.setPen(pen)
    for piece in scene.pieces_in(block, mark):
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
    if chosen or bar.mark.decided:
        painter.setPen(QPen(line, (2 if chosen else 1) * unit))
        painter.drawRoundedRect(bar.chip, 3.5 * unit, 3.5 * unit)
    else:
        _draw_dotted(painter, bar.chip, tint.line, unit)
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


@lru_cache(maxsize=256)
def _letter(letter: str, font: QFont) -> tuple[QStaticText, float]:
    """Return a letter laid out once for all, and its ascent."""
    text = QStaticText(letter)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(font=font)
    return text, QFontMetricsF(font).ascent()


def _draw_dotted(painter: QPainter, rect: QRectF, colour: str, unit: float) -> None:
    """Draw a dotted outline. Without antialiasing: a dotted line costs a hundred times as much with it."""
    pen = QPen(QColor(colour), max(round(unit * painter.device().devicePixelRatio()), 1))
    pen.setCosmetic(True)
    pen.setDashPattern([1, 1.5])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(pen)
    painter.drawRoundedRect(rect.toRect(), 3.5 * unit, 3.5 * unit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
