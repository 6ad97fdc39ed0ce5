"""Full-text search beside the window: in a thread and a connection of its own, the latest question first."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from annotator.core.problems import Refused
from annotator.store import search
from annotator.store.project import Project, open_project


class _Searcher(QObject):
    """Lives in the thread."""

    answered = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self.newest = 0

    @Slot(int, str, str, str)
    def search(self, question: int, path: str, device: str, words: str) -> None:
        if question != self.newest:
            return  # another one was asked meanwhile
        try:
            if self._project is None or str(self._project.path) != path:
                self.leave()
                self._project = open_project(Path(path), device=device, write=False)
            self.answered.emit(question, search.numbers(self._project, words))
        except Refused as refusal:
            self.answered.emit(question, refusal.problem)

    @Slot()
    def leave(self) -> None:
        if self._project is not None:
            self._project.close()
            self._project = None


class Finder(QObject):
    """Asks; `found` brings the local numbers of the articles, or the problem, for the latest question only."""

    found = Signal(object)
    _asked = Signal(int, str, str, str)
    _left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = QThread(self)
        self._searcher = _Searcher()
        self._searcher.moveToThread(self._thread)
        self._asked.connect(self._searcher.search)
        self._left.connect(self._searcher.leave)
        self._searcher.answered.connect(self._on_answer)

    def ask(self, project: Project, words: str) -> None:
        """Look for words in a project."""
        self._thread.start()
        self._searcher.newest += 1
        self._asked.emit(self._searcher.newest, str(project.path), project.device, words)

    def forget(self) -> None:
        """Let the question under way go unanswered, and the project be closed."""
        self._searcher.newest += 1
        if self._thread.isRunning():
            self._left.emit()

    def stop(self) -> None:
        """End the thread."""
        self.forget()
        self._thread.quit()
        self._thread.wait()

    @Slot(int, object)
    def _on_answer(self, question: int, answer: object) -> None:
        if question == self._searcher.newest:
            self.found.emit(answer)
