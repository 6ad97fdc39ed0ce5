"""The queue: the articles of the project, their status, search as one types, and how far one is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QStackedWidget, QTableView, QVBoxLayout

from annotator import settings
from annotator.core import hits
from annotator.core.problems import Problem, Refused
from annotator.gui import ahead
from annotator.gui.annotate.filters import FilterBar
from annotator.gui.annotate.finder import Finder, Question
from annotator.gui.annotate.parts import line
from annotator.gui.annotate.queue_delegate import QueueDelegate, row_height
from annotator.gui.annotate.queue_menu import menu_of
from annotator.gui.annotate.queue_model import QueueModel
from annotator.gui.annotate.queue_notes import AllDone, Foot, NothingFound
from annotator.gui.session import Session
from annotator.gui.theme import Theme
from annotator.store import articles, filters, statuses
from annotator.store.filters import ORDERS, Filter, Tally
from annotator.store.project import Project

_SEARCH_DELAY_MS = 120
_SNIPPET_DELAY_MS = 30
_COUNT_DELAY_MS = 40
_PATIENCE_MS = 250
_ORDERS_KEPT = 50


class QueueView(QTableView):
    """A table of one column: Qt's list lays out every one of 100,000 lines before it shows one, its table does not."""

    typed = Signal(str)
    """Something was typed that is no key of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("queue")
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.set_searching(searching=False)

    def set_searching(self, *, searching: bool) -> None:
        """Make room in every line for what a search has found, or take it away."""
        self.verticalHeader().setDefaultSectionSize(row_height(self.font(), searching=searching))

    def visible_rows(self) -> range:
        """Return which rows can be seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        end = self.model().rowCount() if last < 0 else last + 1
        return range(max(first, 0), end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier
        if typed.isprintable() and typed.strip() and held == Qt.KeyboardModifier.NoModifier:
            self.typed.emit(typed)
        else:
            super().keyPressEvent(event)


class Queue(QFrame):
    """The left column of the Annotate workspace."""

    chosen = Signal(str)
    searched = Signal(str)
    """The words whose hits are shown in the articles now."""
    left = Signal()
    """The search was given up, and the page is to be read again."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        self.model = QueueModel(session)
        self.delegate = QueueDelegate(theme)
        self.finder = Finder(self)
        self._project: Project | None = None
        self._choosing = False
        self._beginning = False
        self._shown_words = ""
        self._answered: tuple[Filter, str] | None = None
        self._waiting = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_DELAY_MS)
        self._looking = QTimer(self, singleShot=True, interval=_SNIPPET_DELAY_MS)
        self.search = line("", self.tr("Search articles"), self.tr("Search articles"))
        self.search.setClearButtonEnabled(True)
        self.filters = FilterBar()
        self.list = QueueView()
        self.list.setAccessibleName(self.tr("Articles"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.nothing = NothingFound()
        self.all_done = AllDone()
        self.foot = Foot()
        self.middle = QStackedWidget()
        self.middle.addWidget(self.list)
        self.middle.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 12)
        layout.setSpacing(8)
        for part in (self.search, self.filters, self.all_done, self.middle, self.foot):
            layout.addWidget(part, 1 if part is self.middle else 0)
        self._connect()

    def _connect(self) -> None:
        session = self._session
        self.finder.found.connect(self._on_found)
        self._waiting.timeout.connect(self.reload)
        self._patience.timeout.connect(lambda: self.filters.said.setText(self.tr("Searching …")))
        self._counting.timeout.connect(self._count)
        self._looking.timeout.connect(self._look)
        self.search.textChanged.connect(lambda _text: self._waiting.start())
        self.search.returnPressed.connect(self._choose_first)
        self.search.given_up.connect(self.give_up)
        self.filters.changed.connect(self._on_filter)
        self.filters.form_asked.connect(lambda: self._ask("kinds", _kinds))
        self.nothing.clear_asked.connect(self.show_all)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.list.typed.connect(self._type)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.verticalScrollBar().valueChanged.connect(lambda _value: self._looking.start())
        session.project_changed.connect(self._on_project)
        session.queue_changed.connect(self._on_queue_changed)
        session.comments_changed.connect(self._counting.start)
        session.stepped.connect(self._stay)
        session.article_changed.connect(self.follow)

    @property
    def asked(self) -> Filter:
        """Return what is asked of the articles: the chips, the form and the search together."""
        return replace(self.filters.filter, words=self.search.text().strip())

    def reload(self) -> None:
        """Ask anew which articles the search and the filter leave; until the answer comes the list stays as it is."""
        project, asked, order = self._session.project, self.asked, self.filters.order
        self._waiting.stop()
        self._say_words(asked.words)
        if project is None or (not asked.asks and order == ORDERS[0]):
            self.finder.drop("numbers")
            self._show(filters.every(project) if project else ())
            self._choosing = False
        else:
            person = self._session.person.id
            self._patience.start()
            self._ask("numbers", lambda project: filters.numbers(project, person, asked, order))

    def show_all(self) -> None:
        """Show the whole queue: nothing searched, nothing filtered."""
        self.search.clear()
        self.filters.clear()
        self.reload()

    def give_up(self) -> None:
        """Empty the search, and go back to the page."""
        self.search.clear()
        self.reload()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.focusWidget() is not self.search:  # which has taken it
            self.left.emit()

    def follow(self, *, scroll: bool = True) -> None:
        """Show which article is in front, and go there unless that is not wanted."""
        article, project = self._session.article, self._session.project
        self.model.front = articles.number_of(project, article.id) if article and project else -1
        place = self.model.place(self.model.front)
        if place < 0:
            self.list.setCurrentIndex(QModelIndex())
        elif self.list.currentIndex().row() != place:
            bar = self.list.verticalScrollBar()
            before = bar.value()
            self.list.setCurrentIndex(self.model.index(place, 0))
            if scroll:
                self.list.scrollTo(self.model.index(place, 0))
            else:
                bar.setValue(before)
        self.list.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.delegate.theme = theme
        self.list.viewport().update()

    def _ask(self, kind: str, question: Question) -> None:
        if self._session.project is not None:
            self.finder.ask(self._session.project, kind, question)

    def _on_project(self) -> None:
        project = self._session.project
        if project is not None and project is self._project:
            self.reload()  # its scheme or its people have changed
            return
        self._project = project
        self._session.listed = None
        if project is not None:
            kept = _kept_orders().get(str(project.path.absolute()), "")
            self.filters.order = kept if kept in ORDERS else ORDERS[0]
        self.search.clear()
        self.filters.filter = Filter()
        self._count()
        if self.filters.order != ORDERS[0] and project is not None:
            self._show(filters.every(project))  # at once; in their order as soon as that is known
            self._beginning = True
        self.reload()

    def _on_filter(self) -> None:
        if self._session.project is not None:
            try:
                _keep_order(str(self._session.project.path.absolute()), self.filters.order)
            except Refused as refusal:
                self._session.tell(refusal.problem)
        self.reload()

    def _on_found(self, kind: str, answer: object) -> None:
        if isinstance(answer, Problem):
            self._choosing = False
            self._patience.stop()
            self._session.tell(answer)
        elif isinstance(answer, Tally):
            self.filters.show_tally(answer)
            self.foot.show_tally(answer)
            self.all_done.show_tally(answer)
        elif kind == "kinds" and isinstance(answer, tuple) and self.filters.form is not None:
            self.filters.form.offer(*answer)
        elif kind == "snippets" and isinstance(answer, Mapping):
            self.model.add_snippets(answer)
            self.list.viewport().update()
        elif kind == "numbers" and isinstance(answer, Sequence):
            self._show(answer)
            if self._choosing and self.model.rowCount():
                self._choose(self.model.index(0, 0))
            self._choosing = False

    def _begin(self) -> None:
        """Open the first article to do in the queue's own order, unless something was done or chosen meanwhile."""
        session, self._beginning = self._session, False
        first = statuses.next_open(session.file, session.person.id)
        if first and session.article is not None and session.article.id == first and not self.asked.asks:
            session.show_article(ahead.next_open(session))

    def _stay(self) -> None:
        self._beginning = False

    def _show(self, numbers: Sequence[int]) -> None:
        """Show these articles; where the same was asked before, from where the list has been scrolled to."""
        self._patience.stop()
        asked, order = self.asked, self.filters.order
        same, top = self._answered == (asked, order), self.list.verticalScrollBar().value()
        self._answered = asked, order
        self._session.listed = None if not asked.asks and order == ORDERS[0] else numbers
        self.list.set_searching(searching=bool(asked.words))
        self.model.show_numbers(numbers)
        count = len(numbers)
        whole = self.tr("1 article") if count == 1 else self.tr("{:,} articles").format(count)
        found = self.tr("{:,} found").format(count) if asked.asks else whole if count else ""
        self.filters.show_filter(found, self._session.scheme)
        self.nothing.show_asked(asked.words, self.filters.in_words(), empty=not asked.asks)
        self.middle.setCurrentWidget(self.list if numbers else self.nothing)
        self.follow(scroll=not same)
        if same:
            self.list.verticalScrollBar().setValue(top)
        self._looking.start()
        if self._beginning:
            self._begin()

    def _on_queue_changed(self, ids: set[str] | None) -> None:
        """Read lines anew where they stand: the list does not change under one's hands until it is asked anew."""
        project = self._session.project
        self._counting.start()
        if project is None:
            self.reload()
        elif ids is not None:
            numbers = {identity: articles.number_of(project, identity) for identity in ids}
            if any(number < 0 or self._is_new(number) for number in numbers.values()):
                self.reload()
            for number in numbers.values():
                self.model.refresh(number)
        elif not self.asked.asks and len(filters.every(project)) != self.model.rowCount():
            self.reload()  # some have come or gone
        else:
            self.model.refresh_all()

    def _is_new(self, number: int) -> bool:
        """Tell whether an article has come since all were listed."""
        return self._session.listed is None and self.model.place(number) < 0

    def _count(self) -> None:
        person = self._session.person.id
        self._ask("tally", lambda project: filters.tally(project, person))

    def _look(self) -> None:
        """Find the words around the hits in the articles that can be seen."""
        words = self._shown_words
        seen = [self.model.numbers[row] for row in self.list.visible_rows()] if words else []
        missing = [number for number in seen if number not in self.model.snippets]
        if missing:
            self._ask("snippets", lambda project: _snippets(project, missing, words))

    def _say_words(self, words: str) -> None:
        if words != self._shown_words:
            self._shown_words = words
            self.searched.emit(words)

    def _type(self, typed: str) -> None:
        """Search for what is typed in the list."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(typed)

    def _show_menu(self, place: QPoint) -> None:
        row = self.model.line(self.list.indexAt(place))
        if row is not None and row.id:
            menu_of(self, self._session, row, self.chosen.emit).popup(self.list.viewport().mapToGlobal(place))

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.line(index)
        if row is not None and row.id:
            self.chosen.emit(row.id)

    def _choose_first(self) -> None:
        """Open the first article that is found, as soon as the search has answered."""
        self._choosing = bool(self.search.text().strip())
        self.reload()


def _kept_orders() -> Mapping[str, str]:
    return settings.load().get(settings.QUEUE_ORDERS)


def _keep_order(path: str, order: str) -> None:
    kept = dict(_kept_orders())
    if kept.pop(path, ORDERS[0]) != order:
        latest = dict(list(kept.items())[-_ORDERS_KEPT:])
        settings.load().save(settings.QUEUE_ORDERS, latest | ({path: order} if order != ORDERS[0] else {}))


def _kinds(project: Project) -> tuple[list[str], list[str]]:
    return filters.sources(project), filters.languages(project)


def _snippets(project: Project, numbers: Sequence[int], words: str) -> dict[int, hits.Snippet | None]:
    """Return the words around the first hit of each article, None where the hit is elsewhere (in title or source)."""
    return {number: hits.snippet(text, words) for number, text in articles.texts(project, numbers)}
