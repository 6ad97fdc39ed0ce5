"""What the page shows, and what lies under a point of it; points and rectangles are in document pixels."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock

from annotator.core.article import Article, Range
from annotator.gui.text.folds import Fold
from annotator.gui.text.look import Look
from annotator.gui.text.placed import PlacedMarks, innermost
from annotator.gui.text.sheet import Piece, Sheet
from annotator.gui.text.shown import Shown

Edge = Literal["start", "end"]

_REACH = 4.5  # how near to an edge the pointer takes hold of it
_MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of an evidence beside the lines of one block; its letter stands at `chip`, but not where it continues."""

    mark: Shown
    rect: QRectF
    chip: QRectF | None


@dataclass(slots=True)
class Scene:
    """An article on its sheet, its marks, and what is chosen among them."""

    article: Article
    sheet: Sheet
    marks: PlacedMarks
    look: Look
    selected: str | None = None
    hits: tuple[Range, ...] = ()
    preview: Range | None = None
    numbers: dict[int, int] = field(default_factory=dict)
    _placed: dict[tuple[str, int], tuple[Piece, ...]] = field(default_factory=dict)

    def forget_places(self) -> None:
        """Forget where marks stand, because the text was laid out anew."""
        self._placed.clear()

    def put(self, mark: Shown) -> list[QRectF]:
        """Add a mark or put it in the place of the one with its id; return what to paint again."""
        stale = self.remove(mark.id)
        self.marks.put(mark)
        return [*stale, *self.around(mark)]

    def remove(self, identity: str) -> list[QRectF]:
        """Take a mark away, if it is there; return what to paint again."""
        mark = self.marks.get(identity)
        stale = self.around(mark) if mark is not None else []
        for line in self.marks.remove(identity):
            self._placed.pop((identity, line), None)
        return stale

    def around(self, mark: Shown) -> list[QRectF]:
        """Return what a mark's coming or going changes: its lines, or its paragraphs where others make room for it."""
        found: list[QRectF] = []
        for number in self.marks.lines_of(mark):
            block = self.sheet.document.findBlockByNumber(number)
            if self.marks.is_alone(mark, number):
                found.extend(piece.rect for piece in self.pieces_in(block, mark))
            elif block.isVisible():
                found.append(self.sheet.block_rect(block))
        return found

    def pieces_in(self, block: QTextBlock, mark: Shown) -> tuple[Piece, ...]:
        """Return the visual runs of a mark within one block."""
        place = mark.id, block.blockNumber()
        found = self._placed.get(place)
        if found is None:
            found = self._placed[place] = tuple(self.sheet.pieces_in(block, mark.span.start, mark.span.end))
        return found

    def visible(self, area: QRectF) -> Iterator[QTextBlock]:
        """Yield the blocks that stand in an area."""
        document, layout = self.sheet.document, self.sheet.document.documentLayout()
        above = QPointF(self.look.left + 1, area.top() - self.look.pitch)
        block = document.findBlock(max(layout.hitTest(above, Qt.HitTestAccuracy.FuzzyHit), 0))
        # In the room above a block Qt may find one below it, or one that is folded away, wherever that is in the text.
        while block.isValid() and not (block.isVisible() and self.sheet.block_rect(block).top() <= above.y()):
            block = block.previous()
        block = block if block.isValid() else document.begin()
        while block.isValid():
            if block.isVisible():
                if self.sheet.block_rect(block).top() > area.bottom() + self.look.pitch:
                    return
                yield block
            block = block.next()

    def pieces(self, mark: Shown) -> list[Piece]:
        """Return the visual runs of a mark."""
        return self.sheet.pieces(mark.span.start, mark.span.end)

    def bars(self, block: QTextBlock) -> Iterator[Bar]:
        """Yield the bars in the margin beside a block."""
        line = block.blockNumber()
        used: list[list[tuple[float, float]]] = []
        for mark in self.marks.of_line(line).evidences:
            pieces = self.pieces_in(block, mark)
            if not pieces:
                continue
            top, bottom = pieces[0].rect.top(), pieces[-1].rect.bottom()
            column = next((at for at, bars in enumerate(used) if _free(bars, top, bottom)), len(used))
            used[column : column + 1] = [[*(used[column] if column < len(used) else []), (top, bottom)]]
            continued = self.marks.lines_of(mark)[0] != line
            yield self._bar(mark, min(column, _MOST_COLUMNS - 1), top, bottom, continued=continued)

    def _bar(self, mark: Shown, column: int, top: float, bottom: float, *, continued: bool) -> Bar:
        unit = self.look.unit
        middle = self.look.left - unit * (18 + 17 * column)
        size = 14 * unit
        top, bottom = top + unit, bottom + 3 * unit
        chip = None if continued else QRectF(middle - size / 2, top, size, size)
        return Bar(mark, QRectF(middle - 1.5 * unit, top, 3 * unit, bottom - top), chip)

    def under(self, point: QPointF) -> list[str]:
        """Return the ids of the marks whose box, underlined words or bar lie under a point, innermost first."""
        found: dict[str, Shown] = {}
        for block in self.visible(QRectF(point, point)):
            arranged = self.marks.of_line(block.blockNumber())
            for mark in (*arranged.entities, *arranged.evidences):
                reach = self.look.unit * (2 + 2 * arranged.level.get(mark.id, 0))
                if any(
                    piece.rect.adjusted(-2, -reach, 2, reach).contains(point) for piece in self.pieces_in(block, mark)
                ):
                    found[mark.id] = mark
            if point.x() < self.look.left and arranged.evidences:
                near = (bar for bar in self.bars(block) if bar.rect.adjusted(-6, 0, 6, 0).contains(point))
                found.update((bar.mark.id, bar.mark) for bar in near)
        return [mark.id for mark in sorted(found.values(), key=innermost)]

    def fold_under(self, point: QPointF) -> Fold | None:
        """Return the fold whose quiet line lies under a point, or None."""
        return next((fold for fold in self.sheet.outside.folds if self.sheet.quiet_line(fold).contains(point)), None)

    def edge_under(self, point: QPointF) -> Edge | None:
        """Return the edge of the selected mark that lies under a point, or None."""
        mark = self.marks.get(self.selected)
        pieces = self.pieces(mark) if mark is not None else []
        if not pieces:
            return None
        edges: dict[Edge, tuple[Piece, float]] = {
            "start": (pieces[0], pieces[0].rect.right() if pieces[0].right_to_left else pieces[0].rect.left()),
            "end": (pieces[-1], pieces[-1].rect.left() if pieces[-1].right_to_left else pieces[-1].rect.right()),
        }
        for name, (piece, x) in edges.items():
            if abs(point.x() - x) <= _REACH and piece.rect.top() <= point.y() <= piece.rect.bottom():
                return name
        return None


def _free(bars: list[tuple[float, float]], top: float, bottom: float) -> bool:
    return all(end < top or bottom < start for start, end in bars)


class OnPage(Protocol):
    """A page as those see it that watch its mouse and keys."""

    @property
    def scene(self) -> Scene:
        """Return what the page shows now."""


def paragraph_numbers(sheet: Sheet) -> dict[int, int]:
    """Return the numbers of the paragraphs of the body, by their first line."""
    outside = {number for fold in sheet.outside.folds for number in range(fold.first, fold.last + 1)}
    lines = sheet.display.lines
    starts = (number for number, line in enumerate(lines) if line.first and line.start < line.end)
    return {line: count for count, line in enumerate((line for line in starts if line not in outside), start=1)}
