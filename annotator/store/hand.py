"""A person's hand on an article: marks written and decided under the scheme's rules, inside a step."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from annotator.core.marks import Link, Span, is_pipeline, random_id
from annotator.core.problems import Refused
from annotator.core.rules import check_span, fits, role_of, words_of
from annotator.core.scheme import Scheme
from annotator.core.suggestions import Decided, place, undecided
from annotator.store import articles, links, schemes, spans, statuses, verdicts
from annotator.store.project import Project
from annotator.store.verdicts import Verdict


@dataclass(slots=True)
class Hand:
    """What one person writes in one step. `made` are the new own marks, in the order in which they were made."""

    project: Project
    person: str
    scheme: Scheme
    made: list[Span] = field(default_factory=list)
    _settled: dict[str, Span] = field(default_factory=dict)
    """What marks of others have become in this step, by their ids."""
    _longest: int | None = None

    def now(self, span: Span) -> Span:
        """Return a mark as it is in the file, which another window may have changed; refuse one that is gone."""
        articles.require(self.project, span.article)
        found = spans.get(self.project, [span.id])
        if not found:
            raise Refused("mark-gone", self.words(span))
        return found[0]

    def words(self, span: Span) -> str:
        """Return the beginning of a mark's words, for the history."""
        return words_of(articles.text_of(self.project, span.article), span)

    def start(self, article: str) -> None:
        """Count an article as started."""
        if statuses.of(self.project, article, self.person) == "todo":
            statuses.put(self.project, article, self.person, "started")

    def check(self, span: Span, *, before: Span | None = None) -> None:
        """Refuse a mark that may not stand there; `before` is what it was, where it is changed."""
        near = self._near(span)
        check_span(self.scheme, articles.text_of(self.project, span.article), span, near, before=before)

    def add(self, span: Span) -> Span:
        """Write a new own mark."""
        spans.add(self.project, span)
        self.made.append(span)
        return span

    def accept(self, span: Span, *, bulk: bool = False, milliseconds: int | None = None) -> Span:
        """Copy another author's mark, and for a stance what it links to; an own mark like it is used as it is."""
        if span.id in self._settled:
            return self._settled[span.id]
        own = self._own_version(span)
        if own is None:
            own = replace(span, id=random_id(), author=self.person, confidence=None, rule="")
            self.check(own)
            self.add(own)
        self._settled[span.id] = own
        if not any(item.result == own.id for item in verdicts.on(self.project, self.person, span.id)):
            made = verdicts.about(span, self.person, "accepted", result=own.id, milliseconds=milliseconds, bulk=bulk)
            verdicts.add_all(self.project, [made])
        self._take_links(span, own, bulk=bulk)
        return own

    def accept_where_allowed(self, suggested: Sequence[Span]) -> None:
        """Accept those marks that the rules allow beside the own ones; the others stay undecided."""
        # What is accepted is a copy, so that no span grows longer meanwhile.
        self._longest = spans.longest(self.project, suggested[0].article) if suggested else None
        for span in suggested:
            made, settled = list(self.made), dict(self._settled)
            try:
                with self.project.savepoint():
                    self.accept(span, bulk=True)
            except Refused:
                self.made, self._settled = made, settled

    def add_where_allowed(self, span: Span, suggested: Span | None) -> None:
        """Add a mark where the rules allow it beside the own ones; a suggestion just there is decided so."""
        made, settled = list(self.made), dict(self._settled)
        try:
            with self.project.savepoint():
                if suggested is not None and span.attributes in ({}, suggested.attributes):
                    self.accept(suggested, bulk=True)
                elif suggested is not None:
                    self.take_over(suggested, replace(suggested, attributes=span.attributes), None)
                else:
                    self.check(span)
                    self.add(span)
                    self.settle_overlapped(span)
        except Refused:
            self.made, self._settled = made, settled

    def take_over(self, span: Span, wanted: Span, milliseconds: int | None) -> Span:
        """Make an own mark that differs from another author's, with what that links to where the label stays."""
        own = replace(wanted, id=random_id(), author=self.person, confidence=None, rule="")
        self.check(own)
        self.add(own)
        self._settled[span.id] = own
        made = verdicts.about(span, self.person, "changed", result=own.id, milliseconds=milliseconds)
        verdicts.add_all(self.project, [made])
        if own.label == span.label:
            self._take_links(span, own, bulk=False)
        self.settle_overlapped(own, but=span.id)
        return own

    def reject(self, suggested: Sequence[Span], *, bulk: bool, milliseconds: int | None) -> None:
        """Record that marks of others are wrong, each once."""
        new = []
        for span in suggested:
            before = verdicts.on(self.project, self.person, span.id)
            if span.author != self.person and not (before and before[0].verdict == "rejected"):
                new.append(verdicts.about(span, self.person, "rejected", milliseconds=milliseconds, bulk=bulk))
        verdicts.add_all(self.project, new)

    def fill(self, stance: Span, role: str, target: Span) -> None:
        """Tie a mark to a role of an own stance; a mark of another author is accepted first."""
        declared = role_of(self.scheme, stance, role)
        if target.article != stance.article:
            raise Refused("mark-gone", role)
        if target.label not in declared.labels:
            raise Refused("role-takes-not", role, label=target.label, known=", ".join(declared.labels))
        target = self.now(target) if target.author == self.person else self.accept(self.now(target))
        filled = self.filled(stance, role)
        if any(link.target == target.id for link in filled):
            return
        if 0 < declared.maximum <= len(filled):
            raise Refused("role-is-full", role, maximum=declared.maximum)
        self._tie(stance, role, target)

    def filled(self, stance: Span, role: str) -> list[Link]:
        """Return the links from a stance in one role."""
        every = links.touching(self.project, stance.id)
        return [link for link in every if (link.source, link.role) == (stance.id, role)]

    def settle_overlapped(self, span: Span, but: str = "") -> None:
        """Count undecided suggestions that a new own mark overlaps as changed into it."""
        label = self.scheme.label(span.label)
        if label is None or label.overlap == "any":
            return
        near = self._near(span)
        decided = verdicts.overlapping(self.project, span.article, self.person, span.start, span.end)
        overlapped = [
            item
            for item in left(self.person, near, decided)
            if item.id != but and (other := self.scheme.label(item.label)) and other.overlap != "any"
        ]
        verdicts.add_all(
            self.project, (verdicts.about(item, self.person, "changed", result=span.id) for item in overlapped)
        )

    def unlink_unfit(self, span: Span) -> None:
        """Untie a mark that changes its label from roles that do not take the new one."""
        for link in links.touching(self.project, span.id):
            source, target = (span if end == span.id else spans.get(self.project, [end])[0] for end in _ends(link))
            if not fits(self.scheme, link.role, source, target):
                links.remove(self.project, link.id)

    def _near(self, span: Span) -> list[Span]:
        return spans.overlapping(self.project, span.article, span.start, span.end, longest=self._longest)

    def _own_version(self, span: Span) -> Span | None:
        """Return what a mark of another author has become in this person's hand, or an own mark just like it."""
        results = [item.result for item in verdicts.on(self.project, self.person, span.id) if item.result]
        near = self._near(span)
        own = [item for item in (*spans.get(self.project, results), *near) if item.author == self.person]
        return next((item for item in own if item.id in results and item.label == span.label), None) or next(
            (item for item in own if place(item) == place(span)), None
        )

    def _take_links(self, span: Span, own: Span, *, bulk: bool) -> None:
        for link in links.touching(self.project, span.id):
            if link.source != span.id:
                continue
            target = self.accept(spans.get(self.project, [link.target])[0], bulk=bulk)
            filled = self.filled(own, link.role)
            label = self.scheme.label(own.label)
            role = label.role(link.role) if label else None
            full = role is not None and 0 < role.maximum <= len(filled)
            if (
                not full
                and fits(self.scheme, link.role, own, target)
                and all(tie.target != target.id for tie in filled)
            ):
                self._tie(own, link.role, target)

    def _tie(self, stance: Span, role: str, target: Span) -> None:
        links.add_all(self.project, [Link(random_id(), stance.article, self.person, role, stance.id, target.id)])


def hand(project: Project, person: str) -> Hand:
    """Return a person's hand for one step, under the scheme in force."""
    return Hand(project, person, schemes.current(project))


def left(person: str, every: Sequence[Span], made: Sequence[Verdict]) -> list[Span]:
    """Return those of these marks that are suggestions which a person with these verdicts has still to decide."""
    decided = [Decided((item.label, item.start, item.end), item.verdict == "passed") for item in made]
    suggested = (span for span in every if is_pipeline(span.author))
    return undecided(suggested, (span for span in every if span.author == person), decided)


def _ends(link: Link) -> tuple[str, str]:
    return link.source, link.target
