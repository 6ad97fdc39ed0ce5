"""The scheme: what may be marked. Every item has a stable id, which is what marks store; items retire, never vanish."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from annotator.core import dates
from annotator.core.marks import Span, Value
from annotator.core.problems import Problem

AttributeType = Literal["choice", "text", "entity", "date", "yesno"]
Snap = Literal["token", "character"]
Overlap = Literal["none", "nested", "any"]

LONGEST_NAME, LONGEST_HELP = 80, 2_000
"""In characters: what is shown on a button and in a list, and what explains it."""

COMPANIONS: dict[str, tuple[str, ...]] = {"entity": ("name",), "date": ("inferred",)}
"""What is stored beside an attribute of a type: an entity's canonical name, the inferred parts of a date."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice; `key` is one letter, `colour` a name of the theme's palette."""

    id: str
    name: str
    key: str = ""
    colour: str = ""
    help: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of a span, or a question about the article. `entities` is the kind of an entity (actor, treaty)."""

    id: str
    name: str
    type: AttributeType
    choices: tuple[Choice, ...] = ()
    entities: str = ""
    required: bool = False
    help: str = ""
    retired: bool = False

    def choice(self, value: str) -> Choice | None:
        """Return the choice with this id, or None."""
        return next((choice for choice in self.choices if choice.id == value), None)


@dataclass(frozen=True, slots=True)
class Role:
    """A tie from a span to another: which labels may fill it, and how often (`maximum` 0: any number)."""

    id: str
    name: str
    labels: tuple[str, ...]
    minimum: int = 0
    maximum: int = 1
    help: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of span. `mapped` are the names that foreign pipelines use for it; `evidence` draws it as an underline."""

    id: str
    name: str
    key: str
    letter: str
    colour: str
    help: str = ""
    snap: Snap = "token"
    overlap: Overlap = "nested"
    evidence: bool = False
    attributes: tuple[Attribute, ...] = ()
    roles: tuple[Role, ...] = ()
    mapped: tuple[str, ...] = ()
    retired: bool = False

    def attribute(self, attribute: str) -> Attribute | None:
        """Return the attribute with this id, or None."""
        return next((item for item in self.attributes if item.id == attribute), None)

    def role(self, role: str) -> Role | None:
        """Return the role with this id, or None."""
        return next((item for item in self.roles if item.id == role), None)

    @property
    def value(self) -> Attribute | None:
        """Return the choice that colours a span of this label: its first attribute of type choice."""
        return next((item for item in self.attributes if item.type == "choice" and not item.retired), None)

    @property
    def keys(self) -> frozenset[str]:
        """Return every attribute key that a span of this label may store."""
        companions = (key for item in self.attributes for key in COMPANIONS.get(item.type, ()))
        return frozenset((*(item.id for item in self.attributes), *companions))


@dataclass(frozen=True, slots=True)
class Scheme:
    """What may be marked in a project; `toml` is the text it was read from, which a project keeps by its hash."""

    id: str
    name: str
    labels: tuple[Label, ...]
    questions: tuple[Attribute, ...] = ()
    toml: str = ""

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the scheme's text, which names this version of it."""
        return hashlib.sha256(self.toml.encode("utf-8")).hexdigest()

    @property
    def current(self) -> tuple[Label, ...]:
        """Return the labels that are not retired."""
        return tuple(label for label in self.labels if not label.retired)

    def label(self, label: str) -> Label | None:
        """Return the label with this id, or None."""
        return next((item for item in self.labels if item.id == label), None)

    def question(self, question: str) -> Attribute | None:
        """Return the article-level question with this id, or None."""
        return next((item for item in self.questions if item.id == question), None)

    @property
    def mapping(self) -> dict[str, str]:
        """Return the names of foreign pipelines' labels with the label that each stands for."""
        return {name: label.id for label in self.current for name in label.mapped}


def clashing(scheme: Scheme, label: str, start: int, end: int, spans: list[Span]) -> Span | None:
    """Return the first of one author's spans that the overlap rules forbid beside a new one of this label, or None.

    The stricter of the two labels' rules counts, except that `any` on either side allows everything:
    `none` forbids any shared character, `nested` allows one span wholly inside the other, and the same stretch
    may carry one label only once. Of a label with roles it may carry several: one sentence can say two stances.
    """
    mine = scheme.label(label)
    for span in spans:
        if span.end <= start or end <= span.start:
            continue
        if (span.start, span.end, span.label) == (start, end, label) and not (mine and mine.roles):
            return span
        theirs = scheme.label(span.label)
        rules = {rule.overlap for rule in (mine, theirs) if rule is not None}
        if "any" in rules:
            continue
        inside = (span.start <= start and end <= span.end) or (start <= span.start and span.end <= end)
        if "none" in rules or not inside:
            return span
    return None


def value_problem(declared: Attribute, value: Value) -> Problem | None:
    """Return what is wrong with a value for an attribute or a question, or None."""
    if (declared.type == "yesno") != isinstance(value, bool):
        return Problem("wrong-type", declared.id)
    if declared.type == "choice" and declared.choice(str(value)) is None:
        known = ", ".join(item.id for item in declared.choices if not item.retired)
        return Problem("unknown-choice", str(value)[:80], {"attribute": declared.name, "known": known})
    return dates.check(str(value)) if declared.type == "date" else None


def removed(old: Scheme, new: Scheme) -> list[str]:
    """Return the items of a scheme that its new version lacks, or has as another type: marks may hold their ids."""
    kept = set(_items(new))
    return [name for name in _items(old) if name not in kept]


def _items(scheme: Scheme) -> Iterator[str]:
    for label in scheme.labels:
        yield f"label {label.id}"
        yield from (f"label {label.id}, role {role.id}" for role in label.roles)
        for attribute in label.attributes:
            yield from _parts(attribute, f"label {label.id}, attribute")
    for question in scheme.questions:
        yield from _parts(question, "question")


def _parts(attribute: Attribute, place: str) -> Iterator[str]:
    yield f"{place} {attribute.id} ({attribute.type})"
    yield from (f"{place} {attribute.id}, choice {choice.id}" for choice in attribute.choices)
