"""What is installed, what is in a project, and whether both are sound."""

import json
import os
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
from annotator.store import checks, digest, people, schemes, spans
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
    """Yield what is wrong in a project."""
    return checks.problems(project)


def _contents(project: Project) -> dict[str, str | int]:
    digests, counted = digest.of(project), checks.counts(project)
    authors = {people.name_of(project, author): number for author, number in spans.count(project).items()}
    return {
        "project": schemes.setting(project, "name"),
        "file version": counted["file version"],
        "scheme": schemes.current(project).name,
        "people": ", ".join(person.name for person in people.every(project)),
        "articles": counted["articles"],
        "spans": json.dumps(authors, ensure_ascii=False),
        "steps": counted["steps"],
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


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    seen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(seen) and os.environ.get("QT_QPA_PLATFORM") != "offscreen"


def _tried(what: str, code: str) -> Iterator[Problem]:
    """Try a part in a process of its own: Qt without its system libraries ends the process that asks for a window."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "annotator.cli"]
    command = [*program, "check", what]
    # Where there is no display (a server), what matters is that Qt works.
    variables = {**os.environ, **({} if has_display() else {"QT_QPA_PLATFORM": "offscreen"})}
    try:
        run = subprocess.run(  # noqa: S603  our own program
            command, capture_output=True, text=True, errors="replace", timeout=120, check=False, env=variables
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Problem(code, "", {"reason": str(error)[:300]})
        return
    if run.returncode != 0:
        yield Problem(code, "", {"reason": _reason(run.stderr)})


def _reason(said: str) -> str:
    """Return the line of what a process said that tells most: the last of a traceback, else the first."""
    lines = said.strip().splitlines() or ["?"]
    return lines[-1 if lines[0].startswith("Traceback") else 0][:300]


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
