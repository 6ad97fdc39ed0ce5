"""The line above the page that says that an article is worked on without suggestions."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from annotator.gui.annotate.parts import button, label
from annotator.gui.session import Session


class BlindNote(QFrame):
    """Shown while the article in front is worked on blind."""

    asked = Signal(str)
    """The id of an action."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.addStretch()
        row.addWidget(label(self.tr("Blind: no suggestions are shown for this article."), "dim"))
        row.addWidget(button(self.tr("End blind work"), partial(self.asked.emit, "blind"), "link"))
        row.addStretch()
        session.article_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.setVisible(self._session.blind and self._session.article is not None)
