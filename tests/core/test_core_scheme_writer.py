"""A scheme written into its own text: it reads as it should, and what nobody changed stays as somebody wrote it."""

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.core import scheme_draft as draft
from annotator.core.scheme import Attribute, AttributeType, Choice, Label, Overlap, Role, Scheme, Snap
from annotator.core.scheme_toml import COLOURS, is_one_character, parse_scheme
from annotator.core.scheme_writer import written

SHIPPED = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")


def read(toml: str) -> Scheme:
    scheme, problems = parse_scheme(toml)
    assert scheme is not None, problems
    return scheme


ids = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,6}", fullmatch=True)
names = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), max_size=12)  # fmt: skip
helps = st.one_of(names, st.sampled_from(("two\nlines", 'a "quoted" \\ word', "'''", '"""', "# no comment")))
letters = st.characters().filter(is_one_character)


def listed(items: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most, unique_by=lambda item: item.id).map(tuple)


choices = st.builds(Choice, ids, names, st.just(""), st.sampled_from(("", *COLOURS)), helps, st.booleans())


@st.composite
def attributes(make: st.DrawFn) -> Attribute:
    kind = make(st.sampled_from(get_args(AttributeType)))
    found = make(listed(choices).filter(bool)) if kind == "choice" else ()
    entities = make(st.sampled_from(("", "actor", "treaty")))
    return Attribute(
        make(ids), make(names), kind, found, entities, make(st.booleans()), make(helps), make(st.booleans())
    )


@st.composite
def schemes(make: st.DrawFn) -> Scheme:
    names_of = make(st.lists(ids, min_size=1, max_size=4, unique=True))
    keys = make(st.lists(letters, min_size=len(names_of), max_size=len(names_of), unique_by=str.lower))
    labels: list[Label] = []
    for identity, key in zip(names_of, keys, strict=True):
        filled = st.lists(st.sampled_from(names_of), min_size=1, max_size=2).map(tuple)
        roles = st.builds(Role, ids, names, filled, st.integers(0, 1), st.integers(1, 3), helps, st.booleans())
        label = Label(
            identity, make(names), make(st.sampled_from(("", key))), make(letters), make(st.sampled_from(COLOURS)),
            make(helps), make(st.sampled_from(get_args(Snap))), make(st.sampled_from(get_args(Overlap))),
            make(st.booleans()), make(listed(attributes())), make(listed(roles)),
            make(st.lists(names, max_size=2).map(tuple)), bool(labels) and make(st.booleans()),
        )  # fmt: skip
        labels.append(label)
    return Scheme(make(ids), make(names), tuple(labels), make(listed(attributes())))


@given(schemes())
def test_what_is_written_reads_as_the_scheme(scheme: Scheme) -> None:
    made = written(scheme)
    assert read(made.toml) == made
    assert replace(made, toml="") == scheme
    assert written(made).toml == made.toml


@given(schemes(), schemes())
def test_a_scheme_written_into_another_ones_text_reads_as_itself(old: Scheme, new: Scheme) -> None:
    made = written(replace(new, toml=written(old).toml))
    assert replace(read(made.toml), toml="") == new


@given(schemes(), st.data())
def test_a_scheme_written_into_a_text_on_few_lines_reads_as_itself(new: Scheme, data: st.DataObject) -> None:
    before = 'id = "s"\nlabel = [{id = "A", name = "A", key = "1", attribute = [{id = "v", type = "choice", choice = [{id = "x"}]}]}] # all\nname = "S"\n'
    mixed = replace(new, labels=(*read(before).labels, *(item for item in new.labels if item.id != "A")))
    keys = [label.key.lower() for label in mixed.current if label.key]
    if len(set(keys)) == len(keys):
        assert replace(read(written(replace(mixed, toml=before)).toml), toml="") == replace(mixed, toml="")


def lines_that_differ(old: str, new: str) -> tuple[list[str], list[str]]:
    return (
        [line.strip() for line in old.splitlines() if line.strip() and line not in new.splitlines()],
        [line.strip() for line in new.splitlines() if line.strip() and line not in old.splitlines()],
    )


def test_what_did_not_change_is_not_touched() -> None:
    scheme = read(SHIPPED)
    assert written(scheme).toml == SHIPPED
    made = draft.changed(scheme, ("label", "STANCE", "attribute", "value", "choice", "oppose"), name="objects")
    made = draft.changed(made, ("label", "DATE"), retired=True)
    assert lines_that_differ(SHIPPED, written(made).toml) == (
        ['name = "oppose"'],
        ["retired = true", 'name = "objects"'],
    )


def commented(toml: str) -> str:
    """Return a scheme with a comment before and behind everything."""
    lines: list[str] = []
    for number, line in enumerate(toml.splitlines()):
        lines += [f"# before {number}", f"{line} # behind {number}"] if line.strip().startswith(("[", "id")) else [line]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("turn", ["order", "add", "nested", "remove", "empty"])
def test_comments_survive_what_is_added_moved_and_taken_away(turn: str) -> None:
    before = commented(SHIPPED)
    scheme = read(before)
    if turn == "order":
        scheme = draft.moved(scheme, ("label", "STANCE"), 0)
        scheme = draft.moved(scheme, ("label", "STANCE", "attribute", "value", "choice", "neutral"), 0)
    elif turn == "add":
        scheme, place = draft.added(scheme, (), "label")
        scheme, place = draft.named(scheme, place, "Place", in_force=read(SHIPPED))
        scheme, _place = draft.added(scheme, place, "attribute")
    elif turn == "nested":
        scheme, place = draft.added(scheme, ("label", "STANCE", "attribute", "value"), "choice")
        scheme, place = draft.added(scheme, ("label", "DATE"), "attribute")
        scheme, place = draft.added(scheme, ("label", "DATE"), "role")
    elif turn == "remove":
        scheme = draft.removed_at(scheme, ("label", "STANCE", "attribute", "salience"))
    else:
        scheme = draft.removed_at(scheme, ("label", "DATE", "attribute", "date"))
    toml = written(scheme).toml
    assert replace(read(toml), toml="") == replace(scheme, toml="")
    lost = [line for line in before.splitlines() if "#" in line and line not in toml.splitlines()]
    if turn in {"remove", "empty"}:
        assert all(
            "before" in line
            or "salience" in line
            or 'id = "date"' in line
            or "[[" in line
            or "main" in line
            or "background" in line
            for line in lost
        )
        assert len(lost) <= 12
    else:
        assert lost == []
