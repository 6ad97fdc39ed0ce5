"""Dates in a text: which of the stretches written like one are one, and what day, month or year each means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from annotator.core.article import Range
from annotator.core.tokens import sentences
from annotator.nlp import dateforms, days
from annotator.nlp.dateforms import Form
from annotator.nlp.datesense import is_date, month_first
from annotator.nlp.findings import DATE, Finding
from annotator.nlp.tense import tense

_ALL = "year,month,day"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value and the parts of it that the text does not say, as `year,month`."""

    value: str
    inferred: str = ""


@dataclass(slots=True)
class _Reading:
    """How far the reading has come: what the last date was, and in which sentence."""

    text: str
    anchor: date | None
    month_first: bool
    every: tuple[Range, ...]
    last: str = ""
    last_end: int = -1
    sentence: Range = (0, 0)
    index: int = 0

    def move(self, start: int) -> None:
        """Go to the sentence that holds `start`."""
        while self.index + 1 < len(self.every) and self.every[self.index + 1][0] <= start:
            self.index += 1
        self.sentence = self.every[self.index] if self.every else (0, len(self.text))

    def context(self) -> date | None:
        """Return the first day of the last date read."""
        return days.start(self.last) if self.last else None

    def year_in_sentence(self) -> int | None:
        """Return the year of a date that this sentence already gave."""
        before = self.context()
        return before.year if before and self.last_end >= self.sentence[0] else None


def find(text: str, published: str, *, ranges: tuple[Range, ...] = ()) -> Iterator[Finding]:
    """Yield the dates of a text with their values; without a day of publication, relative ones are left out.

    `ranges` are the stretches to read (empty: all); dates outside them are not context either.
    """
    reading = _Reading(text, days.day_of(published), month_first(text), sentences(text))
    for form in dateforms.forms(text):
        if ranges and not any(first <= form.start and form.end <= stop for first, stop in ranges):
            continue
        reading.move(form.start)
        if not is_date(text, form):
            continue
        resolved = _resolve(reading, form)
        if resolved is None:
            continue
        reading.last, reading.last_end = resolved.value, form.end
        confidence = 0.95 if not resolved.inferred else 0.85
        rule = f"date-{form.kind}"
        yield Finding(DATE, form.start, form.end, rule, confidence, date=resolved.value, inferred=resolved.inferred)


def _resolve(reading: _Reading, form: Form) -> Resolved | None:
    resolve = _RESOLVERS[form.kind]
    return resolve(reading, form, form.pieces)


