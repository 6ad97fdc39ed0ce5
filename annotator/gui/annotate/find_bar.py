"""Finding words in the article in front, and going from hit to hit, of these words or of those the queue searches."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from annotator.core import hits
from annotator.gui.annotate.flow import Flow
from annotator.gui.annotate.parts import button, label, line
from annotator.gui.bindings import Bindings, with_key
from annotator.gui.session import Session
from annotator.gui.text.page import Page

_DELAY_MS = 60
_LONGEST_OFFERED = 60
_FIELD = 280


class FindBar(QFrame):
    """The bar under the page. While it is closed, what the queue searches is shown in the article."""

    left = Signal()

    def __init__(self, session: Session, page: Page) -> None:
        super().__init__()
        self._session, self._page = session, page
        self._searched = ""
        self._article = ""
        self._waiting = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._waiting.timeout.connect(self._find)
        self.setProperty("role", "bar")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 7, 14, 7)
        row = Flow()
        row.setSpacing(8)
        column.addLayout(row)
        self.line = line("", self.tr("Find in this article"), self.tr("Find in this article"))
        self.line.setMinimumWidth(_FIELD)
        self.line.textChanged.connect(lambda _text: self._waiting.start())
        self.line.given_up.connect(self.close_bar)
        self.found = label("", "dim")
        self.found.setMinimumWidth(90)
        row.addWidget(self.line)
        row.addWidget(self.found)
        self._before = button(self.tr("Previous"), partial(self.go_on, forward=False))
        self._next = button(self.tr("Next"), partial(self.go_on, forward=True))
        row.addWidget(self._before)
        row.addWidget(self._next)
        row.addWidget(button(self.tr("Close"), self.close_bar, "quiet", self.tr("Back to the page (Esc)")))
        self.hide()

    def set_bindings(self, bindings: Bindings) -> None:
        """Name the keys that do the same."""
        self._before.setToolTip(with_key(self.tr("The hit before"), bindings, "previous-hit"))
        self._next.setToolTip(with_key(self.tr("The next hit"), bindings, "next-hit"))

    @property
    def words(self) -> str:
        """Return the words whose hits the page shows: those typed here, else those that the queue searches."""
        return self._searched if self.isHidden() else self.line.text().strip()

    def start(self) -> None:
        """Open the bar to type in, with the selected words where there are some."""
        if self.isHidden():
            article, stretch = self._session.article, self._session.stretch
            chosen = article.text[slice(*stretch)] if article is not None and stretch is not None else ""
            self.found.setMinimumHeight(self.line.sizeHint().height())
            self.show()
            if chosen and len(chosen) <= _LONGEST_OFFERED and "\n" not in chosen:
                self.line.setText(chosen)
            self._show_hits()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_bar(self) -> None:
        """Forget the words, and go back to the page."""
        self._waiting.stop()
        self.line.clear()
        self._waiting.stop()
        self.hide()
        self._show_hits()
        self.left.emit()

    def show_searched(self, words: str) -> None:
        """Show the hits of the words that the queue searches now."""
        self._searched = words
        if self.isHidden():
            self._show_hits()

    def go_on(self, *, forward: bool) -> None:
        """Go to the next hit or the one before, and say which it is; with nothing to look for, ask what."""
        if self._waiting.isActive():
            self._waiting.stop()
            self._show_hits()
        if not self.words:
            self.start()
            return
        number, count = self._page.next_hit(forward=forward)
        said = self.tr("{:,} of {:,}").format(number, count) if count else self.tr("Nothing found")
        self.found.setText(said)
        if self.isHidden():
            self._session.said.emit(f"“{self.words}”: {said}" if count else self._not_here(), "note")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() != Qt.Key.Key_Escape:  # the line has taken that
            super().keyPressEvent(event)

    def _find(self) -> None:
        """Show what is found by now, and bring the first of it into view."""
        count = self._show_hits()
        if count:
            self.go_on(forward=True)

    def _show_hits(self) -> int:
        article, words = self._session.article, self.words
        found = hits.hits(article.text, words) if article is not None and words else []
        self._page.set_hits(found)
        self.found.setText("" if not words else self._counted(len(found)))
        return len(found)

    def show_article(self) -> None:
        """Show the hits in the article that the page shows now."""
        count = self._show_hits()
        article = self._session.article.id if self._session.article else ""
        if article != self._article and self._searched and count:
            said = self.tr("“{}”: {}. F3 goes to the next.").format(self._searched, self._counted(count))
            self._session.said.emit(said, "note")
        self._article = article

    def _counted(self, count: int) -> str:
        if not count:
            return self.tr("Nothing found")
        return self.tr("1 hit") if count == 1 else self.tr("{:,} hits").format(count)

    def _not_here(self) -> str:
        return self.tr("“{}” is not in the text of this article.").format(self.words)
