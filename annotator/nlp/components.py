"""The components of the default pipeline, in the order in which they read."""

from spacy.language import Language
from spacy.tokens import Doc

from annotator.nlp import dates
from annotator.nlp.bodies import mark_bodies
from annotator.nlp.findings import notes_of
from annotator.nlp.names import TableNames
from annotator.nlp.persons import mark_persons
from annotator.nlp.places import mark_places
from annotator.nlp.treaties import mark_treaties

COMPONENTS = (
    "treaty_news_names",
    "treaty_news_treaties",
    "treaty_news_dates",
    "treaty_news_bodies",
    "treaty_news_places",
    "treaty_news_persons",
)


def register() -> None:
    """Make the components known to spaCy; it may be called again."""
    Language.factory("treaty_news_names", func=_names)
    Language.component("treaty_news_treaties", func=mark_treaties)
    Language.component("treaty_news_dates", func=mark_dates)
    Language.component("treaty_news_bodies", func=mark_bodies)
    Language.component("treaty_news_places", func=mark_places)
    Language.component("treaty_news_persons", func=mark_persons)


def mark_dates(doc: Doc) -> Doc:
    """Add the dates of a document to its notes."""
    notes = notes_of(doc)
    for finding in dates.find(notes.text, notes.published, ranges=notes.body):
        if not notes.taken.overlap(finding.start, finding.end):
            notes.add(finding)
    return doc


def _names(nlp: Language, name: str) -> TableNames:
    del name  # spaCy hands it over; one component of this kind is enough
    return TableNames(nlp.vocab)
