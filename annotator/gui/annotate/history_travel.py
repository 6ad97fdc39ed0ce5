"""Reading the past: the article as it was after a step, with a banner over the page that says so."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from annotator.core.problems import Refused
from annotator.gui.annotate import history_words
from annotator.gui.annotate.parts import button, label
from annotator.gui.session import Session
from annotator.store import past, people, timeline
from annotator.store.past import Past

_EVERYBODY = ""


class Travel(QObject):
    """Goes to the article as it was, from step to step, and back to now."""

    moved = Signal(int)
    """The number of the step after which the article is shown now; 0 for the article of now."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.author = session.person.id
        self.steps: Sequence[int] = ()
        """The numbers of the steps of the article in front, the oldest first."""
        self._whole: Past | None = None
        self._wanted = 0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(lambda: self.go(self._wanted))
        session.article_changed.connect(self._on_article)

    @property
    def number(self) -> int:
        """Return the number of the step after which the article is shown; 0 while it is that of now."""
        return self._whole.step.number if self._whole is not None and self._session.past is not None else 0

    def go_soon(self, number: int) -> None:
        """Go to a step once no further one is asked for in the same moment."""
        self._wanted = number
        self._later.start()

    def go(self, number: int) -> None:
        """Show the article of a step as it was after it; of a step that is about no article, the one in front."""
        session = self._session
        line = timeline.lines(session.file, [number])[0]
        article = line.entry.article or (session.article.id if session.article else "")
        try:
            then = past.of(session.file, article, line.entry.id)
        except Refused as refusal:
            session.tell(refusal.problem)
            return
        if session.past is None or session.article is None or session.article.id != article:
            self.steps = timeline.numbers_in(session.file, article)[::-1]
        self._whole = then
        session.show_past(then, self.author or None)
        self.moved.emit(number)

    def show_author(self, author: str) -> None:
        """Show another person's marks of then; an empty id shows everybody's."""
        self.author = author
        if self._whole is not None and self._session.past is not None:
            self._session.show_past(self._whole, author or None)
            self.moved.emit(self.number)

    def back(self) -> None:
        """Go back to now."""
        self._later.stop()
        self._session.show_now()

    def _on_article(self) -> None:
        if self._session.past is None and self._whole is not None:
            self._whole, self.author = None, self._session.person.id
            self.moved.emit(0)


class Banner(QFrame):
    """Says over the page that it shows the past, which, and how to go on in it and back."""

    left = Signal()

    def __init__(self, session: Session, travel: Travel) -> None:
        super().__init__()
        self._session = session
        self._travel = travel
        self.setObjectName("past")
        self.said = label("", "past", wrap=True)
        self.back = button(self.tr("Back to now  (Esc)"), self.left.emit, "primary")
        self.older = button("‹", lambda: self._step(-1), "quiet", self.tr("One step back (←)"))
        self.newer = button("›", lambda: self._step(1), "quiet", self.tr("One step on (→)"))
        self.older.setAccessibleName(self.tr("One step back"))
        self.newer.setAccessibleName(self.tr("One step on"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Step of the article"))
        self.slider.valueChanged.connect(self._on_slider)
        self.author = QComboBox()
        self.author.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.author.setAccessibleName(self.tr("Whose marks"))
        self.author.activated.connect(lambda _index: travel.show_author(self.author.currentData()))
        self._note = label(self.tr("Read only. Suggestions are not kept in the history."), "dim")
        self._lay_out()
        travel.moved.connect(self._on_moved)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 9, 12, 9)
        column.setSpacing(6)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.said, 1)
        above.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        below.setSpacing(8)
        for part, stretch in ((self.older, 0), (self.slider, 1), (self.newer, 0), (self.author, 0)):
            below.addWidget(part, stretch)
        column.addLayout(above)
        column.addLayout(below)
        column.addWidget(self._note)

    def _on_moved(self, number: int) -> None:
        self.setVisible(bool(number))
        if not number:
            return
        (line,) = timeline.lines(self._session.file, [number])
        name = history_words.name_of(self._session, line)
        when = history_words.moment(self._session, line.arrived)
        self.said.setText(self.tr("As of {} — after ‘{}’ by {}").format(when, name, line.who))
        with QSignalBlocker(self.slider):
            self.slider.setMaximum(max(len(self._travel.steps) - 1, 0))
            self.slider.setValue(_place(self._travel.steps, number))
        self.older.setEnabled(self.slider.value() > 0)
        self.newer.setEnabled(self.slider.value() < self.slider.maximum())
        self._show_authors()

    def _show_authors(self) -> None:
        session = self._session
        self.author.setVisible(session.person.duty in ("lead", "reviewer"))
        with QSignalBlocker(self.author):
            self.author.clear()
            for person in people.every(session.file):
                mine = person.id == session.person.id
                self.author.addItem(self.tr("My marks") if mine else person.name, person.id)
            self.author.addItem(self.tr("Everybody’s marks"), _EVERYBODY)
            self.author.setCurrentIndex(max(self.author.findData(self._travel.author), 0))

    def _step(self, further: int) -> None:
        self.slider.setValue(self.slider.value() + further)

    def _on_slider(self, place: int) -> None:
        if place < len(self._travel.steps):
            self._travel.go_soon(self._travel.steps[place])


def _place(steps: Sequence[int], number: int) -> int:
    """Return which of the steps is the last one up to a number."""
    return max(bisect_right(steps, number) - 1, 0)


def over(page: QWidget, banner: Banner) -> None:
    """Put the banner over the page."""
    middle = page.parentWidget()
    column = middle.layout() if middle is not None else None
    if isinstance(column, QVBoxLayout):
        column.insertWidget(0, banner)
