"""The one hook for bugs: a report stays on this machine, holds no article text, and the person is told where it is."""

import platform
import re
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from annotator import __version__, settings


def install(tell: Callable[[Path], None]) -> None:
    """Send every exception that nobody expected to a report, and tell where it is."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = "".join(traceback.format_tb(trace)) + kind.__name__ + ": " + scrubbed(str(error))
        sys.stderr.write(report + "\n")
        tell(save(report))

    sys.excepthook = hook


def scrubbed(message: str) -> str:
    """Return an error's message without the texts that it quotes."""
    return re.sub(r"(['\"“]).{24,}?(['\"”])", r"\1…\2", message[:500], flags=re.DOTALL)


def save(report: str) -> Path:
    """Write a report and return its file."""
    folder = settings.data_folder() / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC)
    path = folder / f"bug-{moment.strftime('%Y%m%dT%H%M%S%f')}.txt"
    head = (
        f"annotator {__version__}, Python {platform.python_version()}, {platform.platform()}\n{moment.isoformat()}\n\n"
    )
    path.write_text(head + report + "\n", encoding="utf-8")
    return path
