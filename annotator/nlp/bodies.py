"""Organisations and state bodies: names from the table, and names by their form (`Ministry of X`, `X Party`, `the Commission`)."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from annotator.nlp import gazetteer
from annotator.nlp.capitals import TITLES, UPPER, WORD, is_adjective, is_common, sentence_start
from annotator.nlp.findings import ACTOR, NOTES, Candidate, Finding, Notes

_HEADS = (
    "Party|Committee|Council|Court|Ministry|Agency|Institute|Institution|University|Centre|Center|Association|Union|Coalition|Group|Foundation"
    "|Federation|Movement|Front|Alliance|Command|Forces?|Commission|Congress|Parliament|Assembly|Senate|Chamber|Office|Department|Bureau"
    "|Authority|Organi[sz]ation|Network|Campaign|Church|Bank|Fund|League|Society|Watch|Army|Navy|Guards?|Corps|Secretariat|Tribunal|Delegation"
    "|Mission|Embassy|Cabinet|Confederation|Consortium|Directorate|Service|Services|Chiefs|Police|Trust|Board|Forum|Academy|College|Brigades?"
    "|Militia|Legion|Executive|Government|Chancellery|Inspectorate|Administration|Synod|Caucus|Ombudsman|Registry|Partnership|Observatory"
    "|Initiative|Laboratory|Democrats|Socialists|Liberals|Conservatives|Greens|Nationalists|Communists|Lobby|Federations|Presidium|Panel|Branch"
)
_PREFIXES = "Canton|City|Municipality|Province|Region|Republic|Kingdom|State|Government|House|Friends|Sons|Knights|Order|Communion|Doctors|Lawyers|Mothers"
_OF = r"(?:of|for|on|against|to)"
_PART = rf"(?:{WORD}|[{UPPER}]{{2,}}|(?:[{UPPER}]\.)+)"
_LEFT = rf"(?:(?:{_PART})(?:[ ]|, (?={WORD} and {WORD} (?:{_HEADS})\b)| and (?={_PART} (?:{_HEADS})\b)| & |/)){{0,6}}"
_CONTINUED = (
    rf"(?: {_OF}(?: the| a| an| its)? {_PART}(?: {_PART}| {_OF}(?: the)? {_PART}|-{_PART})*(?:,(?: {_PART})+(?=,? and {_PART}))*(?:,? (?:and|&)(?: the)?(?: {_PART})+)?"
    rf"(?: {_OF}(?: the)? {_PART}(?: {_PART})*)*)"
)
_FORM = re.compile(rf"(?<![\w'.-])({_LEFT})((?:{_HEADS})(?![\w-])(?: {_PART}(?= Party| Council| Command| Committee))?)({_CONTINUED})?")
_PREFIXED = re.compile(rf"(?<![\w'-])(?:{_PREFIXES}) of (?:the )?{_PART}(?: {_PART}| of(?: the)? {_PART})*")
_ADMINISTRATION = re.compile(rf"(?<![\w'-])({WORD}) administration\b")
_BRACKET = re.compile(r"(?:'s)? ?\((?:the |or )?[\"']?([A-Z][A-Za-z&-]{1,9})[\"']?\)")
_SINGLE = frozenset(
    """Commission Council Court Committee Parliament Senate Assembly Congress Government Cabinet Ministry Department Alliance Union Organisation
    Organization Agency Secretariat Tribunal Authority Office Board Group Bank Fund Church Forum League Chamber Executive Administration
    Coalition Centre Center Federation Confederation Movement Party Front Institute Foundation Association Network Campaign Society Army
    Navy Delegation Mission Greens Conservatives Democrats Liberals Socialists Nationalists Communists""".split()
)
_STARTING = frozenset(["Parliament", "Congress", "Cabinet"])
_GENERIC = re.compile(r"^(?:(?:Foreign|Defen[cs]e|Interior|Finance|Justice|Economy|Environment|Energy|Health|Trade) Ministry|Parliament|Government|Senate|Cabinet|Ministry .*)$")
_OFFICES = {"Foreign Ministry": "Ministry of Foreign Affairs", "MFA": "Ministry of Foreign Affairs"}
_KINDS = frozenset(["organisation", "group", "ngo", "body", "party"])
_WEAK = frozenset(["Labour", "Lords", "Commons", "Greens", "Confederation", "Commonwealth", "Quad", "Renew", "Amnesty", "Democrats", "Republicans", "Conservatives", "Wagner"])


def mark_bodies(doc: Doc) -> Doc:
    """Add organisations and state bodies to the notes of a document."""
    notes = doc.user_data.setdefault(NOTES, Notes(doc.text))
    known = [c for c in notes.candidates if c.kind in _KINDS and c.how == "name"]
    found = [*_by_form(notes, known), *_prefixed(notes), *_from_table(notes, known)]
    for finding in sorted(found, key=lambda f: (f.start - f.end, -f.confidence)):
        if not notes.taken.overlap(finding.start, finding.end):
            notes.add(finding)
    for step in (_bracketed, _administrations):
        for finding in list(step(notes)):
            if not notes.taken.overlap(finding.start, finding.end):
                notes.add(finding)
    return doc


def _from_table(notes: Notes, known: list[Candidate]) -> Iterator[Finding]:
    for candidate in known:
        surface = notes.text[candidate.start : candidate.end]
        if surface in _WEAK and (sentence_start(notes.text, candidate.start) or re.match(rf" [{UPPER}]", notes.text[candidate.end : candidate.end + 2])):
            continue
        yield Finding(ACTOR, candidate.start, candidate.end, "actor-table", 0.95, entity=candidate.entity, name=candidate.name)


def _by_form(notes: Notes, known: list[Candidate]) -> Iterator[Finding]:
    exact = {(candidate.start, candidate.end): candidate for candidate in known}
    ends = {candidate.end: candidate for candidate in known}
    for match in _FORM.finditer(notes.text):
        start = match.start() + _lead(match[1])
        end = _end(notes, match.start(3), match.end(3)) if match[3] else match.end(2)
        if notes.headlines.overlap(start, end) or notes.text[end : end + 1] == "-":
            continue
        if (start, end) in exact:
            continue
        # "Polish Sejm": an adjective before a name of its own stays outside.
        proper = ends.get(end)
        if proper and is_adjective(notes.text[start : proper.start].strip()) and _GENERIC.match(notes.text[proper.start : end]) is None:
            continue
        words = notes.text[start:end].split()
        if len(words) == 1 and not _stands_alone(notes, words[0], start, end):
            continue
        if words[0] in TITLES and len(words) == 2 and words[0] in ("Prime", "President", "Minister"):
            continue
        yield Finding(ACTOR, start, end, "body-form" if len(words) > 1 else "body-short", 0.8 if len(words) > 1 else 0.7, name=_name(notes, start, end))


def _lead(left: str) -> int:
    """Return how much of the capitalised words before a body's noun only begins the sentence or is a person's title."""
    length = 0
    for word in re.findall(r"\S+\s?", left):
        if not is_common(word.strip(" ,")) or is_adjective(word.strip()) or word.strip() in ("European", "African", "Islamic", "Arab", "New", "Pacific", "Arctic", "Nordic", "Baltic", "Central", "First", "National"):
            break
        length += len(word)
    return length


def _end(notes: Notes, start: int, end: int) -> int:
    """Return where the continuation of a body's name ends: before dates, persons' titles and actors that only follow."""
    text = notes.text
    for match in re.finditer(rf"(?:,|,? and(?: the)?|,? &| {_OF}(?: the| a| an| its)?) (?={_PART})", text[start:end]):
        word = re.match(r"[\w.'-]+", text[start + match.end() :])
        following = word.group() if word else ""
        joins = match.group().lstrip(", ").startswith(("and", "&")) or match.group().startswith(",")
        actor = any(c.start == start + match.end() and c.kind != "treaty" for c in notes.candidates)
        first_to = match.group().strip().startswith(("to", "on")) and (actor or is_common(following))
        if (joins and (actor or following in TITLES or is_adjective(following) or gazetteer.unaccented(following) in gazetteer.given_names())) or first_to or (
            following in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        ) or notes.taken.overlap(start + match.end(), start + match.end() + 1) and joins:
            end = start + match.start()
            break
    return start + len(text[start:end].rstrip(" ,"))


def _stands_alone(notes: Notes, word: str, start: int, end: int) -> bool:
    """Tell whether a body's noun alone, capitalised, means one body of the text."""
    if word not in _SINGLE:
        return False
    text = notes.text
    if re.match(rf"'?s? [{UPPER}]", text[end : end + 4]) and not text[end:].startswith("'s"):
        return False
    if text[max(0, start - 4) : start] in ("the ", "The "):
        return True
    return word in _STARTING or (word == "Government" and not sentence_start(text, start) and "our " in text[max(0, start - 5) : start])


