"""Treaties in a text: names from the table, titles by their form, short forms, acronyms in brackets, places that stand for one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc

from annotator.nlp import gazetteer
from annotator.nlp.capitals import UPPER, WORD, is_adjective, is_common
from annotator.nlp.findings import NOTES, TREATY, Candidate, Finding, Notes

_SINGULAR = "Convention|Treaty|Protocol|Agreement|Accord|Pact|Charter|Covenant|Memorandum|Compact|Statute|Accords|Final Act"
_PLURAL = "Conventions|Treaties|Protocols|Agreements"
_HEAD = f"(?:{_SINGULAR}|{_PLURAL})"
_LINK = r"(?:of|the|on|and|or|for|in|to|their|its|by|with|between|against|concerning|relating|regarding|respecting|including|from|a|an|its|other|certain|all|under)"
_TITLE = (
    r"(?: (?:on|for|against|concerning|relating to|regarding|respecting|establishing|between|of|banning|prohibiting|to (?=[A-Z][a-z]+ )|under)"
    rf"(?: {_LINK})* {WORD}(?:(?: {_LINK}){{1,4}} {WORD}|,? {WORD}(?=[^.]*? and {WORD})| {WORD})*)"
)
_BY_FORM = re.compile(
    rf"(?<![\w'-])((?:(?:{WORD}|[IVX]+|\d{{1,2}}|[{UPPER}]\.[{UPPER}]\.)(?:[ ]|-|/)){{0,6}})({_SINGULAR}|{_PLURAL})(?![\w-])({_TITLE}|(?: [Ee]stablishing| ESTABLISHING)(?: {_LINK})* {WORD}(?:(?: {_LINK}){{0,3}} {WORD})*)?"
)
_LOWER_HEAD = re.compile(
    rf"(?<![\w'.-])({WORD}(?:[ -]{WORD}){{0,3}}) (treaty|convention|protocol|agreements?|accords?|pact|memorandum)(?![\w-])(?! (?:talks|negotiations|text|body))"
)
_CALLED = re.compile(rf"\b(?:calls?|called|known as|dubbed|named|call it|nicknamed)(?: it| them)? (?:the )?\"?({WORD}(?: {WORD})* (?:treaty|convention|deal|accord|pact|agreement))")
_BRACKET = re.compile(r"(?:\"|')? ?\((?:(?:the|also|or|hereinafter|hereafter|known as|abbreviated)\s)*[\"']?([A-Z][A-Za-z0-9/+-]{1,11})[\"']?\)")
_COORDINATED = re.compile(rf"(?<![\w-])((?:{WORD}(?: [IVX]+)?, )*{WORD}(?: {WORD})?) (?:and|or) ({WORD}(?: {WORD})?) (Conventions|Treaties|Protocols|Agreements|Accords)(?!\w)")
_BARE = re.compile(rf"(?:(?<=[Tt]he )|(?<=[Tt]his )|(?<=[Oo]ur ))({_SINGULAR})(?![\w-])(?!'? [{UPPER}]|'s? (?:[Cc]ent|[Hh]all|floor))")
_NOT_TREATIES = frozenset(
    """Republican Democratic National Constitutional Annual Party Labour Comic Political Nominating Conservative Liberal Federal State Star
    Youth Draft Final Free Trade Peace Collective Tenancy License Licensing Gentlemen's Cooperation Partnership Association Legal Rent Standard
    Social Bilateral Multilateral International Regional Framework General Citizens New First Second Third Old Last Previous Original Any No""".split()
)
_NEVER_BEFORE = frozenset(["The", "This", "That", "Under", "In", "But", "And", "Both", "Its", "Their", "Our", "With", "By", "To", "On", "For", "If", "When", "Since"])
_ORGANISATION_AFTER = re.compile(r" (?:Organi[sz]ation|Secretariat|Coalition|Committee|Council|Commission|Bod(?:y|ies)|Association|Campaign|Office)\b")
_PLACE_AFTER = re.compile(r"(?: |-)(?:[Cc]ent(?:re|er)|[Hh]all|Bureau|[Cc]omplex|Hotel|[Dd]elegates|[Gg]oers|Street)\b")
_TREATY_USE_BEFORE = re.compile(
    r"\b(?:ratif\w+|signed|sign|signs|left|leave|leaving|quit|quits|quitting|denounc\w+|swears? by|abandon\w*|spirit of|scrap\w*|suspend\w*"
    r"|withdr[ae]w\w* from|exit from|out of|part(?:y|ies) to|bound by|under|terms of|violat\w+|breach\w* of|since|bury|buried|revive)(?: the)? $"
)
_TREATY_USE_AFTER = re.compile(
    r" (?:flights?|aircraft|missions?|overflights?|regime|partners|membership|quotas?|inspections?|signatories|obligations|commitments|ratification"
    r"|targets|process|framework|terms|rules|system)\b"
)
_GENERIC_HEADS = re.compile(_HEAD)


def mark_treaties(doc: Doc) -> Doc:
    """Add the treaties of a document to its notes."""
    notes = doc.user_data.setdefault(NOTES, Notes(doc.text))
    known = {(c.start, c.end): c for c in notes.candidates if c.kind == "treaty" and c.how == "name"}
    for finding in [*_coordinated(notes), *_by_form(notes, list(known.values())), *_from_table(known.values()), *_places(notes)]:
        if not notes.taken.overlap(finding.start, finding.end):
            notes.add(finding)
    for step in (_lower_headed, _bracketed, _bare):
        for finding in list(step(notes)):
            if not notes.taken.overlap(finding.start, finding.end):
                notes.add(finding)
    return doc


def _from_table(known: object) -> Iterator[Finding]:
    assert not isinstance(known, str)
    for candidate in known:  # type: ignore[attr-defined]
        yield Finding(TREATY, candidate.start, candidate.end, "treaty-table", 0.95, entity=candidate.entity, name=candidate.name)


def _by_form(notes: Notes, known: list[Candidate]) -> Iterator[Finding]:
    """Yield titles such as `Treaty of X`, `X Protocol`, `Convention on the X of Y`; a known name inside gives the entity."""
    for match in _BY_FORM.finditer(notes.text):
        left, title = match.group(1), match.group(3) or ""
        start, end = match.start(2), match.end(2)
        words = _modifiers(left)
        if words:
            start = match.start() + len(left) - len(words)
        end = _title_end(notes, match.start(3), title) if title else end
        inside = [candidate for candidate in known if start < candidate.end and candidate.start < end]
        start, end = min([start, *(c.start for c in inside)]), max([end, *(c.end for c in inside)])
        if _ORGANISATION_AFTER.match(notes.text, end) or _PLACE_AFTER.match(notes.text, end) or notes.headlines.overlap(start, end) and not inside:
            continue
        if not inside and not _is_a_name(notes.text, words, start, end, titled=end > match.end(2)):
            continue
        same = [c for c in inside if c.start == start or c.end in (end, match.end(2))]
        entity, name = (same[0].entity, same[0].name) if same else ("", " ".join(notes.text[start:end].split()))
        yield Finding(TREATY, start, end, "treaty-form", 0.9 if same else 0.75, entity=entity, name=name)


def _modifiers(left: str) -> str:
    """Return what before a treaty's noun belongs to its name: not the words that begin the sentence."""
    words = re.split(r"(?<=[ /])", left)
    while words and words[0] and (words[0].strip(" -/") in _NEVER_BEFORE or is_common(words[0].strip(" -/")) or words[0].strip().isdigit()):
        words.pop(0)
    return "".join(words)


