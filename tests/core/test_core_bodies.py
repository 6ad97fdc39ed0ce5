"""Taking stretches into the body of an article, and leaving them out."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.core import bodies
from annotator.core.article import Range

TEXT = "Menu\nTitle 😀\n\nOne. Two.\nThree.\nShare\n"


def words(text: str, body: tuple[Range, ...]) -> list[str]:
    return [text[slice(*stretch)].strip() for stretch in body]


def test_a_stretch_is_taken_in_and_becomes_one_with_its_neighbour() -> None:
    body = ((5, 12), (14, 23))
    assert words(TEXT, bodies.taken_in(TEXT, body, (24, 30))) == ["Title 😀\n\nOne. Two.\nThree."]
    assert words(TEXT, bodies.taken_in(TEXT, ((14, 18),), (31, 36))) == ["One.", "Share"]


def test_a_stretch_is_left_out_of_the_middle() -> None:
    assert words(TEXT, bodies.left_out(TEXT, ((5, 30),), (14, 18))) == ["Title 😀", "Two.\nThree."]
    assert words(TEXT, bodies.left_out(TEXT, (), (0, 4))) == ["Title 😀\n\nOne. Two.\nThree.\nShare"]
    assert bodies.left_out(TEXT, ((5, 12),), (0, 20)) == ()


def test_what_lies_outside_is_found() -> None:
    body = ((5, 30),)
    assert bodies.outside_at(TEXT, body, 2) == (0, 5)
    assert bodies.outside_at(TEXT, body, 6) is None
    assert bodies.outside_at(TEXT, (), 2) is None
    assert bodies.lies_inside(TEXT, body, (6, 9))
    assert not bodies.lies_inside(TEXT, body, (2, 9))
    assert bodies.lies_inside(TEXT, (), (0, 4))


def test_a_stretch_is_widened_to_its_lines() -> None:
    assert TEXT[slice(*bodies.lines_around(TEXT, (16, 26)))] == "One. Two.\nThree."
    assert TEXT[slice(*bodies.lines_around(TEXT, (16, 24)))] == "One. Two."
    assert bodies.lines_around("abc", (1, 2)) == (0, 3)


RANGES = st.lists(st.integers(0, 40), min_size=0, max_size=6, unique=True).map(
    lambda edges: tuple(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(RANGES, st.integers(0, 39), st.integers(1, 20))
def test_in_and_out_are_opposites(body: tuple[Range, ...], start: int, length: int) -> None:
    text = "word " * 8
    stretch = (start, min(start + length, 40))
    inside = bodies.taken_in(text, body, stretch)
    assert bodies.lies_inside(text, inside, stretch)
    assert all(a < b for a, b in inside)
    assert all(first[1] <= second[0] for first, second in pairwise(inside))
    without = bodies.left_out(text, inside, stretch)
    kept = {place for a, b in without for place in range(a, b)}
    assert not kept & set(range(*stretch))
    expected = {place for a, b in body for place in range(a, b) if text[place].strip()} - set(range(*stretch))
    assert {place for place in kept if text[place].strip()} == expected
