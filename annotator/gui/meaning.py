"""What is filled in when words are labelled by hand: their canonical name, or their date."""

from collections.abc import Mapping, Sequence
from threading import Thread

from annotator.core.article import Article, Range
from annotator.core.marks import Attributes, Span, Value
from annotator.core.scheme import COMPANIONS, Attribute, Label
from annotator.gui.session import Session
from annotator.store import entities


def attributes(session: Session, article: Article, start: int, end: int, label_id: str) -> Attributes:
    """Return what these words mean under a label: as marked in this article before, else as the tables and rules say.

    Empty where nothing is known; nothing of it is certain, and all of it can be changed on the card of the mark.
    """
    label, marks = session.scheme.label(label_id), session.marks
    return _meant(session, article, (start, end), label, marks.own) if label is not None and marks is not None else {}


def moved(session: Session, article: Article, mark: Span, start: int, end: int) -> Attributes:
    """Return the attributes of a mark whose ends move: what its old words meant becomes what the new ones mean.

    What somebody chose for it otherwise stays.
    """
    label, marks = session.scheme.label(mark.label), session.marks
    if label is None or marks is None or not _keys(label):
        return mark.attributes
    others = [span for span in marks.own if span.id != mark.id]
    before = {key: value for key, value in mark.attributes.items() if key in _keys(label)}
    if before != _meant(session, article, (mark.start, mark.end), label, others):
        return mark.attributes
    kept = {key: value for key, value in mark.attributes.items() if key not in _keys(label)}
    return {**kept, **_meant(session, article, (start, end), label, others)}


def _meant(session: Session, article: Article, extent: Range, label: Label, own: Sequence[Span]) -> Mapping[str, Value]:
    """Return what a stretch means beside these own marks."""
    words = article.text[slice(*extent)].split()
    for span in reversed(own):
        if span.label == label.id and span.attributes and article.text[span.start : span.end].split() == words:
            return {key: value for key, value in span.attributes.items() if key in _keys(label)}
    return _said(session, article, *extent, label) or _longer_name(article, words, label, own)


def _longer_name(article: Article, words: list[str], label: Label, own: Sequence[Span]) -> dict[str, Value]:
    """Return what the words stand for as the end of a longer name marked before: a surname, "the Convention"."""
    declared = next((item for item in label.attributes if item.type == "entity" and not item.retired), None)
    if declared is None or not words:
        return {}
    for span in sorted((span for span in own if span.label == label.id), key=lambda span: -span.start):
        longer = article.text[span.start : span.end].split()
        if len(longer) > len(words) and longer[-len(words) :] == words:
            meant = {key: value for key, value in span.attributes.items() if key in (declared.id, "name")}
            return {"name": " ".join(longer), **meant}
    return {}


def warm() -> None:
    """Read the tables in a thread, so that the first key that labels does not wait for them."""

    def read() -> None:
        from annotator.nlp import values

        for kind in ("actor", "treaty"):
            values.entity_of(kind, "")

    Thread(target=read, name="tables", daemon=True).start()


def _said(session: Session, article: Article, start: int, end: int, label: Label) -> dict[str, Value]:
    """Return what the tables and rules say of a stretch."""
    found: dict[str, Value] = {}
    for declared in label.attributes:
        if not declared.retired and declared.type in _MEANT:
            found |= _MEANT[declared.type](session, declared, article, start, end)
    return found


def _entity(session: Session, declared: Attribute, article: Article, start: int, end: int) -> dict[str, Value]:
    from annotator.nlp import values

    wanted = values.spelling(article.text[start:end])
    for added in entities.every(session.file, declared.entities):
        if wanted in {values.spelling(name) for name in (added.name, *added.aliases)}:
            return {declared.id: added.id, "name": added.name}
    found = values.entity_of(declared.entities, wanted)
    return {declared.id: found.id, "name": found.name} if found is not None else {}


def _date(_session: Session, declared: Attribute, article: Article, start: int, end: int) -> dict[str, Value]:
    from annotator.nlp import values

    date, inferred = values.date_of(article, start, end)
    return {key: value for key, value in ((declared.id, date), ("inferred", inferred)) if value}


_MEANT = {"entity": _entity, "date": _date}


def _keys(label: Label) -> set[str]:
    """Return the attributes of a label that words can mean, with what is stored beside them."""
    declared = [item for item in label.attributes if item.type in _MEANT]
    return {key for item in declared for key in (item.id, *COMPANIONS.get(item.type, ()))}
