"""Where else the words of a mark stand: whole words only, nothing twice, nothing that is marked already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.occurrences import elsewhere, occurrences


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("Poland, POLAND; Poland's plan", "Poland", ["Poland", "Poland"]),
        ("Polands and unPoland", "Poland", []),
        ("Kosiniak said, Kosiniak-Kamysz did", "Kosiniak", ["Kosiniak"]),
        (
            "the Mine\n  Ban Treaty and the Mine Ban Treaty",
            "Mine Ban Treaty",
            ["Mine\n  Ban Treaty", "Mine Ban Treaty"],
        ),
        ("波兰退出。波兰说", "波兰", ["波兰", "波兰"]),
        ("a.b (a.b) aXb", "a.b", ["a.b", "a.b"]),
        ("😀Poland😀 e\u0301Poland", "Poland", ["Poland"]),
        ("Poland", "  ", []),
    ],
)
def test_whole_words_are_found(text: str, surface: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in occurrences(text, surface)] == expected


@given(st.lists(st.sampled_from(["Poland", "Polish", "leaves", "😀", "-", ".", "波兰", "e\u0301"]), max_size=30))
def test_what_is_found_says_the_words_and_never_overlaps(parts: list[str]) -> None:
    text = " ".join(parts) + "".join(parts)
    last = 0
    for start, end in occurrences(text, "Poland leaves"):
        assert text[start:end].split() == ["Poland", "leaves"]
        assert start >= last
        last = end


def test_elsewhere_is_in_the_body_and_unmarked() -> None:
    text = "Poland. Poland left. Poland, Poland"
    article = Article("a", text, body=((8, 28),))
    mark = Span("m", "a", "ann", "ACTOR", 8, 14)
    assert elsewhere(article, mark, [mark]) == [(21, 27)]
    other = Span("n", "a", "ann", "ACTOR", 21, 35)
    assert elsewhere(article, mark, [mark, other]) == []
    treaty = Span("n", "a", "ann", "TREATY", 21, 27)
    assert elsewhere(article, mark, [mark, treaty]) == [(21, 27)]
