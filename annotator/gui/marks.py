"""The marks of one article as one person sees them: what the file returned, re-read where a step changed it."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TypeVar

from annotator.core.marks import Link, Span, is_pipeline
from annotator.core.stances import Stance, read_stances
from annotator.core.suggestions import Place, place
from annotator.gui.own_stances import OwnStances
from annotator.store import links, spans, verdicts
from annotator.store.past import Past
from annotator.store.project import Changed, Project
from annotator.store.verdicts import Verdict

Row = TypeVar("Row", Span, Link, Verdict)


class Marks:
    """Own marks, and the suggestions still to be decided, of one article."""

    def __init__(
        self,
        project: Project,
        person: str,
        article: str,
        *,
        with_suggestions: bool = True,
        then: Past | None = None,
        read: Sequence[Span] | None = None,
    ) -> None:
        """Read the marks; `then` gives those of the past instead, `read` the spans where they have been read before."""
        self._project = project
        self._person = person
        self.article = article
        if then is not None:
            every = list(then.spans)
        elif read is not None:
            every = [span for span in read if with_suggestions or span.author == person]
        else:
            every = spans.before(project, article, person) if with_suggestions else spans.of(project, article, person)
        self._own = {span.id: span for span in every if span.author == person}
        self._suggested: dict[Place, Span] = {}
        for span in every:
            if span.author != person:
                self._suggested.setdefault(place(span), span)
        self._verdicts: dict[str, Verdict] = {}
        self._origins: dict[str, list[Verdict]] = {}
        self._settled: Counter[Place] = Counter(map(place, self._own.values()))
        for verdict in verdicts.of(project, article, person) if then is None else ():
            self._put_verdict(verdict)
        self._suggested_by_id = {span.id: span for span in self._suggested.values()}
        self._left = [span for spot, span in self._suggested.items() if not self._settled[spot]]
        self._left.sort(key=_order)
        # Kept in order from step to step: to sort thousands anew takes a good part of what a key press may.
        self._ordered = sorted((*self._own.values(), *self._left), key=_order)
        ties = links.of(project, article) if then is None else then.links
        self._stances = OwnStances(self._own.get)
        self._stances.read(self._own.values(), (link for link in ties if link.author == person))
        self._suggested_links = [link for link in ties if with_suggestions and is_pipeline(link.author)]
        self._suggested_stances: list[Stance] | None = None

    def refresh(self, changed: Changed) -> tuple[list[Span], list[str]]:
        """Re-read what a step changed; return the marks to draw anew, and the ids of those that are gone."""
        before: dict[Place, Span | None] = {}
        put: list[Span] = []
        gone: list[str] = []
        for identity, span in _read(changed.of("span"), spans.get(self._project, changed.of("span"))):
            mine = span if span is not None and self._is_mine(span.article, span.author) else None
            self._stances.touch(identity, label=mine.label if mine is not None else "")
            self._replace_own(identity, mine, before)
            if mine is not None:
                put.append(mine)
            else:
                gone.append(identity)
        for identity, verdict in _read(changed.of("verdict"), verdicts.get(self._project, changed.of("verdict"))):
            self._replace_verdict(identity, verdict, before)
        for identity, link in _read(changed.of("link"), links.get(self._project, changed.of("link"))):
            mine_too = link if link is not None and self._is_mine(link.article, link.author) else None
            self._stances.replace(identity, mine_too)
        for spot, was_open in before.items():
            now_open = self._open(spot)
            if was_open is not None and now_open is None:
                self._take_out(was_open)
                gone.append(was_open.id)
            elif now_open is not None and was_open is None:
                self._put_in(now_open)
                put.append(now_open)
        return put, gone

    def __len__(self) -> int:
        """Return how many own marks and open suggestions there are."""
        return len(self._ordered)

    @property
    def own(self) -> list[Span]:
        """Return the person's own marks, in no particular order."""
        return list(self._own.values())

    @property
    def suggestions(self) -> list[Span]:
        """Return the suggestions still to be decided, in text order."""
        return list(self._left)

    @property
    def links(self) -> list[Link]:
        """Return the person's own links, in no particular order."""
        return self._stances.links

    def links_of(self, stance: str) -> list[Link]:
        """Return the links that start from a stance of the person's own."""
        return self._stances.links_of(stance)

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
        return self._stances.every()

    def suggested_stances(self) -> list[Stance]:
        """Return the stances that pipelines suggest and that are still to be decided, in text order."""
        if self._suggested_stances is None:
            every = read_stances(self._suggested_by_id.values(), self._suggested_links)
            self._suggested_stances = [stance for stance in every if not self._settled[place(stance.span)]]
        return self._suggested_stances

    def origin(self, identity: str) -> Verdict | None:
        """Return the verdict that an own mark came of, or None for one made by hand."""
        return next(iter(self._origins.get(identity, ())), None)

    def _is_mine(self, article: str, author: str) -> bool:
        return article == self.article and author == self._person

    def _put_in(self, span: Span) -> None:
        insort(self._ordered, span, key=_order)
        if span.id not in self._own:
            insort(self._left, span, key=_order)
            self._note_suggested(span)

    def _take_out(self, span: Span) -> None:
        del self._ordered[self.position(span)]
        if span.id not in self._own and is_pipeline(span.author):
            del self._left[bisect_left(self._left, _order(span), key=_order)]
            self._note_suggested(span)

    def _note_suggested(self, span: Span) -> None:
        """Forget the suggested stances when one of them comes or goes."""
        if span.label == "STANCE" or any(link.source == span.id for link in self._suggested_links):
            self._suggested_stances = None

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
        if span is not None:
            self._note(place(span), before)
            self._settled[place(span)] += 1
            self._own[identity] = span
            self._put_in(span)

    def _replace_verdict(self, identity: str, verdict: Verdict | None, before: dict[Place, Span | None]) -> None:
        old = self._verdicts.pop(identity, None)
        if old is not None:
            self._note(_place(old), before)
            self._settled[_place(old)] -= old.verdict != "passed"
            if old.result is not None:
                self._origins[old.result].remove(old)
        if verdict is not None and self._is_mine(verdict.article, verdict.author):
            self._note(_place(verdict), before)
            self._put_verdict(verdict)

    def _put_verdict(self, verdict: Verdict) -> None:
        self._verdicts[verdict.id] = verdict
        self._settled[_place(verdict)] += verdict.verdict != "passed"
        if verdict.result is not None:
            insort(self._origins.setdefault(verdict.result, []), verdict, key=attrgetter("made", "id"))


def _order(span: Span) -> tuple[int, int, str, str]:
    return span.start, -span.end, span.label, span.id


_place = attrgetter("label", "start", "end")
"""Return the place that a verdict is about."""


def _read(ids: Iterable[str], found: Iterable[Row]) -> list[tuple[str, Row | None]]:
    by_id = {row.id: row for row in found}
    return [(identity, by_id.get(identity)) for identity in ids]