def _prefixed(notes: Notes) -> Iterator[Finding]:
    for match in _PREFIXED.finditer(notes.text):
        surface = match.group()
        state = next((c for c in notes.candidates if c.kind == "state" and c.how == "name" and c.end == match.end() and c.start > match.start()), None)
        if surface.startswith("Government of") and state:
            yield Finding(ACTOR, *match.span(), "government-of", 0.9, entity=state.entity, name=state.name)
        elif not surface.startswith(("Government", "State of", "Order", "Republic", "Kingdom", "House", "Region")):
            yield Finding(ACTOR, *match.span(), "body-form", 0.75, name=surface)


def _bracketed(notes: Notes) -> Iterator[Finding]:
    """Yield the acronyms that follow a body in brackets, and every other use of them."""
    introduced: dict[str, Finding] = {}
    for finding in sorted(notes.found, key=lambda f: f.start):
        match = _BRACKET.match(notes.text, finding.end) if finding.label == ACTOR else None
        if match and sum(letter.isupper() for letter in match[1]) >= 2:
            introduced.setdefault(match[1], finding)
    for acronym, finding in introduced.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}(?![\w-])", notes.text):
            yield Finding(ACTOR, *match.span(), "actor-acronym", 0.85, entity=finding.entity, name=finding.name)


