"""States by name, and the capitals and territories that act like one; what is only a place is left out."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from annotator.nlp import gazetteer, placeforms
from annotator.nlp.capitals import is_adjective, is_common
from annotator.nlp.findings import ACTOR, Candidate, Finding, Notes, notes_of

_KOREAS = {"North": ("PRK", "North Korea"), "South": ("KOR", "South Korea")}


def mark_places(doc: Doc) -> Doc:
    """Add states, and capitals and territories that act, to the notes of a document."""
    notes = notes_of(doc)
    for candidate in notes.candidates:
        if candidate.kind == "state" and candidate.how == "name" and _is_state(notes, candidate):
            notes.add(_finding(candidate, "state", 0.95))
    seats = [c for c in notes.candidates if c.how in ("seat", "area") and c.kind != "treaty"]
    for chain in _chains(notes, [seat for seat in seats if not notes.taken.overlap(seat.start, seat.end)]):
        if all(_stands_free(notes, seat) for seat in chain) and _acts(notes, chain[0], chain[-1]):
            for seat in chain:
                notes.add(_finding(seat, "capital" if seat.how == "seat" else "territory", 0.75))
    for finding in _koreas(notes):
        notes.add_free(finding)
    return doc


def _finding(candidate: Candidate, rule: str, confidence: float) -> Finding:
    return Finding(
        ACTOR, candidate.start, candidate.end, rule, confidence, entity=candidate.entity, name=candidate.name
    )


def _is_state(notes: Notes, candidate: Candidate) -> bool:
    """Tell whether a state's name means the state, not a sea, a newspaper, a person or a town's county."""
    text, start, end = notes.text, candidate.start, candidate.end
    before, surface = text[max(0, start - 40) : start], text[start:end]
    if (
        notes.taken.overlap(start, end)
        or placeforms.MEDIA_AFTER.match(text, end)
        or placeforms.INSIDE_PLACE.search(before)
        or placeforms.IN_US_STATE.match(text, end)
        or placeforms.COMPOUND.match(text, end)
        or placeforms.COMPOUND_BEFORE.search(before)
    ):
        return False
    if surface == "Georgia" and placeforms.TOWN_BEFORE.search(before) and "Tbilisi, " not in before:
        return False
    following = placeforms.NAME_AFTER.match(text, end)
    if surface in gazetteer.words("one-state-name") and following and not notes.headlines.overlap(start, end):
        return following[1] in gazetteer.words("title") or is_adjective(following[1])
    return surface != "CAR"


def _chains(notes: Notes, seats: list[Candidate]) -> Iterator[list[Candidate]]:
    """Yield the seats that are coordinated with each other together: they act, or do not, as one."""
    chain: list[Candidate] = []
    for seat in seats:
        if chain and placeforms.COORDINATION.fullmatch(notes.text, chain[-1].end, seat.start) is None:
            yield chain
            chain = []
        chain.append(seat)
    if chain:
        yield chain


def _stands_free(notes: Notes, seat: Candidate) -> bool:
    """Tell whether a seat is no part of a longer name and no dateline."""
    text, start, end = notes.text, seat.start, seat.end
    if placeforms.MEDIA_AFTER.match(text, end) or placeforms.IN_US_STATE.match(text, end):
        return False
    before = text[max(0, start - 30) : start]
    if placeforms.INSIDE_PLACE.search(before) or text[end : end + 1] == "-" or before.endswith(("-", "/", "@", "#")):
        return False
    if not notes.headlines.overlap(start, end):
        named = placeforms.NAME_BEFORE.search(before)
        if placeforms.NAME_AFTER.match(text, end) or (named and not is_common(named[1])):
            return False
    return not (before.endswith("\n") or start == 0) or placeforms.DATELINE.match(text, end) is None


def _acts(notes: Notes, first: Candidate, last: Candidate) -> bool:
    """Tell whether a seat stands for its government: it acts, is treated as an actor, or nothing makes it a place."""
    before = notes.text[max(0, first.start - 40) : first.start]
    after = notes.text[last.end : last.end + 60]
    if placeforms.PLACE_POSSESSIVE.match(after) or placeforms.PLACE_BEFORE.search(before):
        return False
    if placeforms.FROM.search(before) and not placeforms.FROM_ACTING.search(before):
        return False
    verb = placeforms.VERB_AFTER.match(after)
    acting = verb is not None and verb.group().strip(" ,") not in gazetteer.words("never-verb")
    acting = acting or placeforms.POSSESSIVE_ACTS.match(after) is not None
    if first.how == "area":
        return acting and re.search(r"\b(?:of|to|on|with|for|from|and|against) (?:the )?$", before) is None
    # "Warsaw, Poland": a town with its country.
    county = any(c.start == last.end + 2 and c.kind in ("state", "territory") for c in notes.candidates)
    return acting or not (county and after.startswith(", "))


def _koreas(notes: Notes) -> Iterator[Finding]:
    if any(c.entity in ("PRK", "KOR") for c in notes.candidates):
        for match in placeforms.NORTH_SOUTH.finditer(notes.text):
            entity, name = _KOREAS[match[1]]
            yield Finding(ACTOR, *match.span(), "korea", 0.7, entity=entity, name=name)
