"""Articles and where they appeared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Range = tuple[int, int]
"""A half-open stretch of text, in code points."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Where an article appeared. `published` is an ISO date or minute (`2025-03-13`, `2025-03-13T17:29`) or empty."""

    id: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A text that never changes, with its publications (the first anchors relative dates) and its body ranges."""

    id: str
    text: str
    language: str = "en"
    body: tuple[Range, ...] = ()
    publications: tuple[Publication, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the title of the first publication, or an empty string."""
        return self.publications[0].title if self.publications else ""

    @property
    def source(self) -> str:
        """Return the source of the first publication, or an empty string."""
        return self.publications[0].source if self.publications else ""

    @property
    def published(self) -> str:
        """Return the date (and time, where known) of the first publication, or an empty string."""
        return self.publications[0].published if self.publications else ""


def outside(body: tuple[Range, ...], length: int) -> list[Range]:
    """Return the stretches of a text of this length that its body leaves out."""
    edges = [0, *(edge for stretch in body for edge in stretch), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
