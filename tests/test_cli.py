"""The command line through its real entry: what it prints, where, and with which exit status."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "resources" / "samples"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        (line,) = self.out.splitlines()
        return json.loads(line)


def run(*arguments: object, **environment: str) -> Done:
    line = [sys.executable, "-m", "annotator.cli", *map(str, arguments)]
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, **environment}
    )
    return Done(done.returncode, done.stdout, done.stderr)


def contents(project: Path) -> list[str]:
    connection = sqlite3.connect(project)
    tables = ("step", "change", "span", "article", "run", "suggested", "setting", "person")
    rows = [repr(row) for table in tables for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]
    connection.close()
    return rows


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with the samples, pre-highlighted."""
    path = tmp_path_factory.mktemp("samples") / "p.annot"
    home = str(path.parent / "home")
    for line in (["new", path, "--author", "Zoë 😀"], ["import", path, SAMPLES], ["suggest", path]):
        done = run(*line, ANNOTATOR_HOME=home)
        assert done.status == 0, done.err
    return path


@pytest.fixture
def project(sampled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it, at which the same person works."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(sampled.parent / "home"))
    return Path(shutil.copy(sampled, tmp_path / "p.annot"))


def test_a_new_project_is_one_file_and_is_not_made_twice(tmp_path: Path) -> None:
    path = tmp_path / "p.annot"
    assert run("new", path) == Done(0, f"Made {path}.\n", "")
    again = run("new", path)
    assert (again.status, again.out) == (2, "")
    assert "There is a file of this name already" in again.err
    assert [file.name for file in tmp_path.iterdir()] == ["p.annot"]


def test_everything_that_is_wrong_with_a_scheme_is_said(tmp_path: Path) -> None:
    scheme = tmp_path / "bad.toml"
    scheme.write_text('id = "1"\nlabel = [{id = "A", key = "long"}]\n', encoding="utf-8")
    done = run("new", tmp_path / "p.annot", "--scheme", scheme)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 4
    assert [file.name for file in tmp_path.iterdir()] == ["bad.toml"]


@pytest.mark.parametrize(
    ("scheme", "said"), [("none", "treaty-stances"), ("none.toml", "no such file"), ("binary.toml", "UTF-8")]
)
def test_a_scheme_that_is_not_there_is_refused(tmp_path: Path, scheme: str, said: str) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    given = tmp_path / scheme if scheme.endswith(".toml") else scheme
    done = run("new", tmp_path / "p.annot", "--scheme", given)
    assert (done.status, said in done.err) == (2, True)


def test_a_report_is_one_object(project: Path) -> None:
    done = run("import", project, SAMPLES, "--json")
    assert done.status == 0
    assert done.json == {"articles": 0, "publications": 0, "marks": 0, "known": 9, "problems": []}


def test_problems_are_sentences_on_standard_error(project: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "Zoë 😀", "author": "ann"}\nnot json\n', encoding="utf-8")
    done = run("import", project, tmp_path / "bad.jsonl", tmp_path / "none.txt", "--json")
    assert done.status == 1
    assert done.json["articles"] == 1
    assert [problem["code"] for problem in done.json["problems"]] == ["json-invalid", "file-missing"]
    assert done.err.splitlines() == [problem["sentence"] for problem in done.json["problems"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "{none}", "x.txt"], ["suggest", "{none}"], ["export", "{none}", "out", "--format", "jsonl"],
        ["history", "{none}"], ["info", "{none}"], ["export", "{project}", "out", "--format", "none"],
        ["export", "{project}", "{folder}/no/such/out.jsonl", "--format", "jsonl"],
        ["export", "{project}", "{project}", "--format", "jsonl"],
        ["export", "{project}", "out", "--format", "jsonl", "--author", "nobody"],
        ["export", "{project}", "{folder}/out.csv", "--format", "csv", "--author", "model:default"],
        ["import", "{project}", "x.txt", "--format", "none"], ["suggest", "{project}", "--pipeline", "none"],
        ["suggest", "{project}", "--articles", "zz"], ["history", "{project}", "--article", "zz"],
        ["history", "{project}", "--at", "yesterday"], ["info", "{folder}"],
    ],
)  # fmt: skip
def test_what_is_refused_is_a_sentence_and_status_2_and_changes_nothing(
    project: Path, tmp_path: Path, arguments: list[str]
) -> None:
    before = contents(project)
    names = {"project": project, "none": tmp_path / "none.annot", "folder": tmp_path}
    line = [argument.format(**names) for argument in arguments]
    done = run(*line)
    assert (done.status, done.out) == (2, "")
    assert done.err.strip()
    assert "Traceback" not in done.err
    assert contents(project) == before
    assert [file.name for file in tmp_path.iterdir()] == ["p.annot"]
    said = run(*line, "--json")
    assert said.status == 2
    assert said.json["refused"]["sentence"] in done.err


