"""What a search finds in a text, and the words around it."""

import pytest

from annotator.core.hits import hits, snippet

TEXT = "Zoë 😀 visited Łódź; the naïve “Convention” on cluster munitions. L’e\u0301tat, Straße. 波兰退出渥太华条约。 Conventions!"


def found(query: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in hits(text, query)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("zoe", ["Zoë"]),
        ("LODZ", ["Łódź"]),
        ("conv", ["Convention", "Conventions"]),
        ("conv ", []),
        ("convention ", ["Convention"]),
        ('"cluster munitions"', ["cluster munitions"]),
        ('"munitions cluster"', []),
        ("cluster munitions", ["cluster", "munitions"]),
        ("etat", ["e\u0301tat"]),
        ("l'etat", ["L", "e\u0301tat"]),
        ("strasse", ["Straße"]),
        ("stras", ["Straße"]),
        ("渥太华", ["渥太华"]),
        ("太渥", []),
        ("", []),
        ("!!!", []),
        ("😀", []),
        ('"', []),
    ],
)
def test_hits_are_what_a_reader_would_mark(query: str, words: list[str]) -> None:
    assert found(query) == words


def test_hits_that_overlap_are_one() -> None:
    assert found('"a b" "b c"', "x a b c") == ["a b c"]


def test_a_snippet_shows_the_first_hit_on_one_line_and_where_it_is() -> None:
    text = "The first line is here.\n\n" + "Something else is said. " * 9 + "Then Łódź\nspoke of it. " + "More. " * 50
    around = snippet(text, "lodz")
    assert around is not None
    start, end = around.hit
    assert around.text[start:end] == "Łódź"
    assert around.text.startswith("…")
    assert "Łódź spoke of it." in around.text
    assert "\n" not in around.text


def test_a_snippet_finds_a_hit_far_down_a_long_text() -> None:
    text = "word " * 5_000 + "needle"
    around = snippet(text, "needle")
    assert around is not None
    assert around.text[slice(*around.hit)] == "needle"
    assert snippet(text, "nothing") is None
    assert snippet(text, "") is None
