"""How far each person is with each article. `todo` is the absence of a row."""

from collections import Counter
from collections.abc import Sequence
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
        "INSERT INTO status VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason"
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
    """Return the next article that a person has still to do, after this one, else from the beginning; or None."""
    (start,) = project.rows("SELECT coalesce((SELECT number FROM article WHERE id = ?), 0)", (after,))[0]
    for first, last in ((start, 1 << 62), (-1, start - 1)):
        found = project.rows(
            "SELECT id FROM article WHERE number > ? AND number <= ? AND id NOT IN"
            " (SELECT article FROM status WHERE author = ? AND status IN ('done', 'skipped')) ORDER BY number LIMIT 1",
            (first, last, person),
        )
        if found:
            return str(found[0][0])
    return None


def numbers_with(project: Project, person: str, status: str) -> Sequence[int]:
    """Return the local numbers of the articles that are so far for a person, sorted; all for an empty status.

    `todo` counts the started ones too. Numbers, because a list of 100,000 ids takes longer than a key press may.
    """
    if status not in ("", "todo"):
        sql = (
            "SELECT article.number FROM status JOIN article ON article.id = status.article"
            " WHERE author = ? AND status = ?"
        )
        return sorted(row[0] for row in project.rows(sql, (person, status)))
    every: Sequence[int]
    ((count, first, last),) = project.rows("SELECT count(*), min(number), max(number) FROM article")
    if count and count == last - first + 1:
        every = range(first, last + 1)
    else:
        every = [row[0] for row in project.rows("SELECT number FROM article ORDER BY number")]
    if not status:
        return every
    ended = set(numbers_with(project, person, "done")) | set(numbers_with(project, person, "skipped"))
    return [number for number in every if number not in ended] if ended else every
