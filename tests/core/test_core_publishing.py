"""Dates of publication as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import publishing


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("13 March 2025 17:29", "2025-03-13T17:29"),
        ("  March 13,  2025 ", "2025-03-13"),
        ("2025-03-13", "2025-03-13"),
        ("2025-03-13 17:29", "2025-03-13T17:29"),
        ("2025-03-13T17:29", "2025-03-13T17:29"),
        ("3.4.2025", "2025-04-03"),
        ("13 mars 2025 à 17h29", "2025-03-13T17:29"),
        ("13 March 2025, 5:29 pm", "2025-03-13T17:29"),
        ("30 February 2025", ""),
        ("2025-13-13", ""),
        ("Tuesday", ""),
        ("March 2025", ""),
        ("2025", ""),
        ("", ""),
        ("published 13 March 2025", ""),
        ("13 March 2025 and 14 March 2025", ""),
        ("13 March 2025 25:00", ""),
    ],
)
def test_what_is_typed_is_read_or_refused(typed: str, value: str) -> None:
    assert publishing.read(typed) == value


@given(st.datetimes(), st.booleans())
def test_what_is_written_is_read_again(moment: object, clock: bool) -> None:  # noqa: FBT001  drawn
    from datetime import datetime

    assert isinstance(moment, datetime)
    if not 1900 <= moment.year <= 2099:
        moment = moment.replace(year=2025, day=min(moment.day, 28))
    value = moment.strftime("%Y-%m-%dT%H:%M" if clock else "%Y-%m-%d")
    assert publishing.read(publishing.written(value)) == value
    assert publishing.written(value, weekday=True).endswith(publishing.written(value))


def test_what_is_no_date_stays_as_it_stands() -> None:
    assert publishing.written("soon") == "soon"
    assert publishing.written("") == ""
    assert publishing.written("2025-03-11", weekday=True) == "Tuesday, 11 March 2025"
