"""How soon the program is there: the bare window on the screen, and the project in it ready for keys."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

pytestmark = pytest.mark.bench

TIMES = 9
SHOWN, SHOWN_LIMIT = 1.6, 2.2
"""How many times as long as a bare window ours may take: the budget, and what fails on a busy machine."""
USABLE, USABLE_LIMIT = 0.5, 1.2
"""How many seconds later it may be usable: the budget, and the limit."""

# The floor: a window of PySide6 with nothing in it. Both drivers are given the time at which their process was started.
BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
while not window.windowHandle().isExposed():
    application.processEvents()
application.processEvents()
print(time.time() - float(sys.argv[1]))
"""

# What `annotator.gui.app.run` does, up to where it would wait for the first key.
OURS = """
import sys, time
from pathlib import Path
import annotator.__main__
from annotator.gui import app
application = app.make_application()
window = app.Window()
window.show()
app.wait_until_seen(application, window)
print(time.time() - float(sys.argv[1]))
app.furnish(window)
window.open_project(Path(sys.argv[2]))
for _ in range(3):  # the layout, the paint, and what the paint asked for
    application.processEvents()
assert window.session.article is None or window.focusWidget() is window.page
print(time.time() - float(sys.argv[1]))
window.close()  # and what still reads beside it
"""


def started(environment: dict[str, str], driver: str, *arguments: Path) -> list[float]:
    """Return the seconds that a driver prints."""
    words = [sys.executable, "-c", driver, str(time.time()), *map(str, arguments)]
    run = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [float(line) for line in run.stdout.split()]


def test_the_window_shows_at_once_and_is_usable_soon_after(
    on_screen: dict[str, str], empty_project: Path, large_project: Path, say: Callable[[str], None]
) -> None:
    bare: list[float] = []
    ours: dict[str, list[list[float]]] = {"an empty project": [], "100,000 articles": []}
    for turn in range(TIMES + 1):
        floor = started(on_screen, BARE)
        measured = [started(on_screen, OURS, path) for path in (empty_project, large_project)]
        if turn:  # the first compiles
            bare += floor
            for seconds, kept in zip(measured, ours.values(), strict=True):
                kept.append(seconds)
    floor_median = median(bare)
    say(f"start, a bare window: shown after {floor_median * 1000:.0f} ms (median of {TIMES})")
    for name, each in ours.items():
        shown, later = median(at for at, _ in each), median(end - at for at, end in each)
        ratio = shown / floor_median
        say(
            f"start, {name}: shown after {shown * 1000:.0f} ms, {ratio:.2f} × a bare window (budget {SHOWN} ×);"
            f" usable {later * 1000:.0f} ms later (budget {USABLE * 1000:.0f} ms)"
        )
        assert ratio <= SHOWN_LIMIT
        assert later <= USABLE_LIMIT
