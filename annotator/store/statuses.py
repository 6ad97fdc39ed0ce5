"""How far each person is with each article. `todo` is the absence of a row."""

from collections.abc import Sequence
from typing import Literal

from annotator.core.marks import content_id
from annotator.store.project import Project, encode

Status = Literal["todo", "started", "done", "skipped"]

_NEAR = 64
# Asked article by article: a list of all that a person has ended takes longer to make than the next one to find.
_ENDED = "SELECT 1 FROM status WHERE status.article = article.id AND author = ? AND status IN ('done', 'skipped')"
_OPEN = f"NOT EXISTS ({_ENDED})"


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


def reasons(project: Project, limit: int = 5) -> list[str]:
    """Return the reasons for which articles were skipped here, the most frequent first."""
    found = project.rows(
        "SELECT reason FROM status WHERE status = 'skipped' AND reason != '' GROUP BY reason"
        " ORDER BY count(*) DESC, reason LIMIT ?",
        (limit,),
    )
    return [row[0] for row in found]


def next_open(
    project: Project, person: str, after: str | None = None, among: Sequence[int] | None = None
) -> str | None:
    """Return the next article that a person has still to do, after this one, else from the beginning; or None.

    `among` are the local numbers of the articles that count, in the order in which they come; by default all.
    """
    if among is not None:
        return _next_among(project, person, after, among)
    (start,) = project.rows("SELECT coalesce((SELECT number FROM article WHERE id = ?), 0)", (after,))[0]
    for first, last in ((start, 1 << 62), (-1, start - 1)):
        found = project.rows(
            f"SELECT id FROM article WHERE number > ? AND number <= ? AND {_OPEN} ORDER BY number LIMIT 1",
            (first, last, person),
        )
        if found:
            return str(found[0][0])
    return None


def _next_among(project: Project, person: str, after: str | None, among: Sequence[int]) -> str | None:
    start = project.rows("SELECT number FROM article WHERE id = ?", (after,))
    place = among.index(start[0][0]) if start and start[0][0] in among else -1
    portion = _NEAR
    at, left = place + 1, len(among) - (place >= 0)
    # Mostly it is one of the next few; where thousands are done in between, the portions grow.
    while left > 0:
        asked = [among[number % len(among)] for number in range(at, at + min(portion, left))]
        found = project.rows(
            f"SELECT number, id FROM article WHERE number IN (SELECT value FROM json_each(?)) AND {_OPEN}",
            (encode(asked), person),
        )
        if found:
            there = dict(found)
            return str(next(there[number] for number in asked if number in there))
        at, left, portion = at + portion, left - portion, portion * 8
    return None
