"""A file of an older version: brought up once, and its history undone, redone, exchanged and shown as ever."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import edits
from annotator.core.problems import Refused
from annotator.store import digest, exchange, history, schema, spans
from annotator.store.project import Project, create_project, open_project
from annotator.store.schema import VERSIONS, Image, Version

Make = Callable[..., Project]


def lift(kind: str, image: Image) -> Image:
    return {**image, "note": "–"} if kind == "setting" else image


LATER = (
    *VERSIONS,
    Version(VERSIONS[-1].number + 1, "ALTER TABLE setting ADD COLUMN note TEXT NOT NULL DEFAULT '–';\n", lift),
)
BROKEN = (
    *VERSIONS,
    Version(
        VERSIONS[-1].number + 1, "ALTER TABLE setting ADD COLUMN note TEXT;\nALTER TABLE none ADD COLUMN x;\n", lift
    ),
)


@pytest.fixture
def old(project: Project, article: str) -> Path:
    """Return a closed file of the version of today, with an insert, an update and a delete in its history."""
    for value in ("one", "two", None):
        with project.edit("set", "ann", article=article):
            if value is None:
                project.db.execute("DELETE FROM setting WHERE id = 'colour'")
            else:
                project.db.execute("INSERT OR IGNORE INTO setting VALUES ('colour', 'none')")
                project.db.execute("UPDATE setting SET value = ? WHERE id = 'colour'", (value,))
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    project.close()
    return project.path


def colour(project: Project) -> list[tuple[object, ...]]:
    return project.rows("SELECT value, note FROM setting WHERE id = 'colour'")


def test_triggers_are_made_anew_and_match_the_columns(old: Path) -> None:
    with open_project(old, device="desk", versions=LATER) as project:
        assert project.rows("PRAGMA user_version") == [(LATER[-1].number,)]
        for kind in schema.HISTORY:
            ((sql,),) = project.rows("SELECT sql FROM sqlite_schema WHERE name = ?", (f"{kind}_update",))
            assert all(f"'{name}', OLD.\"{name}\"" in sql for name in project.columns(kind))
        assert schema.shape(project.db) == schema.expected_shape(LATER)


def test_steps_from_before_are_undone_redone_and_shown(old: Path) -> None:
    with open_project(old, device="desk", versions=LATER) as project:
        full = digest.of(project).rows
        edits.undo(project, "ann")
        edits.undo(project, "ann")
        assert colour(project) == [("two", "–")]
        edits.undo(project, "ann")
        assert colour(project) == [("one", "–")]
        edits.undo(project, "ann")
        assert colour(project) == []
        while history.next_redo(project, "ann"):
            edits.redo(project, "ann")
        assert digest.of(project).rows == full
        images = [change.old for entry in history.entries(project) for change in history.changes(project, entry.id)]
        assert all(
            image["note"] == "–"
            for image in images
            if image and "toml" not in image and "value" in image and "author" not in image
        )


def test_what_was_changed_in_the_new_column_since_is_not_lost_by_undo(old: Path) -> None:
    with open_project(old, device="desk", versions=LATER) as project:
        edits.undo(project, "ann")
        edits.undo(project, "ann")
        with project.edit("note", "bob"):
            project.db.execute("UPDATE setting SET note = 'mine' WHERE id = 'colour'")
        with pytest.raises(Refused) as refused:
            edits.undo(project, "ann")
    assert refused.value.problem.code == "changed-since"


def test_steps_of_an_older_file_are_taken_into_a_newer_one(old: Path, tmp_path: Path) -> None:
    with open_project(old, device="desk") as sender:
        sent = list(exchange.steps(sender, {}))
        texts = exchange.texts(sender, sent)
        with create_project(tmp_path / "new.annot", device="other", versions=LATER) as receiver:
            assert exchange.receive(receiver, sent, texts) == []
            assert receiver.rows("SELECT DISTINCT note FROM setting") == [("–",)]
            assert {entry.id for entry in history.entries(receiver)} == {step.id for step in sent}
    with open_project(old, device="desk", versions=LATER) as project:
        newer = list(exchange.steps(project, {}))
    with create_project(tmp_path / "older.annot", device="other") as receiver, pytest.raises(Refused) as refused:
        exchange.receive(receiver, newer, texts)
    assert refused.value.problem.code == "newer-step"


def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    before = hashlib.sha256(old.read_bytes()).hexdigest()
    with pytest.raises(Exception, match="no such table"):
        open_project(old, device="desk", versions=BROKEN)
    assert hashlib.sha256(old.read_bytes()).hexdigest() == before
    with open_project(old, device="desk") as project:
        assert len(spans.of(project, project.rows("SELECT id FROM article")[0][0])) == 1


def test_a_reader_does_not_bring_a_file_up_but_says_what_to_do(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(Refused) as refused:
        open_project(old, device="desk", write=False, versions=LATER)
    assert refused.value.problem.code == "older-project"
    assert old.read_bytes() == before


def test_a_file_that_was_brought_up_is_refused_by_the_older_program(old: Path) -> None:
    open_project(old, device="desk", versions=LATER).close()
    with pytest.raises(Refused) as refused:
        open_project(old, device="desk")
    assert refused.value.problem.code == "newer-project"


def test_the_shape_of_an_older_file_is_compared_before_it_is_brought_up(old: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(old)
    connection.execute("CREATE VIEW evil AS SELECT 1")
    connection.close()
    with pytest.raises(Refused) as refused:
        open_project(old, device="desk", versions=LATER)
    assert refused.value.problem.code == "hostile-project"
