"""Going to where a step happened: its mark selected, or the words where a mark stood that is gone."""

from functools import partial
from typing import TYPE_CHECKING

from annotator.core.marks import Span
from annotator.store import articles, timeline

if TYPE_CHECKING:
    from annotator.gui.session import Session


def go_to(session: "Session", step: str, article: str | None) -> None:
    """Put the article of a step in front, if it is still there, and select what the step touched in it."""
    front = session.article.id if session.article else ""
    if article and article != front and articles.existing(session.file, [article]):
        session.show_article(article)
    if not select_touched(session, step) and session.selected and session.mark is None:
        session.select(None)


def select_touched(session: "Session", step: str) -> bool:
    """Select what a step touched in the article in front; tell whether there was anything."""
    if session.article is None:
        return False
    places = [place for place in timeline.places(session.file, step) if place.article == session.article.id]
    marks = [mark for place in places if (mark := session.mark_with(place.mark)) is not None]
    # A step that made a stance accepted what fills its roles too: the stance is what it was about.
    found = next((mark.id for mark in sorted(marks, key=partial(_is_tied, session))), None)
    extent = next((place.extent for place in places if place.extent is not None), None)
    if found is not None:
        session.select(found)
    elif extent is not None:
        session.select_stretch(extent)
    thread = next((place.thread for place in places if place.thread is not None), None)
    if thread is not None:
        session.thread_touched.emit(thread)
    return bool(found or extent)


def _is_tied(session: "Session", mark: Span) -> bool:
    """Tell whether a mark fills a role rather than having any."""
    label = session.scheme.label(mark.label)
    return label is None or not label.roles
