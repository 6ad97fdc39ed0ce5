"""How the page is painted: what lies under the text, and what lies over it."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QTextBlock

from annotator.gui.text import arcs, boxes
from annotator.gui.text.boxes import NO_BRUSH, NO_PEN
from annotator.gui.text.margins import Bar, Bubble, bars, beside, bubbles, from_right
from annotator.gui.text.overlay import within
from annotator.gui.text.scene import Scene
from annotator.gui.text.shown import Shown


def paint_under(painter: QPainter, scene: Scene, area: QRectF) -> None:
    """Paint what lies under the text of an area: washes, boxes, underlines, and the margins."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for block in scene.visible(area):
        _paint_marks(painter, scene, block, area)
        _paint_foreseen(painter, scene, block)
        _paint_margins(painter, scene, block)
    _paint_anchored(painter, scene)
    for identity, colour in ((scene.selected, "accent"), (scene.overlay.receiver, "ok")):
        ringed = scene.marks.get(identity)
        if ringed is not None:
            boxes.paint_ring(painter, scene, ringed, colour=colour)  # under the text, so that it hides no comma
    for fold, rect in scene.quiet_lines(area):
        _paint_quiet_line(painter, scene, rect, fold.sentence(folded=fold in scene.sheet.folded))


def _paint_marks(painter: QPainter, scene: Scene, block: QTextBlock, area: QRectF) -> None:
    """Paint the marks of a block, and what a search has found there: its wash under them, its frame over them."""
    arranged = scene.marks.of_line(block.blockNumber())
    hits = list(_hits(scene, block))
    for rect, _here in hits:
        painter.fillRect(rect, scene.look.colour("hit"))
    for mark in arranged.entities:
        if _shows(scene, block, mark, area):
            boxes.paint_entity(painter, scene, block, mark, arranged)
    for mark in sorted(arranged.evidences, key=lambda one: one.id == scene.selected):
        if _shows(scene, block, mark, area):
            boxes.paint_underline(painter, scene, block, mark, arranged)
    _frame_hits(painter, scene, hits)


def _paint_margins(painter: QPainter, scene: Scene, block: QTextBlock) -> None:
    if scene.marks.of_line(block.blockNumber()).evidences:
        for bar in bars(scene, block):
            _paint_bar(painter, scene, bar)
    _paint_number(painter, scene, block)
    for bubble in bubbles(scene, block) if scene.overlay.anchors else ():
        _paint_bubble(painter, scene, bubble)


