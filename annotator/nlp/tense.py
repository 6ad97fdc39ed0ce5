"""Whether what stands around a date is told as past or as still to come."""

import re

from annotator.nlp.gazetteer import words

_FUTURE = re.compile(
    r"\b(?:will|shall|won't|would|(?:is|are|be|was|were) (?:to|due|expected|set|scheduled|planned|likely)|due"
    r"|expects?|plans? (?:to|an?)|intends? to|wants? to|hopes? to|aims? to|scheduled|upcoming|going to|planned for"
    r"|no later than|deadline|can|may|must|should|is (?:free|open)|takes? (?:effect|place)|enters? into force|begins"
    r"|starts|opens|expires?|exits?|lapses?)\b|(?<=\w)'ll\b"
)
_WORD = re.compile(r"[a-z]+")
_TO_BE = re.compile(
    r"\b(?:will|shall|would|should|may|might|must|could|can|is to|are to|to) be\b"
    r"(?!.*\b(?:was|were|had|has|have|did)\b)"
)
_FIRST_PARTICIPLE = re.compile(r"^ \w+ed\b")
# "urged them to return by the end of": what somebody is to do by a day is to come.
_GOAL = re.compile(
    r"\bto (?!the\b|an?\b|its\b|his\b|her\b|their\b|this\b)[a-z]+ [^,;.]*"
    r"\bby(?: the (?:end|middle|beginning) of| early| late)? $"
)
_JOINED = re.compile(r"(?:,|\band|\bor) (?:[a-z]+ed|laid|put|sent|made|taken|held|brought|cut|signed)\b")


def tense(text: str, sentence: tuple[int, int], start: int, end: int) -> int:
    """Return -1 where a date at [start, end) is told as past, 1 as to come, 0 where nothing says so."""
    before = text[max(sentence[0], start - 160) : start]
    after = text[end : min(sentence[1], end + 80)]
    to_be = _TO_BE.search(before)
    if to_be:  # "will be opened, adopted and laid before": the participles after the first are to come as well
        before = before[: to_be.end()] + _JOINED.sub("", before[to_be.end() :])
        before = before[: to_be.end()] + _FIRST_PARTICIPLE.sub("", before[to_be.end() :])
    goal = _GOAL.search(before)
    if goal and _last_past(before[goal.start() :]) < 0:
        return 1
    future, past = _last_future(before), _last_past(before)
    if future < 0 and past < 0:
        # Nothing before it says so: the nearer of what follows.
        future, past = -_first_future(after), -_first_past(after)
    if future == past:
        return 0
    return 1 if future > past else -1


def _last_future(text: str) -> int:
    return max(
        (match.start() for match in _FUTURE.finditer(text) if match.group() not in words("not-past")), default=-1
    )


def _last_past(text: str) -> int:
    return max((word.start() for word in _WORD.finditer(text) if _is_past(word.group())), default=-1)


def _first_future(text: str) -> int:
    return min(
        (match.start() for match in _FUTURE.finditer(text) if match.group() not in words("not-past")), default=999
    )


def _first_past(text: str) -> int:
    return min((word.start() for word in _WORD.finditer(text) if _is_past(word.group())), default=999)


def _is_past(word: str) -> bool:
    return word in words("past") or (len(word) > 3 and word.endswith("ed") and word not in words("not-past"))
