"""The stances of an article as a person has made them: read once, and made anew only where a step touched them."""

from collections.abc import Callable, Iterable

from annotator.core.marks import Link, Span
from annotator.core.stances import Stance, read_stances

Find = Callable[[str], Span | None]


class OwnStances:
    """Links, and the stances that they and their spans make. `find` returns a span by its id, or None."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._links: dict[str, Link] = {}
        self._from: dict[str, dict[str, Link]] = {}
        self._to: dict[str, dict[str, Link]] = {}
        self._stances: dict[str, Stance] = {}
        self._ordered: list[Stance] = []
        self._stale: set[str] = set()

    def read(self, spans: Iterable[Span], links: Iterable[Link]) -> None:
        """Take all spans and links of the article."""
        for link in links:
            self._put(link)
        self._ordered = read_stances(spans, self._links.values())
        self._stances = {stance.span.id: stance for stance in self._ordered}
        self._stale.clear()

    @property
    def links(self) -> list[Link]:
        """Return every link, in no particular order."""
        return list(self._links.values())

    def links_of(self, stance: str) -> list[Link]:
        """Return the links that start from a stance."""
        return list(self._from.get(stance, {}).values())

    def every(self) -> list[Stance]:
        """Return the stances in text order; the same list until one of them changes."""
        if self._stale:
            for identity in self._stale:
                self._make(identity)
            self._stale.clear()
            self._ordered = sorted(
                self._stances.values(), key=lambda stance: (stance.span.start, stance.span.end, stance.span.id)
            )
        return self._ordered

    def touch(self, identity: str, *, label: str = "") -> None:
        """Note that a span came, changed or went; its label tells a stance that nothing is tied to."""
        if label == "STANCE" or identity in self._stances or identity in self._from:
            self._stale.add(identity)
        self._stale.update(link.source for link in self._to.get(identity, {}).values())

    def replace(self, identity: str, link: Link | None) -> None:
        """Take a link as it is now; None for one that is gone."""
        old = self._links.pop(identity, None)
        if old is not None:
            self._from[old.source].pop(identity, None)
            self._to[old.target].pop(identity, None)
            self._stale.add(old.source)
        if link is not None:
            self._put(link)
            self._stale.add(link.source)

    def _put(self, link: Link) -> None:
        self._links[link.id] = link
        self._from.setdefault(link.source, {})[link.id] = link
        self._to.setdefault(link.target, {})[link.id] = link

    def _make(self, identity: str) -> None:
        """Make a stance anew, or take it away where its span is gone."""
        self._stances.pop(identity, None)
        span, ties = self._find(identity), self.links_of(identity)
        if span is None:
            return
        targets = (self._find(link.target) for link in ties)
        made = read_stances([span, *(target for target in targets if target is not None)], ties)
        self._stances.update((stance.span.id, stance) for stance in made if stance.span.id == identity)
