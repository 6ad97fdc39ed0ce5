"""Acronyms that a text makes for its own use: introduced in brackets, or made of the first letters of a name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.nlp.findings import Finding

_BRACKET = re.compile(
    r"(?:\"|'s?)? ?\((?:(?:the|also|or|hereinafter|hereafter|known as"
    r"|abbreviated)\s)*[\"']?([A-Z][\w&/+-]{1,11})[\"']?\)"
)
_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Za-z]?[A-Z]{1,6}(?![\w-])")


def of(text: str, findings: Iterable[Finding], rule: str) -> Iterator[Finding]:
    """Yield every use of an acronym that stands in brackets after one of these findings, or that its initials make."""
    introduced: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: finding.start):
        bracket = _BRACKET.match(text, finding.end)
        if bracket and sum(letter.isupper() for letter in bracket[1]) >= 2:
            introduced.setdefault(bracket[1], finding)
        initials = _initials(text[finding.start : finding.end])
        if len(initials) >= 3:
            introduced.setdefault(initials, finding)
    if not introduced:
        return
    for match in _ACRONYM.finditer(text):
        known = introduced.get(match.group())
        if known:
            yield replace(known, start=match.start(), end=match.end(), rule=rule, confidence=0.85)


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper()) if " " in name else ""
