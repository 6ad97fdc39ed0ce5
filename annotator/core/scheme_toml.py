"""The one gate through which a scheme's TOML comes in: everything wrong with it is said at once, each with its place."""

import re
import tomllib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, get_args

from annotator.core.problems import Problem
from annotator.core.scheme import Attribute, AttributeType, Choice, Label, Overlap, Role, Scheme, Snap

Item = TypeVar("Item", Attribute, Choice, Label, Role)

COLOURS = ("blue", "amber", "green", "red", "teal", "purple", "grey", "pink")
MAX_BYTES = 1_000_000

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_TABLES: dict[str, dict[str, type | tuple[str, ...]]] = {
    "scheme": {"id": str, "name": str, "label": list, "question": list},
    "label": {
        "id": str, "name": str, "key": str, "letter": str, "colour": COLOURS, "help": str, "snap": get_args(Snap),
        "overlap": get_args(Overlap), "evidence": bool, "attribute": list, "role": list, "mapped": list, "retired": bool,
    },
    "attribute": {
        "id": str, "name": str, "type": get_args(AttributeType), "choice": list, "entities": ("actor", "treaty"),
        "required": bool, "help": str, "retired": bool,
    },
    "choice": {"id": str, "name": str, "key": str, "colour": COLOURS, "help": str, "retired": bool},
    "role": {"id": str, "name": str, "labels": list, "minimum": int, "maximum": int, "help": str, "retired": bool},
}  # fmt: skip
_REQUIRED = {
    "scheme": ("id", "name", "label"),
    "label": ("id", "name", "key"),
    "attribute": ("id", "type"),
    "choice": ("id",),
    "role": ("id", "labels"),
}


def parse_scheme(toml: str) -> tuple[Scheme | None, list[Problem]]:
    """Return the scheme that a TOML text describes, or None and every problem that it has."""
    if len(toml) > MAX_BYTES:
        return None, [Problem("scheme-too-large", "", {"limit": MAX_BYTES})]
    try:
        data = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [Problem("scheme-not-toml", "", {"reason": str(error)})]
    problems: list[Problem] = []
    _check_table("scheme", data, "", problems)
    if problems:
        return None, problems
    labels = tuple(_items(data.get("label", []), "label", "label", _label, problems))
    questions = tuple(_items(data.get("question", []), "attribute", "question", _attribute, problems))
    scheme = Scheme(data["id"], data["name"], labels, questions, toml)
    declared = {table.get("id") for table in data["label"] if isinstance(table, dict)}
    problems += _contradictions(scheme, declared)
    return (None, problems) if problems else (scheme, [])


def _items(
    tables: list[Any], kind: str, place: str, build: Callable[[dict[str, Any], str, list[Problem]], Item], problems: list[Problem]
) -> Iterable[Item]:
    seen: set[str] = set()
    for number, table in enumerate(tables, 1):
        where = f"{place} {number}"
        if not isinstance(table, dict):
            problems.append(Problem("scheme-not-a-table", where))
            continue
        if isinstance(table.get("id"), str):
            where = f"{place} {table['id']}"
        before = len(problems)
        _check_table(kind, table, where, problems)
        if len(problems) > before:
            continue
        if table["id"] in seen:
            problems.append(Problem("scheme-id-twice", where, {"id": table["id"]}))
        seen.add(table["id"])
        yield build(table, where, problems)


def _check_table(kind: str, table: dict[str, Any], where: str, problems: list[Problem]) -> None:
    known = _TABLES[kind]
    problems += [Problem("scheme-missing", where, {"key": key}) for key in _REQUIRED[kind] if key not in table]
    for key, value in table.items():
        expected = known.get(key)
        if expected is None:
            problems.append(Problem("scheme-unknown-key", where, {"key": key, "known": ", ".join(known)}))
        elif isinstance(expected, tuple):
            if value not in expected:
                problems.append(Problem("scheme-not-one-of", where, {"key": key, "value": str(value)[:80], "known": ", ".join(expected)}))
        elif type(value) is not expected:
            names = {str: "text", bool: "true or false", int: "a whole number", list: "a list"}
            problems.append(Problem("scheme-wrong-type", where, {"key": key, "expected": names[expected]}))
    if isinstance(table.get("id"), str) and not _ID.match(table["id"]):
        problems.append(Problem("scheme-bad-id", where, {"id": table["id"][:80]}))
    for key in ("labels", "mapped"):
        if not all(isinstance(item, str) for item in table.get(key, []) if isinstance(table.get(key), list)):
            problems.append(Problem("scheme-wrong-type", where, {"key": key, "expected": "a list of names"}))