def _title_end(notes: Notes, start: int, title: str) -> int:
    """Return where a title ends: before a date, and before an actor that only follows it."""
    end = start + len(title)
    between = title.lstrip().startswith(("between", "concerning", "establishing", "of", "Establishing"))
    for candidate in notes.candidates:
        if candidate.kind != "treaty" and start < candidate.start < end and not between:
            joint = notes.text[max(start, candidate.start - 5) : candidate.start]
            if joint.endswith((", ", " and ", "by ", "in ", "from ", "to ")):
                end = notes.text.rfind(" ", start, candidate.start - 1) if joint.endswith((" and ", "by ", "in ", "from ", "to ")) else candidate.start - 2
                break
    for word in re.finditer(r"(?:(?:on|for|in|by|of|to|and|from|,) )+(?:January|February|March|April|June|July|August|September|October|November|December|\w+day)\b", notes.text[start:end]):
        end = start + word.start()
        break
    return start + len(notes.text[start:end].rstrip(" ,"))


def _is_a_name(text: str, words: str, start: int, end: int, *, titled: bool) -> bool:
    """Tell whether a stretch with a treaty's noun names one treaty."""
    if titled and not words:
        return len(text[start:end].split()) > 2
    parts = [part for part in re.split(r"[ /-]", words) if part]
    proper = [part for part in parts if part not in _NOT_TREATIES and not is_adjective(part)]
    head = text[start + len(words) : end].split()[0] if words else ""
    if not parts or not (proper or titled or (len(parts) > 1 and head not in ("Convention", "Conventions"))):
        return False
    article = re.search(r"(\w+) $", text[max(0, start - 8) : start])
    return not (article and article.group(1).lower() in ("a", "an", "any", "no", "every", "another") and not titled)


