"""The edges of a stretch, moved by words or by characters, and never to rest beside white space."""

from annotator.core import tokens
from annotator.core.article import Range


def moved(text: str, extent: Range, *, edge: str, forward: bool, character: bool = False) -> Range:
    """Return a stretch with one edge at the next word or character; an edge that would meet the other stays."""
    start, end = extent
    at = start if edge == "start" else end
    if character:
        there = _next_character(text, at, edge=edge, forward=forward)
    elif edge == "start":
        there = _next_start(text, at, forward=forward)
    else:
        there = _next_end(text, at, forward=forward)
    start, end = (there, end) if edge == "start" else (start, there)
    return (start, end) if text[start:end].strip() else extent


def _next_character(text: str, position: int, *, edge: str, forward: bool) -> int:
    """Return the next place for an edge that moves by characters: never beside white space inside the stretch."""
    there = tokens.next_character(text, position, forward=forward)
    beside = -1 if edge == "end" else 0
    while 0 < there < len(text) and text[there + beside].isspace():
        there += 1 if forward else -1
    return there


def _next_start(text: str, position: int, *, forward: bool) -> int:
    """Return the next start of a word after or before a position."""
    if not forward:
        return tokens.next_edge(text, position, forward=False)
    there = tokens.next_edge(text, position, forward=True)
    while there < len(text) and text[there].isspace():
        there += 1
    return there


def _next_end(text: str, position: int, *, forward: bool) -> int:
    """Return the next end of a word after or before a position."""
    if forward:
        return tokens.next_edge(text, position, forward=True)
    there = tokens.next_edge(text, position, forward=False)
    while there > 0 and text[there - 1].isspace():
        there -= 1
    return there
