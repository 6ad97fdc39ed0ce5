"""Marks: spans, links and answers, and who made them."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | bool
Attributes = Mapping[str, Value]

GOLD = "gold"
PIPELINE = "model:"
"""What the authors that are pipelines begin with."""
_CONTENT = uuid.UUID("5b1d7f2e-94c3-5d0a-8e0b-6a1f3c2d4e5f")


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of an article, half-open, in code points. `confidence` lies in 0 … 1, for suggestions only."""

    id: str
    article: str
    author: str
    label: str
    start: int
    end: int
    attributes: Attributes = field(default_factory=dict)
    confidence: float | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A role that ties a STANCE span (`source`) to its actor, treaty or date span (`target`); both by id."""

    id: str
    article: str
    author: str
    role: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice about the whole article."""

    id: str
    article: str
    author: str
    question: str
    value: Value


Mark = Span | Link | Answer


def is_pipeline(author: str) -> bool:
    """Tell whether this author is a pipeline, so that its marks are suggestions."""
    return author.startswith(PIPELINE)


def is_gold(author: str) -> bool:
    """Tell whether this author is the gold standard (`gold:` and the id of the reviewer who decided)."""
    return author == GOLD or author.startswith(GOLD + ":")


def gold_by(reviewer: str) -> str:
    """Return the author of gold marks that this reviewer makes."""
    return f"{GOLD}:{reviewer}"


def random_id() -> str:
    """Return a new id for something made by hand."""
    return str(uuid.uuid4())


def content_id(*parts: object) -> str:
    """Return the id that the same parts always get (UUIDv5), so that the same thing read twice is the same thing."""
    return str(uuid.uuid5(_CONTENT, json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)))
