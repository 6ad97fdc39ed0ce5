"""Canonical names of state bodies: a generic one gets its state in brackets (`Ministry of Defence (Lithuania)`)."""

import re
from collections import Counter
from functools import lru_cache

from annotator.nlp import gazetteer
from annotator.nlp.findings import ACTOR, Notes

_GENERIC = re.compile(
    r"(?:(?:Foreign|Defen[cs]e|Interior|Finance|Justice|Economy|Environment|Energy|Health|Trade) Ministry"
    r"|Parliament|Government"
    r"|Senate|Cabinet|Ministry(?: .*)?|Army|Navy|Air Force|Supreme Court|Constitutional Court)"
)
_OF = re.compile(r" of (?:the )?")
_SHORT = {
    "Alliance": "NATO",
    "Union": "European Union",
    "Commission": "European Commission",
    "Organization": "",
    "Court": "",
}


def is_generic(name: str) -> bool:
    """Tell whether a body's name is one that many states have."""
    return _GENERIC.fullmatch(name) is not None


def canonical(notes: Notes, start: int, end: int) -> str:
    """Return the canonical name of the body at [start, end), from its own words and from what was named before it."""
    surface = " ".join(notes.text[start:end].split())
    if " " not in surface:
        return _of_short(notes, surface, start)
    first, _, rest = surface.partition(" ")
    state = gazetteer.adjectives().get(first)
    owners = [(of.start(), _by_name().get(surface[of.end() :])) for of in _OF.finditer(surface)]
    place, named = next(((place, owner) for place, owner in owners if owner), (0, None))
    if named and (is_generic(surface[:place]) or surface.startswith(("Ministry", "Department", "Embassy"))):
        body = surface[:place]
        return f"{body} of {named}" if " " not in body else f"{body} ({named})"
    body = rest if state else surface
    if not is_generic(body):
        return surface
    if body.endswith(" Ministry"):
        field = body.removesuffix(" Ministry")
        body = "Ministry of Foreign Affairs" if field == "Foreign" else f"Ministry of {field}"
    owner = state.name if state else _owner(notes, start)
    return f"{body} ({owner})" if owner else body


def _of_short(notes: Notes, word: str, start: int) -> str:
    """Return what one noun alone means: the last body before it that has this noun, else the usual one."""
    if word == "Government":
        return _owner(notes, start) or word
    named = [f for f in notes.found if f.label == ACTOR and f.end <= start and word in f.name.split()]
    if named:
        return max(named, key=lambda finding: finding.start).name
    usual = _SHORT.get(word, "")
    if usual and any(c.name == usual for c in notes.candidates):
        return usual
    owner = _owner(notes, start)
    return f"{word} ({owner})" if owner and is_generic(word) else word


def _owner(notes: Notes, start: int) -> str:
    """Return the state whose body this is: one in the possessive just before it, else the one named most."""
    states = [c for c in notes.candidates if c.kind == "state"]
    possessor = next((c.name for c in states if 0 <= start - c.end <= 3 and "'" in notes.text[c.end : start]), "")
    counted = Counter(c.name for c in states if notes.inside(c.start, c.end))
    return possessor or (counted.most_common(1)[0][0] if counted else "")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {name: state.name for state in reversed(gazetteer.states()) for name in state.names}
