"""Treaties: names from the table, titles by their form, short forms, acronyms, and places that stand for one."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc

from annotator.nlp import acronyms, gazetteer, treatyforms
from annotator.nlp.capitals import is_adjective, is_common
from annotator.nlp.findings import TREATY, Candidate, Finding, Notes, notes_of


def mark_treaties(doc: Doc) -> Doc:
    """Add the treaties of a document to its notes."""
    notes = notes_of(doc)
    known = [c for c in notes.candidates if c.kind == "treaty" and c.how == "name"]
    for finding in [*_coordinated(notes), *_by_form(notes, known), *_from_table(known), *_places(notes)]:
        notes.add_free(finding)
    for step in (_lower_headed, _acronyms, _bare):
        for finding in list(step(notes)):
            notes.add_free(finding)
    return doc


def _from_table(known: Iterable[Candidate]) -> Iterator[Finding]:
    for candidate in known:
        yield Finding(
            TREATY, candidate.start, candidate.end, "treaty-table", 0.95, entity=candidate.entity, name=candidate.name
        )


def _by_form(notes: Notes, known: list[Candidate]) -> Iterator[Finding]:
    """Yield titles such as `Treaty of X`, `X Protocol`, `Convention on the X of Y`; a known name inside says which."""
    for match in treatyforms.BY_FORM.finditer(notes.text):
        words = _modifiers(match[1])
        start = match.end(1) - len(words)
        end = _title_end(notes, match.start(3), match.end(3)) if match[3] else match.end(2)
        titled = end > match.end(2)
        inside = [candidate for candidate in known if start < candidate.end and candidate.start < end]
        if inside and notes.headlines.overlap(start, end):
            continue  # every word has a capital there: how far the name reaches, only the table knows
        start, end = min([start, *(c.start for c in inside)]), max([end, *(c.end for c in inside)])
        if treatyforms.ORGANISATION_AFTER.match(notes.text, end) or treatyforms.PLACE_AFTER.match(notes.text, end):
            continue
        if not inside and (
            notes.headlines.overlap(start, end) or not _is_a_name(notes.text, words, start, titled=titled)
        ):
            continue
        if not inside and titled and len(notes.text[start:end].split()) < 3:
            continue
        same = [c for c in inside if c.start == start or c.end in (end, match.end(2))]
        entity, name = (same[0].entity, same[0].name) if same else ("", " ".join(notes.text[start:end].split()))
        yield Finding(TREATY, start, end, "treaty-form", 0.9 if same else 0.75, entity=entity, name=name)


def _modifiers(left: str) -> str:
    """Return what before a treaty's noun belongs to its name: not the words that begin the sentence."""
    words = re.split(r"(?<=[ /])", left)
    while words and words[0]:
        word = words[0].strip(" -/")
        if not (word in gazetteer.words("treaty-opening") or is_common(word) or word.isdigit()):
            break
        words.pop(0)
    return "".join(words)


def _title_end(notes: Notes, start: int, end: int) -> int:
    """Return where a title ends: before a date, and before an actor that only follows it."""
    opening = notes.text[start:end].split(maxsplit=1)[0].lower()
    if opening not in ("between", "concerning", "establishing", "of"):
        for candidate in notes.candidates:
            joint = notes.text[max(start, candidate.start - 6) : candidate.start]
            ending = next((each for each in treatyforms.FOLLOWING_ACTOR if joint.endswith(each)), "")
            if candidate.kind != "treaty" and start < candidate.start < end and ending:
                end = candidate.start - len(ending)
                break
    date = treatyforms.ENDS_TITLE.search(notes.text, start, end)
    if date:
        end = date.start()
    return start + len(notes.text[start:end].rstrip(" ,"))


def _is_a_name(text: str, words: str, start: int, *, titled: bool) -> bool:
    """Tell whether a stretch with a treaty's noun names one treaty."""
    parts = [part for part in re.split(r"[ /-]", words) if part]
    if not parts:
        return titled
    generic = gazetteer.words("treaty-modifier")
    proper = [part for part in parts if part not in generic and not is_adjective(part)]
    noun = text[start + len(words) : start + len(words) + 11]
    if not (proper or titled or (len(parts) > 1 and not noun.startswith("Convention"))):
        return False
    article = re.search(r"(\w+) $", text[max(0, start - 8) : start])
    return titled or not (article and article[1].lower() in ("a", "an", "any", "no", "every", "another"))


def _coordinated(notes: Notes) -> Iterator[Finding]:
    """Yield each of `Ottawa and Dublin Conventions`: the shared noun belongs to the last."""
    for match in treatyforms.COORDINATED.finditer(notes.text):
        noun = "Treaty" if match[3] == "Treaties" else match[3].rstrip("s")
        last = _named(f"{match[2]} {noun}") or _named(f"{match[2]} {match[3]}")
        firsts = [
            (start, end, _named(f"{notes.text[start:end]} {noun}") or _named(f"{noun} of {notes.text[start:end]}"))
            for start, end in _listed(notes.text, match.start(1), match.end(1))
        ]
        if last is None and not any(entity for *_, entity in firsts):
            continue
        for start, end, entity in firsts:
            yield _joint(start, end, entity, f"{notes.text[start:end]} {noun}")
        yield _joint(match.start(2), match.end(), last, f"{match[2]} {noun}")


