"""The one tokeniser: words, snapping, sentences and clauses, as code-point ranges."""

from bisect import bisect_left, bisect_right
from functools import cache, lru_cache

import regex

from annotator.core.article import Range

_PIECE = r"""(?x)
    (?:\p{L}\p{M}*\.){2,}                                    # U.S., e.g.
  | [\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*   # scripts without spaces
  | \p{N}+(?:[.,:]\p{N}+)*                                   # 1,500  17:29  3.5
  | \p{L}['’](?=\p{Lu})                                      # d'Ottawa, l'Accord
  | ['’][sS](?![\p{L}\p{N}])                                 # the possessive is a token of its own
  | [\p{L}\p{M}\p{N}_]+(?:['’](?![sS](?![\p{L}\p{N}]))\p{L}[\p{L}\p{M}\p{N}_]*)*
  | (?!\s)\X                                                # one sign as people see it: a flag, a family, a mark
"""
_LONGEST_CLUSTER = 64
_HYPHENS = "-\u2010\u2011"

_ABBREVIATION = (
    r"(?<![^\s(“\"'])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Adm|Sen|Rep|Gov|Hon|Rev|St|Sr|Jr|No|Art|Nos|vs|ca"
    r"|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[Ee]\.g|[Ii]\.e|(?:\p{L}\.)+\p{L})\Z"
)
_SENTENCE_END = r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[\p{Lu}\p{N}\p{Lo}])|[。！？]+[”』」]*|\n+"
_CLAUSE_BREAK = (
    r"[;:]\s|\s[–—]\s|—|,\s+(?=(?:and|but|while|whereas|although|though|which|who|whose|where|when|after|before|because|as"
    r"|so|yet|if)\b)"
)


@cache
def _compiled(pattern: str) -> "regex.Pattern[str]":
    """Return a pattern, compiled when it is first needed: the window starts without."""
    return regex.compile(pattern)


@lru_cache(maxsize=8)
def tokens(text: str) -> tuple[Range, ...]:
    """Return the tokens of a text, without the white space between them."""
    return tuple(match.span() for match in _compiled(_PIECE).finditer(text))


def trimmed(text: str, stretch: Range) -> Range:
    """Return a stretch without the white space at its edges."""
    start, end = stretch
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def snap(text: str, start: int, end: int) -> Range:
    """Return the smallest run of whole tokens that covers [start, end), without white space at its edges.

    An empty or blank stretch comes back empty, at `start`.
    """
    start, end = trimmed(text, (start, end))
    if start == end:
        return start, start
    every = tokens(text)
    first = bisect_right(every, start, key=lambda token: token[1])
    last = bisect_left(every, end, key=lambda token: token[0]) - 1
    if first > last:
        return start, end
    return min(every[first][0], start), max(every[last][1], end)


def word_at(text: str, position: int) -> Range:
    """Return the word at a position, hyphenated names whole (`Kosiniak-Kamysz`).

    It is empty where there is only white space.
    """
    every = tokens(text)
    index = bisect_right(every, position, key=lambda token: token[0]) - 1
    if (
        index < 0
        or every[index][1] < position
        or (every[index][1] == position and not _touches(every, index, position))
    ):
        return position, position
    if _is_hyphen(text, every[index]) and index > 0:
        joins = index + 1 < len(every) and _joined(text, every, index - 1)
        touches = every[index - 1][1] == position
        index -= 1 if joins or touches else 0
    first = last = index
    while first >= 2 and _joined(text, every, first - 2):
        first -= 2
    while last + 2 < len(every) and _joined(text, every, last):
        last += 2
    return every[first][0], every[last][1]


def next_edge(text: str, position: int, *, forward: bool) -> int:
    """Return the next word edge after (or before) a position, at which a span may start or end."""
    # Only the tokens around the position are made: no token holds white space, so reading may begin behind any.
    start = position
    while not forward and start > 0 and text[start - 1].isspace():
        start -= 1
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    before = 0
    for match in _compiled(_PIECE).finditer(text, start):
        if forward and match.end() > position:
            return int(match.end())
        if not forward and match.start() >= position:
            break
        before = int(match.start())
    return len(text) if forward else before


def next_character(text: str, position: int, *, forward: bool) -> int:
    """Return the next edge between characters as people see them (UAX 29 grapheme clusters)."""
    if forward:
        step = _compiled(r"\X").match(text, position)
        return step.end() if step else len(text)
    # A cluster is seldom longer than this, and none holds a line break.
    near = max(text.rfind("\n", 0, position), position - _LONGEST_CLUSTER, 0)
    edges = [match.start() for match in _compiled(r"\X").finditer(text, near, position)]
    return edges[-1] if edges else 0


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[Range, ...]:
    """Return the sentences of a text without white space at their edges; a line break always ends one."""
    found: list[Range] = []
    start = 0
    abbreviation = _compiled(_ABBREVIATION)
    for match in _compiled(_SENTENCE_END).finditer(text):
        stop = match.start() + (0 if match.group().startswith("\n") else len(match.group()))
        if match.group().startswith(".") and abbreviation.search(text, max(start, match.start() - 24), match.start()):
            continue
        _append_trimmed(found, text, start, stop)
        start = match.end()
    _append_trimmed(found, text, start, len(text))
    return tuple(found)


def sentence_at(text: str, position: int) -> Range:
    """Return the sentence that holds a position, or the one before it between two."""
    every = sentences(text)
    index = bisect_right(every, position, key=lambda sentence: sentence[0]) - 1
    return every[max(index, 0)] if every else (position, position)


def clause_at(text: str, start: int, end: int) -> Range:
    """Return the clause around [start, end): its sentence, cut at the nearest breaks that leave enough of it."""
    first, last = sentence_at(text, start)
    last = max(last, end)
    for match in _compiled(_CLAUSE_BREAK).finditer(text, first, last):
        if match.end() <= start and start - first > 0 and len(text[match.end() : last].split()) >= 4:
            first = match.end()
        elif match.start() >= end and len(text[first : match.start()].split()) >= 4:
            last = match.start()
            break
    while last > end and text[last - 1] in " .,;:–—\n":
        last -= 1
    return first, last


def _append_trimmed(found: list[Range], text: str, start: int, stop: int) -> None:
    start, stop = trimmed(text, (start, stop))
    if start < stop:
        found.append((start, stop))


def _touches(every: tuple[Range, ...], index: int, position: int) -> bool:
    return index + 1 >= len(every) or every[index + 1][0] > position


def _is_hyphen(text: str, token: Range) -> bool:
    return token[1] - token[0] == 1 and text[token[0]] in _HYPHENS


def _joined(text: str, every: tuple[Range, ...], index: int) -> bool:
    """Tell whether tokens index and index + 2 are one hyphenated word."""
    left, hyphen, right = every[index : index + 3]
    return (
        _is_hyphen(text, hyphen)
        and left[1] == hyphen[0]
        and hyphen[1] == right[0]
        and text[left[1] - 1].isalnum()
        and text[right[0]].isalnum()
    )
