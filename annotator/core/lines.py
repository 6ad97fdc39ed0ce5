"""The lines of a text that may be a page saved as plain text, each told by its shape."""

from dataclasses import dataclass
from itertools import pairwise

import regex

from annotator.core import dates
from annotator.core.article import Range
from annotator.core.furniture import GLUED, is_furniture, is_menu, script

_SENTENCE_END = regex.compile(r"[.!?…:;。！？؟।][\"'”’»)\]」』]*(?:\[\d+\])?$")
NAME = r"\p{Lu}[\p{L}\p{M}.'’-]+"
NAMES_ONLY = regex.compile(rf"{NAME}(?:\s(?:van|von|de|der|den|di|da|al|el|bin)?\s?{NAME}){{1,2}}")
_BYLINE = regex.compile(
    rf"(?i:by|von|par|por|di|da|od|autor|author|автор|written by|text|text by|words by|story by|from)\s*:?\s+{NAME}"
    rf"(?:[\s,&|/]+(?:and|und|et|y|e|i|и|in|at|for|(?i:\p{{L}}+ )?(?i:correspondent|editor|reporter|writer"
    rf"|staff|agency)|@?[\p{{L}}.'’-]+))*"
)
ROLE = regex.compile(
    rf"({NAME} (?:{NAME} )?{NAME}),\s(?:[\p{{L}}-]+\s){{0,3}}(?i:bureau|correspondent|editor|reporter|writer"
    rf"|staff|columnist|journalist)$"
)
_AROUND_DATE = regex.compile(
    r"(?i)\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:first "
    r"|last )?(?:published|updated|posted|modified|issued|released|upd|date|on|at|the)\b"
    r"|\b(?:[A-Z]{2,4}|GMT[+-]\d+|a\.?m\.?|p\.?m\.?|uhr|local time|hrs?|h)\b|\b\d{1,2}[:.h]\d\d\b"
    r"|\b\d+ (?:hours?|hrs?|min(?:ute)?s?|days?) ago\b|[\p{L}]+(?:tag|woch|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche)\b"
)
_PLACE = regex.compile(rf"(?:{NAME}(?:[ -]{NAME}){{0,2}}|\p{{Lo}}+(?: \p{{Lo}}+)?)[,،、]")
SPLIT = regex.compile(r"\s*[|·•●✦›»]\s*|\s+[/–—>→]\s+|\t+|\s{3,}")
_LONG_LINE = 40
_LONGEST_FURNITURE = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space at its edges (a whole paragraph where the text is hard-wrapped), and its shape."""

    start: int
    end: int
    text: str
    shape: str
    words: int


def paragraphs(text: str) -> list[Range]:
    """Return the lines of a text that are not blank, without white space at their edges; hard-wrapped lines joined."""
    lines = [match.span() for match in regex.finditer(r"\S(?:[^\n]*\S)?", text)]
    broken = [_breaks_off(text, line, below) for line, below in pairwise(lines)]
    long = sum(end - start >= _LONG_LINE for start, end in lines)
    # Where a third of the long lines break off, the text is wrapped, and lines go on in upper case too.
    wrapped = sum(broken) >= 3 and sum(broken) > long / 3
    joined = lines[:1]
    for above, line, breaks in zip(lines, lines[1:], broken, strict=False):
        adjacent = text.count("\n", above[1], line[0]) == 1
        goes_on = wrapped and adjacent and above[1] - above[0] >= _LONG_LINE and not _is_row(text[slice(*line)])
        if breaks or (goes_on and not _is_row(text[slice(*above)])):
            joined[-1] = joined[-1][0], line[1]
        else:
            joined.append(line)
    return joined


def _breaks_off(text: str, line: Range, below: Range) -> bool:
    """Tell whether a long line stops in the middle of a sentence that goes on, in lower case, on the line below it."""
    unfinished = _is_unfinished(text, line) and text.count("\n", line[1], below[0]) == 1
    return unfinished and text[below[0]].islower() and not _is_row(text[slice(*below)])


def _is_unfinished(text: str, line: Range) -> bool:
    words = text[slice(*line)]
    return len(words) >= _LONG_LINE and not ends_sentence(words) and not _is_row(words)


def _is_row(line: str) -> bool:
    if len(line) > _LONGEST_FURNITURE:
        return False
    return is_menu(line) or is_furniture(line, len(line.split())) or regex.search(r"\s[|·•]\s", line) is not None


def read_line(text: str, start: int, end: int) -> Line:
    """Return a line with its shape; what a page's script left glued to its first word stays outside."""
    glued = GLUED.match(text[start:end])
    start += len(glued.group()) if glued else 0
    line = text[start:end]
    words = len(line.split())
    if script(line[:500]) == "East" and words < 8:
        words = max(words, len(line) // 4)
    return Line(start, end, line, _shape(line, words), words)


def _shape(line: str, words: int) -> str:
    """Return what a line looks like: date, menu, furniture, byline, prose or plain."""
    if len(line) > _LONGEST_FURNITURE:
        return "prose"
    if _date_stretches(line):
        return "date"
    if is_furniture(line, words):
        return "furniture"
    if is_menu(line):
        return "menu"
    if words <= 12 and (_BYLINE.fullmatch(line) or ROLE.match(line)):
        return "byline"
    ended = ends_sentence(line)
    return "prose" if (ended and words >= 8) or words >= 25 else "plain"


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences do, quotes and brackets aside."""
    return _SENTENCE_END.search(line[-40:]) is not None


def _date_stretches(line: str) -> list[Range]:
    """Return the part of a date line that is its date, up to what does not speak of time; none in other lines."""
    if len(line) > 160 or not dates.stated(line):
        return []
    edges = [0, *(edge for match in SPLIT.finditer(line) for edge in match.span()), len(line)]
    kept: list[Range] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if _speaks_of_time(line[start:end]):
            kept.append((start, end))
        elif kept:
            break
    if not kept:
        return []
    # A sentence that opens with a date, as entries of a chronology do, is no date line.
    others = len(line[: kept[0][0]].split()) + len(line[kept[-1][1] :].split())
    return [] if others > 12 or (others >= 4 and ends_sentence(line)) else [(kept[0][0], kept[-1][1])]


def _speaks_of_time(piece: str) -> bool:
    """Tell whether a piece of a line is a date or a time of day, with nothing else but a place before it."""
    rest = piece
    for (first, last), _ in reversed(dates.stated(piece)):
        rest = rest[:first] + rest[last:]
    if rest == piece and not regex.search(r"\d[:.h]\d\d", rest):
        return False
    rest = _AROUND_DATE.sub("", rest).strip()
    return not regex.search(r"\p{L}{2}", rest) or _PLACE.fullmatch(rest) is not None


def stretches(line: Line) -> list[Range]:
    """Return the parts of a line that are body: of a date line its date, of any other the whole."""
    if line.shape != "date":
        return [(line.start, line.end)]
    return [(line.start + start, line.start + end) for start, end in _date_stretches(line.text)]
