"""spaCy documents made of our own tokens, so that every text comes back exactly and every mark falls on token edges."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from spacy.tokens import Doc
from spacy.vocab import Vocab

from annotator.core.article import Range
from annotator.core.tokens import tokens


def document(vocab: Vocab, text: str, *, marks: Iterable[Range] = ()) -> Doc:
    """Return a Doc whose text is exactly this one, with tokens split wherever a mark starts or ends inside one."""
    ranges = [(start, end) for start, end in marks if start < end]
    cuts = sorted({edge for mark in ranges for edge in mark})
    starts = {start for start, _ in ranges}
    ends = {end for _, end in ranges}
    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for start, end in tokens(text):
        if not cuts and start - position <= 1 and (start == position or (words and text[position] == " ")):
            # Nearly every token: it follows at once, or after one space.
            if start > position:
                spaces[-1] = True
            words.append(text[start:end])
            spaces.append(False)
            position = end
            continue
        _add_gap(words, spaces, text, (position, start), cuts=cuts, starts=starts, ends=ends)
        for first, last in _split((start, end), cuts):
            words.append(text[first:last])
            spaces.append(False)
        position = end
    _add_gap(words, spaces, text, (position, len(text)), cuts=cuts, starts=starts, ends=ends)
    return Doc(vocab, words=words, spaces=spaces)


class OwnTokens:
    """The tokenizer of the default pipeline: `core.tokens`, as a spaCy tokenizer."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the text as a Doc."""
        return document(self.vocab, text)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: the tokenizer has no state to keep."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> "OwnTokens":
        """Return this tokenizer: it has no state to take."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Write nothing: the tokenizer has no state to keep."""

    def from_disk(self, _path: object, **_: object) -> "OwnTokens":
        """Return this tokenizer: it has no state to take."""
        return self


def _split(token: Range, cuts: list[int]) -> list[Range]:
    first = bisect_left(cuts, token[0] + 1)
    last = bisect_left(cuts, token[1])
    edges = [token[0], *cuts[first:last], token[1]]
    return list(pairwise(edges))


def _add_gap(
    words: list[str], spaces: list[bool], text: str, gap: Range, *, cuts: list[int], starts: set[int], ends: set[int]
) -> None:
    """Add the white space between two tokens: its first space belongs to the token before it, the rest is tokens."""
    start, end = gap
    if start == end:
        return
    # A mark that starts with the space, or ends just after it, needs the space as a token of its own.
    if words and text[start] == " " and start not in starts and start + 1 not in ends:
        spaces[-1] = True
        start += 1
    if start < end:
        for first, last in _split((start, end), cuts):
            words.append(text[first:last])
            spaces.append(False)
