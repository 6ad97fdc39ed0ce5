"""What the scheme allows: the rules that every edit by hand must pass, said as refusals."""

from collections.abc import Sequence

from annotator.core.marks import Attributes, Span, Value
from annotator.core.problems import Refused
from annotator.core.scheme import Attribute, Label, Role, Scheme, clashing, value_problem

WORDS = 40


def words_of(text: str, span: Span) -> str:
    """Return the beginning of a mark's words on one line, for history and messages."""
    words = " ".join(text[span.start : min(span.end, span.start + 4 * WORDS)].split())
    return words if len(words) <= WORDS else words[: WORDS - 1] + "…"


def check_span(scheme: Scheme, text: str, span: Span, near: Sequence[Span], *, before: Span | None = None) -> None:
    """Refuse a mark that the text or the scheme does not allow beside its author's marks that overlap it (`near`).

    Of a mark that was there before, what stays as it was may be retired: marks keep it.
    """
    label = label_of(scheme, span.label)
    if label.retired and (before is None or before.label != span.label):
        raise Refused("retired-label", label.name)
    if not 0 <= span.start < span.end <= len(text):
        raise Refused("span-outside-text", "", start=span.start, end=span.end, length=len(text))
    if not text[span.start : span.end].strip():
        raise Refused("blank-span", "", start=span.start, end=span.end)
    kept = before.attributes if before is not None and before.label == span.label else {}
    check_attributes(label, span.attributes, kept)
    own = [other for other in near if other.author == span.author and other.id != span.id]
    other = clashing(scheme, span.label, span.start, span.end, own)
    if other is not None:
        raise Refused("overlap", "", label=label.name, other=words_of(text, other))


def label_of(scheme: Scheme, label: str) -> Label:
    """Return the label with this id; refuse one that the scheme does not have."""
    found = scheme.label(label)
    if found is None:
        raise Refused("unknown-label", "", label=label, known=", ".join(item.id for item in scheme.current))
    return found


def check_attributes(label: Label, attributes: Attributes, kept: Attributes) -> None:
    """Refuse attributes that the label does not have, and values that are none; those of `kept` pass as they are."""
    for key, value in attributes.items():
        if key in kept and kept[key] == value:
            continue
        if key not in label.keys:
            raise Refused("unknown-attribute", key, label=label.name)
        declared = label.attribute(key)
        if declared is not None:
            check_value(declared, value)


def check_value(declared: Attribute, value: Value) -> None:
    """Refuse a new value that an attribute or a question does not take."""
    problem = value_problem(declared, value)
    if problem is not None:
        raise Refused(problem.code, problem.where, **problem.parameters)
    choice = declared.choice(str(value)) if declared.type == "choice" else None
    if declared.retired or (choice is not None and choice.retired):
        raise Refused("retired-item", choice.name if choice is not None and not declared.retired else declared.name)


def role_of(scheme: Scheme, stance: Span, role: str) -> Role:
    """Return a role of a mark's label; refuse one that it does not have."""
    label = scheme.label(stance.label)
    declared = label.role(role) if label else None
    if declared is None:
        raise Refused("unknown-role", role)
    if declared.retired:
        raise Refused("retired-item", declared.name)
    return declared


def fits(scheme: Scheme, role: str, source: Span, target: Span) -> bool:
    """Tell whether a role of one mark takes another."""
    label = scheme.label(source.label)
    declared = label.role(role) if label else None
    return declared is not None and target.label in declared.labels


def fitting(scheme: Scheme, attributes: Attributes, label: str) -> dict[str, Value]:
    """Return those attributes that another label can hold: an entity of one kind says nothing about another."""
    declared = scheme.label(label)
    keys = declared.keys - {"name"} if declared else frozenset[str]()
    kept: dict[str, Value] = {}
    for key, value in attributes.items():
        item = declared.attribute(key) if declared else None
        if key in keys and (item is None or (item.type != "entity" and value_problem(item, value) is None)):
            kept[key] = value
    return kept
