"""The lines of the queue, read from the project as they come into sight."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QLocale, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.hits import Snippet
from annotator.gui.session import Session
from annotator.store import articles
from annotator.store.articles import Row

Index = QModelIndex | QPersistentModelIndex

_PAGE = 64
_PAGES_KEPT = 64


class QueueModel(QAbstractTableModel):
    """The articles that the queue shows, in its order. It knows their numbers, and reads their lines in pages."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self.numbers: Sequence[int] = ()
        self.front = -1
        """The number of the article in front."""
        self.snippets: dict[int, Snippet | None] = {}
        """What a search has found in the articles that have come into sight, by their numbers."""

    def show_numbers(self, numbers: Sequence[int]) -> None:
        """Show the articles with these local numbers, in this order."""
        self.beginResetModel()
        self.numbers = numbers
        self._pages.clear()
        self.snippets = {}
        self.endResetModel()

    def add_snippets(self, found: Mapping[int, Snippet | None]) -> None:
        """Take what a search has found in some articles."""
        self.snippets.update(found)

    def refresh(self, number: int) -> None:
        """Read the line of an article anew."""
        place = self.place(number)
        if place >= 0:
            self._pages.pop(place // _PAGE, None)
            index = self.index(place, 0)
            self.dataChanged.emit(index, index)

    def refresh_all(self) -> None:
        """Read every line anew, where it stands."""
        self._pages.clear()
        if self.numbers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.numbers) - 1, 0))

    def place(self, number: int) -> int:
        """Return where an article stands, or -1."""
        return self.numbers.index(number) if number in self.numbers else -1

    def line(self, index: Index) -> Row | None:
        """Return the line at an index."""
        place = index.row()
        if not 0 <= place < len(self.numbers) or self._session.project is None:
            return None
        page = place // _PAGE
        if page not in self._pages:
            wanted = self.numbers[page * _PAGE : (page + 1) * _PAGE]
            found = articles.queue(self._session.project, self._session.person.id, wanted)
            by_number = {row.number: row for row in found}
            self._pages[page] = [by_number.get(number, Row("", "", "", "", "todo", number)) for number in wanted]
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page][place % _PAGE]

    def title(self, row: Row) -> str:
        """Return what a line is called."""
        return " ".join(row.title.split()) or self.tr("Without title")

    def state(self, row: Row) -> str:
        """Return how far the person is with an article, in words."""
        words = {
            "todo": self.tr("To do"),
            "started": self.tr("Started"),
            "done": self.tr("Done"),
            "skipped": self.tr("Skipped"),
        }[row.status]
        return f"{words}: {row.reason}" if row.reason else words

    def facts(self, row: Row) -> str:
        """Return what stands under a title: what is known of an article, the shape beside it says how far it is."""
        first = "" if row.status in ("todo", "started") else self.state(row)
        stances = ""
        if row.stances:
            stances = self.tr("1 stance") if row.stances == 1 else self.tr("{:,} stances").format(row.stances)
        parts = (first, stances, row.source, _day(row.published))
        return " · ".join(part for part in parts if part) or self.state(row)

    def signs(self, row: Row) -> list[str]:
        """Return what an article's signs mean, in words."""
        said = (
            (row.flagged, self.tr("Flagged")),
            (row.asked, self.tr("A question is open")),
            (row.blind, self.tr("Blind: without suggestions")),
        )
        return [words for is_so, words in said if is_so]

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return len(self.numbers)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  as above
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.line(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(row)
        front = [self.tr("In front")] if row.number == self.front else []
        known = [self.state(row), self.facts(row)] if row.status in ("todo", "started") else [self.facts(row)]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join([self.title(row), *front, *known, *self.signs(row)])
        return "\n".join([self.title(row), " · ".join(known), *self.signs(row)])


def _day(published: str) -> str:
    """Return the day of an ISO date as people write it; anything else as it stands."""
    day = QDate.fromString(published[:10], "yyyy-MM-dd")
    return QLocale.c().toString(day, "d MMM yyyy") if day.isValid() else published[:10]
