"""What readers yield and writers take: one article with one author's marks, before and after the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.article import Publication, Range
from annotator.core.marks import Answer, Link, Span


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes an article was read from, kept beside its text; `media` is `text/plain`, `text/html` …"""

    data: bytes
    media: str
    encoding: str
    extractor: str
    """Name and version of what made the text out of the bytes, so that another version is told apart."""


@dataclass(frozen=True, slots=True)
class Record:
    """One article as read from or written to a file, with the marks of one author.

    `text` is normalised and offsets count its code points. `body` is None where the file does not say.
    `author` is a name, `gold`, `model:NAME` or empty; `author_id` the person's id where the file has it.
    The `article` and `author` fields of the marks are not read by the importer: the record's own count.
    """

    text: str
    publications: tuple[Publication, ...] = ()
    language: str = ""
    body: tuple[Range, ...] | None = None
    author: str = ""
    author_id: str = ""
    status: str = ""
    spans: Sequence[Span] = ()
    links: Sequence[Link] = ()
    answers: Sequence[Answer] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    raw: Raw | None = None
    where: str = ""
    """File and line, for problems."""
