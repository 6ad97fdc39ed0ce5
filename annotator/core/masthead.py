"""What the lines of a page say of the publication: its date and its outlet."""

import regex

from annotator.core import dates
from annotator.core.furniture import MASTHEAD, is_furniture
from annotator.core.lines import SPLIT, Line

_NOT_PUBLISHED = regex.compile(
    r"(?i)today|heute|aujourd|hoy|oggi|dzi[sś]|azi|сегодня|сьогодні|crawl|retrieved|archived|accessed|©|ⓒ"
    r"|copyright|\(c\)|next|previous|precedent|until|deadline"
)
_COPYRIGHT = regex.compile(
    r"^(?:(?:copyright|©|ⓒ|\(c\))[\s\d.,©–-]*(?P<after>\p{L}[^|,.\d©]{1,40}?)"
    r"|(?P<before>[\p{L}\p{N}][\p{L}\p{N}. '’-]{1,40}?)\s*[©ⓒ])(?:[.,|\d]|\s+(?:all|and)\b|\s*$)",
    regex.I,
)
_REPORTS = regex.compile(
    r"[,–—] (?P<name>(?:the )?[\p{Lu}\p{N}][\w.’'-]*(?: [\p{Lu}][\w.’'-]*){0,3}) (?:reports?|reported"
    r"|informs|writes)(?=[.,])"
)
_DATELINE_AGENCY = regex.compile(r"^[^.!?]{3,60}\((?P<name>[\p{Lu}][\p{L}. ]{1,30})\)\s*[-–—]")
_SOURCE = regex.compile(
    r"(?i)^(?:source|quelle|источник|źródło|sursa|fuente|fonte"
    r"|джерело)\s*:\s*(?P<name>[\p{L}\p{N}][\p{L}\p{N}.'’ -]{1,40})$"
)


_LABELLED = regex.compile(r"(?i)(?:published|posted|date|released|issued|veröffentlicht|publié|опубликовано|дата)\b")
_DATELINE_END = regex.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:[-–—.:]|/)")
_TODAY = regex.compile(r"(?i)(?:today|heute|aujourd[’']hui|hoy|oggi|сегодня),?\s$")


def published(lines: list[Line], top: int, head: list[Line]) -> str:
    """Return the publication date: of the date line, of the dateline, or of a line above the headline at `top`.

    `head` are the lines from the headline to the first paragraphs.
    """
    for line in head:
        found = dates.stated(line.text) if line.shape == "date" else []
        if found:
            return found[0][1]
    for line in head:
        for (start, end), value in dates.stated(line.text[:90]) if line.shape == "prose" else []:
            dateline = _DATELINE_END.match(line.text[end:]) and _is_place(line.text[:start])
            if dateline or _TODAY.match(line.text[:start]):
                return value
    for index, line in enumerate(lines):
        if (
            line.words > 16
            or len(line.text) > 200
            or _NOT_PUBLISHED.search(line.text)
            or not (index < top or _LABELLED.match(line.text))
        ):
            continue
        for _, value in dates.stated(line.text):
            return value
    return ""


def source(lines: list[Line], top: int) -> str:
    """Return the outlet: a masthead above the headline, a copyright line, "… reports" in the text, or a source line."""
    names = [(_masthead(line), line) for line in lines[: min(top, 4)]]
    for number, (name, line) in enumerate(names):
        row = line.shape == "menu" and len(name.split()) == 1
        if name and (MASTHEAD.search(name) or (number < 2 and not row)):
            return name
    prose = [line for line in lines if line.shape == "prose"]
    for pattern, chosen in (
        (_COPYRIGHT, [line for line in lines if line.words <= 40 and len(line.text) <= 400]),
        (_REPORTS, prose[:4]),
        (_DATELINE_AGENCY, prose[:1]),
        (_SOURCE, [line for line in lines if line.words <= 6]),
    ):
        for line in chosen:
            match = pattern.search(line.text[:4000])
            name = next((str(group) for group in match.groupdict().values() if group), "") if match else ""
            if name:
                return name.strip(" .,")
    return ""


def _masthead(line: Line) -> str:
    """Return the name that opens a line, or an empty string where it is no name."""
    name = regex.sub(r"[\p{So}\p{Sk}\ufe0f]", "", regex.split(r"\s{2,}", SPLIT.split(line.text[:120])[0])[0])
    name = name.strip(" \t-–—|·•")
    words = len(name.split())
    named = regex.search(r"\p{L}{3}", name) and words <= 7 and (name[0].isupper() or MASTHEAD.search(name))
    return name if named and not is_furniture(name, words) else ""


def _is_place(opening: str) -> bool:
    """Tell whether the words before a date are a dateline's place, not part of a sentence."""
    words = regex.findall(r"\p{L}+", opening)
    return len(words) <= 5 and all(
        word[0].isupper() or word in {"de", "do", "of", "am", "upon", "sur"} for word in words
    )
