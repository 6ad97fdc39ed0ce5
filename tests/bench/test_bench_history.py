"""How soon a very long history answers: the name of what Undo takes back, a page of the list, the past of an article."""

import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.text import article_id
from annotator.store import articles, history, past, people, spans, timeline
from annotator.store.project import Project

pytestmark = pytest.mark.bench

STEPS = 300_000
MARKS, CHANGED = 2_000, 5
TIMES = 50


def median(act: Callable[[], object]) -> float:
    """Return how many milliseconds something takes, in the middle of many times."""
    taken = []
    for _ in range(TIMES):
        start = perf_counter()
        act()
        taken.append((perf_counter() - start) * 1000)
    return sorted(taken)[TIMES // 2]


def test_a_very_long_history_answers_at_once(
    make_project: Callable[[Path], Project], say: Callable[[str], None], tmp_path: Path
) -> None:
    with make_project(tmp_path / "long.annot") as project:
        person = people.every(project)[0].id
        add_steps(project, person)
        last = timeline.last(project)
        for name, budget, act in (
            ("what Undo takes back", 0.2, lambda: history.next_undo(project, person)),
            ("what Redo does again", 0.2, lambda: history.next_redo(project, person)),
            ("64 lines of the list", 5, lambda: timeline.lines(project, range(last // 2, last // 2 - 64, -1))),
            ("how many steps Undo would take back", 20, lambda: timeline.count_to_undo(project, person, 0, 5_000)),
        ):
            took = median(act)
            say(f"history of {last:,} steps: {name} in {took:.3f} ms (median; budget {budget} ms)")
            assert took < 3 * budget, name


def test_the_past_of_a_large_article_is_read_within_its_budget(
    make_project: Callable[[Path], Project], say: Callable[[str], None], tmp_path: Path
) -> None:
    text = "word " * 5 * MARKS
    article = article_id(text)
    with make_project(tmp_path / "past.annot") as project:
        person = people.every(project)[0].id
        marks = [Span(f"{number}", article, person, "ACTOR", number * 5, number * 5 + 4) for number in range(MARKS)]
        with project.edit("import", person, article=article):
            articles.add(project, Article(article, text))
            spans.add_all(project, marks)
        first = history.entries(project, limit=1)[0].id
        for label in ("TREATY", "DATE", "ACTOR", "TREATY"):
            with project.edit("relabel", person, article=article):
                for mark in marks:
                    spans.change(project, Span(mark.id, article, person, label, mark.start, mark.end))
        took = median(lambda: past.of(project, article, first))
    say(f"the past of {MARKS:,} marks behind {MARKS * CHANGED:,} changes in {took:.1f} ms (median; budget 50 ms)")
    assert took < 150


def add_steps(project: Project, person: str) -> None:
    """Write very many steps at once: one by one they would take minutes."""
    text = "Poland left the Ottawa Convention."
    with project.edit("import", person, kind="setup"):
        articles.add(project, Article(article_id(text), text))
    first = timeline.last(project) + 1
    parameters = json.dumps({"label": "ACTOR", "words": "Poland"})
    with project.transaction():
        project.db.executemany(
            "INSERT INTO step VALUES (?, ?, ?, ?, ?, 'do', NULL, 'add-span', ?, ?, ?, ?, '{}', 2, 'closed', 0)",
            (
                (
                    first + number, f"step {number}", project.device, first + number, person, parameters,
                    article_id(text), f"2026-05-{number % 28 + 1:02}T08:00:00.000Z", "2026-05-01T08:00:00.000Z",
                )
                for number in range(STEPS)
            ),
        )  # fmt: skip
