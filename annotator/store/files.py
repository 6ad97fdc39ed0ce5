"""Opening project files: what is refused before a row of them is read, and where they lie."""

import os
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from annotator.core.problems import Refused
from annotator.store import schema
from annotator.store.schema import Version

SUFFIX = ".annot"

File = tuple[int, int]
"""A file's device and number."""

_MAGIC = b"SQLite format 3\x00"
_NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "davfs",
    "webdav", "afpfs",
}  # fmt: skip
_FAILURES = (
    ("SQLITE_BUSY", "locked-project"),
    ("SQLITE_LOCKED", "locked-project"),
    ("SQLITE_FULL", "disk-full"),
    ("SQLITE_READONLY", "read-only-project"),
    ("SQLITE_CORRUPT", "damaged-project"),
    ("SQLITE_NOTADB", "damaged-project"),
    ("SQLITE_IOERR", "unreadable-project"),
    ("SQLITE_CANTOPEN", "unreadable-project"),
)


def connect(path: Path, *, write: bool, versions: tuple[Version, ...]) -> sqlite3.Connection:
    """Return a connection to a project file of the last of these versions, or refuse it with nothing changed.

    Whoever closes it says so with `leave`.
    """
    file = _enter(path, versions)
    try:
        return _connected(path, write=write, versions=versions)
    except BaseException:
        leave(file)
        raise


# The locks of a file belong to the process: closing any descriptor of it, one that only read the header too, gives up
# those that SQLite holds through another (sqlite.org/howtocorrupt.html, 2.2). So this process counts what it has open,
# and reads the first bytes of a file only while it has no connection to it.
_open_here: Counter[File] = Counter()
_counting = threading.Lock()


def _enter(path: Path, versions: tuple[Version, ...]) -> File:
    with _counting:
        file = identity(path)
        if file is None or not _open_here[file]:
            _check_header(path, versions)
        file = identity(path) or (0, 0)
        _open_here[file] += 1
        return file


def leave(file: File) -> None:
    """Say that a connection to a file was closed."""
    with _counting:
        _open_here[file] -= 1


def identity(path: Path) -> File | None:
    """Return what makes a file this one, whatever its name; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _connected(path: Path, *, write: bool, versions: tuple[Version, ...]) -> sqlite3.Connection:
    if write and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise Refused("read-only-project", str(path))
    with known_failures(path):
        connection = sqlite3.connect(_address(path, write=write), uri=True, isolation_level=None, timeout=5)
        try:
            version = _check_shape(connection, path, versions)
            if write:
                _check_writable(connection, path)
            if version < versions[-1].number:
                _bring_up(connection, path, versions, write=write)
            configure(connection, path, write=write)
        except BaseException:
            connection.close()
            raise
    return connection


def _address(path: Path, *, write: bool) -> str:
    """Return the URI under which SQLite opens a file (it takes network paths of Windows only with four slashes)."""
    full = quote(os.fsencode(path.resolve().as_posix()))
    address = f"file://{'' if full.startswith('/') else '/'}{full}?mode={'rw' if write else 'ro'}"
    if write or os.access(path.parent, os.W_OK) or _has_log(path) or _open_here[identity(path) or (0, 0)] > 1:
        return address
    if path.read_bytes()[18:20] != b"\x02\x02":
        return address
    # Left with its write-ahead log folded in but not switched off: SQLite reads that only where it may write beside it.
    return f"{address}&immutable=1"


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _bring_up(connection: sqlite3.Connection, path: Path, versions: tuple[Version, ...], *, write: bool) -> None:
    """Migrate a file of an older version, which only an opener for writing may."""
    if not write:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        raise Refused("older-project", str(path), version=version, known=versions[-1].number)
    connection.execute("PRAGMA trusted_schema = ON")
    schema.migrate(connection, versions)


def configure(connection: sqlite3.Connection, path: Path, *, write: bool) -> None:
    """Set what every connection to a project of our own shape needs."""
    connection.execute("PRAGMA trusted_schema = ON")  # our triggers and views use JSON; the shape was compared before
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")  # KiB: ids are random, so an import writes all over its indexes
    if not write:
        return
    # Longer than SQLite's own: it writes the log back less often, and each time in one go.
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    if is_network(path):
        # A write-ahead log needs shared memory, which network folders do not have: one opener, and the old journal.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def settle(connection: sqlite3.Connection) -> None:
    """Put the write-ahead log back into the file, so that a closed project is one file; or leave it to others."""
    try:
        connection.execute("PRAGMA busy_timeout = 100")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError:
        return  # locked by another window, or full: the log stays beside the file, and the next to open it takes it in


def settle_after_reading(path: Path) -> None:
    """Do the same after reading only, where whoever wrote the log has left: a reader cannot do it itself."""
    if not path.with_name(f"{path.name}-wal").exists() or not os.access(path.parent, os.W_OK):
        return
    try:
        connection = sqlite3.connect(_address(path, write=True), uri=True, isolation_level=None, timeout=0)
    except sqlite3.DatabaseError:
        return
    settle(connection)
    connection.close()


@contextmanager
def known_failures(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the world (locked, full, damaged, read-only) into a refusal; bugs pass through."""
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
    if not name and "Could not decode" in str(error):
        return "damaged-project"  # text that is not UTF-8; the module says so without a code
    return next((code for start, code in _FAILURES if name.startswith(start)), None)


