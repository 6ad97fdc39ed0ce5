"""An article as it was: whatever was done, undone and done again since, each moment can be read as it was then."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from annotator import edits, resources
from annotator.core.article import Article, Publication
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.text import article_id
from annotator.store import answers, articles, history, links, past, people, runs, schemes, spans, statuses, timeline
from annotator.store.past import Past
from annotator.store.people import Person
from annotator.store.project import Project

Make = Callable[..., Project]
TEXT = "Zoë 😀 of Polska leaves e\u0301 the\u00a0Ottawa بولندا Convention 波兰.\n"
TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
PLACES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 12)).map(
    lambda drawn: (drawn[0], min(sum(drawn), len(TEXT)))
)


def last(project: Project) -> str:
    return history.entries(project, limit=1)[0].id


def then(project: Project, article: str, step: str) -> tuple[object, ...]:
    return comparable(past.of(project, article, step))


def comparable(was: Past) -> tuple[object, ...]:
    return (
        was.article, was.scheme.hash, set(map(repr, was.spans)), set(map(repr, was.links)),
        set(map(repr, was.answers)), dict(was.statuses),
    )  # fmt: skip


def now(project: Project, article: str) -> tuple[object, ...]:
    """Return the same of the article as it is, read in the ordinary way."""
    own = [span for span in spans.of(project, article) if not span.author.startswith("model:")]
    ties = [link for link in links.of(project, article) if not link.author.startswith("model:")]
    status = {person: statuses.of(project, article, person) for person in ("ann", "bob")}
    return (
        articles.get(project, article), schemes.current(project).hash, set(map(repr, own)), set(map(repr, ties)),
        set(map(repr, answers.of(project, article))),
        {person: value for person, value in status.items() if value != "todo"},
    )  # fmt: skip


def test_each_step_is_read_as_it_left_the_article(project: Project, article: str) -> None:
    actor = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    treaty = edits.add_span(project, "ann", article, 24, 41, "TREATY")
    first = last(project)
    stance = edits.add_stance(
        project, "ann", article, (0, 41), {"value": "withdraw"}, {"actor": [actor], "treaty": [treaty]}
    )
    tied = last(project)
    edits.set_attribute(project, "ann", stance, "value", "oppose")
    edits.remove_span(project, "ann", actor)
    assert {span.label for span in past.of(project, article, first).spans} == {"ACTOR", "TREATY"}
    was = past.of(project, article, tied)
    assert {link.role for link in was.links} == {"actor", "treaty"}
    assert next(span for span in was.spans if span.id == stance.id).attributes == {"value": "withdraw"}
    assert actor in was.spans


def test_corrections_answers_and_statuses_are_those_of_then(project: Project, article: str) -> None:
    before = last(project)
    edits.correct(project, "ann", article, {"title": "Corrected 😀"})
    edits.correct_body(project, "ann", article, [(0, 10)])
    middle = last(project)
    edits.correct(project, "ann", article, {"published": "2025-04-01"})
    edits.finish(project, "ann", article)
    assert past.of(project, article, before).article.title == "Une é́trange affaire 😀"
    was = past.of(project, article, middle)
    assert (was.article.title, was.article.body, was.article.published) == ("Corrected 😀", ((0, 10),), "2025-03-13")
    assert dict(was.statuses) == {}
    assert past.of(project, article, last(project)).statuses == {"ann": "done"}


def test_the_scheme_is_that_of_then(project: Project, article: str) -> None:
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    before, old = last(project), schemes.current(project)
    from annotator.core.scheme_toml import parse_scheme

    new, problems = parse_scheme(old.toml.replace('name = "Actor"', 'name = "Player"'))
    assert new is not None, problems
    edits.set_scheme(project, "ann", new)
    assert past.of(project, article, before).scheme == old
    changed = last(project)
    assert past.of(project, article, changed).scheme == new
    edits.undo(project, "ann")
    assert past.of(project, article, last(project)).scheme == old
    assert past.of(project, article, changed).scheme == new


def test_an_article_that_was_not_there_then_is_said_not_to_have_been(make: Make, put: Callable[..., str]) -> None:
    project = make()
    before = last(project)
    article = put(project, "Poland left.")
    with pytest.raises(Refused) as refused:
        past.of(project, article, before)
    assert refused.value.problem.code == "not-there-then"


def test_an_article_that_is_gone_is_still_read_as_it_was(make: Make, put: Callable[..., str]) -> None:
    project = make()
    article = put(project, "Poland 😀 left.")
    there = last(project)
    edits.undo(project, "ann")
    assert articles.ids(project) == []
    assert past.of(project, article, there).article.text == "Poland 😀 left."


def test_suggestions_are_no_part_of_the_past(project: Project, article: str) -> None:
    with project.run("model:a", "1") as run:
        runs.replace(project, run, "model:a", [(article, [Span("s", article, "model:a", "ACTOR", 0, 6)], [])])
    edits.accept(project, "ann", spans.get(project, ["s"]))
    was = past.of(project, article, last(project))
    assert [span.author for span in was.spans] == ["ann"]


def test_one_persons_marks_are_told_from_everybodys(project: Project, article: str) -> None:
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    edits.add_span(project, "bob", article, 24, 41, "TREATY")
    was = past.of(project, article, last(project))
    assert [span.label for span in past.of_author(was, "bob").spans] == ["TREATY"]
    assert len(past.of_author(was, None).spans) == 2


def test_a_time_is_the_last_step_that_had_arrived(project: Project, article: str) -> None:
    assert past.latest(project, "9999") == last(project)
    with pytest.raises(Refused):
        past.latest(project, "2000-01-01")


def test_steps_of_another_device_are_read_in_the_order_in_which_they_came(
    make: Make, project: Project, article: str
) -> None:
    laptop = make(new=False, device="laptop")
    span = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    mine = last(project)
    edits.change_span(laptop, "ann", span, label="TREATY")
    assert [item.label for item in past.of(project, article, mine).spans] == ["ACTOR"]
    assert [item.label for item in past.of(project, article, last(project)).spans] == ["TREATY"]


def test_where_a_step_touched_is_found_also_when_the_mark_is_gone(project: Project, article: str) -> None:
    span = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    made = last(project)
    edits.remove_span(project, "ann", span)
    (place,) = [place for place in timeline.places(project, made) if place.extent]
    assert (place.mark, place.extent) == (span.id, (0, 6))


def test_the_list_tells_what_is_undone_and_counts_what_can_be(project: Project, article: str) -> None:
    first = timeline.last(project)
    for start in (0, 9, 24):
        edits.add_span(project, "ann", article, start, start + 4, "ACTOR")
    edits.undo(project, "ann")
    top = timeline.last(project)
    lines = timeline.lines(project, range(top, first, -1))
    assert [(line.entry.kind, line.undone, line.who) for line in lines] == [
        ("undo", False, "Ann"), ("do", True, "Ann"), ("do", False, "Ann"), ("do", False, "Ann"),
    ]  # fmt: skip
    assert timeline.count_to_undo(project, "ann", first, 100) == 2
    assert timeline.count_to_undo(project, "ann", first, 1) == 1
    assert timeline.numbers_in(project, article) == list(range(top, first - 1, -1))
    assert [entry.name for entry in edits.undo_back_to(project, "ann", first)] == ["add-span", "add-span"]
    assert spans.of(project, article) == []
    assert articles.ids(project) == [article]


def test_undoing_back_stops_where_another_built_on_a_step(make: Make, project: Project, article: str) -> None:
    laptop = make(new=False, device="laptop")
    first = timeline.last(project)
    span = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    edits.change_span(laptop, "ann", span, label="TREATY")
    edits.skip(project, "ann", article, "later")
    taken = edits.undo_back_to(project, "ann", first)
    assert next(taken).name == "skip"
    with pytest.raises(Refused) as refused:
        next(taken)
    assert refused.value.problem.code == "changed-since"
    assert [item.label for item in spans.of(project, article)] == ["TREATY"]


def test_undo_is_found_at_once_behind_very_many_undone_steps(project: Project, article: str) -> None:
    edits.skip(project, "ann", article, "kept")
    for number in range(300):
        edits.skip(project, "ann", article, f"{number}")
    for _ in range(300):
        edits.undo(project, "ann")
    assert (found := history.next_undo(project, "ann")) is not None
    assert found.parameters["reason"] == "kept"
    looked: list[str] = []
    project.db.set_trace_callback(looked.append)
    history.next_undo(project, "ann")
    project.db.set_trace_callback(None)
    assert len(looked) <= 4
    plan = project.rows(
        "EXPLAIN QUERY PLAN SELECT id FROM step WHERE device = ? AND person = ? AND sequence < ? ORDER BY sequence DESC",
        ("desk", "ann", 9),
    )
    assert not any("TEMP B-TREE" in str(row) for row in plan)


def test_a_large_article_with_a_long_history_is_read_soon(make: Make, put: Callable[..., str]) -> None:
    project = make()
    article = put(project, "word " * 4_000)
    marks = [Span(f"{number}", article, "ann", "ACTOR", number * 5, number * 5 + 4) for number in range(2_000)]
    with project.edit("import", "ann", article=article):
        spans.add_all(project, marks)
    step = last(project)
    for label in ("TREATY", "DATE", "ACTOR", "TREATY"):
        with project.edit("relabel", "ann", article=article):
            for mark in marks:
                spans.change(project, Span(mark.id, article, "ann", label, mark.start, mark.end))
    times = []
    for _ in range(5):
        start = perf_counter()
        was = past.of(project, article, step)
        times.append(perf_counter() - start)
    assert {span.label for span in was.spans} == {"ACTOR"}
    assert len(was.spans) == 2_000
    assert min(times) < 0.15, times  # threefold the budget, so that a busy machine does not fail it


class Traveller(RuleBasedStateMachine):
    """Two people at work on one article; after each step the whole past is as it was seen at the time."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.project = edits.create(Path(self.folder.name) / "p.annot", TOML, Person("ann", "Ann"), device="desk")
        with self.project.edit("join", "bob", kind="setup", name="Bob"):
            people.put(self.project, Person("bob", "Bob"))
        self.article = article_id(TEXT)
        with self.project.edit("import", "ann", kind="setup"):
            articles.add(self.project, Article(self.article, TEXT, "en", ((0, len(TEXT)),)))
            articles.add_publication(self.project, self.article, Publication("p", "Title"))
        self.seen: dict[str, tuple[object, ...]] = {}
        self.note()

    def teardown(self) -> None:
        if hasattr(self, "project"):
            for step, state in self.seen.items():
                assert then(self.project, self.article, step) == state
            self.project.close()
            self.folder.cleanup()

    def note(self) -> None:
        self.seen[last(self.project)] = now(self.project, self.article)

    def own(self, person: str, number: int) -> Span | None:
        found = spans.of(self.project, self.article, person)
        return found[number % len(found)] if found else None

    def do(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused:
            return
        self.note()

    @rule(person=st.sampled_from(["ann", "bob"]), place=PLACES, label=st.sampled_from(["ACTOR", "TREATY", "DATE"]))
    def mark(self, person: str, place: tuple[int, int], label: str) -> None:
        self.do(lambda: edits.add_span(self.project, person, self.article, *place, label))

    @rule(number=st.integers(0, 9), label=st.sampled_from(["ACTOR", "TREATY"]), place=PLACES)
    def change(self, number: int, label: str, place: tuple[int, int]) -> None:
        if (span := self.own("ann", number)) is not None:
            self.do(lambda: edits.change_span(self.project, "ann", span, label=label, extent=place))

    @rule(person=st.sampled_from(["ann", "bob"]), number=st.integers(0, 9))
    def remove(self, person: str, number: int) -> None:
        if (span := self.own(person, number)) is not None:
            self.do(lambda: edits.remove_span(self.project, person, span))

    @rule(place=PLACES, actor=st.integers(0, 9))
    def stance(self, place: tuple[int, int], actor: int) -> None:
        target = self.own("ann", actor)
        roles = {"actor": [target]} if target is not None and target.label == "ACTOR" else {}
        self.do(lambda: edits.add_stance(self.project, "ann", self.article, place, {"value": "oppose"}, roles))

    @rule(number=st.integers(0, 9), filled=st.integers(0, 9))
    def relink(self, number: int, filled: int) -> None:
        stances = [span for span in spans.of(self.project, self.article, "ann") if span.label == "STANCE"]
        other = self.own("ann", filled)
        if stances and other is not None:
            chosen = stances[number % len(stances)]
            self.do(lambda: edits.fill_role(self.project, "ann", chosen, other.label.lower(), other))

    @rule(title=st.sampled_from(["One", "Two 😀", ""]))
    def correct(self, title: str) -> None:
        self.do(lambda: edits.correct(self.project, "ann", self.article, {"title": title}))

    @rule(person=st.sampled_from(["ann", "bob"]), act=st.sampled_from([edits.finish, edits.reopen]))
    def status(self, person: str, act: Callable[..., None]) -> None:
        self.do(lambda: act(self.project, person, self.article))

    @rule(person=st.sampled_from(["ann", "bob"]))
    def undo(self, person: str) -> None:
        self.do(lambda: edits.undo(self.project, person))

    @rule(person=st.sampled_from(["ann", "bob"]))
    def redo(self, person: str) -> None:
        self.do(lambda: edits.redo(self.project, person))


Traveller.TestCase.settings = settings(max_examples=20, stateful_step_count=25)
TestTraveller = Traveller.TestCase
