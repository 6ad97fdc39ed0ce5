"""The tokeniser, and what stands on it: snapping, words, edges, sentences, clauses."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import tokens

texts = st.text(st.sampled_from("aPé😀e\u0301م汉 \u00a0\n.,;:'’-–“”()1U\x1c"), max_size=50) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=50
)
stretches = texts.flatmap(
    lambda text: st.tuples(st.just(text), st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda drawn: (drawn[0], min(drawn[1:]), max(drawn[1:]))
    )
)


@given(texts)
def test_each_character_that_is_no_white_space_is_in_one_token(text: str) -> None:
    covered = [position for start, end in tokens.tokens(text) for position in range(start, end)]
    assert covered == sorted(set(covered))
    assert {position for position, character in enumerate(text) if not character.isspace()} <= set(covered)


@given(stretches)
def test_snapping_covers_the_stretch_and_ends_at_whole_tokens(stretch: tuple[str, int, int]) -> None:
    text, start, end = stretch
    first, last = tokens.snap(text, start, end)
    if not text[start:end].strip():
        assert first == last
        return
    every = tokens.tokens(text)
    assert text[start:end].strip() in text[first:last]
    assert first in {token[0] for token in every}
    assert last in {token[1] for token in every}


@given(stretches)
def test_snapping_what_is_snapped_changes_nothing(stretch: tuple[str, int, int]) -> None:
    text, start, end = stretch
    snapped = tokens.snap(text, start, end)
    if snapped[0] < snapped[1]:
        assert tokens.snap(text, *snapped) == snapped


@given(texts)
def test_sentences_are_in_order_apart_and_hold_all_that_is_no_white_space(text: str) -> None:
    found = tokens.sentences(text)
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    inside = {position for start, end in found for position in range(start, end)}
    assert {position for position, character in enumerate(text) if not character.isspace()} <= inside


@given(stretches)
def test_a_clause_lies_round_its_stretch(stretch: tuple[str, int, int]) -> None:
    text, start, end = stretch
    first, last = tokens.clause_at(text, start, end)
    assert 0 <= first <= len(text)
    assert last <= len(text)
    if text[start:end].strip() and (start, end) == tokens.snap(text, start, end):
        sentence = tokens.sentence_at(text, start)
        assert first <= start
        assert sentence[0] <= first
        assert last >= end


@given(texts)
def test_edges_move_on_in_the_direction_asked_for(text: str) -> None:
    for position in range(len(text) + 1):
        assert (
            tokens.next_edge(text, position, forward=True) > position
            or position == len(text)
            or not any(end > position for _start, end in tokens.tokens(text))
        )
        assert (
            tokens.next_edge(text, position, forward=False) < position
            or position == 0
            or not any(start < position for start, _end in tokens.tokens(text))
        )


@given(texts)
def test_a_word_holds_the_position_it_was_asked_for(text: str) -> None:
    for position in range(len(text) + 1):
        start, end = tokens.word_at(text, position)
        assert start <= position <= end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One.\nMr. Smith came. Then left.", ["One.", "Mr. Smith came.", "Then left."]),
        ("He left. Dr. Smith came.", ["He left.", "Dr. Smith came."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("“We stay.” Then 😀 he left!", ["“We stay.”", "Then 😀 he left!"]),
        ("他说。我们走。", ["他说。", "我们走。"]),
        ("", []),
        (" \u00a0\n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in tokens.sentences(text)] == found


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("Kosiniak-Kamysz said", 10, "Kosiniak-Kamysz"),
        ("Poland’s vote", 3, "Poland"),
        ("d'Ottawa", 4, "Ottawa"),
        ("the  end", 4, ""),
        ("مرحبا بالعالم", 2, "مرحبا"),
    ],
)
def test_a_word_is_what_a_double_click_takes(text: str, position: int, word: str) -> None:
    start, end = tokens.word_at(text, position)
    assert text[start:end] == word


def test_a_clause_is_the_part_of_a_sentence_that_says_something() -> None:
    text = "Poland will leave the Ottawa Convention, but Finland has not decided what it wants."
    start, end = tokens.clause_at(text, text.index("Finland"), text.index("Finland") + 7)
    assert text[start:end] == "but Finland has not decided what it wants"
