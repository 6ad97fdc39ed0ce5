"""Counting the marks of a project beside the window: millions of them take seconds."""

from PySide6.QtCore import QObject, QThread, Signal

from annotator.core.problems import Refused
from annotator.core.scheme_draft import Place
from annotator.store import schemes
from annotator.store.project import Project, open_project


class Counting(QThread):
    """Counts once, in a connection of its own; where the file cannot be read, no numbers are shown."""

    counted = Signal(object)

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._device = project.path, project.device

    def run(self) -> None:
        """Count, in the thread."""
        found: dict[Place, int] = {}
        try:
            with open_project(self._path, device=self._device, write=False) as project:
                for place, count in schemes.uses(project):
                    if self.isInterruptionRequested():
                        return
                    found[place] = count
        except Refused:
            return
        self.counted.emit(found)

    def stop(self) -> None:
        """End the thread, after the label that it is at."""
        self.requestInterruption()
        self.wait()
