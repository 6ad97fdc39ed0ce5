"""What the window holds after many articles: as much as after a few.

As a program (`python test_bench_memory.py TIMES PROJECT`) this goes from article to article in one window and prints
what the process holds at each tenth of the way; as a test it runs that, and asserts that it is flat once warm.
"""

import gc
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from annotator import jobs, resources
from annotator.gui import app
from annotator.store import articles, people
from annotator.store.project import Project

pytestmark = pytest.mark.bench

ORDINARY, LARGE = 1_000, 100
GROWTH = 1.10
"""How many times what was held after a tenth of the way may be held at the end."""


@pytest.mark.skipif(sys.platform != "linux", reason="reads what the process holds from /proc")
def test_a_thousand_articles_later_the_window_holds_no_more(
    on_screen: dict[str, str], make_project: Callable[[Path], Project], say: Callable[[str], None], tmp_path: Path
) -> None:
    path = tmp_path / "sample.annot"
    with make_project(path) as project:
        jobs.import_files(project, people.every(project)[0].id, [resources.path("samples")])
        jobs.suggest(project)
    check(on_screen, "ordinary", ORDINARY, path, say)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what the process holds from /proc")
def test_a_hundred_large_articles_later_the_window_holds_no_more(
    on_screen: dict[str, str], make_project: Callable[[Path], Project], say: Callable[[str], None], tmp_path: Path
) -> None:
    add_large = runpy.run_path(str(Path(__file__).with_name("test_bench_window.py")))["add_large"]
    path = tmp_path / "large.annot"
    with make_project(path) as project:
        for seed in range(2):
            add_large(project, people.every(project)[0].id, seed)
    check(on_screen, "large", LARGE, path, say)


def check(environment: dict[str, str], what: str, times: int, path: Path, say: Callable[[str], None]) -> None:
    """Measure in a process of its own, say what came out, and hold the end against the beginning."""
    run = subprocess.run(
        [sys.executable, __file__, str(times), str(path)], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    held = json.loads(run.stdout)
    say(f"memory, {what}: {held[0]:.0f} MB after {times // 10} articles, {held[-1]:.0f} MB after {times}")
    assert held[-1] <= held[0] * GROWTH, held


def main(times: int, path: Path) -> None:
    """Go from article to article, and print how many megabytes are held at each tenth of the way."""
    application, window = app.make_application(), app.make_window()
    window.show()
    window.open_project(path)
    every = list(articles.ids(window.session.file))
    held: list[float] = []
    for number in range(1, times + 1):
        window.session.show_article(every[number % len(every)])
        for _ in range(3):  # the layout, the paint, and what the paint asked for
            application.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if number % (times // 10) == 0:
            gc.collect()
            held.append(resident())
    window.close()
    sys.stdout.write(json.dumps(held))


def resident() -> float:
    """Return how many megabytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
