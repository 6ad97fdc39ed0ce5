"""Spans in the file."""

import json
from collections.abc import Iterable
from typing import Any

from annotator.core.article import Range
from annotator.core.marks import PIPELINE, Span
from annotator.store.project import Project, encode

_SPAN = 'SELECT id, article, author, label, start, "end", attributes, confidence, rule FROM span'


def of(project: Project, article: str, author: str | None = None) -> list[Span]:
    """Return the spans of an article, of one author or of all, by start, the longer first."""
    found = project.rows(
        f"{_SPAN} WHERE article = ?1 AND (?2 IS NULL OR author = ?2) ORDER BY start", (article, author)
    )
    return _in_order(found)


def before(project: Project, article: str, person: str, starting: Range | None = None) -> list[Span]:
    """Return what one person has before them: their own spans, and those that pipelines suggest; ordered as `of`.

    `starting` takes only those that start in this stretch.
    """
    first, end = starting or (0, 1 << 62)
    found = project.rows(
        f"{_SPAN} WHERE article = ? AND start >= ? AND start < ? AND (author = ? OR author LIKE ?) ORDER BY start",
        (article, first, end, person, PIPELINE + "%"),
    )
    return _in_order(found)


def overlapping(project: Project, article: str, start: int, end: int, *, longest: int | None = None) -> list[Span]:
    """Return the spans of all authors that share a character with [start, end): all are too many for a key.

    Who asks often says how long the article's `longest` span is, so that only what can reach so far is looked at.
    """
    first = 0 if longest is None else max(start - longest, 0)
    found = project.rows(
        f'{_SPAN} WHERE article = ? AND start >= ? AND start < ? AND "end" > ? ORDER BY start, "end" DESC, id',
        (article, first, end, start),
    )
    return [_span(row) for row in found]


def longest(project: Project, article: str) -> int:
    """Return the length of the longest span in an article."""
    return int(project.rows('SELECT coalesce(max("end" - start), 0) FROM span WHERE article = ?', (article,))[0][0])


def get(project: Project, ids: Iterable[str]) -> list[Span]:
    """Return the spans with these ids, in that order; ids that are gone are left out."""
    wanted = list(ids)
    if not wanted:
        return []
    found = project.rows(f"{_SPAN} WHERE id IN (SELECT value FROM json_each(?))", (encode(wanted),))
    by_id = {row[0]: row for row in found}
    return [_span(by_id[identity]) for identity in wanted if identity in by_id]


def add(project: Project, span: Span) -> None:
    """Write a span."""
    add_all(project, (span,))


def add_all(project: Project, spans: Iterable[Span]) -> None:
    """Write many spans."""
    project.db.executemany(
        "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                span.id, span.article, span.author, span.label, span.start, span.end, encode(dict(span.attributes)),
                None if span.confidence is None else round(span.confidence * 1000), span.rule,
            )
            for span in spans
        ),
    )  # fmt: skip


def change(project: Project, span: Span) -> None:
    """Write a span's label, range and attributes anew."""
    project.db.execute(
        'UPDATE span SET label = ?, start = ?, "end" = ?, attributes = ? WHERE id = ?',
        (span.label, span.start, span.end, encode(dict(span.attributes)), span.id),
    )


def remove(project: Project, span: str) -> None:
    """Delete a span; its links must be gone before."""
    project.db.execute("DELETE FROM span WHERE id = ?", (span,))


def count(project: Project) -> dict[str, int]:
    """Return how many spans each author has."""
    return dict(project.rows("SELECT author, count(*) FROM span GROUP BY author ORDER BY author"))


def _in_order(rows: list[tuple[Any, ...]]) -> list[Span]:
    """Return spans in text order from rows that come by start: Python sorts those sooner than SQLite."""
    rows.sort(key=_place)
    return [_span(row) for row in rows]


def _place(row: tuple[Any, ...]) -> tuple[int, int, str]:
    return row[4], -row[5], row[0]


def _span(row: tuple[Any, ...]) -> Span:
    identity, article, author, label, start, end, attributes, thousandths, rule = row
    confidence = None if thousandths is None else thousandths / 1000
    return Span(
        identity,
        article,
        author,
        label,
        start,
        end,
        {} if attributes == "{}" else json.loads(attributes),
        confidence,
        rule,
    )
