"""Opening project files: what is refused before a row of them is read, and where they lie."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.core.problems import Refused
from annotator.store import schema
from annotator.store.schema import Version

SUFFIX = ".annot"

_MAGIC = b"SQLite format 3\x00"
_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.gvfsd-fuse",
    "davfs",
    "webdav",
    "afpfs",
}


def connect(path: Path, *, write: bool, versions: tuple[Version, ...]) -> sqlite3.Connection:
    """Return a connection to a project file of the last of these versions, or refuse it with nothing changed."""
    _check_header(path, versions)
    if write and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise Refused("read-only-project", str(path))
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={'rw' if write else 'ro'}", uri=True, isolation_level=None, timeout=5
    )
    try:
        with known_failures(path):
            _check_shape(connection, path, versions)
            if write:
                _check_writable(connection, path)
            configure(connection, path, write=write)
    except BaseException:
        connection.close()
        raise
    return connection


def configure(connection: sqlite3.Connection, path: Path, *, write: bool) -> None:
    """Set what every connection to a project of our own shape needs."""
    connection.execute("PRAGMA trusted_schema = ON")  # our triggers and views use JSON; the shape was compared before
    connection.execute("PRAGMA foreign_keys = ON")
    if not write:
        return
    if is_network(path):
        # A write-ahead log needs shared memory, which network folders do not have: one opener, and the old journal.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def settle(connection: sqlite3.Connection) -> None:
    """Put the write-ahead log back into the file, so that the closed project is one file; where others have it open, leave it."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        return


@contextmanager
def known_failures(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the world (locked, full, damaged, read-only) into a refusal; our own bugs pass through."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        code = _code(error)
        if code is None:
            raise
        raise Refused(code, str(path)) from error


def _code(error: sqlite3.DatabaseError) -> str | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    for start, code in (
        ("SQLITE_BUSY", "locked-project"),
        ("SQLITE_LOCKED", "locked-project"),
        ("SQLITE_FULL", "disk-full"),
        ("SQLITE_READONLY", "read-only-project"),
        ("SQLITE_CORRUPT", "damaged-project"),
        ("SQLITE_NOTADB", "damaged-project"),
        ("SQLITE_IOERR", "unreadable-project"),
        ("SQLITE_CANTOPEN", "unreadable-project"),
    ):
        if name.startswith(start):
            return code
    return None


def _check_header(path: Path, versions: tuple[Version, ...]) -> None:
    """Read the file's first bytes, and nothing through SQLite, so that a file that is not ours is not touched."""
    if not path.exists():
        raise Refused("no-such-file", str(path))
    if not path.is_file():
        raise Refused("not-a-project", str(path))
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise Refused("unreadable-project", str(path)) from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise Refused("not-a-project", str(path))
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise Refused("not-a-project", str(path))
    version = int.from_bytes(header[60:64], "big")
    if version > versions[-1].number:
        raise Refused("newer-project", str(path), version=version, known=versions[-1].number)
    pages, size = int.from_bytes(header[28:32], "big"), int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    wal = path.with_name(path.name + "-wal")
    if path.stat().st_size < pages * size and not (wal.exists() and wal.stat().st_size):
        raise Refused("damaged-project", str(path))


def _check_shape(connection: sqlite3.Connection, path: Path, versions: tuple[Version, ...]) -> None:
    """Compare the file's schema with what its version creates; migrate an older one of our own shape."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    found = schema.shape(connection)
    made = tuple(item for item in versions if item.number <= version)
    if not made:
        raise Refused("not-a-project", str(path))
    if schema.fingerprint(found) != schema.KNOWN_SHAPES.get(version):
        # Another release of SQLite may spell its own search tables otherwise: compare with what this one makes.
        expected = schema.expected_shape(made)
        if found != expected:
            odd = sorted(set(found.items()) ^ set(expected.items()))[0][0]
            raise Refused("hostile-project", str(path), what=odd)
    if version < versions[-1].number:
        connection.execute("PRAGMA trusted_schema = ON")
        schema.migrate(connection, versions)


def _check_writable(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise Refused(_code(error) or "locked-project", str(path)) from error


def is_network(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Tell whether a path lies on a network file system, as far as the system says (Linux mounts, Windows shares)."""
    if sys.platform == "win32":
        return str(path.resolve()).startswith("\\\\")
    if not mounts.exists():
        return False
    resolved, best, kind = str(path.resolve()), "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, file_system, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        if (resolved == point or resolved.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, file_system
    return kind in _NETWORK


class JobLock:
    """The lock that the one long job of a project holds; a job whose process died holds it no longer."""

    def __init__(self, project: Path) -> None:
        self._path = project.with_name(project.name + "-job")
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if no live process has it, and tell whether that was so."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._descriptor is not None:
            self._path.unlink(missing_ok=True) if sys.platform != "win32" else None
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
