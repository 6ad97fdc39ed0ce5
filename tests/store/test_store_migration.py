"""A file of an older version: brought up once, and its history undone, redone, exchanged and shown as ever."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import edits, resources
from annotator.core.article import Article, Publication
from annotator.core.problems import Refused
from annotator.core.scheme_toml import parse_scheme
from annotator.core.text import article_id
from annotator.doctor import check_project
from annotator.store import articles, digest, exchange, history, past, people, schema, schemes, spans, statuses
from annotator.store.people import Person
from annotator.store.project import Project, create_project, open_project
from annotator.store.schema import VERSIONS, Image, Version

Make = Callable[..., Project]
TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
TEXT = "Poland 😀 will leave the Ottawa Convention.\u00a0It e\u0301tait a surprise."


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


def put_article(project: Project, text: str) -> str:
    publication = Publication("p", "Une é́trange affaire 😀", "Harbour Gazette", "", "2025-03-13")
    with project.edit("import", "ann", count=1, file="x"):
        articles.add(project, Article(article_id(text), text, "en", ((0, len(text)),)))
        articles.add_publication(project, article_id(text), publication)
    return article_id(text)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Return a closed file of the very first version, with marks, a stance, a correction and an undo in its history."""
    path = tmp_path / "first.annot"
    with create_project(path, device="desk", versions=VERSIONS[:1]) as project:
        scheme, _problems = parse_scheme(TOML)
        assert scheme is not None
        with project.edit("set-up", "ann", kind="setup", name="first"):
            schemes.put(project, scheme)
            people.put(project, Person("ann", "Ann"))
        article = put_article(project, TEXT)
        actor = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
        treaty = edits.add_span(project, "ann", article, 24, 41, "TREATY")
        roles = {"actor": [actor], "treaty": [treaty]}
        stance = edits.add_stance(project, "ann", article, (0, 41), {"value": "withdraw"}, roles)
        edits.set_attribute(project, "ann", stance, "value", "oppose")
        edits.correct(project, "ann", article, {"title": "Better 😀"})
        with project.edit("done", "ann", article=article):
            statuses.put(project, article, "ann", "done")
        edits.remove_span(project, "ann", stance)
        edits.undo(project, "ann")
        assert project.rows("PRAGMA user_version") == [(1,)]
    return path


def article_in(project: Project) -> str:
    return str(project.rows("SELECT id FROM article")[0][0])


def test_a_file_of_the_first_version_is_brought_up_with_all_that_was_in_it(first: Path) -> None:
    with open_project(first, device="desk") as project:
        assert project.rows("PRAGMA user_version") == [(VERSIONS[-1].number,)]
        assert schema.shape(project.db) == schema.expected_shape()
        assert list(check_project(project)) == []
        article = article_in(project)
        assert articles.get(project, article).title == "Better 😀"
        assert sorted(span.label for span in spans.of(project, article)) == ["ACTOR", "STANCE", "TREATY"]
        edits.flag(project, "ann", article)
        edits.comment(project, "ann", article, "Sure?", question=True)
    with open_project(first, device="desk", write=False) as project:
        assert list(check_project(project)) == []


def test_steps_of_the_first_version_are_undone_and_redone_among_those_of_today(first: Path) -> None:
    with open_project(first, device="desk") as project:
        edits.comment(project, "ann", article_in(project), "Made today")
        full = digest.of(project).rows
        undone = 0
        while history.next_undo(project, "ann"):
            edits.undo(project, "ann")
            undone += 1
        assert undone == 8
        assert articles.ids(project) == []
    with open_project(first, device="desk") as project:
        while history.next_redo(project, "ann"):
            edits.redo(project, "ann")
        assert digest.of(project).rows == full


def test_the_past_reaches_into_the_first_version(first: Path) -> None:
    with open_project(first, device="desk") as project:
        article = article_in(project)
        edits.correct(project, "ann", article, {"title": "Best"})
        seen = {}
        for entry in history.entries(project, article=article):
            then = past.of(project, article, entry.id)
            stance = next((span for span in then.spans if span.label == "STANCE"), None)
            seen[entry.name, entry.kind] = (then.article.title, stance and stance.attributes["value"])
        assert seen["correct", "do"] == ("Better 😀", "oppose")  # the first of two
        assert seen["add-stance", "do"] == ("Une é́trange affaire 😀", "withdraw")
        assert seen["remove-span", "do"] == ("Better 😀", None)
        assert seen["remove-span", "undo"] == ("Better 😀", "oppose")


def test_steps_of_the_first_version_are_taken_into_a_file_of_today(first: Path, tmp_path: Path) -> None:
    with (
        open_project(first, device="desk") as sender,
        create_project(tmp_path / "new.annot", device="other") as receiver,
    ):
        sent = list(exchange.steps(sender, {}))
        assert exchange.receive(receiver, sent, exchange.texts(sender, sent)) == []
        assert digest.of(receiver).rows == digest.of(sender).rows
        assert edits.undo(sender, "ann")[0].name == "done"
        newer = list(exchange.steps(sender, receiver.frontier()))
        assert exchange.receive(receiver, newer, {}) == []
        assert digest.of(receiver).whole == digest.of(sender).whole


MIGRATE = """
import os, sys
from pathlib import Path
from annotator.store import schema
from annotator.store.project import open_project
from annotator.store.schema import VERSIONS, Version
real = schema.columns
def dying(connection, kind):
    if kind == "verdict" and connection.in_transaction:
        os.kill(os.getpid(), 9)
    return real(connection, kind)
schema.columns = dying
open_project(Path(sys.argv[1]), device="desk")
"""


def test_a_process_killed_in_the_middle_of_a_migration_leaves_the_first_version_whole(first: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", MIGRATE, str(first)], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    with open_project(first, device="desk", versions=VERSIONS[:1]) as project:
        assert project.rows("PRAGMA user_version") == [(1,)]
        assert len(spans.of(project, article_in(project))) == 3
        assert schema.shape(project.db) == schema.expected_shape(VERSIONS[:1])
    with open_project(first, device="desk") as project:
        assert list(check_project(project)) == []
        assert history.next_undo(project, "ann") is not None
