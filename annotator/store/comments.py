"""Comments and questions, anchored to a mark, a stretch or a whole article, with what was said to them since."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from annotator.core.article import Range
from annotator.core.marks import Attributes, Span, content_id, random_id
from annotator.store.project import Project, encode, now

Kind = Literal["note", "question", "reply", "resolved", "reopened"]


@dataclass(frozen=True, slots=True)
class Comment:
    """One thing said. `thread` is the id of the note or question that it belongs to, None for those themselves.

    `extent` is the stretch that it is about, None for the whole article; `mark` names the mark that stood there, with
    a copy of what it was, because it may be gone by now.
    """

    id: str
    article: str
    author: str
    kind: Kind
    text: str
    thread: str | None = None
    extent: Range | None = None
    mark: str | None = None
    mark_author: str | None = None
    label: str | None = None
    attributes: Attributes = field(default_factory=dict)
    made: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A note or question with what was said to it, in the order of time."""

    first: Comment
    answers: tuple[Comment, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits: nobody has resolved it since it was made or last reopened."""
        turns = [answer.kind for answer in self.answers if answer.kind in ("resolved", "reopened")]
        return not turns or turns[-1] == "reopened"


_COMMENT = (
    'SELECT id, article, author, kind, text, thread, start, "end", mark, mark_author, label, attributes, made'
    " FROM comment"
)


def begin(article: str, author: str, kind: Kind, text: str, about: Span | Range | None) -> Comment:
    """Return a new note or question about a mark, a stretch, or the whole article."""
    if not isinstance(about, Span):
        return Comment(random_id(), article, author, kind, text, None, about, made=now())
    return Comment(
        random_id(), article, author, kind, text, None, (about.start, about.end),
        about.id, about.author, about.label, about.attributes, now(),
    )  # fmt: skip


def answering(first: Comment, author: str, kind: Kind, text: str) -> Comment:
    """Return a new answer to a note or question."""
    return Comment(random_id(), first.article, author, kind, text, first.id, made=now())


def of(project: Project, article: str) -> list[Thread]:
    """Return what is said about an article: about the whole of it first, then in text order."""
    found = _threads(project.rows(f"{_COMMENT} WHERE article = ? ORDER BY made, id", (article,)))
    return sorted(found, key=lambda thread: (thread.first.extent or (-1, -1), thread.first.made))


def every(project: Project) -> list[Thread]:
    """Return the notes and questions of all articles, the latest first."""
    return _threads(project.rows(f"{_COMMENT} ORDER BY made, id"))[::-1]


def waiting(project: Project, limit: int = -1) -> list[Thread]:
    """Return the notes and questions of all articles that are still open, the latest first."""
    threads = _threads(
        project.rows(f"{_COMMENT} WHERE coalesce(thread, id) IN ({_OPEN} LIMIT ?) ORDER BY made, id", (limit,))
    )
    return sorted(threads, key=lambda thread: thread.first.made, reverse=True)


_OPEN = (
    "SELECT id FROM comment AS asked WHERE thread IS NULL AND coalesce((SELECT kind FROM comment"
    " WHERE thread = asked.id AND kind IN ('resolved', 'reopened') ORDER BY made DESC, id DESC LIMIT 1), 'reopened')"
    " = 'reopened' ORDER BY made DESC"
)


def count_waiting(project: Project) -> int:
    """Return how many notes and questions are open."""
    return int(project.rows(f"SELECT count(*) FROM ({_OPEN})")[0][0])


def articles_with(project: Project, *, waiting_only: bool = False) -> list[int]:
    """Return the local numbers of the articles that are commented on, sorted; or of those where something waits."""
    which = f" WHERE comment.id IN ({_OPEN})" if waiting_only else ""
    found = project.rows(
        f"SELECT DISTINCT article.number FROM comment JOIN article ON article.id = comment.article{which} ORDER BY 1"
    )
    return [row[0] for row in found]


def get(project: Project, identity: str) -> Comment | None:
    """Return one comment, or None where it is gone."""
    found = project.rows(f"{_COMMENT} WHERE id = ?", (identity,))
    return _comment(found[0]) if found else None


def answers_to(project: Project, first: str) -> list[Comment]:
    """Return what was said to a note or question, in the order of time."""
    return [_comment(row) for row in project.rows(f"{_COMMENT} WHERE thread = ? ORDER BY made, id", (first,))]


def add(project: Project, comment: Comment) -> None:
    """Write a comment, inside a step."""
    start, end = comment.extent or (None, None)
    project.db.execute(
        "INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            comment.id, comment.article, comment.author, comment.kind, comment.thread, comment.text, comment.made,
            start, end, comment.mark, comment.mark_author, comment.label,
            encode(dict(comment.attributes)) if comment.mark else None,
        ),
    )  # fmt: skip


def reword(project: Project, comment: str, text: str, kind: Kind) -> None:
    """Change what a comment says, and whether it is a note or a question, inside a step."""
    project.db.execute("UPDATE comment SET text = ?, kind = ? WHERE id = ?", (text, kind, comment))


def remove(project: Project, comment: str) -> None:
    """Delete a comment, inside a step."""
    project.db.execute("DELETE FROM comment WHERE id = ?", (comment,))


def flagged(project: Project, person: str) -> list[int]:
    """Return the local numbers of the articles that a person has flagged, sorted."""
    return [
        row[0]
        for row in project.rows(
            "SELECT article.number FROM flag JOIN article ON article.id = flag.article WHERE author = ? ORDER BY 1",
            (person,),
        )
    ]


def is_flagged(project: Project, article: str, person: str) -> bool:
    """Tell whether a person has flagged an article."""
    return bool(project.rows("SELECT 1 FROM flag WHERE article = ? AND author = ?", (article, person)))


def put_flag(project: Project, article: str, person: str, *, flagged: bool) -> None:
    """Flag an article for a person, or take the flag away, inside a step."""
    identity = content_id("flag", article, person)
    if flagged:
        project.db.execute("INSERT INTO flag VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (identity, article, person))
    else:
        project.db.execute("DELETE FROM flag WHERE id = ?", (identity,))


def _threads(rows: Iterable[tuple[Any, ...]]) -> list[Thread]:
    """Return the threads of comments that come in the order of time; answers whose thread is not there are left out."""
    every = [_comment(row) for row in rows]
    answers: dict[str, list[Comment]] = {}
    for comment in every:
        if comment.thread is not None:
            answers.setdefault(comment.thread, []).append(comment)
    return [Thread(comment, tuple(answers.get(comment.id, ()))) for comment in every if comment.thread is None]


def _comment(row: tuple[Any, ...]) -> Comment:
    identity, article, author, kind, text, thread, start, end, mark, mark_author, label, attributes, made = row
    extent = None if start is None else (start, end)
    given = json.loads(attributes) if attributes else {}
    return Comment(identity, article, author, kind, text, thread, extent, mark, mark_author, label, given, made)
