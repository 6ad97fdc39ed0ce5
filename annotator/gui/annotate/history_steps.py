"""The steps as rows under their days: which there are is found in slices, what they say is read when it is seen."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from annotator import words
from annotator.gui.annotate import history_words
from annotator.gui.session import Session
from annotator.store import people, timeline
from annotator.store.project import Project
from annotator.store.timeline import Line, Told

Index = QModelIndex | QPersistentModelIndex

SLICE_SECONDS = 0.008
"""How long the rows are looked for at a time, between which the window answers."""

_PAGE = 64
_PAGES_KEPT = 64
_LOOKED_AT = 1_000
_MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which steps are wanted: those of one article, of one person, with these words; by default all."""

    article: str = ""
    person: str = ""
    words: str = ""


@dataclass(slots=True)
class Day:
    """A day, and the numbers of its steps, the latest first."""

    date: date
    numbers: Sequence[int]


class Steps(QAbstractTableModel):
    """Rows: for each day a heading, then its steps. The newest stand on top, and come there as they are made."""

    found_more = Signal()
    """More steps were found, or all that there are have been."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asked = Asked()
        self._days: list[Day] = []
        self._starts: list[int] = []
        self._top = 0
        self._left: Sequence[int] = ()
        self._pages: OrderedDict[int, dict[int, Line]] = OrderedDict()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._read_on)

    def ask(self, asked: Asked) -> None:
        """List these steps; the first are there at once, the others follow while the window goes on."""
        project = self._session.project
        self.beginResetModel()
        self._asked, self._days, self._starts, self._left = asked, [], [], ()
        self._pages.clear()
        if project is not None:
            self._top = timeline.last(project)
            self._left = timeline.numbers_in(project, asked.article) if asked.article else range(self._top, 0, -1)
        self.endResetModel()
        self._read_on()

    def take_in(self) -> None:
        """Put the steps that were made since on top, and read anew what is shown: some may be undone by now."""
        project = self._session.project
        if project is None:
            return
        first, self._top = self._top, timeline.last(project)
        if self._top - first > _MOST_AT_ONCE:
            self.ask(self._asked)
            return
        fresh: Sequence[int] = range(self._top, first, -1)
        if self._asked.article:
            fresh = timeline.touching_since(project, self._asked.article, first)
        for day, numbers in reversed(self._grouped(project, timeline.told(project, fresh))):
            self._put_on_top(day, numbers)
        self._pages.clear()
        if self._days:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
        self.found_more.emit()

    def stop(self) -> None:
        """Look for no more steps."""
        self._left = ()
        self._later.stop()

    @property
    def complete(self) -> bool:
        """Tell whether all steps that were asked for have been found."""
        return not self._left

    def day(self, index: Index) -> date | None:
        """Return the day that a heading names; None for a step."""
        place = self._place(index.row())
        return self._days[place[0]].date if place and place[1] < 0 else None

    def number(self, index: Index) -> int:
        """Return the number of the step at an index; 0 for a heading."""
        place = self._place(index.row())
        return self._days[place[0]].numbers[place[1]] if place and place[1] >= 0 else 0

    def line(self, index: Index) -> Line | None:
        """Return the step at an index, or None for a heading."""
        number, project = self.number(index), self._session.project
        if not number or project is None:
            return None
        page = index.row() // _PAGE
        if page not in self._pages:
            rows = range(page * _PAGE, min((page + 1) * _PAGE, self.rowCount()))
            wanted = [found for row in rows if (found := self.number(self.index(row, 0)))]
            self._pages[page] = {line.entry.number: line for line in timeline.lines(project, wanted)}
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page].get(number)

    def row_of(self, number: int) -> int:
        """Return the row of a step; -1 where it is not in the list."""
        for day, start in zip(self._days, self._starts, strict=True):
            if day.numbers[-1] <= number <= day.numbers[0]:
                if isinstance(day.numbers, range):
                    return start + 1 + day.numbers[0] - number
                return start + 1 + day.numbers.index(number) if number in day.numbers else -1
        return -1

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return self._starts[-1] + 1 + len(self._days[-1].numbers) if self._days else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  as above
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that steps can be chosen, and headings cannot."""
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return both if self.number(index) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        day = self.day(index)
        if day is not None:
            return history_words.day_name(self._session, day)
        line = self.line(index)
        if line is None:
            return None
        name = history_words.name_of(self._session, line)
        return name if role == Qt.ItemDataRole.DisplayRole else f"{name}\n{history_words.in_full(self._session, line)}"

    def _place(self, row: int) -> tuple[int, int] | None:
        """Return the day of a row and which of its steps it is, -1 for the heading; None beyond the end."""
        if not 0 <= row < self.rowCount():
            return None
        day = bisect_right(self._starts, row) - 1
        return day, row - self._starts[day] - 1

    def _read_on(self) -> None:
        project, until = self._session.project, perf_counter() + SLICE_SECONDS
        if project is None:
            self.stop()
            return
        while self._left and perf_counter() < until:
            if self._asked == Asked():
                self._read_day(project)
            else:
                portion, self._left = self._left[:_LOOKED_AT], self._left[_LOOKED_AT:]
                for day, numbers in self._grouped(project, timeline.told(project, portion)):
                    self._put_below(day, numbers)
        self.found_more.emit()
        if self._left:
            self._later.start()

    def _read_day(self, project: Project) -> None:
        """Find where the steps of the latest day that is left end: in a few leaps, however many they are."""
        top, last = self._left[0], self._left[-1]
        day = _day_of(timeline.arrived(project, top))
        step = 1
        while top - step >= last and _day_of(timeline.arrived(project, top - step)) == day:
            step *= 2
        inside, outside = top - step // 2, max(top - step, last - 1)
        while inside - outside > 1:
            middle = (inside + outside) // 2
            same = _day_of(timeline.arrived(project, middle)) == day
            inside, outside = (middle, outside) if same else (inside, middle)
        self._left = range(inside - 1, last - 1, -1)
        self._put_below(day, range(top, inside - 1, -1))

    def _grouped(self, project: Project, told: Sequence[Told]) -> list[tuple[date, list[int]]]:
        """Return those of these steps that are asked for, by day."""
        fits, found = self._filter(project), list[tuple[date, list[int]]]()
        hour, day = "", date.min
        for step in told:
            if not fits(step):
                continue
            if step.arrived[:13] != hour:
                hour, day = step.arrived[:13], _day_of(step.arrived)
            if not found or found[-1][0] != day:
                found.append((day, []))
            found[-1][1].append(step.number)
        return found

    def _filter(self, project: Project) -> Callable[[Told], bool]:
        wanted = self._asked.words.casefold().split()
        names = {person.id: person.name for person in people.every(project)} if wanted else {}
        said = {code: str(template) for code, template in words.templates("steps").items()} if wanted else {}
        person = self._asked.person

        def fits(step: Told) -> bool:
            if person and step.person != person:
                return False
            text = f"{names.get(step.person, '')} {said.get(step.name, step.name)} {step.parameters}".casefold()
            return all(word in text for word in wanted)

        return fits

    def _put_below(self, day: date, numbers: Sequence[int]) -> None:
        first = self.rowCount()
        if self._days and self._days[-1].date == day:
            self.beginInsertRows(QModelIndex(), first, first + len(numbers) - 1)
            self._days[-1].numbers = _joined(self._days[-1].numbers, numbers)
        else:
            self.beginInsertRows(QModelIndex(), first, first + len(numbers))
            self._days.append(Day(day, numbers))
            self._starts.append(first)
        self._pages.pop(first // _PAGE, None)
        self.endInsertRows()

    def _put_on_top(self, day: date, numbers: Sequence[int]) -> None:
        same = bool(self._days) and self._days[0].date == day
        # Below the heading of their day, or with it.
        self.beginInsertRows(QModelIndex(), int(same), len(numbers))
        if same:
            self._days[0].numbers = _joined(numbers, self._days[0].numbers)
        else:
            self._days.insert(0, Day(day, numbers))
        self._starts = [0]
        for earlier in self._days[:-1]:
            self._starts.append(self._starts[-1] + 1 + len(earlier.numbers))
        self._pages.clear()
        self.endInsertRows()


def _joined(one: Sequence[int], other: Sequence[int]) -> Sequence[int]:
    """Return numbers followed by others; as a range where they are one."""
    if isinstance(other, range) and one[-1] == other[0] + 1 and one[0] - one[-1] == len(one) - 1:
        return range(one[0], other[-1] - 1, -1)
    return [*one, *other]


def _day_of(arrived: str) -> date:
    """Return the day, here, of a time as history stores it."""
    return datetime.fromisoformat(arrived).astimezone().date()
