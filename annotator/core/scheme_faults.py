"""What is wrong, or unwise, in a scheme while it is edited, each with the item and the field where it can be mended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.core.problems import Problem
from annotator.core.scheme import Choice, Label, Role, Scheme
from annotator.core.scheme_draft import Item, Place, item_at, kind_of, places, walked, within
from annotator.core.scheme_toml import MOST, MOST_IN_A_ROLE, MOST_ITEMS, is_one_character, text_problems


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem at a field of an item; `advice` does not keep anyone from saving."""

    place: Place
    field: str
    problem: Problem
    advice: bool = False


def faults(scheme: Scheme, taken: Mapping[str, str]) -> list[Fault]:
    """Return all faults of a scheme. `taken` are the keys of the page, in lower case, with what they do there."""
    found = [*_words((), "name", scheme.name)]
    if not scheme.current:
        found.append(Fault((), "items", Problem("scheme-no-labels")))
    found += _too_many(scheme)
    retired: set[Place] = set()
    names: dict[tuple[Place, str], list[str]] = {}
    used: list[tuple[Place, Item]] = []
    for place, item in walked(scheme):
        if item.retired or place[:-2] in retired:
            retired.add(place)
        else:
            used.append((place, item))
            names.setdefault((place[:-1], item.name.strip().casefold()), []).append(item.id)
    for place, item in used:
        found += _of_item(place, item, names[place[:-1], item.name.strip().casefold()])
        if isinstance(item, Label):
            found += _of_label(scheme, place, item, taken)
        elif isinstance(item, Choice):
            found += _of_choice(scheme, place, item)
        elif isinstance(item, Role):
            found += _of_role(scheme, place, item)
        elif item.type == "choice" and all(choice.retired for choice in item.choices):
            found.append(Fault(place, "type", Problem("scheme-without-choices")))
    return found


def _too_many(scheme: Scheme) -> Iterator[Fault]:
    if sum(1 for _place in places(scheme)) > MOST_ITEMS:
        yield Fault((), "items", Problem("scheme-too-many", "", {"key": "scheme", "limit": MOST_ITEMS}))
    for owner, kind in {place[:-1]: place[-2] for place in places(scheme)}.items():
        if len(within(scheme, owner[:-1], kind)) > MOST[kind]:
            yield Fault(owner[:-1], "items", Problem("scheme-too-many", "", {"key": kind, "limit": MOST[kind]}))


def _of_item(place: Place, item: Item, same_name: list[str]) -> Iterator[Fault]:
    yield from _words(place, "name", item.name)
    yield from (Fault(place, "help", problem) for problem in text_problems("help", item.help))
    if len(same_name) > 1 and item.name.strip():
        other = next(identity for identity in same_name if identity != item.id)
        yield Fault(place, "name", Problem("scheme-name-twice", "", {"id": other}))


def _words(place: Place, field: str, text: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(place, field, Problem("scheme-name-empty"))
    yield from (Fault(place, field, problem) for problem in text_problems(field, text))


def _beside(scheme: Scheme, place: Place) -> list[Item]:
    """Return the other items of the same list that are in use."""
    return [
        other for other in within(scheme, place[:-2], kind_of(place)) if other.id != place[-1] and not other.retired
    ]


def _of_label(scheme: Scheme, place: Place, label: Label, taken: Mapping[str, str]) -> Iterator[Fault]:
    yield from (Fault(place, "mapped", problem) for problem in text_problems("mapped", list(label.mapped)))
    if len(label.mapped) > MOST["mapped"]:
        yield Fault(place, "mapped", Problem("scheme-too-many", "", {"key": "mapped", "limit": MOST["mapped"]}))
    yield from _key(scheme, place, label.key)
    if not label.key:
        yield Fault(place, "key", Problem("scheme-without-key"), advice=True)
    elif label.key.lower() in taken:
        yield Fault(
            place, "key", Problem("scheme-key-taken", "", {"key": label.key, "other": taken[label.key.lower()]})
        )
    if not is_one_character(label.letter):
        yield Fault(place, "letter", Problem("scheme-one-character", "", {"key": "letter", "value": label.letter[:40]}))
    others = [other for other in scheme.current if other.id != label.id]
    alike = [other for other in others if other.letter.casefold() == label.letter.casefold()]
    same = next((other for other in alike if other.colour == label.colour), None)
    if same is not None:
        yield Fault(place, "letter", Problem("scheme-look-shared", "", {"other": same.name}))
    elif alike:
        yield Fault(place, "letter", Problem("scheme-letter-shared", "", {"other": alike[0].name}), advice=True)
    if same is None:
        yield from _colour(place, label.colour, [other for other in others if other.evidence == label.evidence])
    earlier = next((other for other in scheme.current if other.roles or other.id == label.id), None)
    if label.roles and earlier is not None and earlier.id != label.id:
        yield Fault(place, "items", Problem("scheme-second-stance", "", {"other": earlier.name}), advice=True)


def _of_choice(scheme: Scheme, place: Place, choice: Choice) -> Iterator[Fault]:
    yield from _key(scheme, place, choice.key)
    if choice.colour and _is_value(scheme, place[:-2]):
        beside = [other for other in _beside(scheme, place) if isinstance(other, Choice)]
        yield from _colour(place, choice.colour, beside)


def _is_value(scheme: Scheme, place: Place) -> bool:
    """Tell whether an attribute is the one whose choices colour the marks of its label."""
    label = item_at(scheme, place[:-2])
    return isinstance(label, Label) and label.value is not None and label.value.id == place[-1]


def _colour(place: Place, colour: str, others: list[Label] | list[Choice]) -> Iterator[Fault]:
    same = next((other for other in others if other.colour == colour), None)
    if same is not None:
        yield Fault(place, "colour", Problem("scheme-colour-shared", "", {"other": same.name}), advice=True)


def _key(scheme: Scheme, place: Place, key: str) -> Iterator[Fault]:
    if not key:
        return
    if not is_one_character(key):
        yield Fault(place, "key", Problem("scheme-one-character", "", {"key": "key", "value": key[:40]}))
        return
    same = [other for other in _beside(scheme, place) if getattr(other, "key", "").lower() == key.lower()]
    if same:
        yield Fault(place, "key", Problem("scheme-key-twice", "", {"key": key, "other": same[0].name}))


def _of_role(scheme: Scheme, place: Place, role: Role) -> Iterator[Fault]:
    targets = [scheme.label(target) for target in role.labels]
    if all(target is None or target.retired for target in targets):
        yield Fault(place, "labels", Problem("scheme-role-without-labels"))
    if not 0 <= role.minimum <= (role.maximum or MOST_IN_A_ROLE) <= MOST_IN_A_ROLE:
        counts = {"minimum": role.minimum, "maximum": role.maximum}
        yield Fault(place, "maximum", Problem("scheme-role-counts", "", counts))
