"""A scheme while it is edited: its items by their place, what may be done with them, and how two versions differ."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from annotator.core.scheme import Attribute, Choice, Label, Role, Scheme
from annotator.core.scheme_toml import COLOURS

Item = Label | Attribute | Role | Choice
Kind = Literal["label", "question", "attribute", "role", "choice"]
Change = Literal["added", "changed", "renamed", "retired", "restored", "moved"]

Place = tuple[str, ...]
"""Where an item is: kinds and ids in turn, as in `("label", "STANCE", "attribute", "value")`; `()` is the scheme."""

_LISTS = {"label": "labels", "question": "questions", "attribute": "attributes", "role": "roles", "choice": "choices"}
_INSIDE: dict[str, tuple[Kind, ...]] = {
    "": ("label", "question"),
    "label": ("attribute", "role"),
    "attribute": ("choice",),
    "question": ("choice",),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of an item between two versions, and what it was called before."""

    change: Change
    place: Place
    before: str = ""


def kind_of(place: Place) -> str:
    """Return the kind of the item at a place; of the scheme itself, an empty string."""
    return place[-2] if place else ""


def item_at(scheme: Scheme, place: Place) -> Item | None:
    """Return the item at a place, or None where there is none."""
    owner: Any = scheme
    for kind, identity in zip(place[::2], place[1::2], strict=True):
        owner = next((item for item in getattr(owner, _LISTS[kind]) if item.id == identity), None)
        if owner is None:
            return None
    return None if owner is scheme else owner


def within(scheme: Scheme, owner: Place, kind: str) -> tuple[Item, ...]:
    """Return the items of a kind that belong to the one at a place, or to the scheme itself."""
    holder: Any = item_at(scheme, owner) if owner else scheme
    return getattr(holder, _LISTS[kind], ()) if holder is not None else ()


def may_hold(scheme: Scheme, place: Place) -> tuple[Kind, ...]:
    """Return the kinds of items that the one at a place may have."""
    item = item_at(scheme, place)
    if isinstance(item, Attribute) and item.type != "choice":
        return ()
    return _INSIDE.get(kind_of(place), ())


def places(scheme: Scheme) -> Iterator[Place]:
    """Yield the places of all items, in the order of the scheme, each before what belongs to it."""
    return (place for place, _item in walked(scheme))


def walked(owner: Scheme | Item, at: Place = ()) -> Iterator[tuple[Place, Item]]:
    """Yield all items of a scheme with their places, or those that belong to the one at a place."""
    for kind in _INSIDE.get(kind_of(at), ()):
        for item in getattr(owner, _LISTS[kind]):
            place = (*at, kind, item.id)
            yield place, item
            yield from walked(item, place)


def changed(scheme: Scheme, place: Place, **fields: Any) -> Scheme:
    """Return the scheme with some fields of an item changed, or its own."""
    made: Scheme = _with(scheme, place, lambda item: replace(item, **fields))
    return made


def added(scheme: Scheme, owner: Place, kind: Kind) -> tuple[Scheme, Place]:
    """Return the scheme with a new item without a name, and where it is."""
    siblings = within(scheme, owner, kind)
    item = _fresh(scheme, kind, siblings)
    made = changed(scheme, owner, **{_LISTS[kind]: (*siblings, item)})
    return made, (*owner, kind, item.id)


def removed_at(scheme: Scheme, place: Place) -> Scheme:
    """Return the scheme without an item that no version in force had; roles let go of a label."""
    owner, kind, identity = place[:-2], place[-2], place[-1]
    left = tuple(item for item in within(scheme, owner, kind) if item.id != identity)
    made = changed(scheme, owner, **{_LISTS[kind]: left})
    return _in_roles(made, identity, None) if kind == "label" else made


def moved(scheme: Scheme, place: Place, to: int) -> Scheme:
    """Return the scheme with an item at another position among those beside it."""
    owner, kind, identity = place[:-2], place[-2], place[-1]
    items = list(within(scheme, owner, kind))
    item = items.pop(next(number for number, other in enumerate(items) if other.id == identity))
    items.insert(to, item)
    return changed(scheme, owner, **{_LISTS[kind]: tuple(items)})


def shifted(scheme: Scheme, place: Place, step: int) -> Scheme:
    """Return the scheme with an item one further up (-1) or down (1) among those that are as retired as it is."""
    siblings = within(scheme, place[:-2], place[-2])
    item = item_at(scheme, place)
    alike = [number for number, other in enumerate(siblings) if item is not None and other.retired == item.retired]
    at = next(number for number, other in enumerate(alike) if siblings[other] is item)
    return moved(scheme, place, alike[at + step]) if 0 <= at + step < len(alike) else scheme


