"""Calendar values in words: `2025-03-07` is Friday 7 March 2025, and what was inferred of it stands in brackets."""

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from annotator.core import dates
from annotator.core.translation import QT_TR_NOOP

_GRANULARITIES = (
    QT_TR_NOOP("day"),
    QT_TR_NOOP("week"),
    QT_TR_NOOP("month"),
    QT_TR_NOOP("season"),
    QT_TR_NOOP("quarter"),
    QT_TR_NOOP("third"),
    QT_TR_NOOP("half"),
    QT_TR_NOOP("year"),
    QT_TR_NOOP("decade"),
    QT_TR_NOOP("century"),
    QT_TR_NOOP("interval"),
)
_DAYS = (
    QT_TR_NOOP("Monday"),
    QT_TR_NOOP("Tuesday"),
    QT_TR_NOOP("Wednesday"),
    QT_TR_NOOP("Thursday"),
    QT_TR_NOOP("Friday"),
    QT_TR_NOOP("Saturday"),
    QT_TR_NOOP("Sunday"),
)
_MONTHS = (
    QT_TR_NOOP("January"),
    QT_TR_NOOP("February"),
    QT_TR_NOOP("March"),
    QT_TR_NOOP("April"),
    QT_TR_NOOP("May"),
    QT_TR_NOOP("June"),
    QT_TR_NOOP("July"),
    QT_TR_NOOP("August"),
    QT_TR_NOOP("September"),
    QT_TR_NOOP("October"),
    QT_TR_NOOP("November"),
    QT_TR_NOOP("December"),
)
_PARTS_OF_YEARS = {
    21: QT_TR_NOOP("spring"),
    22: QT_TR_NOOP("summer"),
    23: QT_TR_NOOP("autumn"),
    24: QT_TR_NOOP("winter"),
    25: QT_TR_NOOP("northern spring"),
    26: QT_TR_NOOP("northern summer"),
    27: QT_TR_NOOP("northern autumn"),
    28: QT_TR_NOOP("northern winter"),
    29: QT_TR_NOOP("southern spring"),
    30: QT_TR_NOOP("southern summer"),
    31: QT_TR_NOOP("southern autumn"),
    32: QT_TR_NOOP("southern winter"),
    33: QT_TR_NOOP("the first quarter of"),
    34: QT_TR_NOOP("the second quarter of"),
    35: QT_TR_NOOP("the third quarter of"),
    36: QT_TR_NOOP("the fourth quarter of"),
    37: QT_TR_NOOP("the first third of"),
    38: QT_TR_NOOP("the second third of"),
    39: QT_TR_NOOP("the last third of"),
    40: QT_TR_NOOP("the first half of"),
    41: QT_TR_NOOP("the second half of"),
}
OPEN, CLOSE = "⟨", "⟩"
"""What stands around the inferred parts of a date."""


def in_words(value: str, inferred: str = "") -> str:
    """Return a value in words, its inferred parts (as `year,month`) in brackets; a value that is none as it stands."""
    kind = dates.granularity(value)
    if kind == "interval":
        start, end = value.split("/")
        return _interval(start, end, inferred)
    if kind in ("", "other"):
        return value
    plain = value.rstrip("~?%")
    about = {"~": _tr("about "), "?": _tr("perhaps "), "%": _tr("perhaps about ")}.get(value[len(plain) :], "")
    return about + _joined(_pieces(plain, kind), frozenset(inferred.split(",")))


def granularity_name(value: str) -> str:
    """Return how fine a value is, in a word."""
    kind = dates.granularity(value)
    return _tr(kind) if kind in _GRANULARITIES else _tr("EDTF")


def _interval(start: str, end: str, inferred: str) -> str:
    if start in ("", ".."):
        return _tr("until {}").format(in_words(end, inferred))
    if end in ("", ".."):
        return _tr("from {} on").format(in_words(start, inferred))
    return _tr("{} to {}").format(in_words(start, inferred), in_words(end, inferred))


def _pieces(plain: str, kind: str) -> list[tuple[str, str]]:
    """Return the words of a value in their order, each with the part of the date that it says."""
    if kind in ("decade", "century"):
        return [("year", _tr("the {}s").format(plain.replace("X", "0")))]
    year = plain[:5] if plain.startswith("-") else plain[:4]
    rest = plain[len(year) + 1 :]
    if kind == "day" and not year.startswith("-") and year != "0000":
        day = date.fromisoformat(plain)
        return [
            ("day", f"{_tr(_DAYS[day.weekday()])} {day.day}"),
            ("month", _tr(_MONTHS[day.month - 1])),
            ("year", year),
        ]
    if kind == "day":
        return [("day", str(int(rest[3:]))), ("month", _tr(_MONTHS[int(rest[:2]) - 1])), ("year", year)]
    if kind == "month":
        return [("month", _tr(_MONTHS[int(rest) - 1])), ("year", year)]
    if kind == "week":
        return [("day", _tr("week {}").format(int(rest[1:])) + _week_days(year, int(rest[1:]))), ("year", year)]
    return [("year", year)] if kind == "year" else [("month", _tr(_PARTS_OF_YEARS[int(rest)])), ("year", year)]


def _week_days(year: str, week: int) -> str:
    if year.startswith("-") or year == "0000":
        return ""
    first = date.fromisocalendar(int(year), week, 1)
    last = first + timedelta(6) if first < date(9999, 12, 26) else first
    month = f" {_tr(_MONTHS[first.month - 1])}" if first.month != last.month else ""
    return f" ({first.day}{month}–{last.day} {_tr(_MONTHS[last.month - 1])})"


def _joined(pieces: list[tuple[str, str]], inferred: frozenset[str]) -> str:
    """Put the words together, with brackets around each run of inferred ones."""
    made, inside = "", False
    for part, words in pieces:
        opens = part in inferred
        made += (CLOSE if inside and not opens else "") + (" " if made else "") + (OPEN if opens and not inside else "")
        made += words
        inside = opens
    return made + (CLOSE if inside else "")


def _tr(words: str) -> str:
    return QCoreApplication.translate("date_words", words)
