"""Plain text: an article, or the dump of a whole web page, in one file. Nothing is cut: the body is found in it."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.problems import Problem
from annotator.core.records import Raw, Record
from annotator.core.text import NORMALISATION, normalise
from annotator.formats.encoding import decode, is_binary, read_bytes
from annotator.formats.publications import publication

NAME = "txt"
SUFFIXES = (".txt", ".text")
_LIMIT = 64 << 20


def read(path: Path, *, encoding: str = "") -> Iterator[Record | Problem]:
    """Yield the file's text as one article, with the title, date, source and body found in it."""
    for data in read_bytes(path, _LIMIT):
        yield from [data] if isinstance(data, Problem) else _read(data, path, encoding)


def _read(data: bytes, path: Path, encoding: str) -> Iterator[Record | Problem]:
    decoded = decode(data, path.name, chosen=encoding)
    if is_binary(decoded.text):
        yield Problem("file-not-text", path.name)
        return
    if decoded.problem:
        yield decoded.problem
    text = normalise(decoded.text).text
    if not text.strip():
        yield Problem("text-empty", path.name)
        return
    if "\0" in text:
        yield Problem("text-has-nul", path.name, {"count": text.count("\0")})
    # Late, because its patterns take longer to compile than a window may take to open.
    from annotator.core import body, languages

    found = body.find(text)
    yield Record(
        text=text,
        publications=(
            publication(text, title=found.title, source=found.source, published=found.published, file=path.name),
        ),
        language=languages.guess("\n".join(text[start:end] for start, end in found.body)),
        body=found.body,
        raw=Raw(data, "text/plain", decoded.encoding, f"{NAME}/{NORMALISATION}"),
        where=path.name,
    )
