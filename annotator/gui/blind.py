"""Work without suggestions, to measure what they do to what people mark."""

from annotator import edits
from annotator.core.problems import Refused
from annotator.gui import marking
from annotator.gui.session import Session


def toggle(session: Session) -> None:
    """Work on the article in front without suggestions, or with them again."""
    article, _marks = marking.front(session)
    edits.work_blind(session.file, session.person.id, article.id, blind=not session.blind)
    if session.blind:
        session.said.emit(session.tr("Blind: suggestions stay hidden for this article."), "done")
    else:
        session.said.emit(session.tr("Suggestions are shown for this article again."), "done")


def toggle_suggestions(session: Session) -> None:
    """Show or hide what pipelines suggest; say why that is not possible in blind work."""
    if session.blind:
        raise Refused("suggestions-blind")
    marking.toggle_suggestions(session)
