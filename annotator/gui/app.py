"""The application: one process, one window."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from annotator import resources
from annotator.gui import language
from annotator.gui.window import Window

_PATIENCE_SECONDS = 1.0


def run(project: Path | None) -> int:
    """Show the window, with a project if one is given, until it is closed; return the exit status."""
    application = make_application()
    window = Window()
    window.show()
    wait_until_seen(application, window)
    furnish(window)
    _report_bugs(window)
    if project is not None:
        window.open_project(project)
    return application.exec()


def _report_bugs(window: Window) -> None:
    from annotator.core.problems import Problem
    from annotator.gui import crash, projects

    crash.install(lambda report: projects.refuse(window, Problem("bug", "", {"file": str(report)})))


def make_application() -> QApplication:
    """Return the Qt application, set up as this program."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101  nothing else makes one here
    application.setApplicationName("annotator")
    application.setApplicationDisplayName("Annotator")
    application.setDesktopFileName("annotator")
    if application.style().name() != "fusion":  # to set it again would dress every widget anew
        application.setStyle("Fusion")
    language.install(application)
    return application


def wait_until_seen(application: QApplication, window: Window) -> None:
    """Let the bare window come onto the screen and paint itself before anything else is imported."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not window.windowHandle().isExposed() and time.monotonic() < until:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    application.processEvents()


def furnish(window: Window) -> None:
    """Put everything into the window, for the person who works here."""
    from PySide6.QtGui import QIcon

    from annotator import settings
    from annotator.gui.session import Session
    from annotator.store.people import Person

    known = settings.person()
    window.furnish(Session(Person(known.id, known.name), settings.device()))
    window.setWindowIcon(QIcon(str(resources.path("icons", "annotator.svg"))))


def make_window() -> Window:
    """Return the window, furnished, for what drives it without waiting for the screen."""
    window = Window()
    furnish(window)
    return window
