"""The gate through which a scheme comes in, and what two versions of one may not differ in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.core.marks import Span
from annotator.core.scheme import Scheme, clashing, removed, value_problem
from annotator.core.scheme_toml import MAX_BYTES, parse_scheme

SHIPPED = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
SMALL = 'id = "s"\nname = "S"\n[[label]]\nid = "A"\nname = "Ä"\nkey = "1"\n'


def read(toml: str) -> Scheme:
    scheme, problems = parse_scheme(toml)
    assert scheme is not None, problems
    return scheme


def test_the_scheme_that_ships_is_sound() -> None:
    assert [label.id for label in read(SHIPPED).labels] == ["ACTOR", "TREATY", "DATE", "STANCE"]


def test_all_that_is_wrong_is_said_at_once_with_its_place() -> None:
    toml = """
        id = "1st"
        extra = 1
        label = [
          3,
          {id = "A", name = 4, key = "ab", role = [{id = "x", labels = 5}, {id = "x", labels = ["Z"], minimum = 3, maximum = 2}]},
          {id = "B", name = "B", key = "b", overlap = "some", attribute = [{id = "v", type = "choice"}, {type = "date"}]},
          {id = "C", name = "C", key = "B", letter = "CC"},
        ]
    """
    _scheme, problems = parse_scheme(toml)
    assert {(problem.code, problem.where) for problem in problems} == {
        ("scheme-missing", ""),
        ("scheme-unknown-key", ""),
        ("scheme-bad-id", ""),
        ("scheme-not-a-table", "label 1"),
        ("scheme-wrong-type", "label A"),
        ("scheme-wrong-type", "label A, role x"),
        ("scheme-id-twice", "label A, role x"),
        ("scheme-role-counts", "label A, role x"),
        ("scheme-unknown-label", "label A, role x"),
        ("scheme-not-one-of", "label B"),
        ("scheme-choices", "label B, attribute v"),
        ("scheme-missing", "label B, attribute 2"),
        ("scheme-one-character", "label A"),
        ("scheme-one-character", "label C"),
        ("scheme-key-twice", "label C"),
    }


@pytest.mark.parametrize(
    "toml", ["", "[[", "id = ", "a" * (MAX_BYTES + 1), "x = " + "[" * 2000, "\x00", "d = 2025-13-45"]
)
def test_what_is_no_scheme_is_a_problem(toml: str) -> None:
    scheme, problems = parse_scheme(toml)
    assert scheme is None
    assert problems


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text("aZ1_ 😀", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    "id",
                    "name",
                    "key",
                    "letter",
                    "labels",
                    "attribute",
                    "role",
                    "choice",
                    "type",
                    "minimum",
                    "maximum",
                    "mapped",
                )
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {as_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(item) for item in value) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return "1979-05-27" if value is None else str(value).lower()


@given(values, values, values)
def test_nothing_that_a_file_can_say_stops_the_gate(label: Any, question: Any, name: Any) -> None:
    toml = f'id = {as_toml(name)}\nname = "n"\nlabel = {as_toml([label])}\nquestion = {as_toml([question])}\n'
    scheme, problems = parse_scheme(toml)
    assert (scheme is None) == bool(problems)


def test_an_item_that_is_gone_or_of_another_type_is_named() -> None:
    old = read(SMALL + '[[label.attribute]]\nid = "v"\ntype = "choice"\nchoice = [{id = "x"}, {id = "y"}]\n')
    new = read(SMALL + '[[label.attribute]]\nid = "v"\ntype = "choice"\nchoice = [{id = "x"}]\n')
    other = read(SMALL + '[[label.attribute]]\nid = "v"\ntype = "text"\n')
    assert removed(old, new) == ["label A, attribute v, choice y"]
    assert removed(old, other)[0] == "label A, attribute v (choice)"
    assert removed(old, read(old.toml.replace("Ä", "Ö"))) == []


def test_a_value_is_checked_by_its_type() -> None:
    label = read(SHIPPED).label("STANCE")
    date = read(SHIPPED).label("DATE")
    assert label is not None
    assert date is not None
    choice, when = label.attribute("value"), date.attribute("date")
    assert choice is not None
    assert when is not None
    assert value_problem(choice, "support") is None
    assert getattr(value_problem(choice, "no such"), "code", "") == "unknown-choice"
    assert getattr(value_problem(choice, True), "code", "") == "wrong-type"
    assert value_problem(when, "2025-W13") is None
    assert getattr(value_problem(when, "2025-02-30"), "code", "") == "date-invalid"


def span(label: str, start: int, end: int) -> Span:
    return Span(f"{label}{start}-{end}", "a", "p", label, start, end)


@pytest.mark.parametrize(
    ("overlap", "placed", "new", "clashes"),
    [
        ("nested", (2, 8), (3, 5), False),
        ("nested", (2, 8), (1, 9), False),
        ("nested", (2, 8), (5, 12), True),
        ("nested", (2, 8), (8, 12), False),
        ("nested", (2, 8), (2, 8), True),
        ("none", (2, 8), (3, 5), True),
        ("any", (2, 8), (5, 12), False),
        ("any", (2, 8), (2, 8), True),
    ],
)
def test_overlap_is_as_the_label_allows(
    overlap: str, placed: tuple[int, int], new: tuple[int, int], *, clashes: bool
) -> None:
    scheme = read(SMALL + f'overlap = "{overlap}"\n')
    assert (clashing(scheme, "A", *new, [span("A", *placed)]) is not None) == clashes
