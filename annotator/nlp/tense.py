"""Whether what stands around a date is told as past or as still to come."""

import re

_FUTURE = re.compile(
    r"\b(?:will|shall|won't|would|(?:is|are|be|was|were) (?:to|due|expected|set|scheduled|planned|likely)|due|expects?"
    r"|plans? (?:to|an?)|intends? to|wants? to|hopes? to|aims? to|scheduled|upcoming|going to|planned for|no later than|deadline"
    r"|can|may|must|should|is (?:free|open)|takes? (?:effect|place)|enters? into force|begins|starts|opens|expires?"
    r"|exits?|lapses?)\b|(?<=\w)'ll\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|has|have|ago|came|went|took|said|told|met|sent|gave|left|fell|began|became|held|made|saw|ran|won|lost"
    r"|brought|wrote|put|since|cut|built|broke|chose|drew|drove|flew|forbade|forgot|found|fought|got|grew|heard|kept"
    r"|knew|laid|led|lent|let|paid|rose|sat|sought|sold|spoke|spent|stood|stuck|taught|threw|thought|tore|withdrew"
    r"|understood|[a-z]{2,}ed)\b"
)
_TO_BE = re.compile(r"\b(?:will|shall|would|should|may|might|must|could|can|is to|are to|to) be\b(?!.*\b(?:was|were|had|has|have|did)\b)")
_FIRST_PARTICIPLE = re.compile(r"^ \w+ed\b")
_JOINED = re.compile(r"(?:,|\band|\bor) (?:[a-z]+ed|laid|put|sent|made|taken|held|brought|cut|signed)\b")
# Verbs that tell that something was said, not when it happened, and words that only look like a past.
_REPORTING = frozenset(
    [
        "added",
        "insisted",
        "promised",
        "warned",
        "agreed",
        "planned",
        "expected",
        "scheduled",
        "proposed",
        "need",
        "speed",
        "indeed",
    ]
)


def tense(text: str, sentence: tuple[int, int], start: int, end: int) -> int:
    """Return -1 where a date at [start, end) is told as past, 1 as to come, 0 where nothing says so."""
    before = text[max(sentence[0], start - 160) : start]
    after = text[end : min(sentence[1], end + 80)]
    to_be = _TO_BE.search(before)
    if to_be:  # "will be opened, adopted and laid before": the participles after the first are to come as well
        before = before[: to_be.end()] + _JOINED.sub("", before[to_be.end() :])
        before = before[: to_be.end()] + _FIRST_PARTICIPLE.sub("", before[to_be.end() :])
    future, past = _last(_FUTURE, before), _last(_PAST, before)
    if future < 0 and past < 0:
        future, past = _first(_FUTURE, after), _first(_PAST, after)
    if future == past:
        return 0
    return 1 if future > past else -1


def _last(pattern: re.Pattern[str], text: str) -> int:
    places = [match.start() for match in pattern.finditer(text) if match.group() not in _REPORTING]
    return places[-1] if places else -1


def _first(pattern: re.Pattern[str], text: str) -> int:
    """Return a number that is larger the nearer the first match is."""
    places = [match.start() for match in pattern.finditer(text) if match.group() not in _REPORTING]
    return len(text) - places[0] if places else -1
