"""The tables of states, organisations and treaties in `resources/entities`, as frozen rows."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from annotator.nlp.folding import fold
from annotator.resources import path


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical actor or treaty: `aliases` are always its names, `seats` only where they act or are treated as it."""

    id: str
    kind: str
    name: str
    official: str = ""
    aliases: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    year: str = ""
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name, the official name and the aliases, each once."""
        return tuple(dict.fromkeys(name for name in (self.name, self.official, *self.aliases) if name))


@lru_cache(maxsize=1)
def states() -> tuple[Entity, ...]:
    """Return the states of the world, past ones too; ids are ISO 3166 alpha-3 where there is one."""
    return tuple(
        Entity(
            id=row["id"], kind="state", name=row["name"], official=row["official"], source=row["source"],
            aliases=_many(row["aliases"]), seats=_many(row["capitals"]), adjectives=_many(row["adjectives"]),
        )
        for row in _rows("states.tsv")
    )  # fmt: skip


@lru_cache(maxsize=1)
def organisations() -> tuple[Entity, ...]:
    """Return organisations, groups, state bodies, parties and territories; the kind says which."""
    return tuple(
        Entity(
            id=row["id"], kind=row["kind"], name=row["name"], source=row["source"],
            aliases=_many(row["aliases"]), seats=_many(row["seats"]),
        )
        for row in _rows("organisations.tsv")
    )  # fmt: skip


@lru_cache(maxsize=1)
def treaties() -> tuple[Entity, ...]:
    """Return the treaties; an alias with `~` is a place or a phrase that counts only where it is a treaty."""
    return tuple(
        Entity(
            id=row["id"], kind="treaty", name=row["name"], official=row["official"], year=row["year"],
            aliases=tuple(alias for alias in _many(row["aliases"]) if not alias.startswith("~")),
            seats=tuple(alias[1:] for alias in _many(row["aliases"]) if alias.startswith("~")), source=row["source"],
        )
        for row in _rows("treaties.tsv")
    )  # fmt: skip


@lru_cache(maxsize=1)
def adjectives() -> dict[str, Entity]:
    """Return the state for each adjective and name of a people (`Polish`, `Poles`)."""
    return {word: state for state in reversed(states()) for word in state.adjectives}


@lru_cache(maxsize=64)
def words(kind: str) -> frozenset[str]:
    """Return the words of one kind from the table of words that the rules need (titles, what begins sentences …)."""
    return frozenset(row["word"] for row in _rows("words.tsv") if row["kind"] == kind)


def any_of(kind: str) -> str:
    """Return the words of one kind as a regular expression's alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words(kind), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return given names of many languages, folded to plain letters."""
    lines = path("entities", "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(unaccented(line) for line in lines if line)


def spellings(name: str) -> tuple[str, ...]:
    """Return a name as the folded text may spell it: as it is, and without its accents."""
    folded = fold(name).text
    return tuple(dict.fromkeys((folded, unaccented(folded))))


_LETTERS = str.maketrans("łŁøØđĐı", "lLoOdDi") | str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae"})


def unaccented(text: str) -> str:
    """Return the text with accents and cedillas taken off its letters."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(character for character in apart if not unicodedata.combining(character))


def _rows(table: str) -> Iterator[dict[str, str]]:
    with path("entities", table).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
