"""Assignments: which articles are given to whom, and which of them are to be worked on blind, without suggestions."""

from annotator.core.marks import content_id
from annotator.store.project import Project


def is_blind(project: Project, article: str, person: str) -> bool:
    """Tell whether a person is to work on an article without suggestions."""
    return bool(
        project.rows("SELECT 1 FROM assignment WHERE article = ? AND person = ? AND blind = 1", (article, person))
    )


def giver(project: Project, article: str, person: str) -> str | None:
    """Return who gave an article to a person, or None where nobody did."""
    found = project.rows("SELECT author FROM assignment WHERE article = ? AND person = ?", (article, person))
    return found[0][0] if found else None


def put(project: Project, lead: str, article: str, person: str, *, blind: bool) -> None:
    """Give an article to a person, inside a step; who gave it is its author."""
    project.db.execute(
        "INSERT INTO assignment VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET author = excluded.author,"
        " blind = excluded.blind WHERE blind != excluded.blind",
        (content_id("assignment", article, person), article, lead, person, int(blind)),
    )


def remove(project: Project, article: str, person: str) -> None:
    """Take an article back from a person, inside a step."""
    project.db.execute("DELETE FROM assignment WHERE id = ?", (content_id("assignment", article, person),))
