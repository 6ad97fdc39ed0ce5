"""Questions to the project beside the window: in a thread and a connection of its own, the latest question first."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from annotator.core.problems import Refused
from annotator.store.project import Project, open_project

Question = Callable[[Project], object]


class _Searcher(QObject):
    """Lives in the thread."""

    answered = Signal(int, str, object)

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self.newest: dict[str, int] = {}

    @Slot(int, str, str, str, object)
    def search(self, turn: int, kind: str, path: str, device: str, question: Question) -> None:
        if turn != self.newest.get(kind):
            return  # another one was asked meanwhile
        try:
            if self._project is None or str(self._project.path) != path:
                self.leave()
                self._project = open_project(Path(path), device=device, write=False)
            self.answered.emit(turn, kind, question(self._project))
        except Refused as refusal:
            self.answered.emit(turn, kind, refusal.problem)

    @Slot()
    def leave(self) -> None:
        if self._project is not None:
            self._project.close()
            self._project = None


class Finder(QObject):
    """Asks; `found` brings the kind of a question and its answer, or the problem, for the latest of each kind only."""

    found = Signal(str, object)
    _asked = Signal(int, str, str, str, object)
    _left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._turn = 0
        self._thread = QThread(self)
        self._searcher = _Searcher()
        self._searcher.moveToThread(self._thread)
        self._asked.connect(self._searcher.search)
        self._left.connect(self._searcher.leave)
        self._searcher.answered.connect(self._on_answer)

    def ask(self, project: Project, kind: str, question: Question) -> None:
        """Ask a project something, in place of the last question of this kind."""
        self._thread.start()
        self._turn += 1
        self._searcher.newest[kind] = self._turn
        self._asked.emit(self._turn, kind, str(project.path), project.device, question)

    def drop(self, kind: str) -> None:
        """Let the question of this kind that is under way go unanswered."""
        self._searcher.newest.pop(kind, None)

    def forget(self) -> None:
        """Let all questions under way go unanswered, and the project be closed."""
        self._searcher.newest.clear()
        if self._thread.isRunning():
            self._left.emit()

    def stop(self) -> None:
        """End the thread."""
        self.forget()
        self._thread.quit()
        self._thread.wait()

    @Slot(int, str, object)
    def _on_answer(self, turn: int, kind: str, answer: object) -> None:
        if turn == self._searcher.newest.get(kind):
            del self._searcher.newest[kind]
            self.found.emit(kind, answer)
