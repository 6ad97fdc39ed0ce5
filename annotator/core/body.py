"""What of a text is the article: a page saved as plain text has menus, share lines and other headlines around it.

Every line is told by its shape; the stretch with the most sentences is the article; the headline stands above it.
Nothing is cut: the body is ranges of the text.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from annotator.core.article import Range
from annotator.core.furniture import BOX, MASTHEAD, NOTES, is_author_box, script
from annotator.core.lines import NAMES_ONLY, ROLE, Line, ends_sentence, paragraphs, read_line, stretches
from annotator.core.masthead import published, source


@dataclass(frozen=True, slots=True)
class Found:
    """Title, publication date (ISO date or minute) and source of a text, empty where there is none, and its body."""

    title: str
    published: str
    source: str
    body: tuple[Range, ...]


def find(text: str, *, boxes: Sequence[Range] = (), title: str = "") -> Found:
    """Return the title, date, source and body of a text; the body is all of it where nothing looks like an article.

    `boxes` are lines known to be furniture (sorted), and `title` the headline where they are known, from a page's tags.
    """
    if text.count("\n") > _MOST_PARAGRAPHS:
        return Found(title, "", "", ((0, len(text)),))  # no article has so many; each would be looked at closely
    lines = _known_boxes([read_line(text, start, end) for start, end in paragraphs(text)], boxes)
    main = script("".join(line.text[:500] for line in lines[:_MOST_LINES] if line.shape == "prose"))
    lines = _without_lists([_without_foreign(line, main) for line in lines])
    extent = _extent(lines)
    if extent is None:
        whole = ((lines[0].start, lines[-1].end),) if lines else ()
        return Found(title, published(lines, 0, []), source(lines, 0), whole)
    first = extent[0]
    head = _head_from(lines, first, title) if title else []
    head = head or _head(lines, first)
    title = title or _title(lines, head, first) or _cited_title(lines[extent[1] + 1 :])
    top = head[0] if head else first
    body = tuple(
        merged(text, [stretch for line in _in_body(lines, head, extent, title) for stretch in stretches(line)])
    )
    return Found(title, published(lines, top, lines[top : first + 3]), source(lines, top), body)


def merged(text: str, stretches: list[Range]) -> list[Range]:
    """Return stretches sorted, those with only white space between them made one."""
    joined: list[Range] = []
    for start, end in sorted(stretches):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _known_boxes(lines: list[Line], boxes: Sequence[Range]) -> list[Line]:
    starts = [start for start, _ in boxes]
    known = []
    for line in lines:
        box = bisect_right(starts, line.start) - 1
        known.append(replace(line, shape="furniture") if box >= 0 and line.start < boxes[box][1] else line)
    return known


def _without_foreign(line: Line, main: str) -> Line:
    """Return the line as furniture where it is in another script than the article's prose."""
    foreign = main and line.shape in {"plain", "prose", "byline"} and script(line.text[:500]) not in {main, ""}
    return replace(line, shape="furniture") if foreign else line


_NUMBERED = regex.compile(r"\d{1,2}[.)]\s")
_MOST_LINES = 2000
_MOST_PARAGRAPHS = 10_000
_MOST_CREDITS = 6
_OUTSIDE = {"furniture", "menu", "byline"}
_HEAD_SHAPES = {"plain", "prose", "date"}
_WEIGHTS = {"plain": -3, "byline": -1, "furniture": -3, "menu": -3, "date": 0}


def _extent(lines: list[Line]) -> tuple[int, int] | None:
    """Return the first and last line of the stretch with the most prose (the heaviest run, by Kadane's algorithm)."""
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
    return first, _last_of_text(lines, first, last, _bylines(lines, first))


def _bylines(lines: list[Line], first: int) -> set[str]:
    """Return the names of the writers that stand above the text."""
    names = {line.text for line in lines[:first] if NAMES_ONLY.fullmatch(line.text)}
    named = [NAMES_ONLY.search(line.text, line.text.find(" ")) for line in lines[: first + 1] if line.shape == "byline"]
    return (
        names
        | {match.group() for match in named if match}
        | {match[1] for line in lines[:first] if line.shape == "byline" and (match := ROLE.match(line.text))}
    )


