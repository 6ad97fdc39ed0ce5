"""A project: one SQLite file, read freely and written only inside steps."""

import json
import os
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from annotator.core.problems import Parameter, Refused
from annotator.core.text import storable
from annotator.store import files, schema
from annotator.store.schema import VERSIONS, Version

PATIENCE_SECONDS = 5
"""How long a write waits for another process that writes, before it says that the project is locked."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a step changed: the ids of the rows by table, and the article where it happened. Views re-read those."""

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


_TEXTS = 4


def now() -> str:
    """Return the time as history stores it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode(value: object) -> str:
    """Return a value as the JSON that columns hold: compact, with sorted keys, so that equal values are equal texts."""
    return storable(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


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
        self.taken_back: list[str] = []  # the steps that a process which is gone had left open
        self._file = files.identity(path) or (0, 0)
        self._is_open = True
        self._columns: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
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
        if not self._is_open:
            return
        self._is_open = False
        if self.write:
            files.settle(self.db)
        self.db.close()
        files.leave(self._file)
        if not self.write:
            files.settle_after_reading(self.path)

    def rows(self, sql: str, parameters: tuple[Any, ...] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""
        with files.known_failures(self.path):
            return self.db.execute(sql, parameters).fetchall()

    def columns(self, kind: str) -> list[str]:
        """Return the columns of a recorded table; they stay the same while a project is open."""
        if kind not in self._columns:
            self._columns[kind] = schema.columns(self.db, kind)
        return self._columns[kind]

    def text(self, article: str) -> str | None:
        """Return a text, or None where there is none. The last few are remembered, because texts never change."""
        if article not in self._texts:
            found = self.rows("SELECT text FROM article_text WHERE id = ?", (article,))
            if not found:
                return None
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            self._texts[article] = found[0][0]
        return self._texts[article]

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
            self._begin()
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

    def _begin(self) -> None:
        """Begin to write as soon as nobody else does.

        SQLite's own waiting looks again after up to 100 ms, which a hand edit beside a long job would be seen to wait.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        self.db.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self.db.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                        raise
                    time.sleep(0.001)
                else:
                    return
        finally:
            self.db.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")

    def _roll_back(self) -> None:
        # A full disk or an I/O error may have rolled back already.
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Hold a part of the transaction at hand that is taken back alone when it fails."""
        self.db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK TO part")
                self.db.execute("RELEASE part")
            raise
        self.db.execute("RELEASE part")

    @contextmanager
    def writing(self, step: str) -> Iterator[None]:
        """Open the door for writing in the transaction at hand: the triggers record into this step."""
        self.db.execute(
            "INSERT INTO current (step, base, schema) SELECT ?, (SELECT coalesce(max(number), 0) FROM change)"
            " - (SELECT coalesce(max(ordinal), 0) FROM change WHERE step = ?), ?",
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
            "INSERT INTO step (id, device, sequence, person, kind, target, name, parameters, article, made, arrived,"
            " seen, schema, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                step.id, self.device, sequence, person, kind, target, step.name, encode(dict(step.parameters)),
                step.article, made, made, encode(self.frontier(others=True)), self.versions[-1].number, state,
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

        The step is open from its first change to the end; one that ends early (an exception, a cancel, a crash) is
        undone as a whole.
        """
        from annotator.store import history

        with files.job_lock(self.path):
            long = LongStep(self, Step(str(uuid.uuid4()), name, parameters, None), person, kind, target)
            try:
                yield long
            except BaseException:
                if long.begun:
                    history.abandon(self, long.step.id)
                raise
            # Read before the last transaction: of a large import this takes longer than others should wait.
            long.step.changed = self.changes_of(long.step)
            if long.begun:
                with self.transaction(synchronous="FULL"):
                    self.db.execute("UPDATE step SET state = 'closed' WHERE id = ?", (long.step.id,))
        self.announce(long.step.changed)


class LongStep:
    """A step of many short transactions."""

    def __init__(self, project: Project, step: Step, person: str, kind: str, target: str | None) -> None:
        self.step = step
        self.begun = False
        self._project = project
        self._entry = (person, kind, target)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold one of the step's transactions; keep each under 50 ms."""
        project, begun = self._project, self.begun
        with project.transaction(synchronous="NORMAL"):
            if not begun:
                # With its first change, not before: one that came to nothing would leave a gap in the device's numbers.
                person, kind, target = self._entry
                project.insert_step(self.step, person, kind=kind, target=target, state="open")
            with project.writing(self.step.id):
                yield
            if not begun:
                begun = bool(project.changes_of(self.step))
            if not begun:
                project.db.execute("DELETE FROM step WHERE id = ?", (self.step.id,))
        self.begun = begun


def create_project(path: Path, *, device: str, versions: tuple[Version, ...] = VERSIONS) -> Project:
    """Make a new, empty project file and return it open. Nothing that exists is overwritten."""
    try:
        if os.path.lexists(path):
            raise Refused("file-exists", str(path))
        if not path.parent.is_dir():
            raise Refused("no-such-folder", str(path.parent))
        if not os.access(path.parent, os.W_OK):
            raise Refused("read-only-project", str(path))
        _make(path, versions)
    except (OSError, ValueError) as error:  # a name that is too long, or holds a NUL
        raise Refused(
            "cannot-make-project", str(path), reason=getattr(error, "strerror", None) or str(error)
        ) from error
    return open_project(path, device=device, versions=versions)


def _make(path: Path, versions: tuple[Version, ...]) -> None:
    aside = path.with_name(f".{uuid.uuid4().hex[:12]}{files.SUFFIX}")
    try:
        with files.known_failures(path):
            connection = sqlite3.connect(aside, isolation_level=None)
            try:
                schema.migrate(connection, versions)
            finally:
                connection.close()
        # A hard link refuses to replace a file that has come into being meanwhile; without links a rename must do.
        try:
            os.link(aside, path)
        except FileExistsError as error:
            raise Refused("file-exists", str(path)) from error
        except OSError:
            aside.rename(path)
    finally:
        for left in (aside, aside.with_name(f"{aside.name}-journal")):
            left.unlink(missing_ok=True)


def open_project(path: Path, *, device: str, write: bool = True, versions: tuple[Version, ...] = VERSIONS) -> Project:
    """Return the project in a file, after taking back what a crashed job left; refuse what is not a sound project."""
    from annotator.store import history

    connection = files.connect(path, write=write, versions=versions)
    project = Project(path, connection, device=device, versions=versions, write=write)
    try:
        if write:
            project.taken_back = history.recover(project)
    except BaseException:
        project.close()
        raise
    return project
