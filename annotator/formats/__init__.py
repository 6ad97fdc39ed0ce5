"""Files in and out: one module per format, all of one shape, and the tuple that lists them.

A reader yields a `Record` for each article with one author's marks, and a `Problem` for everything it cannot take; it
never raises for bad content. A writer puts records into one file, aside first, so that half a file never replaces a
good one. What a format cannot hold its `losses` says, record by record, before anything is written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from annotator.core.problems import Problem, Refused
from annotator.core.records import Record
from annotator.formats import html as html
from annotator.formats import jsonl as jsonl
from annotator.formats import spreadsheet as spreadsheet
from annotator.formats import txt as txt


class Reader(Protocol):
    """Reads one file; `encoding` is the user's word against what the file seems to be in."""

    def __call__(self, path: Path, *, encoding: str = "") -> Iterator[Record | Problem]:
        """Yield the file's records, and a problem for each thing that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to read or write files; what it cannot do is None. The first suffix is the one that a new file gets."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader | None
    write: Callable[[Iterable[Record], Path], None] | None
    losses: Callable[[Record], Iterable[Problem]]


def nothing_lost(record: Record) -> Iterable[Problem]:
    """Return no problems: what holds everything, or is never written, loses nothing."""
    return ()


FORMATS = (
    Format(txt.NAME, txt.SUFFIXES, txt.read, None, nothing_lost),
    Format(html.NAME, html.SUFFIXES, html.read, None, nothing_lost),
    Format(jsonl.NAME, jsonl.SUFFIXES, jsonl.read, jsonl.write, nothing_lost),
    Format(spreadsheet.NAME, spreadsheet.SUFFIXES, None, spreadsheet.write, spreadsheet.losses),
)


def by_name(name: str, formats: Sequence[Format] = FORMATS) -> Format:
    """Return the format of this name; Refused `unknown-format` names those there are."""
    for known in formats:
        if known.name == name:
            return known
    raise Refused("unknown-format", name, names=_names(formats))


def for_path(path: Path, formats: Sequence[Format] = FORMATS) -> Format:
    """Return the format of a file by its suffix; Refused `unknown-format` names those there are."""
    for known in formats:
        if path.suffix.lower() in known.suffixes:
            return known
    raise Refused("unknown-format", str(path), names=_names(formats))


def read_paths(
    paths: Iterable[Path],
    format: Format | None = None,  # noqa: A002  the word of the command line
    *,
    encoding: str = "",
    formats: Sequence[Format] = FORMATS,
) -> Iterator[Record | Problem]:
    """Yield what files and folders hold, in order of name; without a format each file is read by its suffix.

    Hidden files are passed over; a file that cannot be opened, or of a format that is not read, is a problem.
    """
    for path in paths:
        for file in _files(path):
            yield from [file] if isinstance(file, Problem) else _read_file(file, format, encoding, formats)


def _read_file(
    file: Path, wanted: Format | None, encoding: str, formats: Sequence[Format]
) -> Iterator[Record | Problem]:
    try:
        chosen = wanted or for_path(file, formats)
    except Refused as refused:
        yield refused.problem
        return
    if chosen.read is None:
        yield Problem("format-not-read", str(file), {"name": chosen.name})
        return
    try:
        yield from chosen.read(file, encoding=encoding)
    except OSError as error:
        yield _unreadable(file, error)


def _files(path: Path) -> Iterator[Path | Problem]:
    """Yield the files below a folder, sorted, without following links to folders; a file yields itself."""
    try:
        children = sorted(path.iterdir()) if path.is_dir() else None
        if children is None and not path.is_file():
            yield Problem("file-missing", str(path))
            return
    except OSError as error:
        yield _unreadable(path, error)
        return
    if children is None:
        yield path
        return
    for child in children:
        if not child.name.startswith(".") and not (child.is_symlink() and child.is_dir()):
            yield from _files(child)


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem("file-unreadable", str(path), {"reason": error.strerror or type(error).__name__})


def _names(formats: Sequence[Format]) -> str:
    return ", ".join(known.name for known in formats)
