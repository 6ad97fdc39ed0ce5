"""Citations and the original page: what the window does with where an article appeared."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from annotator.core import citations
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.stances import read_stances
from annotator.gui import marking
from annotator.gui.session import Session
from annotator.store import links, spans

if TYPE_CHECKING:
    from annotator.gui.window import Window


def copy_citation(window: "Window") -> None:
    """Copy the selected mark or stretch as a citation; a stance with its record."""
    session = window.session
    article, _marks = marking.front(session)
    mark = session.mark
    stretch = (mark.start, mark.end) if mark is not None else session.stretch
    if stretch is None:
        raise Refused("nothing-selected")
    made = citations.cite(article, stretch, _record(session, mark) if mark is not None else "")
    data = QMimeData()
    data.setText(made.text)
    data.setHtml(made.html)
    QGuiApplication.clipboard().setMimeData(data)
    session.said.emit(window.tr("Copied: {}").format(made.text.replace("\n", " ")), "done")


def open_page(window: "Window") -> None:
    """Open the page where the article appeared in the web browser."""
    url = _address(window.session)
    if not citations.is_web_address(url):
        raise Refused("address-not-web", "", address=url)
    if not QDesktopServices.openUrl(QUrl(url)):
        raise Refused("cannot-open-page", "", address=url)
    window.session.said.emit(window.tr("Opened in the web browser: {}").format(url), "note")


def copy_address(window: "Window") -> None:
    """Copy the address of the page where the article appeared."""
    url = _address(window.session)
    QGuiApplication.clipboard().setText(url)
    window.session.said.emit(window.tr("Copied: {}").format(url), "done")


def _address(session: Session) -> str:
    article, _marks = marking.front(session)
    url = article.publications[0].url.strip() if article.publications else ""
    if not url:
        raise Refused("no-address")
    return url


def _record(session: Session, mark: Span) -> str:
    """Return the record of a stance, an own or a suggested one; an empty string for another mark."""
    article, _marks = marking.front(session)
    kind = session.scheme.label(mark.label)
    if kind is None or not kind.roles:
        return ""
    made = read_stances(
        spans.of(session.file, article.id, mark.author), links.of(session.file, article.id, mark.author)
    )
    found = next((stance for stance in made if stance.span.id == mark.id), None)
    return citations.record_of(found, article, session.scheme) if found else ""
