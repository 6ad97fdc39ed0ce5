"""Writing beside the file first, so that half a file never replaces a good one."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from annotator.core.problems import Refused


@contextmanager
def written_aside(out: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to that takes `out`'s place, whole, when the block ends; on any error `out` stays as it was.

    Refused `cannot-write` where the disk or the folder says no.
    """
    target = out.resolve()
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError as error:
        raise Refused("cannot-write", str(out), reason=error.strerror or type(error).__name__) from error
    finally:
        aside.unlink(missing_ok=True)
