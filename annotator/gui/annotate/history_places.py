"""Going to where a step happened: its mark selected, or the words where a mark stood that is gone."""

from typing import TYPE_CHECKING

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
    found = next((place.mark for place in places if session.mark_with(place.mark) is not None), None)
    extent = next((place.extent for place in places if place.extent is not None), None)
    if found is not None:
        session.select(found)
    elif extent is not None:
        session.select_stretch(extent)
    thread = next((place.thread for place in places if place.thread is not None), None)
    if thread is not None:
        session.thread_touched.emit(thread)
    return bool(found or extent)
