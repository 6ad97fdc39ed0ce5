"""Code points and UTF-16 units, checked against Python's own encoder."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.offsets import Utf16Offsets

texts = st.text(st.sampled_from("aé😀𝒳e\u0301م\u00a0\n"), max_size=40) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=40
)


@given(texts)
def test_units_are_those_of_the_encoder(text: str) -> None:
    offsets = Utf16Offsets(text)
    for position in range(len(text) + 1):
        assert offsets.units(position) == len(text[:position].encode("utf-16-le")) // 2


@given(texts)
def test_there_and_back_is_where_one_was(text: str) -> None:
    offsets = Utf16Offsets(text)
    assert [offsets.code_point(offsets.units(position)) for position in range(len(text) + 1)] == list(
        range(len(text) + 1)
    )


@given(texts)
def test_the_middle_of_a_pair_belongs_to_its_character(text: str) -> None:
    offsets = Utf16Offsets(text)
    for position, character in enumerate(text):
        if character > "\uffff":
            assert offsets.code_point(offsets.units(position) + 1) == position
