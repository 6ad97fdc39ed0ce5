"""Which articles a person wants to see in the queue, and in which order; how many there are of each kind."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from annotator.core import hits
from annotator.store import search
from annotator.store.project import Project

_RECENT = 1_500
"""How many of a person's steps tell the pace."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person asks of the queue: an article must meet all of it. What is empty or False asks nothing.

    `words` is searched for as in `search.articles`. `status` is one of the person's, where `open` means to do or
    started. Labels count among the person's own marks. `since` and `until` are the beginnings of ISO dates, both
    included: until `2025-03` takes all of March.
    """

    words: str = ""
    status: str = ""
    with_label: str = ""
    without_label: str = ""
    commented: bool = False
    asked: bool = False
    flagged: bool = False
    blind: bool = False
    suggested: bool = False
    source: str = ""
    language: str = ""
    since: str = ""
    until: str = ""

    @property
    def asks(self) -> tuple[str, ...]:
        """Return the names of the fields that ask something."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles there are of each kind for one person, and the person's latest steps, for the pace."""

    total: int = 0
    started: int = 0
    done: int = 0
    skipped: int = 0
    asked: int = 0
    flagged: int = 0
    marks: int = 0
    """The person's own marks and stances, counted once everything is done."""
    stances: int = 0
    steps: tuple[tuple[str, str | None], ...] = ()

    @property
    def left(self) -> int:
        """Return how many articles are still to do."""
        return self.total - self.done - self.skipped


# The corrections in force, as `articles.corrections` has them: a lead's wins, then the writer's id decides.
_CORRECTED = """
WITH corrected AS MATERIALIZED (
  SELECT article, field, value FROM (
    SELECT article, field, value, row_number() OVER (
      PARTITION BY article, field ORDER BY coalesce(person.duty, '') = 'lead' DESC, correction.author DESC) AS turn
    FROM correction LEFT JOIN person ON person.id = correction.author)
  WHERE turn = 1
)
"""
_PUBLISHED = " LEFT JOIN publication ON publication.article = article.id AND publication.position = 0"
_STATUS = " LEFT JOIN status ON status.article = article.id AND status.author = :person"

ASKED = (
    "SELECT asked.article FROM comment AS asked WHERE asked.kind = 'question' AND coalesce((SELECT kind FROM comment"
    " WHERE thread = asked.id AND kind IN ('resolved', 'reopened') ORDER BY made DESC, id DESC LIMIT 1), 'reopened')"
    " = 'reopened'"
)
"""The articles in which a question is open."""


def _field(name: str, otherwise: str) -> str:
    """Return the SQL of what is known of an article, corrected."""
    corrected = f"SELECT value FROM corrected WHERE corrected.article = article.id AND field = '{name}'"
    return f"coalesce(({corrected}), {otherwise})"


_SOURCE = _field("source", "publication.source")
_DATE = _field("published", "publication.published")
# A title that is missing is stood for by the first words of the body, as in the queue's lines.
_TITLE = (
    f"coalesce(nullif({_field('title', 'publication.title')}, ''), (SELECT substr(text,"
    " coalesce(article.body ->> '$[0][0]', 0) + 1, 90) FROM article_text WHERE article_text.id = article.id), '')"
)
# The article itself is what must be read, not what stands around it; `[]` means all of the text.
_LENGTH = (
    "(SELECT coalesce(sum((value ->> '$[1]') - (value ->> '$[0]')), (SELECT length(text) FROM article_text"
    f" WHERE article_text.id = article.id)) FROM json_each({_field('body', 'article.body')}))"
)

# One line each: what a field of the filter asks of an article.
_CONDITIONS = {
    "status": "article.id IN (SELECT article FROM status WHERE author = :person AND status = :status)",
    "with_label": "article.id IN (SELECT article FROM span WHERE author = :person AND label = :with_label)",
    "without_label": "article.id NOT IN (SELECT article FROM span WHERE author = :person AND label = :without_label)",
    "commented": "article.id IN (SELECT article FROM comment)",
    "asked": f"article.id IN ({ASKED})",
    "flagged": "article.id IN (SELECT article FROM flag WHERE author = :person)",
    "blind": "article.id IN (SELECT article FROM assignment WHERE person = :person AND blind = 1)",
    "suggested": (
        "article.id NOT IN (SELECT article FROM assignment WHERE person = :person AND blind = 1) AND EXISTS"
        " (SELECT 1 FROM span WHERE span.article = article.id AND author GLOB 'model:*'"
        " AND NOT EXISTS (SELECT 1 FROM span AS own WHERE own.article = span.article AND own.start = span.start"
        ' AND own."end" = span."end" AND own.author = :person AND own.label = span.label)'
        " AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.article = span.article AND verdict.author = :person"
        " AND verdict.start = span.start AND verdict.\"end\" = span.\"end\" AND verdict.label = span.label"
        " AND verdict != 'passed'))"
    ),
    "source": f"{_SOURCE} = :source",
    "language": "article.language = :language",
    "since": f"substr({_DATE}, 1, length(:since)) >= :since",
    "until": f"{_DATE} != '' AND substr({_DATE}, 1, length(:until)) <= :until",
}  # fmt: skip
_STATUS_WITHOUT_ROW = {
    "todo": "article.id NOT IN (SELECT article FROM status WHERE author = :person)",
    "open": ("article.id NOT IN (SELECT article FROM status WHERE author = :person AND status IN ('done', 'skipped'))"),
}

