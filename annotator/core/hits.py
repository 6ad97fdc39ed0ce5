"""What a search means: the phrases of a query, and where a text holds them, letter for letter as the index has it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from annotator.core.article import Range

LONGEST = 1_000
"""How much of a query is read, in characters: SQLite refuses longer patterns."""

_MOST_WORDS = 64
_NEAR = 4_000
_QUERIED = regex.compile(r"\"[^\"]+\"|[\p{L}\p{M}\p{N}_]+")
_SPOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
# Letters that Unicode does not take apart, so that the index cannot fold them.
_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "ı": "i", "ð": "d", "þ": "th",
    }
)  # fmt: skip
# The combining marks that SQLite's unicode61 takes for part of a word (fts5_unicode2.c); all others end one.
_ACCENTS = "\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331"
_ACCENT = re.compile(f"[{_ACCENTS}]")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_ACCENTS}])*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after the other, folded; where it is `begun`, the last may go on."""

    words: tuple[str, ...]
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """The words around a hit, on one line, and where the hit is in them."""

    text: str
    hit: Range


def spread(text: str) -> str:
    """Put spaces around the characters of scripts that write none, so that each is a word to the index."""
    return text if text.isascii() else _CJK.sub(lambda match: f" {match.group()} ", text.translate(_LETTERS))


def spoken(query: str) -> list[tuple[str, bool]]:
    """Return the phrases of a query as they were written, one space between words, and whether the last word may go on.

    Words in quotes are one phrase. What has no letter or digit is none.
    """
    found = []
    for match in list(_QUERIED.finditer(query))[:_MOST_WORDS]:
        begun = match.end() == len(query) and not match.group().startswith('"')
        phrase = " ".join(_SPOKEN.findall(spread(match.group())))
        if phrase:
            found.append((phrase, begun))
    return found


def phrases(query: str) -> list[Phrase]:
    """Return the phrases of a query, folded; a text is found that holds each."""
    read = [(tuple(word for _start, _end, word in _words(phrase)), begun) for phrase, begun in spoken(query[:LONGEST])]
    return [Phrase(words, begun) for words, begun in read if words]


def hits(text: str, query: str) -> list[Range]:
    """Return where a text holds any phrase of a query, in order; hits that touch the same word are one."""
    wanted = phrases(query)
    return _merged(sorted(_found(_words_of(text), wanted))) if wanted else []


def snippet(text: str, query: str, *, before: int = 30, after: int = 90) -> Snippet | None:
    """Return the words around the first hit in a text, or None where it holds none."""
    wanted = phrases(query)
    near = text[: text.find(" ", _NEAR) + 1]  # mostly it is near the beginning, and a long text takes its time
    found = wanted and (sorted(_found(list(_words(near)), wanted)) or sorted(_found(list(_words(text)), wanted)))
    if not found:
        return None
    start, end = found[0]
    left = text[max(start - before, 0) : start]
    if start > before:
        left = "…" + left[left.find(" ") + 1 :]  # from the beginning of a word
    left, hit = " ".join(f"{left}|".split())[:-1], " ".join(text[start:end].split())
    right = " ".join(f"|{text[end : end + after]}".split())[1:]
    return Snippet(left + hit + right, (len(left), len(left) + len(hit)))


def folded(word: str) -> str:
    """Return a word as the index compares it: small letters, without accents."""
    return word.lower() if word.isascii() else _folded(word)


@lru_cache(maxsize=1 << 15)
def _folded(word: str) -> str:
    return "".join(_letter(letter) for letter in _ACCENT.sub("", word.translate(_LETTERS)))


def _letter(letter: str) -> str:
    """Return a letter folded as unicode61 does with `remove_diacritics 2`: only Latin letters lose their accents."""
    apart = unicodedata.normalize("NFD", letter)
    if apart[0].isascii():
        return apart[0].lower()
    small = letter.casefold()
    return small if len(small) == 1 else letter.lower()


@lru_cache(maxsize=2)
def _words_of(text: str) -> Sequence[tuple[int, int, str]]:
    """Return the words of a text, remembered while one types what to look for in it."""
    return list(_words(text))


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words of a text as the index has them: where each starts and ends, and the word folded."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    alone = not text.isascii() and _CJK.search(text) is not None
    for match in pattern.finditer(text):
        word, start = match.group(), match.start()
        if alone and not word.isascii() and _CJK.search(word):
            yield from _apart(word, start)
        else:
            yield start, match.end(), folded(word)


def _apart(word: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Yield a word of scripts without spaces, each character by itself, the rest between them as words."""
    at = 0
    for match in _CJK.finditer(word):
        yield from ((start + at + one, start + at + two, inner) for one, two, inner in _rest(word[at : match.start()]))
        yield start + match.start(), start + match.end(), folded(match.group())
        at = match.end()
    yield from ((start + at + one, start + at + two, inner) for one, two, inner in _rest(word[at:]))


def _rest(word: str) -> Iterator[tuple[int, int, str]]:
    for match in _WORD.finditer(word):
        yield match.start(), match.end(), folded(match.group())


def _found(words: Sequence[tuple[int, int, str]], wanted: Sequence[Phrase]) -> Iterator[Range]:
    for phrase in wanted:
        length = len(phrase.words)
        first, last = phrase.words[0], phrase.words[-1]
        for at, (start, _end, word) in enumerate(words[: max(len(words) - length + 1, 0)]):
            if length == 1:
                if word == last or (phrase.begun and word.startswith(last)):
                    yield start, words[at][1]
            elif word == first:
                run = [item[2] for item in words[at : at + length]]
                if run[:-1] == list(phrase.words[:-1]) and (
                    run[-1] == last or (phrase.begun and run[-1].startswith(last))
                ):
                    yield start, words[at + length - 1][1]


def _merged(found: Sequence[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
