"""The own dates that were inferred from a publication date which was corrected since: to be looked at, not changed."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core import publishing
from annotator.core.marks import Span
from annotator.core.scheme import Scheme
from annotator.gui.annotate import parts
from annotator.gui.annotate.comment_cards import shortened
from annotator.gui.annotate.parts import Card, button, heading, label
from annotator.gui.session import Session


def inferred(spans: list[Span], scheme: Scheme) -> list[Span]:
    """Return the marks with a date of which the text leaves something open, in text order."""
    dated = {label.id for label in scheme.labels for attribute in label.attributes if attribute.type == "date"}
    return sorted(
        (span for span in spans if span.label in dated and span.attributes.get("inferred")),
        key=lambda span: (span.start, span.end),
    )


class OldDates(QWidget):
    """A section of the inspector; there only after the publication date was corrected, and while such dates are."""

    left = Signal()
    """The person goes to a mark: the page may have the focus."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._article, self._was = "", ""
        self._dates: list[tuple[str, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(heading(self.tr("Dates to look at"), button(self.tr("Close"), self.close_list, "link")))
        self._card = Card()
        column.addWidget(self._card)
        session.article_changed.connect(self._show)
        session.marks_changed.connect(lambda _put, _gone: self._show())
        self.hide()

    def list_after(self, was: str) -> None:
        """List the own inferred dates of the article in front, whose publication date was this until now."""
        session = self._session
        if session.article is None or session.marks is None:
            return
        if session.article.id == self._article and session.article.published == self._was:
            self.close_list()  # it is again what they were inferred from
            return
        if session.article.id != self._article:
            self._article, self._was = session.article.id, was
        found = inferred(session.marks.own, session.scheme)
        self._dates = [(span.id, str(span.attributes.get("date", ""))) for span in found]
        self._show()

    def close_list(self) -> None:
        """Put the list away."""
        self._article, self._was, self._dates = "", "", []
        self._show()

    def _show(self) -> None:
        session = self._session
        article = session.article
        there = [(span, date) for mark, date in self._dates if (span := session.mark_with(mark)) is not None]
        here = article is not None and article.id == self._article and bool(there)
        self.setVisible(here)
        parts.empty(self._card.column)
        if article is None or not here:
            return
        was = publishing.written(self._was[:10]) or self.tr("not known")
        now = publishing.written(article.published[:10]) or self.tr("not known")
        first = (
            self.tr("One of your dates was") if len(there) == 1 else self.tr("{} of your dates were").format(len(there))
        )
        words = self.tr("{} inferred from the old publication date ({}; now {}). Nothing was changed.")
        self._card.column.addWidget(label(words.format(first, was, now), "dim", wrap=True))
        for span, date in there:
            value = str(span.attributes.get("date", ""))
            quote = f"“{shortened(article.text[span.start : span.end], 24)}”"
            row = button(f"{quote}  {value}" + (" ✓" if value != date else ""), partial(self._go, span.id), "quiet")
            row.setStyleSheet("text-align: left")
            row.setToolTip(self.tr("Go to this mark"))
            self._card.column.addWidget(row)

    def _go(self, mark: str) -> None:
        self._session.select(mark)
        self.left.emit()
