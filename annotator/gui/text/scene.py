"""What the page shows, and what lies under a point of it; points and rectangles are in document pixels."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock

from annotator.core.article import Article, Range
from annotator.gui.text.folds import Fold
from annotator.gui.text.look import Look
from annotator.gui.text.overlay import Overlay
from annotator.gui.text.placed import PlacedMarks, innermost
from annotator.gui.text.sheet import Piece, Sheet
from annotator.gui.text.shown import Shown

Edge = Literal["start", "end"]

_REACH = 4.5  # how near to an edge the pointer takes hold of it


@dataclass(slots=True)
class Scene:
    """An article on its sheet, its marks, and what is chosen among them."""

    article: Article
    sheet: Sheet
    marks: PlacedMarks
    look: Look
    selected: str | None = None
    dragged: Range | None = None
    """Where the selected mark would be if its edge were let go now."""
    overlay: Overlay = field(default_factory=Overlay)
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

    def seen_marks(self) -> Iterator[Range]:
        """Yield the stretches of the marks that are not folded away, in no particular order."""
        folded = [(fold.first, fold.last) for fold in self.sheet.folded]
        for mark in self.marks.every():
            line = self.sheet.display.line_at(mark.span.start)
            if not any(first <= line <= last for first, last in folded):
                yield mark.span.start, mark.span.end

    def pieces(self, mark: Shown) -> list[Piece]:
        """Return the visual runs of a mark."""
        return self.sheet.pieces(mark.span.start, mark.span.end)

    def under(self, point: QPointF) -> list[str]:
        """Return the ids of the marks whose box or underlined words lie under a point, innermost first."""
        found: dict[str, Shown] = {}
        for block in self.visible(QRectF(point, point)):
            arranged = self.marks.of_line(block.blockNumber())
            for mark in (*arranged.entities, *arranged.evidences):
                reach = self.look.unit * (2 + 2 * arranged.level.get(mark.id, 0))
                if any(
                    piece.rect.adjusted(-2, -reach, 2, reach).contains(point) for piece in self.pieces_in(block, mark)
                ):
                    found[mark.id] = mark
        return [mark.id for mark in sorted(found.values(), key=innermost)]

    @property
    def first_line(self) -> int:
        """Return the number of the first line that is not folded away."""
        number = 0
        for fold in self.sheet.outside.folds:
            if fold in self.sheet.folded and fold.first <= number <= fold.last:
                number = fold.last + 1
        return number

    def quiet_lines(self, area: QRectF) -> Iterator[tuple[Fold, QRectF]]:
        """Yield the folds whose quiet line stands in an area, and where; others are not laid out for it."""
        numbers = [block.blockNumber() for block in self.visible(area)]
        for fold in self.sheet.outside.folds:
            below = fold.first if fold not in self.sheet.folded else fold.last + 1
            if numbers and not (fold.first - 1 <= numbers[-1] and numbers[0] <= below):
                continue
            rect = self.sheet.quiet_line(fold)
            if rect.intersects(area):
                yield fold, rect

    def fold_under(self, point: QPointF) -> Fold | None:
        """Return the fold whose quiet line lies under a point, or None."""
        spot = QRectF(point.x(), point.y(), 0.5, 0.5)
        return next((fold for fold, _rect in self.quiet_lines(spot)), None)

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
