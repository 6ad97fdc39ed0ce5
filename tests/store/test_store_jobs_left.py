"""Long steps that did not end: cancelled, or left by a process that was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import edits
from annotator.core.problems import Cancelled, Refused
from annotator.store import articles, digest, history, spans, statuses
from annotator.store.project import Project, open_project

Make = Callable[..., Project]
ROOT = Path(__file__).resolve().parents[2]

IMPORT = """
import sys
from pathlib import Path
from annotator.core.article import Article
from annotator.core.text import article_id
from annotator.store import articles
from annotator.store.project import open_project
project = open_project(Path(sys.argv[1]), device="desk")
with project.long_edit("import", "ann", count=1, file="x") as long:
    for number in range(10_000):
        text = f"Text {number} 😀"
        with long.batch():
            articles.add(project, Article(article_id(text), text))
        if number == 30:
            print("written", flush=True)
            sys.stdin.readline()
"""


def half_imported(path: Path) -> subprocess.Popen[str]:
    """Start a process that imports, and return it when it is half through."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(path)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_an_import_that_was_killed_is_taken_back_at_the_next_start(make: Make, project: Project, article: str) -> None:
    edits.skip(project, "ann", article, "later")
    before = digest.of(project).rows
    project.close()
    kill(half_imported(project.path))
    again = make(new=False)
    assert digest.of(again).rows == before
    assert {entry.state for entry in history.entries(again)} == {"closed"}
    assert not history.next_redo(again, "ann")
    again.close()
    assert [file.name for file in again.path.parent.iterdir()] == [again.path.name]


def test_an_import_that_runs_elsewhere_is_left_alone(make: Make, article: str) -> None:
    project = make(new=False)
    process = half_imported(project.path)
    try:
        second = make(new=False)
        assert next(entry.state for entry in history.entries(second)) == "open"
        assert articles.count(second) == 32
        edits.add_span(second, "ann", article, 0, 6, "ACTOR")
        with pytest.raises(Refused) as refused, second.long_edit("import", "ann"):
            pass
        assert refused.value.problem.code == "job-running"
    finally:
        kill(process)


def test_an_import_on_which_someone_built_stays_as_far_as_it_came(make: Make, article: str) -> None:
    project = make(new=False)
    process = half_imported(project.path)
    imported = articles.ids(project)[10]
    span = edits.add_span(project, "ann", imported, 0, 4, "ACTOR")
    kill(process)
    again = make(new=False)
    assert articles.count(again) == 32
    assert spans.get(again, [span.id]) == [span]
    assert {entry.state for entry in history.entries(again)} == {"closed"}
    assert edits.undo(again, "ann")[0].name == "add-span"
    assert edits.undo(again, "ann")[0].name == "import"
    assert articles.ids(again) == [article]
    assert again.rows("PRAGMA foreign_key_check") == []


def test_a_cancelled_step_is_taken_back_and_not_offered_again(project: Project, article: str) -> None:
    before = digest.of(project).rows
    edits.skip(project, "ann", article, "later")
    edits.undo(project, "ann")
    with pytest.raises(Cancelled), project.long_edit("long", "ann") as long:
        with long.batch():
            statuses.put(project, article, "ann", "done")
        raise Cancelled
    assert digest.of(project).rows == before
    assert history.next_redo(project, "ann") is None
    assert [entry.name for entry in history.entries(project)][:2] == ["long", "long"]
    undo = history.next_undo(project, "ann")
    assert undo is not None
    assert undo.name == "import"


def test_a_step_that_is_open_is_not_undone(project: Project, article: str) -> None:
    with project.long_edit("long", "ann") as long:
        with long.batch():
            statuses.put(project, article, "ann", "done")
        with pytest.raises(Refused) as refused:
            edits.undo(project, "ann")
    assert refused.value.problem.code == "step-still-open"
    assert edits.undo(project, "ann")[0].name == "long"


EDIT = """
import sys
from pathlib import Path
from annotator import edits
from annotator.store.project import open_project
project = open_project(Path(sys.argv[1]), device="desk")
article = sys.argv[2]
for number in range(10_000):
    span = edits.add_span(project, "ann", article, 0, 6, "ACTOR", {"name": f"{number}"})
    print(number, flush=True)
    edits.remove_span(project, "ann", span)
"""


@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_kill_between_edits_loses_nothing_that_was_done(make: Make, article: str, after: int) -> None:
    project = make(new=False)
    path = project.path
    project.close()
    line = [sys.executable, "-c", EDIT, str(path), article]
    process = subprocess.Popen(line, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(after):
        seen = int(process.stdout.readline())
    kill(process)
    with open_project(path, device="desk") as again:
        steps = [entry for entry in history.entries(again) if entry.name == "add-span"]
        assert len(steps) > seen
        assert again.rows("PRAGMA integrity_check") == [("ok",)]
        assert edits.undo(again, "ann")[0].name in {"add-span", "remove-span"}
        while history.next_undo(again, "ann"):
            edits.undo(again, "ann")
        assert articles.ids(again) == []
