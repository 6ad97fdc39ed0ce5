"""A text as the rules read it: plain quotes and spaces, letters composed, nothing invisible; every place maps back."""

import re
import unicodedata
from dataclasses import dataclass

from annotator.core.article import Range

_SAME_LENGTH = str.maketrans({
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u3000": " ", "\t": " ",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "′": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "\u2028": "\n", "\u2029": "\n", "\r": "\n",
})  # fmt: skip
_EN_DASH = re.compile(r"(?<=[^\W\d_])–(?=[^\W\d_])")
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
_CHANGES_LENGTH = re.compile(f"[\u0300-\u036f{_HIDDEN}]")
_CLUSTER = re.compile(f"[^\u0300-\u036f{_HIDDEN}]?[\u0300-\u036f]+|[{_HIDDEN}]")
_WRAPPED = re.compile(r"(?<=[\w,;:'\"–)-])\n(?=[\w('\"])")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each of its characters stands in the original (None: at the same place)."""

    text: str
    places: tuple[Range, ...] | None

    def original(self, start: int, end: int) -> Range:
        """Return the range of the original text that a range of the folded one was made from."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start][0], self.places[end - 1][1]

    def folded(self, start: int, end: int) -> Range:
        """Return the range of the folded text that holds what a range of the original holds."""
        if self.places is None:
            return start, end
        inside = [i for i, place in enumerate(self.places) if place[0] < end and start < place[1]]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def fold(text: str) -> Folded:
    """Return the text with typographic variants made plain, and the way back to its own code points."""
    if _CHANGES_LENGTH.search(text) is None:
        return Folded(_plain(text), None)
    pieces: list[str] = []
    places: list[Range] = []
    position = 0
    for match in _CLUSTER.finditer(text):
        pieces.append(text[position : match.start()])
        places.extend((index, index + 1) for index in range(position, match.start()))
        composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", match.group()))
        pieces.append(composed)
        places.extend([match.span()] * len(composed))
        position = match.end()
    pieces.append(text[position:])
    places.extend((index, index + 1) for index in range(position, len(text)))
    return Folded(_plain("".join(pieces)), tuple(places))


def _plain(text: str) -> str:
    plain = text.translate(_SAME_LENGTH)
    if "–" in plain:
        plain = _EN_DASH.sub("-", plain)
    return _unwrapped(plain) if _is_hard_wrapped(plain) else plain


def _is_hard_wrapped(text: str) -> bool:
    """Tell whether the lines of the text end where a page's width did, not where its paragraphs do."""
    lines = [line for line in text.split("\n") if line]
    if len(lines) < 6:
        return False
    longest = max(map(len, lines))
    full = sum(len(line) > longest * 0.75 for line in lines)
    return longest <= 100 and full > len(lines) * 0.6


def _unwrapped(text: str) -> str:
    return _WRAPPED.sub(" ", text)
