"""Persons by title and name, by given name or by what is said of them; later by surname. Other names that act, too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from annotator.core.article import Range
from annotator.nlp.capitals import (
    NAME_WORD,
    UPPER,
    Run,
    is_adjective,
    is_common,
    is_place_word,
    runs,
    sentence_start,
)
from annotator.nlp.findings import ACTOR, Finding, Notes, notes_of
from annotator.nlp.gazetteer import any_of, given_names, unaccented, words

_SAYS = re.compile(rf",? (?:(?:has|have|had|will|would|also|then|later|himself|herself) )?(?:{any_of('saying')})\b")
_PERSON_AFTER = re.compile(
    r",? (?:who|whose|whom)\b|, (?:an?|the|its|his|her|then|head|chair|leader|director|president|minister|spokes\w+"
    r"|secretary|professor|\d\d,|\d\d\.)\b|,? \d\d, "
)
_PERSON_BEFORE = re.compile(
    r"\b(?:said|says|told|adds|added|wrote|writes|argues|argued|according to|conceded|by|named|with|that|led by"
    r"|signed by"
    r"|chaired by|minister|president|senator|leader|coordinator|deputy|spokes(?:man|woman|person)|chair|director|judge"
    r"|ambassador|secretary|head|lawyer|professor|historian|analyst|governor|general|whip|mayor|counterpart|premier"
    r"|chancellor),? $"
)
_OFFICE_BEFORE = re.compile(
    r"\b(?:minister|president|senator|chancellor|premier|spokes\w+|secretary|chairman|ambassador|judge|prosecutor"
    r"|general"
    r"|king|queen|prince|pope) $"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]n|[Oo]ff|[Ff]rom|[Aa]round|[Oo]utside|[Ii]nto|[Tt]hrough|[Oo]ver|[Aa]cross"
    r"|[Aa]long|[Vv]ia"
    r"|[Tt]owards?|(?:north|south|east|west|town|city|village|port|streets?) of|called|aboard|ship) (?:the )?$"
)
_NOT_A_NAME = re.compile(r"[A-Z0-9]{2,}(?:-\d+)?\Z")
_NAME_OF_TWO = re.compile(r"[A-Z]\w+-[a-z]\w+\Z")
_MEMBERS_AFTER = re.compile(
    r" (?:MPs?|MEPs?|senators?|deput(?:y|ies)|lawmakers?|leaders?|members?|officials?|spokes\w+|chief|chair\w*|director"
    r"|secretary|faction|group|party|coalition)\b|, (?:the|an?|which|whose) "
)
_SURNAME = re.compile(rf"(?<![\w'-])(?=[{UPPER}]|[ae][lds]-|[dl]'){NAME_WORD}")
_CASE_ENDINGS = ("a", "u", "om", "ym", "y", "em", "ov")
_PEOPLES = ("ans", "ese", "ists", "ers", "ians")


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[Range, ...]
    title: str
    start: int
    end: int


@dataclass(slots=True)
class _Known:
    """The persons and other names met so far: full names by surname, and every name that was accepted."""

    persons: dict[str, str]
    accepted: set[str]
    places: frozenset[str]


def mark_persons(doc: Doc) -> Doc:
    """Add persons, and other names that act, to the notes of a document."""
    notes = notes_of(doc)
    names = [name for run in runs(notes.text) for name in _names(notes, run)]
    known = _Known({}, set(), frozenset(_surface(notes, name) for name in names if _is_placed(notes, name)))
    weak = [name for name in names if not _add(notes, name, known)]
    _surnames(notes, known.persons)
    for name in weak:
        if _surface(notes, name) in known.accepted:
            notes.add_free(Finding(ACTOR, name.start, name.end, "name-again", 0.7, name=_surface(notes, name)))
    return doc


def _add(notes: Notes, name: _Name, known: _Known) -> bool:
    after = notes.text[name.end : name.end + 2]
    if is_place_word(_word(notes, name.words[-1])) or (after[:1] == "-" and after[1:].islower()):
        return False
    confidence, is_person = _judge(notes, name, known)
    if not confidence or notes.taken.overlap(name.start, name.end):
        return False
    surface = _surface(notes, name)
    known.accepted.add(surface)
    if is_person:
        known.persons.setdefault(_key(_surname(notes, name)), surface)
    full = surface if len(name.words) > 1 else known.persons.get(_key(surface), surface)
    notes.add(Finding(ACTOR, name.start, name.end, "person" if is_person else "name", confidence, name=full))
    return True


def _surname(notes: Notes, name: _Name) -> str:
    """Return the family name: the last word, or the first where the family comes first (`Kim Jong-un`)."""
    first, last = _word(notes, name.words[0]), _word(notes, name.words[-1])
    family_first = first in words("family-first") and (_NAME_OF_TWO.match(last) or len(name.words) == 2)
    return first if family_first else last


def _names(notes: Notes, run: Run) -> Iterator[_Name]:
    """Yield the parts of a run that may be names: what is taken, titles, adjectives and sentence beginnings cut it."""
    held: list[Range] = []
    title = ""
    for index, place in enumerate(run.words):
        word = _word(notes, place)
        kind = _kind(notes, run, index, word)
        if kind == "":
            held.append(place)
            continue
        yield from _trimmed(notes, held, title)
        title = word if kind == "title" else title if kind == "adjective" and not held else ""
        held = []
    yield from _trimmed(notes, held, title)


def _kind(notes: Notes, run: Run, index: int, word: str) -> str:
    if notes.taken.overlap(*run.words[index]):
        return "taken"
    following = _word(notes, run.words[index + 1]) if index + 1 < len(run.words) else ""
    before = _word(notes, run.words[index - 1]) if index else ""
    if word in words("title"):
        is_last_of_name = before and before not in words("title") and not following and word in words("title-alone")
        if not is_last_of_name:
            return "title"
    if following and (word in words("party") or word in words("body")):
        return "title"
    if is_adjective(word):
        return "adjective"
    if not is_common(word):
        return ""
    named = (_is_given(word) and following[:1].isupper()) or _is_given(before)  # "Theresa May"
    named = named or (before in words("title") and following[:1].isupper())  # "Minister January Makamba"
    return "" if named else "common"


def _trimmed(notes: Notes, held: list[Range], title: str) -> Iterator[_Name]:
    """Yield the words as a name, without the particles at its edges."""
    places = list(held)
    while (
        places and notes.text[places[0][0]].islower() and not _word(notes, places[0]).startswith(("al-", "el-", "d'"))
    ):
        places.pop(0)
    while (
        places and notes.text[places[-1][0]].islower() and not _word(notes, places[-1]).startswith(("al-", "el-", "d'"))
    ):
        places.pop()
    if places:
        yield _Name(tuple(places), title, places[0][0], places[-1][1])


def _word(notes: Notes, place: Range) -> str:
    return notes.text[place[0] : place[1]]


def _surface(notes: Notes, name: _Name) -> str:
    return notes.text[name.start : name.end]


def _is_placed(notes: Notes, name: _Name) -> bool:
    """Tell whether a name stands as a place somewhere in the text, so that it is no person elsewhere."""
    return not name.title and _PLACE_BEFORE.search(notes.text[max(0, name.start - 24) : name.start]) is not None


def _judge(notes: Notes, name: _Name, known: _Known) -> tuple[float, bool]:
    """Return how sure it is that this is an actor (0: not), and whether it is a person."""
    text = notes.text
    first, last = _word(notes, name.words[0]), _word(notes, name.words[-1])
    before, after = text[max(0, name.start - 40) : name.start], text[name.end : name.end + 60]
    if len(name.words) == 1:
        return _judge_single(notes, name, before, after)
    placed = _surface(notes, name) in known.places
    given = _is_given(first) or (len(name.words) == 2 and _NAME_OF_TWO.match(last) is not None)
    if len(name.words) > 5 or notes.headlines.overlap(name.start, name.end):
        return (0.7, True) if given and len(name.words) <= 3 and not placed else (0.0, False)
    acting = _SAYS.match(after) or _PERSON_AFTER.match(after)
    if name.title or (given and not _NOT_A_NAME.match(last) and (acting or not placed)):
        return (0.95 if name.title else 0.9), True
    said = acting or (_PERSON_BEFORE.search(before) and not sentence_start(text, name.start))
    place = placed or _PLACE_BEFORE.search(before) or text[name.start].islower()
    return (0.75, True) if said and not place else (0.0, False)


@lru_cache(maxsize=4096)
def _is_given(word: str) -> bool:
    return unaccented(word) in given_names() or unaccented(word.split("-", maxsplit=1)[0]) in given_names()


def _judge_single(notes: Notes, name: _Name, before: str, after: str) -> tuple[float, bool]:
    """Judge one capitalised word: after a title a person, before a verb of saying or acting some actor."""
    word = _surface(notes, name)
    titled = name.title in words("honorific") or name.title in words("title-alone")
    nothing = notes.headlines.overlap(name.start, name.end) or len(word.strip(".")) < 3 or (name.title and not titled)
    if nothing or (not titled and (_PLACE_BEFORE.search(before) or word in words("us-state"))):
        return 0.0, False
    if titled or _OFFICE_BEFORE.search(before):
        return (0.8 if titled else 0.7), True
    if _NOT_A_NAME.match(word) and _MEMBERS_AFTER.match(after) and word not in words("no-actor"):
        return 0.6, False
    named = not sentence_start(notes.text, name.start) or not word.isascii() or _NOT_A_NAME.match(word) is not None
    return (0.6, False) if named and _SAYS.match(after) and not word.endswith(_PEOPLES) else (0.0, False)


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return unaccented(name).lower().replace("-", " ")


def _surnames(notes: Notes, persons: dict[str, str]) -> None:
    """Add every later mention of a person by surname alone, also with a case ending (`Shchelokova`)."""
    for match in _SURNAME.finditer(notes.text) if persons else ():
        if notes.taken.overlap(*match.span()):
            continue
        key = _key(match.group())
        full = persons.get(key) or _inflected(persons, key)
        if full and not _inside_other_name(notes, match.start(), match.end()):
            notes.add(Finding(ACTOR, match.start(), match.end(), "surname", 0.85, name=full))


def _inflected(persons: dict[str, str], key: str) -> str:
    stems = (key[: -len(ending)] for ending in _CASE_ENDINGS if key.endswith(ending))
    return next((persons[stem] for stem in stems if len(stem) >= 6 and stem in persons), "")


def _inside_other_name(notes: Notes, start: int, end: int) -> bool:
    """Tell whether a surname is part of a longer capitalised name that is something else (`Merkel Street`)."""
    after = re.match(r" (\w+)", notes.text[end : end + 24])
    return bool(after and is_place_word(after[1])) or notes.text[end : end + 1] == "-"
