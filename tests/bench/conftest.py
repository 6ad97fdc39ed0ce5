"""What the measurements of the window share: a screen, a home, and a project with very many articles."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits, resources, settings
from annotator.core.article import Article, Publication
from annotator.core.text import article_id
from annotator.store import articles
from annotator.store.people import Person
from annotator.store.project import Project

MANY = 100_000
_BATCH = 500
_WORDS = (
    "Poland said on Friday that it would leave the Ottawa Convention while Finland and the Baltic states weigh the"
    " same step after years of debate 🇵🇱 Šakalienė landmines"
).split()


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Return what writes a line past pytest, which would keep it to itself."""

    def write(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}")

    return write


@pytest.fixture(scope="session")
def on_screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Yield the environment of a program on a real screen, with a home of its own and its modules compiled."""
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb, a screen to measure on")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = ":" + told.readline().strip()
    folder = tmp_path_factory.mktemp("screen")
    # An installed program has its modules compiled; this machine may be told not to keep them.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    yield {
        **kept,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "ANNOTATOR_HOME": str(folder / "home"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    server.terminate()
    server.wait()


def new_project(path: Path, environment: dict[str, str]) -> Project:
    """Return a new project of the person whose home the environment names."""
    kept = Path(environment["ANNOTATOR_HOME"]) / "data"
    known = settings.person(kept)
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    return edits.create(path, toml, Person(known.id, known.name), device=settings.device(kept))


@pytest.fixture(scope="session")
def make_project(on_screen: dict[str, str]) -> Callable[[Path], Project]:
    """Return what makes a project of the person who works on the screen."""
    return lambda path: new_project(path, on_screen)


@pytest.fixture(scope="session")
def empty_project(make_project: Callable[[Path], Project], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project without articles."""
    path = tmp_path_factory.mktemp("empty") / "empty.annot"
    make_project(path).close()
    return path


@pytest.fixture(scope="session")
def large_project(make_project: Callable[[Path], Project], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of very many short articles."""
    path = tmp_path_factory.mktemp("large") / "large.annot"
    chance = random.Random(7)  # noqa: S311 - the same articles each time
    with make_project(path) as project, project.long_edit("import", "bench") as long:
        for first in range(0, MANY, _BATCH):
            with long.batch():
                for number in range(first, first + _BATCH):
                    _add(project, number, chance)
    return path


def _add(project: Project, number: int, chance: random.Random) -> None:
    title = f"{number:,}: " + " ".join(chance.choices(_WORDS, k=9))
    text = f"{title}\n\n" + " ".join(chance.choices(_WORDS, k=60))
    article = Article(article_id(text), text, "en", ((0, len(text)),), ())
    publication = Publication("", title, "Wire", "", f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}")
    articles.add(project, article)
    known = articles.publication_id(article.id, publication)
    articles.add_publication(
        project, article.id, Publication(known, title, publication.source, "", publication.published)
    )
