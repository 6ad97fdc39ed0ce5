"""What stands around the name of a capital or a territory when it is a place, and when it acts."""

import re

from annotator.nlp import gazetteer
from annotator.nlp.capitals import UPPER

IN_US_STATE = re.compile(rf", (?:{gazetteer.any_of('us-state')})\b")
TOWN_BEFORE = re.compile(
    rf"\b(?:in|near|at|from|outside|of|around|to) (?:[{UPPER}][\w.'-]+ ){{0,2}}[{UPPER}][\w.'-]+, $"
)
NAME_AFTER = re.compile(rf" ([{UPPER}][\w'-]+)")
NAME_BEFORE = re.compile(rf"([{UPPER}][\w'-]*[\w']) $")
MEDIA_AFTER = re.compile(rf"(?:'s)? (?:{gazetteer.any_of('media')})\b")
INSIDE_PLACE = re.compile(
    r"\b(?:Gulf|Sea|Strait|Straits|Bay|Bank|Voice|Radio|Battle|Port|University|Duke|Prince|Isle|Cape|Republic|Isles) of"
    r" (?:the )?$|\bSouth $|\bNew $"
)
PLACE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Ii]nto|[Vv]ia|[Tt]hrough|[Ii]nside|[Oo]ver|[Aa]cross|[Ww]ithin"
    r"|off|above"
    r"|[Tt]hroughout|leaving|visit(?:ed|ing|s)?|reach(?:ed|ing)?|toured?|left|outskirts of|[Ss]treets of|[Cc]ity of"
    r"|[Tt]own of"
    r"|[Cc]apital of|[Cc]apital,|[Cc]apital|suburbs? of|cent(?:re|er) of|north of|south of|east of|west of|[Mm]ayor of"
    r"|[Bb]ishop of|[Cc]ity|[Dd]owntown|[Cc]entral|greater|port of|siege of|fall of|battle for|flights? to|trains? to"
    r"|return(?:ed|s|ing)? to|fl(?:ew|y|ies|ying|own) (?:back )?to|travel\w* (?:back )?to|trips? to|visits? to|way to"
    r"|road to|back to|went to|came to|drove to|arriv\w+ (?:in|at)|moved? to|sent to|journey to|ambassadors? (?:to|in)"
    r"|tour of|up to)(?: the)? $"
)
FROM = re.compile(r"\b[Ff]rom $")
FROM_ACTING = re.compile(
    r"\b(?:pressure|threats?|messages?|signals?|respon\w+|answers?|aid|support|approval|demands?|criticism|letters?"
    r"|notes?"
    r"|assurances?|guarantees?|permission|statements?|word|silence|concessions?|objections?|protests?|condemnation"
    r"|resistance"
    r"|orders|instructions|distance|independence|independent|reply|invitation|offer|proposal|pledge"
    r"|ruling|judge?ment|verdict)s? from $"
)
DATELINE = re.compile(
    r"(?:, [\w. ]+)?(?:, ?\w+\.? \d{1,2}(?:, \d{4})?|, \d{1,2} \w+(?: \d{4})?)? ?(?:\([^)\n]{2,30}\) ?)?"
    r"(?:–|—|--| - |\. [A-Z]|: )"
)
VERB_AFTER = re.compile(
    r",? (?:too|also|itself|alone|now|then|never|not|still|has|had|have|is|was|were|will|would|did|does|do|may"
    r"|might|must"
    r"|should|can|could|needs?|cannot|which|who|[a-z]+(?:ed|s)|said|told|made|took|gave|held|kept|went|came|left"
    r"|saw|put|let"
    r"|set|began|became|knew|thought|chose|swore|withdrew|drew|sought|fought|flew|broke|[a-z]+ly)\b"
)
PLACE_POSSESSIVE = re.compile(
    r"'s? (?:\w+ )?(?:airports?|streets?|mayors?|residents|suburbs?|old town|centre|center|stadium|museum|university"
    r"|cathedral|central|outskirts|skyline|river|weather|hotels?|railway|station|squares?|districts?|waterfront"
    r"|harbour|port)\b"
)
POSSESSIVE_ACTS = re.compile(
    r"'s? (?:\w+ ){0,2}(?:decision|government|position|stance|view|claims?|request|demand|refusal|parliament"
    r"|authorities"
    r"|leaders?|leadership|president|council|policy|intention|plans?|bid|moves?|withdrawal|accession|ratification"
    r"|signature"
    r"|proposal|offer|response|reply|obligations?|commitments?|consent|vote|veto|exit|rights?|status|interests?)\b"
)
COMPOUND = re.compile(
    r"-(?:[a-z]+(?:ed|ing)|led|wide|born|style|friendly|made|like|only|level|held|run|built|bound|owned|free|side)\b"
)
COMPOUND_BEFORE = re.compile(r"\b(?:pro|anti|non|ex|trans|post|pre)-$|\b(?:Latin|North|South|Central) $", re.IGNORECASE)
COORDINATION = re.compile(r"(?:, and |, | and | or | nor |-|/)")
NORTH_SOUTH = re.compile(rf"(?<=[Tt]he )(North|South)(?!\w|-| [{UPPER}]| of\b| and )")
