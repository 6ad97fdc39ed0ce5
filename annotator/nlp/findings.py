"""What the rules find in one text, and the notes that one component leaves for the next."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from annotator.core.article import Range

if TYPE_CHECKING:  # what is found by form alone can so be asked for without the second that spaCy takes
    from spacy.tokens import Doc

ACTOR, TREATY, DATE = "ACTOR", "TREATY", "DATE"

NOTES = "annotator"
"""The key of the notes in `Doc.user_data`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One stretch that a rule would mark, in positions of the folded text."""

    label: str
    start: int
    end: int
    rule: str
    confidence: float
    entity: str = ""
    name: str = ""
    date: str = ""
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that a table knows; `how` is `name`, `seat`, `short` (counts where it acts) or `nothing`."""

    start: int
    end: int
    entity: str
    kind: str
    name: str
    how: str


class Ranges:
    """Stretches that are taken: asked for overlap, added to, never removed."""

    __slots__ = ("_ranges",)

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        self._ranges = sorted(ranges)

    def add(self, start: int, end: int) -> None:
        """Take one more stretch."""
        insort(self._ranges, (start, end))

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether any taken stretch shares a character with [start, end)."""
        index = bisect_left(self._ranges, (end, -1))
        # Stretches hardly ever nest deeply: looking a few back finds the one that reaches furthest.
        return any(stop > start for _, stop in self._ranges[max(0, index - 6) : index])

    def hold(self, start: int, end: int) -> bool:
        """Tell whether one taken stretch holds all of [start, end)."""
        index = bisect_right(self._ranges, (start, 1 << 62))
        return any(first <= start and end <= stop for first, stop in self._ranges[max(0, index - 6) : index])


@dataclass(slots=True)
class Notes:
    """What is known of one text while the components read it."""

    text: str
    published: str = ""
    source: str = ""
    body: tuple[Range, ...] = ()
    candidates: list[Candidate] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    taken: Ranges = field(default_factory=Ranges)
    headlines: Ranges = field(default_factory=Ranges)

    def inside(self, start: int, end: int) -> bool:
        """Tell whether [start, end) lies in the body."""
        return not self.body or any(first <= start and end <= stop for first, stop in self.body)

    def add_free(self, finding: Finding) -> None:
        """Keep a finding if nothing of its stretch is taken."""
        if not self.taken.overlap(finding.start, finding.end):
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Keep a finding and take its stretch."""
        self.found.append(finding)
        self.taken.add(finding.start, finding.end)


def notes_of(doc: "Doc") -> Notes:
    """Return the notes of a document, new ones if it has none yet."""
    notes = doc.user_data.get(NOTES)
    if notes is None:
        # Only here: spaCy puts the text together anew each time it is asked for.
        notes = doc.user_data[NOTES] = Notes(doc.text)
    return cast("Notes", notes)
