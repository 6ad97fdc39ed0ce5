"""Verdicts: what an author made of another author's mark, with a copy of the mark, which may be gone tomorrow."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from annotator.core.marks import Attributes, Span, random_id
from annotator.store.project import Project, encode, now

Kind = Literal["accepted", "changed", "rejected", "passed"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict. `result` is the id of the author's own mark that came of it; `milliseconds` how long it took."""

    id: str
    article: str
    author: str
    verdict: Kind
    mark: str
    mark_author: str
    label: str
    start: int
    end: int
    attributes: Attributes = field(default_factory=dict)
    result: str | None = None
    milliseconds: int | None = None
    bulk: bool = False
    made: str = ""


_VERDICT = (
    'SELECT id, article, author, verdict, mark, mark_author, label, start, "end", attributes, result,'
    " milliseconds, bulk, made FROM verdict"
)


def about(
    span: Span,
    author: str,
    verdict: Kind,
    *,
    result: str | None = None,
    milliseconds: int | None = None,
    bulk: bool = False,
) -> Verdict:
    """Return an author's new verdict on a span."""
    return Verdict(
        random_id(), span.article, author, verdict, span.id, span.author, span.label, span.start, span.end,
        span.attributes, result, milliseconds, bulk, now(),
    )  # fmt: skip


def of(project: Project, article: str, author: str | None = None) -> list[Verdict]:
    """Return the verdicts on marks in an article, of one author or of all, as they were made."""
    found = project.rows(
        f"{_VERDICT} WHERE article = ?1 AND (?2 IS NULL OR author = ?2) ORDER BY made, id", (article, author)
    )
    return [_verdict(row) for row in found]


def overlapping(project: Project, article: str, author: str, start: int, end: int) -> list[Verdict]:
    """Return an author's verdicts on marks that share a character with [start, end)."""
    found = project.rows(
        f'{_VERDICT} WHERE article = ? AND author = ? AND start < ? AND "end" > ?', (article, author, end, start)
    )
    return [_verdict(row) for row in found]


def get(project: Project, ids: Iterable[str]) -> list[Verdict]:
    """Return the verdicts with these ids; ids that are gone are left out."""
    return [_verdict(row) for identity in ids for row in project.rows(f"{_VERDICT} WHERE id = ?", (identity,))]


def on(project: Project, author: str, mark: str) -> list[Verdict]:
    """Return an author's verdicts on a mark, the latest first."""
    found = project.rows(f"{_VERDICT} WHERE mark = ? AND author = ? ORDER BY made DESC, id", (mark, author))
    return [_verdict(row) for row in found]


def add_all(project: Project, verdicts: Iterable[Verdict]) -> None:
    """Write verdicts."""
    project.db.executemany(
        "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                item.id, item.article, item.author, item.verdict, item.mark, item.mark_author, item.label, item.start,
                item.end, encode(dict(item.attributes)), item.result, item.milliseconds, int(item.bulk), item.made,
            )
            for item in verdicts
        ),
    )  # fmt: skip


def _verdict(row: tuple[Any, ...]) -> Verdict:
    identity, article, author, verdict, mark, mark_author, label, start, end, attributes, result, took, bulk, made = row
    given = json.loads(attributes)
    return Verdict(
        identity, article, author, verdict, mark, mark_author, label, start, end, given, result, took, bool(bulk), made
    )
