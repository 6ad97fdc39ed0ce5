"""One act on all that is alike: the same label again, and every suggestion of a kind or with the same words."""

from collections.abc import Callable

from annotator import edits
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.gui import marking
from annotator.gui.session import Session


def repeat(session: Session) -> None:
    """Give what is selected the label that was given last."""
    if not session.last_labelled:
        raise Refused("nothing-to-repeat")
    marking.label(session, session.last_labelled)


def of_kind(session: Session, mark: Span) -> list[Span]:
    """Return the suggestions left that have the label of a mark."""
    _article, marks = marking.front(session)
    return [span for span in marks.suggestions if span.label == mark.label]


def of_words(session: Session, mark: Span) -> list[Span]:
    """Return the suggestions left that have the label and the words of a mark."""
    article, _marks = marking.front(session)
    words = article.text[mark.start : mark.end].split()
    return [span for span in of_kind(session, mark) if article.text[span.start : span.end].split() == words]


def accept(session: Session, alike: Callable[[Session, Span], list[Span]]) -> None:
    """Accept all suggestions that are like the selected mark, in one step."""
    mark, found = _found(session, alike)
    made = edits.accept(session.file, session.person.id, found, bulk=True)
    left = len(alike(session, mark))
    text = session.tr("Accepted: {:,}.").format(len(made))
    if left:
        text += " " + session.tr("Left, because they would overlap own marks: {:,}.").format(left)
    marking.next_undecided(session, mark)
    session.said.emit(text, "done")


def reject(session: Session, alike: Callable[[Session, Span], list[Span]]) -> None:
    """Reject all suggestions that are like the selected mark, in one step."""
    mark, found = _found(session, alike)
    edits.reject(session.file, session.person.id, found, bulk=True)
    marking.next_undecided(session, mark)
    session.said.emit(session.tr("Rejected: {:,}.").format(len(found)), "done")


def _found(session: Session, alike: Callable[[Session, Span], list[Span]]) -> tuple[Span, list[Span]]:
    mark = session.mark
    if mark is None:
        raise Refused("nothing-selected")
    found = alike(session, mark)
    if not found:
        raise Refused("nothing-left-alike")
    return mark, found
