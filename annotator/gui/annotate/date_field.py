"""The field of a date: its value in words as one types, what of it was inferred, and what it was read against."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core import dates
from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.gui.annotate import parts
from annotator.gui.annotate.date_words import CLOSE, OPEN, granularity_name, in_words
from annotator.gui.annotate.parts import label
from annotator.nlp import typed
from annotator.nlp.typed import Typed

_PARTS = ("year", "month", "day")
_FINENESS = {"day": 3, "week": 3, "interval": 3, "month": 2}
"""How many of these parts a value of a granularity has; the others have their year only."""


class DateField(QWidget):
    """A line for a date, typed as one says it; below it what that means."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._published = self._source = self._words = ""
        self._stored = Typed("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.line = parts.line("", name, self.tr("7 March, last Friday …"))
        self.line.textEdited.connect(self._show_meaning)
        self.setFocusProxy(self.line)
        self.said = label("", wrap=True)
        self.about = label("", "dim", wrap=True)
        self.anchor = label("", "dim", wrap=True)
        for part in (self.line, self.said, self.about, self.anchor):
            column.addWidget(part)

    def show_date(self, mark: Span, key: str, article: Article) -> None:
        """Show the date of a mark."""
        self._published, self._source = article.published[:10], article.source
        self._words = article.text[mark.start : min(mark.end, mark.start + 80)]
        self._stored = Typed(str(mark.attributes.get(key, "")), str(mark.attributes.get("inferred", "")))
        self.line.setText(self._stored.value)
        self._show_meaning(self._stored.value)

    def meant(self) -> Typed | None:
        """Return what stands in the line: a value with what of it the marked words leave open; None for nonsense."""
        given = " ".join(self.line.text().split())
        if given == self._stored.value:
            return self._stored
        found = typed.read(given, self._published)
        if found is None or found.inferred:
            return found
        # Said in full by who typed it; the article may say less of it, and that is what is recorded as inferred.
        words = typed.read(self._words, self._published)
        left_open = words.inferred.split(",") if words is not None else []
        fine = _PARTS[: _FINENESS.get(dates.granularity(found.value), 1)]
        return Typed(found.value, ",".join(part for part in fine if part in left_open), found.other)

    def _show_meaning(self, given: str) -> None:
        meant = self.meant() if given.strip() else Typed("")
        if meant is None:
            said = ""
            about = self.tr("No date yet. Write 7 March, March 2025, last Friday, Q1 2025, 2025-03-07 or 2025-W13.")
            if not self._published:
                about += " " + self.tr("Without a day of publication, a date needs its year.")
        elif not meant.value:
            said, about = "", self.tr("No date. Type one as you would say it.")
        else:
            said = in_words(meant.value, meant.inferred)
            about = self._told(meant)
        for shown, words in ((self.said, said), (self.about, about), (self.anchor, self._anchor_words())):
            parts.put(shown, words)

    def _told(self, meant: Typed) -> str:
        told = [granularity_name(meant.value)]
        if meant.value != self.line.text().strip():
            told.insert(0, meant.value)
        if meant.inferred:
            named = ", ".join(self.tr(part) for part in meant.inferred.split(","))
            told.append(self.tr("{}{} inferred: {}").format(OPEN, CLOSE, named))
        if meant.other:
            told.append(self.tr("read day first; month first it is {}").format(in_words(meant.other)))
        return " · ".join(told)

    def _anchor_words(self) -> str:
        if not self._published:
            return self.tr("No day of publication is known to read it against.")
        against = self.tr("Read against {}, the day of publication").format(in_words(self._published))
        return f"{against} ({self._source})" if self._source else against
