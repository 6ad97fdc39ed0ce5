"""A role of a stance that was dragged from its card onto a mark of the page."""

from annotator import edits
from annotator.core.problems import Refused
from annotator.gui import marking
from annotator.gui.session import Session


def fill_role(session: Session, payload: str, mark: str) -> None:
    """Let a mark fill a role; the payload is what the card gave: the stance's id, a space, and the role's id."""
    _article, marks = marking.front(session)
    stance, _space, role = payload.partition(" ")
    source, target = marks.get(stance), marks.get(mark)
    if source is None or target is None:
        raise Refused("mark-gone")
    edits.fill_role(session.file, session.person.id, source, role, target)
    # A suggested stance has become an own one, in the same place.
    now = marks.get(stance) or next((own.span for own in marks.stances() if own.span.start == source.start), None)
    session.select(now.id if now is not None else None)
