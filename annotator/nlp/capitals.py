"""Runs of capitalised words, and the words that begin or fill them without being names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from annotator.core.article import Range
from annotator.nlp import gazetteer
from annotator.nlp.dateforms import MONTHS, ORDINALS, WEEKDAYS

UPPER = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x250) if chr(code).isupper()) + "ȘȚ" + "".join(map(chr, range(0x1E00, 0x1EFF)))
WORD = rf"[{UPPER}][\w]*(?:['-][\w]+)*(?<!'s)"
NAME_WORD = rf"(?:(?:[{UPPER}]\.){{1,3}}|(?:[dDlLO]'|Mc|Mac|al-|el-|ad-|as-)?{WORD})"

TITLES = frozenset(
    """President Prime Minister Premier Chancellor King Queen Prince Princess Crown Secretary General Secretary-General Deputy Vice
    Vice-President Speaker Senator Senators Sen. Rep. Representative Congressman Congresswoman Governor Gov. Mayor Ambassador Commissioner
    Judge Justice Prosecutor Director Director-General Chairman Chairwoman Chairperson Chair Lord Lady Sir Dame Baroness Baron Mr Mr. Mrs
    Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Professor Captain Capt. Colonel Col. Lieutenant Lt. Gen. Admiral Adm. Brigadier Major Maj. Marshal
    Archbishop Bishop Cardinal Pope Patriarch Imam Sheikh Sheikha Rabbi Sultan Emir Ayatollah Taoiseach Tánaiste MP MEP Leader Supreme Chief
    Attorney Foreign Defence Defense Interior Finance Environment Energy Trade Economy Economic Climate Agriculture Health Education Transport
    Culture Labour Labor Development Interim Acting Former High Special Envoy Spokesman Spokeswoman Spokesperson Undersecretary
    Under-Secretary Under-Secretary-General Councillor Counsellor Councilor Reverend Rev. Father Sister Brother Sergeant Cpl. Sgt. Private
    Comrade Staff Home Security Affairs State Executive Managing Head First Minister-President Vice-Chancellor Federal Commander
    Commander-in-Chief Lawmaker Ministers Presidents Foreign-Minister Privy Treasury Justice Permanent Assistant Senior Chief-of-Staff Rt Hon
    Honourable Hon. His Her Excellency Majesty Highness Holiness Monsignor Saint Economist Historian Analyst Expert Diplomat Negotiator
    Infrastructure Water Fisheries Immigration Migration Digital Regional Parliamentary Minority Majority Leader Whip Rapporteur Co-chair
    Vice-Premier Premier Vice-Minister Vice-Chair Coordinator Advocate Adviser Advisor""".split()
)
PARTY_WORDS = frozenset(
    """Democrat Democrats Republican Republicans Conservative Liberal Labour Green Greens Social Socialist Christian Communist Independent
    Democratic Nationalist Unionist Centrist Tory Party MEP MP Eurosceptic Populist""".split()
)
_COMMON = frozenset(
    """yes no ok thanks note photo image source update updated read also see related advertisement article chapter part section paragraph
    annex new old great grand many several few some most all any each every both either neither one two three four five six seven eight
    nine ten according asked answering speaking meeting following despite during under over after before since while when where why how
    what who whose which although though because unless until once if but and or so yet then thus hence however meanwhile moreover
    furthermore nevertheless instead indeed perhaps maybe still today yesterday tomorrow tonight now later earlier recently finally
    critics supporters opponents officials lawmakers experts analysts observers diplomats ministers deputies members governments countries
    states parties leaders others people women men children residents voters protesters campaigners activists negotiators reporters
    journalists talks negotiations treaty convention agreement protocol live breaking exclusive opinion analysis comment editorial letter
    letters news world politics business sport culture let may might can could should would will shall must do does did has have had is are
    was were be been being there here this that these those its their his her our my your dear nothing everything something anyone nobody
    everybody someone back next last first second third another such same other more less much only just even ever never always often
    sometimes usually instead about above across against along among around at behind below beside between beyond by down for from in inside
    into like near of off on onto out outside past per through throughout to toward towards up upon via with within without good bad
    morning evening afternoon night day week month year spring summer autumn winter north south east west northern southern eastern western
    central internet web email twitter facebook telegram instagram youtube whatsapp linkedin google microsoft apple amazon boeing airbus
    christmas easter thanksgiving ramadan epiphany passover god european african asian arab western islamic muslim jewish christian catholic
    orthodox protestant sunni shia kurdish baltic nordic balkan scandinavian caucasian latin american pacific atlantic arctic antarctic
    caribbean mediterranean eurasian transatlantic soviet nazi communist""".split()
)
_PLACE_LAST = frozenset(
    """Sea Ocean River Lake Bay Gulf Strait Straits Channel Island Islands Peninsula Mountains Mount Valley Desert Plain Canal Port Harbour
    Harbor Airport Station Street Road Avenue Square Park Palace Castle Tower Bridge Hall House Stadium Hotel Museum Cathedral County Province
    District Region Oblast Coast Shore Beach Cape Hills Hill Border Corridor Gap Pass Base Basin Territory Territories Continent Hemisphere
    Archipelago Atoll Reef Falls Forest Delta Canyon Plateau Line Wall Zone City Town Village Dam Nations""".split()
)
_THINGS = frozenset(
    """War Wars Day Days Week Year Prize Award Cup Games Olympics Summit Conference Declaration Resolution Report Act Bill Law Code Plan
    Programme Program Project Strategy Doctrine Policy Process Roadmap Framework Agenda Article Annex Chapter Section Constitution Amendment
    Directive Regulation Revolution Crisis Curtain Spring Pact Times Post Journal Gazette Herald Tribune Telegraph Guardian Mail Mirror News
    Daily Review Magazine Press Radio Television Airlines Airways Flight Missile Rocket System Exercise Operation Wall Bible Testament
    Solstice Festival Exhibition Expo Fair Session Round Talks Dialogue Budget Fact Sheet Studies Age Century Reform Flank Front-Line Skies
    Media Website Network Online Court-Martial Medal Order Memorial Monument Bulletin Standard Observer Independent Chronicle Echo Wire
    Negotiations Ban Referendum Election Elections Vote Deal Rules Rights Crimes Warming Change Point Powers Power Majesty Excellency""".split()
)
_CALENDAR = frozenset(word.capitalize() for word in [*MONTHS, *WEEKDAYS, *ORDINALS]) - {"May", "April", "June", "August", "Jan", "Mar", "Second"}

_RUN = re.compile(
    rf"(?<![\w'/@#.-]){NAME_WORD}(?:[ ](?:(?:de|van|von|der|den|da|dos|do|du|le|la|bin|ibn|di|ter|zu|al|el|ben|del|della|y|e|of the)[ ]){{0,2}}"
    rf"{NAME_WORD}){{0,8}}"
)
_RUN_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words, as the ranges of its words."""

    start: int
    end: int
    words: tuple[Range, ...]


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of capitalised words, lower-case particles between them included."""
    for match in _RUN.finditer(text):
        words = tuple((match.start() + word.start(), match.start() + word.end()) for word in _RUN_WORD.finditer(match.group()))
        yield Run(match.start(), match.end(), words)


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Tell whether a capitalised word is one that begins sentences rather than names."""
    lowered = word.lower()
    return lowered in _COMMON or lowered in STOP_WORDS or word in _CALENDAR


def is_place_word(word: str) -> bool:
    """Tell whether a name that ends with this word is a place, a thing or an event."""
    return word in _PLACE_LAST or word in _THINGS


def is_adjective(word: str) -> bool:
    """Tell whether a word says of which state or people something is (`Polish`, `Latvians`)."""
    return word in gazetteer.adjectives()


def sentence_start(text: str, start: int) -> bool:
    """Tell whether a position begins a sentence, a line or a quotation, so that a capital there says nothing."""
    index = start - 1
    while index >= 0 and text[index] in " \"'([":
        index -= 1
    return index < 0 or text[index] in "\n.!?:•▪|" or (text[index] in "–—-" and index > 0 and text[index - 1] in "\n ")


def headlines(text: str) -> Iterator[Range]:
    """Yield the lines in which every longer word has a capital, so that a capital says nothing."""
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        words = [word for word in re.findall(r"[^\W\d_][\w'-]*", line) if len(word) > 3]
        if 3 <= len(words) and len(line) < 200 and not line.rstrip().endswith((".", "\"")):
            capitals = sum(word[0].isupper() for word in words)
            if capitals >= 0.75 * len(words) and (capitals == len(words) or len(words) >= 5):
                yield position, end
        position = end + 1
