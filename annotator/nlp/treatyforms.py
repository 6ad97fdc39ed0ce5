"""The forms that names of treaties have, as patterns: `X Convention`, `Treaty on the …`, `X and Y Protocols`."""

import re

from annotator.nlp.capitals import UPPER, WORD

SINGULAR = (
    "Convention|Treaty|Protocol|Agreement|Accords|Accord|Pact|Charter|Covenant|Memorandum|Compact|Statute|Final Act"
)
PLURAL = "Conventions|Treaties|Protocols|Agreements"

_LINK = (
    "(?:of|the|on|and|or|for|in|to|their|its|by|with|between|against|concerning|relating|regarding|respecting|including"
    "|from|a|an|other|certain|all|under)"
)
_OPENING = (
    r"(?:on|for|against|concerning|relating to|regarding|respecting|[Ee]stablishing|between|of|banning|prohibiting"
    r"|to (?=[A-Z][a-z]+ )|under)"
)
_TITLE = (
    rf"(?: {_OPENING}(?: {_LINK})* {WORD}"
    rf"(?:(?: {_LINK}){{1,4}} {WORD}|,? {WORD}(?=[^.\n]{{0,160}}? and {WORD})| {WORD})*)"
)
BY_FORM = re.compile(
    rf"(?<![\w'-])((?:(?:{WORD}|[IVX]+|\d{{1,2}}|[{UPPER}]\.[{UPPER}]\.)[ /-]){{0,6}})({SINGULAR}"
    rf"|{PLURAL})(?![\w-])({_TITLE})?"
)
"""Modifiers (1), noun (2) and what the title goes on with (3)."""

LOWER_HEAD = re.compile(
    rf"(?<![\w'.-])({WORD}(?:[ -]{WORD}){{0,3}}) (treaty|convention|protocol|agreements?|accords?|pact"
    rf"|memorandum)(?![\w-])"
    r"(?! (?:talks|negotiations|text|body))"
)
CALLED = re.compile(
    rf"\b(?:calls?|called|known as|dubbed|named|call it|nicknamed)(?: it| them)? (?:the )?\"?"
    rf"({WORD}(?: {WORD})* (?:treaty|convention|deal|accord|pact|agreement))"
)
COORDINATED = re.compile(
    rf"(?<![\w-])((?:{WORD}(?: [IVX]+)?, )*{WORD}(?: {WORD})?) (?:and|or) ({WORD}(?: {WORD})?) ({PLURAL}|Accords)(?!\w)"
)
BARE = re.compile(
    rf"(?:(?<=[Tt]he )|(?<=[Tt]his )|(?<=[Oo]ur ))({SINGULAR})(?![\w-])"
    rf"(?!'? [{UPPER}]|'s? (?:[Cc]ent|[Hh]all|floor)| (?:[Cc]ent(?:re|er)|[Hh]all))"
)
NOUNS = re.compile(f"(?:{PLURAL}|{SINGULAR})")

ORGANISATION_AFTER = re.compile(
    r" (?:Organi[sz]ation|Secretariat|Coalition|Committee|Council|Commission|Bod(?:y|ies)|Association|Campaign"
    r"|Office)\b"
)
PLACE_AFTER = re.compile(r"[ -](?:[Cc]ent(?:re|er)|[Hh]all|Bureau|[Cc]omplex|Hotel|[Dd]elegates|[Gg]oers|Street)\b")
USE_BEFORE = re.compile(
    r"\b(?:ratif\w+|signed|signs?|left|leave|leaving|quit(?:s|ting)?|denounc\w+|swears? by|abandon\w*|spirit of"
    r"|scrap\w*"
    r"|suspend\w*|withdr[ae]w\w* from|exit from|out of|part(?:y|ies) to|bound by|under|terms of|violat\w+|breach\w* of"
    r"|since|bury|buried|revive)(?: the)? $"
)
USE_AFTER = re.compile(
    r" (?:flights?|aircraft|missions?|overflights?|regime|partners|membership|quotas?|inspections?|signatories"
    r"|obligations"
    r"|commitments?|ratification|targets|process|framework|terms|rules|system)\b"
)
ENDS_TITLE = re.compile(
    r"(?: (?:on|for|in|by|of|to|and|from)|,)+ (?:January|February|March|April|June|July|August|September|October"
    r"|November"
    r"|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
FOLLOWING_ACTOR = (" and ", " by ", " in ", " from ", " to ", ", ")