def _iso(_: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    year, month, day = int(pieces["iso_y"]), int(pieces["iso_m"]), int(pieces["iso_d"])
    return Resolved(days.value(year, month, day)) if days.valid(year, month, day) else None


def _numeric(reading: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    first, second = int(pieces["num_a"]), int(pieces["num_b"])
    year = int(pieces["num_y"])
    century = "" if year >= 100 else "year"
    year = year if year >= 100 else 2000 + year if year < 70 else 1900 + year
    month, day = (first, second) if reading.month_first and pieces["num_s"] != "." else (second, first)
    if not days.valid(year, month, day):
        month, day = day, month
    return Resolved(days.value(year, month, day), century) if days.valid(year, month, day) else None


def _day_range(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    key = "dr_" if form.kind == "dayrange" else "mr_"
    month = dateforms.month(pieces[key + "m"])
    first, last = dateforms.day(pieces[key + "a"]), dateforms.day(pieces[key + "b"])
    year, inferred = _year(reading, form, key, month=month, day=last)
    if year is None or first >= last or not days.valid(year, month, last):
        return None
    return Resolved(f"{days.value(year, month, first)}/{days.value(year, month, last)}", inferred)


def _full_day(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    key = form.kind + "_"
    month, day = dateforms.month(pieces[key + "m"]), dateforms.day(pieces[key + "d"])
    year, inferred = _year(reading, form, key, month=month, day=day)
    if year is None or not days.valid(year, month, day):
        return None
    return Resolved(days.value(year, month, day), inferred)


def _month_year(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    month = dateforms.month(pieces["my_m"])
    year, inferred = _year(reading, form, "my_", month=month)
    return Resolved(days.value(year, month), inferred) if year else None


def _bare_month(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    month = dateforms.month(pieces["mo"])
    year, inferred = _year(reading, form, "", month=month)
    return Resolved(days.value(year, month), inferred) if year else None


def _year(reading: _Reading, form: Form, key: str, *, month: int = 0, day: int = 0) -> tuple[int | None, str]:
    """Return the year that the text says or implies, and what of it was inferred."""
    if f"{key}year" in form.pieces:
        return int(form.pieces[f"{key}year"]), ""
    if f"{key}relyear" in form.pieces:
        return _relative_year(reading, form.pieces[f"{key}relyear"]), "year"
    if month == 0:
        return (reading.anchor.year if reading.anchor else None), "year"
    direction = tense(reading.text, reading.sentence, form.start, form.end)
    said = reading.year_in_sentence()
    if said is not None and (reading.anchor is None or said != reading.anchor.year) and direction <= 0:
        before = reading.context()
        last_day = before.day if before and len(reading.last) > 7 else 1
        later = before is not None and len(reading.last) > 4 and (month, day or 31) < (before.month, last_day)
        fits = reading.anchor is None or said + later <= reading.anchor.year
        return said + (later and fits), "year"
    if reading.anchor is None:
        return said, "year"
    return days.year_of_month(reading.anchor, month, day=day, direction=direction), "year"


def _relative_year(reading: _Reading, words: str) -> int | None:
    word = words.split()[-2]
    if word in ("that", "same", "following", "previous"):
        context = reading.context()
        return context.year + {"following": 1, "previous": -1}.get(word, 0) if context else None
    return reading.anchor.year + {"last": -1, "next": 1}.get(word, 0) if reading.anchor else None


def _quarter(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    number = int(pieces["q_q"]) if "q_q" in pieces else {"first": 1, "second": 2, "third": 3}.get(pieces["q_n"], 4)
    year, inferred = _year(reading, form, "q_")
    return Resolved(f"{year}-{32 + number}", inferred) if year else None


def _half(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    second = pieces.get("h_n") == "second" or pieces.get("h_q") == "2"
    year, inferred = _year(reading, form, "h_")
    return Resolved(f"{year}-{41 if second else 40}", inferred) if year else None


def _season(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    name = pieces["s_n"]
    if "s_year" in pieces or "s_relyear" in pieces:
        year, inferred = _year(reading, form, "s_")
        return Resolved(days.season(name, year), inferred) if year else None
    word = pieces.get("s_r", "")
    if word.split()[-1:] in (["following"], ["previous"], ["that"]):
        context = reading.context()
        which = {"following": "next", "previous": "last"}.get(word.split()[-1], "this")
        return Resolved(days.season_near(context, name, which), "year") if context else None
    if reading.anchor is None:
        return None
    direction = tense(reading.text, reading.sentence, form.start, form.end)
    ahead = direction > 0 or reading.text[: form.start].endswith(("before ", "by ", "until ", "by the ", "before the "))
    which = word or ("next" if ahead else "this")
    return Resolved(days.season_near(reading.anchor, name, which), "year")


def _year_range(_: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    first = int(pieces["yr_a"])
    last = first // 100 * 100 + int(pieces["yr_b"])
    return Resolved(f"{first}/{last}") if first < last else None


def _decade(_: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved:
    if "dec" in pieces:
        return Resolved(days.decade(int(pieces["dec"])))
    short = int(pieces["dec2"])
    return Resolved(days.decade((1900 if short > 20 else 2000) + short), "year")


def _relative_month(reading: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    month, word = dateforms.month(pieces["rm_m"]), pieces["rm_r"]
    anchor = reading.context() if word in ("that", "following", "previous") else reading.anchor
    if anchor is None:
        return None
    if word == "that":
        later = len(reading.last) > 4 and month < anchor.month
        return Resolved(days.value(anchor.year + later, month), "year")
    if word == "this":
        return Resolved(days.value(anchor.year, month), "year")
    ahead = word in ("next", "following")
    year = anchor.year + (month <= anchor.month) if ahead else anchor.year - (month >= anchor.month)
    return Resolved(days.value(year, month), "year")


def _relative_unit(reading: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    word, unit = pieces["ru_r"], pieces["ru_u"]
    back = word in ("following", "previous") or (word == "next" and unit == "day")
    anchor = reading.context() if back else reading.anchor
    step = {"last": -1, "previous": -1, "next": 1, "following": 1, "coming": 0 if unit == "year" else 1}.get(word, 0)
    if anchor is None or (unit == "day" and (word in ("last", "this", "coming") or len(reading.last) < 10)):
        return None
    if unit == "weekend":
        return Resolved(days.weekend(anchor, word), _ALL)
    if unit == "quarter":
        moved = days.months_later(anchor, 3 * step)
        return Resolved(f"{moved.year}-{33 + (moved.month - 1) // 3}", "year")
    inferred = {"year": "year", "decade": "year", "month": "year,month"}.get(unit, _ALL)
    return Resolved(days.shifted(anchor, step, unit), inferred)


def _weekend(reading: _Reading, form: Form, _: dict[str, str]) -> Resolved | None:
    if reading.anchor is None:
        return None
    future = tense(reading.text, reading.sentence, form.start, form.end) > 0
    return Resolved(days.weekend(reading.anchor, "this" if future else "past"), _ALL)


def _ago(reading: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    count, unit = dateforms.number(pieces["ago_n"]), pieces["ago_u"]
    if reading.anchor is None or count is None:
        return None
    if "ago_t" in pieces:
        months = {"year": 12, "month": 1, "decade": 120}.get(unit)
        if months is not None:
            return Resolved(days.months_later(reading.anchor, -months * count).isoformat(), _ALL)
        return Resolved(days.shifted(reading.anchor, -count * (7 if unit == "week" else 1), "day"), _ALL)
    if unit == "decade":
        return Resolved(days.shifted(reading.anchor, -10 * count, "year"), "year")
    return Resolved(days.shifted(reading.anchor, -count, unit), _inferred(unit))


def _offset(reading: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    context = reading.context()
    if context is None:
        return None
    if "off_w" in pieces:
        words = pieces["off_w"].split()
        step = -1 if words[-1] == "before" else 1
        unit = "year" if words[0] == "year" else "day"
        if (words == ["next"] and "off_w2" not in pieces) or (unit == "day" and len(reading.last) < 10):
            return None
        return Resolved(days.shifted(context, step, unit), _inferred(unit))
    count, unit = dateforms.number(pieces["off_n"]), pieces["off_u"]
    if (
        count is None
        or (unit == "day" and len(reading.last) < 10)
        or (unit in ("week", "month") and len(reading.last) < 7)
    ):
        return None
    step = count if pieces["off_d"] in ("later", "afterwards") else -count
    if unit == "decade":
        return Resolved(days.shifted(context, 10 * step, "year"), "year")
    return Resolved(days.shifted(context, step, unit), _inferred(unit))


def _ahead(reading: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    count, unit = dateforms.number(pieces["ah_n"]), pieces["ah_u"]
    if reading.anchor is None or count is None:
        return None
    return Resolved(days.shifted(reading.anchor, count, unit), _inferred(unit))


def _relative_day(reading: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved | None:
    if reading.anchor is None:
        return None
    word = pieces["rd"]
    steps = {
        "yesterday": -1,
        "last night": -1,
        "on the eve": -1,
        "tomorrow": 1,
        "day before yesterday": -2,
        "day after tomorrow": 2,
    }
    return Resolved(days.shifted(reading.anchor, steps.get(word, 0), "day"), _ALL)


def _weekday(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    word, number = pieces.get("wd_r", ""), dateforms.WEEKDAYS[pieces["wd"]]
    anchor = reading.context() if word in ("following", "previous") else reading.anchor
    if anchor is None:
        return None
    if "wd_w" in pieces or word == "a week on":
        found = days.weekday(anchor, number, direction=1)
        return Resolved(days.shifted(found, 7, "day"), _ALL)
    if word in ("last", "previous"):
        return Resolved(days.weekday(anchor, number, direction=-1, strictly=True).isoformat(), _ALL)
    if word == "next":  # on a Wednesday, "next Thursday" is not tomorrow
        monday = days.weekday(anchor, 0, direction=1, strictly=True)
        return Resolved(days.weekday(monday, number, direction=1).isoformat(), _ALL)
    if word in ("coming", "following"):
        return Resolved(days.weekday(anchor, number, direction=1, strictly=True).isoformat(), _ALL)
    future = word == "this" or tense(reading.text, reading.sentence, form.start, form.end) > 0
    past = word == "this" and tense(reading.text, reading.sentence, form.start, form.end) < 0
    return Resolved(days.weekday(anchor, number, direction=1 if future and not past else -1).isoformat(), _ALL)


def _day_only(reading: _Reading, form: Form, pieces: dict[str, str]) -> Resolved | None:
    context = reading.context() if len(reading.last) >= 7 and "do_r" not in pieces else reading.anchor
    if context is None:
        return None
    past = tense(reading.text, reading.sentence, form.start, form.end) < 0
    if past and "do_r" not in pieces and reading.anchor and context > reading.anchor:
        # "They will meet next month. It was told on the 5th": told as past, it lies before the day of publication.
        context = days.months_later(reading.anchor, -1 if int(pieces["do"]) > reading.anchor.day else 0)
    moved = days.months_later(context.replace(day=1), {"last": -1, "next": 1}.get(pieces.get("do_r", ""), 0))
    day = int(pieces["do"])
    if not days.valid(moved.year, moved.month, day):
        return None
    return Resolved(days.value(moved.year, moved.month, day), "year,month")


def _bare_year(_: _Reading, _form: Form, pieces: dict[str, str]) -> Resolved:
    return Resolved(pieces["y"])


def _inferred(unit: str) -> str:
    return {"year": "year", "month": "year,month"}.get(unit, _ALL)


_RESOLVERS = {
    "iso": _iso, "numeric": _numeric, "dayrange": _day_range, "monthrange": _day_range, "dmy": _full_day,
    "mdy": _full_day, "my": _month_year, "quarter": _quarter, "half": _half, "season": _season,
    "yearrange": _year_range, "decade": _decade, "relmonth": _relative_month, "relunit": _relative_unit,
    "weekend": _weekend, "ago": _ago, "offset": _offset, "ahead": _ahead, "relday": _relative_day,
    "weekday": _weekday, "month": _bare_month, "dayonly": _day_only, "year": _bare_year,
}  # fmt: skip
