"""Qt's document for an article: its text, its typography, and where everything stands on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextLine

from annotator.core.article import Range
from annotator.gui.text.display import Display
from annotator.gui.text.folds import Fold, Outside
from annotator.gui.text.look import Look

_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_TOUCHING = 1.5  # pixels between two runs that still make one box


@dataclass(frozen=True, slots=True)
class Piece:
    """One visual run of a stretch in one line, in document pixels; `rect` reaches from the rise to the drop."""

    rect: QRectF
    baseline: float
    right_to_left: bool


class Sheet:
    """The document of one article; lines are numbered as the blocks of the document."""

    def __init__(self, display: Display, outside: Outside, look: Look, title: Range | None = None) -> None:
        self.display = display
        self.outside = outside
        self.folded = set(outside.folds)
        self.document = QTextDocument()
        self._look = look
        self._title = title
        self._header = 0
        self._gaps: dict[int, float] = {}
        self.document.setUndoRedoEnabled(False)
        self.document.setDefaultFont(look.reading_font())
        self.document.setPlainText(display.text)
        self._set()

    def set_look(self, look: Look) -> None:
        """Set the text anew."""
        self._look = look
        self.document.setDefaultFont(look.reading_font())
        self._set()

    def set_header(self, height: int) -> None:
        """Leave room above the text."""
        if height != self._header:
            self._header = height
            self._set_frame()

    def stretch_of(self, fold: Fold) -> Range:
        """Return the stretch of the lines of a fold."""
        return self.display.lines[fold.first].start, self.display.lines[fold.last].end

    def fold(self, fold: Fold, *, folded: bool) -> None:
        """Hide or show the lines of a fold."""
        if folded == (fold in self.folded):
            return
        self.folded ^= {fold}
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        self._apply_folds(cursor)
        cursor.endEditBlock()
        self._set_frame()
        self.document.markContentsDirty(0, self.document.characterCount())

    def fold_of(self, line: int) -> Fold | None:
        """Return the fold that a line belongs to, or None."""
        return next((fold for fold in self.outside.folds if fold.first <= line <= fold.last), None)

    def quiet_line(self, fold: Fold) -> QRectF:
        """Return where the quiet line of a fold is painted, over the width of the text."""
        height, width = self._look.fold, self.document.textWidth() - self._look.left - self._look.right
        anchor = self._anchor(fold)
        if anchor is not None:
            top = self.block_rect(self.document.findBlockByNumber(anchor)).top() - height
        else:
            top = self.block_rect(self._last_visible()).bottom() + self._look.size * 0.4
        return QRectF(self._look.left, top, width, height)

    @property
    def characters(self) -> int:
        """Return how many characters are not folded away."""
        folded = sum(self.display.lines[fold.last].end - self.display.lines[fold.first].start for fold in self.folded)
        return len(self.display.text) - folded

    def _last_visible(self) -> QTextBlock:
        block = self.document.lastBlock()
        while block.isValid() and not block.isVisible():
            block = block.previous()
        return block

    def block_rect(self, block: QTextBlock) -> QRectF:
        """Return the rectangle of a block, in document pixels."""
        return self.document.documentLayout().blockBoundingRect(block)

    def pieces(self, start: int, end: int) -> list[Piece]:
        """Return the visual runs of a stretch, line by line; none where it is folded away."""
        found: list[Piece] = []
        for number in self.display.lines_of(start, end):
            found.extend(self.pieces_in(self.document.findBlockByNumber(number), start, end))
        return found

    def pieces_in(self, block: QTextBlock, start: int, end: int) -> Iterator[Piece]:
        """Yield the visual runs of a stretch within one block."""
        if not block.isVisible():
            return
        layout, offset = block.layout(), block.position()
        self.block_rect(block)  # has Qt lay it out: a long text is not all laid out at once
        first = max(self.display.position(start) - offset, 0)
        last = min(self.display.end_position(end) - offset, block.length() - 1)
        line = layout.lineForTextPosition(first)
        while line.isValid() and first < last:
            stop = min(last, line.textStart() + line.textLength())
            yield from self._in_line(line, layout.position(), first, self._without_space(line, offset, first, stop))
            first = max(stop, first + 1) if stop < last else last
            line = layout.lineForTextPosition(first)

    def _in_line(self, line: QTextLine, origin: QPointF, start: int, stop: int) -> Iterator[Piece]:
        # Runs of glyphs, never the x of two positions: where directions mix, these enclose other words.
        runs = [(run.boundingRect(), run.isRightToLeft()) for run in line.glyphRuns(start, stop - start)]
        baseline = origin.y() + line.y() + line.ascent()
        top, height = baseline - self._look.rise, self._look.rise + self._look.drop
        merged: list[tuple[float, float, bool]] = []
        for rect, backwards in sorted(runs, key=lambda run: run[0].left()):
            if merged and rect.left() - merged[-1][1] <= _TOUCHING:
                left, right, before = merged[-1]
                merged[-1] = left, max(right, rect.right()), before or backwards
            elif rect.width() > 0:
                merged.append((rect.left(), rect.right(), backwards))
        for left, right, backwards in merged:
            yield Piece(QRectF(origin.x() + left, top, right - left, height), baseline, backwards)

    def _without_space(self, line: QTextLine, offset: int, start: int, stop: int) -> int:
        if stop == line.textStart() + line.textLength():
            while stop > start + 1 and self.document.characterAt(offset + stop - 1) == " ":
                stop -= 1
        return stop

    def _set(self) -> None:
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(self._format(0))
        self._gaps.clear()
        low = QTextCharFormat()  # else the selection of an empty line would reach into the one above
        low.setFont(self._look.reading_font(0.5))
        for line, height, gap in self._exceptions():
            self._gaps[line] = gap
            cursor.setPosition(self.document.findBlockByNumber(line).position())
            cursor.setBlockFormat(self._format(gap, height))
            if height < self._look.pitch:
                cursor.setBlockCharFormat(low)
        self._set_characters(cursor)
        self._apply_folds(cursor)
        cursor.endEditBlock()
        self._set_frame()

    def _exceptions(self) -> Iterator[tuple[int, int, float]]:
        """Yield the lines that differ from the others, with their height and the gap above them.

        Empty lines are lower than others. Where no empty lines separate the paragraphs, a gap does.
        """
        size, pitch, lines = self._look.size, self._look.pitch, self.display.lines
        spaced = any(line.start == line.end for line in lines[:-1])
        before_empty = True
        for number, line in enumerate(lines):
            empty = line.start == line.end
            if empty:
                yield number, round(size * (0.25 if before_empty else 0.85)), 0
            elif number and line.first and not spaced:
                yield number, pitch, size * 0.6
            before_empty = empty

    def _format(self, gap: float, height: int | None = None) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setLineHeight(self._look.pitch if height is None else height, _FIXED)
        made.setTopMargin(gap)
        return made

    def _set_characters(self, cursor: QTextCursor) -> None:
        """Dim what is outside the body; set the title in bold where it stands in the text."""
        dim, bold = QTextCharFormat(), QTextCharFormat()
        dim.setForeground(self._look.colour("dim"))
        bold.setFontWeight(QFont.Weight.Bold)
        stretches = [(stretch, dim) for stretch in self.outside.dimmed]
        for (start, end), made in [*stretches, (self._title, bold)] if self._title else stretches:
            cursor.setPosition(self.display.position(start))
            cursor.setPosition(self.display.end_position(end), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(made)

    def _apply_folds(self, cursor: QTextCursor) -> None:
        gaps: dict[int, float] = {}
        for fold in self.outside.folds:
            for number in range(fold.first, fold.last + 1):
                self.document.findBlockByNumber(number).setVisible(fold not in self.folded)
            for number in (fold.first, fold.last + 1):
                gaps[number] = self._gaps.get(number, 0)
        for fold in self.outside.folds:
            anchor = self._anchor(fold)
            if anchor is not None:
                gaps[anchor] = self._look.fold
        for number, gap in gaps.items():
            block = self.document.findBlockByNumber(number)
            if block.isValid():
                cursor.setPosition(block.position())
                made = block.blockFormat()
                made.setTopMargin(gap)
                cursor.setBlockFormat(made)

    def _anchor(self, fold: Fold) -> int | None:
        """Return the line above which the quiet line stands, or None where it stands below all others."""
        if fold not in self.folded:
            return fold.first
        return fold.last + 1 if fold.last + 1 < len(self.display.lines) else None

    def _bottom(self) -> int:
        below = any(self._anchor(fold) is None for fold in self.outside.folds)
        return round(self._look.size * 3) + (self._look.fold if below else 0)

    def _set_frame(self) -> None:
        frame = self.document.rootFrame().frameFormat()
        # Qt gives no gap to the very first block, so the frame makes the room for a quiet line above it.
        first = any(self._anchor(fold) == 0 for fold in self.outside.folds)
        frame.setTopMargin(self._header + (self._look.fold if first else 0))
        frame.setLeftMargin(self._look.left)
        frame.setRightMargin(self._look.right)
        frame.setBottomMargin(self._bottom())
        self.document.rootFrame().setFrameFormat(frame)
