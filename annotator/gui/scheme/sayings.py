"""What the scheme editor calls things, and what it says about them."""

from collections.abc import Mapping

from annotator.core.scheme import Label, Scheme
from annotator.core.scheme_draft import Difference, Place, item_at, kind_of
from annotator.core.scheme_toml import plain
from annotator.gui.language import translated as tr

LONGEST_SHOWN = 60
"""Of a name, in characters: it may be anything while it is typed."""


def kind_name(kind: str) -> str:
    """Return what a kind of item is called."""
    return {
        "": tr("Scheme"),
        "label": tr("Label"),
        "attribute": tr("Attribute"),
        "choice": tr("Choice"),
        "role": tr("Role"),
        "question": tr("Question"),
    }[kind]


def item_name(scheme: Scheme, place: Place) -> str:
    """Return what an item is called on screen, on one line and not too long for it."""
    item = item_at(scheme, place)
    return plain(item.name if item is not None else scheme.name, LONGEST_SHOWN) or tr("(no name yet)")


def full_name(scheme: Scheme, place: Place) -> str:
    """Return an item with its kind and what it belongs to: `Choice “oppose” of Stance, Value`."""
    owners = [item_name(scheme, place[:end]) for end in range(2, len(place), 2)]
    named = f"{kind_name(kind_of(place))} “{item_name(scheme, place)}”"
    return tr("{} of {}").format(named, ", ".join(owners)) if owners else named


def marks(count: int, place: Place) -> str:
    """Return a number of marks, or of answers, in words."""
    if not count:
        return tr("no answer has it") if place and place[0] == "question" else tr("no mark has it")
    if place and place[0] == "question":
        return tr("1 answer") if count == 1 else tr("{} answers").format(f"{count:,}")
    return tr("1 mark") if count == 1 else tr("{} marks").format(f"{count:,}")


def consequence(found: Difference, old: Scheme, new: Scheme, uses: Mapping[Place, int] | None) -> str:
    """Return a sentence that says what saving a change means for the marks."""
    place = found.place
    if found.change == "moved":
        return tr("The order of {} is another; no mark changes.").format(_list_name(new, place))
    name = full_name(new, place)
    if found.change == "added":
        return tr("{} is new.").format(name)
    held = None if uses is None else uses.get(place, 0)
    counted = marks(held, place) if held else ""
    single = held == 1
    if found.change == "renamed":
        before = f"“{plain(found.before, LONGEST_SHOWN)}”"
        said = tr("{} was called {}.").format(name, before)
        kept = tr("{} keeps it and shows its new name.") if single else tr("{} keep it and show its new name.")
    elif found.change == "retired":
        said = tr("{} is retired: new marks cannot get it.").format(name)
        kept = tr("{} keeps it.") if single else tr("{} keep it.")
    elif found.change == "restored":
        said = tr("{} is in use again.").format(name)
        kept = tr("{} has it still.") if single else tr("{} have it still.")
    else:
        said = tr("{} is changed.").format(name)
        kept = _kept_by_a_change(old, new, place, single=single)
    if held is None:
        return said
    return f"{said} {kept.format(counted) if held else tr('No mark holds it.')}"


def _kept_by_a_change(old: Scheme, new: Scheme, place: Place, *, single: bool) -> str:
    """Return what a change that is no new name means: only how marks look, or what new ones may be."""
    was, item = item_at(old, place), item_at(new, place)
    looks = isinstance(was, Label) and isinstance(item, Label)
    looks = looks and (was.colour, was.letter, was.evidence) != (item.colour, item.letter, item.evidence)  # type: ignore[union-attr]
    if looks:
        return tr("{} is drawn so.") if single else tr("{} are drawn so.")
    return tr("{} stays as it is.") if single else tr("{} stay as they are.")


def _list_name(scheme: Scheme, place: Place) -> str:
    owner, kind = place[:-1], place[-1]
    plural = {
        "label": tr("the labels"),
        "question": tr("the questions"),
        "attribute": tr("the attributes"),
        "role": tr("the roles"),
        "choice": tr("the choices"),
    }[kind]
    return tr("{} of {}").format(plural, item_name(scheme, owner)) if owner else plural
