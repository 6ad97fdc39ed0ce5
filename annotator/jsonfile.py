"""A JSON file of the user's that is never half written, and kept aside where it is damaged."""

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.core.problems import Problem


def read(file: Path) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return what a JSON file holds: nothing where it is missing or damaged (then it is kept aside)."""
    try:
        values = json.loads(file.read_bytes())
    except FileNotFoundError:
        return {}, ()
    except ValueError:  # neither UTF-8 nor JSON
        values = None
    if isinstance(values, dict):
        return values, ()
    from datetime import UTC, datetime

    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = file.with_name(f"{file.stem}.broken-{stamp}{file.suffix}")
    with contextlib.suppress(FileNotFoundError):  # another process was first
        file.replace(aside)
    return {}, (Problem("settings-damaged", str(file), {"aside": str(aside)}),)


def write(file: Path, values: Mapping[str, Any]) -> None:
    """Write a JSON file aside and put it in place at once, so that nobody ever reads half of it."""
    text = json.dumps(values, ensure_ascii=False, indent=2)
    handle, aside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        Path(aside).replace(file)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep other processes from writing a file meanwhile; the lock ends with its process."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("ab") as lock:
        _lock(lock.fileno())
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        with contextlib.suppress(OSError):  # some network folders know no locks; the write is whole all the same
            fcntl.flock(descriptor, fcntl.LOCK_EX)
