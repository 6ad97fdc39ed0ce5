"""CSV for people who work in a spreadsheet: one row for each span and one for each stance and actor; written only.

UTF-8 with a byte order mark, because spreadsheet programs take a CSV file without one for the local code page and spoil
every name that is not ASCII; programs that read UTF-8 (`utf-8-sig`) lose nothing by it.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.article import Publication
from annotator.core.marks import Span
from annotator.core.problems import Problem
from annotator.core.records import Record
from annotator.core.text import article_id
from annotator.formats.aside import written_aside

NAME = "csv"
SUFFIXES = (".csv",)
COLUMNS = (
    "kind",
    "article",
    "title",
    "source",
    "url",
    "published",
    "author",
    "status",
    "id",
    "label",
    "start",
    "end",
    "text",
    "entity",
    "name",
    "date",
    "value",
    "actor",
    "treaty",
    "evidence",
)
_ATTRIBUTES = frozenset({"entity", "name", "date", "value"})
_ROLES = frozenset({"actor", "treaty", "date"})
_LONGEST_CELL = 32_767
"""The most characters that a cell of a spreadsheet holds; what is longer is cut there on opening."""


def write(records: Iterable[Record], out: Path) -> None:
    """Write one row for each span, and one for each stance and actor (one without actor where there is none)."""
    with written_aside(out) as file:
        file.write("\ufeff".encode())
        line = io.StringIO()
        rows = csv.DictWriter(line, COLUMNS, restval="")
        rows.writeheader()
        for record in records:
            for row in _rows(record):
                rows.writerow({column: _safe(cell) for column, cell in row.items()})
            file.write(line.getvalue().encode("utf-8"))
            line.seek(0)
            line.truncate()
        file.write(line.getvalue().encode("utf-8"))


def losses(record: Record) -> Iterator[Problem]:
    """Yield what of a record the table has no place for."""
    from annotator.core.stances import read_stances  # late: most files are read

    attributes = {name for span in record.spans for name in span.attributes if name not in _ATTRIBUTES}
    read = {stance.span.id for stance in read_stances(record.spans, record.links)}
    too_long = sum(span.end - span.start > _LONGEST_CELL for span in record.spans)
    lost = {
        "csv-loses-text": 1,
        "csv-loses-body": int(bool(record.body)),
        "csv-loses-links": sum(link.role not in _ROLES or link.source not in read for link in record.links),
        "csv-loses-answers": len(record.answers),
        "csv-loses-confidence": sum(span.confidence is not None or bool(span.rule) for span in record.spans),
        "csv-loses-publications": max(0, len(record.publications) - 1),
        "csv-loses-meta": len(record.meta),
        "csv-cuts-cells": too_long,
    }
    for code, count in lost.items():
        if count:
            yield Problem(code, record.where, {"count": count})
    for name in sorted(attributes):
        yield Problem("csv-loses-attribute", record.where, {"name": name})


def _rows(record: Record) -> Iterator[dict[str, str | int]]:
    from annotator.core.stances import read_stances, surface

    first = record.publications[0] if record.publications else Publication("")
    shared: dict[str, str | int] = {
        "article": article_id(record.text),
        "title": first.title,
        "source": first.source,
        "url": first.url,
        "published": first.published,
        "author": record.author,
        "status": record.status,
    }
    for span in record.spans:
        named: dict[str, str | int] = {
            name: str(span.attributes[name]) for name in sorted(_ATTRIBUTES) if name in span.attributes
        }
        named["text"] = record.text[span.start : span.end]
        yield shared | _place("span", span) | named
    for stance in read_stances(record.spans, record.links):
        row = shared | _place("stance", stance.span) | {"value": stance.value, "date": stance.when}
        row["treaty"] = surface(stance.treaty, record.text) if stance.treaty else ""
        row["evidence"] = record.text[stance.span.start : stance.span.end]
        if not stance.actors:
            yield row
        for actor in stance.actors:
            yield row | {
                "actor": surface(actor, record.text),
                "entity": str(actor.attributes.get("entity", "")),
            }


def _place(kind: str, span: Span) -> dict[str, str | int]:
    return {"kind": kind, "id": span.id, "label": span.label, "start": span.start, "end": span.end}


def _safe(cell: str | int) -> str | int:
    """Return a cell that no spreadsheet runs as a formula: an apostrophe before what would start one (OWASP)."""
    if isinstance(cell, str) and (
        cell[:1] in {"\t", "\r", "\n"} or cell.lstrip()[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    ):
        return "'" + cell
    return cell
