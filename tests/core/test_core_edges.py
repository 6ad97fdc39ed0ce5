"""Edges of a stretch, moved by words and characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.edges import moved

TEXT = "Zoe\u0308 told 😀 Vilnius.  Nobody else"


def words(extent: tuple[int, int]) -> str:
    return TEXT[extent[0] : extent[1]]


@pytest.mark.parametrize(
    ("edge", "forward", "character", "left"),
    [
        ("end", True, False, "told 😀 Vilnius"),
        ("end", False, False, "told"),
        ("start", True, False, "😀"),
        ("start", False, False, "Zoe\u0308 told 😀"),
        ("end", True, True, "told 😀 V"),
        ("start", True, True, "old 😀"),
    ],
)
def test_an_edge_goes_to_the_next_word_or_character(edge: str, forward: bool, character: bool, left: str) -> None:  # noqa: FBT001
    at = TEXT.index("told")
    assert words(moved(TEXT, (at, at + 6), edge=edge, forward=forward, character=character)) == left


@given(st.text(alphabet="ab 😀e\u0308\n.", min_size=1), st.data())
def test_an_edge_never_meets_the_other_nor_leaves_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    edge, forward, character = data.draw(st.tuples(st.sampled_from(("start", "end")), st.booleans(), st.booleans()))
    extent = moved(text, (start, end), edge=edge, forward=forward, character=character)
    assert 0 <= extent[0] < extent[1] <= len(text)
    assert extent == (start, end) or text[extent[0] : extent[1]].strip()
