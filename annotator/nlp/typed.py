"""What a person means who types a date: `7 March`, `last Friday`, `Q1 2025`. No spaCy: it answers at every key."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from annotator.core import dates
from annotator.nlp import days

_DAY, _MONTH, _YEAR = "year,month,day", "year,month", "year"


@dataclass(frozen=True, slots=True)
class Typed:
    """A value, the parts of it that were not said (as `year,month`), and what else a numeric date could mean."""

    value: str
    inferred: str = ""
    other: str = ""


def read(typed: str, published: str) -> Typed | None:
    """Return the value that typed words have beside a day of publication (an ISO date or empty), or None.

    Numbers alone are read day first. What has no value of its own (`early 2025`, `soon`) is None.
    """
    plain = typed.strip()
    for value in (plain, plain.upper()):
        if dates.check(value) is None:
            return Typed(value)
    words = " ".join(plain.casefold().replace(",", " ").split()).rstrip(".")
    words = re.sub(r"^(?:(?:on|since|until|by|in(?= the )) )?(?:the )?|^in (?=\D)", "", words)
    matches = ((pattern.fullmatch(words), means) for pattern, means in _patterns())
    found = (means(match, days.day_of(published)) for match, means in matches if match is not None)
    return next((meant for meant in found if meant is not None), None)


Means = Callable[["re.Match[str]", date | None], Typed | None]


@cache
def _words() -> "tuple[dict[str, int], dict[str, int], dict[str, int], dict[str, int]]":
    """Return the numbers of months, weekdays, ordinals and count words."""
    # Read when something is typed: making the patterns beside them takes longer than a key may.
    from annotator.nlp.dateforms import MONTHS, NUMBERS, ORDINALS, WEEKDAYS

    return MONTHS, WEEKDAYS, ORDINALS, NUMBERS


@cache
def _patterns() -> list[tuple["re.Pattern[str]", Means]]:
    _months, weekdays, ordinals, numbers = _words()
    day = r"(?P<d>\d{1,2}(?:st|nd|rd|th)?|" + "|".join(ordinals) + ")"
    month, year = r"(?P<m>[^\W\d_]{3,}\.?)", r"(?P<y>1[4-9]\d\d|2[01]\d\d)"
    number = r"(?P<n>\d{1,3}|" + "|".join(sorted(numbers, key=len, reverse=True)) + ")"
    weekday, unit = r"(?P<w>" + "|".join(weekdays) + r")\.?", r"(?P<u>day|week|month|year|decade)s?"
    which, season = r"(?P<r>last|this|next|past|coming)", r"(?P<s>" + "|".join(days.SEASONS) + ")"
    ordinal = r"(?P<q>first|second|third|fourth)"
    forms: list[tuple[str, Means]] = [
        (r"(?P<a>\d{1,2})(?P<by>[./-])(?P<b>\d{1,2})(?:(?P=by)(?P<y>\d{4}|\d\d)?)?", _numbers),
        (rf"(?:{weekday} )?{day} (?:of )?{month}(?: {year})?", _day_month),
        (rf"(?:{weekday} )?{month} {day}(?: {year})?", _day_month),
        (rf"(?P<a>\d{{1,2}}) ?(?:[–-]|to|and) ?(?P<b>\d{{1,2}}) {month}(?: {year})?", _days),
        (rf"{month} (?P<a>\d{{1,2}}) ?(?:[–-]|to|and) ?(?P<b>\d{{1,2}})(?: {year})?", _days),
        (rf"(?:{which} )?{weekday}", _weekday),
        (r"(?P<day>" + "|".join(_STEPS) + ")", _near),
        (rf"{which} (?P<u>week|month|quarter|year|decade)", _unit),
        (rf"{number} {unit} ago|(?P<ahead>in) {number.replace('<n>', '<n2>')} {unit.replace('<u>', '<u2>')}", _counted),
        (rf"(?:q(?P<k>[1-4])|{ordinal} quarter)(?: of)?(?: {year})?|(?P<y2>\d{{4}}) ?q(?P<k2>[1-4])", _quarter),
        (rf"(?:h(?P<k>[12])|(?P<q>first|second) half)(?: of)?(?: {year})?", _half),
        (rf"(?:w|week )(?P<k>\d\d?)(?: of)?(?: {year})?", _week),
        (rf"(?:{which} )?{season}(?: of)?(?: {year})?", _season),
        (rf"(?:{which} )?{month}(?: of)?(?: {year})?", _month),
        (r"(?P<y>1[4-9]\d0|2[01]\d0)s", lambda match, _: Typed(days.decade(int(match["y"])))),
    ]  # fmt: skip
    return [(re.compile(form), means) for form, means in forms]


_STEPS = {
    "day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1,
    "day after tomorrow": 2,
}  # fmt: skip


def _numbers(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    first, second, said = int(match["a"]), int(match["b"]), match["y"]
    short = said is not None and len(said) == 2
    inferred = "" if said and not short else _YEAR
    readings = []
    for day, month in ((first, second), (second, first)):
        year = _full(int(said)) if said else days.year_of_month(anchor, month, day=day, direction=0) if anchor else 0
        if days.valid(year, month, day):
            readings.append(days.value(year, month, day))
    if not readings:
        return None
    return Typed(readings[0], inferred, readings[1] if len(readings) > 1 and readings[1] != readings[0] else "")


def _full(year: int) -> int:
    return year if year >= 100 else 2000 + year if year < 70 else 1900 + year


def _number_of(month: str) -> int:
    plain = month.rstrip(".")
    return _words()[0].get(plain, 0) or dates.month_number(plain)


def _day_of(word: str) -> int:
    return _words()[2].get(word, 0) or int(word.rstrip("stndrh"))


def _year_of(match: "re.Match[str]", anchor: date | None, month: int, day: int = 0) -> int:
    """Return the year that was said, else the one in which the month lies nearest to the anchor; 0 without either."""
    if match["y"]:
        return int(match["y"])
    return days.year_of_month(anchor, month, day=day, direction=0) if anchor is not None and month else 0


def _said(match: "re.Match[str]") -> str:
    return "" if match["y"] else _YEAR


def _day_month(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    month, day = _number_of(match["m"]), _day_of(match["d"])
    year = _year_of(match, anchor, month, day)
    return Typed(days.value(year, month, day), _said(match)) if days.valid(year, month, day) else None


def _days(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    month, first, last = _number_of(match["m"]), int(match["a"]), int(match["b"])
    year = _year_of(match, anchor, month, last)
    if not (0 < first < last and days.valid(year, month, last)):
        return None
    return Typed(f"{days.value(year, month, first)}/{days.value(year, month, last)}", _said(match))


def _month(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    month, which = _number_of(match["m"]), match["r"]
    year = _year_of(match, anchor, month)
    if which and anchor is not None and month and not match["y"]:
        before, after = which in ("last", "past"), which in ("next", "coming")
        year = anchor.year - (before and month >= anchor.month) + (after and month <= anchor.month)
    return Typed(days.value(year, month), _said(match)) if days.valid(year, month) else None


def _weekday(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    if anchor is None:
        return None
    number, which = _words()[1][match["w"]], match["r"]
    if which == "next":  # on a Wednesday, "next Thursday" is not tomorrow
        monday = days.weekday(anchor, 0, direction=1, strictly=True)
        return Typed(days.weekday(monday, number, direction=1).isoformat(), _DAY)
    direction = 1 if which in ("this", "coming") else -1
    found = days.weekday(anchor, number, direction=direction, strictly=which in ("last", "past", "coming"))
    return Typed(found.isoformat(), _DAY)


def _near(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    return Typed(days.shifted(anchor, _STEPS[match["day"]], "day"), _DAY) if anchor else None


def _unit(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    if anchor is None:
        return None
    unit, step = match["u"], {"last": -1, "past": -1, "next": 1, "coming": 1}.get(match["r"], 0)
    if unit == "quarter":
        moved = days.months_later(anchor, 3 * step)
        return Typed(f"{moved.year:04d}-{33 + (moved.month - 1) // 3}", _YEAR)
    return Typed(days.shifted(anchor, step, unit), _parts(unit))


def _counted(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    word, unit = match["n"] or match["n2"], match["u"] or match["u2"]
    count = int(word) if word.isdecimal() else _words()[3][word]
    if anchor is None or not count:
        return None
    return Typed(days.shifted(anchor, count if match["ahead"] else -count, unit), _parts(unit))


def _parts(unit: str) -> str:
    return {"year": _YEAR, "decade": _YEAR, "month": _MONTH}.get(unit, _DAY)


def _quarter(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    number = int(match["k"] or match["k2"] or 0) or _ORDER.index(match["q"]) + 1
    said = match["y"] or match["y2"]
    year = said or (f"{anchor.year:04d}" if anchor else "")
    return Typed(f"{year}-{32 + number}", "" if said else _YEAR) if year else None


_ORDER = ("first", "second", "third", "fourth")


def _half(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    number = int(match["k"] or 0) or _ORDER.index(match["q"]) + 1
    year = match["y"] or (f"{anchor.year:04d}" if anchor else "")
    return Typed(f"{year}-{39 + number}", _said(match)) if year else None


def _week(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    year = match["y"] or (f"{anchor.year:04d}" if anchor else "")
    value = f"{year}-W{int(match['k']):02d}"
    return Typed(value, _said(match)) if dates.check(value) is None else None


def _season(match: "re.Match[str]", anchor: date | None) -> Typed | None:
    if match["y"]:
        return Typed(days.season(match["s"], int(match["y"])))
    if anchor is None:
        return None
    which = {"past": "last", "coming": "next"}.get(match["r"] or "this", match["r"] or "this")
    return Typed(days.season_near(anchor, match["s"], which), _YEAR)