def test_a_command_that_is_none_is_status_2() -> None:
    assert run("dance").status == 2
    assert run("import").status == 2


def test_suggestions_go_out_and_are_the_same_when_they_come_back(project: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    done = run("export", project, first, "--format", "jsonl", "--author", "model:default", "--json")
    assert done.json == {"records": 9, "lost": []}
    other = tmp_path / "other.annot"
    run("new", other)
    assert run("import", other, first, "--json").json["articles"] == 9
    run("export", other, second, "--format", "jsonl", "--author", "model:default")
    assert sorted(second.read_text().splitlines()) == sorted(first.read_text().splitlines())
    assert run("import", other, first, "--json").json["marks"] == 0


def test_an_export_can_be_of_what_a_search_finds(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run("export", project, out, "--format", "jsonl", "--filter", "ottawa", "--json")
    assert 0 < done.json["records"] < 9
    assert all("ottawa" in line.lower() for line in out.read_text(encoding="utf-8").splitlines())


def test_only_what_was_not_seen_yet_is_pre_highlighted(project: Path) -> None:
    assert run("suggest", project, "--json").json["articles"] == 0
    connection = sqlite3.connect(project)
    (article,) = connection.execute("SELECT id FROM article").fetchone()
    connection.close()
    assert run("suggest", project, "--articles", article[:8], "--json").json["articles"] == 1


def test_history_is_told_newest_first(project: Path) -> None:
    lines = run("history", project).out.splitlines()
    assert [line.split("  ", 2)[2] for line in lines] == ["Import samples", "Make the project p"]
    assert [step["name"] for step in run("history", project, "--json").json["steps"]] == ["import", "set-up"]
    assert run("history", project, "--at", "2000-01-01").out == ""


def test_history_shows_an_article_as_it_was_at_a_time(project: Path, tmp_path: Path) -> None:
    before = run("history", project, "--json").json["steps"][0]["made"]
    line = {"text": "Poland 😀 left.", "spans": [{"label": "ACTOR", "start": 0, "end": 6}], "author": "Zoë 😀"}
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    assert run("import", project, file).status == 0
    article = run("export", project, tmp_path / "out.jsonl", "--format", "jsonl").status == 0 and next(
        record["id"] for record in map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
        if record["text"] == line["text"]
    )  # fmt: skip
    told = run("history", project, "--article", article, "--at", "2100-01-01")
    assert "  ACTOR 0–6 “Poland” (Zoë 😀)" in told.out.splitlines()
    then = run("history", project, "--article", article, "--at", "2100-01-01", "--json").json["then"]
    assert [(span["label"], span["start"], span["end"]) for span in then["spans"]] == [("ACTOR", 0, 6)]
    refused = run("history", project, "--article", article, "--at", before)
    assert (refused.status, refused.err) == (2, "The article was not in the project then.\n")


def test_info_says_what_is_in_a_project_with_its_digests(project: Path) -> None:
    facts = run("info", project, "--json").json
    assert (facts["articles"], facts["people"]) == (9, "Zoë 😀")
    assert len(facts["digest"]) == len(facts["digest of rows"]) == 64
    assert run("info", project, "--json").json == facts
    assert run("info", project, "--markdown").out.startswith("| | |\n|---|---|\n| annotator |")
    assert run("info").status == 0


def test_the_doctor_finds_nothing_in_a_sound_project_and_says_what_is_wrong_in_another(project: Path) -> None:
    sound = run("doctor", project, QT_QPA_PLATFORM="offscreen")
    assert (sound.status, sound.err) == (0, "")
    assert "project p.annot" in sound.out
    size = project.stat().st_size
    with project.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xa5" * (size - 4096 * 20))
    damaged = run("doctor", project, "--json", QT_QPA_PLATFORM="offscreen")
    assert damaged.status == 1
    assert {problem["code"] for problem in damaged.json["problems"]} <= {"damaged-project", "damaged-page"}
    assert damaged.json["problems"]


def test_a_console_that_lacks_characters_ends_no_command(project: Path, tmp_path: Path) -> None:
    (tmp_path / "é😀.txt").write_text("Zoë 😀 بولندا", encoding="utf-8")
    done = run("import", project, tmp_path / "é😀.txt", tmp_path / "😀.none", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.status == 1
    assert run("history", project, PYTHONIOENCODING="ascii", PYTHONUTF8="0").status == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text exist there only")
def test_a_file_whose_name_is_no_text_is_imported(project: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"bad\xff.txt")
    (tmp_path / name).write_text("Norway 😀 stays.", encoding="utf-8")
    done = run("import", project, tmp_path, "--json")
    assert (done.status, done.json["articles"]) == (1 if done.json["problems"] else 0, 1)
    assert run("history", project).status == 0


def test_marks_without_an_author_are_those_of_whoever_is_named(project: Path, tmp_path: Path) -> None:
    spans = [{"label": "ACTOR", "start": 0, "end": 6}]
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Poland leaves.", "spans": spans}), encoding="utf-8")
    assert run("import", project, tmp_path / "a.jsonl", "--author", "Bob", "--json").json["marks"] == 1
    out = tmp_path / "out.jsonl"
    assert run("export", project, out, "--format", "jsonl", "--author", "Bob", "--json").json["records"] == 1


LOADED = "import sys; from annotator.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*(name for name in {names} if name in sys.modules), file=sys.stderr)"


def loaded(*arguments: object) -> set[str]:
    """Return which of the heavy libraries a command imports."""
    names = ("spacy", "PySide6", "sqlite_utils", "trafilatura", "rich")
    code = LOADED.format(names=names)
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["import", "export", "history", "info", "doctor", "new", "none"])
def test_commands_that_need_neither_spacy_nor_qt_import_neither(project: Path, tmp_path: Path, command: str) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Norway stays.", encoding="utf-8")
    arguments: dict[str, list[object]] = {
        "import": ["import", project, text, tmp_path],
        "export": ["export", project, tmp_path / "o.jsonl", "--format", "jsonl"],
        "history": ["history", project],
        "info": ["info", project],
        "doctor": ["doctor", project],
        "new": ["new", tmp_path / "new.annot"],
        "none": ["--version"],
    }
    assert not loaded(*arguments[command]) & {"spacy", "PySide6"}


def test_opening_a_project_of_this_version_does_not_import_the_migrations(project: Path) -> None:
    assert "sqlite_utils" not in loaded("history", project)


def test_pre_highlighting_and_files_of_spacy_import_spacy_but_not_qt(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.spacy"
    assert loaded("suggest", project) & {"spacy", "PySide6"} == {"spacy"}
    assert loaded("export", project, out, "--format", "spacy", "--lossy") & {"spacy", "PySide6"} == {"spacy"}
    assert loaded("import", project, out) & {"spacy", "PySide6"} == {"spacy"}
