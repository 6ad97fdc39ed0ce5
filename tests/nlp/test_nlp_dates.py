from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.dates import granularity
from annotator.nlp import days
from annotator.nlp.dates import find

Found = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on 13 March 2025", [("13 March 2025", "2025-03-13")]),
        ("on Wednesday, 2 April 2025", [("Wednesday, 2 April 2025", "2025-04-02")]),
        ("on Sept. 19, 2018", [("Sept. 19, 2018", "2018-09-19")]),
        ("the third of June 2019", [("third of June 2019", "2019-06-03")]),
        ("on 27.03.2024", [("27.03.2024", "2024-03-27")]),
        ("2025-03-07 it is", [("2025-03-07", "2025-03-07")]),
        ("in July 2024 and in 1999", [("July 2024", "2024-07"), ("1999", "1999")]),
        ("the mid-1980s and the 1960s", [("mid-1980s", "198X"), ("1960s", "196X")]),
        ("on 3–5 March 2025", [("3–5 March 2025", "2025-03-03/2025-03-05")]),
        ("in 2014–16 and 2023/24", [("2014–16", "2014/2016"), ("2023/24", "2023/2024")]),
        ("between 2014–2016", [("2014", "2014"), ("2016", "2016")]),
        ("the fall of 2018", [("fall of 2018", "2018-23")]),
        ("the third quarter of 2025", [("third quarter of 2025", "2025-35")]),
        ("the second half of 2026", [("second half of 2026", "2026-41")]),
        ("Last month it rained 🎈", [("Last month", "2025-02")]),
        ("two years ago", [("two years ago", "2023")]),
        ("announced on March 7", [("March 7", "2025-03-07")]),
        ("it will vote on 9 June", [("9 June", "2025-06-09")]),
        ("they met on Tuesday", [("Tuesday", "2025-03-11")]),
        ("they will meet on Tuesday", [("Tuesday", "2025-03-18")]),
        ("he said on Tuesday it would leave", [("Tuesday", "2025-03-11")]),
        ("it happened last week", [("last week", "2025-W10")]),
        ("at the weekend they met", [("weekend", "2025-03-08/2025-03-09")]),
        ("in July of last year", [("July of last year", "2024-07")]),
        ("last November", [("last November", "2024-11")]),
        (
            "yesterday, today and tomorrow",
            [("yesterday", "2025-03-12"), ("today", "2025-03-13"), ("tomorrow", "2025-03-14")],
        ),
        ("last winter they left", [("last winter", "2024-24")]),
        ("signed on 3 May 2011 and ratified on 9 June", [("3 May 2011", "2011-05-03"), ("9 June", "2011-06-09")]),
        (
            "in February 2019 it spoke; three months later it acted",
            [("February 2019", "2019-02"), ("three months later", "2019-05")],
        ),
        (
            "on 21 November 2023; a day later they left",
            [("21 November 2023", "2023-11-21"), ("a day later", "2023-11-22")],
        ),
        (
            "It passed in June 2018; the others followed that December.",
            [("June 2018", "2018-06"), ("that December", "2018-12")],
        ),
        ("Thirty years ago today they agreed", [("Thirty years ago today", "1995-03-13")]),
        ("in\u00a0March\u00a02024", [("March\u00a02024", "2024-03")]),
    ],
)
def test_dates_are_found_with_their_value(found: Found, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "DATE") == expected


@pytest.mark.parametrize(
    "text",
    [
        "for six months and ten years, in recent weeks, now and earlier",
        "Resolution 2231 (2015) and the Merchant Shipping Act 1995",
        "about 2000 troops, 1,500 flights, room 2019",
        "They may march on; the fall of the wall",
        "the same day, that year",
        "at 17:29 and 3.5 per cent",
        "",
    ],
)
def test_durations_counts_and_names_with_years_are_no_dates(found: Found, text: str) -> None:
    assert found(text, "DATE") == []


def test_without_a_day_of_publication_relative_dates_are_left_out(found: Found) -> None:
    assert found("Yesterday, on Tuesday and last month; in 1999.", "DATE", "") == [("1999", "1999")]


def test_numeric_dates_put_the_month_first_only_in_american_texts() -> None:
    assert [each.date for each in find("on 03/04/2024, at the defence centre", "2024-05-01")] == ["2024-04-03"]
    assert [each.date for each in find("on 03/04/2024, at the defense center", "2024-05-01")] == ["2024-03-04"]


def test_what_the_text_does_not_say_is_named() -> None:
    inferred = {each.date: each.inferred for each in find("March 7 and 8 May 2020 and last month", "2025-03-13")}
    assert inferred == {"2025-03-07": "year", "2020-05-08": "", "2025-02": "year,month"}


@given(st.text(st.sampled_from("0123456789 -./–,MarchMonday lastyear of'\n🎈"), max_size=60), st.dates())
def test_whatever_is_found_is_a_date_of_the_calendar(text: str, published: date) -> None:
    last = -1
    for each in find(text, published.isoformat()):
        assert granularity(each.date), each.date
        assert last <= each.start < each.end <= len(text)
        last = each.end


@given(st.dates(date(1600, 1, 1), date(2400, 1, 1)), st.integers(-200, 200))
def test_months_later_and_back_stay_within_the_month(day: date, months: int) -> None:
    moved = days.months_later(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


@given(st.dates(date(1600, 1, 1), date(2400, 1, 1)), st.integers(0, 6), st.booleans())
def test_a_weekday_is_at_most_a_week_away(anchor: date, number: int, strictly: bool) -> None:  # noqa: FBT001
    for direction in (-1, 1):
        found = days.weekday(anchor, number, direction=direction, strictly=strictly)
        assert found.weekday() == number
        assert strictly <= (found - anchor).days * direction <= 6 + strictly