def named(scheme: Scheme, place: Place, name: str, *, in_force: Scheme) -> tuple[Scheme, Place]:
    """Return the scheme with an item called so, and where it is now.

    An id is made from the name until the item is in force, and never changes after that. So does the letter of a
    label, as long as it is the one that its name gave it.
    """
    item, kind = item_at(scheme, place), kind_of(place)
    if item is None:
        return replace(scheme, name=name), place
    fields: dict[str, Any] = {"name": name}
    if isinstance(item, Label) and item.letter == first_letter(item.name):
        fields["letter"] = first_letter(name)
    if item_at(in_force, place) is None:
        taken = {other.id for other in within(scheme, place[:-2], kind) if other is not item}
        fields["id"] = id_from(name, taken, fallback=kind, upper=kind == "label")
    made = changed(scheme, place, **fields)
    if kind == "label" and "id" in fields:
        made = _in_roles(made, item.id, fields["id"])
    return made, (*place[:-1], fields.get("id", item.id))


def first_letter(name: str) -> str:
    """Return the letter that a label has by its name."""
    return name[:1].upper()[:1] or "?"


def id_from(name: str, taken: Collection[str], *, fallback: str, upper: bool = False) -> str:
    """Return an id that says as much of a name as an id can, and that is not taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_0123456789")[:50].strip("_") or fallback
    stem = words.upper() if upper else words.lower()
    number, made = 1, stem
    while made in taken:
        number += 1
        made = f"{stem}_{number}"
    return made


def carried(old: Scheme, now: Scheme) -> tuple[Scheme, list[Place]]:
    """Return an old or foreign version with what it lacks of the one in force, retired; and what was carried over.

    So marks keep every id that they may hold.
    """
    kept: list[Place] = []
    for place, item in walked(now):
        owner = place[:-2]
        if item_at(old, place) is not None or place in kept:
            continue
        kept += [place, *(deeper for deeper, _item in walked(item, place))]
        siblings = within(old, owner, place[-2])
        old = changed(old, owner, **{_LISTS[place[-2]]: (*siblings, replace(item, retired=True))})
    return old, kept


def differences(old: Scheme, new: Scheme) -> list[Difference]:
    """Return how a version differs from the one before, item by item; what a new item brings along counts with it."""
    found: list[Difference] = []
    before = dict(walked(old))
    for place, item in walked(new):
        was = before.get(place)
        if any(other.change == "added" and place[: len(other.place)] == other.place for other in found):
            continue
        if was is None:
            found.append(Difference("added", place))
        elif was.retired != item.retired:
            found.append(Difference("retired" if item.retired else "restored", place, was.name))
        elif was.name != item.name:
            found.append(Difference("renamed", place, was.name))
        elif was is not item and _alone(was) != _alone(item):
            found.append(Difference("changed", place, was.name))
    known = {owner: ids for owner, ids in _orders(old).items() if ids}
    for spot, ids in _orders(new).items():
        order = known.get(spot, [])
        if ids[: len(order)] != order and [identity for identity in ids if identity in order] != order:
            found.append(Difference("moved", spot))
    return found


def _orders(scheme: Scheme) -> dict[Place, list[str]]:
    """Return the ids of each list of items, by its owner's place and its kind."""
    found: dict[Place, list[str]] = {}
    for place in places(scheme):
        found.setdefault(place[:-1], []).append(place[-1])
    return found


def _alone(item: Item) -> Item:
    """Return an item without what belongs to it."""
    if isinstance(item, Label):
        return replace(item, attributes=(), roles=())
    return replace(item, choices=()) if isinstance(item, Attribute) else item


def _with(owner: Any, place: Place, change: Any) -> Any:
    if not place:
        return change(owner)
    kind, identity, *rest = place
    name = _LISTS[kind]
    items = (_with(item, tuple(rest), change) if item.id == identity else item for item in getattr(owner, name))
    return replace(owner, **{name: tuple(items)})


def _in_roles(scheme: Scheme, old: str, new: str | None) -> Scheme:
    """Return the scheme with a label under another id, or no longer, in the roles that it may fill."""
    for label in scheme.labels:
        for role in label.roles:
            if old in role.labels:
                ids = tuple(new if other == old else other for other in role.labels if new or other != old)
                kept = tuple(identity for identity in ids if identity is not None)
                scheme = changed(scheme, ("label", label.id, "role", role.id), labels=kept)
    return scheme


def _fresh(scheme: Scheme, kind: Kind, siblings: tuple[Item, ...]) -> Item:
    """Return a new item that differs from those beside it, to be named."""
    identity = id_from("", {item.id for item in siblings}, fallback=kind, upper=kind == "label")
    used = [getattr(item, "colour", "") for item in siblings if not item.retired]
    colour = next((name for name in COLOURS if name not in used), COLOURS[len(used) % len(COLOURS)])
    if kind == "label":
        keys = {label.key for label in scheme.current}
        key = next((digit for digit in "123456789" if digit not in keys), "")
        return Label(identity, "", key, "?", colour)
    if kind == "role":
        return Role(identity, "", tuple(label.id for label in scheme.current if not label.roles)[:1])
    if kind == "choice":
        return Choice(identity, "", colour=colour)
    return Attribute(identity, "", "yesno" if kind == "question" else "text")
