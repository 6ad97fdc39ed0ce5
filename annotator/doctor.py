"""What is installed, what is in a project, and whether both are sound."""

import json
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from annotator import __version__, resources, settings
from annotator.core.problems import Problem, Refused
from annotator.core.text import article_id
from annotator.store import articles, digest, people, schemes, spans
from annotator.store.project import Project, open_project

_LIBRARIES = ("PySide6_Essentials", "spacy", "sqlite-utils", "appdirs", "trafilatura", "rapidfuzz", "regex")


@dataclass(frozen=True, slots=True)
class Report:
    """What an examination found: what was checked and is sound, and what is wrong."""

    sound: tuple[str, ...]
    problems: tuple[Problem, ...]

    def lines(self) -> list[str]:
        """Return the report for reading."""
        return [f"✓ {item}" for item in self.sound] + ([] if self.problems else ["Nothing is wrong."])


def describe(project: Path | None = None) -> dict[str, str | int]:
    """Return what is installed, and what is in a project with its digests, by name."""
    facts: dict[str, str | int] = {
        "annotator": __version__,
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "system": platform.platform(),
        **{name: _version(name) for name in _LIBRARIES},
        "settings": str(settings.config_folder()),
    }
    if project is not None:
        with open_project(project, device=settings.device(), write=False) as opened:
            facts |= _contents(opened)
    return facts


def examine(project: Path | None = None) -> Report:
    """Check the installation, and a project whose path is given."""
    sound: list[str] = []
    problems: list[Problem] = []
    for name, check in (("resources", _resources), ("spaCy pipeline", _pipeline), ("window", _window)):
        found = list(check())
        problems += found
        if not found:
            sound.append(name)
    if project is not None:
        found = []
        try:
            with open_project(project, device=settings.device(), write=False) as opened:
                found.extend(check_project(opened))
        except Refused as refusal:
            found.append(refusal.problem)
        problems += found
        if not found:
            sound.append(f"project {project.name}")
    return Report(tuple(sound), tuple(problems))


def check_project(project: Project) -> Iterator[Problem]:
    """Yield what is wrong in a project: damaged pages, broken references, changed texts, marks outside their text."""
    where = str(project.path)
    for (message,) in project.rows("PRAGMA integrity_check(20)"):
        if message != "ok":
            yield Problem("damaged-page", where, {"message": str(message)})
    for table, row, parent, _key in project.rows("PRAGMA foreign_key_check"):
        yield Problem("broken-reference", where, {"table": table, "row": int(row or 0), "parent": parent})
    scheme = schemes.current(project)
    for article in articles.ids(project):
        read = articles.get(project, article)
        if article_id(read.text) != article:
            yield Problem("changed-text", where, {"article": article})
        for span in spans.of(project, article):
            if span.end > len(read.text):
                yield Problem(
                    "span-outside-text",
                    f"{where}, {article[:12]}",
                    {"start": span.start, "end": span.end, "length": len(read.text)},
                )
            if scheme.label(span.label) is None:
                known = ", ".join(label.id for label in scheme.current)
                yield Problem("unknown-label", f"{where}, {article[:12]}", {"label": span.label, "known": known})
    for (step,) in project.rows("SELECT name FROM step WHERE state = 'open'"):
        yield Problem("step-left-open", where, {"step": step})


def _contents(project: Project) -> dict[str, str | int]:
    digests = digest.of(project)
    (steps,) = project.rows("SELECT count(*) FROM step")[0]
    authors = {people.name_of(project, author): number for author, number in spans.count(project).items()}
    return {
        "project": schemes.setting(project, "name"),
        "file version": project.rows("PRAGMA user_version")[0][0],
        "scheme": schemes.current(project).name,
        "people": ", ".join(person.name for person in people.every(project)),
        "articles": articles.count(project),
        "spans": json.dumps(authors, ensure_ascii=False),
        "steps": steps,
        "digest": digests.whole,
        "digest of rows": digests.rows,
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def _resources() -> Iterator[Problem]:
    for parts in (
        ("schemes", "treaty-stances.toml"),
        ("entities", "states.tsv"),
        ("words", "en.toml"),
        ("themes", "light.toml"),
    ):
        try:
            resources.path(*parts)
        except FileNotFoundError:
            yield Problem("missing-resource", "/".join(parts))


def _pipeline() -> Iterator[Problem]:
    yield from _tried("pipeline", "pipeline-silent")


def _window() -> Iterator[Problem]:
    yield from _tried("window", "no-window")


def _tried(what: str, code: str) -> Iterator[Problem]:
    """Try a part in a process of its own: Qt without its system libraries ends the process that asks for a window."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "annotator.cli"]
    command = [*program, "check", what]
    try:
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120, check=False)  # noqa: S603  our own program
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Problem(code, "", {"reason": str(error)[:300]})
        return
    if run.returncode != 0:
        yield Problem(code, "", {"reason": (run.stderr.strip().splitlines() or ["?"])[-1][:300]})


def _try_pipeline() -> Problem | None:
    from annotator.core.article import Article
    from annotator.nlp import pipelines

    text = "Poland left the Ottawa Convention on 7 March 2025."
    (made,) = pipelines.load("default").suggest([Article(article_id(text), text)])
    found = sorted({span.label for span in made.spans})
    return (
        None if found == ["ACTOR", "DATE", "TREATY"] else Problem("pipeline-silent", "", {"reason": ", ".join(found)})
    )


def _try_window() -> Problem | None:
    from PySide6.QtWidgets import QApplication

    QApplication([])
    return None


TRIALS = {"pipeline": _try_pipeline, "window": _try_window}
"""The parts that are tried in a process of their own, by name; each says what is wrong."""
