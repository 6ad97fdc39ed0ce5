"""A long job in a process of its own, so that the window never waits for it: what is sent in, and what comes back."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from annotator.core.problems import Cancelled, Problem, Refused

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Report = Any
"""What the function in `jobs` returned."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which function of `jobs` to run on which project, for whom, with which arguments."""

    job: Literal["import_files", "suggest", "export"]
    project: Path
    device: str
    person: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; a total of 0 is not known."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A job came to its end."""

    report: Report


@dataclass(frozen=True, slots=True)
class Failed:
    """A job was refused, or stopped (no problem), or met a bug (its traceback)."""

    problem: Problem | None = None
    bug: str = ""


Message = Progress | Finished | Failed


class Worker:
    """One job under way. Ask `messages` for what it has said; `cancel` asks it to stop, `kill` does not ask."""

    def __init__(self, order: Order) -> None:
        import multiprocessing  # 27 ms, which the start of the window need not wait for

        context = multiprocessing.get_context("spawn")
        self.order = order
        self._ours, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=serve, args=(order, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def messages(self) -> list[Message]:
        """Return what the job has said since this was last asked; a process that died has said so."""
        said: list[Message] = []
        try:
            while self._ours.poll():
                said.append(self._ours.recv())
        except (EOFError, OSError):
            if not any(isinstance(message, Finished | Failed) for message in said):
                self._process.join(1)
                said.append(Failed(bug=f"The process of the job ended with exit status {self._process.exitcode}."))
        return said

    def cancel(self) -> None:
        """Ask the job to stop at its next report of progress."""
        try:
            self._ours.send("cancel")
        except OSError:
            return

    def kill(self) -> None:
        """End the process at once; what its open step wrote is taken back when the project is next looked at."""
        self._process.kill()
        self._process.join(5)
        self._ours.close()

    def close(self) -> None:
        """Let go of a job that has ended."""
        self._process.join(5)
        self._ours.close()


def serve(order: Order, connection: "Connection") -> None:
    """Run an order in this process, and say how it goes to the one that gave it."""
    try:
        connection.send(Finished(_run(order, _progress(connection))))
    except Cancelled:
        connection.send(Failed())
    except Refused as refusal:
        connection.send(Failed(refusal.problem))
    except BrokenPipeError:
        return  # the window is gone; the open step was taken back on the way here
    except Exception:  # not caught but carried over: the window's own hook reports it
        connection.send(Failed(bug=traceback.format_exc()))


def _run(order: Order, progress: Callable[[int, int], None]) -> Report:
    from annotator import jobs
    from annotator.store.project import open_project

    with open_project(order.project, device=order.device) as project:
        if order.job == "import_files":
            return jobs.import_files(project, order.person, progress=progress, **order.arguments)
        if order.job == "suggest":
            return jobs.suggest(project, progress=progress, **order.arguments)
        return jobs.export(project, progress=progress, **order.arguments)


def _progress(connection: "Connection") -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if connection.poll():
            connection.recv()
            raise Cancelled
        connection.send(Progress(done, total))

    return tell
