"""Dates that a person types beside an article: what they mean, and what of them was not said."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import dates
from annotator.nlp.typed import Typed, read

PUBLISHED = "2025-03-13T17:29"
"""A Thursday."""


@pytest.mark.parametrize(
    ("typed", "value", "inferred"),
    [
        ("2025-03-07", "2025-03-07", ""),
        ("2025-w13", "2025-W13", ""),
        ("199x", "199X", ""),
        ("7 March", "2025-03-07", "year"),
        ("the 7th of march", "2025-03-07", "year"),
        ("March 7, 2024", "2024-03-07", ""),
        ("Fri 7 Mar. 2025", "2025-03-07", ""),
        ("seventh march", "2025-03-07", "year"),
        ("28 December", "2024-12-28", "year"),
        ("7 марта 2025", "2025-03-07", ""),
        ("March 2025", "2025-03", ""),
        ("december", "2024-12", "year"),
        ("last December", "2024-12", "year"),
        ("next March", "2026-03", "year"),
        ("2025", "2025", ""),
        ("last Friday", "2025-03-07", "year,month,day"),
        ("thursday", "2025-03-13", "year,month,day"),
        ("last Thursday", "2025-03-06", "year,month,day"),
        ("next thursday", "2025-03-20", "year,month,day"),
        ("Yesterday", "2025-03-12", "year,month,day"),
        ("the day before yesterday", "2025-03-11", "year,month,day"),
        ("last week", "2025-W10", "year,month,day"),
        ("next month", "2025-04", "year,month"),
        ("last year", "2024", "year"),
        ("two weeks ago", "2025-W09", "year,month,day"),
        ("in March 2025", "2025-03", ""),
        ("in 2 months", "2025-05", "year,month"),
        ("in the summer of 2024", "2024-22", ""),
        ("on 7 March", "2025-03-07", "year"),
        ("in 3 days", "2025-03-16", "year,month,day"),
        ("Q1", "2025-33", "year"),
        ("2024 Q4", "2024-36", ""),
        ("the first quarter of 2025", "2025-33", ""),
        ("second half of 2024", "2024-41", ""),
        ("week 13", "2025-W13", "year"),
        ("summer 2024", "2024-22", ""),
        ("the 1990s", "199X", ""),
        ("3-5 March 2025", "2025-03-03/2025-03-05", ""),
        ("13.3.2025", "2025-03-13", ""),
        ("13/3/25", "2025-03-13", "year"),
        ("5.5.", "2025-05-05", "year"),
    ],
)
def test_what_is_typed_has_a_value(typed: str, value: str, inferred: str) -> None:
    assert read(typed, PUBLISHED) == Typed(value, inferred)
    assert dates.check(value) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nonsense",
        "soon",
        "early 2025",
        "30 February",
        "2025-02-30",
        "7 Marchember",
        "week 54",
        "32/1/2025",
        "5-3 March",
    ],
)
def test_what_has_no_value_is_nothing(typed: str) -> None:
    assert read(typed, PUBLISHED) is None


def test_numbers_are_read_day_first_and_say_what_else_they_could_mean() -> None:
    assert read("3/7/2025", PUBLISHED) == Typed("2025-07-03", "", "2025-03-07")
    assert read("7/7/2025", PUBLISHED) == Typed("2025-07-07")
    assert read("3/17/2025", PUBLISHED) == Typed("2025-03-17")


@pytest.mark.parametrize(
    "typed", ["yesterday", "7 March", "last Friday", "next month", "two weeks ago", "Q1", "spring"]
)
def test_without_a_day_of_publication_what_is_relative_has_no_value(typed: str) -> None:
    assert read(typed, "") is None
    assert read("7 March 2025", "") == Typed("2025-03-07")


@given(st.text(max_size=40) | st.from_regex(r"(last |next )?[0-9a-zA-Z/.\- ]{1,20}"), st.dates().map(str) | st.just(""))
def test_whatever_is_typed_gives_nothing_or_a_value_of_the_calendar(typed: str, published: str) -> None:
    found = read(typed, published)
    for value in (found.value, found.other) if found else ():
        assert not value or dates.check(value) is None


def test_reading_what_is_typed_does_not_wait_for_spacy() -> None:
    code = "import sys; from annotator.nlp import typed; typed.read('7 March', '2025-03-13'); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
