"""A guess at an article's language, by script and by its commonest words."""

from collections import Counter

import regex

_SAMPLE = 6000
_SCRIPTS = (
    ("ko", r"\p{Hangul}"),
    ("ja", r"[\p{Hiragana}\p{Katakana}]"),
    ("zh", r"\p{Han}"),
    ("el", r"\p{Greek}"),
    ("he", r"\p{Hebrew}"),
    ("hi", r"\p{Devanagari}"),
    ("th", r"\p{Thai}"),
    ("hy", r"\p{Armenian}"),
    ("ka", r"\p{Georgian}"),
)
_WORDS = {
    "en": "the of and to in that is for was on with as by has it at from be said have not which are but will would",
    "de": "der die und den das von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus wird",
    "fr": "le la les des et en du que un une est pour dans qui sur par au il avec plus ne se sont aux",
    "es": "el la de que los las y en del se por un una con para es su al lo como más fue sobre ha",
    "pt": "o a os de que do da e em um uma para com não dos das no na se por mais foi ao pelo são",
    "it": "il di che la e in un una per è del della con non sono da al si dei nel le ha gli alla",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er door ook naar heeft bij wordt om",
    "pl": "i w na się nie z do że jest o od przez po oraz za przed który jak ale są został tym dla roku",
    "ro": "și în de la a cu că pe din nu este care pentru au mai fost să ce prin o un al ale sunt",
    "sv": "och att det som en på är av för med den till inte har om ett men de var från under kan",
    "da": "og at det er en på af for med den til ikke har som et der men de var fra om blev kan efter",
    "nb": "og at det er en på av for med den til ikke har som et men de var fra om ble kan etter",
    "fi": "ja on ei että se oli ovat myös mutta kuin hän joka tai sekä mukaan kun ole vuonna jos",
    "cs": "a se v na je že s z do o i to za pro by jako od po jeho ale podle které byl není",
    "hu": "a az és hogy nem is egy van ez meg de csak már volt még el azt szerint mint lesz után",
    "tr": "ve bir bu da de için ile olarak olan daha çok ise gibi sonra kadar olduğu ama ne var",
    "et": "ja on ei et see oma ka kui mis ning aga oli mille kes seda või eesti selle nende",
    "lv": "un ir ar par no ka uz kas arī tas nav bet tiek pēc lai gan ko viņa valsts",
    "lt": "ir yra kad su į iš tai bet ne už apie kaip buvo jis dėl pagal taip šalies",
    "ru": "и в не на что с по как это из у за от для к о его но был также был а при",
    "uk": "і в не на що з у до та як це за від для й про його але був також при є",
    "be": "і ў не на што з у да як гэта за ад для пра яго але быў таксама пры",
    "bg": "и в на не се че за от с да по е са като това но ще при до след който",
    "sr": "и у да је се на за од са не су то као али би који што ће из",
    "ar": "في من على أن إلى التي عن مع هذا الذي كان هذه بين بعد لا ما قال",
    "fa": "و در به از که این را با است برای آن یک خود تا بر هم شد می",
    "ur": "کے کی میں ہے اور سے کا کو پر نے کہ ہیں نہیں اس یہ",
}
# Letters without which a longer text is not in the language, where a neighbour shares its common words.
_LETTERS = {"be": "ўі", "uk": "іїє", "sr": "јљњћђџ", "fa": "پچژگ", "ur": "ےںٹڈ"}
_NEVER = {"bg": "ыэ", "sr": "ыэщъ", "ru": "іїў", "ar": "پچگ"}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = regex.compile(r"[\p{L}\p{M}]+")


def guess(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of a text is in, or an empty string where nothing tells."""
    sample = text if len(text) <= 2 * _SAMPLE else text[len(text) // 2 - _SAMPLE : len(text) // 2 + _SAMPLE]
    letters = len(regex.findall(r"\p{L}", sample))
    if not letters:
        return ""
    for language, script in _SCRIPTS:
        # Japanese mixes in Han and Korean Latin: a fifth of its own script tells.
        if len(regex.findall(script, sample)) > letters * (0.2 if language in {"ko", "ja"} else 0.5):
            return language
    words = Counter(word.lower() for word in _WORD.findall(sample))
    possible = {language: known for language, known in _SETS.items() if _has_letters(language, sample)}
    shared = Counter(word for known in possible.values() for word in known)
    # A word counts less the more languages share it.
    scores = {language: sum(words[word] / shared[word] for word in known) for language, known in possible.items()}
    best = max(scores, key=lambda language: scores[language])
    hits = sum(words[word] for word in _SETS[best])
    return best if hits >= max(2, 0.08 * words.total()) else ""


def _has_letters(language: str, sample: str) -> bool:
    wanted, unwanted = _LETTERS.get(language, ""), _NEVER.get(language, "")
    return (not wanted or any(letter in sample for letter in wanted)) and not any(map(sample.count, unwanted))
