"""A person at work, played by hypothesis: whatever they do, undo and redo lead through the same states, also after a restart."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from annotator import edits, resources
from annotator.core.article import Article
from annotator.core.marks import Link, Span
from annotator.core.problems import Refused
from annotator.core.scheme import clashing
from annotator.core.text import article_id
from annotator.store import articles, digest, history, links, runs, schemes, spans, statuses, verdicts
from annotator.store.people import Person
from annotator.store.project import Project, open_project

TEXT = "Zoë 😀 of Polska leaves e\u0301 the\u00a0Ottawa بولندا Convention 波兰.\n"
TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
LABELS = st.sampled_from(["ACTOR", "TREATY", "DATE", "STANCE"])
PLACES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 12)).map(
    lambda drawn: (drawn[0], min(sum(drawn), len(TEXT)))
)
SUGGESTED = (
    Span("s-actor", "", "model:m", "ACTOR", 0, 5, {"name": "Zoë"}, 0.9),
    Span("s-other", "", "model:m", "ACTOR", 9, 15, {}, 0.4),
    Span("s-treaty", "", "model:m", "TREATY", 30, 36, {}, 0.8),
    Span("s-stance", "", "model:m", "STANCE", 0, 50, {"value": "withdraw"}, 0.7),
)
TIES = (("actor", "s-actor"), ("treaty", "s-treaty"))


@dataclass(frozen=True)
class State:
    """What the person has made: own spans by id, links, status; and the digest of all rows, which covers the rest."""

    marks: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    ties: frozenset[tuple[str, str, str]] = frozenset()
    status: str = "todo"
    rows: str = ""


class User(RuleBasedStateMachine):
    """One person, one article with suggestions, every act in any order."""

    own: Bundle[str] = Bundle("own")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "p.annot"
        self.project: Project = edits.create(path, TOML, Person("ann", "Ann"), device="desk")
        self.article = article_id(TEXT)
        with self.project.edit("import", "ann", kind="setup"):
            articles.add(self.project, Article(self.article, TEXT))
        self.suggest()
        self.past: list[State] = []
        self.future: list[State] = []
        self.state = self.seen()

    def teardown(self) -> None:
        if hasattr(self, "project"):
            self.walk_back_and_forth()
            self.project.close()
            self.folder.cleanup()

    def suggest(self) -> None:
        made = [
            Span(s.id, self.article, s.author, s.label, s.start, s.end, s.attributes, s.confidence) for s in SUGGESTED
        ]
        ties = [Link(f"l-{role}", self.article, "model:m", role, "s-stance", target) for role, target in TIES]
        with self.project.run("model:m", "1") as run:
            runs.replace(self.project, run, "model:m", [(self.article, made, ties)])

    def seen(self) -> State:
        own = {span.id: (span.label, span.start, span.end) for span in spans.of(self.project, self.article, "ann")}
        ties = frozenset((tie.source, tie.role, tie.target) for tie in links.of(self.project, self.article, "ann"))
        status = statuses.of(self.project, self.article, "ann")
        return State(own, ties, status, digest.of(self.project).rows)

    def now(self) -> None:
        """Keep what a step that was allowed has led to."""
        after = self.seen()
        if after != self.state:
            self.past.append(self.state)
            self.future = []
            self.state = after

    def refused(self, *codes: str, why: Refused) -> None:
        """See that what was refused changed nothing."""
        assert why.problem.code in codes, why
        assert self.seen() == self.state

    def fits(self, label: str, place: tuple[int, int], but: str = "") -> bool:
        own = [span for span in spans.of(self.project, self.article, "ann") if span.id != but]
        return bool(TEXT[slice(*place)].strip()) and not clashing(schemes.current(self.project), label, *place, own)

    def span(self, identity: str) -> Span | None:
        return next(iter(spans.get(self.project, [identity])), None)

    @rule(target=own, label=LABELS, place=PLACES)
    def label(self, label: str, place: tuple[int, int]) -> str:
        allowed = self.fits(label, place)
        try:
            made = edits.add_span(self.project, "ann", self.article, *place, label)
        except Refused as why:
            assert not allowed
            self.refused("overlap", "blank-span", why=why)
            return ""
        assert allowed
        expected = {**self.state.marks, made.id: (label, *place)}
        self.now()
        assert self.state.marks == expected
        assert self.state.status != "todo"
        return made.id

    @rule(identity=own, label=LABELS)
    def relabel(self, identity: str, label: str) -> None:
        span = self.span(identity)
        if span is None:
            return
        allowed = self.fits(label, (span.start, span.end), but=span.id)
        try:
            edits.change_span(self.project, "ann", span, label=label)
        except Refused as why:
            assert not allowed
            self.refused("overlap", why=why)
            return
        expected = {**self.state.marks, span.id: (label, span.start, span.end)}
        self.now()
        assert self.state.marks == expected

    @rule(identity=own, place=PLACES)
    def resize(self, identity: str, place: tuple[int, int]) -> None:
        span = self.span(identity)
        if span is None:
            return
        allowed = self.fits(span.label, place, but=span.id)
        try:
            edits.change_span(self.project, "ann", span, extent=place)
        except Refused as why:
            assert not allowed
            self.refused("overlap", "blank-span", why=why)
            return
        expected = {**self.state.marks, span.id: (span.label, *place)}
        self.now()
        assert self.state.marks == expected

    @rule(identity=consumes(own))
    def delete(self, identity: str) -> None:
        span = self.span(identity)
        if span is None:
            return
        edits.remove_span(self.project, "ann", span)
        expected = {other: mark for other, mark in self.state.marks.items() if other != identity}
        self.now()
        assert self.state.marks == expected
        assert all(identity not in tie for tie in self.state.ties)

    @rule(target=own, number=st.integers(0, len(SUGGESTED) - 1))
    def accept(self, number: int) -> str:
        (suggested,) = spans.get(self.project, [SUGGESTED[number].id])
        try:
            made = edits.accept(self.project, "ann", [suggested])
        except Refused as why:
            self.refused("overlap", why=why)
            return ""
        before = self.state.marks
        self.now()
        assert self.state.marks == {**before, **{span.id: (span.label, span.start, span.end) for span in made}}
        assert any(item.verdict in {"accepted", "changed"} for item in verdicts.on(self.project, "ann", suggested.id))
        return made[0].id if made else ""

    @rule()
    def accept_all(self) -> None:
        edits.accept(self.project, "ann", edits.undecided_suggestions(self.project, "ann", self.article), bulk=True)
        self.now()

    @rule(number=st.integers(0, len(SUGGESTED) - 1))
    def reject(self, number: int) -> None:
        edits.reject(self.project, "ann", spans.get(self.project, [SUGGESTED[number].id]))
        marks = self.state.marks
        self.now()
        assert self.state.marks == marks

    @rule(number=st.integers(0, len(SUGGESTED) - 1), label=LABELS, place=PLACES)
    def correct(self, number: int, label: str, place: tuple[int, int]) -> None:
        (suggested,) = spans.get(self.project, [SUGGESTED[number].id])
        try:
            made = edits.change_span(self.project, "ann", suggested, label=label, extent=place)
        except Refused as why:
            self.refused("overlap", "blank-span", why=why)
            return
        self.now()
        assert self.state.marks[made.id] == (label, *place)

    @rule(target=own, place=PLACES, actor=own, treaty=own)
    def stance(self, place: tuple[int, int], actor: str, treaty: str) -> str:
        roles = {
            role: [span]
            for role, span in (("actor", self.span(actor)), ("treaty", self.span(treaty)))
            if span is not None and span.label.lower() == role
        }
        try:
            made = edits.add_stance(self.project, "ann", self.article, place, {"value": "oppose"}, roles)
        except Refused as why:
            self.refused("overlap", "blank-span", why=why)
            return ""
        expected = self.state.ties | {(made.id, role, span.id) for role, (span,) in roles.items()}
        self.now()
        assert self.state.ties == expected
        return made.id

    @rule(identity=own, role=st.sampled_from(["actor", "treaty", "date"]), number=st.integers(0, 2))
    def fill(self, identity: str, role: str, number: int) -> None:
        span, (target,) = self.span(identity), spans.get(self.project, [SUGGESTED[number].id])
        if span is None:
            return
        try:
            edits.fill_role(self.project, "ann", span, role, target)
        except Refused as why:
            self.refused("overlap", "unknown-role", "role-takes-not", why=why)
            return
        self.now()
        assert any(tie[:2] == (identity, role) for tie in self.state.ties)

    @rule(identity=own)
    def empty(self, identity: str) -> None:
        span = self.span(identity)
        if span is None:
            return
        edits.empty_role(self.project, "ann", span, "actor")
        self.now()
        assert all(tie[:2] != (identity, "actor") for tie in self.state.ties)

    @rule(act=st.sampled_from(["done", "skipped", "started"]))
    def say_how_far(self, act: str) -> None:
        if act == "done":
            edits.finish(self.project, "ann", self.article)
        elif act == "skipped":
            edits.skip(self.project, "ann", self.article, "😀")
        else:
            edits.reopen(self.project, "ann", self.article)
        self.now()
        assert self.state.status == act

    @rule()
    def undo(self) -> None:
        try:
            edits.undo(self.project, "ann")
        except Refused as why:
            assert not self.past
            self.refused("nothing-to-undo", why=why)
            return
        self.future.append(self.state)
        self.state = self.past.pop()
        assert self.seen() == self.state

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        edits.redo(self.project, "ann")
        self.past.append(self.state)
        self.state = self.future.pop()
        assert self.seen() == self.state

    @rule()
    def restart(self) -> None:
        path = self.project.path
        self.project.close()
        assert [file.name for file in path.parent.iterdir()] == [path.name]
        self.project = open_project(path, device="desk")

    @rule()
    def run_the_pipeline_again(self) -> None:
        self.suggest()
        assert self.seen() == self.state

    @invariant()
    def nothing_refers_to_what_is_gone(self) -> None:
        if hasattr(self, "project"):
            assert self.project.rows("PRAGMA foreign_key_check") == []
            assert self.project.rows("SELECT count(*) FROM current") == [(0,)]

    def walk_back_and_forth(self) -> None:
        """Undo everything and redo everything: the states are those that were."""
        while history.next_undo(self.project, "ann"):
            self.undo()
        assert self.past == []
        assert self.state.marks == {}
        while history.next_redo(self.project, "ann"):
            self.redo()
        assert self.future == []


User.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
TestUser = User.TestCase