def _administrations(notes: Notes) -> Iterator[Finding]:
    for match in _ADMINISTRATION.finditer(notes.text):
        if not is_common(match[1]) and not is_adjective(match[1]) and match[1] not in TITLES:
            yield Finding(ACTOR, *match.span(), "administration", 0.8, name=f"{match[1]} administration")
    for match in re.finditer(r"\bMFA(?: of)?\b", notes.text):
        yield Finding(ACTOR, match.start(), match.start() + 3, "body-short", 0.6, name="Ministry of Foreign Affairs")


def _name(notes: Notes, start: int, end: int) -> str:
    """Return the canonical name of a body: generic ones get their state in brackets."""
    surface = " ".join(notes.text[start:end].split())
    first, _, rest = surface.partition(" ")
    state = gazetteer.adjectives().get(first)
    of_state = re.search(r" of (?:the )?(.+)$", surface)
    named = next((s for s in gazetteer.states() if of_state and of_state[1].removeprefix("the ") in s.names), None)
    if named and of_state:
        return f"{surface[: of_state.start()]} ({named.name})"
    body = rest if state else surface
    body = re.sub(r"^(Foreign) Ministry$", "Ministry of Foreign Affairs", body)
    body = re.sub(r"^(\w+) Ministry$", r"Ministry of \1", body)
    if _GENERIC.match(body) is None and not body.startswith("Ministry"):
        return surface
    owner = state.name if state else _owner(notes, start)
    return f"{body} ({owner})" if owner else body


def _owner(notes: Notes, start: int) -> str:
    """Return the state whose body this is: the last one named before it."""
    before = [c for c in notes.candidates if c.kind == "state" and c.end <= start]
    return before[-1].name if before else ""
