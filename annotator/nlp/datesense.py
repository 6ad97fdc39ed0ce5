"""Whether a stretch that is written like a date is one, and how the text writes numeric ones."""

import re

from annotator.nlp import gazetteer
from annotator.nlp.dateforms import Form

_NOT_A_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:{gazetteer.any_of('document')})|\w+ \d+/\d*|[€$£]|Rs|USD|EUR)\s?\(?$|\d\s$|Resolution \d+ \($"
)
_NOT_A_YEAR_AFTER = re.compile(rf"\s?(?:%|°|per ?cent|million|local time|UTC|(?:{gazetteer.any_of('measured')})\b)")
_BARE_MONTH_BEFORE = re.compile(
    r"\b(?:in|In|since|Since|until|Until|till|by|By|of|from|From|to|for|before|after|Before|After|during|late|Late"
    r"|early|Early|and|or|between"
    r"|every|through|mid|week|weeks|end|beginning|start|in late|in early|As of|as of|each|around|about|was|is|only),? $"
)
_SEASON_BEFORE = re.compile(
    r"\b(?:in|In|by|By|since|until|from|during|before|after|for|early|late"
    r"|of)(?: the)?(?: early| late)? $"
)
_NAME_BEFORE = re.compile(r"\b(?:Minister|President|Secretary|Senator|Chancellor|Mrs?|Ms|Dr|Prof)\.? $")
_THIS_DAY_AND_AGE = re.compile(r"'s (?:world|generation)|-| of all days")
_AMERICAN = re.compile(r"\b(?:defense|center|program|color|honor|labor|favor|neighbor|organiz\w+|recogniz\w+)\b")
_MDY = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\b")
_DMY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b")


def month_first(text: str) -> bool:
    """Tell whether numeric dates of this text put the month first, as American ones do."""
    american, british = len(_MDY.findall(text)), len(_DMY.findall(text))
    if american != british:
        return american > british
    return _AMERICAN.search(text) is not None and "defence" not in text and "centre" not in text


def is_date(text: str, form: Form) -> bool:
    """Tell whether what is written like a date is one here: no count, no name, no verb."""
    before, after = text[max(0, form.start - 24) : form.start], text[form.end : form.end + 14]
    if form.kind == "year":
        counted = _NOT_A_YEAR_AFTER.match(after) is not None or after.startswith(("-", "/"))
        return not counted and _NOT_A_YEAR_BEFORE.search(before) is None
    if form.kind == "month":
        named = _NAME_BEFORE.search(before) is not None or after.startswith((" each", " every"))
        verb = form.pieces["mo"] == "may" and "mid" not in form.pieces and _BARE_MONTH_BEFORE.search(before) is None
        return not named and not verb
    if form.kind == "season":
        relative = any(piece in form.pieces for piece in ("s_r", "s_year", "s_relyear"))
        return relative or (form.pieces["s_n"] != "fall" and _SEASON_BEFORE.search(before) is not None)
    if form.kind == "relunit" and (form.pieces["ru_r"], form.pieces["ru_u"]) == ("next", "day"):
        return before.endswith(("the ", "The "))
    return form.kind != "relday" or _THIS_DAY_AND_AGE.match(after) is None
