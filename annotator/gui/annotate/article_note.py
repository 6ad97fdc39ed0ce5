"""The line above the page that says that an article is worked on without suggestions, or flagged."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from annotator.gui.annotate.parts import button, label
from annotator.gui.session import Session
from annotator.store import comments


class ArticleNote(QFrame):
    """Shown while the article in front is worked on blind, or has this person's flag."""

    asked = Signal(str)
    """The id of an action."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.addStretch()
        self._blind = [
            label(self.tr("Blind: no suggestions are shown for this article."), "dim"),
            button(self.tr("End blind work"), partial(self.asked.emit, "blind"), "link"),
        ]
        self._flag = [
            label(self.tr("⚑ Flagged"), "dim"),
            button(self.tr("Take the flag away"), partial(self.asked.emit, "flag"), "link"),
        ]
        for part in (*self._blind, *self._flag):
            row.addWidget(part)
        row.addStretch()
        session.article_changed.connect(self._show)
        session.comments_changed.connect(self._show)  # flags are told with them
        self._show()

    def _show(self) -> None:
        session, article = self._session, self._session.article
        blind = session.blind and article is not None
        flagged = article is not None and comments.is_flagged(session.file, article.id, session.person.id)
        for parts, shown in ((self._blind, blind), (self._flag, flagged)):
            for part in parts:
                part.setVisible(shown)
        self.setVisible(blind or flagged)
