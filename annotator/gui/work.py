"""Long jobs as the window shows them: one after the other, with progress and cancel."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from annotator.core.problems import Problem
from annotator.gui.annotate.parts import button, label
from annotator.worker import Failed, Finished, Order, Progress, Worker

_LOOK_MS = 60
_PATIENCE_MS = 8_000


@dataclass(frozen=True, slots=True)
class Task:
    """An order, what to call it on screen, and what to do with its report."""

    order: Order
    name: str
    then: Callable[[object], None]


class Work(QObject):
    """The jobs of the window: each in a process of its own, one at a time, in the order they were asked for."""

    changed = Signal()
    """Another job, or none, is under way."""
    progressed = Signal(int, int)
    refused = Signal(Problem)
    stopped = Signal(str)
    """A job's name, when it was cancelled."""
    broken = Signal(str)
    """A bug in a job, as its traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Task] = deque()
        self._task: Task | None = None
        self._worker: Worker | None = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._listen)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._kill)

    @property
    def name(self) -> str:
        """Return the name of the job under way, or an empty string."""
        return self._task.name if self._task else ""

    def begin(self, task: Task) -> None:
        """Start a job, after those that wait already."""
        self._waiting.append(task)
        if self._task is None:
            self._next()

    def cancel(self) -> None:
        """Stop the job under way, and those that wait; one that does not listen is ended."""
        self._waiting.clear()
        if self._worker is not None:
            self._worker.cancel()
            self._patience.start()

    def shut_down(self) -> None:
        """End everything at once; what was half-done is taken back when the project is opened next."""
        self._waiting.clear()
        if self._worker is not None:
            self._worker.kill()
        self._end()

    def _next(self) -> None:
        if self._waiting:
            self._task = self._waiting.popleft()
            self._worker = Worker(self._task.order)
            self._look.start()
        self.changed.emit()

    def _listen(self) -> None:
        if self._worker is None or self._task is None:
            return
        for message in self._worker.messages():
            if isinstance(message, Progress):
                self.progressed.emit(message.done, message.total)
                continue
            task = self._task
            self._worker.close()
            self._end()
            self._tell(task, message)
            self._next()
            return

    def _tell(self, task: Task, message: Finished | Failed) -> None:
        if isinstance(message, Finished):
            task.then(message.report)
        elif message.problem is not None:
            self.refused.emit(message.problem)
        elif message.bug:
            self.broken.emit(message.bug)
        else:
            self.stopped.emit(task.name)

    def _kill(self) -> None:
        if self._worker is not None and self._task is not None:
            name = self._task.name
            self._worker.kill()
            self._end()
            self.stopped.emit(name)
            self._next()

    def _end(self) -> None:
        self._look.stop()
        self._patience.stop()
        self._task = self._worker = None


class WorkBar(QFrame):
    """The line that shows the job under way."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self.setProperty("role", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(12)
        self._name = label("")
        self._far = label("", "dim")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = button(self.tr("Cancel"), work.cancel, "quiet")
        row.addWidget(self._name)
        row.addWidget(self.bar, 1)
        row.addWidget(self._far)
        row.addWidget(self.cancel)
        work.changed.connect(self._on_changed)
        work.progressed.connect(self._on_progress)
        self.hide()

    def _on_changed(self) -> None:
        self.setVisible(bool(self._work.name))
        self._name.setText(self._work.name)
        self._far.clear()
        self.bar.setRange(0, 0)

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._far.setText(f"{done:,} / {total:,}" if total else f"{done:,}")
