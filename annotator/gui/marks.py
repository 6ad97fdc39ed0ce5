"""The marks of one article as one person sees them: what the file returned, re-read where a step changed it."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable

from annotator.core.marks import Link, Span, is_pipeline
from annotator.core.stances import Stance, read_stances
from annotator.core.suggestions import Place, place
from annotator.store import links, spans, verdicts
from annotator.store.project import Changed, Project
from annotator.store.verdicts import Verdict


class Marks:
    """Own marks, and the suggestions still to be decided, of one article."""

    def __init__(self, project: Project, person: str, article: str, *, with_suggestions: bool = True) -> None:
        self._project = project
        self._person = person
        self.article = article
        every = spans.of(project, article)
        self._own = {span.id: span for span in every if span.author == person}
        self._suggested: dict[Place, Span] = {}
        for span in every:
            if with_suggestions and is_pipeline(span.author):
                self._suggested.setdefault(place(span), span)
        self._verdicts = {verdict.id: verdict for verdict in verdicts.of(project, article, person)}
        self._settled: Counter[Place] = Counter(place(span) for span in self._own.values())
        self._settled.update(_place(verdict) for verdict in self._verdicts.values() if verdict.verdict != "passed")
        self._stances: list[Stance] | None = None
        self._links: list[Link] = []
        self._links_of: dict[str, list[Link]] = {}
        self._tied: set[str] = set()
        self._read_links()
        self._suggested_by_id = {span.id: span for span in self._suggested.values()}
        left = (span for spot, span in self._suggested.items() if not self._settled[spot])
        # Kept in order from step to step: to sort thousands anew takes a good part of what a key press may.
        self._ordered = sorted((*self._own.values(), *left), key=_order)

    def refresh(self, changed: Changed) -> tuple[list[Span], list[str]]:
        """Re-read what a step changed; return the marks to draw anew, and the ids of those that are gone."""
        before: dict[Place, Span | None] = {}
        put: list[Span] = []
        gone: list[str] = []
        for identity, span in _read(changed.of("span"), spans.get(self._project, changed.of("span"))):
            self._note_stance(identity, span)
            self._replace_own(identity, span, before)
            if span is not None and span.article == self.article and span.author == self._person:
                put.append(span)
            else:
                gone.append(identity)
        for identity, verdict in _read_verdicts(changed.of("verdict"), self._project):
            self._replace_verdict(identity, verdict, before)
        if changed.of("link"):
            self._read_links()
        for spot, was_open in before.items():
            now_open = self._open(spot)
            if was_open is not None and now_open is None:
                self._take_out(was_open)
                gone.append(was_open.id)
            elif now_open is not None and was_open is None:
                insort(self._ordered, now_open, key=_order)
                put.append(now_open)
        return put, gone

    @property
    def own(self) -> list[Span]:
        """Return the person's own marks, in no particular order."""
        return list(self._own.values())

    @property
    def suggestions(self) -> list[Span]:
        """Return the suggestions still to be decided, in text order."""
        return [span for span in self.ordered() if span.id not in self._own]

    @property
    def links(self) -> list[Link]:
        """Return the person's own links."""
        return self._links

    def links_of(self, stance: str) -> list[Link]:
        """Return the links that start from a stance."""
        return self._links_of.get(stance, [])

    def ordered(self) -> list[Span]:
        """Return own marks and open suggestions in text order, the longer first where they start together."""
        return list(self._ordered)

    def position(self, mark: Span) -> int:
        """Return where a mark stands among `ordered`, or would stand."""
        return bisect_left(self._ordered, _order(mark), key=_order)

    def get(self, identity: str | None) -> Span | None:
        """Return the mark with this id, own or still to be decided, or None."""
        if identity is None:
            return None
        suggested = self._suggested_by_id.get(identity)
        return self._own.get(identity) or (self._open(place(suggested)) if suggested else None)

    def is_own(self, identity: str | None) -> bool:
        """Tell whether a mark is the person's own."""
        return identity in self._own

    def stances(self) -> list[Stance]:
        """Return the person's own stances, in text order; the same list until one of them changes."""
        if self._stances is None:
            self._stances = read_stances(self._own.values(), self._links)
        return self._stances

    def origin(self, identity: str) -> Verdict | None:
        """Return the verdict that an own mark came of, or None for one made by hand."""
        return next((verdict for verdict in self._verdicts.values() if verdict.result == identity), None)

    def _read_links(self) -> None:
        self._links = links.of(self._project, self.article, self._person)
        self._links_of = {}
        for link in self._links:
            self._links_of.setdefault(link.source, []).append(link)
        self._tied = {end for link in self._links for end in (link.source, link.target)}
        self._stances = None

    def _note_stance(self, identity: str, span: Span | None) -> None:
        """Forget the stances when one of their spans comes, changes or goes."""
        versions = (self._own.get(identity), span)
        if identity in self._tied or any(version is not None and version.label == "STANCE" for version in versions):
            self._stances = None

    def _take_out(self, span: Span) -> None:
        del self._ordered[self.position(span)]

    def _open(self, spot: Place) -> Span | None:
        return None if self._settled[spot] else self._suggested.get(spot)

    def _note(self, spot: Place, before: dict[Place, Span | None]) -> None:
        before.setdefault(spot, self._open(spot))

    def _replace_own(self, identity: str, span: Span | None, before: dict[Place, Span | None]) -> None:
        old = self._own.pop(identity, None)
        if old is not None:
            self._note(place(old), before)
            self._settled[place(old)] -= 1
            self._take_out(old)
        if span is not None and span.article == self.article and span.author == self._person:
            self._note(place(span), before)
            self._settled[place(span)] += 1
            self._own[identity] = span
            insort(self._ordered, span, key=_order)

    def _replace_verdict(self, identity: str, verdict: Verdict | None, before: dict[Place, Span | None]) -> None:
        old = self._verdicts.pop(identity, None)
        if old is not None and old.verdict != "passed":
            self._note(_place(old), before)
            self._settled[_place(old)] -= 1
        if verdict is not None and verdict.article == self.article and verdict.author == self._person:
            self._verdicts[identity] = verdict
            if verdict.verdict != "passed":
                self._note(_place(verdict), before)
                self._settled[_place(verdict)] += 1


def _order(span: Span) -> tuple[int, int, str, str]:
    return span.start, -span.end, span.label, span.id


def _place(verdict: Verdict) -> Place:
    return verdict.label, verdict.start, verdict.end


def _read(ids: Iterable[str], found: Iterable[Span]) -> list[tuple[str, Span | None]]:
    by_id = {span.id: span for span in found}
    return [(identity, by_id.get(identity)) for identity in ids]


def _read_verdicts(ids: Iterable[str], project: Project) -> list[tuple[str, Verdict | None]]:
    by_id = {verdict.id: verdict for verdict in verdicts.get(project, ids)}
    return [(identity, by_id.get(identity)) for identity in ids]
