"""The program as it is started by a person, on a real screen, driven by the keyboard and the mouse of that screen."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator import edits, jobs, resources, settings
from annotator.core.marks import Span
from annotator.store import articles, history, spans, statuses
from annotator.store.people import Person
from annotator.store.project import open_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"),
]

PATIENCE = 30.0
FIRST = (
    "Vardania weighs leaving the mine ban\n\n13 March 2025\n\nPoland 😀 and Lithuania told reporters on Tuesday that they"
    " will leave the Ottawa Convention. Finland stays."
)
SECOND = "Norway stays\n\n14 March 2025\n\nNorway said on 12 March 2025 that it keeps to the Convention on Cluster Munitions."


@dataclass
class Screen:
    """A screen of its own, and the program on it."""

    display: str
    program: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        environment = {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        self.program = subprocess.Popen([sys.executable, "-m", "annotator", *arguments], env=environment)
        self.focus("two" if arguments else "Annotator")

    def focus(self, title: str) -> None:
        """Wait for the window with this title, and give it the keyboard, as a window manager would."""
        wait(lambda: bool(self.do("search", "--onlyvisible", "--name", title, check=False)))
        self.do("search", "--onlyvisible", "--name", title, "windowfocus", "--sync")

    def do(self, *words: str, check: bool = True) -> str:
        run = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or run.returncode == 0, run.stderr
        return run.stdout

    def keys(self, *keys: str) -> None:
        self.do("key", "--delay", "40", *keys)

    def click(self, x: int, y: int) -> None:
        self.do("mousemove", str(x), str(y), "click", "1")

    def kill(self) -> None:
        assert self.program is not None
        self.program.send_signal(signal.SIGKILL)
        self.program.wait()


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def screen() -> Iterator[Screen]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"], pass_fds=[writing]
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        made = Screen(":" + told.readline().strip())
    yield made
    if made.program is not None and made.program.poll() is None:
        made.kill()
    server.terminate()
    server.wait()


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    path = tmp_path / "two.annot"
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    known = settings.person()
    with edits.create(path, toml, Person(known.id, known.name), device=settings.device()) as project:
        for number, text in enumerate((FIRST, SECOND)):
            file = tmp_path / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            jobs.import_files(project, known.id, [file])
        jobs.suggest(project)
    settings.load().remember(path)
    return path


def made_in(path: Path, place: int = 0) -> list[Span]:
    with open_project(path, device="somewhere else", write=False) as project:
        return spans.of(project, articles.ids(project)[place], settings.person().id)


def status_in(path: Path, place: int = 0) -> str:
    with open_project(path, device="somewhere else", write=False) as project:
        return statuses.of(project, articles.ids(project)[place], settings.person().id)


def test_by_keys_alone_from_the_start_page_to_the_next_article_and_after_a_kill(
    screen: Screen, project_file: Path
) -> None:
    screen.start()
    time.sleep(2)
    screen.keys("Return")  # the recent project
    screen.focus("two")
    screen.keys("Return", "Return", "x")
    wait(lambda: len(made_in(project_file)) == 2)
    screen.keys("shift+Return")
    wait(lambda: len(made_in(project_file)) > 4)
    screen.keys("Tab", "Tab", "Tab", "s", "Return", "w", "Return")
    wait(lambda: any(span.label == "STANCE" for span in made_in(project_file)))
    before = made_in(project_file)
    screen.keys("ctrl+Return")
    wait(lambda: status_in(project_file) == "done")
    screen.keys("Return")
    wait(lambda: len(made_in(project_file, 1)) == 1)

    screen.kill()

    assert made_in(project_file) == before
    screen.start("open", str(project_file))
    time.sleep(2)
    screen.keys("ctrl+z")
    wait(lambda: made_in(project_file, 1) == [])
    screen.keys("ctrl+z")
    wait(lambda: status_in(project_file) == "started")
    screen.keys("ctrl+shift+z")
    wait(lambda: status_in(project_file) == "done")
    with open_project(project_file, device="somewhere else", write=False) as project:
        kinds = [entry.kind for entry in history.entries(project, limit=3)]
    assert kinds == ["redo", "undo", "undo"]


def test_a_kill_in_the_middle_of_typing_loses_nothing_that_was_committed(screen: Screen, project_file: Path) -> None:
    screen.start("open", str(project_file))
    time.sleep(2)
    for _ in range(3):
        screen.keys("Return")
    wait(lambda: len(made_in(project_file)) == 3)
    before = made_in(project_file)
    screen.kill()
    assert made_in(project_file)[:3] == before
