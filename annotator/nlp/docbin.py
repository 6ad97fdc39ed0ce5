"""spaCy's DocBin files (`.spacy`), both ways: what `spacy train` reads, with everything else kept beside it.

Each mark is in `doc.spans["sc"]`, the longest that do not overlap are in `doc.ents`, an entity's id is its `kb_id`, and
what spaCy has no place for (attributes, publications, body, author) is JSON in `doc.user_data`.
"""

import json
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans
from spacy.vocab import Vocab

from annotator.core.article import Publication
from annotator.core.marks import Span, content_id
from annotator.core.problems import Problem, Refused
from annotator.core.records import Record
from annotator.core.text import Normalised, article_id, normalise
from annotator.nlp.documents import document

NAME = "spacy"
SUFFIXES = (".spacy",)

GROUP = "sc"
"""The span group that spaCy's span categoriser reads; it holds every mark."""

_RECORD = "annotator_record"
_SPANS = "annotator_spans"
_EVIDENCE = "STANCE"


def read(path: Path, *, encoding: str = "") -> Iterator[Record | Problem]:
    """Yield one record for each document of a DocBin file, and a problem for each that cannot be taken.

    `encoding` is there because every reader takes it; this format has none.
    """
    del encoding
    try:
        docs = DocBin().from_disk(path)
    except (OSError, ValueError, zlib.error, KeyError, TypeError) as error:
        yield Problem("file-unreadable", str(path), {"reason": str(error) or type(error).__name__})
        return
    for number, doc in enumerate(docs.get_docs(spacy.blank("xx").vocab), 1):
        yield from _records(doc, f"{path.name}:{number}")


def write(records: Iterable[Record], out: Path) -> None:
    """Write records to a DocBin file, aside first, so that half a file never replaces a good one.

    Refused `cannot-write` where the disk or the folder says no.
    """
    vocab = Vocab()
    held = DocBin(store_user_data=True)
    for record in records:
        held.add(to_doc(record, vocab))
    target = out.resolve()
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        aside.write_bytes(held.to_bytes())
        aside.replace(target)
    except OSError as error:
        raise Refused("cannot-write", str(out), reason=error.strerror or type(error).__name__) from error
    finally:
        aside.unlink(missing_ok=True)


def losses(record: Record) -> list[Problem]:
    """Return what of this record a DocBin file cannot hold, or holds where `spacy train` does not look."""
    length = len(record.text)
    inside = [span for span in record.spans if 0 <= span.start < span.end <= length]
    sources = {link.source for link in record.links}
    entities = [span for span in inside if _is_entity(span, sources)]
    lost = {
        "spacy-loses-spans": len(record.spans) - len(inside),
        "spacy-loses-links": len(record.links),
        "spacy-loses-answers": len(record.answers),
        "spacy-hides-overlaps": len(entities) - _without_overlaps(entities),
    }
    return [Problem(code, record.where, {"count": count}) for code, count in lost.items() if count]


def to_doc(record: Record, vocab: Vocab) -> Doc:
    """Return a record as a Doc whose text is exactly the record's, with its tokens split at the edges of the marks."""
    marks = [span for span in record.spans if 0 <= span.start < span.end <= len(record.text)]
    doc = document(vocab, record.text, marks=[(span.start, span.end) for span in marks])
    sources = {link.source for link in record.links}
    every: list[DocSpan] = []
    entities: list[DocSpan] = []
    kept: list[Span] = []
    for span in marks:
        held = doc.char_span(span.start, span.end, label=span.label, kb_id=str(span.attributes.get("entity", "")))
        if held is None:
            message = f"the tokens do not meet the mark {span.start}–{span.end}"
            raise AssertionError(message)
        every.append(held)
        kept.append(span)
        trimmed = _trimmed(held) if _is_entity(span, sources) else None
        if trimmed is not None:
            entities.append(trimmed)
    doc.spans[GROUP] = every
    doc.set_ents(filter_spans(entities))
    doc.user_data[_SPANS] = json.dumps([_span_fields(span) for span in kept], ensure_ascii=False)
    doc.user_data[_RECORD] = json.dumps(_record_fields(record), ensure_ascii=False)
    return doc


def _records(doc: Doc, where: str) -> Iterator[Record | Problem]:
    normalised = normalise(doc.text)
    if not normalised.text.strip():
        yield Problem("text-empty", where)
        return
    fields: Mapping[str, Any] = _json(doc, _RECORD, {})
    article = article_id(normalised.text)
    author = str(fields.get("author", ""))
    body = fields.get("body")
    yield Record(
        text=normalised.text,
        publications=tuple(Publication(**publication) for publication in fields.get("publications", ())),
        language=str(fields.get("language", "")),
        body=None if body is None else tuple((start, end) for start, end in body),
        author=author,
        author_id=str(fields.get("author_id", "")),
        status=str(fields.get("status", "")),
        spans=tuple(_spans(doc, normalised, article, author)),
        meta=fields.get("meta", {}),
        where=where,
    )


def _spans(doc: Doc, normalised: Normalised, article: str, author: str) -> Iterator[Span]:
    """Yield the marks of a Doc: ours as they were written, another program's from its span group or its entities."""
    grouped = list(doc.spans[GROUP]) if GROUP in doc.spans else []
    held = grouped or list(doc.ents)
    fields: list[dict[str, Any]] = _json(doc, _SPANS, [])
    ours = len(fields) == len(held)
    for index, span in enumerate(held):
        start, end = normalised.position(span.start_char), normalised.position(span.end_char)
        if start >= end:
            continue
        if ours:
            yield Span(article=article, author=author, label=span.label_, start=start, end=end, **fields[index])
        else:
            attributes = {"entity": span.kb_id_} if span.kb_id_ else {}
            identity = content_id(article, author, span.label_, start, end, attributes)
            yield Span(identity, article, author, span.label_, start, end, attributes)


def _json(doc: Doc, key: str, default: Any) -> Any:
    stored = doc.user_data.get(key)
    return json.loads(stored) if isinstance(stored, str) else default


def _record_fields(record: Record) -> dict[str, Any]:
    return {
        "id": article_id(record.text),
        "publications": [asdict(publication) for publication in record.publications],
        "language": record.language,
        "body": record.body,
        "author": record.author,
        "author_id": record.author_id,
        "status": record.status,
        "meta": dict(record.meta),
    }


def _span_fields(span: Span) -> dict[str, Any]:
    return {"id": span.id, "attributes": dict(span.attributes), "confidence": span.confidence, "rule": span.rule}


def _is_entity(span: Span, sources: set[str]) -> bool:
    """Tell whether a mark is an entity for NER; the evidence of a stance is a clause and would hide those in it."""
    return span.label != _EVIDENCE and span.id not in sources


def _trimmed(span: DocSpan) -> DocSpan | None:
    """Return the span without white space at its edges, which `spacy train` refuses."""
    start, end = span.start, span.end
    # Not `is_space`: that needs a vocabulary that belongs to a language.
    while start < end and span.doc[start].text.isspace():
        start += 1
    while end > start and span.doc[end - 1].text.isspace():
        end -= 1
    return DocSpan(span.doc, start, end, label=span.label, kb_id=span.kb_id) if start < end else None


def _without_overlaps(spans: Sequence[Span]) -> int:
    """Return how many spans remain when, of those that overlap, the longest is taken first."""
    taken: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if all(span.end <= start or end <= span.start for start, end in taken):
            taken.append((span.start, span.end))
    return len(taken)
