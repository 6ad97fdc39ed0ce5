"""The application: one process, one window."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from annotator import resources, settings
from annotator.core.problems import Problem
from annotator.gui import crash, projects
from annotator.gui.session import Session
from annotator.gui.window import Window
from annotator.store.people import Person


def run(project: Path | None) -> int:
    """Show the window, with a project if one is given, until it is closed; return the exit status."""
    application = make_application()
    window = make_window()
    crash.install(lambda report: projects.refuse(window, Problem("bug", "", {"file": str(report)})))
    window.show()
    if project is not None:
        # After the first paint: the window is on the screen before the file is read.
        QTimer.singleShot(0, lambda: window.open_project(project))
    return application.exec()


def make_application() -> QApplication:
    """Return the Qt application, set up as this program."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101  nothing else makes one here
    application.setApplicationName("annotator")
    application.setApplicationDisplayName("Annotator")
    application.setDesktopFileName("annotator")
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(str(resources.path("icons", "annotator.svg"))))
    return application


def make_window() -> Window:
    """Return the window for the person who works here."""
    known = settings.person()
    return Window(Session(Person(known.id, known.name), settings.device()))
