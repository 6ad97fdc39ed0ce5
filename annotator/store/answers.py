"""Answers to the article-level questions, in the file."""

import json

from annotator.core.marks import Answer, Value, content_id
from annotator.store.project import Project, encode

_ANSWER = "SELECT id, article, author, question, value FROM answer"


def of(project: Project, article: str, author: str | None = None) -> list[Answer]:
    """Return the answers about an article, of one author or of all."""
    found = project.rows(
        f"{_ANSWER} WHERE article = ?1 AND (?2 IS NULL OR author = ?2) ORDER BY question", (article, author)
    )
    return [Answer(identity, about, by, question, json.loads(value)) for identity, about, by, question, value in found]


def put(project: Project, article: str, author: str, question: str, value: Value | None) -> None:
    """Write an author's answer to a question, or take it away with None."""
    identity = content_id("answer", article, author, question)
    if value is None:
        project.db.execute("DELETE FROM answer WHERE id = ?", (identity,))
        return
    project.db.execute(
        "INSERT INTO answer VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value"
        " WHERE value != excluded.value",
        (identity, article, author, question, encode(value)),
    )
