"""An article's text as Qt is given it, and the translation of positions between the two.

Qt counts UTF-16 units, ends a block at characters that end none in an article, and lays out very long blocks slowly.
So what Qt would change is replaced by a stand-in of the same length, and very long lines are broken for display:
a space is shown as a line end; where there is none, a line end is added that exists in Qt's document only.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import regex

from annotator.core.article import Range
from annotator.core.offsets import Utf16Offsets

LONGEST = 4_000
"""A line with more characters than this is broken for display."""

_BREAK_AFTER = 2_000  # a broken line keeps at least so many characters, unless it is shorter

_CHANGED = regex.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2029\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]")
_LINE_SEPARATOR = "\u2028"
_WORD_JOINER = "\u2060"
_SUBSTITUTE = "\ufffd"
_SENTENCE_END = regex.compile(r"[.!?…。！？][\"'”’»)\]]* ")
_CLUSTER = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Line:
    """A block of Qt's document: the code points it shows; `first` unless it continues a broken line."""

    start: int
    end: int
    first: bool = True


class Display:
    """The display text of an article; positions outside are code points, those of the document UTF-16 units."""

    def __init__(self, text: str) -> None:
        same_length = _CHANGED.sub(lambda found: _stand_in(found.group()), text)
        self.lines: list[Line] = []
        self._added: list[int] = []
        for start, end in _source_lines(same_length):
            self._break(same_length, start, end)
        self.text = "\n".join(same_length[line.start : line.end] for line in self.lines)
        self._units = Utf16Offsets(text)
        self._added_units = [self._units.units(position) + rank for rank, position in enumerate(self._added)]
        self.starts = [line.start for line in self.lines]

    def position(self, code_point: int) -> int:
        """Return the document position before this character (after a line end that was added there)."""
        return self._units.units(code_point) + bisect_right(self._added, code_point)

    def end_position(self, code_point: int) -> int:
        """Return the document position at which a stretch that ends here ends (before an added line end)."""
        return self._units.units(code_point) + bisect_left(self._added, code_point)

    def code_point(self, position: int) -> int:
        """Return the code point at a document position."""
        return self._units.code_point(position - bisect_left(self._added_units, position))

    def line_at(self, code_point: int) -> int:
        """Return the number of the line, and so of the block, that shows this position."""
        return max(bisect_right(self.starts, code_point) - 1, 0)

    def lines_of(self, start: int, end: int) -> range:
        """Return the numbers of the lines that show some of a stretch, which is at least one."""
        first = self.line_at(start)
        return range(first, max(self.line_at(max(end - 1, start)), first) + 1)

    def shown(self, start: int, end: int) -> str:
        """Return the display text of a stretch, as Qt's document holds it between its two positions."""
        pieces: list[str] = []
        for number in self.lines_of(start, end) if start < end else ():
            line = self.lines[number]
            pieces.append(self._of_line(number, max(start, line.start), min(end, line.end)))
            if line.end < end:
                pieces.append("\n")
        return "".join(pieces)

    def _of_line(self, number: int, start: int, end: int) -> str:
        # The display text has as many characters as the article, and one more for each line end added before.
        added = bisect_right(self._added, self.lines[number].start)
        return self.text[start + added : end + added]

    def _break(self, text: str, start: int, end: int) -> None:
        first = True
        while end - start > LONGEST:
            cut, after = _cut(text, start)
            self.lines.append(Line(start, cut, first))
            if after == cut:
                self._added.append(cut)
            start, first = after, False
        self.lines.append(Line(start, end, first))


def _source_lines(text: str) -> list[Range]:
    found: list[Range] = []
    start = 0
    while (end := text.find("\n", start)) >= 0:
        found.append((start, end))
        start = end + 1
    found.append((start, len(text)))
    return found


def _cut(text: str, start: int) -> Range:
    """Return where a long line ends for display and where the next begins: one later where a space is given up."""
    window = start + _BREAK_AFTER, start + LONGEST
    ends = [match.end() for match in _SENTENCE_END.finditer(text, *window)]
    space = ends[-1] - 1 if ends else text.rfind(" ", *window)
    if space >= 0:
        return space, space + 1
    clusters = [match.start() for match in _CLUSTER.finditer(text, window[1] - 64, window[1] + 1)]
    cut = next((position for position in reversed(clusters) if position > window[1] - 64), window[1])
    return cut, cut


def _stand_in(character: str) -> str:
    """Return what is shown for a character that Qt would change, of the same length in UTF-16 units."""
    if character in "\r\x0b\x0c\x85\u2029":
        return _LINE_SEPARATOR
    if character == "\ufeff":
        return _WORD_JOINER
    if character < " ":
        return chr(0x2400 + ord(character))  # control pictures
    return "\u2421" if character == "\x7f" else _SUBSTITUTE
