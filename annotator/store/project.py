"""A project: one SQLite file, read freely and written only inside steps."""

import json
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from annotator.core.problems import Parameter, Refused
from annotator.store import files, schema
from annotator.store.schema import VERSIONS, Version


@dataclass(frozen=True, slots=True)
class Changed:
    """What a step changed: the ids of the rows by table, and the article where it happened. Views re-read just these."""

    step: str
    name: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    article: str | None = None
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    suggested: frozenset[str] = frozenset()
    """The articles whose suggestions a run replaced."""

    def of(self, kind: str) -> frozenset[str]:
        """Return the ids of the changed rows of one table."""
        return self.rows.get(kind, frozenset())

    def __bool__(self) -> bool:
        return bool(self.rows or self.suggested)


@dataclass(slots=True)
class Step:
    """A step being made; `changed` says what it changed once it is committed."""

    id: str
    name: str
    parameters: Mapping[str, Parameter]
    article: str | None
    changed: Changed = field(init=False)


def now() -> str:
    """Return the time as history stores it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode(value: object) -> str:
    """Return a value as the JSON that columns hold: compact, with sorted keys, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Project:
    """An open project. Not to be shared between threads: each opens its own."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, device: str, versions: tuple[Version, ...], write: bool
    ) -> None:
        self.path = path
        self.db = connection
        self.device = device
        self.versions = versions
        self.write = write
        self._listeners: list[Callable[[Changed], None]] = []
        self._data_version = self._read_data_version()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the project; the last one out puts everything back into the one file."""
        if self.write:
            files.settle(self.db)
        self.db.close()

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""
        with files.known_failures(self.path):
            return self.db.execute(sql, parameters).fetchall()

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call this with what each later step of this project object changed."""
        self._listeners.append(listener)

    def announce(self, changed: Changed) -> None:
        """Tell the listeners what a step changed."""
        if changed:
            for listener in self._listeners:
                listener(changed)

    def changed_elsewhere(self) -> bool:
        """Tell whether another window or process has written to the file since this was last asked."""
        version = self._read_data_version()
        changed, self._data_version = version != self._data_version, version
        return changed

    def _read_data_version(self) -> int:
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def edit(
        self,
        name: str,
        person: str,
        /,
        *,
        article: str | None = None,
        kind: str = "do",
        target: str | None = None,
        **parameters: Parameter,
    ) -> Iterator[Step]:
        """Make one step: everything written inside is one transaction, one entry in the history and one Undo.

        A step that changes nothing leaves no entry. An exception inside takes everything back.
        """
        step = Step(str(uuid.uuid4()), name, parameters, article)
        with self.transaction():
            self.insert_step(step, person, kind=kind, target=target, state="closed")
            with self.writing(step.id):
                yield step
            step.changed = self.changes_of(step)
            if not step.changed:
                self.db.execute("DELETE FROM step WHERE id = ?", (step.id,))
        self.announce(step.changed)

    @contextmanager
    def run(self, author: str, version: str) -> Iterator[str]:
        """Open a run of a pipeline, inside which its suggestions may be written (see `runs.replace`); yield its id."""
        run = str(uuid.uuid4())
        with self.transaction():
            self.db.execute("INSERT INTO run VALUES (?, ?, ?, ?, NULL)", (run, author, version, now()))
        yield run
        with self.transaction():
            self.db.execute("UPDATE run SET finished = ? WHERE id = ?", (now(), run))

    @contextmanager
    def transaction(self, *, synchronous: str = "FULL") -> Iterator[None]:
        """Hold one write transaction. FULL survives a power cut; NORMAL, for long jobs, a crash of the program."""
        with files.known_failures(self.path):
            self.db.execute(f"PRAGMA synchronous = {synchronous}")
            self.db.execute("BEGIN IMMEDIATE")
        try:
            with files.known_failures(self.path):
                yield
                self.db.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            self._roll_back()
            if "FOREIGN KEY" in str(error):
                raise Refused("still-in-use", str(self.path)) from error
            raise
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        # A full disk or an I/O error may have rolled back already.
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    @contextmanager
    def writing(self, step: str) -> Iterator[None]:
        """Open the door for writing in the transaction at hand: the triggers record into this step."""
        self.db.execute(
            "INSERT INTO current (step, base, schema) SELECT ?, (SELECT coalesce(max(number), 0) FROM change)"
            " - (SELECT count(*) FROM change WHERE step = ?), ?",
            (step, step, self.versions[-1].number),
        )
        yield
        self.db.execute("DELETE FROM current")

    @contextmanager
    def suggesting(self, author: str) -> Iterator[None]:
        """Open the door for suggestions of one pipeline, in a transaction of its own."""
        with self.transaction(synchronous="NORMAL"):
            self.db.execute(
                "INSERT INTO current (step, base, schema, author) VALUES (NULL, 0, ?, ?)",
                (self.versions[-1].number, author),
            )
            yield
            self.db.execute("DELETE FROM current")

    def insert_step(self, step: Step, person: str, *, kind: str, target: str | None, state: str) -> None:
        """Write the entry of a step, numbered after this device's last."""
        (sequence,) = self.db.execute(
            "SELECT coalesce(max(sequence), 0) + 1 FROM step WHERE device = ?", (self.device,)
        ).fetchone()
        made = now()
        self.db.execute("INSERT INTO device VALUES (?, '') ON CONFLICT DO NOTHING", (self.device,))
        self.db.execute(
            "INSERT INTO step (id, device, sequence, person, kind, target, name, parameters, article, made, arrived, seen, schema, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                step.id, self.device, sequence, person, kind, target, step.name, encode(dict(step.parameters)), step.article,
                made, made, encode(self.frontier(others=True)), self.versions[-1].number, state,
            ),
        )  # fmt: skip

    def frontier(self, *, others: bool = False) -> dict[str, int]:
        """Return the last sequence number known of each device, or of each other device."""
        # One index look-up a device: grouping all steps would read the whole history at each edit.
        last = self.db.execute("SELECT id, (SELECT max(sequence) FROM step WHERE step.device = device.id) FROM device")
        return {device: number for device, number in last if number and not (others and device == self.device)}

    def changes_of(self, step: Step) -> Changed:
        """Return what a step has changed so far."""
        rows: dict[str, set[str]] = {}
        for kind, row in self.db.execute("SELECT kind, row FROM change WHERE step = ?", (step.id,)):
            rows.setdefault(kind, set()).add(row)
        return Changed(
            step.id, step.name, step.parameters, step.article, {kind: frozenset(ids) for kind, ids in rows.items()}
        )

    @contextmanager
    def long_edit(
        self, name: str, person: str, /, *, kind: str = "do", target: str | None = None, **parameters: Parameter
    ) -> Iterator["LongStep"]:
        """Make one step of many short transactions, so that hand edits need not wait for a long job.

        The step stays open until the end; one that ends early (an exception, a cancel, a crash) is undone as a whole.
        """
        from annotator.store import history

        lock = files.JobLock(self.path)
        if not lock.acquire():
            raise Refused("job-running", str(self.path))
        try:
            step = Step(str(uuid.uuid4()), name, parameters, None)
            with self.transaction(synchronous="NORMAL"):
                self.insert_step(step, person, kind=kind, target=target, state="open")
            try:
                yield LongStep(self, step)
            except BaseException:
                history.abandon(self, step.id)
                raise
            with self.transaction(synchronous="FULL"):
                step.changed = self.changes_of(step)
                done = (
                    "UPDATE step SET state = 'closed' WHERE id = ?" if step.changed else "DELETE FROM step WHERE id = ?"
                )
                self.db.execute(done, (step.id,))
        finally:
            lock.release()
        self.announce(step.changed)


