"""Names to choose from as one types: canonical ones, official ones and aliases, however they are accented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotator.nlp import gazetteer

_FUZZY_FROM = 4
"""So many characters must be typed before a similar spelling says anything."""
_ALIKE = 76
"""How alike (0 … 100, `rapidfuzz.fuzz.ratio`) a similar spelling is at least."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity to choose: its id (empty for a name that is in no table), canonical name, kind and other names."""

    id: str
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """An entity that fits what was typed: the other name by which it was found, and whether that is only similar."""

    known: Known
    alias: str = ""
    similar: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    folded: str
    name: str
    known: Known


class Names:
    """Entities by all their names; made once, asked at every key."""

    def __init__(self, every: Iterable[Known] = (), *, beside: "Names | None" = None) -> None:
        """Take these entities, after those of other names, which stay as they are."""
        self._rows: list[_Row] = list(beside.rows) if beside is not None else []
        self._exact: dict[str, Known] = {}
        self._by_id: dict[str, Known] = {}
        for row in self._rows:
            self._take(row)
        for known in every:
            for name in dict.fromkeys((known.name, *known.aliases)):
                self._rows.append(_Row(folded(name), name, known))
                self._take(self._rows[-1])

    @property
    def rows(self) -> Sequence[_Row]:
        """Return every name with its entity."""
        return self._rows

    def exact(self, typed: str) -> Known | None:
        """Return the entity that has just this name, or None."""
        return self._exact.get(folded(typed))

    def entity(self, identity: str) -> Known | None:
        """Return the entity with this id, or None."""
        return self._by_id.get(identity)

    def offers(self, typed: str, used: Sequence[str] = (), most: int = 9) -> list[Offer]:
        """Return what fits best first: names that begin so, words that do, aliases, names that hold it, similar ones.

        Canonical names that are `used` go before others that fit as well; they are what is offered for nothing typed.
        """
        wanted = folded(typed)
        if not wanted:
            return [Offer(known) for name in used[:most] if (known := self.exact(name)) is not None]
        ranks = {name: number for number, name in enumerate(used)}
        best: dict[tuple[str, str], tuple[tuple[int, int, int, str], Offer]] = {}
        for row in self._rows:
            fit = _fit(row, wanted)
            if fit is not None:
                _keep(best, row, fit, ranks)
        if len(best) < most and len(wanted) >= _FUZZY_FROM:
            for row, fit in self._similar(wanted):
                _keep(best, row, fit, ranks, similar=True)
        return [offer for _order, offer in sorted(best.values(), key=lambda item: item[0])[:most]]

    def _similar(self, wanted: str) -> list[tuple[_Row, int]]:
        from rapidfuzz import fuzz, process  # takes longer to import than a key may

        # What was typed may be the beginning of a name: only so much of each name is compared.
        begun = [row.folded[: len(wanted) + 1] for row in self._rows]
        found = process.extract(wanted, begun, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=24)
        rows = ((self._rows[place], score) for _text, score, place in found)
        return [(row, 200 - round(score) + (row.name != row.known.name)) for row, score in rows]

    def _take(self, row: _Row) -> None:
        """Note whom a name means: whose canonical name it is, else who was there first."""
        self._by_id.setdefault(row.known.id, row.known)
        if row.name == row.known.name:
            self._exact[row.folded] = row.known
        else:
            self._exact.setdefault(row.folded, row.known)


def folded(name: str) -> str:
    """Return a name as it is compared: small plain letters, one space between words."""
    return gazetteer.unaccented(" ".join(name.split()).casefold()).casefold().replace("’", "'")


def _fit(row: _Row, wanted: str) -> int | None:
    """Return how well a name fits, the smaller the better, or None."""
    place = row.folded.find(wanted)
    if place < 0:
        return None
    if len(row.folded) == len(wanted):
        return 0
    alias = row.name != row.known.name
    if place == 0:
        return 3 if alias else 1
    begins = not row.folded[place - 1].isalnum() or f" {wanted}" in row.folded
    return (4 if alias else 2) if begins else 5


def _keep(
    best: dict[tuple[str, str], tuple[tuple[int, int, int, str], Offer]],
    row: _Row,
    fit: int,
    ranks: dict[str, int],
    *,
    similar: bool = False,
) -> None:
    known = row.known
    identity = (known.id, "" if known.id else known.name)
    order = (fit, ranks.get(known.name, len(ranks)), len(row.folded), known.name)
    if identity not in best or order < best[identity][0]:
        alias = row.name if row.name != known.name else ""
        best[identity] = (order, Offer(known, alias, similar))


@lru_cache(maxsize=4)
def tables(kind: str) -> Names:
    """Return the names of the actors or treaties (`kind`) that ship with the program."""
    entities = gazetteer.treaties() if kind == "treaty" else (*gazetteer.states(), *gazetteer.organisations())
    return Names(
        Known(entity.id, entity.name, f"{entity.kind} {entity.year}".strip(), entity.names[1:]) for entity in entities
    )
