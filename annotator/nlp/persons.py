"""Persons by title and name, by given name or by what is said of them; later by their surname alone. Other names that act, too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from annotator.core.article import Range
from annotator.nlp.capitals import (
    NAME_WORD,
    PARTY_WORDS,
    TITLES,
    Run,
    is_adjective,
    is_common,
    is_place_word,
    runs,
    sentence_start,
)
from annotator.nlp.findings import ACTOR, NOTES, Finding, Notes
from annotator.nlp.gazetteer import given_names, unaccented

_SAYS = re.compile(
    r",? (?:(?:has|have|had|will|would|also|then|later|himself|herself) )?(?:said|says|told|tells|wrote|writes|added|adds|warned|warns|argued|argues|called|calls|announced"
    r"|announces|signed|signs|confirmed|recalled|insisted|insists|noted|notes|stressed|explained|declared|replied|conceded|concedes|thinks|believes|voted|votes|abstained|abstains"
    r"|rejected|rejects|welcomed|welcomes|condemned|backed|backs|opposed|opposes|opposed|urged|urges|demanded|demands|accused|promised|proposed|refused|refuses|ratified"
    r"|supports?|supported|criticised|criticized|defended|denounced|applauds|applauded|regretted|wants|wanted|expects|hopes|hoped|vowed|pledged|asked|asks|stated|states|complained|tabled"
    r"|regrets|warn|congratulated|appealed|led|leads|heads|headed|chairs|chaired|presented|meant|suggested|claimed|claims|argue|agreed|agrees|remarked|quipped|joked|put|announced)\b"
)
_PERSON_AFTER = re.compile(r"(?:,? (?:who|whose|whom)\b|, (?:an?|the|its|his|her|then|head|chair|leader|director|president|minister|spokes\w+|secretary|professor|\d\d,|\d\d\.)\b|,? \d\d, )")
_SAID_BEFORE = re.compile(r"\b(?:said|says|told|adds|added|wrote|writes|argues|argued|according to|conceded|by|named|with|that|led by|signed by|chaired by|minister|president|senator|leader|coordinator"
    r"|deputy|spokes(?:man|woman|person)|chair|director|judge|ambassador|secretary|head|lawyer|professor|historian|analyst|governor|general|whip|mayor|counterpart|premier|chancellor),? $")
_PLACE_BEFORE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]n|[Oo]ff|[Ff]rom|[Aa]round|[Oo]utside|[Ii]nto|[Tt]hrough|[Oo]ver|[Aa]cross|[Aa]long|[Vv]ia|[Tt]owards?|north of|south of|east of|west of|town of|city of|village of|port of|streets? of|called|aboard|ship) (?:the )?$")
_HONORIFIC = frozenset(["Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Sir", "Dame", "Lord", "Lady", "Baroness", "Dr", "Dr."])
_NOT_A_NAME = re.compile(r"[A-Z0-9]{2,}(?:-\d+)?\Z")
_LOWER_TITLE = re.compile(r"\b(?:minister|president|senator|chancellor|premier|spokes\w+|secretary|chairman|ambassador|judge|prosecutor|general|king|queen|prince|pope) $")


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[Range, ...]
    titled: bool
    start: int
    end: int


def mark_persons(doc: Doc) -> Doc:
    """Add persons, and other names that act, to the notes of a document."""
    notes = doc.user_data.setdefault(NOTES, Notes(doc.text))
    weak: list[_Name] = []
    accepted: dict[str, str] = {}
    persons: dict[str, str] = {}
    for run in runs(notes.text):
        for name in _names(notes, run):
            confidence, is_person = _judge(notes, name)
            if confidence:
                surface = notes.text[name.start : name.end]
                accepted.setdefault(surface, surface)
                if is_person and len(name.words) > 1:
                    persons.setdefault(_key(_word(notes, name.words[-1])), surface)
                elif is_person:
                    persons.setdefault(_key(surface), persons.get(_key(surface), surface))
                notes.add(Finding(ACTOR, name.start, name.end, "person" if is_person else "name", confidence, name=_full(persons, surface)))
            else:
                weak.append(name)
    _surnames(notes, persons)
    for name in weak:
        surface = notes.text[name.start : name.end]
        if surface in accepted and not notes.taken.overlap(name.start, name.end):
            notes.add(Finding(ACTOR, name.start, name.end, "name-again", 0.7, name=surface))
    return doc


def _names(notes: Notes, run: Run) -> Iterator[_Name]:
    """Yield the parts of a run that may be names: what is taken, titles, adjectives and sentence beginnings cut it."""
    words: list[Range] = []
    titled = False
    for index, (start, end) in enumerate(run.words):
        word = notes.text[start:end]
        kind = _kind(notes, run, index, word, (start, end))
        if kind == "":
            words.append((start, end))
            continue
        if words:
            yield from _trimmed(notes, words, titled=titled)
            titled = False
        words = []
        titled = kind == "title" or (titled and kind != "taken")
    if words:
        yield from _trimmed(notes, words, titled=titled)


def _kind(notes: Notes, run: Run, index: int, word: str, place: Range) -> str:
    if notes.taken.overlap(*place):
        return "taken"
    following = notes.text[run.words[index + 1][0] : run.words[index + 1][1]] if index + 1 < len(run.words) else ""
    if word in TITLES and not (word in ("Rice", "King", "Prince", "Bishop", "Pope", "Judge", "Justice", "Marshal") and index and not following):
        return "title"
    if word in PARTY_WORDS and following:
        return "title"
    if is_adjective(word):
        return "adjective"
    given = unaccented(word) in given_names()
    if is_common(word) and not (given and following[:1].isupper()):
        return "common"
    return ""


def _trimmed(notes: Notes, words: list[Range], *, titled: bool) -> Iterator[_Name]:
    while words and notes.text[words[0][0]].islower():
        words = words[1:]
    while words and notes.text[words[-1][0]].islower() and not _word(notes, words[-1]).startswith(("al-", "d'", "el-")):
        words = words[:-1]
    if words:
        yield _Name(tuple(words), titled, words[0][0], words[-1][1])


def _word(notes: Notes, place: Range) -> str:
    return notes.text[place[0] : place[1]]


def _judge(notes: Notes, name: _Name) -> tuple[float, bool]:
    """Return how sure it is that this is an actor (0: not), and whether it is a person."""
    text = notes.text
    words = [_word(notes, place) for place in name.words]
    before = text[max(0, name.start - 40) : name.start]
    after = text[name.end : name.end + 60]
    if notes.taken.overlap(name.start, name.end) or re.match(r"-[a-z]", after) or is_place_word(words[-1]):
        return 0.0, False
    acronym = _NOT_A_NAME.match(words[-1]) is not None
    if len(words) == 1:
        return _judge_single(notes, name, words[0], before, after)
    given = unaccented(words[0]) in given_names() or unaccented(words[0].split("-")[0]) in given_names()
    if len(words) > 5 or notes.headlines.overlap(name.start, name.end):
        return (0.7, True) if given and len(words) <= 3 else (0.0, False)
    if name.titled:
        return 0.95, True
    if given and not acronym:
        return 0.9, True
    if _SAYS.match(after) or _PERSON_AFTER.match(after):
        return (0.75, True) if not _PLACE_BEFORE.search(before) else (0.0, False)
    if _PLACE_BEFORE.search(before) or sentence_start(text, name.start):
        return 0.0, False
    if _SAID_BEFORE.search(before):
        return 0.75, True
    return 0.0, False


def _judge_single(notes: Notes, name: _Name, word: str, before: str, after: str) -> tuple[float, bool]:
    """Judge one capitalised word: after a title a person, before a verb of saying or acting some actor."""
    text = notes.text
    if notes.headlines.overlap(name.start, name.end) or len(word.strip(".")) < 3:
        return 0.0, False
    title = re.search(r"([\w.]+) $", before)
    if name.titled and title and (title[1] in TITLES):
        return (0.8, True) if title[1] in _HONORIFIC or title[1] in ("President", "Minister", "Chancellor", "Senator", "Premier", "Secretary", "Taoiseach", "Prime", "King", "Queen", "Pope", "Prince") else (0.0, False)
    if _PLACE_BEFORE.search(before):
        return 0.0, False
    known = not sentence_start(text, name.start) or not word.isascii() or _NOT_A_NAME.match(word) is not None
    if known and _SAYS.match(after) and not word.endswith(("ans", "ese", "ists")):
        return 0.6, False
    if _LOWER_TITLE.search(before):
        return 0.7, True
    return 0.0, False


def _full(persons: dict[str, str], surface: str) -> str:
    return surface if " " in surface else persons.get(_key(surface), surface)


def _key(name: str) -> str:
    return unaccented(name).lower().replace("-", " ")


def _surnames(notes: Notes, persons: dict[str, str]) -> None:
    """Add every later mention of a person by surname alone, also with a case ending (`Shchelokova`)."""
    surnames = {key: full for key, full in persons.items() if len(key) > 1}
    if not surnames:
        return
    for match in re.finditer(NAME_WORD, notes.text):
        if notes.taken.overlap(*match.span()):
            continue
        word = match.group()
        key = _key(word)
        full = surnames.get(key) or _inflected(surnames, key)
        if full and not _inside_other_name(notes, match.start(), match.end()):
            notes.add(Finding(ACTOR, match.start(), match.end(), "surname", 0.85, name=full))


def _inflected(surnames: dict[str, str], key: str) -> str:
    for cut in (1, 2):
        if len(key) - cut >= 6 and key[-cut:] in ("a", "u", "om", "ym", "y", "em", "ov") and key[:-cut] in surnames:
            return surnames[key[:-cut]]
    return ""


def _inside_other_name(notes: Notes, start: int, end: int) -> bool:
    """Tell whether a surname is part of a longer capitalised name that is something else (`Merkel Street`)."""
    after = re.match(r" (\w+)", notes.text[end : end + 24])
    return bool(after and is_place_word(after[1]) and not sentence_start(notes.text, start)) or notes.text[end : end + 1] == "-"