class LongStep:
    """A step of many short transactions."""

    def __init__(self, project: Project, step: Step) -> None:
        self._project = project
        self.step = step

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold one of the step's transactions; keep each under 50 ms."""
        with self._project.transaction(synchronous="NORMAL"), self._project.writing(self.step.id):
            yield


def create_project(path: Path, *, device: str, versions: tuple[Version, ...] = VERSIONS) -> Project:
    """Make a new, empty project file and return it open. Nothing that exists is overwritten."""
    if path.exists():
        raise Refused("file-exists", str(path))
    if not path.parent.is_dir():
        raise Refused("no-such-folder", str(path.parent))
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        with files.known_failures(path):
            connection = sqlite3.connect(aside, isolation_level=None)
            try:
                schema.migrate(connection, versions)
            finally:
                connection.close()
        # A hard link refuses to replace a file that came into being meanwhile; where there are no links, a rename must do.
        try:
            os.link(aside, path)
        except FileExistsError as error:
            raise Refused("file-exists", str(path)) from error
        except OSError:
            aside.rename(path)
    except OSError as error:
        raise Refused("unreadable-project", str(path)) from error
    finally:
        aside.unlink(missing_ok=True)
    return open_project(path, device=device, versions=versions)


def open_project(path: Path, *, device: str, write: bool = True, versions: tuple[Version, ...] = VERSIONS) -> Project:
    """Return the project in a file, after taking back what a crashed long job left; refuse what is not a sound project."""
    from annotator.store import history

    connection = files.connect(path, write=write, versions=versions)
    project = Project(path, connection, device=device, versions=versions, write=write)
    if write:
        history.recover(project)
    return project
