"""Writes a scheme as TOML into the text that it was read from: what did not change stays as somebody wrote it."""

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

from annotator.core.scheme import Attribute, Label, Role, Scheme
from annotator.core.scheme_draft import Item, first_letter
from annotator.core.scheme_toml import parse_scheme

Table = dict[str, Any]

_NESTED = ("attribute", "role", "choice", "label", "question")
_LEFT_OUT: Table = {
    "colour": "", "help": "", "snap": "token", "overlap": "nested", "evidence": False, "mapped": [], "retired": False,
    "entities": "", "required": False, "minimum": 0, "maximum": 1, **{key: [] for key in _NESTED},
}  # fmt: skip
"""What an item has that does not say so."""


def written(scheme: Scheme) -> Scheme:
    """Return the scheme with its text brought up to date; comments, order and layout stay wherever they can."""
    # Imported here: only who edits a scheme needs it, and the window must show at once.
    import tomlkit

    wanted = _table(scheme)
    if scheme.toml:
        document = tomlkit.parse(scheme.toml)
        _update(document, wanted)
        toml = tomlkit.dumps(document)
        if _says(toml, scheme):
            return replace(scheme, toml=toml)
    return replace(scheme, toml=tomlkit.dumps(_lean(wanted)))


def _says(toml: str, scheme: Scheme) -> bool:
    """Tell whether a text reads as this scheme: a slip of a library must never change what may be marked."""
    read, _problems = parse_scheme(toml)
    return read is not None and replace(read, toml="") == replace(scheme, toml="")


def _table(item: Scheme | Item) -> Table:
    """Return all keys of an item, those of what belongs to it last: TOML has it so."""
    table: Table = {"id": item.id, "name": item.name}
    if isinstance(item, Scheme):
        return table | {"label": [_table(label) for label in item.labels],
                        "question": [_table(question) for question in item.questions]}  # fmt: skip
    if isinstance(item, Label):
        table |= {"key": item.key, "letter": item.letter, "colour": item.colour, "help": item.help, "snap": item.snap,
                  "overlap": item.overlap, "evidence": item.evidence, "mapped": list(item.mapped)}  # fmt: skip
    elif isinstance(item, Attribute):
        table |= {"type": item.type, "entities": item.entities, "required": item.required, "help": item.help}
    elif isinstance(item, Role):
        table |= {"labels": list(item.labels), "minimum": item.minimum, "maximum": item.maximum, "help": item.help}
    else:
        table |= {"key": item.key, "colour": item.colour, "help": item.help}
    table["retired"] = item.retired
    for key, inside in (("attribute", "attributes"), ("role", "roles"), ("choice", "choices")):
        if hasattr(item, inside):
            table[key] = [_table(part) for part in getattr(item, inside)]
    return table


def _needless(table: Table, key: str) -> bool:
    """Tell whether a key need not be written, because its value is what is read where it is missing."""
    value = table[key]
    if key == "name":
        is_label_or_scheme = "letter" in table or "label" in table
        return not is_label_or_scheme and value == (table["id"] if "labels" in table else table["id"].replace("_", " "))
    if key == "letter":
        return bool(value == first_letter(table["name"]))
    if key == "colour" and "letter" in table:
        return bool(value == "grey")
    if key == "key":
        return not value and "letter" not in table
    return key in _LEFT_OUT and value == _LEFT_OUT[key]


def _lean(table: Table) -> Table:
    """Return what of a table has to be written."""
    kept = {key: value for key, value in table.items() if not _needless(table, key)}
    return {
        key: [_lean(part) for part in value] if key in _NESTED and value and isinstance(value[0], dict) else value
        for key, value in kept.items()
    }


def _update(given: MutableMapping[str, Any], wanted: Table) -> None:
    """Bring a table of a document up to date, and touch nothing in it that says what is wanted already."""
    for key, value in wanted.items():
        nested = key in _NESTED
        if key in given:
            now = given[key]
            if nested and _same_ids(now, value):
                for part, table in zip(now, value, strict=True):
                    _update(part, table)
            elif nested:
                _put_list(given, key, value)
            elif now != value:
                given[key] = value
        elif not _needless(wanted, key):
            if nested:
                _put_list(given, key, value)
            else:
                given[key] = value


def _same_ids(parts: list[Any], tables: list[Table]) -> bool:
    return [part["id"] for part in parts] == [table["id"] for table in tables]


def _put_list(given: MutableMapping[str, Any], key: str, tables: list[Table]) -> None:
    """Put the tables of a list in order: those that were there with all that stands in them, new ones made."""
    from tomlkit import item
    from tomlkit.items import AoT

    parts = given.get(key, [])
    known = {part["id"]: part for part in parts}
    ordered = []
    for table in tables:
        part = known.get(table["id"])
        if part is not None:
            _update(part, table)
        ordered.append(part if part is not None else item(_lean(table)))
    if isinstance(parts, AoT):
        while len(parts):
            del parts[-1]
        for part in ordered:
            parts.append(part)
        if not ordered:
            del given[key]
        return
    # In one line, or not there yet: tables of their own, at the end, where TOML wants them.
    if key in given:
        del given[key]
    if tables:
        given[key] = item([_lean(table) for table in tables])