def _check_header(path: Path, versions: tuple[Version, ...]) -> None:
    """Read the file's first bytes, and nothing through SQLite, so that a file that is not ours is not touched."""
    try:
        if not path.exists():
            raise Refused("no-such-file", str(path))
        if not path.is_file():
            raise Refused("not-a-project", str(path))
        with path.open("rb") as file:
            header = file.read(100)
        length = path.stat().st_size
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise Refused("unreadable-project", str(path)) from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise Refused("not-a-project", str(path))
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise Refused("not-a-project", str(path))
    _check_version(int.from_bytes(header[60:64], "big"), path, versions)
    pages, size = int.from_bytes(header[28:32], "big"), int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    if length < pages * size and not _has_log(path):
        raise Refused("damaged-project", str(path))


def _check_version(version: int, path: Path, versions: tuple[Version, ...]) -> None:
    if version > versions[-1].number:
        raise Refused("newer-project", str(path), version=version, known=versions[-1].number)
    if version < versions[0].number:
        raise Refused("not-a-project", str(path))


def _check_shape(connection: sqlite3.Connection, path: Path, versions: tuple[Version, ...]) -> int:
    """Compare the file's schema with what its version creates, and return its version."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    # Read again: what stands in the log counts, and the file's first page may be older.
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    _check_version(version, path, versions)
    found = schema.shape(connection)
    if schema.fingerprint(found) != schema.KNOWN_SHAPES.get(version):
        # Another release of SQLite may spell its own search tables otherwise: compare with what this one makes.
        expected = schema.expected_shape(tuple(item for item in versions if item.number <= version))
        if found != expected:
            odd = min(set(found.items()) ^ set(expected.items()))[0]
            raise Refused("hostile-project", str(path), what=odd[:120])
    return version


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

    @property
    def left(self) -> bool:
        """Tell whether the lock's file is there: a job is running, or one was killed."""
        return self._path.exists()

    def acquire(self) -> bool:
        """Take the lock if no live process has it, and tell whether that was so."""
        while True:
            try:
                descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise Refused("read-only-project", str(self._path)) from error
            try:
                _lock(descriptor)
            except OSError:
                os.close(descriptor)
                return False
            if self._is_ours(descriptor):
                self._descriptor = descriptor
                return True
            os.close(descriptor)  # whoever had it removed the file while we waited: a lock on nothing

    def _is_ours(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._descriptor is None:
            return
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = None
        if sys.platform == "win32":
            with suppress(OSError):  # another process may have it open by now
                self._path.unlink()


@contextmanager
def job_lock(project: Path) -> Iterator[None]:
    """Hold the lock of a project's one long job; refuse where another job is running."""
    lock = JobLock(project)
    if not lock.acquire():
        raise Refused("job-running", str(project))
    try:
        yield
    finally:
        lock.release()


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
