"""Calendar values: EDTF and ISO weeks checked against the real calendar, and the dates that lines of a page state."""

import calendar
from datetime import date, datetime
from functools import cache

import regex

from annotator.core.article import Range
from annotator.core.problems import Problem

_QUALIFIED = r"[~?%]?"
_VALUE = regex.compile(
    rf"(?P<year>-?\d{{4}})(?:-(?:W(?P<week>\d\d)|(?P<part>\d\d)(?:-(?P<day>\d\d))?))?{_QUALIFIED}"
    rf"|(?P<decade>\d{{3}})X{_QUALIFIED}|(?P<century>\d\d)XX{_QUALIFIED}"
)
_SUBYEARS = {range(21, 33): "season", range(33, 37): "quarter", range(37, 40): "third", range(40, 42): "half"}
_OPEN = {"", ".."}
_LONGEST = 64


def check(value: str) -> Problem | None:
    """Return what is wrong with an EDTF value or ISO week (problem `date-invalid`), or None: `2025-02-30` is wrong."""
    return None if granularity(value) else Problem("date-invalid", "", {"value": value[:_LONGEST]})


def granularity(value: str) -> str:
    """Return how fine a value is, or an empty string where it is none.

    One of day, week, month, third, quarter, half, season, year, decade, century, interval; `other` for other EDTF.
    """
    if len(value) > _LONGEST or not value.isascii() or value != value.strip():
        return ""
    if value.count("/") == 1:
        return _interval(*value.split("/"))
    match = _VALUE.fullmatch(value)
    if match is None:
        return "other" if _is_edtf(value) else ""
    if not match["year"]:
        return "decade" if match["decade"] else "century"
    year = int(match["year"])
    if match["week"]:
        return "week" if 1 <= int(match["week"]) <= _weeks(year) else ""
    return _within_year(year, int(match["part"]), match["day"]) if match["part"] else "year"


def _within_year(year: int, part: int, day: str | None) -> str:
    if 1 <= part <= 12:
        # Year 0 and before have the calendar of the same year, 400 years on.
        last = calendar.monthrange(year % 400 + 2000, part)[1]
        return "month" if day is None else "day" if 1 <= int(day) <= last else ""
    if day is not None:
        return ""
    return next((name for numbers, name in _SUBYEARS.items() if part in numbers), "")


def _interval(start: str, end: str) -> str:
    if start in _OPEN and end in _OPEN:
        return ""
    ends = [granularity(edge) for edge in (start, end) if edge not in _OPEN]
    if not all(ends) or "interval" in ends:
        return ""
    plain = [edge.rstrip("~?%") for edge in (start, end)]
    comparable = len(plain[0]) == len(plain[1]) and ends.count(ends[0]) == 2 and ends[0] != "other"
    return "" if comparable and not plain[0].startswith("-") and plain[0] > plain[1] else "interval"


def _weeks(year: int) -> int:
    """Return how many ISO weeks a year has: 53 where 28 December lies in week 53."""
    return date(year % 400 + 2000, 12, 28).isocalendar().week


def _is_edtf(value: str) -> bool:
    from edtf import parse_edtf  # slow to import, seldom needed
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parse_edtf(value)
    except (EDTFParseException, ValueError, RecursionError):
        return False
    return True


def minute(value: str) -> str:
    """Return an ISO date, or date and time cut to the minute on its own clock; an empty string for anything else."""
    value = value.strip()
    if not regex.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}|\Z)", value):
        return ""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return ""
    return moment.strftime("%Y-%m-%d") if len(value) == 10 else moment.strftime("%Y-%m-%dT%H:%M")


