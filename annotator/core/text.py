"""Normalisation of article text, version 1: fixed for ever, because an article's id depends on it."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass

import regex

NORMALISATION = 1

# What is removed must not bring together what would be removed the next time: normalising twice is normalising once.
# Runs are matched from their beginning only, so that a long one without an end is not read once for each character.
_REMOVED = regex.compile(
    r"\A[\ufeff\ud800-\udfff]*\ufeff|(?<![\r\ud800-\udfff])[\r\ud800-\udfff]++(?=\n)|[\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text, and the code-point positions of the raw text that were dropped from it (sorted)."""

    text: str
    dropped: tuple[int, ...]

    def position(self, raw: int) -> int:
        """Return where the raw text's code-point position `raw` lies in the normalised text."""
        return raw - bisect_right(self.dropped, raw - 1)


def normalise(raw: str) -> Normalised:
    r"""Return the text without leading BOMs, without `\r` before `\n` and without lone surrogates."""
    if _REMOVED.search(raw) is None:
        return Normalised(raw, ())
    dropped = tuple(position for match in _REMOVED.finditer(raw) for position in range(*match.span()))
    return Normalised(_REMOVED.sub("", raw), dropped)


def article_id(text: str) -> str:
    """Return the id of the article with this normalised text: the SHA-256 of its UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def storable(text: str) -> str:
    """Return a title, name or value that UTF-8 can hold: lone surrogates (of damaged file names, say) are replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
