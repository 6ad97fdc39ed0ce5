"""Comments and questions: asked, answered, resolved, reworded and taken away."""

from annotator.core.article import Range
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.text import storable
from annotator.store import articles, comments
from annotator.store.comments import Comment, Kind
from annotator.store.project import Project

_STEPS: dict[Kind, str] = {"reply": "reply", "resolved": "resolve-comment", "reopened": "reopen-comment"}


def comment(
    project: Project, person: str, article: str, text: str, about: Span | Range | None = None, *, question: bool = False
) -> Comment:
    """Write a note or a question about a mark, a stretch, or the whole article, and return it."""
    length = len(articles.text_of(project, article))
    start, end = (about.start, about.end) if isinstance(about, Span) else about or (0, 1)
    if about is not None and not 0 <= start < end <= length:
        raise Refused("span-outside-text", "", start=start, end=end, length=length)
    made = comments.begin(article, person, "question" if question else "note", _said(text), about)
    with project.edit("ask" if question else "comment", person, article=article, words=_beginning(made.text)):
        comments.add(project, made)
    return made


def reply(project: Project, person: str, first: str, text: str, *, kind: Kind = "reply") -> Comment:
    """Answer a note or question, resolve or reopen it (`kind`), and return what was said; an answer needs words."""
    asked = _there(project, first)
    if kind not in _STEPS or asked.thread is not None:
        raise Refused("comment-gone")
    made = comments.answering(asked, person, kind, storable(text).strip() if kind != "reply" else _said(text))
    with project.edit(_STEPS[kind], person, article=asked.article, words=_beginning(asked.text)):
        comments.add(project, made)
    return made


def reword(project: Project, person: str, identity: str, text: str, *, question: bool | None = None) -> None:
    """Change what an own comment says, and whether it asks."""
    said = _own(project, person, identity)
    kind: Kind = said.kind if question is None or said.thread else "question" if question else "note"
    with project.edit("change-comment", person, article=said.article, words=_beginning(text)):
        comments.reword(project, identity, _said(text), kind)


def remove_comment(project: Project, person: str, identity: str) -> None:
    """Take an own comment away; one that others have answered stays, because their answers would hang in the air."""
    said = _own(project, person, identity)
    answers = comments.answers_to(project, identity)
    if any(answer.author != person for answer in answers):
        raise Refused("comment-answered")
    with project.edit("remove-comment", person, article=said.article, words=_beginning(said.text)):
        for answer in answers:
            comments.remove(project, answer.id)
        comments.remove(project, identity)


def _there(project: Project, identity: str) -> Comment:
    found = comments.get(project, identity)
    if found is None:
        raise Refused("comment-gone")
    return found


def _own(project: Project, person: str, identity: str) -> Comment:
    found = _there(project, identity)
    if found.author != person:
        raise Refused("comment-of-another")
    return found


def _said(text: str) -> str:
    said = storable(text).strip()
    if not said:
        raise Refused("comment-empty")
    return said


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"
