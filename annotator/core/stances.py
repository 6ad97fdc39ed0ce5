"""Stances: the records that STANCE spans and their links make."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.marks import Link, Span
from annotator.core.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Stance:
    """One record: a STANCE span (its evidence) with what its links tie to it. With n actors it reads as n stances."""

    span: Span
    actors: tuple[Span, ...]
    treaty: Span | None
    date: Span | None

    @property
    def value(self) -> str:
        """Return the id of the stance's value, or an empty string."""
        return str(self.span.attributes.get("value", ""))

    @property
    def when(self) -> str:
        """Return the stance's own date (EDTF or ISO week), or an empty string: the publication date is never taken."""
        return str(self.date.attributes.get("date", "")) if self.date else ""


def read_stances(spans: Iterable[Span], links: Iterable[Link]) -> list[Stance]:
    """Return the stances of one author's marks in one article, in the order of their evidence.

    A stance is any span that a link starts from, or that is labelled STANCE. The roles `actor`, `treaty` and `date`
    are those of the default scheme; several treaties or dates by mistake leave the first in text order.
    """
    by_id = {span.id: span for span in spans}
    roles: dict[str, dict[str, list[Span]]] = {span.id: {} for span in by_id.values() if span.label == "STANCE"}
    for link in links:
        if link.source in by_id and link.target in by_id:
            roles.setdefault(link.source, {}).setdefault(link.role, []).append(by_id[link.target])
    stances = [_stance(by_id[source], filled) for source, filled in roles.items()]
    return sorted(stances, key=lambda stance: (stance.span.start, stance.span.end, stance.span.id))


def _stance(span: Span, filled: dict[str, list[Span]]) -> Stance:
    def of(role: str) -> list[Span]:
        return sorted(filled.get(role, []), key=lambda target: (target.start, target.end, target.id))

    return Stance(span, tuple(of("actor")), next(iter(of("treaty")), None), next(iter(of("date")), None))


def surface(span: Span, text: str) -> str:
    """Return what a span is called: its canonical name, or its words on one line."""
    return str(span.attributes.get("name", "")) or " ".join(text[span.start : span.end].split())


def missing_roles(stance: Stance, links: Iterable[Link], scheme: Scheme) -> list[str]:
    """Return the ids of the roles that the scheme wants filled and that are not."""
    label = scheme.label(stance.span.label)
    counts: dict[str, int] = {}
    for link in links:
        if link.source == stance.span.id:
            counts[link.role] = counts.get(link.role, 0) + 1
    return [
        role.id for role in (label.roles if label else ()) if not role.retired and counts.get(role.id, 0) < role.minimum
    ]


@dataclass(frozen=True, slots=True)
class Clash:
    """Another stance on the same: `repeats` where it says the same again, else it contradicts by its value."""

    other: Stance
    repeats: bool


def clashes(stances: Iterable[Stance], text: str) -> dict[str, list[Clash]]:
    """Return, by the id of each stance's span, the stances that say the same of the same twice, or otherwise.

    The same is: an actor in common, the treaty and the stance's own date, or none on both. Stances that lack an
    actor, a treaty or a value clash with nothing yet.
    """
    alike: dict[tuple[str, str, str], list[Stance]] = {}
    for stance in stances:
        if stance.value and stance.treaty is not None:
            treaty = _who(stance.treaty, text)
            for actor in dict.fromkeys(_who(actor, text) for actor in stance.actors):
                alike.setdefault((actor, treaty, stance.when), []).append(stance)
    found: dict[str, dict[str, Clash]] = {}
    for together in alike.values():
        for one in together:
            for other in together:
                if other is not one:
                    clash = Clash(other, one.value == other.value)
                    found.setdefault(one.span.id, {}).setdefault(other.span.id, clash)
    return {identity: list(several.values()) for identity, several in found.items()}


def _who(span: Span, text: str) -> str:
    """Return what makes two mentions the same actor or treaty: the canonical entity, else what they are called."""
    return str(span.attributes.get("entity", "")) or surface(span, text).casefold()
