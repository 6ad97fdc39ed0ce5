"""What of a text is the article: a page saved as plain text has menus, share lines and other headlines around and in it.

Every line is told by its shape; the stretch of lines with the most sentences is the article; the headline stands above it.
Nothing is cut: the body is ranges of the text.
"""

from dataclasses import dataclass

import regex

from annotator.core import dates
from annotator.core.article import Range
from annotator.core.furniture import BOX, GLUED, MASTHEAD, NOTES, POINTER, is_author_box, is_furniture, is_menu, script

_SENTENCE_END = regex.compile(r"[.!?…:;。！？؟।][\"'”’»)\]」』]*(?:\[\d+\])?$")
_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]+"
_NAMES_ONLY = regex.compile(rf"{_NAME}(?:\s(?:van|von|de|der|den|di|da|al|el|bin)?\s?{_NAME}){{1,2}}")
_BYLINE = regex.compile(
    rf"(?i:by|von|par|por|di|da|od|autor|author|автор|written by|text|text by|words by|story by|from)\s*:?\s+{_NAME}"
    rf"(?:[\s,&|/]+(?:and|und|et|y|e|i|и|in|at|for|(?i:\p{{L}}+ )?(?i:correspondent|editor|reporter|writer|staff|agency)|@?[\p{{L}}.'’-]+))*"
)
_AROUND_DATE = regex.compile(
    r"(?i)\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:first |last )?(?:published|updated|posted|modified|issued|released|upd|date|on|at|the)\b"
    r"|\b(?:[A-Z]{2,4}|GMT[+-]\d+|a\.?m\.?|p\.?m\.?|uhr|local time|hrs?|h)\b|\b\d{1,2}[:.h]\d\d\b|[\p{L}]+(?:tag|woch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)
_NOT_PUBLISHED = regex.compile(r"(?i)today|heute|aujourd|hoy|oggi|dzi[sś]|azi|сегодня|сьогодні|crawl|retrieved|archived|accessed|©|ⓒ|copyright|\(c\)|next|previous|precedent|until|deadline")
_SPLIT = regex.compile(r"\s*[|·•●✦›»]\s*|\s+[/–—>→]\s+|\t+|\s{3,}")
_COPYRIGHT = regex.compile(r"^(?:(?:copyright|©|ⓒ|\(c\))[\s\d.,©–-]*(?P<after>\p{L}[^|,.\d©]{1,40}?)|(?P<before>[\p{L}\p{N}][\p{L}\p{N}. '’-]{1,40}?)\s*[©ⓒ])(?:[\s.,|]|\d|$)", regex.I)
_REPORTS = regex.compile(rf"[,–—] (?P<name>(?:the )?[\p{{Lu}}\p{{N}}][\w.’'-]*(?: [\p{{Lu}}][\w.’'-]*){{0,3}}) (?:reports?|reported|informs|writes)(?=[.,])")
_DATELINE_AGENCY = regex.compile(r"^[^.!?]{3,60}\((?P<name>[\p{Lu}][\p{L}. ]{1,30})\)\s*[-–—]")
_SOURCE = regex.compile(r"(?i)^(?:source|quelle|источник|źródło|sursa|fuente|fonte|джерело)\s*:\s*(?P<name>[\p{L}\p{N}][\p{L}\p{N}.'’ -]{1,40})$")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a text: title, publication date (ISO date or minute) and source, empty where there is none, and its body."""

    title: str
    published: str
    source: str
    body: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the white space at its edges (a whole paragraph where the text is hard-wrapped), and its shape."""

    start: int
    end: int
    text: str
    shape: str
    words: int


def find(text: str) -> Found:
    """Return the title, date, source and body of a text; the body is all of it where nothing looks like an article."""
    lines = [_read_line(text, start, end) for start, end in _paragraphs(text)]
    main = script("".join(line.text for line in lines if line.shape == "prose"))
    lines = [_without_foreign(line, main) for line in lines]
    extent = _extent(lines)
    if extent is None:
        whole = ((lines[0].start, lines[-1].end),) if lines else ()
        return Found("", _published(lines, 0, []), _source(lines, 0), whole)
    first, last = extent
    head = _head(lines, first)
    title = _title(lines, head, first)
    kept = [line for index, line in enumerate(lines) if _is_body(lines, index, head, extent, title)]
    top = head[0] if head else first
    body = tuple(merged(text, [stretch for line in kept for stretch in _stretches(line)]))
    return Found(title, _published(lines, top, lines[top : first + 3]), _source(lines, top), body)


def merged(text: str, stretches: list[Range]) -> list[Range]:
    """Return stretches sorted, those with only white space between them made one."""
    joined: list[Range] = []
    for start, end in sorted(stretches):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _paragraphs(text: str) -> list[Range]:
    """Return the lines of a text that are not blank, without white space at their edges; hard-wrapped lines joined."""
    lines = [match.span() for match in regex.finditer(r"\S(?:[^\n]*\S)?", text)]
    if not _is_wrapped(text, lines):
        return lines
    joined: list[Range] = []
    for start, end in lines:
        if joined and text.count("\n", joined[-1][1], start) == 1 and text.rfind("\n", 0, joined[-1][1]) < joined[-1][1] - 50:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_wrapped(text: str, lines: list[Range]) -> bool:
    """Tell whether most long lines break off in the middle of a sentence and go on, in lower case or not, in the next."""
    long = broken = 0
    for (start, end), (following, _) in zip(lines, lines[1:], strict=False):
        if 50 <= end - start <= 120:
            long += 1
            broken += not _SENTENCE_END.search(text[start:end]) and text.count("\n", end, following) == 1 and text[following].islower()
    return broken >= 3 and broken > long / 3


def _read_line(text: str, start: int, end: int) -> _Line:
    glued = GLUED.match(text[start:end])
    start += len(glued.group()) if glued else 0
    line = text[start:end]
    words = len(line.split())
    if script(line) == "East" and words < 8:
        words = max(words, len(line) // 4)
    return _Line(start, end, line, _shape(line, words), words)


def _shape(line: str, words: int) -> str:
    """Return what a line looks like: date, menu, furniture, byline, prose or plain."""
    if _date_stretches(line):
        return "date"
    if is_furniture(line, words):
        return "furniture"
    if is_menu(line):
        return "menu"
    if words <= 12 and _BYLINE.fullmatch(line):
        return "byline"
    ended = _SENTENCE_END.search(line) is not None
    return "prose" if (ended and words >= 8) or words >= 25 else "plain"


def _date_stretches(line: str) -> list[Range]:
    """Return the part of a date line that is its date, up to what does not speak of time; none if it is another line."""
    if len(line) > 160 or not dates.stated(line):
        return []
    edges = [0, *(edge for match in _SPLIT.finditer(line) for edge in match.span()), len(line)]
    kept: list[Range] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        piece = line[start:end]
        rest = piece
        for (first, last), _ in reversed(dates.stated(piece)):
            rest = rest[:first] + rest[last:]
        speaks_of_time = rest != piece or regex.search(r"\d[:.h]\d\d", rest)
        if speaks_of_time and not regex.search(r"\p{L}{2}", _AROUND_DATE.sub("", rest)):
            kept.append((start, end))
        elif kept or rest != piece:
            break
    return [(kept[0][0], kept[-1][1])] if kept else []


def _stretches(line: _Line) -> list[Range]:
    if line.shape != "date":
        return [(line.start, line.end)]
    return [(line.start + start, line.start + end) for start, end in _date_stretches(line.text)]


def _without_foreign(line: _Line, main: str) -> _Line:
    """Return the line as furniture where it is in another script than the article's prose."""
    foreign = main and line.shape in {"plain", "prose", "byline"} and script(line.text) not in {main, ""}
    return _Line(line.start, line.end, line.text, "furniture", line.words) if foreign else line


_WEIGHTS = {"plain": -4, "byline": -1, "furniture": -6, "menu": -6, "date": 0}


def _extent(lines: list[_Line]) -> tuple[int, int] | None:
    """Return the first and last line of the stretch with the most prose (the heaviest run, as in Kadane's algorithm)."""
    best = weight = 0
    start, extent = 0, None
    for index, line in enumerate(lines):
        if weight <= 0:
            weight, start = 0, index
        weight += min(line.words, 60) if line.shape == "prose" else _WEIGHTS[line.shape]
        if weight > best:
            best, extent = weight, (start, index)
    if extent is None:
        return None
    first, last = extent
    bylines = {line.text for line in lines[:first] if _NAMES_ONLY.fullmatch(line.text)}
    return first, _last_of_text(lines, first, last, bylines)


def _last_of_text(lines: list[_Line], first: int, last: int, bylines: set[str]) -> int:
    """Return the last line of the article's text: notes and author boxes at the end cut off, short sentences taken in."""
    for index in range(first + (last - first) * 3 // 5 + 1, last + 1):
        if NOTES.match(lines[index].text):
            last = index - 1
            break
    while last > first and (lines[last].shape != "prose" or is_author_box(lines[last].text, bylines)):
        last -= 1
    while last + 1 < len(lines) and _goes_on(lines[last + 1], bylines):
        last += 1
    return last


def _goes_on(line: _Line, bylines: set[str]) -> bool:
    short_sentence = line.shape == "plain" and line.words >= 4 and _SENTENCE_END.search(line.text) is not None
    return short_sentence and not is_author_box(line.text, bylines) and not NOTES.match(line.text)


def _head(lines: list[_Line], first: int) -> list[int]:
    """Return the lines above the text that belong to it (headline, standfirst, date), topmost first."""
    head: list[int] = []
    passed = 0
    for index in range(first - 1, -1, -1):
        line = lines[index]
        if line.shape in {"furniture", "menu"} or _is_section(line):
            passed += 1
            if passed > 6 or any(_can_be_title(lines[above]) for above in head):
                break
        elif line.shape == "prose":
            break
        elif line.shape != "byline":
            head.insert(0, index)
    while len(head) > 1 and not _starts_article(lines, head):
        head.pop(0)
    return head


def _starts_article(lines: list[_Line], head: list[int]) -> bool:
    """Tell whether the topmost line can be the headline, rather than a name over it or a date beside other furniture."""
    line = lines[head[0]]
    below = [lines[index] for index in head[1:] if _can_be_title(lines[index]) and lines[index].words >= 3]
    if line.shape == "date" or not below:
        return line.shape != "date" or not below
    name_like = line.words <= 8 and _is_titled(line.text) and MASTHEAD.search(line.text) is not None
    return not (name_like or line.words <= 2 or _NAMES_ONLY.fullmatch(line.text))


def _is_section(line: _Line) -> bool:
    return line.shape == "plain" and line.words <= 4 and (line.text.isupper() or line.words == 1) and not _SENTENCE_END.search(line.text)


def _is_titled(line: str) -> bool:
    return all(word[0].isupper() or not word[0].isalpha() or len(word) <= 3 for word in line.split())


def _can_be_title(line: _Line) -> bool:
    return line.shape == "plain" and line.words >= 2


def _title(lines: list[_Line], head: list[int], first: int) -> str:
    for index in head:
        if _can_be_title(lines[index]):
            return lines[index].text
    opening = lines[first]
    following = lines[first + 1] if first + 1 < len(lines) else None
    # A question, or a sentence over the date line, is a headline too.
    if following and opening.words <= 25 and (opening.text.endswith(("?", "!")) or following.shape in {"date", "byline"}):
        return opening.text
    return ""


def _is_body(lines: list[_Line], index: int, head: list[int], extent: tuple[int, int], title: str) -> bool:
    """Tell whether a line between headline and last sentence belongs to the article."""
    first, last = extent
    line = lines[index]
    if index < first:
        return index in head and not (line.text == title and any(lines[below].text == title for below in head if below > index))
    if index > last or line.shape in {"furniture", "menu", "byline"}:
        return False
    if line.shape != "plain":
        return line.shape == "date" or not _is_quoted_again(lines, index, last)
    near_head = index <= first + 2 and _NAMES_ONLY.fullmatch(line.text) is not None
    return not (near_head or line.text == title or _in_box(lines, index) or _is_quoted_again(lines, index, last))


def _in_box(lines: list[_Line], index: int) -> bool:
    """Tell whether a line stands in a list of other headlines: below a heading such as `Related`, before the next prose."""
    while index > 0 and lines[index].shape == "plain":
        index -= 1
    return lines[index].shape == "furniture" and BOX.fullmatch(lines[index].text) is not None


def _is_quoted_again(lines: list[_Line], index: int, last: int) -> bool:
    """Tell whether a line repeats words of another paragraph, as pull quotes do."""
    words = lines[index].text.strip("“”\"«»„‘’' ")
    if lines[index].words < 5:
        return False
    return any(other != index and len(lines[other].text) > len(words) + 20 and words in lines[other].text for other in range(last + 1))


def _published(lines: list[_Line], top: int, head: list[_Line]) -> str:
    """Return the publication date: of the date line, of the dateline before the text, or of a line above the headline."""
    for line in head:
        found = dates.stated(line.text) if line.shape == "date" else []
        if found:
            return found[0][1]
    for line in head:
        for (start, end), value in dates.stated(line.text[:90]):
            if line.shape == "prose" and regex.match(r"\s*(?:\([^)]{1,40}\)\s*)?(?:[-–—.:]|/)", line.text[end:]) and _is_place(line.text[:start]):
                return value
    for line in [*lines[:top], *lines[top:]]:
        labelled = regex.match(r"(?i)(?:published|posted|date|released|issued|veröffentlicht|publié|опубликовано|дата)\b", line.text)
        if line.words <= 16 and (lines.index(line) < top or labelled) and not _NOT_PUBLISHED.search(line.text):
            for _, value in dates.stated(line.text):
                return value
    return ""


def _is_place(opening: str) -> bool:
    """Tell whether the words before a date are a dateline's place, not part of a sentence."""
    words = regex.findall(r"\p{L}+", opening)
    return len(words) <= 5 and all(word[0].isupper() or word in {"de", "do", "of", "am", "upon", "sur"} for word in words)


def _source(lines: list[_Line], top: int) -> str:
    """Return the outlet: its masthead above the headline, a copyright line, a "… reports" in the text, or a source line."""
    for line in lines[: min(top, 2)]:
        name = _SPLIT.split(line.text)[0].strip(" \t-–—|·•")
        name = regex.sub(r"[\p{So}\p{Sk}\ufe0f]", "", name).strip()
        upper = name[:1].isupper() or (name[:1].isalpha() and not name[:1].islower())
        if upper and 1 <= len(name.split()) <= 7 and not is_furniture(name, len(name.split())) and len(name) >= 4:
            return name
    for pattern, chosen in (
        (_COPYRIGHT, [line for line in lines if line.words <= 12]),
        (_REPORTS, [line for line in lines if line.shape == "prose"][:4]),
        (_DATELINE_AGENCY, [line for line in lines if line.shape == "prose"][:1]),
        (_SOURCE, [line for line in lines if line.words <= 6]),
    ):
        for line in chosen:
            match = pattern.search(line.text)
            name = next((group for group in match.groupdict().values() if group), "") if match else ""
            if name:
                return name.strip(" .,")
    return ""