def paint_over(painter: QPainter, scene: Scene, area: QRectF, view: QRectF) -> None:
    """Paint what lies over the text and its selection, in the leading: arcs and letters. `view` is all that is seen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawn = arcs.arcs(scene, view)
    if drawn is not None:
        arcs.paint_line(painter, scene, drawn)
    for block in scene.visible(area):
        boxes.paint_letters(painter, scene, block, scene.marks.of_line(block.blockNumber()), area)
    chosen = scene.marks.get(scene.selected)
    if chosen is not None and not chosen.evidence:
        boxes.paint_tab(painter, scene, chosen)
    if drawn is not None:
        arcs.paint_tags(painter, scene, drawn)
    held = scene.dragged is not None or scene.selected in scene.overlay.hovered
    if chosen is not None and held and scene.pieces(chosen):
        boxes.paint_grips(painter, scene, chosen)


def _shows(scene: Scene, block: QTextBlock, mark: Shown, area: QRectF) -> bool:
    """Tell whether a mark, with its letter above and lines below, reaches into an area."""
    pieces, room = scene.pieces_in(block, mark), scene.look.pitch
    return bool(pieces) and pieces[0].rect.top() - room < area.bottom() and pieces[-1].rect.bottom() + room > area.top()


def _hits(scene: Scene, block: QTextBlock) -> Iterator[tuple[QRectF, bool]]:
    """Yield the boxes of what a search has found in a block, and whether the search stands at it."""
    if scene.overlay.hits:
        unit, line = scene.look.unit, scene.sheet.display.lines[block.blockNumber()]
        for hit in within(scene.overlay.hits, line.start, line.end):
            for piece in scene.sheet.pieces_in(block, *hit):
                yield piece.rect.adjusted(-unit, -2 * unit, unit, 2 * unit), hit == scene.overlay.hit


def _frame_hits(painter: QPainter, scene: Scene, hits: list[tuple[QRectF, bool]]) -> None:
    """Paint a frame with sharp corners, as no mark has, around what a search has found."""
    painter.setBrush(NO_BRUSH)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for rect, here in hits:
        pen = QPen(scene.look.colour("hit_line"), round((2.5 if here else 1) * scene.look.unit))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(rect.toRect())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_foreseen(painter: QPainter, scene: Scene, block: QTextBlock) -> None:
    """Paint what would be labelled hatched and dashed, as no mark is."""
    overlay, look = scene.overlay, scene.look
    if not overlay.foreseen:
        return
    line, tint = scene.sheet.display.lines[block.blockNumber()], look.tint(overlay.foreseen_colour)
    hatch = QColor(tint.line)
    hatch.setAlpha(90)
    pen = QPen(QColor(tint.line), 1.5 * look.unit)
    pen.setDashPattern([3, 2])
    for start, end in within(overlay.foreseen, line.start, line.end):
        for piece in scene.sheet.pieces_in(block, start, end):
            painter.setPen(pen)
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(piece.rect.adjusted(-2, -2, 2, 2))


def _paint_bar(painter: QPainter, scene: Scene, bar: Bar) -> None:
    tint, unit = scene.look.tint(bar.mark.colour), scene.look.unit
    if bar.mark.decided:
        painter.setPen(NO_PEN)
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
        painter.fillRect(bar.chip, scene.look.colour("page"))
        boxes.draw_dotted(painter, bar.chip, tint.line, unit)
    painter.setPen(QColor(tint.ink))
    painter.setFont(scene.look.small_font(9.5, bold=True))
    painter.drawText(bar.chip, Qt.AlignmentFlag.AlignCenter, bar.mark.chip or bar.mark.letter)
    if bar.hidden:
        count = bar.chip.translated(0, bar.chip.height() + unit)
        painter.fillRect(count, scene.look.colour("page"))
        painter.setPen(scene.look.colour("ink"))
        painter.setFont(scene.look.small_font(9))
        painter.drawText(count, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, f"+{len(bar.hidden)}")


def _paint_number(painter: QPainter, scene: Scene, block: QTextBlock) -> None:
    look, number = scene.look, scene.numbers.get(block.blockNumber())
    if number is None or not look.numbers or block.layout().lineCount() == 0:
        return
    line = block.layout().lineAt(0)
    baseline = block.layout().position().y() + line.y() + line.ascent()
    font = look.small_font(10.5)
    painter.setFont(font)
    painter.setPen(look.colour("dim"))
    text = str(number)
    edge = beside(scene, block, look.left - 57 * look.unit)
    x = edge if from_right(block) else edge - QFontMetricsF(font).horizontalAdvance(text)
    painter.drawText(QPointF(x, baseline), text)


def _paint_bubble(painter: QPainter, scene: Scene, bubble: Bubble) -> None:
    """Paint a speech bubble: filled, with dots, while it is open; an outline with a tick once it is resolved."""
    look, rect = scene.look, bubble.rect
    colour = look.colour("accent" if bubble.open else "dim")
    hovered = bubble.ids == scene.overlay.bubble
    body = rect.adjusted(0, 0, 0, -4 * look.unit)
    painter.setPen(QPen(colour, (2 if hovered else 1.2) * look.unit))
    painter.setBrush(colour if bubble.open else look.colour("page"))
    tail = [QPointF(body.left() + x * look.unit, body.bottom() + y * look.unit) for x, y in ((3, -1), (3, 4), (8, -1))]
    painter.drawPolygon(tail)
    painter.drawRoundedRect(body, 3.5 * look.unit, 3.5 * look.unit)
    ink = look.colour("on_accent") if bubble.open else colour
    if bubble.open and len(bubble.anchors) == 1:
        painter.setPen(NO_PEN)
        painter.setBrush(ink)
        for step in (-1, 0, 1):
            painter.drawEllipse(body.center() + QPointF(4 * step * look.unit, 0), 1.2 * look.unit, 1.2 * look.unit)
        return
    painter.setPen(ink)
    painter.setFont(look.small_font(10, bold=True))
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, str(len(bubble.anchors)) if len(bubble.anchors) > 1 else "✓")


def _paint_anchored(painter: QPainter, scene: Scene) -> None:
    """Underline what the comments of the bubble under the pointer are about."""
    pen = QPen(scene.look.colour("accent"), 1.5 * scene.look.unit, Qt.PenStyle.DotLine)
    for anchor in scene.overlay.anchors:
        if anchor.id in scene.overlay.bubble and anchor.stretch is not None:
            painter.setPen(pen)
            for piece in scene.sheet.pieces(*anchor.stretch):
                y = piece.rect.bottom() + scene.look.unit
                painter.drawLine(QPointF(piece.rect.left(), y), QPointF(piece.rect.right(), y))


def _paint_quiet_line(painter: QPainter, scene: Scene, rect: QRectF, sentence: str) -> None:
    look = scene.look
    pen = QPen(look.colour("edge"), 2 * look.unit, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    middle = rect.center().y()
    painter.drawLine(
        QPointF(rect.left() + 1, middle - 10 * look.unit), QPointF(rect.left() + 1, middle + 10 * look.unit)
    )
    painter.setFont(look.small_font(13))
    painter.setPen(look.colour("dim"))
    words = rect.adjusted(12 * look.unit, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, sentence)
