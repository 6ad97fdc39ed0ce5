"""What the page needs to know of a mark to draw it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from annotator.core.marks import Span
from annotator.core.scheme import Label, Scheme

UNKNOWN_COLOUR = "grey"
UNKNOWN_LETTER = "?"


@dataclass(frozen=True, slots=True)
class Shown:
    """A span as it is drawn: `colour` names a tint of the theme, `chip` is the letter of a stance's value, or empty.

    `name` is what the scheme calls its label, `says` the canonical name, the date or the value that it carries.
    """

    span: Span
    decided: bool
    letter: str
    colour: str
    evidence: bool
    chip: str
    name: str = ""
    says: str = ""

    @property
    def id(self) -> str:
        """Return the id of the span."""
        return self.span.id


def shown(span: Span, scheme: Scheme, *, decided: bool) -> Shown:
    """Return how a span is drawn under a scheme; a label that is retired or unknown is grey and carries "?"."""
    return _drawn(span, scheme.label(span.label), decided=decided)


def all_shown(spans: Iterable[Span], scheme: Scheme, own: Container[str]) -> list[Shown]:
    """Return how many spans are drawn, those as decided whose ids are among a person's own."""
    labels = {label.id: label for label in scheme.labels}
    return [_drawn(span, labels.get(span.label), decided=span.id in own) for span in spans]


def _drawn(span: Span, label: Label | None, *, decided: bool) -> Shown:
    if label is None:
        return Shown(span, decided, UNKNOWN_LETTER, UNKNOWN_COLOUR, evidence=False, chip="", name=span.label)
    if label.retired:
        return Shown(span, decided, UNKNOWN_LETTER, UNKNOWN_COLOUR, label.evidence, "", label.name)
    if label.evidence:
        colour, chip, value = _value(span, label)
        return Shown(span, decided, label.letter, colour, True, chip, label.name, value)  # noqa: FBT003  4,000 of them
    return Shown(span, decided, label.letter, label.colour, False, "", label.name, _says(span, label))  # noqa: FBT003


def _says(span: Span, label: Label) -> str:
    """Return the canonical name or the date that a span carries."""
    for attribute in label.attributes:
        said = span.attributes.get("name") if attribute.type == "entity" else None
        if said is None and attribute.type in ("entity", "date"):
            said = span.attributes.get(attribute.id)
        if said:
            return str(said)
    return ""


def _value(span: Span, label: Label) -> tuple[str, str, str]:
    """Return the colour, the letter and the name of the value that a span of evidence carries."""
    value = label.value
    chosen = span.attributes.get(value.id) if value is not None else None
    if value is None or not chosen:
        return label.colour, "", ""
    choice = value.choice(str(chosen))
    if choice is None or choice.retired:
        return UNKNOWN_COLOUR, UNKNOWN_LETTER, choice.name if choice is not None else str(chosen)
    return choice.colour or label.colour, choice.key, choice.name
