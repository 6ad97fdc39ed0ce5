"""The one gate through which a scheme's TOML comes in: all that is wrong with it is said at once, with its place."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, get_args

from annotator.core.problems import Problem
from annotator.core.scheme import (
    LONGEST_HELP,
    LONGEST_NAME,
    Attribute,
    AttributeType,
    Choice,
    Label,
    Overlap,
    Role,
    Scheme,
    Snap,
)

Item = TypeVar("Item", Attribute, Choice, Label, Role)
Table = dict[str, Any]

COLOURS = ("blue", "amber", "green", "red", "teal", "purple", "grey", "pink")
MAX_BYTES = 1_000_000
MOST = {"label": 100, "attribute": 50, "choice": 300, "role": 20, "question": 100, "labels": 100, "mapped": 200}
"""How many items a list of a scheme may hold: far more than anyone can work with, and nothing that stops a window."""

MOST_ITEMS = 2_000
"""How many items a scheme may have in all."""

MOST_IN_A_ROLE = 1_000

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_TABLES: dict[str, dict[str, type | tuple[str, ...]]] = {
    "scheme": {"id": str, "name": str, "label": list, "question": list},
    "label": {
        "id": str, "name": str, "key": str, "letter": str, "colour": COLOURS, "help": str, "snap": get_args(Snap),
        "overlap": get_args(Overlap), "evidence": bool, "attribute": list, "role": list, "mapped": list,
        "retired": bool,
    },
    "attribute": {
        "id": str, "name": str, "type": get_args(AttributeType), "choice": list, "entities": ("actor", "treaty"),
        "required": bool, "help": str, "retired": bool,
    },
    "choice": {"id": str, "name": str, "key": str, "colour": COLOURS, "help": str, "retired": bool},
    "role": {
        "id": str, "name": str, "labels": list, "minimum": int, "maximum": int, "help": str, "retired": bool,
    },
}  # fmt: skip
_REQUIRED = {
    "scheme": ("id", "name", "label"),
    "label": ("id", "name", "key"),
    "attribute": ("id", "type"),
    "choice": ("id",),
    "role": ("id", "labels"),
}


_NAMES = {str: "text", bool: "true or false", int: "a whole number", list: "a list"}


def parse_scheme(toml: str) -> tuple[Scheme | None, list[Problem]]:
    """Return the scheme that a TOML text describes, or None and every problem that it has."""
    if len(toml) > MAX_BYTES or len(toml.encode("utf-8", "replace")) > MAX_BYTES:
        return None, [Problem("scheme-too-large", "", {"limit": MAX_BYTES})]
    try:
        data = tomllib.loads(toml)
    except (ValueError, RecursionError) as error:
        return None, [Problem("scheme-not-toml", "", {"reason": str(error)})]
    problems: list[Problem] = []
    table = _checked("scheme", data, "", problems)
    labels = tuple(_items(table.get("label", []), "label", "label", _label, problems))
    questions = tuple(_items(table.get("question", []), "attribute", "question", _attribute, problems))
    scheme = Scheme(table.get("id", ""), table.get("name", ""), labels, questions, toml)
    problems += _contradictions(scheme)
    return (None, problems) if problems else (scheme, [])


def _items(
    tables: list[Any],
    kind: str,
    place: str,
    build: Callable[[Table, str, list[Problem]], Item],
    problems: list[Problem],
) -> Iterator[Item]:
    """Yield what tables describe; what is wrong in one is left out of it, and the rest is looked at all the same."""
    seen: set[str] = set()
    for number, given in enumerate(tables, 1):
        if not isinstance(given, dict):
            problems.append(Problem("scheme-not-a-table", f"{place} {number}"))
            continue
        name = given.get("id")
        where = f"{place} {name[:80] if isinstance(name, str) and name else number}"
        table = _checked(kind, given, where, problems)
        if isinstance(name, str) and name in seen:
            problems.append(Problem("scheme-id-twice", where, {"id": name[:80]}))
        seen.add(table.get("id", ""))
        yield build(table, where, problems)


def _checked(kind: str, given: Table, where: str, problems: list[Problem]) -> Table:
    """Return those keys of a table that are as they must be, and say what is wrong with the others."""
    known, table = _TABLES[kind], {}
    problems += [Problem("scheme-missing", where, {"key": key}) for key in _REQUIRED[kind] if key not in given]
    for key, value in given.items():
        expected = known.get(key)
        if expected is None:
            listed = ", ".join(known)
            problems.append(Problem("scheme-unknown-key", where, {"key": key[:80], "known": listed}))
        elif isinstance(expected, tuple) and value not in expected:
            parameters = {"key": key, "value": str(value)[:80], "known": ", ".join(expected)}
            problems.append(Problem("scheme-not-one-of", where, parameters))
        elif isinstance(expected, type) and type(value) is not expected:
            problems.append(Problem("scheme-wrong-type", where, {"key": key, "expected": _NAMES[expected]}))
        elif key in {"labels", "mapped"} and not all(isinstance(item, str) for item in value):
            problems.append(Problem("scheme-wrong-type", where, {"key": key, "expected": "a list of names"}))
        elif isinstance(value, list) and len(value) > MOST[key]:
            problems.append(Problem("scheme-too-many", where, {"key": key, "limit": MOST[key]}))
        else:
            table[key] = value
            problems += [Problem(found.code, where, found.parameters) for found in text_problems(key, value)]
    if "id" in table and not _ID.match(table["id"]):
        problems.append(Problem("scheme-bad-id", where, {"id": table["id"][:80]}))
    return table


def text_problems(key: str, value: object) -> Iterator[Problem]:
    """Yield what is wrong with the words of a scheme: they are too long, or hold what nobody would see.

    Controls, line breaks and marks that turn the direction of writing could make a name look like another, or put
    the lines of a menu out of order. A help may have line breaks.
    """
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str) or key in {"id", "key", "letter"}:
            continue
        limit = LONGEST_HELP if key == "help" else LONGEST_NAME
        if len(text) > limit:
            yield Problem("scheme-text-too-long", "", {"key": key, "limit": limit, "length": len(text)})
        seen = text.replace("\n", "") if key == "help" else text
        if not seen.isprintable() and any(map(_is_hidden, seen)):
            yield Problem("scheme-hidden-characters", "", {"key": key})


def _is_hidden(character: str) -> bool:
    turns = unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return turns or unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"}


def plain(name: str, most: int) -> str:
    """Return a name as it may be shown before it was checked: on one line, cut short, with nothing hidden in it."""
    words = " ".join("".join("�" if _is_hidden(character) else character for character in name[: 2 * most]).split())
    return words[:most] + "…" if len(words) > most or len(name) > 2 * most else words


def is_one_character(text: str) -> bool:
    """Tell whether a text is one character that is seen: what a key or a letter is."""
    return len(text) == 1 and text.isprintable() and not text.isspace() and not unicodedata.combining(text)


def _label(table: Table, where: str, problems: list[Problem]) -> Label:
    name = table.get("name", "")
    return Label(
        id=table.get("id", ""),
        name=name,
        key=table.get("key", ""),
        letter=table.get("letter", name[:1].upper()[:1] or "?"),
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


def _attribute(table: Table, where: str, problems: list[Problem]) -> Attribute:
    identity = table.get("id", "")
    attribute = Attribute(
        id=identity,
        name=table.get("name", identity.replace("_", " ")),
        type=table.get("type", "text"),
        choices=tuple(_items(table.get("choice", []), "choice", f"{where}, choice", _choice, problems)),
        entities=table.get("entities", ""),
        required=table.get("required", False),
        help=table.get("help", ""),
        retired=table.get("retired", False),
    )
    if "type" in table and (attribute.type == "choice") != bool(table.get("choice")):
        problems.append(Problem("scheme-choices", where, {"type": attribute.type}))
    return attribute


def _choice(table: Table, _where: str, _problems: list[Problem]) -> Choice:
    identity = table.get("id", "")
    fields = {key: table[key] for key in ("key", "colour", "help", "retired") if key in table}
    return Choice(identity, table.get("name", identity.replace("_", " ")), **fields)


def _role(table: Table, where: str, problems: list[Problem]) -> Role:
    identity: str = table.get("id", "")
    minimum, maximum = table.get("minimum", 0), table.get("maximum", 1)
    if not 0 <= minimum <= (maximum or MOST_IN_A_ROLE) <= MOST_IN_A_ROLE:
        least, most = (max(-1, min(number, MOST_IN_A_ROLE + 1)) for number in (minimum, maximum))
        problems.append(Problem("scheme-role-counts", where, {"minimum": least, "maximum": most}))
    if "labels" in table and not table["labels"]:
        problems.append(Problem("scheme-missing", where, {"key": "labels"}))
    fields = {key: table[key] for key in ("help", "retired") if key in table}
    return Role(identity, table.get("name", identity), tuple(table.get("labels", ())), minimum, maximum, **fields)


def _contradictions(scheme: Scheme) -> Iterable[Problem]:
    """Yield what is wrong between the parts of a scheme."""
    every = [item for _place, item in _attributes(scheme)]
    lists = [scheme.labels, every, *(item.choices for item in every), *(label.roles for label in scheme.labels)]
    if sum(map(len, lists)) > MOST_ITEMS:
        yield Problem("scheme-too-many", "", {"key": "scheme", "limit": MOST_ITEMS})
    declared = {label.id for label in scheme.labels}
    if not scheme.current:
        yield Problem("scheme-no-labels")
    yield from _keys_twice([(label.key, f"label {label.id}") for label in scheme.current])
    for label in scheme.labels:
        where = f"label {label.id}"
        if not is_one_character(label.letter):
            yield Problem("scheme-one-character", where, {"key": "letter", "value": label.letter[:40]})
        for role in label.roles:
            yield from (
                Problem("scheme-unknown-label", f"{where}, role {role.id}", {"label": target[:80]})
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
        if not is_one_character(key):
            yield Problem("scheme-one-character", where, {"key": "key", "value": key[:40]})
        elif key.lower() in owners:
            yield Problem("scheme-key-twice", where, {"key": key, "other": owners[key.lower()]})
        else:
            owners[key.lower()] = where
