"""Pipelines that suggest marks: our own rules and tables, or any spaCy pipeline whose labels are mapped to ours."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import annotator
from annotator.core.article import Article
from annotator.core.marks import Attributes, Link, Span, content_id
from annotator.core.problems import Refused
from annotator.nlp.components import COMPONENTS, register
from annotator.nlp.documents import OwnTokens, document
from annotator.nlp.findings import NOTES, Finding, Notes
from annotator.nlp.folding import Folded, fold

DEFAULT = "default"
LABELS: Mapping[str, str] = {
    "ACTOR": "ACTOR", "TREATY": "TREATY", "DATE": "DATE", "PERSON": "ACTOR", "PER": "ACTOR", "ORG": "ACTOR",
    "GPE": "ACTOR", "LAW": "TREATY",
}  # fmt: skip
"""What the labels of common spaCy pipelines become, unless the caller says otherwise."""

_FOREIGN_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a pipeline suggests for one article."""

    article: str
    spans: tuple[Span, ...]
    links: tuple[Link, ...]


class Pipeline:
    """A loaded pipeline: its name and version say who suggests; `suggest` does it."""

    def __init__(self, name: str, version: str, nlp: Language, labels: Mapping[str, str] | None) -> None:
        self.name = name
        self.version = version
        self._nlp = nlp
        self._labels = labels

    @property
    def author(self) -> str:
        """Return the author of this pipeline's suggestions."""
        return f"model:{self.name}"

    def suggest(self, articles: Iterable[Article], *, batch_size: int = 32) -> Iterator[Suggestions]:
        """Yield suggestions for each article, in order; only about `batch_size` articles are held at a time."""
        waiting: deque[tuple[Article, Folded]] = deque()

        def documents() -> Iterator[Doc]:
            for article in articles:
                folded = fold(article.text) if self._labels is None else Folded(article.text, None)
                waiting.append((article, folded))
                yield self._document(article, folded)

        for doc in self._nlp.pipe(documents(), batch_size=batch_size):
            article, folded = waiting.popleft()
            yield Suggestions(article.id, tuple(self._spans(article, folded, doc)), ())

    def _document(self, article: Article, folded: Folded) -> Doc:
        if self._labels is not None:
            return self._nlp.make_doc(article.text)
        doc = document(self._nlp.vocab, folded.text)
        body = tuple(folded.folded(start, end) for start, end in article.body)
        doc.user_data[NOTES] = Notes(folded.text, article.published, article.source, body)
        return doc

    def _spans(self, article: Article, folded: Folded, doc: Doc) -> Iterator[Span]:
        taken_end = -1
        for finding in sorted(self._findings(doc), key=lambda found: (found.start, -found.end)):
            start, end = folded.original(finding.start, finding.end)
            inside = not article.body or any(first <= start and end <= stop for first, stop in article.body)
            if inside and start >= taken_end and start < end:
                taken_end = end
                yield self._span(article, _as_written(finding, folded, article.text[start:end]), start, end)

    def _findings(self, doc: Doc) -> Iterable[Finding]:
        if self._labels is None:
            notes: Notes = doc.user_data[NOTES]
            return notes.found
        return _mapped(doc, self._labels)

    def _span(self, article: Article, finding: Finding, start: int, end: int) -> Span:
        attributes = _attributes(finding)
        identity = content_id(article.id, self.author, self.version, finding.label, start, end, attributes)
        return Span(
            identity,
            article.id,
            self.author,
            finding.label,
            start,
            end,
            attributes,
            round(finding.confidence, 3),
            finding.rule,
        )


def load(name: str, *, labels: Mapping[str, str] | None = None) -> Pipeline:
    """Return the pipeline with this name: `default`, an installed spaCy package, or the path of a pipeline's folder.

    `labels` maps the entity labels of a foreign pipeline to ours; those it leaves out are dropped. Raises
    Refused("unknown-pipeline") for a name that is neither, and Refused("broken-pipeline") for one that does not load.
    """
    if name == DEFAULT:
        return Pipeline(DEFAULT, annotator.__version__, _default(), None)
    folder = Path(name)
    if name not in spacy.util.get_installed_models() and not (folder / "config.cfg").is_file():
        raise Refused("unknown-pipeline", name, names=", ".join(available()))
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise Refused("broken-pipeline", name, reason=str(error)) from error
    known = str(nlp.meta.get("name") or "")
    shown = (
        name
        if name in spacy.util.get_installed_models()
        else known
        if known not in ("", "pipeline")
        else folder.resolve().name
    )
    return Pipeline(shown, str(nlp.meta.get("version", "")), nlp, LABELS if labels is None else labels)


def available() -> list[str]:
    """Return the names of the pipelines that can be loaded by name, ours first."""
    return [DEFAULT, *sorted(spacy.util.get_installed_models())]


def _default() -> Language:
    register()
    nlp = spacy.blank("en")
    tokenizer: Any = OwnTokens(nlp.vocab)
    nlp.tokenizer = tokenizer
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def _as_written(finding: Finding, folded: Folded, surface: str) -> Finding:
    """Return the finding with a name that was taken from the text as the text writes it, not as the rules read it."""
    taken = finding.name == folded.text[finding.start : finding.end]
    return replace(finding, name=" ".join(surface.split())) if taken and finding.name else finding


def _mapped(doc: Doc, labels: Mapping[str, str]) -> Iterator[Finding]:
    for entity in doc.ents:
        label = labels.get(entity.label_)
        text = entity.text
        start = entity.start_char + len(text) - len(text.lstrip())
        end = entity.end_char - (len(text) - len(text.rstrip()))
        if label and start < end:
            yield Finding(
                label,
                start,
                end,
                f"spacy-{entity.label_}",
                _FOREIGN_CONFIDENCE,
                entity=entity.kb_id_,
                name=_name(label, text),
            )


def _name(label: str, text: str) -> str:
    return "" if label == "DATE" else " ".join(text.split())


def _attributes(finding: Finding) -> Attributes:
    pairs = (("entity", finding.entity), ("name", finding.name), ("date", finding.date), ("inferred", finding.inferred))
    return {key: value for key, value in pairs if value}
