"""What words mean by themselves: the canonical name or the date of a mark made by hand. Nothing here needs spaCy."""

from collections.abc import Iterable
from functools import lru_cache

from annotator.core.article import Article
from annotator.nlp import dates, gazetteer
from annotator.nlp.folding import fold
from annotator.nlp.gazetteer import Entity

_NEAR = 1_500
"""How much of the text on either side is read for a date's context, in characters."""


def date_of(article: Article, start: int, end: int) -> tuple[str, str]:
    """Return the date that a stretch says and which parts of it are inferred; empty where it says none, or several."""
    near = max(start - _NEAR, 0)
    folded = fold(article.text[near : end + _NEAR])
    first, last = folded.folded(start - near, end - near)
    inside = [found for found in dates.find(folded.text, article.published) if found.start < last and first < found.end]
    return (inside[0].date, inside[0].inferred) if len(inside) == 1 else ("", "")


def entity_of(kind: str, words: str) -> Entity | None:
    """Return the one canonical actor or treaty (`kind`) that has these words as a name, or None.

    What somebody labels as an actor or a treaty acts as one, so capitals and adjectives count after the names.
    """
    return _by_name(kind).get(spelling(words))


def spelling(words: str) -> str:
    """Return words so that those which differ only in case, accents, spaces or a leading article are the same."""
    plain = " ".join(gazetteer.unaccented(fold(words).text).casefold().split())
    first, _, rest = plain.partition(" ")
    return rest if rest and first in {"the", "a", "an"} else plain


@lru_cache(maxsize=2)
def _by_name(kind: str) -> dict[str, Entity]:
    """Return the entities by each of their names that is no other's."""
    tables = gazetteer.treaties() if kind == "treaty" else (*gazetteer.states(), *gazetteer.organisations())
    named = _unambiguous((spelling(name), entity) for entity in tables for name in entity.names)
    more = ((spelling(name), entity) for entity in tables for name in (*entity.seats, *entity.adjectives))
    return {**{name: entity for name, entity in _unambiguous(more).items() if name not in named}, **named}


def _unambiguous(pairs: Iterable[tuple[str, Entity]]) -> dict[str, Entity]:
    found: dict[str, set[Entity]] = {}
    for name, entity in pairs:
        found.setdefault(name, set()).add(entity)
    return {name: next(iter(entities)) for name, entities in found.items() if len(entities) == 1}