# Names of months, whole and short, in the languages that date lines of news pages come in.
_MONTHS = {
    1: "jan janv januar января январь січня янв enero ene gennaio gen stycznia janeiro ianuarie ian ocak يناير",
    2: "feb fév févr février februar февраля лютого февр febrero febbraio lutego fevereiro februarie şubat فبراير",
    3: "mar mars märz марта березня marzo março marca martie mart مارس",
    4: "apr avr avril апреля квітня abril aprile kwietnia aprilie nisan أبريل",
    5: "may mai мая травня mayo maggio maja maio mayıs مايو",
    6: "jun juin juni июня червня junio giugno czerwca junho iunie haziran يونيو",
    7: "jul juil juillet juli июля липня julio luglio lipca julho iulie temmuz يوليو",
    8: "aug août августа серпня авг agosto sierpnia ağustos أغسطس",
    9: "sep sept septembre сентября вересня сент septiembre settembre września setembro septembrie eylül سبتمبر",
    10: "oct okt octobre oktober октября жовтня окт octubre ottobre października outubro octombrie ekim أكتوبر",
    11: "nov ноября листопада novembre noviembre listopada novembro noiembrie kasım نوفمبر",
    12: "dec déc dez dezember décembre декабря грудня дек diciembre dicembre grudnia dezembro decembrie aralık ديسمبر",
}
_ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names.split()} | {
    name: month for month, name in enumerate(_ENGLISH, 1)
}


def month_number(name: str) -> int:
    """Return the number of the month with this name, whole or short, in a dozen languages; 0 for another word."""
    return _MONTH_OF.get(name.casefold(), 0)


_CLOCK = (
    r"(?:[,;]?\s*(?:at|um|à|в|o|–|-|\||T)?\s*(?<![\d.])(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?"
    r"(?![\d.]\d)(?:\s?(?P<half>[ap])\.?m\b\.?)?)?"
)
_STATED = rf"""(?xi)(?<![\p{{L}}\p{{N}}/.-])(?:
      (?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)
    | (?P<y>(?:19|20)\d\d)\s?[年년]\s?(?P<m>\d\d?)\s?[月월]\s?(?P<d>\d\d?)\s?[日일]
    | (?P<a>\d\d?)(?P<separator>[./-])\s?(?P<b>\d\d?)(?P=separator)\s?(?P<y>(?:19|20)\d\d)
    | (?P<d>\d\d?)(?:st|nd|rd|th|er|[.º])?[\s-](?:de\s
      |d[’'])?(?P<name>\p{{L}}{{3,}})\.?,?[\s-](?:de[l]?\s)?(?P<y>(?:19|20)\d\d)(?:\s?(?:г\.|р\.|года?|року))?
    | (?P<name>\p{{L}}{{3,}})\.?\s(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d\d)
    )(?![\p{{N}}/-]|\.\d){_CLOCK}"""
_AMERICAN = r"\b(?:E[SD]?T|C[SD]T|M[SD]T|P[SD]?T)\b|\d\s?[ap]\.?m\b"


@cache
def _compiled(pattern: str) -> "regex.Pattern[str]":
    """Return a pattern, compiled when it is first needed: the window starts without."""
    return regex.compile(pattern)


def stated(line: str) -> list[tuple[Range, str]]:
    """Return the full dates that a line states, each with its place and its ISO date or minute.

    Numbers alone are read day first, unless that is no date or the line keeps American time.
    """
    found = []
    for match in _compiled(_STATED).finditer(line):
        value = _date_of(match, american=_compiled(_AMERICAN).search(line) is not None)
        if value:
            found.append((match.span(), value + _clock_of(match)))
    return found


def _date_of(match: "regex.Match[str]", *, american: bool) -> str:
    year = int(match["y"])
    if match["a"]:
        first, second = int(match["a"]), int(match["b"])
        orders = (
            [(first, second), (second, first)]
            if american and match["separator"] == "/"
            else [(second, first), (first, second)]
        )
    elif match["name"]:
        orders = [(_MONTH_OF.get(match["name"].lower(), 0), int(match["d"]))]
    else:
        orders = [(int(match["m"]), int(match["d"]))]
    for month, day in orders:
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return f"{year:04}-{month:02}-{day:02}"
    return ""


def _clock_of(match: "regex.Match[str]") -> str:
    if not match["hour"]:
        return ""
    hour = int(match["hour"])
    if match["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"T{hour:02}:{match['minute']}"
