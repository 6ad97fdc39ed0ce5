"""Normalisation of article text, version 1: fixed for ever, because an article's id depends on it."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass

import regex

NORMALISATION = 1

_REMOVED = regex.compile("\\A\ufeff|\r(?=\n)|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text, and the code-point positions of the raw text that were dropped from it (sorted)."""

    text: str
    dropped: tuple[int, ...]

    def position(self, raw: int) -> int:
        """Return where the raw text's code-point position `raw` lies in the normalised text."""
        return raw - bisect_right(self.dropped, raw - 1)


def normalise(raw: str) -> Normalised:
    r"""Return the text without a leading BOM, without `\r` before `\n` and without lone surrogates."""
    dropped = tuple(match.start() for match in _REMOVED.finditer(raw))
    return Normalised(_REMOVED.sub("", raw) if dropped else raw, dropped)


def article_id(text: str) -> str:
    """Return the id of the article with this normalised text: the SHA-256 of its UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
