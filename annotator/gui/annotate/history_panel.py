"""The history in the place of the inspector: every step with who and when, undo back to one, the article as it was."""

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from annotator.gui.annotate import history_places, history_then, history_words
from annotator.gui.annotate.flow import Flow
from annotator.gui.annotate.history_steps import Asked, Steps
from annotator.gui.annotate.history_travel import Travel
from annotator.gui.annotate.history_undo import UndoRun
from annotator.gui.annotate.history_view import StepDelegate, StepView
from annotator.gui.annotate.parts import Card, button, heading, label, line
from annotator.gui.session import Session
from annotator.gui.theme import Theme
from annotator.store import timeline
from annotator.store.timeline import Line

_SEARCH_DELAY_MS = 120
_MOST_COUNTED = 5_000


class HistoryPanel(QFrame):
    """Search and scope above, the steps, and below what can be done about the chosen one."""

    closed = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        self.setObjectName("history")
        self.setAccessibleName(self.tr("History"))
        self.model = Steps(session)
        self.travel = Travel(session, self)
        self.run = UndoRun(session, self)
        self.delegate = StepDelegate(session, theme)
        self.search = line("", self.tr("Search the history"), self.tr("Search: words, a label, a name"))
        self.search.setClearButtonEnabled(True)
        self.list = StepView()
        self.list.setAccessibleName(self.tr("Steps"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.none = label("", "dim", wrap=True)
        self.details = StepCard(session, self.run)
        self._article = ""
        self._waiting = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._waiting.timeout.connect(self.reload)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 12)
        column.setSpacing(8)
        close = button("✕", self.closed.emit, "quiet", self.tr("Back to the inspector (Esc)"))
        close.setAccessibleName(self.tr("Close the history"))
        column.addWidget(heading(self.tr("History"), close))
        column.addWidget(self.search)
        self.scopes = QButtonGroup(self)
        row = Flow()
        for number, name in enumerate((self.tr("This article"), self.tr("Whole project"), self.tr("Only mine"))):
            chip = QPushButton(name)
            chip.setCheckable(True)
            chip.setChecked(number == 0)
            chip.setAutoDefault(False)
            chip.setProperty("role", "chip")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.scopes.addButton(chip, number)
            row.addWidget(chip)
        column.addLayout(row)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        column.addWidget(self.details)

    def _connect(self) -> None:
        session = self._session
        self.scopes.idClicked.connect(lambda _number: self.reload())
        self.search.textChanged.connect(lambda _text: self._waiting.start())
        self.search.returnPressed.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.opened.connect(self.read_past)
        self.list.doubleClicked.connect(lambda _index: self.read_past())
        self.details.past_asked.connect(self.read_past)
        self.details.undo_asked.connect(self.undo_back)
        self.travel.moved.connect(self._on_moved)
        self.model.found_more.connect(self._on_found)
        self.run.ended.connect(self._on_ended)
        session.stepped.connect(self._on_step)
        session.article_changed.connect(self._on_article)
        session.project_changed.connect(self._on_project)
        session.selection_changed.connect(self.details.show_then)

    def open(self) -> None:
        """Show the steps of the article in front, the latest of them chosen."""
        self.show()
        self.reload()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reload(self) -> None:
        """List the steps that scope and search ask for."""
        self._waiting.stop()
        session, scope = self._session, self.scopes.checkedId()
        self._article = session.article.id if session.article else ""
        before = self.current
        self.model.ask(
            Asked(
                self._article if scope == 0 else "",
                session.person.id if scope == 2 else "",
                self.search.text().strip(),
            )
        )
        self._choose(self.travel.number or (before.entry.number if before else 0))

    @property
    def current(self) -> Line | None:
        """Return the chosen step, or None."""
        return self.model.line(self.list.currentIndex())

    def read_past(self) -> None:
        """Show the article as it was after the chosen step."""
        if self.current is not None and not self.run.running:
            self.travel.go(self.current.entry.number)

    def undo_back(self) -> None:
        """Take this person's steps since the chosen one back."""
        if self.current is not None and not self.run.running:
            number = self.current.entry.number
            self.travel.back()
            self.run.begin(number)
            self._show_details()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.delegate.theme = theme
        self.list.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        theme = getattr(self.window(), "theme", None)
        if event.type() == QEvent.Type.StyleChange and isinstance(theme, Theme):
            self.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.run.running:
            self.run.cancel()
        elif self._session.past is not None:
            self.travel.back()
        else:
            self.closed.emit()

    def _choose(self, number: int) -> None:
        """Choose a step without doing anything about it: the one with this number, else the latest."""
        row = self.model.row_of(number) if number else -1
        row = row if row >= 0 else 1
        with QSignalBlocker(self.list.selectionModel()):
            self.list.setCurrentIndex(self.model.index(row, 0))
        self.list.scrollTo(self.list.currentIndex())
        self.list.viewport().update()
        self._show_details()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        shown = self.model.line(current)
        self._show_details()
        if shown is None:
            return
        if self._session.past is not None:
            self.travel.go_soon(shown.entry.number)
        elif shown.entry.article in (None, self._article):
            history_places.select_touched(self._session, shown.entry.id)

    def _on_moved(self, number: int) -> None:
        self.delegate.reading = number
        if number and (self.current is None or self.current.entry.number != number):
            self._choose(number)
        if number and self._session.article is not None:
            current = self.current
            if current is not None:
                history_places.select_touched(self._session, current.entry.id)
        self.list.viewport().update()
        self._show_details()

    def _on_step(self) -> None:
        if self.isVisible() and not self.run.running:
            self.model.take_in()
            self.list.viewport().update()
            self._show_details()

    def _on_ended(self) -> None:
        if self._session.project is not None:
            self.model.take_in()
        self.list.viewport().update()
        self._show_details()

    def _on_article(self) -> None:
        article = self._session.article.id if self._session.article else ""
        if self.isVisible() and article != self._article and not self.run.running:
            if self.scopes.checkedId() == 0:
                self.reload()
            else:
                self._article = article
                self.list.viewport().update()

    def _on_project(self) -> None:
        if self.isHidden():
            return
        if self._session.project is None:
            self.closed.emit()
        else:
            self.reload()

    def _on_found(self) -> None:
        empty = self.model.rowCount() == 0
        self.none.setVisible(empty)
        if empty:
            searching = not self.model.complete
            self.none.setText(self.tr("Searching …") if searching else self.tr("No step is found."))
        elif not self.list.currentIndex().isValid():
            self._choose(0)

    def _show_details(self) -> None:
        self.details.show_step(self.current)


class StepCard(Card):
    """What the chosen step is, and what can be done about it; in the past also what the article held then."""

    past_asked = Signal()
    undo_asked = Signal()

    def __init__(self, session: Session, run: UndoRun) -> None:
        super().__init__()
        self._session = session
        self._run = run
        self._shown: Line | None = None
        self.name = label("", wrap=True)
        self.who = label("", "dim", wrap=True)
        self.then = label("", wrap=True)
        self.past = button(self.tr("As it was then"), self.past_asked.emit, "primary", self.tr("Enter"))
        self.undo = button(self.tr("Undo to here"), self.undo_asked.emit)
        self.preview = label("", "dim", wrap=True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Steps undone"))
        self.cancel = button(self.tr("Cancel"), run.cancel, "quiet", self.tr("Esc"))
        for part in (self.name, self.who, self.then):
            self.column.addWidget(part)
        row = Flow()
        row.addWidget(self.past)
        row.addWidget(self.undo)
        self.column.addLayout(row)
        self.column.addWidget(self.preview)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.cancel)
        self.column.addLayout(running)
        run.progressed.connect(self.bar.setValue)
        self.show_step(None)

    def show_step(self, shown: Line | None) -> None:
        """Show a step, or nothing."""
        session = self._session
        self._shown = shown
        self.setVisible(shown is not None and session.project is not None)
        if shown is None or session.project is None:
            return
        self.name.setText(history_words.name_of(session, shown))
        here = session.article is not None and shown.entry.article == session.article.id
        self.who.setText(history_words.in_full(session, shown, title=not here))
        count = timeline.count_to_undo(session.file, session.person.id, shown.entry.number, _MOST_COUNTED)
        running = self._run.running
        if running and not self.bar.isVisible():
            self.bar.setMaximum(max(count, 1))
            self.bar.setValue(0)
        for part in (self.bar, self.cancel):
            part.setVisible(running)
        self.past.setVisible(session.past is None)
        self.past.setEnabled(not running)
        self.undo.setEnabled(bool(count) and not running)
        self.preview.setText(self._preview(count))
        self.show_then()

    def _preview(self, count: int) -> str:
        if not count:
            return self.tr("You have made no step since that could be undone.")
        if count == 1:
            return self.tr("Undo takes one step of yours back; Redo brings it again.")
        more = self.tr("{:,} or more") if count >= _MOST_COUNTED else "{:,}"
        return self.tr("Undo takes {} steps of yours back; Redo brings them again.").format(more.format(count))

    def show_then(self) -> None:
        """Show what the article of then held: how far it was, its stances and answers, and the selected mark."""
        said = history_then.lines(self._session)
        self.then.setVisible(bool(said))
        self.then.setText("\n".join(said))
