"""Runs of capitalised words, and the words that begin or fill them without being names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from annotator.core.article import Range
from annotator.nlp import gazetteer
from annotator.nlp.dateforms import MONTHS, ORDINALS, WEEKDAYS

_LATIN = "".join(chr(code) for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)] if chr(code).isupper())
UPPER = f"A-Z{_LATIN}"
"""What a capital is, for use inside the brackets of a regular expression."""

WORD = rf"[{UPPER}]\w*(?:['-]\w+)*(?<!'s)"
"""A capitalised word, hyphenated ones whole, without the possessive."""

_ABBREVIATED = "(?:Prof|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Gen|Col|Lt|Capt|Adm|Maj|Sgt|Cpl|Hon|Rev)"
NAME_WORD = rf"(?:{_ABBREVIATED}\.|(?:[{UPPER}]\.){{1,3}}|(?:[dDlLO]'|Mc|Mac|al-|el-|ad-|as-)?{WORD})"

# Names of months that are names of persons too.
_PERSONS_TOO = {"May", "April", "June", "August", "Jan", "Mar", "Second"}
_CALENDAR = frozenset(word.capitalize() for word in [*MONTHS, *WEEKDAYS, *ORDINALS]) - _PERSONS_TOO
_PARTICLES = "de|van|von|der|den|da|dos|do|du|le|la|bin|ibn|di|ter|zu|al|el|ben|del|della|y|e|of the|aux"
_RUN = re.compile(
    rf"(?<![\w'/@#.-])(?=[{UPPER}]|[ae][lds]-|[dl]'){NAME_WORD}(?:[ ](?:(?:{_PARTICLES})[ ]){{0,2}}{NAME_WORD}){{0,8}}"
)
_RUN_WORD = re.compile(r"\S+")
_LINE_WORD = re.compile(r"[^\W\d_][\w'-]*")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words, as the ranges of its words."""

    start: int
    end: int
    words: tuple[Range, ...]


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of capitalised words, lower-case particles between them included."""
    for match in _RUN.finditer(text):
        start = match.start()
        words = tuple((start + word.start(), start + word.end()) for word in _RUN_WORD.finditer(match.group()))
        yield Run(start, match.end(), words)


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Tell whether a capitalised word is one that begins sentences rather than names."""
    lowered = word.lower()
    return lowered in gazetteer.words("common") or lowered in STOP_WORDS or word in _CALENDAR


def is_place_word(word: str) -> bool:
    """Tell whether a name that ends with this word is a place, a thing or an event."""
    return word in gazetteer.words("place") or word in gazetteer.words("thing")


def is_adjective(word: str) -> bool:
    """Tell whether a word says of which state or people something is (`Polish`, `Latvians`)."""
    return word in gazetteer.adjectives()


def sentence_start(text: str, start: int) -> bool:
    """Tell whether a position begins a sentence, a line or a quotation, so that a capital there says nothing."""
    index = start - 1
    while index >= 0 and text[index] in " \"'([":
        index -= 1
    return index < 0 or text[index] in "\n.!?:•▪|" or (text[index] in "–—-" and index > 0 and text[index - 1] in "\n ")


def headlines(text: str) -> Iterator[Range]:
    """Yield the lines in which every longer word has a capital, so that a capital says nothing."""
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        words = [word for word in _LINE_WORD.findall(line) if len(word) > 3] if len(line) < 200 else []
        if len(words) >= 3 and not line.rstrip().endswith((".", '"')):
            capitals = sum(word[0].isupper() for word in words)
            if capitals >= 0.75 * len(words) and (capitals == len(words) or len(words) >= 5):
                yield position, end
        position = end + 1