def _label(table: dict[str, Any], where: str, problems: list[Problem]) -> Label:
    return Label(
        id=table["id"],
        name=table["name"],
        key=table["key"],
        letter=table.get("letter", table["name"][:1].upper()),
        colour=table.get("colour", "grey"),
        help=table.get("help", ""),
        snap=table.get("snap", "token"),
        overlap=table.get("overlap", "nested"),
        evidence=table.get("evidence", False),
        attributes=tuple(_items(table.get("attribute", []), "attribute", f"{where}, attribute", _attribute, problems)),
        roles=tuple(_items(table.get("role", []), "role", f"{where}, role", _role, problems)),
        mapped=tuple(table.get("mapped", ())),
        retired=table.get("retired", False),
    )


def _attribute(table: dict[str, Any], where: str, problems: list[Problem]) -> Attribute:
    attribute = Attribute(
        id=table["id"],
        name=table.get("name", table["id"].replace("_", " ")),
        type=table["type"],
        choices=tuple(_items(table.get("choice", []), "choice", f"{where}, choice", _choice, problems)),
        entities=table.get("entities", ""),
        required=table.get("required", False),
        help=table.get("help", ""),
        retired=table.get("retired", False),
    )
    if (attribute.type == "choice") != bool(table.get("choice")):
        problems.append(Problem("scheme-choices", where, {"type": attribute.type}))
    return attribute


def _choice(table: dict[str, Any], _where: str, _problems: list[Problem]) -> Choice:
    fields = {key: table[key] for key in ("key", "colour", "help", "retired") if key in table}
    return Choice(table["id"], table.get("name", table["id"].replace("_", " ")), **fields)


def _role(table: dict[str, Any], where: str, problems: list[Problem]) -> Role:
    minimum, maximum = table.get("minimum", 0), table.get("maximum", 1)
    if minimum < 0 or maximum < 0 or 0 < maximum < minimum:
        problems.append(Problem("scheme-role-counts", where, {"minimum": minimum, "maximum": maximum}))
    fields = {key: table[key] for key in ("help", "retired") if key in table}
    return Role(table["id"], table.get("name", table["id"]), tuple(table["labels"]), minimum, maximum, **fields)


def _contradictions(scheme: Scheme, declared: set[object]) -> Iterable[Problem]:
    """Yield what is wrong between the well-formed parts of a scheme that declares these label ids."""
    if not scheme.current and not declared:
        yield Problem("scheme-no-labels")
    yield from _keys_twice([(label.key, f"label {label.id}") for label in scheme.current])
    for label in scheme.labels:
        where = f"label {label.id}"
        if len(label.letter) != 1:
            yield Problem("scheme-one-character", where, {"key": "letter", "value": label.letter[:40]})
        for role in label.roles:
            yield from (
                Problem("scheme-unknown-label", f"{where}, role {role.id}", {"label": target})
                for target in role.labels
                if target not in declared
            )
    for place, attribute in _attributes(scheme):
        yield from _keys_twice([(c.key, f"{place}, choice {c.id}") for c in attribute.choices if not c.retired])


def _attributes(scheme: Scheme) -> Iterable[tuple[str, Attribute]]:
    for label in scheme.labels:
        yield from ((f"label {label.id}, attribute {item.id}", item) for item in label.attributes)
    yield from ((f"question {item.id}", item) for item in scheme.questions)


def _keys_twice(keys: list[tuple[str, str]]) -> Iterable[Problem]:
    owners: dict[str, str] = {}
    for key, where in keys:
        if not key:
            continue
        if len(key) != 1:
            yield Problem("scheme-one-character", where, {"key": "key", "value": key[:40]})
        elif key.lower() in owners:
            yield Problem("scheme-key-twice", where, {"key": key, "other": owners[key.lower()]})
        else:
            owners[key.lower()] = where
