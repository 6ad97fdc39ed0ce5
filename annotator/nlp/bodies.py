"""Organisations and state bodies: from the table, by form (`Ministry of X`, `X Party`), alone (`the Commission`)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from annotator.nlp import acronyms, gazetteer, placeforms
from annotator.nlp.bodynames import canonical, is_generic
from annotator.nlp.capitals import UPPER, WORD, is_adjective, is_common, sentence_start
from annotator.nlp.findings import ACTOR, Candidate, Finding, Notes, notes_of

_HEADS = gazetteer.any_of("body")
_COLLECTIVE = rf"(?:{gazetteer.any_of('collective')})(?:'s|')(?= [{UPPER}])"
_PART = rf"(?:{_COLLECTIVE}|{WORD}|(?:[{UPPER}]\.)+)"
_OF = "(?:of|for|on|against|to)"
_LEFT = rf"(?:{_PART}(?:[ ]|, (?={WORD} and {WORD} (?:{_HEADS})\b)| and (?={_PART} (?:{_HEADS})\b)| & |/)){{0,6}}"
_CONTINUED = (
    rf"(?: {_OF}(?: the| a| an| its)? {_PART}(?: {_PART}| {_OF}(?: the)? {_PART})*"
    rf"(?:,(?: {_PART})+(?=,? and {_PART}))*(?:,? (?:and|&)(?: the)?(?: {_PART})+)?"
    rf"(?: {_OF}(?: the)? {_PART}(?: {_PART})*)*)"
)
_FORM = re.compile(
    rf"(?<![\w'.-])({_LEFT})((?:{_HEADS})(?![\w-])(?! (?:Secretar|Minister))(?: International\b)?)({_CONTINUED})?"
)
_PREFIXED = re.compile(
    rf"(?<![\w'-])(?:{gazetteer.any_of('body-of')}) of (?:the )?{_PART}(?: {_PART}"
    rf"| of(?: the)? {_PART})*"
)
_JOINED = re.compile(rf"({_HEADS}) and ")
_ADMINISTRATION = re.compile(rf"(?<![\w'-])({WORD}) administration\b")
_ADDITION = re.compile(rf"(?:,|,? and(?: the)?|,? &| {_OF}(?: the| a| an| its)?) (?={_PART})")
_FIRST_WORD = re.compile(r"[\w.'-]+")
_STATE_IN_NAME = ("State of", "Order of", "Republic of", "Kingdom of", "House of", "Region of", "Government of")
_BRANCH = re.compile(r" (?:International|Nordic|Europe|Africa|Asia|Pacific|Mediterranean)(?!\w| [A-Z])")
_STARTING = frozenset(["Parliament", "Congress", "Cabinet"])
_KINDS = frozenset(["organisation", "group", "ngo", "body", "party"])
_MEMBERS = frozenset(["Democrats", "Republicans", "Conservatives", "Greens", "Socialists", "Liberals"])


def mark_bodies(doc: Doc) -> Doc:
    """Add organisations and state bodies to the notes of a document."""
    notes = notes_of(doc)
    known = [c for c in notes.candidates if c.kind in _KINDS and c.how == "name"]
    found = [*_by_form(notes, known), *_prefixed(notes), *_from_table(notes, known)]
    for finding in sorted(found, key=lambda f: (f.start - f.end, -f.confidence)):
        # The long ones are there by now, and say what the short ones mean.
        short = finding.rule == "body-short"
        notes.add_free(replace(finding, name=canonical(notes, finding.start, finding.end)) if short else finding)
    for step in (_acronyms, _administrations):
        for finding in list(step(notes)):
            notes.add_free(finding)
    return doc


def _from_table(notes: Notes, known: list[Candidate]) -> Iterator[Finding]:
    states = {c.start: c for c in notes.candidates if c.kind == "state" and c.how == "name"}
    for candidate in known:
        compound = placeforms.COMPOUND.match(notes.text, candidate.end)
        if compound or notes.text[max(0, candidate.start - 5) : candidate.start].endswith(("pro-", "anti-", "non-")):
            continue
        if _is_weak(notes, candidate):
            continue
        end = candidate.end
        # "Amnesty International Hungary", "MFA of Russia": the branch belongs to the name.
        branch = _BRANCH.match(notes.text, end) if candidate.kind == "ngo" else None
        state = states.get(end + 1) if candidate.kind == "ngo" and notes.text[end : end + 1] == " " else None
        last = state.end if state else branch.end() if branch else end
        rule = "actor-branch" if last > end else "actor-table"
        yield Finding(ACTOR, candidate.start, last, rule, 0.95, entity=candidate.entity, name=candidate.name)


def _is_weak(notes: Notes, candidate: Candidate) -> bool:
    """Tell whether a name that is a word as well stands here as a word."""
    surface = notes.text[candidate.start : candidate.end]
    if surface not in gazetteer.words("body-weak"):
        return False
    before = notes.text[max(0, candidate.start - 5) : candidate.start]
    members = surface in _MEMBERS and not before.lower().endswith(("the ", "and ", "both "))
    longer = re.match(rf" [{UPPER}]", notes.text[candidate.end : candidate.end + 2]) is not None
    return members or longer or sentence_start(notes.text, candidate.start)


def _by_form(notes: Notes, known: list[Candidate]) -> Iterator[Finding]:
    states = [c for c in notes.candidates if c.kind == "state" and c.how == "name"]
    exact = {(candidate.start, candidate.end) for candidate in [*known, *states]}
    ends = {candidate.end: candidate for candidate in known}
    for match in _FORM.finditer(notes.text):
        start = match.start() + _lead(match[1])
        end = _end(notes, match.start(3), match.end(3)) if match[3] else match.end(2)
        if (start, end) in exact or notes.headlines.overlap(start, end) or notes.text[end : end + 1] == "-":
            continue
        # "Polish Sejm": an adjective before a name of its own stays outside.
        proper = ends.get(end)
        if (
            proper
            and not is_generic(notes.text[proper.start : end])
            and is_adjective(notes.text[start : proper.start].strip())
        ):
            continue
        words = notes.text[start:end].split()
        if len(words) == 1 and not _stands_alone(notes, words[0], start, end):
            continue
        joined = _JOINED.search(notes.text, start, match.end(1))
        if joined:  # "the Left-Green Movement and Pirate Party" are two
            yield Finding(ACTOR, start, joined.end(1), "body-form", 0.8, name=canonical(notes, start, joined.end(1)))
            start = joined.end()
        rule, confidence = ("body-form", 0.8) if len(words) > 1 else ("body-short", 0.7)
        yield Finding(ACTOR, start, end, rule, confidence, name=canonical(notes, start, end))


def _lead(left: str) -> int:
    """Return how much of the capitalised words before a body's noun only begins the sentence."""
    words = re.findall(r"\S+\s?", left)
    length = 0
    for index, word in enumerate(words):
        plain = word.strip(" ,")
        following = words[index + 1].strip(" ,") if index + 1 < len(words) else ""
        national = is_adjective(plain) or is_adjective(f"{plain} {following}")
        # Words that begin sentences, but belong to the name before a body's noun ("East", "Pacific").
        if national or not is_common(plain) or plain in gazetteer.words("opens-name"):
            break
        length += len(word)
    return length


