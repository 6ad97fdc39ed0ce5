"""Normalisation: the text that every article id and every offset rests on."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.text import article_id, normalise, storable

raw_texts = st.text(st.sampled_from("a é😀e\u0301م\u00a0\ufeff\ud800\udfff\r\n\x00"), max_size=40) | st.text(
    max_size=40
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", ""),
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("\ufeffPoland", "Poland"),
        ("Pol\ufeffand", "Pol\ufeffand"),
        ("a\ud800b", "ab"),
        ("a\rb", "a\rb"),
        ("\r\r\n", "\n"),
        ("\r\ud800\n", "\n"),
        ("\ud800\ufeffa", "a"),
        ("\ufeff\ud800\r\n", "\n"),
        ("e\u0301\u00a0\u2028", "e\u0301\u00a0\u2028"),
    ],
)
def test_only_byte_order_marks_carriage_returns_before_line_feeds_and_lone_surrogates_go(raw: str, text: str) -> None:
    assert normalise(raw).text == text


@given(raw_texts)
def test_normalising_twice_is_normalising_once(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once) == normalise(once.encode().decode())
    assert normalise(once).text == once
    assert normalise(once).dropped == ()


@given(raw_texts)
def test_a_position_leads_to_the_same_character(raw: str) -> None:
    normalised = normalise(raw)
    for position, character in enumerate(raw):
        if position not in normalised.dropped:
            assert normalised.text[normalised.position(position)] == character
    assert normalised.position(0) == 0
    assert normalised.position(len(raw)) == len(normalised.text)


@given(raw_texts)
def test_positions_keep_their_order(raw: str) -> None:
    normalised = normalise(raw)
    positions = [normalised.position(position) for position in range(len(raw) + 1)]
    assert all(before <= after <= before + 1 for before, after in pairwise(positions))


def test_a_long_run_of_carriage_returns_is_read_once() -> None:
    raw = "\r" * 1_000_000 + "x"
    assert normalise(raw).text == raw


def test_an_article_is_named_by_the_hash_of_its_utf_8() -> None:
    assert article_id("Türkiye 😀") == hashlib.sha256("Türkiye 😀".encode()).hexdigest()


@given(st.text(max_size=30) | raw_texts)
def test_what_is_stored_can_be_encoded_and_all_else_stays(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert len(kept) == len(text)
    assert all(now == was or "\ud800" <= was <= "\udfff" for now, was in zip(kept, text, strict=True))