def _coordinated(notes: Notes) -> Iterator[Finding]:
    """Yield each of `Ottawa and Dublin Conventions`: the shared noun belongs to the last."""
    for match in _COORDINATED.finditer(notes.text):
        noun = {"Treaties": "Treaty"}.get(match[3], match[3].rstrip("s"))
        last_start = match.start(2)
        last = _named(f"{match[2]} {noun}") or _named(f"{match[2]} {match[3]}")
        parts = [(part.start(), part.end()) for part in re.finditer(r"[^,]+", match[1])]
        firsts = []
        for start, end in parts:
            part = match[1][start:end].strip()
            begin = match.start(1) + start + (len(match[1][start:end]) - len(match[1][start:end].lstrip()))
            words = part.split()
            while words and is_common(words[0]):
                begin += len(words.pop(0)) + 1
            if words:
                firsts.append((begin, begin + len(" ".join(words)), " ".join(words)))
        found = [(start, end, _named(f"{part} {noun}") or _named(f"{noun} of {part}")) for start, end, part in firsts]
        if last is None and not any(entity for *_, entity in found):
            continue
        for start, end, entity in found:
            name = entity.name if entity else f"{notes.text[start:end]} {noun}"
            yield Finding(TREATY, start, end, "treaty-coordinated", 0.85, entity=entity.id if entity else "", name=name)
        name = last.name if last else f"{match[2]} {noun}"
        yield Finding(TREATY, last_start, match.end(), "treaty-coordinated", 0.85, entity=last.id if last else "", name=name)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, gazetteer.Entity]:
    return {spelling: entity for entity in reversed(gazetteer.treaties()) for name in entity.names for spelling in gazetteer.spellings(name)}


def _named(name: str) -> gazetteer.Entity | None:
    return _by_name().get(name)


def _places(notes: Notes) -> Iterator[Finding]:
    """Yield the places and phrases that stand for their treaty (`swears by Locarno`, `Open Skies flights`)."""
    for candidate in notes.candidates:
        if candidate.kind == "treaty" and candidate.how == "seat":
            before = notes.text[max(0, candidate.start - 30) : candidate.start]
            if _TREATY_USE_BEFORE.search(before) or _TREATY_USE_AFTER.match(notes.text, candidate.end):
                yield Finding(TREATY, candidate.start, candidate.end, "treaty-place", 0.7, entity=candidate.entity, name=candidate.name)


def _lower_headed(notes: Notes) -> Iterator[Finding]:
    """Yield `Prespa agreement` and what the text itself calls a name (`everybody calls the Chagos treaty`)."""
    for match in _CALLED.finditer(notes.text):
        yield Finding(TREATY, match.start(1), match.end(1), "treaty-called", 0.7, name=match[1])
    actors = {(c.start, c.end) for c in notes.candidates if c.kind != "treaty" and c.how == "name"}
    for match in _LOWER_HEAD.finditer(notes.text):
        words = match[1].split()
        start = match.start(1)
        while words and is_common(words[0]):
            start += len(words.pop(0)) + 1
        if not words or notes.headlines.overlap(start, match.end()) or all(is_adjective(w) or w in _NOT_TREATIES for w in re.split("[ -]", " ".join(words))):
            continue
        inside = any(first < match.end(1) and start < last for first, last in actors)
        if inside or match[2] in ("treaty", "agreements") or notes.text[start:match.end(1)].isupper() or "-" in match[1]:
            continue
        if start == match.start(1) or notes.text[max(0, start - 4) : start].lower() == "the ":
            yield Finding(TREATY, start, match.end(), "treaty-form", 0.55, name=notes.text[start : match.end()])


def _bracketed(notes: Notes) -> Iterator[Finding]:
    """Yield the acronyms that follow a treaty in brackets, and every later use of them."""
    introduced: dict[str, Finding] = {}
    for finding in notes.found:
        match = _BRACKET.match(notes.text, finding.end) if finding.label == TREATY else None
        if match:
            introduced.setdefault(match[1], finding)
    for acronym, finding in introduced.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}(?![\w-])", notes.text):
            yield Finding(TREATY, *match.span(), "treaty-acronym", 0.85, entity=finding.entity, name=finding.name)


def _bare(notes: Notes) -> Iterator[Finding]:
    """Yield `the Convention`, capitalised, with the treaty it refers to: the last one before it that is such a thing."""
    treaties = sorted((f for f in notes.found if f.label == TREATY), key=lambda f: f.start)
    nouns = [(finding, _nouns(finding.entity, finding.name)) for finding in treaties]
    for match in _BARE.finditer(notes.text):
        if notes.headlines.overlap(*match.span()):
            continue
        named = [finding for finding, heads in nouns if match[1] in heads]
        before = [finding for finding in named if finding.start < match.start()]
        if named:
            referent = before[-1] if before else named[0]
            yield Finding(TREATY, *match.span(), "treaty-short", 0.8, entity=referent.entity, name=referent.name)


@lru_cache(maxsize=1024)
def _nouns(entity: str, name: str) -> frozenset[str]:
    """Return what nouns a treaty may be called by alone."""
    row = next((treaty for treaty in gazetteer.treaties() if treaty.id == entity), None)
    names = row.names if row else (name,)
    found = {noun for each in names for noun in _GENERIC_HEADS.findall(each)}
    found |= {noun.capitalize() for each in names for noun in re.findall(r"\b(?:treaty|convention|protocol|agreement|accord|pact)\b", each)}
    return frozenset(found | ({"Treaty"} if "START" in name else set()))
