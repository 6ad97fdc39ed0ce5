"""One door for writing: steps, what they answer, and what is left on the disk."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import edits
from annotator.core.problems import Refused
from annotator.store import history, spans, statuses
from annotator.store.project import Changed, Project, open_project

Make = Callable[..., Project]

RECORDED = ("setting", "scheme", "person", "article", "publication", "span", "status")


@pytest.mark.parametrize("table", RECORDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_a_write_outside_a_step_is_refused_by_the_database(
    project: Project, article: str, table: str, statement: str
) -> None:
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    with pytest.raises(sqlite3.IntegrityError, match="written outside a step"):
        project.db.execute(statement.format(table))


def test_a_suggestion_is_written_only_in_a_run_of_its_pipeline(project: Project, article: str) -> None:
    row = ("s", article, "model:a", "ACTOR", 0, 6, "{}", None, "")
    insert = "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    with pytest.raises(sqlite3.IntegrityError, match="outside a run"):
        project.db.execute(insert, row)
    with pytest.raises(sqlite3.IntegrityError, match="outside a run"), project.edit("x", "ann"):
        project.db.execute(insert, row)
    with pytest.raises(sqlite3.IntegrityError, match="outside a run"), project.suggesting("model:b"):
        project.db.execute(insert, row)
    with project.suggesting("model:a"):
        project.db.execute(insert, row)
    with pytest.raises(sqlite3.IntegrityError, match="never changes"), project.edit("x", "ann"):
        project.db.execute("UPDATE span SET author = 'ann'")


def test_a_run_writes_no_marks_of_people(project: Project, article: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="outside a step"), project.suggesting("model:a"):
        project.db.execute("INSERT INTO span VALUES ('s', ?, 'ann', 'ACTOR', 0, 6, '{}', NULL, '')", (article,))


def test_a_step_that_changes_nothing_leaves_no_entry(project: Project, article: str) -> None:
    before = len(history.entries(project))
    with project.edit("nothing", "ann", article=article) as step:
        pass
    with project.long_edit("nothing", "ann") as long, long.batch():
        pass
    edits.skip(project, "ann", article, "later")
    edits.skip(project, "ann", article, "later")
    assert not step.changed
    assert len(history.entries(project)) == before + 1


def test_an_error_inside_a_step_takes_all_of_it_back(project: Project, article: str) -> None:
    before = len(history.entries(project))
    with pytest.raises(ZeroDivisionError), project.edit("x", "ann", article=article):
        statuses.put(project, article, "ann", "done")
        raise ZeroDivisionError
    assert statuses.of(project, article, "ann") == "todo"
    assert len(history.entries(project)) == before
    edits.finish(project, "ann", article)


def test_a_step_tells_what_it_changed(project: Project, article: str) -> None:
    told: list[Changed] = []
    project.listen(told.append)
    span = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    (changed,) = told
    assert changed.of("span") == {span.id}
    assert changed.article == article
    assert changed.of("link") == frozenset()
    assert (changed.name, changed.parameters["words"]) == ("add-span", "Poland")


def test_a_long_step_numbers_its_changes_although_others_write_between(make: Make, article: str) -> None:
    project, other = make(new=False), make(new=False)
    with project.long_edit("long", "ann") as long:
        for number in range(3):
            with long.batch():
                statuses.put(project, article, f"p{number}", "done")
            edits.skip(other, "ann", article, f"reason {number}")
    ordinals = [change.ordinal for change in history.changes(project, long.step.id)]
    assert ordinals == [1, 2, 3]


def test_a_long_step_that_comes_to_nothing_leaves_no_gap_in_the_numbers(make: Make, article: str) -> None:
    project, other = make(new=False), make(new=False)
    with project.long_edit("long", "ann") as long:
        with long.batch():
            pass
        edits.skip(other, "ann", article, "now")
    sequences = sorted(entry.sequence for entry in history.entries(project))
    assert sequences == list(range(1, len(sequences) + 1))


def test_two_long_jobs_do_not_run_at_once(make: Make, article: str) -> None:
    project, other = make(new=False), make(new=False)
    with project.long_edit("long", "ann") as long, long.batch():
        statuses.put(project, article, "ann", "done")
        with pytest.raises(Refused) as refused, other.long_edit("long", "ann"):
            pass
    assert refused.value.problem.code == "job-running"


def test_hand_edits_survive_a_power_cut_and_jobs_a_crash(project: Project, article: str) -> None:
    def synchronous() -> int:
        return int(project.rows("PRAGMA synchronous")[0][0])

    with project.edit("x", "ann"):
        assert synchronous() == 2
    with project.long_edit("long", "ann") as long, long.batch():
        statuses.put(project, article, "ann", "done")
        assert synchronous() == 1
    with project.suggesting("model:a"):
        assert synchronous() == 1
    edits.skip(project, "ann", article, "now")
    assert synchronous() == 2
    assert project.rows("PRAGMA journal_mode") == [("wal",)]


def test_a_closed_project_is_one_file(project: Project, article: str) -> None:
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    with project.long_edit("long", "ann") as long, long.batch():
        statuses.put(project, article, "ann", "done")
    project.close()
    assert [file.name for file in project.path.parent.iterdir()] == [project.path.name]
    assert project.path.read_bytes()[18:20] == b"\x01\x01"


def test_whoever_leaves_last_makes_it_one_file(make: Make, article: str) -> None:
    first, second = make(new=False), make(new=False)
    edits.skip(first, "ann", article, "now")
    reader = open_project(first.path, device="desk", write=False)
    first.close()
    second.close()
    (project,) = (make(new=False),)
    project.close()
    reader.close()
    assert statuses.of(open_project(first.path, device="desk", write=False), article, "ann") == "skipped"


def test_a_reader_that_leaves_last_leaves_one_file(tmp_path: Path, make: Make, put: Callable[..., str]) -> None:
    writer = make("q.annot")
    put(writer, "text")
    with open_project(writer.path, device="desk", write=False):
        writer.close()
    assert [file.name for file in tmp_path.iterdir()] == ["q.annot"]
    assert writer.path.read_bytes()[18:20] == b"\x01\x01"


def test_two_windows_see_each_others_work(make: Make, article: str) -> None:
    first, second = make(new=False), make(new=False)
    assert not first.changed_elsewhere()
    edits.add_span(first, "ann", article, 0, 6, "ACTOR")
    assert not first.changed_elsewhere()
    edits.skip(second, "bob", article, "now")
    assert first.changed_elsewhere()
    assert not first.changed_elsewhere()
    assert [span.label for span in spans.of(second, article)] == ["ACTOR"]


def test_a_reader_writes_nothing(project: Project, article: str) -> None:
    with open_project(project.path, device="desk", write=False) as reader, pytest.raises(Refused) as refused:
        edits.skip(reader, "ann", article, "now")
    assert refused.value.problem.code == "read-only-project"


def test_a_long_text_and_a_long_attribute_come_back_whole(project: Project, put: Callable[..., str]) -> None:
    text = "Zoë 😀 \x00\r " * 100_000
    identity = put(project, text)
    span = edits.add_span(project, "ann", identity, 0, 3, "ACTOR", {"name": "é😀\x00" * 300_000})
    assert spans.get(project, [span.id]) == [span]
    edits.remove_span(project, "ann", span)
    edits.undo(project, "ann")
    assert spans.get(project, [span.id]) == [span]
    with open_project(project.path, device="desk", write=False) as reader:
        assert reader.text(identity) == text


def test_lone_surrogates_do_not_reach_the_database(project: Project, article: str) -> None:
    edits.skip(project, "ann", article, "a\ud800b")
    edits.correct(project, "ann", article, {"title": "\udfff"})
    edits.add_span(project, "ann", article, 0, 6, "ACTOR", {"name": "\ud800"})
    assert [span.attributes for span in spans.of(project, article)] == [{"name": "?"}]


def test_views_say_stances_to_any_database_tool(project: Project, article: str) -> None:
    actor = edits.add_span(project, "ann", article, 0, 6, "ACTOR", {"name": "Republic of Poland"})
    treaty = edits.add_span(project, "ann", article, 24, 41, "TREATY")
    edits.add_stance(project, "ann", article, (0, 41), {"value": "withdraw"}, {"actor": [actor], "treaty": [treaty]})
    found = project.rows("SELECT actor, treaty, value, date, reported, author FROM stance_view")
    assert found == [("Republic of Poland", "Ottawa Convention", "withdraw", None, "2025-03-13", "Ann")]