def _joint(start: int, end: int, entity: gazetteer.Entity | None, name: str) -> Finding:
    if entity is None:
        return Finding(TREATY, start, end, "treaty-coordinated", 0.7, name=name)
    return Finding(TREATY, start, end, "treaty-coordinated", 0.85, entity=entity.id, name=entity.name)


def _listed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a list with commas, without the words that begin a sentence."""
    for part in re.finditer(r"[^,]+", text[start:end]):
        words = list(re.finditer(r"\S+", part.group()))
        while words and is_common(words[0].group()):
            words.pop(0)
        if words:
            yield start + part.start() + words[0].start(), start + part.start() + words[-1].end()


@lru_cache(maxsize=1)
def _by_name() -> dict[str, gazetteer.Entity]:
    return {
        spelling: entity
        for entity in reversed(gazetteer.treaties())
        for name in entity.names
        for spelling in gazetteer.spellings(name)
    }


def _named(name: str) -> gazetteer.Entity | None:
    return _by_name().get(name)


def _places(notes: Notes) -> Iterator[Finding]:
    """Yield the places and phrases that stand for their treaty (`swears by Locarno`, `Open Skies flights`)."""
    for seat in notes.candidates:
        if seat.kind == "treaty" and seat.how == "seat":
            before = notes.text[max(0, seat.start - 30) : seat.start]
            if treatyforms.USE_BEFORE.search(before) or treatyforms.USE_AFTER.match(notes.text, seat.end):
                yield Finding(TREATY, seat.start, seat.end, "treaty-place", 0.7, entity=seat.entity, name=seat.name)


def _lower_headed(notes: Notes) -> Iterator[Finding]:
    """Yield `Prespa agreement` and what the text itself calls a name (`everybody calls the Chagos treaty`)."""
    for match in treatyforms.CALLED.finditer(notes.text):
        yield Finding(TREATY, *match.span(1), "treaty-called", 0.7, name=match[1])
    actors = [c for c in notes.candidates if c.kind != "treaty" and c.how == "name"]
    generic = gazetteer.words("treaty-modifier")
    for match in treatyforms.LOWER_HEAD.finditer(notes.text):
        words = match[1].split()
        start = match.start(1)
        while words and is_common(words[0]):
            start += len(words.pop(0)) + 1
        stem = notes.text[start : match.end(1)]
        descriptive = all(is_adjective(word) or word in generic for word in re.split("[ -]", stem))
        described = match[2] in ("treaty", "agreements") or stem.isupper() or "-" in stem
        if not words or descriptive or described or notes.headlines.overlap(start, match.end()):
            continue
        if any(c.start < match.end(1) and start < c.end for c in actors):
            continue
        if start == match.start(1) or notes.text[max(0, start - 4) : start].lower() == "the ":
            yield Finding(TREATY, start, match.end(), "treaty-form", 0.55, name=notes.text[start : match.end()])


def _acronyms(notes: Notes) -> Iterator[Finding]:
    return acronyms.of(notes.text, [f for f in notes.found if f.label == TREATY], "treaty-acronym")


def _bare(notes: Notes) -> Iterator[Finding]:
    """Yield `the Convention`, capitalised, with what it refers to: the last treaty before it that is such a thing."""
    treaties = sorted((f for f in notes.found if f.label == TREATY), key=lambda f: f.start)
    nouns = [(finding, _nouns(finding.entity, finding.name)) for finding in treaties]
    for match in treatyforms.BARE.finditer(notes.text):
        named = [finding for finding, heads in nouns if match[1] in heads]
        before = [finding for finding in named if finding.start < match.start()]
        if named and not notes.headlines.overlap(*match.span()):
            referent = before[-1] if before else named[0]
            yield Finding(TREATY, *match.span(), "treaty-short", 0.8, entity=referent.entity, name=referent.name)


@lru_cache(maxsize=1024)
def _nouns(entity: str, name: str) -> frozenset[str]:
    """Return what nouns a treaty may be called by alone."""
    row = next((treaty for treaty in gazetteer.treaties() if treaty.id == entity), None)
    names = row.names if row else (name,)
    found = {noun for each in names for noun in treatyforms.NOUNS.findall(each)}
    lowered = re.compile(r"\b(?:treaty|convention|protocol|agreement|accord|pact)\b")
    found |= {noun.capitalize() for each in names for noun in lowered.findall(each)}
    return frozenset(found | ({"Treaty"} if "START" in name else set()))
