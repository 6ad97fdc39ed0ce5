"""What is no sound project is refused in one clear word, and not a byte of it changes."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits
from annotator.core.problems import Refused
from annotator.store import schema, spans
from annotator.store.files import is_network
from annotator.store.project import Project, create_project, open_project

Make = Callable[..., Project]


@pytest.fixture
def closed(project: Project, article: str) -> Path:
    """Return the file of a closed project with a mark in it."""
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    project.close()
    return project.path


def folder_state(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.is_file()}


def refusal(path: Path, *, write: bool = True) -> str:
    """Return the code with which a file is refused, after checking that its folder is as it was."""
    before = folder_state(path.parent)
    with pytest.raises(Refused) as refused:
        open_project(path, device="desk", write=write)
    assert folder_state(path.parent) == before
    return refused.value.problem.code


def tampered(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path


def patched(path: Path, offset: int, data: bytes) -> Path:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)
    return path


both = pytest.mark.parametrize("write", [True, False], ids=["for writing", "for reading"])


@both
def test_a_file_that_is_not_there(tmp_path: Path, *, write: bool) -> None:
    assert refusal(tmp_path / "none.annot", write=write) == "no-such-file"


@both
@pytest.mark.parametrize("content", [b"", b"Dear all,\n", b"SQLite format 3\x00", "Zoë 😀".encode() * 1000])
def test_a_file_that_is_something_else(tmp_path: Path, content: bytes, *, write: bool) -> None:
    path = tmp_path / "other.annot"
    path.write_bytes(content)
    assert refusal(path, write=write) == "not-a-project"


@both
def test_a_folder_is_no_project(tmp_path: Path, *, write: bool) -> None:
    (tmp_path / "folder.annot").mkdir()
    assert refusal(tmp_path / "folder.annot", write=write) == "not-a-project"


@both
@pytest.mark.parametrize("application", [0, 0x12345678])
def test_another_programs_database(tmp_path: Path, application: int, *, write: bool) -> None:
    path = tampered(tmp_path / "other.db", "CREATE TABLE span (id)", f"PRAGMA application_id = {application}")
    assert refusal(path, write=write) == "not-a-project"


@both
def test_our_mark_on_an_empty_database(tmp_path: Path, *, write: bool) -> None:
    path = tampered(tmp_path / "x.annot", "CREATE TABLE t (x)", f"PRAGMA application_id = {schema.APPLICATION_ID}")
    assert refusal(path, write=write) == "not-a-project"


@both
def test_a_newer_file(closed: Path, *, write: bool) -> None:
    assert refusal(tampered(closed, "PRAGMA user_version = 99"), write=write) == "newer-project"


@both
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_truncated_file(closed: Path, kept: float, *, write: bool) -> None:
    data = closed.read_bytes()
    closed.write_bytes(data[: int(len(data) * kept)])
    assert refusal(closed, write=write) == "damaged-project"


@both
def test_garbage_where_the_schema_stands(closed: Path, *, write: bool) -> None:
    assert refusal(patched(closed, 100, b"\xff" * 3000), write=write) == "damaged-project"


@both
def test_garbage_in_the_pages_is_refused_when_they_are_read(closed: Path, *, write: bool) -> None:
    size = closed.stat().st_size
    patched(closed, 4096 * 3, b"\xa5" * (size - 4096 * 3))
    before = folder_state(closed.parent)
    with pytest.raises(Refused) as refused, open_project(closed, device="desk", write=write) as project:
        spans.of(project, project.rows("SELECT id FROM article")[0][0])
    assert refused.value.problem.code == "damaged-project"
    if not write:
        assert folder_state(closed.parent) == before


HOSTILE = [
    "CREATE TRIGGER evil AFTER INSERT ON span BEGIN DELETE FROM article; END",
    "CREATE VIEW evil AS SELECT 1",
    "CREATE TABLE evil (x)",
    "CREATE VIRTUAL TABLE evil USING fts5 (x)",
    "CREATE INDEX evil ON span (label)",
    "ALTER TABLE span ADD COLUMN evil TEXT AS (upper(label)) VIRTUAL",
    "ALTER TABLE setting ADD COLUMN evil TEXT",
    "DROP TRIGGER span_insert",
    "DROP VIEW stance_view",
    "DROP INDEX span_place",
    "UPDATE sqlite_schema SET sql = replace(sql, 'written outside a step', 'writtenoutsideastep') WHERE type = 'trigger'",
    "UPDATE sqlite_schema SET sql = replace(sql, 'model:*', 'model:?') WHERE name = 'span_insert'",
    """UPDATE sqlite_schema SET sql = replace(sql, '"end" > start', '''end'' > start') WHERE name = 'span'""",
    "UPDATE sqlite_schema SET sql = replace(sql, 'DEFERRABLE INITIALLY DEFERRED', 'ON DELETE CASCADE') WHERE name = 'link'",
]


@both
@pytest.mark.parametrize("statement", HOSTILE)
def test_a_file_with_more_or_less_or_other_than_ours(closed: Path, statement: str, *, write: bool) -> None:
    assert refusal(tampered(closed, statement), write=write) == "hostile-project"


def test_statistics_of_a_database_tool_do_no_harm(closed: Path) -> None:
    tampered(closed, "ANALYZE")
    with open_project(closed, device="desk") as project:
        assert project.rows("SELECT count(*) FROM span") == [(1,)]


@both
@pytest.mark.parametrize(("name", "code"), [("x" * 300, "unreadable-project"), ("a\x00b", "no-such-file")])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str, code: str, *, write: bool) -> None:
    with pytest.raises(Refused) as refused:
        open_project(tmp_path / name, device="desk", write=write)
    assert refused.value.problem.code == code


@pytest.mark.parametrize("name", ["a b.annot", "100%?.annot", "#1.annot", "Zoë 😀.annot", "a&immutable=1.annot"])
def test_any_name_that_a_file_can_have_is_opened(make: Make, name: str) -> None:
    project = make(name)
    project.close()
    with open_project(project.path, device="desk") as again:
        assert again.rows("SELECT name FROM person") == [("Ann",)]


def test_a_file_that_is_being_written_is_locked(closed: Path) -> None:
    writer = sqlite3.connect(closed, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    assert refusal(closed) == "locked-project"
    writer.close()


def test_nothing_that_exists_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "letter.annot"
    path.write_bytes(b"Dear all")
    (tmp_path / "dangling.annot").symlink_to(tmp_path / "nowhere")
    for name in (path.name, "dangling.annot"):
        with pytest.raises(Refused) as refused:
            create_project(tmp_path / name, device="desk")
        assert refused.value.problem.code == "file-exists"
    assert path.read_bytes() == b"Dear all"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dangling.annot", "letter.annot"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("no/such/p.annot", "no-such-folder"), ("x" * 300, "cannot-make-project"), ("\x00", "cannot-make-project")],
)
def test_a_project_that_cannot_be_made_leaves_nothing(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        create_project(tmp_path / name, device="desk")
    assert refused.value.problem.code == code
    assert list(tmp_path.iterdir()) == []


def test_the_shape_of_each_version_is_known() -> None:
    for number, known in schema.KNOWN_SHAPES.items():
        versions = tuple(version for version in schema.VERSIONS if version.number <= number)
        assert schema.fingerprint(schema.expected_shape(versions)) == known
    assert max(schema.KNOWN_SHAPES) == schema.VERSIONS[-1].number


def test_network_folders_are_known_by_their_mounts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    folder = tmp_path / "a share"
    folder.mkdir()
    escaped = str(folder).replace(" ", "\\040")
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\n//nas/x {escaped} cifs rw 0 0\n", encoding="utf-8")
    assert is_network(folder / "p.annot", mounts)
    assert not is_network(tmp_path / "p.annot", mounts)


OPEN = """
import os, sys
from pathlib import Path
from annotator.core.problems import Refused
from annotator.store import exchange, history, project
if os.geteuid() == 0:  # root may write everywhere, whatever a folder says
    os.setgroups([])
    os.setuid(65534)
try:
    with project.open_project(Path(sys.argv[1]), device="d", write=sys.argv[2] == "write") as opened:
        print(opened.rows("SELECT label FROM span"))
except Refused as refused:
    print(refused.problem.code)
"""


def opened_by_another(path: Path, how: str) -> str:
    """Open a project in a process whose account may write nothing."""
    root = Path(__file__).resolve().parents[2]
    line = [sys.executable, "-c", OPEN, str(path), how]
    run = subprocess.run(line, cwd=root, capture_output=True, text=True, check=False)
    return run.stdout.strip() or run.stderr


@pytest.fixture
def public(closed: Path) -> Iterator[Path]:
    """Return a copy of the closed project in a folder that everyone may read and nobody write."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder / closed.name
        shutil.copy(closed, path)
        path.chmod(0o444)
        folder.chmod(0o555)
        yield path
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="folders there are not read-only by mode")
def test_a_closed_project_opens_in_a_read_only_folder(public: Path) -> None:
    assert opened_by_another(public, "read") == "[('ACTOR',)]"
    assert opened_by_another(public, "write") == "read-only-project"


@pytest.mark.skipif(sys.platform == "win32", reason="folders there are not read-only by mode")
def test_a_project_left_in_its_log_mode_opens_in_a_read_only_folder(public: Path) -> None:
    public.chmod(0o644)
    public.parent.chmod(0o755)
    connection = sqlite3.connect(public)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert public.read_bytes()[18:20] == b"\x02\x02"
    public.chmod(0o444)
    public.parent.chmod(0o555)
    assert opened_by_another(public, "read") == "[('ACTOR',)]"
