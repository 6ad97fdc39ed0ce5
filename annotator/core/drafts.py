"""Drafts of stances: what a stance begins with when it is asked for at a mark or a stretch of text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.core import tokens
from annotator.core.article import Range
from annotator.core.marks import Attributes, Span
from annotator.core.scheme import Label, Role
from annotator.core.stances import surface


@dataclass(frozen=True, slots=True)
class Draft:
    """A stance before it is saved: evidence, attributes, and the marks that fill its roles, by role id."""

    evidence: Range
    attributes: Attributes = field(default_factory=dict)
    roles: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def begin(text: str, label: Label, marks: Sequence[Span], at: Span | Range, last_used: Sequence[str] = ()) -> Draft:
    """Return the draft that the least has to be changed about.

    Its evidence is the clause around a mark, or the stretch that was selected. The mark that it was asked for at fills
    its role; another role that is needed takes the first in the evidence, else the last used, else the nearest.
    A role that is not needed (the date) is filled from the evidence or not at all: measured on annotated articles, a
    date inside the evidence is the stance's own, and the nearest outside mostly is not.
    """
    chosen = at if isinstance(at, Span) else None
    evidence = tokens.clause_at(text, at.start, at.end) if isinstance(at, Span) else at
    roles: dict[str, tuple[Span, ...]] = {}
    for role in (role for role in label.roles if not role.retired):
        if chosen is not None and chosen.label in role.labels:
            roles[role.id] = (chosen,)
            continue
        offered = candidates(text, role, marks, evidence, last_used)
        inside = [span for span in offered if _inside(span, evidence)]
        if inside:
            roles[role.id] = (min(inside, key=lambda span: span.start),)
        elif role.minimum and offered:
            roles[role.id] = (offered[0],)
    return Draft(evidence, {}, roles)


def candidates(
    text: str, role: Role, marks: Iterable[Span], evidence: Range, last_used: Sequence[str] = ()
) -> list[Span]:
    """Return the marks that may fill a role, one for each name: first in the evidence, then last used, then nearest.

    Where a name stands several times, the mention in or nearest to the evidence stands for it.
    """
    nearest: dict[str, Span] = {}
    fitting = (span for span in marks if span.label in role.labels)
    for span in sorted(fitting, key=lambda span: _distance(span, evidence)):
        nearest.setdefault(surface(span, text).casefold(), span)
    recent = {name.casefold(): number for number, name in enumerate(last_used)}

    def order(item: tuple[str, Span]) -> tuple[int, int, int]:
        name, span = item
        return (0 if _inside(span, evidence) else 1, recent.get(name, len(recent)), _distance(span, evidence))

    return [span for _name, span in sorted(nearest.items(), key=order)]


def inside(role: Role, marks: Iterable[Span], evidence: Range) -> tuple[Span, ...]:
    """Return the first mark in the evidence that may fill a role, or none."""
    fitting = [span for span in marks if span.label in role.labels and _inside(span, evidence)]
    return (min(fitting, key=lambda span: span.start),) if fitting else ()


def widened(text: str, evidence: Range) -> Range:
    """Return the sentence, or sentences, that hold a stretch."""
    start, _end = tokens.sentence_at(text, evidence[0])
    _start, end = tokens.sentence_at(text, max(evidence[1] - 1, evidence[0]))
    return min(start, evidence[0]), max(end, evidence[1])


def _inside(span: Span, evidence: Range) -> bool:
    return evidence[0] <= span.start and span.end <= evidence[1]


def _distance(span: Span, evidence: Range) -> int:
    """Return how far a mark is from the evidence; what follows counts double: news names first and refers later."""
    if span.end <= evidence[0]:
        return evidence[0] - span.end
    return 0 if span.start < evidence[1] else 2 * (span.start - evidence[1])
