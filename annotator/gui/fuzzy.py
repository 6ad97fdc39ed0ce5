"""Finding by a few letters: what fits, how well, and which letters are meant. Case and diacritics do not count."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
_TYPO = 76.0
"""How alike, in percent, a word of four letters or more must be to be taken for a slip of the fingers."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text fits (more is better), and the places of its letters that are meant."""

    score: float
    places: frozenset[int]


def match(words: str, text: str) -> Match | None:
    """Return how a text fits what was typed, or None: each word must be found, in whatever order."""
    typed = folded(words)[0].split()
    plain, origin = folded(text)
    score, places = 0.0, set[int]()
    for word in typed:
        found = _find(word, plain)
        if found is None:
            return None
        score += found.score
        places |= {origin[place] for place in found.places}
    # Of two that fit alike the shorter is meant.
    return Match(score / max(len(typed), 1) - len(plain) / 1_000, frozenset(places))


def matches(words: str, text: str) -> bool:
    """Tell whether a text fits what was typed."""
    return match(words, text) is not None


@lru_cache(maxsize=4_096)
def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text in lower case without diacritics, and for each of its letters the place it came from."""
    letters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        lower = character.lower()
        plain = _LETTERS.get(lower) or unicodedata.normalize("NFKD", lower)
        for letter in plain:
            if not unicodedata.combining(letter):
                letters.append(letter)
                origin.append(place)
    return "".join(letters), tuple(origin)


def _find(word: str, text: str) -> Match | None:
    at = _best_place(word, text)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        return Match(100 + (20 if begins else 0) + (10 if at == 0 else 0), frozenset(range(at, at + len(word))))
    initials = _initials(word, text)
    if initials is not None:
        return Match(90, initials)
    skipped = _skipping(word, text)
    if skipped is not None:
        return Match(70, skipped)
    if len(word) >= 4 and word.isalpha():
        alike = fuzz.partial_ratio_alignment(word, text, score_cutoff=_TYPO)
        if alike is not None and alike.score >= _TYPO:
            return Match(alike.score / 2, frozenset(range(alike.dest_start, alike.dest_end)))
    return None


def _best_place(word: str, text: str) -> int:
    """Return where a word stands in a text, at the beginning of a word if it does anywhere; -1 where it does not."""
    first = at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at if at >= 0 else first


def _initials(word: str, text: str) -> frozenset[int] | None:
    """Return the places of letters that begin the words of a text in order (`dna`: “done, next article”), or None."""
    return _in_order(word, text, _starts(text)) if len(word) > 1 else None


def _skipping(word: str, text: str) -> frozenset[int] | None:
    """Return the places of letters that stand in order in one word of a text, from its first on (`rjct`), or None."""
    for start in _starts(text) if len(word) > 2 else ():
        end = next((place for place in range(start, len(text)) if not text[place].isalnum()), len(text))
        if text[start] == word[0] and (found := _in_order(word, text, range(start, end))):
            return found
    return None


def _starts(text: str) -> list[int]:
    return [place for place, letter in enumerate(text) if letter.isalnum() and not text[place - 1 : place].isalnum()]


def _in_order(word: str, text: str, allowed: Iterable[int]) -> frozenset[int] | None:
    left, places = iter(allowed), list[int]()
    for letter in word:
        found = next((place for place in left if text[place] == letter), None)
        if found is None:
            return None
        places.append(found)
    return frozenset(places)