_ORDERS = {
    "came": "article.number",
    "title": f"sorted_title({_TITLE}), article.number",
    "source": f"{_SOURCE} IN ('') OR {_SOURCE} IS NULL, sorted_title({_SOURCE}), article.number",
    # Without a date last, either way.
    "newest": f"coalesce({_DATE}, '') = '', {_DATE} DESC, article.number DESC",
    "oldest": f"coalesce({_DATE}, '') = '', {_DATE}, article.number",
    "status": (
        "CASE coalesce(status.status, 'todo') WHEN 'started' THEN 0 WHEN 'todo' THEN 1 WHEN 'skipped' THEN 2 ELSE 3"
        " END, article.number"
    ),
    "longest": f"{_LENGTH} DESC, article.number",
    "shortest": f"{_LENGTH}, article.number",
}
ORDERS = tuple(_ORDERS)
"""The orders in which the queue can stand; `came` is the order in which the articles came."""


def numbers(project: Project, person: str, asked: Filter, order: str = "came") -> Sequence[int]:
    """Return the local numbers of the articles that meet a filter, in an order of `ORDERS`.

    Numbers, because a list of 100,000 ids takes longer than a key press may; all as they came take no time at all.
    """
    if not asked.asks and order == "came":
        return every(project)
    parameters: dict[str, Any] = {"person": person}
    conditions = []
    for name in asked.asks:
        if name == "words":
            found = search.condition(asked.words)
            if found is not None:
                conditions.append(found[0])
                parameters |= found[1]
        elif name == "status" and asked.status in _STATUS_WITHOUT_ROW:
            conditions.append(_STATUS_WITHOUT_ROW[asked.status])
        else:
            conditions.append(_CONDITIONS[name])
            parameters[name] = getattr(asked, name)
    where = " AND ".join(f"({condition})" for condition in conditions) or "1"
    rest = f"WHERE {where} ORDER BY {_ORDERS[order]}"
    # Only the tables that are asked for: each costs a look-up for every article.
    joined = (_PUBLISHED if "publication." in rest else "") + (_STATUS if "status.status" in rest else "")
    sql = f"SELECT article.number FROM article {joined} {rest}"
    if "sorted_title" in sql:
        project.db.create_function("sorted_title", 1, sorted_as, deterministic=True)
    return [row[0] for row in project.rows(_CORRECTED + sql, parameters)]


def every(project: Project) -> Sequence[int]:
    """Return the local numbers of all articles, as they came."""
    ((count, first, last),) = project.rows("SELECT count(*), min(number), max(number) FROM article")
    if count and count == last - first + 1:
        return range(first, last + 1)
    return [row[0] for row in project.rows("SELECT number FROM article ORDER BY number")]


def sorted_as(title: str | None) -> str:
    """Return what a title is sorted by: its words without accents, capitals and what stands before the first."""
    if title is None or title.isascii():
        plain = (title or "").lower()
    else:
        plain = unicodedata.normalize("NFKD", hits.spread(title)).casefold()
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.lstrip(" \t\n\"'“”„«»‘’‹›…-–—([¿¡")


def tally(project: Project, person: str) -> Tally:
    """Return how many articles there are of each kind, and what a person has made so far."""
    by_status = dict(project.rows("SELECT status, count(*) FROM status WHERE author = ? GROUP BY status", (person,)))
    found = Tally(
        total=_one(project, "SELECT count(*) FROM article"),
        started=by_status.get("started", 0),
        done=by_status.get("done", 0),
        skipped=by_status.get("skipped", 0),
        asked=_one(project, f"SELECT count(DISTINCT article) FROM ({ASKED})"),
        flagged=_one(project, "SELECT count(*) FROM flag WHERE author = ?", person),
        steps=_steps(project, person),
    )
    if found.left or not found.total:
        return found
    marks = _one(project, "SELECT count(*) FROM span WHERE author = ?", person)
    return replace(found, marks=marks, stances=_one(project, _STANCES, person))


_STANCES = "SELECT count(*) FROM link WHERE author = ? AND role = 'actor'"


def _one(project: Project, sql: str, *parameters: str) -> int:
    return int(project.rows(sql, parameters)[0][0])


def _steps(project: Project, person: str) -> tuple[tuple[str, str | None], ...]:
    found = project.rows(
        "SELECT made, CASE WHEN name IN ('done', 'skip') AND kind = 'do' THEN article END FROM step"
        " WHERE device = ? AND person = ? ORDER BY sequence DESC LIMIT ?",
        (project.device, person, _RECENT),
    )
    return tuple((made, article) for made, article in found)


def sources(project: Project) -> list[str]:
    """Return the sources of the articles, those with most articles first."""
    return _kinds(project, _SOURCE)


def languages(project: Project) -> list[str]:
    """Return the languages of the articles, those with most articles first."""
    return _kinds(project, "article.language")


def _kinds(project: Project, what: str) -> list[str]:
    sql = f"SELECT {what} AS kind FROM article {_PUBLISHED} GROUP BY kind ORDER BY count(*) DESC, kind LIMIT 500"
    return [row[0] for row in project.rows(_CORRECTED + sql) if row[0]]
