"""States by name, and the capitals and territories that act like one; what is only a place is left out."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from annotator.nlp.capitals import UPPER, is_place_word, is_adjective
from annotator.nlp.findings import ACTOR, NOTES, Candidate, Finding, Notes

_US_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|Colorado|Connecticut|Delaware|Florida|Georgia|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana"
    "|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico"
    "|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas"
    "|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming|Ontario|Quebec|California"
)
_IN_US_STATE = re.compile(rf", (?:{_US_STATES})\b")
_TOWN_BEFORE = re.compile(rf"\b(?:in|near|at|from|outside|of|around|to) (?:[{UPPER}][\w.'-]+ ){{0,2}}[{UPPER}][\w.'-]+, $")
_GIVEN_NAMES = frozenset(["Jordan", "Chad", "Georgia", "Israel", "Kenya", "India", "Cuba", "Ireland", "Holland", "England", "France", "Malta", "Niger"])
_NAME_AFTER = re.compile(rf" ([{UPPER}][\w'-]+)")
_MEDIA_AFTER = re.compile(
    r"(?:'s)? (?:Times|Post|Daily|News|Today|Journal|Gazette|Herald|Tribune|Independent|Sea|Airlines|Airways|Airport|Street|Strait|Ocean|River|Bay|Square"
    r"|Avenue|Road|Declaration|Summit|Conference|Institute|University|Stadium|Canal|City|Bank|Process|Format|Plan|Report)\b"
)
_INSIDE_PLACE = re.compile(r"\b(?:Gulf|Sea|Strait|Straits|Bay|Bank|Voice|Radio|Battle|Port|University|Duke|Prince|Isle|Cape|Republic|Isles) of (?:the )?$|\bSouth $|\bNew $")
_PLACE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Ii]nto|[Vv]ia|[Tt]hrough|[Ii]nside|[Oo]ver|[Aa]cross|[Ww]ithin|[Tt]hroughout|off|above|leaving"
    r"|visit(?:ed|ing|s)?|reach(?:ed|ing)?|toured?|left|outskirts of|[Ss]treets of|[Cc]ity of|[Tt]own of|[Cc]apital of|[Cc]apital,|[Cc]apital|suburbs? of|cent(?:re|er) of"
    r"|north of|south of|east of|west of|[Mm]ayor of|University of|Bishop of|[Cc]ity|[Dd]owntown|[Cc]entral|greater|port of|siege of|fall of|battle for|flights? to|trains? to"
    r"|return(?:ed|s|ing)? to|fl(?:ew|y|ies|ying|own) (?:back )?to|travel\w* (?:back )?to|trips? to|visits? to|way to|road to|back to|went to|came to|drove to"
    r"|arriv\w+ (?:in|at)|moved? to|sent to|journey to|ambassadors? (?:to|in)|tour of|up to|born in|based in|held in|signed in|between \w+ and) (?:the )?$"
)
_FROM = re.compile(r"\b[Ff]rom $")
_FROM_ACTING = re.compile(
    r"\b(?:pressure|threats?|messages?|signals?|respon\w+|answers?|aid|support|approval|demands?|criticism|letters?|notes?|assurances?|guarantees?|permission"
    r"|statements?|word|silence|concessions?|objections?|protests?|condemnation|resistance|orders|instructions|distance|independence|secede|independent|reply) from $"
)
_DATELINE = re.compile(r"(?:, [\w. ]+)?(?:, ?\w+\.? \d{1,2}(?:, \d{4})?|, \d{1,2} \w+(?: \d{4})?)? ?(?:\([^)]{2,30}\) ?)?(?:–|—|--| - |\. [A-Z]|: )")
_VERB_AFTER = re.compile(
    r"(?:,? (?:too|also|itself|alone|now|then|never|not|still|has|had|have|is|was|were|will|would|did|does|do|may|might|must|should|can|could|needs?|cannot|itself"
    r"|which|who|[a-z]+(?:ed|s)|said|told|made|took|gave|held|kept|went|came|left|saw|put|let|set|began|became|knew|thought|chose|swore|withdrew|drew|sought|fought"
    r"|flew|broke|rejected|quietly|formally|officially|repeatedly|later|already|has)\b)"
)
_NOT_VERBS = frozenset("years months days hours times miles talks lines is_ metres meters kilometres streets offices headquarters residents news sources".split())
_PLACE_POSSESSIVE = re.compile(
    r"'s? (?:\w+ )?(?:airports?|streets?|mayors?|residents|suburbs?|old town|centre|center|stadium|museum|university|cathedral|central|outskirts|skyline|river|weather"
    r"|hotels?|railway|station|square|squares|districts?|waterfront|harbour|port)\b"
)
_POSSESSIVE_ACTS = re.compile(
    r"'s? (?:\w+ ){0,2}(?:decision|government|position|stance|view|claim|claims|request|demand|refusal|parliament|authorities|leaders?|leadership|president|council|policy|intention"
    r"|plan|plans|bid|move|moves|withdrawal|accession|ratification|signature|proposal|offer|response|reply|obligations?|commitments?|consent|vote|veto|exit|right|rights|status|interests?)\b"
)
_COORDINATION = re.compile(r"(?:, and |, | and | or |-| nor |/)")


def mark_places(doc: Doc) -> Doc:
    """Add states, and capitals and territories that act, to the notes of a document."""
    notes = doc.user_data.setdefault(NOTES, Notes(doc.text))
    for candidate in notes.candidates:
        if candidate.kind == "state" and candidate.how == "name" and _is_state(notes, candidate):
            notes.add(_finding(candidate, "state", 0.95))
    seats = [c for c in notes.candidates if c.how in ("seat", "area") and c.kind != "treaty" and not notes.taken.overlap(c.start, c.end)]
    for chain in _chains(notes, seats):
        acting = [seat for seat in chain if _stands_free(notes, seat)]
        if len(acting) != len(chain) or not acting:
            continue
        first, last = chain[0], chain[-1]
        if _acts(notes, first, last):
            for seat in chain:
                notes.add(_finding(seat, "capital" if seat.how == "seat" else "territory", 0.75))
    return doc


def _finding(candidate: Candidate, rule: str, confidence: float) -> Finding:
    return Finding(ACTOR, candidate.start, candidate.end, rule, confidence, entity=candidate.entity, name=candidate.name)


def _is_state(notes: Notes, candidate: Candidate) -> bool:
    text, start, end = notes.text, candidate.start, candidate.end
    if notes.taken.overlap(start, end) or _MEDIA_AFTER.match(text, end):
        return False
    before = text[max(0, start - 40) : start]
    if _INSIDE_PLACE.search(before) or _IN_US_STATE.match(text, end):
        return False
    surface = text[start:end]
    if surface == "Georgia" and _TOWN_BEFORE.search(before) and "Tbilisi, " not in before and "Batumi, " not in before:
        return False
    compound = text[end : end + 1] == "-" and text[end + 1 : end + 2].islower()
    if compound or re.search(r"\b(?:pro|anti|non|ex|trans|post|pre)-$", before, re.IGNORECASE):
        return False
    if surface in ("America", "Congo", "Guinea", "Ireland", "Vatican") and re.search(r"(?:Latin|North|South|Central|Equatorial|Northern|Papua New) $", before):
        return False
    following = _NAME_AFTER.match(text, end)
    if surface in _GIVEN_NAMES and following and not is_adjective(following[1]) and not notes.headlines.overlap(start, end):
        return is_place_word(following[1]) is False and following[1] in ("President", "Prime", "Foreign", "Ambassador", "Government")
    return surface != "CAR" and not (surface == "US" and notes.headlines.hold(start, end) and text[start - 1 : start].isupper())


def _chains(notes: Notes, seats: list[Candidate]) -> Iterator[list[Candidate]]:
    """Yield the seats that are coordinated with each other together: they act, or do not, as one."""
    chain: list[Candidate] = []
    for seat in seats:
        if chain and _COORDINATION.fullmatch(notes.text[chain[-1].end : seat.start]) is None:
            yield chain
            chain = []
        chain.append(seat)
    if chain:
        yield chain


def _stands_free(notes: Notes, seat: Candidate) -> bool:
    """Tell whether a seat is no part of a longer name and no dateline."""
    text, start, end = notes.text, seat.start, seat.end
    if _MEDIA_AFTER.match(text, end) or _INSIDE_PLACE.search(text[max(0, start - 30) : start]) or _IN_US_STATE.match(text, end):
        return False
    if re.match(rf" [{UPPER}]\w+", text[end : end + 12]) and not notes.headlines.overlap(start, end):
        return False
    if re.search(rf"[{UPPER}][\w.'-]+ $", text[max(0, start - 20) : start]) and not notes.headlines.overlap(start, end):
        before = re.search(rf"([{UPPER}][\w.'-]+) $", text[max(0, start - 20) : start])
        if before and before[1] not in ("Should", "Let", "While", "But", "And", "If", "When", "As", "That", "For", "With", "Yet", "So", "Both", "Neither"):
            return False
    if text[end : end + 1] == "-" or text[start - 1 : start] in ("-", "/", "@", "#"):
        return text[start - 1 : start] == "-" and text[start - 2 : start - 1].isalpha() and False
    at_line_start = start == 0 or text[start - 1] == "\n"
    return not (at_line_start and _DATELINE.match(text, end))


def _acts(notes: Notes, first: Candidate, last: Candidate) -> bool:
    """Tell whether a seat stands for its government here: it acts, it is treated as one that acts, or nothing says it is a place."""
    text = notes.text
    before = text[max(0, first.start - 40) : first.start]
    after = text[last.end : last.end + 60]
    if _PLACE_POSSESSIVE.match(after):
        return False
    verb = _VERB_AFTER.match(after)
    plain_place = _PLACE_BEFORE.search(before) is not None or (_FROM.search(before) is not None and not _FROM_ACTING.search(before))
    if plain_place and re.search(r"\b(?:between \w+ and|[Cc]entral|left|over) $", before) is None:
        return False
    acting = (verb is not None and verb.group().strip(" ,") not in _NOT_VERBS) or _POSSESSIVE_ACTS.match(after) is not None
    if first.how == "area":
        return acting and not plain_place and re.search(r"\b(?:of|to|on|with|for|from|and|against) (?:the )?$", before) is None
    following = re.match(r", ([A-Z]\w+)", after)
    if following and not acting and any(c.start == last.end + 2 and c.kind in ("state", "territory") for c in notes.candidates):
        return len(before) > 0 and not before.endswith(("\n",)) and following is not None and before.rstrip().endswith(("between", ","))
    return True