def _end(notes: Notes, start: int, end: int) -> int:
    """Return where the continuation of a body's name ends: before dates, persons and actors that only follow."""
    text = notes.text
    for match in _ADDITION.finditer(text, start, end):
        word = _FIRST_WORD.match(text, match.end())
        following = word.group() if word else ""
        actor = any(c.start == match.end() and c.kind != "treaty" for c in notes.candidates)
        person = following in gazetteer.words("title") or gazetteer.unaccented(following) in gazetteer.given_names()
        taken = notes.taken.overlap(match.end(), match.end() + 1)
        if match.group().lstrip(", ").startswith(("and", "&")) or match.group().startswith(","):
            body = following in gazetteer.words("body-of") and notes.text.startswith(
                " of ", match.end() + len(following)
            )
            stops = actor or person or taken or body or is_adjective(following)
        else:
            stops = match.group().startswith((" to", " on")) and (actor or is_common(following))
        if stops or following.endswith("day"):
            return start + len(text[start : match.start()].rstrip(" ,"))
    return start + len(text[start:end].rstrip(" ,"))


def _stands_alone(notes: Notes, word: str, start: int, end: int) -> bool:
    """Tell whether a body's noun alone, capitalised, means one body of the text."""
    following = _FIRST_WORD.match(notes.text, end + 1) if notes.text[end : end + 1] == " " else None
    named = following is not None and following.group()[0].isupper()
    if word not in gazetteer.words("body-alone"):
        return False
    if named and following and gazetteer.unaccented(following.group()) not in gazetteer.given_names():
        return False
    return notes.text[max(0, start - 4) : start] in ("the ", "The ") or word in _STARTING


def _prefixed(notes: Notes) -> Iterator[Finding]:
    """Yield `City of Bern` and the like, and `Government of Malta`, which is the state."""
    states = {c.end: c for c in notes.candidates if c.kind == "state" and c.how == "name"}
    for match in _PREFIXED.finditer(notes.text):
        state = states.get(match.end())
        if state and match.group().startswith("Government of") and state.start > match.start():
            yield Finding(ACTOR, *match.span(), "government-of", 0.9, entity=state.entity, name=state.name)
        elif not match.group().startswith(_STATE_IN_NAME):
            yield Finding(ACTOR, *match.span(), "body-form", 0.75, name=match.group())


def _acronyms(notes: Notes) -> Iterator[Finding]:
    return acronyms.of(notes.text, [f for f in notes.found if f.label == ACTOR], "actor-acronym")


def _administrations(notes: Notes) -> Iterator[Finding]:
    for match in _ADMINISTRATION.finditer(notes.text):
        if not is_common(match[1]) and not is_adjective(match[1]) and match[1] not in gazetteer.words("title"):
            yield Finding(ACTOR, *match.span(), "administration", 0.8, name=f"{match[1]} administration")
    for match in re.finditer(r"\bMFA\b(?: of(?: the)? (?=[A-Z]))?", notes.text):
        state = next((c for c in notes.candidates if c.start == match.end() and c.kind == "state"), None)
        end = state.end if state else match.start() + 3
        name = f"Ministry of Foreign Affairs ({state.name})" if state else "Ministry of Foreign Affairs"
        yield Finding(ACTOR, match.start(), end, "body-short", 0.6, name=name)
