"""The arcs of one stance: from the bar of its evidence down the margin, and through the leading to each mark.

No arc crosses text: a trunk stands in the margin beside the evidence, and from it a branch runs in the space above the
line of each mark. What is folded away or out of view has a stub there that says what it is and where.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTextBlock

from annotator.gui.text.margins import bars, beside, from_right
from annotator.gui.text.overlay import Tie
from annotator.gui.text.scene import Scene
from annotator.gui.text.shown import Shown

_TRUNK = 7.5  # pixels at 100 % from the text
_LEADING = 7  # … from the box of a mark up to the middle of a branch
_HEIGHT = 11
_ROUND = 5
_LONGEST = 24  # characters of the words of a stub


@dataclass(frozen=True, slots=True)
class Tag:
    """The name of a role at the end of a branch; `mark` is what it stands at, None for a stub."""

    rect: QRectF
    words: str
    colour: str
    mark: str | None


@dataclass(slots=True)
class Arcs:
    """What is drawn for a stance: a line to what stands outside its evidence, one within, and the tags on them."""

    colour: str
    line: QPainterPath = field(default_factory=QPainterPath)
    inner: QPainterPath = field(default_factory=QPainterPath)
    tags: list[Tag] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _End:
    """A mark in a role that is in view, where its tag begins."""

    tie: Tie
    x: float
    y: float
    right_to_left: bool
    inside: bool


def arcs(scene: Scene, view: QRectF) -> Arcs | None:
    """Return the arcs of the stance that was asked for, or is selected; None where it has none."""
    source = scene.marks.get(scene.overlay.source(scene.selected))
    if source is None:
        return None
    seen, stubs = _ends(scene, source, scene.overlay.ties[source.id], view)
    block = scene.sheet.document.findBlockByNumber(scene.marks.lines_of(source)[0])
    trunk = beside(scene, block, scene.look.left - _TRUNK * scene.look.unit)
    inwards = -1 if from_right(block) else 1
    made = Arcs(source.colour)
    start = _start(scene, block, source, view)
    reached: list[float] = []
    for y in sorted({end.y for end in seen}):
        tags = list(_tags(scene, [end for end in seen if end.y == y]))
        far = max(tags, key=lambda tag: tag.rect.left() * inwards).rect
        within = all(end.inside for end in seen if end.y == y)
        path = made.inner if within else made.line
        _branch(path, trunk, start.y(), y, far.left() if inwards > 0 else far.right(), scene.look.unit)
        made.tags += tags
        reached.append(y)
    for y, words, colour in _stub_places(scene, stubs, view, reached):
        width = _width(scene, words)
        left = trunk + 7 * scene.look.unit if inwards > 0 else trunk - 7 * scene.look.unit - width
        rect = QRectF(left, y - _HEIGHT / 2 * scene.look.unit, width, _HEIGHT * scene.look.unit)
        _branch(made.line, trunk, start.y(), y, rect.left() if inwards > 0 else rect.right(), scene.look.unit)
        made.tags.append(Tag(rect, words, colour, None))
    made.line.moveTo(start)
    made.line.lineTo(QPointF(trunk, start.y()))
    return made


def paint_line(painter: QPainter, scene: Scene, arcs: Arcs) -> None:
    """Paint trunk and branches, with a halo that parts them from what they pass; those within the evidence faintly."""
    unit, colour = scene.look.unit, QColor(scene.look.tint(arcs.colour).line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    page, faint = scene.look.colour("page"), QColor(colour)
    page.setAlpha(215)
    faint.setAlpha(110)
    for path, ink, width in ((arcs.inner, faint, 1.2), (arcs.line, page, 4.5), (arcs.line, colour, 1.5)):
        pen = QPen(ink, width * unit)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def paint_tags(painter: QPainter, scene: Scene, arcs: Arcs) -> None:
    """Paint the names of the roles."""
    unit = scene.look.unit
    painter.setFont(scene.look.small_font(9, bold=True))
    for tag in arcs.tags:
        tint = scene.look.tint(tag.colour)
        painter.setPen(QPen(QColor(tint.line), unit))
        painter.setBrush(scene.look.colour("page"))
        painter.drawRoundedRect(tag.rect, 3 * unit, 3 * unit)
        painter.setPen(QColor(tint.ink))
        painter.drawText(tag.rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, tag.words)


def _ends(scene: Scene, source: Shown, ties: list[Tie], view: QRectF) -> tuple[list[_End], list[tuple[Tie, Shown]]]:
    """Return the ends that are in view, and those that are not."""
    seen: list[_End] = []
    unseen: list[tuple[Tie, Shown]] = []
    for tie in ties:
        mark = scene.marks.get(tie.target)
        if mark is None:
            continue
        pieces = scene.pieces(mark)
        y = pieces[0].rect.top() - _LEADING * scene.look.unit if pieces else 0
        if pieces and y - _HEIGHT * scene.look.unit > view.top() and pieces[0].rect.bottom() < view.bottom():
            first = pieces[0]
            x = first.rect.right() if first.right_to_left else first.rect.left()
            inside = source.span.start <= mark.span.start and mark.span.end <= source.span.end
            seen.append(_End(tie, x, round(y, 1), first.right_to_left, inside))
        else:
            unseen.append((tie, mark))
    return seen, unseen


def _start(scene: Scene, block: QTextBlock, source: Shown, view: QRectF) -> QPointF:
    """Return where the trunk leaves the bar of the evidence; beyond the view, or at its quiet line, where that is."""
    inwards = -1 if from_right(block) else 1
    for bar in bars(scene, block) if block.isVisible() else ():
        if source.id in (bar.mark.id, *(mark.id for mark in bar.hidden)):
            spot = bar.chip if bar.chip is not None else bar.rect
            y = min(max(spot.center().y(), view.top() - 20), view.bottom() + 20)
            return QPointF(spot.right() if inwards > 0 else spot.left(), y)
    fold = scene.sheet.fold_of(block.blockNumber())
    y = scene.sheet.quiet_line(fold).center().y() if fold is not None else view.top()
    return QPointF(beside(scene, block, scene.look.left - 11 * scene.look.unit), y)


def _tags(scene: Scene, ends: list[_End]) -> Iterator[Tag]:
    """Yield the tags of one line; where there is no room for a name, its first letter stands alone."""
    ordered = sorted(ends, key=lambda end: end.x)
    height, taken = _HEIGHT * scene.look.unit, float("-inf")
    for number, end in enumerate(ordered):
        room = ordered[number + 1].x - end.x if number + 1 < len(ordered) else float("inf")
        words = end.tie.role
        if not end.right_to_left and _width(scene, words) + 4 > room:
            words = words[:1]
        width = _width(scene, words)
        left = max(end.x - width if end.right_to_left else end.x - 1, taken)
        taken = left + width + 2
        yield Tag(QRectF(left, end.y - height / 2, width, height), words, end.tie.colour, end.tie.target)


def _stub_places(
    scene: Scene, stubs: list[tuple[Tie, Shown]], view: QRectF, reached: list[float]
) -> Iterator[tuple[float, str, str]]:
    """Yield height, words and colour of a stub for each role and direction of what is not in view."""
    if not stubs:
        return
    free = _rows(scene, view, reached)
    found: dict[tuple[str, str, str], list[str]] = {}
    for tie, mark in stubs:
        words = " ".join(scene.article.text[mark.span.start : mark.span.end].split())
        found.setdefault((_direction(scene, mark, view), tie.role, tie.colour), []).append(words)
    for (arrow, role, colour), names in found.items():
        text = ", ".join(dict.fromkeys(names))
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        y = (free.pop(0) if arrow == "↑" else free.pop()) if free else view.center().y()
        yield y, f"{arrow} {role}: {short}", colour


def _direction(scene: Scene, mark: Shown, view: QRectF) -> str:
    fold = scene.sheet.fold_of(scene.marks.lines_of(mark)[0])
    if fold is not None and fold in scene.sheet.folded:
        return "↑" if scene.sheet.quiet_line(fold).center().y() < view.center().y() else "↓"
    pieces = scene.pieces(mark)
    return "↑" if pieces and pieces[0].rect.top() < view.center().y() else "↓"


def _rows(scene: Scene, view: QRectF, reached: list[float]) -> list[float]:
    """Return the middles of the leadings in view through which no branch runs, from above."""
    found: list[float] = []
    room = _HEIGHT * scene.look.unit
    for block in scene.visible(view):
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            baseline = layout.position().y() + line.y() + line.ascent()
            y = baseline - scene.look.rise - _LEADING * scene.look.unit
            inside = view.top() + room < y < view.bottom() - room
            if inside and line.textLength() and all(abs(y - other) > room for other in reached):
                found.append(y)
    return found


def _branch(path: QPainterPath, trunk: float, start: float, y: float, x: float, unit: float) -> None:
    """Add a way from the trunk at one height to a place at another, with a round corner."""
    inwards = 1 if x > trunk else -1
    bend = min(_ROUND * unit, abs(y - start))
    path.moveTo(trunk, start)
    path.lineTo(trunk, y - bend if y > start else y + bend)
    path.quadTo(QPointF(trunk, y), QPointF(trunk + inwards * bend, y))
    path.lineTo(x, y)


def _width(scene: Scene, words: str) -> float:
    metrics = QFontMetricsF(scene.look.small_font(9, bold=True))
    return metrics.horizontalAdvance(words) + 7 * scene.look.unit
