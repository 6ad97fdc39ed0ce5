"""The marks of an article, found by the lines that show them, and how those of one line make room for each other."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.gui.text.display import Display
from annotator.gui.text.shown import Shown

MOST_LEVELS = 3
MOST_LANES = 4


@dataclass(frozen=True, slots=True)
class Arranged:
    """The marks of one line in the order they are painted, outer boxes first.

    `level` is how far the box of an entity grows to be seen around those inside it, `roof` the highest it touches,
    `lane` the offset of an underline; those that are `crowded` have to share the last one.
    """

    entities: tuple[Shown, ...] = ()
    evidences: tuple[Shown, ...] = ()
    level: dict[str, int] = field(default_factory=dict)
    roof: dict[str, int] = field(default_factory=dict)
    lane: dict[str, int] = field(default_factory=dict)
    crowded: frozenset[str] = frozenset()


class PlacedMarks:
    """Marks by id and by line."""

    def __init__(self, display: Display, marks: Iterable[Shown] = ()) -> None:
        self._display = display
        self._marks = {mark.span.id: mark for mark in marks}
        self._by_line: dict[int, dict[str, Shown]] = {}
        self._arranged: dict[int, Arranged] = {}
        starts, by_line = display.starts, self._by_line
        for mark in self._marks.values():  # thousands of them each time that an article is shown
            span = mark.span
            line = max(bisect_right(starts, span.start) - 1, 0)
            if line + 1 == len(starts) or span.end <= starts[line + 1]:
                by_line.setdefault(line, {})[span.id] = mark
            else:
                self._add(mark)

    def get(self, identity: str | None) -> Shown | None:
        """Return the mark with this id, or None."""
        return self._marks.get(identity) if identity is not None else None

    def every(self) -> Iterable[Shown]:
        """Return all marks, in no particular order."""
        return self._marks.values()

    def put(self, mark: Shown) -> None:
        """Add a mark, or put it in the place of the one with its id."""
        self.remove(mark.id)
        self._marks[mark.id] = mark
        self._add(mark)
        for line in self.lines_of(mark):
            self._arranged.pop(line, None)

    def remove(self, identity: str) -> range:
        """Take a mark away, if it is there; return the numbers of the lines that showed it."""
        mark = self._marks.pop(identity, None)
        lines = self.lines_of(mark) if mark is not None else range(0)
        for line in lines:
            del self._by_line[line][identity]
            self._arranged.pop(line, None)
        return lines

    def _add(self, mark: Shown) -> None:
        for line in self.lines_of(mark):
            self._by_line.setdefault(line, {})[mark.id] = mark

    def lines_of(self, mark: Shown) -> range:
        """Return the numbers of the lines that show a mark."""
        return self._display.lines_of(mark.span.start, mark.span.end)

    def of_line(self, line: int) -> Arranged:
        """Return the marks that a line shows."""
        found = self._arranged.get(line)
        if found is None:
            found = self._arranged[line] = arrange(self._by_line.get(line, {}).values())
        return found

    def is_alone(self, mark: Shown, line: int) -> bool:
        """Tell whether an entity overlaps no other in a line; evidence never counts as alone, because of the margin."""
        others = (other for other in self._by_line.get(line, {}).values() if not other.evidence and other.id != mark.id)
        return not mark.evidence and not any(_overlap(mark, other) for other in others)

    def at(self, position: int) -> list[str]:
        """Return the ids of the marks that cover the character at a position, or end there; innermost first."""
        here = self._by_line.get(self._display.line_at(position), {}).values()
        inside = [mark for mark in here if mark.span.start <= position < mark.span.end]
        found = inside or [mark for mark in here if mark.span.end == position]
        return [mark.id for mark in sorted(found, key=innermost)]


def innermost(mark: Shown) -> tuple[bool, int, str]:
    """Return the key that sorts overlapping marks from the inside out; evidence lies under entities."""
    return mark.evidence, mark.span.end - mark.span.start, mark.id


def arrange(marks: Iterable[Shown]) -> Arranged:
    """Return how the marks of one line make room for each other."""
    every = list(marks)
    entities = sorted((mark for mark in every if not mark.evidence), key=innermost)
    evidences = sorted(
        (mark for mark in every if mark.evidence), key=lambda mark: (mark.span.start, -mark.span.end, mark.id)
    )
    level: dict[str, int] = {}
    inner: list[Shown] = []
    for mark in entities:
        below = [level[other.id] for other in inner if _overlap(mark, other)]
        level[mark.id] = min(max(below, default=-1) + 1, MOST_LEVELS)
        inner.append(mark)
    roof = {mark.id: max(level[other.id] for other in entities if _overlap(mark, other)) for mark in entities}
    lane = _lanes(evidences)
    last = [identity for identity, number in lane.items() if number >= MOST_LANES - 1]
    crowded = frozenset(last) if any(lane[identity] >= MOST_LANES for identity in last) else frozenset[str]()
    lane = {identity: min(number, MOST_LANES - 1) for identity, number in lane.items()}
    return Arranged(tuple(reversed(entities)), tuple(evidences), level, roof, lane, crowded)


def _lanes(evidences: list[Shown]) -> dict[str, int]:
    ends: list[int] = []
    lanes: dict[str, int] = {}
    for mark in evidences:
        lane = next((number for number, end in enumerate(ends) if end <= mark.span.start), len(ends))
        ends[lane : lane + 1] = [mark.span.end]
        lanes[mark.id] = lane
    return lanes


def _overlap(one: Shown, other: Shown) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end
