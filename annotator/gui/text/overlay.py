"""What the page shows beside an article and its marks, for as long as that article is in front."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from annotator.core.article import Range


@dataclass(frozen=True, slots=True)
class Tie:
    """A role that ties a stance to a mark, both by id: `role` by its name, `colour` names a tint of the theme."""

    role: str
    source: str
    target: str
    colour: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment is anchored: at a stretch, or at the whole article."""

    id: str
    stretch: Range | None
    open: bool


@dataclass(slots=True)
class Overlay:
    """Search hits, places to be labelled, ties, comments, and what the pointer is over."""

    hits: tuple[Range, ...] = ()
    hit: Range | None = None
    """The hit that the search stands at."""
    foreseen: tuple[Range, ...] = ()
    foreseen_colour: str = ""
    anchors: tuple[Anchor, ...] = ()
    arcs_of: str | None = None
    """The stance whose arcs were asked for; else the selected one has its arcs."""
    hovered: tuple[str, ...] = ()
    """The marks under the pointer, innermost first."""
    bubble: tuple[str, ...] = ()
    """The comments of the bubble under the pointer."""
    receiver: str | None = None
    """The mark that a drag is over."""
    ties: dict[str, list[Tie]] = field(default_factory=dict)

    def set_ties(self, ties: Iterable[Tie]) -> None:
        """Take the ties of the article."""
        self.ties = {}
        for tie in ties:
            self.ties.setdefault(tie.source, []).append(tie)

    def source(self, selected: str | None) -> str | None:
        """Return the id of the stance whose arcs are shown, or None."""
        chosen = self.arcs_of or selected
        return chosen if chosen in self.ties else None

    def go_to_hit(self, caret: int, *, forward: bool) -> Range | None:
        """Go to the next hit after the one that the search stands at, else after the caret; round the article."""
        if not self.hits:
            return None
        if self.hit in self.hits:
            at = self.hits.index(self.hit) + (1 if forward else -1)
        else:
            later = sum(start < caret for start, _end in self.hits)
            at = later if forward else later - 1
        self.hit = self.hits[at % len(self.hits)]
        return self.hit


def within(ranges: Sequence[Range], start: int, end: int) -> list[Range]:
    """Return those of some ranges, ordered and apart, that share a character with a stretch."""
    first = bisect_right(ranges, start, key=lambda one: one[1])
    return list(takewhile(lambda one: one[0] < end, ranges[first:]))
