"""Date arithmetic on EDTF values: pure functions, no text.

Values are `2025-03-13`, `2025-03`, `2025`, `199X`, `2025-21` … `2025-24` (seasons), `2025-33` … `2025-36` (quarters),
`2025-40`, `2025-41` (half-years), `2025-W13` (ISO week) and `2025-03-03/2025-03-05`.
"""

import calendar
from datetime import date, timedelta

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
UNITS = ("day", "week", "month", "year", "decade")


def day_of(published: str) -> date | None:
    """Return the day of an ISO date or time, or None where there is none."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def valid(year: int, month: int, day: int = 1) -> bool:
    """Tell whether the calendar has such a day."""
    return 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= calendar.monthrange(year, month)[1]


def value(year: int, month: int = 0, day: int = 0) -> str:
    """Return a year, month or day; a zero leaves the part out."""
    if not month:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


def week(day: date) -> str:
    """Return the ISO week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def decade(year: int) -> str:
    """Return the decade of a year, as EDTF with an unspecified digit."""
    return f"{year // 10:03d}X"


def start(edtf: str) -> date | None:
    """Return the first day that a value covers, or None for one that has none in this calendar."""
    text = edtf.split("/", maxsplit=1)[0].replace("X", "0")
    try:
        if "W" in text:
            return date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
        parts = [int(part) for part in text.split("-")]
        year, month, day = (*parts, 1, 1)[:3] if len(parts) < 3 else parts
        return date(year, _first_month(month), day)
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """Return the day so many months later (or earlier), the month's last where it is shorter."""
    index = max(day.year * 12 + day.month - 1 + months, 12)
    year, month = divmod(min(index, 9999 * 12 + 11), 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(day: date, count: int, unit: str) -> str:
    """Return the value so many units after (before) a day, with the precision of the unit."""
    if unit == "day":
        return _later(day, count).isoformat()
    if unit == "week":
        return week(_later(day, 7 * count))
    if unit == "month":
        moved = months_later(day, count)
        return value(moved.year, moved.month)
    year = min(max(day.year + count * (10 if unit == "decade" else 1), 1), 9999)
    return decade(year) if unit == "decade" else value(year)


def weekday(anchor: date, number: int, *, direction: int, strictly: bool = False) -> date:
    """Return the nearest day with this weekday (Monday 0) at or before (direction -1) or at or after (1) the anchor."""
    ahead = (number - anchor.weekday()) % 7
    if direction > 0:
        return _later(anchor, ahead or (7 if strictly else 0))
    return _later(anchor, -((7 - ahead) % 7) or (-7 if strictly else 0))


def weekend(anchor: date, which: str) -> str:
    """Return the weekend before (`last`), around or after (`next`) a day, as an interval."""
    saturday = _later(anchor, 5 - anchor.weekday())
    if which == "last" or (which == "past" and anchor.weekday() < 5):
        saturday = _later(saturday, -7)
    elif which == "next" and anchor.weekday() >= 5:
        saturday = _later(saturday, 7)
    return f"{saturday.isoformat()}/{_later(saturday, 1).isoformat()}"


def season(name: str, year: int) -> str:
    """Return a season of a year; a winter belongs to the year it begins in."""
    return f"{year:04d}-{SEASONS[name]}"


def season_near(anchor: date, name: str, which: str) -> str:
    """Return the season of this name that is `last`, `this` or `next` as seen from a day."""
    first = 3 * (SEASONS[name] - 20)
    begun = anchor.year if anchor.month >= first else anchor.year - 1
    ended = months_later(date(begun, first, 1), 3) <= anchor
    if which == "last":
        return season(name, begun if ended else begun - 1)
    if which == "next":
        return season(name, begun + 1)
    return season(name, anchor.year if ended else begun if name == "winter" else anchor.year)


def year_of_month(anchor: date, month: int, *, day: int = 0, direction: int) -> int:
    """Return the year in which a month (and day) last came (direction -1), comes next (1) or is nearest (0)."""
    marker = (anchor.month, anchor.day if day else 0)
    this = (month, day)
    if direction < 0:
        return anchor.year if this <= marker else anchor.year - 1
    if direction > 0:
        return anchor.year if this >= marker else anchor.year + 1
    distance = month - anchor.month
    return anchor.year - 1 if distance > 6 else anchor.year + 1 if distance < -6 else anchor.year


def _first_month(number: int) -> int:
    if 21 <= number <= 24:
        return 3 * (number - 20)
    if 33 <= number <= 36:
        return 3 * (number - 33) + 1
    return 7 if number == 41 else 1 if number == 40 else number


def _later(day: date, days: int) -> date:
    """Return the day so many days later, or the calendar's edge."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal())) if days else day + timedelta(0)
