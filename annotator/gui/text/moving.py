"""Where the caret goes in an article by sentences, paragraphs and marks; positions are code points."""

from collections.abc import Iterable

from annotator.core import tokens
from annotator.core.article import Range

_FAR = 2_000  # characters that are read around the caret to find a sentence


def by_sentence(text: str, position: int, *, forward: bool) -> int:
    """Return the start of the next sentence, or of this one and then of the one before."""
    around = max(position - _FAR, 0)
    starts = [around + start for start, _end in tokens.sentences(text[around : position + _FAR])]
    if forward:
        return next((start for start in starts if start > position), min(position + _FAR, len(text)))
    # What is read first may begin amid a sentence.
    return next((start for start in reversed(starts[1:] if around else starts) if start < position), around)


def by_paragraph(text: str, position: int, *, forward: bool) -> int:
    """Return the end of this paragraph, or its start; from there that of the next one or the one before."""
    if forward:
        while position < len(text) and text[position] == "\n":
            position += 1
        found = text.find("\n", position)
        return found if found >= 0 else len(text)
    while position > 0 and text[position - 1] == "\n":
        position -= 1
    return text.rfind("\n", 0, position) + 1


def by_mark(marks: Iterable[Range], position: int, *, forward: bool, extending: bool) -> int:
    """Return the start of the next mark or the one before; extending forward, the end that comes next."""
    ends = [end if extending and forward else start for start, end in marks]
    if forward:
        return min((end for end in ends if end > position), default=position)
    return max((end for end in ends if end < position), default=position)
