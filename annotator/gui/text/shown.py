"""What the page needs to know of a mark to draw it."""

from dataclasses import dataclass

from annotator.core.marks import Span
from annotator.core.scheme import Label, Scheme

UNKNOWN_COLOUR = "grey"
UNKNOWN_LETTER = "?"


@dataclass(frozen=True, slots=True)
class Shown:
    """A span as it is drawn: `colour` names a tint of the theme, `chip` is the letter of a stance's value, or empty."""

    span: Span
    decided: bool
    letter: str
    colour: str
    evidence: bool
    chip: str

    @property
    def id(self) -> str:
        """Return the id of the span."""
        return self.span.id


def shown(span: Span, scheme: Scheme, *, decided: bool) -> Shown:
    """Return how a span is drawn under a scheme; a label that is retired or unknown is grey and carries "?"."""
    label = scheme.label(span.label)
    if label is None or label.retired:
        evidence = label is not None and label.evidence
        return Shown(span, decided, UNKNOWN_LETTER, UNKNOWN_COLOUR, evidence, "")
    if not label.evidence:
        return Shown(span, decided, label.letter, label.colour, evidence=False, chip="")
    colour, chip = _value(span, label)
    return Shown(span, decided, label.letter, colour, evidence=True, chip=chip)


def _value(span: Span, label: Label) -> tuple[str, str]:
    """Return the colour and the letter of the value that a span of evidence carries."""
    value = label.value
    chosen = span.attributes.get(value.id) if value is not None else None
    if value is None or not chosen:
        return label.colour, ""
    choice = value.choice(str(chosen))
    if choice is None or choice.retired:
        return UNKNOWN_COLOUR, UNKNOWN_LETTER
    return choice.colour or label.colour, choice.key
