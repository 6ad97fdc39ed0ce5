"""Steps replayed in another file: equal rows and equal digests, in whatever order they arrive, and once."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.core.marks import random_id
from annotator.core.problems import Refused
from annotator.core.records import Raw
from annotator.store import articles, digest, exchange, history, search, spans
from annotator.store.exchange import SentStep
from annotator.store.project import Project

Make = Callable[..., Project]


@pytest.fixture
def busy(make: Make, project: Project, article: str) -> Project:
    """Return a project in which two devices have worked in turn, with undo and redo."""
    laptop = make(new=False, device="laptop")
    actor = edits.add_span(project, "ann", article, 0, 6, "ACTOR", {"name": "Poland 😀"})
    treaty = edits.add_span(laptop, "ann", article, 24, 41, "TREATY")
    stance = edits.add_stance(
        project, "ann", article, (0, 41), {"value": "withdraw"}, {"actor": [actor], "treaty": [treaty]}
    )
    edits.set_attribute(laptop, "ann", stance, "value", "oppose")
    edits.undo(laptop, "ann")
    edits.remove_span(project, "ann", stance)
    edits.undo(project, "ann")
    edits.redo(laptop, "ann")
    edits.correct(project, "ann", article, {"title": "Zoë 😀"})
    edits.finish(laptop, "bob", article)
    return project


def sent_by(project: Project) -> tuple[list[SentStep], dict[str, str]]:
    steps = list(exchange.steps(project, {}))
    return steps, exchange.texts(project, steps)


def test_another_file_becomes_equal(busy: Project, bare: Make, article: str) -> None:
    steps, texts = sent_by(busy)
    other = bare()
    assert exchange.receive(other, steps, texts) == []
    assert digest.of(other) == digest.of(busy)
    assert spans.of(other, article) == spans.of(busy, article)
    assert articles.get(other, article) == articles.get(busy, article)
    assert search.articles(other, "Ottawa") == search.articles(other, "etrange") == [article]


def test_taking_the_same_in_twice_changes_nothing(busy: Project, bare: Make) -> None:
    steps, texts = sent_by(busy)
    other = bare()
    exchange.receive(other, steps, texts)
    count = len(history.entries(other))
    assert exchange.receive(other, steps, texts) == []
    assert len(history.entries(other)) == count
    assert digest.of(other) == digest.of(busy)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(order=st.randoms(use_true_random=False), portions=st.integers(1, 6))
def test_the_order_of_arrival_does_not_matter(busy: Project, bare: Make, order: Random, portions: int) -> None:
    steps, texts = sent_by(busy)
    order.shuffle(steps)
    other = bare(f"{random_id()}.annot")
    waiting: list[SentStep] = []
    for first in range(portions):
        waiting = exchange.receive(other, [*waiting, *steps[first::portions]], texts)
    assert waiting == []
    assert digest.of(other) == digest.of(busy)
    assert other.rows("PRAGMA foreign_key_check") == []


def test_a_step_waits_for_its_predecessors(busy: Project, bare: Make) -> None:
    steps, texts = sent_by(busy)
    other = bare()
    assert exchange.receive(other, steps[3:], texts) == sorted(steps[3:], key=lambda step: (step.device, step.sequence))
    assert history.entries(other) == []


def test_only_what_the_other_lacks_is_sent(busy: Project, bare: Make, article: str) -> None:
    steps, texts = sent_by(busy)
    other = bare()
    exchange.receive(other, steps, texts)
    edits.skip(busy, "ann", article, "later")
    (new,) = exchange.steps(busy, other.frontier())
    assert new.name == "skip"
    exchange.receive(other, [new], {})
    assert digest.of(other) == digest.of(busy)


def test_a_step_that_is_open_is_not_sent(busy: Project, article: str) -> None:
    before = len(sent_by(busy)[0])
    with busy.long_edit("long", "ann") as long, long.batch():
        pass
    with busy.long_edit("long", "ann") as long:
        with long.batch():
            busy.db.execute("INSERT INTO setting VALUES ('x', 'y')")
        assert len(sent_by(busy)[0]) == before
    assert len(sent_by(busy)[0]) == before + 1


def test_concurrent_changes_of_one_row_are_a_conflict_and_nothing_of_the_step_stays(
    busy: Project, bare: Make, article: str
) -> None:
    steps, texts = sent_by(busy)
    other = bare()
    exchange.receive(other, steps, texts)
    actor = next(span for span in spans.of(busy, article, "ann") if span.label == "ACTOR")
    edits.set_attribute(busy, "ann", actor, "name", "here")
    edits.set_attribute(other, "ann", actor, "name", "there")
    before = digest.of(other)
    with pytest.raises(Refused) as refused:
        exchange.receive(other, list(exchange.steps(busy, other.frontier())), {})
    assert refused.value.problem.code == "conflict"
    assert digest.of(other) == before


def test_raw_bytes_travel_with_the_publications_that_refer_to_them(project: Project, article: str, bare: Make) -> None:
    raw = Raw(b"\xff\x00bytes", "text/plain", "utf-8", "plain 1")
    with project.edit("import", "ann", article=article):
        publication = articles.get(project, article).publications[0]
        articles.add_publication(project, article, replace(publication, id="second"), articles.keep_raw(project, raw))
    steps, texts = sent_by(project)
    other = bare()
    with pytest.raises(Refused) as refused:
        exchange.receive(other, steps, texts)
    assert refused.value.problem.code == "missing-raw"
    exchange.receive(other, steps, texts, exchange.raws(project, steps))
    assert articles.raw_of(other, article) == raw
    assert digest.of(other) == digest.of(project)


def test_a_text_that_does_not_fit_its_id_is_refused(busy: Project, bare: Make, article: str) -> None:
    steps, texts = sent_by(busy)
    for given_texts in ({}, {article: texts[article] + "!"}):
        with pytest.raises(Refused) as refused:
            exchange.receive(bare(f"{len(given_texts)}.annot"), steps, given_texts)
        assert refused.value.problem.code == "wrong-article-id"


def test_a_change_of_a_table_or_column_that_we_do_not_have_is_refused(busy: Project, bare: Make) -> None:
    steps, texts = sent_by(busy)
    first = steps[0].changes[0]
    assert first.new is not None
    for number, change in enumerate(
        (replace(first, kind="sqlite_schema"), replace(first, new={**first.new, "x) VALUES (1); --": 1}))
    ):
        evil = replace(steps[0], changes=(change,))
        with pytest.raises(Refused) as refused:
            exchange.receive(bare(f"{number}.annot"), [evil], texts)
        assert refused.value.problem.code == "damaged-history"


def test_undo_in_the_other_file_is_sent_back(busy: Project, make: Make, bare: Make, article: str) -> None:
    other = bare(device="desk")
    steps, texts = sent_by(busy)
    exchange.receive(other, steps, texts)
    edits.undo(other, "ann")
    exchange.receive(busy, list(exchange.steps(other, busy.frontier())), {})
    assert digest.of(other) == digest.of(busy)
