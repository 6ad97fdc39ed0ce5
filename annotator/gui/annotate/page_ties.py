"""What the page shows of stances and comments beside the marks, and what is done there with them."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.scheme import Scheme
from annotator.gui.annotate.comments import Comments
from annotator.gui.annotate.dropping import fill_role
from annotator.gui.annotate.inspector import Inspector
from annotator.gui.marks import Marks
from annotator.gui.session import Session
from annotator.gui.text.overlay import Tie
from annotator.gui.text.page import Page


class PageTies(QObject):
    """Shows the arcs of the stance that is selected or whose card is under the pointer, and the bubbles of comments."""

    refused = Signal(object)

    def __init__(self, session: Session, page: Page, inspector: Inspector, comments: Comments) -> None:
        super().__init__(page)
        self._session, self._page, self._comments = session, page, comments
        self._hovered = ""
        self._ties: list[Tie] = []
        session.article_changed.connect(self._on_article)  # once the page shows it
        session.selection_changed.connect(self._show_ties)
        session.marks_changed.connect(self._show_ties)
        inspector.hovered.connect(self._on_hover)
        comments.shown.connect(self._show_comments)
        page.comment_chosen.connect(self._choose)
        page.role_dropped.connect(self._drop)

    def _on_article(self) -> None:
        self._hovered, self._ties = "", []
        self._page.show_arcs_of(None)
        self._page.set_ties(())
        self._show_ties()
        self._show_comments()

    def _on_hover(self, stance: str) -> None:
        self._hovered = stance
        self._show_ties()
        self._page.show_arcs_of(stance or None)

    def _show_ties(self) -> None:
        marks, scheme = self._session.marks, self._session.scheme
        wanted = {self._session.selected or "", self._hovered} - {""} if marks is not None else set[str]()
        ties = [tie for stance in sorted(wanted) for tie in ties_of(stance, marks, scheme)] if marks else []
        if ties != self._ties:
            self._ties = ties
            self._page.set_ties(ties)

    def _show_comments(self) -> None:
        self._page.set_comments(self._comments.anchors())

    def _choose(self, thread: str) -> None:
        self._comments.choose(thread, focus=True)

    def _drop(self, payload: str, mark: str) -> None:
        try:
            fill_role(self._session, payload, mark)
        except Refused as refusal:
            self.refused.emit(refusal.problem)


def ties_of(stance: str, marks: Marks, scheme: Scheme) -> Iterator[Tie]:
    """Yield the ties of a stance, own or suggested, to the marks in its roles."""
    span = marks.get(stance)
    kind = scheme.label(span.label) if span is not None else None
    if kind is None or not kind.roles:
        return
    for role, target in _in_roles(stance, marks):
        known, label = kind.role(role), scheme.label(target.label)
        yield Tie(known.name if known else role, stance, target.id, label.colour if label else "grey")


def _in_roles(stance: str, marks: Marks) -> Iterator[tuple[str, Span]]:
    """Yield the marks of a stance with the role that each is in."""
    links = marks.links_of(stance)
    for link in links:
        target = marks.get(link.target)
        if target is not None:
            yield link.role, target
    for suggested in marks.suggested_stances() if not links else ():
        if suggested.span.id == stance:
            yield from (("actor", actor) for actor in suggested.actors)
            for role, filler in (("treaty", suggested.treaty), ("date", suggested.date)):
                if filler is not None:
                    yield role, filler
