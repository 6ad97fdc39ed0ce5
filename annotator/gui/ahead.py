"""The articles that come next, in the order of the queue, and read before they are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.gui.marks import Marks
from annotator.store import articles, assignments, history, runs, spans, statuses

if TYPE_CHECKING:
    from annotator.gui.session import Session

IDLE_MS = 350
"""How long nothing is done in an article before the next one is read."""

_PORTION = 40_000
_END = object()


def next_open(session: "Session", *, after: str | None = None) -> str | None:
    """Return the next article to do in the queue as it is shown, after this one; None when none of them is left."""
    return statuses.next_open(session.file, session.person.id, after, session.listed)


def beside(session: "Session", article: str, *, forward: bool) -> str | None:
    """Return the article after or before this one in the queue as it is shown; None at its end."""
    if session.listed is None:
        return articles.beside(session.file, article, forward=forward)
    number = articles.number_of(session.file, article)
    if number not in session.listed:  # it was opened from elsewhere: the queue begins before it
        place = 0 if forward else -1
    else:
        place = session.listed.index(number) + (1 if forward else -1)
    return articles.with_number(session.file, session.listed[place]) if 0 <= place < len(session.listed) else None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with its marks, and what had been written to the project just before they were read."""

    article: Article
    marks: Marks
    blind: bool
    shown: bool
    """Whether suggestions were asked for."""
    change: int
    runs: list[str]


class Ahead(QObject):
    """Reads the next and the previous article while nothing else is to do, one at a time."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._ready: dict[str, Prepared] = {}
        self._reading: Iterator[None] = iter(())
        self._known: tuple[str, Sequence[int] | None, list[str]] | None = None
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._go_on)
        session.project_changed.connect(self._forget)
        session.queue_changed.connect(self._look_again)
        for signal in (session.article_changed, session.selection_changed, session.marks_changed):
            signal.connect(lambda *_: self._idle.start(IDLE_MS))

    def is_ready(self, article: str) -> bool:
        """Tell whether an article has been read, and nothing in it has changed since."""
        return self._valid(article) is not None

    def take(self, article: str) -> Prepared | None:
        """Return an article that has been read, once; None where it has not, or where it has changed since."""
        found = self._valid(article)
        self._ready.pop(article, None)
        return found

    def prepare(self, article: str) -> None:
        """Read an article at once."""
        for _ in self._reading_of(article):
            pass

    def _reading_of(self, article: str) -> Iterator[None]:
        """Read an article, a portion at a time: between two of them a key that is pressed is served.

        What is written to it meanwhile is later than `change`, so that it is then not shown as it was read here.
        """
        session = self._session
        project, person, shown = session.file, session.person.id, session.show_suggestions
        change, made = history.last_change(project), runs.of_article(project, article)
        blind = assignments.is_blind(project, article, person)
        whole = articles.get(project, article)
        read: list[Span] = []
        for start in range(0, len(whole.text), _PORTION):
            yield
            read += spans.before(project, article, person, (start, start + _PORTION))
        yield
        marks = Marks(project, person, article, with_suggestions=shown and not blind, read=read)
        self._ready[article] = Prepared(whole, marks, blind, shown, change, made)

    def _valid(self, article: str) -> Prepared | None:
        found, session = self._ready.get(article), self._session
        if found is None or found.shown != session.show_suggestions:
            return None
        same = articles.unchanged_since(session.file, article, found.change)
        return found if same and runs.of_article(session.file, article) == found.runs else None

    def _look_again(self) -> None:
        self._known = None

    def _forget(self) -> None:
        self._known = None
        self._ready.clear()
        self._reading = iter(())
        self._idle.stop()

    def _go_on(self) -> None:
        """Read one portion, and come back for the next."""
        session = self._session
        if session.project is None or session.article is None or session.past is not None:
            return
        try:
            if next(self._reading, _END) is _END:
                wanted = self._wanted(session.article.id)
                self._ready = {name: ready for name, ready in self._ready.items() if name in wanted}
                missing = next((name for name in wanted if not self.is_ready(name)), None)
                if missing is None:
                    return
                self._reading = self._reading_of(missing)
            self._idle.start(0)
        except Refused as refusal:  # the file went away
            self._reading = iter(())
            session.tell(refusal.problem)

    def _wanted(self, front: str) -> list[str]:
        """Return the next articles to read; looked up once, for it takes long where very many are done."""
        session, listed = self._session, self._session.listed
        if self._known is None or self._known[0] != front or self._known[1] is not listed:
            found = (
                next_open(session, after=front),
                beside(session, front, forward=True),
                beside(session, front, forward=False),
            )
            named = [article for article in found if article is not None and article != front]
            self._known = front, listed, list(dict.fromkeys(named))
        return self._known[2]
