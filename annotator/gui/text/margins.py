"""What stands in the margins: numbers and bars where a paragraph begins to be read, bubbles of comments across."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock

from annotator.gui.text.overlay import Anchor
from annotator.gui.text.placed import innermost
from annotator.gui.text.scene import Scene
from annotator.gui.text.shown import Shown

MOST_COLUMNS = 3
_CHIP, _COLUMN = 14, 15  # pixels at 100 %
_BUBBLE = 17


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of an evidence beside the lines of one block; its letter stands at `chip`, but not where it continues.

    Bars for which no column is free share the last: only the first of them is drawn, `hidden` counts the others.
    """

    mark: Shown
    rect: QRectF
    chip: QRectF | None
    hidden: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Bubble:
    """The comments that are anchored in one line."""

    rect: QRectF
    anchors: tuple[Anchor, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the comments."""
        return tuple(anchor.id for anchor in self.anchors)

    @property
    def open(self) -> bool:
        """Tell whether one of them is open."""
        return any(anchor.open for anchor in self.anchors)


def from_right(block: QTextBlock) -> bool:
    """Tell whether a paragraph is read from the right, so that its margins change places."""
    return block.textDirection() == Qt.LayoutDirection.RightToLeft


def beside(scene: Scene, block: QTextBlock, x: float) -> float:
    """Return a place in the left margin, mirrored into the right one where a paragraph is read from the right."""
    return scene.sheet.document.textWidth() - x if from_right(block) else x


def bars(scene: Scene, block: QTextBlock) -> Iterator[Bar]:
    """Yield the bars in the margin beside a block."""
    line = block.blockNumber()
    used: list[list[tuple[float, float]]] = [[] for _ in range(MOST_COLUMNS)]
    last: list[tuple[Shown, float, float]] = []
    for mark in scene.marks.of_line(line).evidences:
        pieces = scene.pieces_in(block, mark)
        if not pieces:
            continue
        top, bottom = pieces[0].rect.top(), pieces[-1].rect.bottom()
        column = next((at for at, taken in enumerate(used) if _free(taken, top, bottom)), MOST_COLUMNS - 1)
        used[column].append((top, bottom))
        if column < MOST_COLUMNS - 1:
            yield _bar(scene, block, mark, column, top, bottom)
        else:
            last.append((mark, top, bottom))
    yield from _shared(scene, block, last)


def _shared(scene: Scene, block: QTextBlock, last: list[tuple[Shown, float, float]]) -> Iterator[Bar]:
    """Yield the bars of the last column: one for each group that stands beside the same lines."""
    while last:
        mark, top, bottom = last.pop(0)
        group = [mark]
        while last and last[0][1] <= bottom:
            other, _top, lower = last.pop(0)
            group.append(other)
            bottom = max(bottom, lower)
        group.sort(key=lambda member: member.id != scene.selected)
        yield _bar(scene, block, group[0], MOST_COLUMNS - 1, top, bottom, tuple(group[1:]))


def _bar(
    scene: Scene, block: QTextBlock, mark: Shown, column: int, top: float, bottom: float, hidden: tuple[Shown, ...] = ()
) -> Bar:
    unit = scene.look.unit
    middle = beside(scene, block, scene.look.left - unit * (18 + _COLUMN * column))
    size = _CHIP * unit
    top, bottom = top + unit, bottom + 3 * unit
    continued = scene.marks.lines_of(mark)[0] != block.blockNumber()
    chip = None if continued and not hidden else QRectF(middle - size / 2, top, size, size)
    return Bar(mark, QRectF(middle - 1.5 * unit, top, 3 * unit, bottom - top), chip, hidden)


def _free(taken: list[tuple[float, float]], top: float, bottom: float) -> bool:
    return all(end < top or bottom < start for start, end in taken)


def bubbles(scene: Scene, block: QTextBlock) -> list[Bubble]:
    """Return the bubbles of the comments that are anchored in a block, or in the whole article above it."""
    found: dict[float, list[Anchor]] = {}
    number, lines = block.blockNumber(), scene.sheet.display.lines
    for anchor in scene.overlay.anchors:
        if anchor.stretch is None:
            if number != scene.first_line:
                continue
            start, end = lines[number].start, lines[number].start + 1
        else:
            start, end = anchor.stretch
            if scene.sheet.display.line_at(start) != number:
                continue
        piece = next(scene.sheet.pieces_in(block, start, max(end, start + 1)), None)
        top = piece.rect.top() if piece is not None else scene.sheet.block_rect(block).top()
        found.setdefault(top, []).append(anchor)
    size = _BUBBLE * scene.look.unit
    middle = beside(scene, block, scene.sheet.document.textWidth() - scene.look.right / 2)
    return [Bubble(QRectF(middle - size / 2, top, size, size), tuple(anchors)) for top, anchors in found.items()]


def bubble_under(scene: Scene, point: QPointF) -> Bubble | None:
    """Return the bubble under a point, or None."""
    if not scene.overlay.anchors:
        return None
    return next(
        (
            bubble
            for block in scene.visible(QRectF(point, point))
            for bubble in bubbles(scene, block)
            if bubble.rect.adjusted(-3, -3, 3, 3).contains(point)
        ),
        None,
    )


def marks_under(scene: Scene, point: QPointF) -> list[str]:
    """Return the ids of the marks whose box, underlined words or bar lie under a point, innermost first."""
    if scene.look.left <= point.x() <= scene.sheet.document.textWidth() - scene.look.right:
        return scene.under(point)
    found = {
        mark.id: mark
        for block in scene.visible(QRectF(point, point))
        if scene.marks.of_line(block.blockNumber()).evidences
        for bar in bars(scene, block)
        if bar.rect.adjusted(-6, 0, 6, 0).contains(point)
        for mark in (bar.mark, *bar.hidden)
    }
    return [mark.id for mark in sorted(found.values(), key=innermost)] or scene.under(point)
