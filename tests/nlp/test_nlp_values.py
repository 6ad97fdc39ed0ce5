"""What words mean by themselves, without a pipeline and without spaCy."""

import subprocess
import sys

import pytest

from annotator.core.article import Article, Publication
from annotator.nlp import values

TEXT = "😀 On Tuesday Oslo spoke. It left on 7 March, or in May, not on the e\u0301leventh. From 3 to 5 May 2024 it rained."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tuesday", ("2025-03-11", "year,month,day")),
        ("On Tuesday", ("2025-03-11", "year,month,day")),
        ("7 March", ("2025-03-07", "year")),
        ("March", ("2025-03-07", "year")),
        ("Oslo spoke", ("", "")),
        ("Tuesday Oslo spoke. It left on 7 March", ("", "")),
        ("3 to 5 May 2024", ("2024-05-03/2024-05-05", "")),
    ],
)
def test_a_stretch_says_a_date(words: str, expected: tuple[str, str]) -> None:
    article = Article("a", TEXT, publications=(Publication("p", published="2025-03-13T17:29"),))
    start = TEXT.index(words)
    assert values.date_of(article, start, start + len(words)) == expected


def test_far_into_a_long_text_the_day_is_found_as_well() -> None:
    text = "It rained. " * 10_000 + TEXT
    article = Article("a", text, publications=(Publication("p", published="2025-03-13"),))
    start = text.index("7 March")
    assert values.date_of(article, start, start + 7) == ("2025-03-07", "year")


@pytest.mark.parametrize(
    ("kind", "words", "name"),
    [
        ("actor", "Kyiv", "Ukraine"),
        ("actor", "the  POLES", "Poland"),
        ("actor", "Türkiye", "Turkey"),
        ("actor", "Turkiye", "Turkey"),
        ("treaty", "the Mine Ban\nTreaty", "Ottawa Convention"),
        ("treaty", "Poland", None),
        ("actor", "Harbour League", None),
        ("actor", "", None),
    ],
)
def test_words_name_an_entity(kind: str, words: str, name: str | None) -> None:
    found = values.entity_of(kind, words)
    assert (found.name if found else None) in {name, "Türkiye" if name == "Turkey" else name}


def test_nothing_of_spacy_is_read() -> None:
    code = (
        "import sys; from annotator.nlp import values; values.entity_of('actor', 'x'); sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
