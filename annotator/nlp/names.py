"""Names from the tables: one phrase matcher for states, organisations, treaties and the seats that stand for them."""

from collections.abc import Iterable

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from annotator.core.article import Range
from annotator.nlp import gazetteer
from annotator.nlp.capitals import headlines
from annotator.nlp.documents import document
from annotator.nlp.findings import Candidate, Ranges, notes_of
from annotator.nlp.gazetteer import Entity

_CLASH = {"state": 0, "territory": 1, "organisation": 1, "group": 1, "body": 1, "ngo": 1, "party": 1, "treaty": 2}


class TableNames:
    """A spaCy component that notes every stretch that a table knows, as a candidate for the rules after it."""

    def __init__(self, vocab: Vocab) -> None:
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._known: dict[int, dict[str, tuple[Entity, str]]] = {}
        entities = [*gazetteer.treaties(), *gazetteer.organisations(), *gazetteer.states()]
        patterns: dict[str, dict[str, tuple[Entity, str]]] = {}
        for entity in sorted(entities, key=lambda entity: _CLASH[entity.kind]):
            how = "area" if entity.kind == "territory" else "name"
            for name, use in [*((name, how) for name in entity.names), *((name, "seat") for name in entity.seats)]:
                for spelling in gazetteer.spellings(name):
                    surfaces = patterns.setdefault(spelling.lower(), {})
                    if spelling not in surfaces or (use == "name" and surfaces[spelling][1] != "name"):
                        surfaces[spelling] = (entity, use)
        for lowered, surfaces in patterns.items():
            self._matcher.add(lowered, [document(vocab, next(iter(surfaces)))])
            self._known[vocab.strings[lowered]] = surfaces

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with candidates in its notes."""
        notes = notes_of(doc)
        notes.headlines = Ranges(headlines(notes.text))
        found: dict[Range, Candidate] = {}
        for key, first, last in self._matcher(doc):
            # A Span would put its text together token by token.
            start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
            reading = self._reading(key, notes.text[start:end])
            if reading is not None:
                entity, how = reading
                found[start, end] = Candidate(start, end, entity.id, entity.kind, entity.name, how)
        notes.candidates.extend(_longest(found.values()))
        return doc

    def _reading(self, key: int, surface: str) -> tuple[Entity, str] | None:
        """Return what this surface means, if it is written as the name may be."""
        surfaces = self._known[key]
        if surface in surfaces:
            return surfaces[surface]
        name, (entity, how) = next(iter(surfaces.items()))
        if surface.isupper() and len(surface) >= 4 and not name.isupper() and how == "name":
            return entity, how
        if entity.kind == "treaty" and _differs_in_case_only_where_it_may(surface, name, entity):
            return entity, how
        return None


def _longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates without overlaps, in order; of those that overlap, the longest."""
    taken = Ranges()
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda candidate: (candidate.start - candidate.end, candidate.start)):
        if not taken.overlap(candidate.start, candidate.end):
            taken.add(candidate.start, candidate.end)
            kept.append(candidate)
    return sorted(kept, key=lambda candidate: candidate.start)


def _differs_in_case_only_where_it_may(surface: str, name: str, entity: Entity) -> bool:
    """Tell whether a treaty's name in other case is still its name (`Aarhus convention`) and no description."""
    *words, last = surface.split()
    *named, _ = name.split()
    if words and words == named and last in gazetteer.words("treaty-noun") and words[0][:1].isupper():
        # "New START treaty": the rest is the name, and is matched by itself.
        return " ".join(words) not in entity.names
    written_out = name in (entity.name, entity.official) or len(surface) > 24
    lowered = surface[1:].islower() or len(surface) > 40
    return written_out and " " in surface and len(surface) > 14 and lowered
