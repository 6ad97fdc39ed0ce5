"""Where else the words of a mark stand in its article."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from annotator.core import tokens
from annotator.core.article import Article, Range
from annotator.core.marks import Span

_HYPHENS = "-\u2010\u2011"


def occurrences(text: str, surface: str) -> list[Range]:
    """Return where these words stand in a text: whole words, upper and lower case as given, any white space between.

    A part of a hyphenated word is no whole word.
    """
    parts = surface.split()
    if not parts:
        return []
    every = tokens.tokens(text)
    pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
    return [match.span() for match in pattern.finditer(text) if _is_whole(text, every, *match.span())]


def _is_whole(text: str, every: tuple[Range, ...], start: int, end: int) -> bool:
    """Tell whether a stretch begins and ends at the edges of tokens, and is no part of a hyphenated word."""
    first = bisect_left(every, (start, 0))
    last = bisect_left(every, end, key=lambda token: token[1])
    begins = first < len(every) and every[first][0] == start
    ends = last < len(every) and every[last][1] == end
    return begins and ends and not _in_compound(text, start, end)


def elsewhere(article: Article, span: Span, own: Iterable[Span]) -> list[Range]:
    """Return where else in the body the words of a mark stand, and no own mark of the same label overlaps them."""
    taken = [(mark.start, mark.end) for mark in own if mark.label == span.label] + [(span.start, span.end)]
    return [
        (start, end)
        for start, end in occurrences(article.text, article.text[span.start : span.end])
        if any(first <= start and end <= last for first, last in article.body or ((0, len(article.text)),))
        and not any(first < end and start < last for first, last in taken)
    ]


def _in_compound(text: str, start: int, end: int) -> bool:
    before = start >= 2 and text[start - 1] in _HYPHENS and text[start - 2].isalnum()
    after = end + 1 < len(text) and text[end] in _HYPHENS and text[end + 1].isalnum()
    return before or after
