"""The forms in which dates are written, as one pattern, and what each piece of them means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun"))
    for name in names.split()
}  # fmt: skip
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: number for number, word in enumerate(_ONES.split(), 1)}
NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "a hundred": 100, "half a": 0}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth "
    "twenty-sixth "
    "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST"
    r"|SEPTEMBER|OCTOBER"
    r"|NOVEMBER|DECEMBER)(?![\w'])"
)
_LONG_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|Sept\.?|September|October|November|December"
    r"|Oct\.|Nov\.|Dec\.|Jan\.|Feb\.|Aug\.)(?!\w)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_WEEKDAY = r"(?:" + _WEEKDAY + r"|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?(?!\w))"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w:]|[.,]\d)"
_WORD_DAY = r"(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")"
_YEAR = r"(?:1[4-9]|20|21)\d\d(?!\d|[.,]\d)"
_OF_YEAR = (
    (
        r"(?:,? (?:of "
        r")?(?P<{0}year>"
    )
    + _YEAR
    + r")|,? (?:of |in )?(?P<{0}relyear>(?:last|this|next|that|the same|the following|the previous) year))"
)
_UNIT = r"(?:day|week|month|year|decade)"
_NUMBER = (
    r"(?:\d{1,3}|a couple of|half an?|an?"
    r"|(?:" + "|".join(_TENS.split()) + r")(?:-(?:" + "|".join(_ONES.split()[:9]) + r"))?|"
    + "|".join(sorted(_ONES.split(), key=len, reverse=True)) + r")"
)  # fmt: skip

_FORMS = {
    "iso": r"(?P<iso_y>\d{4})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d)",
    "numeric": r"(?P<num_a>\d{1,2})(?P<num_s>[./-])(?P<num_b>\d{1,2})(?P=num_s)(?P<num_y>\d{4}|\d\d)(?![\d/]|[.,-]\d)",
    "dayrange": (
        rf"(?P<dr_a>{_DAY}) ?(?:[–—-]|to|and"
        rf"|or) ?(?P<dr_b>{_DAY}) (?:of )?(?P<dr_m>{_MONTH})" + rf"(?:{_OF_YEAR.format('dr_')})?"
    ),
    "monthrange": rf"(?P<mr_m>{_MONTH}) (?P<mr_a>{_DAY}) ?[–—-] ?(?P<mr_b>{_DAY})" + rf"(?:{_OF_YEAR.format('mr_')})?",
    "dmy": (
        rf"(?:(?P<dmy_w>{_SHORT_WEEKDAY}),?(?: –)? (?:the )?)?(?P<dmy_d>{_DAY}|{_WORD_DAY}) (?:of )?(?P<dmy_m>{_MONTH})"
        rf"(?:{_OF_YEAR.format('dmy_')})?"
    ),
    "mdy": (
        rf"(?:(?P<mdy_w>{_SHORT_WEEKDAY}),?(?: –)? )?(?P<mdy_m>{_MONTH}) (?:the )?(?P<mdy_d>{_DAY}"
        rf"|{_WORD_DAY})(?! (?:week|quarter))"
        rf"(?:{_OF_YEAR.format('mdy_')})?"
    ),
    "my": rf"(?:mid-)?(?P<my_m>{_MONTH})(?:{_OF_YEAR.format('my_')})",
    "quarter": (
        rf"(?:(?P<q_n>first|second|third|fourth|last) quarter(?: of)?"
        rf"|Q(?P<q_q>[1-4])) ?(?:{_OF_YEAR.format('q_').replace(',? ', '')})?"
    ),
    "half": rf"(?:(?P<h_n>first|second) half of|H(?P<h_q>[12])) (?:{_OF_YEAR.format('h_').replace(',? ', '')})",
    "season": (
        rf"(?:(?P<s_r>last|this|next|that|the following|the previous) )?(?P<s_n>spring|summer|autumn|fall|winter)"
        rf"(?!-|s\b| (?:session|school|camp|break|holiday|olympics|games))(?:{_OF_YEAR.format('s_')})?"
    ),
    "yearrange": r"(?P<yr_a>(?:1[4-9]|20|21)\d\d)[–—/-](?P<yr_b>\d\d)(?![\d/–-]|[.,]\d)",
    "decade": r"(?:mid-)?(?:(?P<dec>(?:1[4-9]|20|21)\d0)s|'(?P<dec2>\d0)s)(?!\w)",
    "relmonth": rf"(?P<rm_r>last|this|next|that|following|previous) (?P<rm_m>{_LONG_MONTH})(?! \d)",
    "relunit": (
        r"(?P<ru_r>last|this|next|following|previous|coming) (?P<ru_u>week|month|year|quarter|weekend|decade|day)"
        r"(?!-|'s? time|end\b|s\b)"
    ),
    "weekend": r"(?:(?<=at the )|(?<=over the )|(?<=on the )|(?<=during the )|(?<=At the )"
    r"|(?<=Over the ))(?P<we>weekend)(?! (?:of|edition))",
    "ago": rf"(?P<ago_n>{_NUMBER}) (?P<ago_u>{_UNIT})s? ago(?P<ago_t> today)?",
    "offset": (
        rf"(?:(?P<off_n>{_NUMBER}) (?P<off_u>{_UNIT})s? (?P<off_d>later|earlier|afterwards|before(?= ?[,.;)]))"
        r"|(?:(?<=the )|(?<=The ))(?P<off_w>next|day before|day after|year before)(?P<off_w2> day)?(?= ?[,.;)]"
        r"| (?:he|she|it|they|that)\b))"
    ),
    "ahead": rf"(?P<ah_n>{_NUMBER}) (?P<ah_u>{_UNIT})s?(?:'|'s)? (?:time|from now)",
    "relday": (
        r"(?P<rd>day before yesterday|day after tomorrow|today|yesterday|tomorrow|tonight|last night|this morning"
        r"|this afternoon"
        r"|this evening|on the eve(?! of)|overnight(?!\S| (?:stay|train|flight|session)))(?!')"
    ),
    "weekday": (
        rf"(?:(?P<wd_r>last|next|this|coming|a week on|following"
        rf"|previous) )?(?P<wd>{_WEEKDAY})(?P<wd_w> week)?(?!s\b| (?:Agreement|agreement|Times|prayers))"
    ),
    "month": rf"(?P<mid>mid-)?(?P<mo>{_LONG_MONTH})",
    "dayonly": r"(?<=on the )(?P<do>\d{1,2})(?:st|nd|rd|th)(?: of (?P<do_r>this|last|next) month)?(?! (?:day"
    r"|anniversary|floor|of|century))",
    "year": rf"(?:mid-)?(?P<y>{_YEAR})",
}

# A year after a dash belongs to "2014–2016"; any other figure after one is part of something else.
_STARTS = r"(?:(?<![\w.,:/€$£#–-])|(?<=\d\d\d\d[–-]))"
_WORDS = (
    "last|this|that|the|next|following|previous|coming|an?|half|spring|summer|autumn|fall|winter|today|yesterday|tomorrow"
    "|tonight|day|overnight|on|weekend|year|" + "|".join([*ORDINALS, *_ONES.split(), *_TENS.split()])
)
# All that a form can begin with: most words of a text fail here, before the forms are tried one by one.
_BEGINS = (
    r"(?=\d|'\d|mid-|Q[1-4]|H[12]|J(?:an|u[nl]|AN|U[NL])|F(?:eb|ri|EB)|M(?:a[ry]|on|AR|AY)|A(?:pr|ug|PR|UG)|S(?:ep|at|un|EP)"
    rf"|Oct|OCT|Nov|NOV|Dec|DEC|Tue|Thu|Wed|(?:{_WORDS})\b)"
)
_FORM = re.compile(_STARTS + _BEGINS + "(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()) + ")")


@dataclass(frozen=True, slots=True)
class Form:
    """One stretch that is written like a date: which form it has, and its pieces in lower case."""

    kind: str
    start: int
    end: int
    pieces: dict[str, str]


def forms(text: str) -> Iterator[Form]:
    """Yield what is written like a date, in order, without overlaps; whether it is one, its surroundings decide."""
    lowered = _sentence_starts_lowered(text)
    for match in _FORM.finditer(lowered):
        kind = (
            match.lastgroup if match.lastgroup in _FORMS else next(name for name in _FORMS if match[name] is not None)
        )
        pieces = {name: piece.lower() for name, piece in match.groupdict().items() if piece and name not in _FORMS}
        start, end = match.span()
        while lowered[end - 1] == " ":
            end -= 1
        yield Form(str(kind), start, end, pieces)


_LOWERED = re.compile(
    r"\b(?:Today|Tomorrow|Tonight|Yesterday|Last|This|Next|That|Following|Previous|Coming|Spring|Summer|Autumn"
    r"|Winter|First|Second"
    r"|Third|An?|Half|Overnight|Mid"
    r"|" + "|".join(word.capitalize() for word in [*_ONES.split(), *_TENS.split()]) + r")(?=[ \-,.])"
)


def _sentence_starts_lowered(text: str) -> str:
    """Return the text with the capital taken from words that begin a date in mid-sentence without one."""
    return _LOWERED.sub(lambda match: match.group().lower(), text)


def number(word: str) -> int | None:
    """Return the number that a word or figure says, or None."""
    if word.isdigit():
        return int(word)
    if word in NUMBERS:
        return NUMBERS[word] or None
    tens, _, ones = word.partition("-")
    return NUMBERS[tens] + NUMBERS[ones] if tens in NUMBERS and ones in NUMBERS else None


def day(word: str) -> int:
    """Return the day of the month that a figure or an ordinal says."""
    return ORDINALS.get(word) or int("".join(filter(str.isdigit, word)))


def month(word: str) -> int:
    """Return the number of a month's name, short or long."""
    return MONTHS[word.rstrip(".")]
