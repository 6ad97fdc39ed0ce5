"""The names that a scheme has for what steps and problems only know by ids."""

from collections.abc import Mapping
from typing import Any

from annotator.core.scheme import Scheme


def named(scheme: Scheme, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a step's parameters with the scheme's names for its label, value, role and question."""
    roles = {role.id: role.name for label in scheme.labels for role in label.roles}
    choices = {
        choice.id: choice.name for label in scheme.labels if label.value is not None for choice in label.value.choices
    }
    names: dict[str, Mapping[str, str]] = {
        "label": {label.id: label.name for label in scheme.labels},
        "value": choices,
        "role": roles,
        "question": {question.id: question.name for question in scheme.questions},
    }
    return {key: names[key].get(str(value), value) if key in names else value for key, value in parameters.items()}
