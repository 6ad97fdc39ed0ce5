"""Which suggestions are still to be decided, and what one becomes when it is accepted."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.marks import Span

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a verdict says of a suggestion: its label and range, and whether it was only passed over."""

    place: Place
    passed: bool


def place(span: Span) -> Place:
    """Return what identifies a suggestion across runs and pipelines: label and range."""
    return span.label, span.start, span.end


def undecided(suggestions: Iterable[Span], own: Iterable[Span], decided: Iterable[Decided]) -> list[Span]:
    """Return the suggestions that an annotator has neither decided nor marked alike, each place once, in text order.

    A suggestion that was only passed over is still to be decided.
    """
    settled = {place(span) for span in own} | {item.place for item in decided if not item.passed}
    left: dict[Place, Span] = {}
    for span in suggestions:
        if place(span) not in settled:
            left.setdefault(place(span), span)
    return sorted(left.values(), key=lambda span: (span.start, -span.end, span.label))
