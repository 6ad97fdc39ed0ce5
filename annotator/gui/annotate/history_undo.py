"""Undoing many steps, one by one, in slices between which the window answers."""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from annotator import edits, words
from annotator.core.problems import Refused
from annotator.gui.session import Session
from annotator.store.history import Entry

_SLICE_SECONDS = 0.012


class UndoRun(QObject):
    """Takes a person's steps back to a step; each stays an ordinary step, so that Redo does them again one by one."""

    progressed = Signal(int)
    ended = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._steps: Iterator[Entry] | None = None
        self._done = 0
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(self._go_on)
        session.project_changed.connect(self._on_project)

    @property
    def running(self) -> bool:
        """Tell whether steps are being taken back."""
        return self._steps is not None

    def begin(self, number: int) -> None:
        """Take back this person's steps after the one with this number."""
        session = self._session
        self._steps, self._done = edits.undo_back_to(session.file, session.person.id, number), 0
        self._later.start()

    def cancel(self) -> None:
        """Stop; what was taken back until now stays so, and Redo brings it again."""
        if self.running:
            self._end(self.tr("Stopped. Undone: {:,}.").format(self._done), "note")

    def _go_on(self) -> None:
        until = perf_counter() + _SLICE_SECONDS
        while self._steps is not None and perf_counter() < until:
            try:
                following = next(self._steps, None)
            except Refused as refusal:
                said = self.tr("Undone: {:,}. Then it had to stop. {}")
                self._end(said.format(self._done, words.sentence(refusal.problem)), "problem")
                return
            if following is None:
                self._end(self.tr("Undone: {:,}.").format(self._done), "done")
                return
            self._done += 1
        self.progressed.emit(self._done)

    def _end(self, said: str, tone: str) -> None:
        self._later.stop()
        self._steps = None
        self.ended.emit()
        self._session.said.emit(said, tone)

    def _on_project(self) -> None:
        if self.running and self._session.project is None:
            self._later.stop()
            self._steps = None
            self.ended.emit()
