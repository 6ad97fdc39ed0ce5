"""How far each person is with each article. `todo` is the absence of a row."""

from collections import Counter
from typing import Literal

from annotator.core.marks import content_id
from annotator.store.project import Project

Status = Literal["todo", "started", "done", "skipped"]


def of(project: Project, article: str, person: str) -> Status:
    """Return a person's status of an article."""
    found = project.rows("SELECT status FROM status WHERE article = ? AND author = ?", (article, person))
    return found[0][0] if found else "todo"


def put(project: Project, article: str, person: str, status: Status, reason: str = "") -> None:
    """Write a person's status of an article, with the reason of a skip."""
    identity = content_id("status", article, person)
    if status == "todo":
        project.db.execute("DELETE FROM status WHERE id = ?", (identity,))
        return
    project.db.execute(
        "INSERT INTO status VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason"
        " WHERE status != excluded.status OR reason != excluded.reason",
        (identity, article, person, status, reason),
    )


def counts(project: Project, person: str) -> Counter[str]:
    """Return how many articles a person has in each status, `todo` among them."""
    found = Counter(
        dict(project.rows("SELECT status, count(*) FROM status WHERE author = ? GROUP BY status", (person,)))
    )
    (total,) = project.rows("SELECT count(*) FROM article")[0]
    found["todo"] = total - sum(found.values())
    return found


def next_open(project: Project, person: str, after: str | None = None) -> str | None:
    """Return the next article that a person has still to do: after this one, else from the beginning; None when all are done."""
    found = project.rows(
        "SELECT article.id FROM article LEFT JOIN status ON status.article = article.id AND status.author = ?1"
        " WHERE coalesce(status.status, 'todo') IN ('todo', 'started') AND article.id IS NOT ?2"
        " ORDER BY article.number <= coalesce((SELECT number FROM article WHERE id = ?2), 0), article.number LIMIT 1",
        (person, after),
    )
    return found[0][0] if found else None


def articles_with(project: Project, person: str, status: str) -> list[str]:
    """Return the articles that are so far for a person (`todo` counts the started ones too), or all for an empty status."""
    if not status:
        return [row[0] for row in project.rows("SELECT id FROM article ORDER BY number")]
    compare = "IN ('todo', 'started')" if status == "todo" else "= ?2"
    found = project.rows(
        "SELECT article.id FROM article LEFT JOIN status ON status.article = article.id AND status.author = ?1"
        f" WHERE coalesce(status.status, 'todo') {compare} ORDER BY article.number",
        (person,) if status == "todo" else (person, status),
    )
    return [row[0] for row in found]