def _last_of_text(lines: list[Line], first: int, last: int, bylines: set[str]) -> int:
    """Return the last line of the text: notes and author boxes at the end cut off, short sentences taken in."""
    for index in range(first + (last - first) * 3 // 5 + 1, last + 1):
        if NOTES.match(lines[index].text):
            last = index - 1
            break
    while last > first and (lines[last].shape != "prose" or is_author_box(lines[last].text, bylines)):
        last -= 1
    while last + 1 < len(lines) and _goes_on(lines[last + 1], bylines):
        last += 1
    return last


def _goes_on(line: Line, bylines: set[str]) -> bool:
    short_sentence = line.shape == "plain" and line.words >= 4 and ends_sentence(line.text)
    return short_sentence and not is_author_box(line.text, bylines) and not NOTES.match(line.text)


def _head(lines: list[Line], first: int) -> list[int]:
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
    if head and head[0] > 0 and lines[head[0]].text[0].islower() and lines[head[0] - 1].shape == "plain":
        head.insert(0, head[0] - 1)
    return head


def _head_from(lines: list[Line], first: int, title: str) -> list[int]:
    """Return the lines from the known headline down to the text, if it stands above; the last copy counts."""
    tops = [index for index in range(first) if lines[index].text == title and lines[index].shape != "furniture"]
    return (
        [index for index in range(tops[-1], first) if lines[index].shape in _HEAD_SHAPES or index == tops[-1]]
        if tops
        else []
    )


def _starts_article(lines: list[Line], head: list[int]) -> bool:
    """Tell whether the topmost line can be the headline, rather than a name over it or a date among furniture."""
    line = lines[head[0]]
    below = [lines[index] for index in head[1:] if _can_be_title(lines[index]) and lines[index].words >= 3]
    if line.shape == "date" or not below:
        return line.shape != "date" or not below
    name_like = line.words <= 8 and _is_titled(line.text) and MASTHEAD.search(line.text) is not None
    return not (name_like or line.words <= 2 or NAMES_ONLY.fullmatch(line.text))


def _is_section(line: Line) -> bool:
    return (
        line.shape == "plain"
        and line.words <= 4
        and (line.text.isupper() or line.words == 1)
        and not ends_sentence(line.text)
    )


def _is_titled(line: str) -> bool:
    return all(word[0].isupper() or not word[0].isalpha() or len(word) <= 3 for word in line.split())


def _can_be_title(line: Line) -> bool:
    return line.shape == "plain" and (line.words >= 2 or line.text.isupper())


def _title(lines: list[Line], head: list[int], first: int) -> str:
    for place, index in enumerate(head):
        if _can_be_title(lines[index]):
            following = lines[head[place + 1]] if place + 1 < len(head) else None
            # "STATEMENT" over "on the …" is one headline on two lines.
            goes_on = following and following.shape == "plain" and following.text[0].islower()
            return f"{lines[index].text} {following.text}" if following and goes_on else lines[index].text
    opening = lines[first]
    below = lines[first + 1] if first + 1 < len(lines) else None
    # A question, or a sentence over the date line, is a headline too.
    if below and opening.words <= 25 and (opening.text.endswith(("?", "!")) or below.shape in {"date", "byline"}):
        return opening.text
    return ""


_CITED = regex.compile(r"(?:source|original|full story)\s*:\s*(?P<title>\p{Lu}.*[^.!?:;,])", regex.IGNORECASE)


def _cited_title(below: list[Line]) -> str:
    """Return the headline that a line of credits below a text without one names as its source, or an empty string."""
    for line in below[:_MOST_CREDITS]:
        cited = _CITED.fullmatch(line.text.strip())
        # An outlet's name is short, and an address is one word: a headline is neither.
        if cited and len(cited["title"].split()) >= 6:
            return str(cited["title"])
    return ""


def _in_body(lines: list[Line], head: list[int], extent: tuple[int, int], title: str) -> list[Line]:
    """Return the lines from headline to last sentence that belong to the article."""
    first, last = extent
    copies = [index for index in head if lines[index].text == title]
    kept = [lines[index] for index in head if index not in copies[:-1]]
    bylines = _bylines(lines, first)
    between = lines[first : last + 1]
    quoted = _quoted_again(between)
    for place, line in enumerate(between):
        about_author = is_author_box(line.text, set()) and any(line.text.startswith(name) for name in bylines)
        name_below_head = place <= 2 and NAMES_ONLY.fullmatch(line.text) is not None
        heading_again = line.shape == "plain" and (line.text == title or name_below_head)
        if line.shape not in _OUTSIDE and not (about_author or heading_again or place in quoted):
            kept.append(line)
    return kept


def _without_lists(lines: list[Line]) -> list[Line]:
    """Return the lines with those in lists of other headlines, below a heading such as `Related`, as furniture.

    Above the first sentence there is no telling such a list from the headline.
    """
    after_prose = in_list = False
    told: list[Line] = []
    for line in lines:
        numbered = _NUMBERED.match(line.text) is not None
        if line.shape == "prose" and not numbered:
            after_prose, in_list = True, False
        elif line.shape == "furniture":
            in_list = after_prose and BOX.fullmatch(line.text) is not None
        elif line.shape == "date":
            in_list = False
        told.append(replace(line, shape="furniture") if in_list else line)
    return told


def _quoted_again(lines: list[Line]) -> set[int]:
    """Return the places of lines that repeat words of another paragraph, as pull quotes do."""
    if len(lines) > _MOST_LINES:
        return set()  # a book, not an article: every pair would be compared
    folded = [line.text.casefold() for line in lines]
    again = set()
    for place, line in enumerate(lines):
        words = folded[place].strip("“”\"«»„‘’' ")
        if line.shape in {"plain", "prose"} and 5 <= line.words <= 60:
            longer = (other for number, other in enumerate(folded) if number != place and len(other) > len(words) + 20)
            if any(words in other for other in longer):
                again.add(place)
    return again
