"""What of a text is the article, by the shapes of its lines."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import body
from annotator.core.text import normalise

ARTICLE = (
    "Home | News | Sport\n"
    "Log in\n"
    "\n"
    "Estonia signs the convention 🇪🇪\n"
    "By Mari Tamm | 13 March 2025 17:29\n"
    "\n"
    "TALLINN — Estonia has signed the convention, its foreign\u00a0minister said on Thursday in the capital.\n"
    "Photo: Mari Tamm / ERR\n"
    "\n"
    "What happens next\n"
    "The Riigikogu will vote in the autumn, and nobody expects the bill to fail there.\n"
    "\n"
    "Related\n"
    "Ferry prices to rise\n"
    "Share: Facebook\n"
    "© 2025 Baltic Wire. All rights reserved.\n"
)


def kept(text: str, found: body.Found) -> list[str]:
    """Return the body's lines."""
    return [line for start, end in found.body for line in text[start:end].split("\n") if line]


def test_furniture_stays_outside_and_headline_and_date_inside() -> None:
    assert kept(ARTICLE, body.find(ARTICLE)) == [
        "Estonia signs the convention 🇪🇪",
        "13 March 2025 17:29",
        "TALLINN — Estonia has signed the convention, its foreign\u00a0minister said on Thursday in the capital.",
        "What happens next",
        "The Riigikogu will vote in the autumn, and nobody expects the bill to fail there.",
    ]


def test_title_date_and_source_are_found() -> None:
    found = body.find(ARTICLE)
    assert (found.title, found.published, found.source) == (
        "Estonia signs the convention 🇪🇪",
        "2025-03-13T17:29",
        "Baltic Wire",
    )


@pytest.mark.parametrize("text", ["one", "Poland\nleft", "\U0001f1f5\U0001f1f1", "Menu | Home | Sport", "e\u0301"])
def test_where_nothing_looks_like_an_article_all_of_it_is_body(text: str) -> None:
    assert body.find(text).body == ((0, len(text)),)


@pytest.mark.parametrize("text", ["", " \n\u00a0\n"])
def test_a_blank_text_has_no_body(text: str) -> None:
    assert body.find(text).body == ()


def test_a_date_on_the_same_line_as_a_view_count_ends_before_it() -> None:
    text = (
        "Gambia joins it\n28 June 2024 | Views: 98\nThe Gambia yesterday acceded to the Arms Trade Treaty, it said.\n"
    )
    assert kept(text, body.find(text))[1] == "28 June 2024"


def test_a_crawl_date_is_not_the_publication_date() -> None:
    text = (
        "Today: 19 February 2026\n\nGambia joins\n\nThe Gambia yesterday acceded to the Arms Trade Treaty, it said.\n"
    )
    assert body.find(text).published == ""


def test_a_dateline_gives_the_publication_date() -> None:
    text = "Gambia joins it\nBANJUL, 28 June 2024 (GNA) – The Gambia has acceded to the Arms Trade Treaty, it said.\n"
    assert body.find(text).published == "2024-06-28"


def test_a_date_inside_a_sentence_is_not_the_publication_date() -> None:
    text = "Gambia joins it\nThe treaty, signed on 3 June 2013, was ratified by the Gambia, its ministry said.\n"
    assert body.find(text).published == ""


def test_a_script_word_glued_to_the_first_word_stays_outside() -> None:
    text = "loadingArmenia voted on Tuesday to ratify the Rome Statute, a step that angered Moscow."
    assert body.find(text).body == ((7, len(text)),)


def test_lines_of_another_script_inside_the_text_stay_outside() -> None:
    sentence = "The deputy called the decision long ago ripe and spoke of it for an hour.\n"
    text = f"{sentence}Подписывайтесь на канал\n{sentence}"
    assert "Подписывайтесь на канал" not in kept(text, body.find(text))


def test_a_pull_quote_stays_outside() -> None:
    text = (
        "“It was the only thing that involved sandwiches,” the colonel said of the flights to Siberia.\n\n"
        "“It was the only thing that involved sandwiches”\n\n"
        "The flights ended in the year after, and the crews were sent home to their families.\n"
    )
    assert "“It was the only thing that involved sandwiches”" not in kept(text, body.find(text))


def test_hard_wrapped_lines_are_kept_whole() -> None:
    text = (
        "Under the Rome Statute a withdrawal takes effect only a year after the\n"
        "notification, and the three had not written to the Secretary-General by\n"
        "Tuesday, according to a spokesman for the organisation that keeps the\n"
        "treaty.\n"
    )
    assert body.find(text).body == ((0, len(text) - 1),)


def test_sentences_about_photos_use_and_support_are_no_furniture() -> None:
    sentences = [
        "Support for the convention in Finland has grown here among users of social media.",
        "The use of toxic materials is prohibited under the treaty, the lawyers said on Monday.",
        "Satellite images from Tuesday show new minefields along the border with Belarus.",
        "Home affairs ministers of the three countries will meet again in Riga in June.",
    ]
    text = "\n\n".join(sentences)
    assert kept(text, body.find(text)) == sentences


def test_a_right_to_left_page_is_read_like_any_other() -> None:
    text = (
        "حقوق | اقتصاد | رياضة\n"
        "مصر تعلن تأييدها لمعاهدة حظر الألغام\n\n"
        "القاهرة، 12 مارس 2025\n\n"
        "أعلنت وزارة الخارجية المصرية أن القاهرة تدعم الجهود الدولية الرامية إلى حظر الألغام في العالم.\n"
    )
    found = body.find(text)
    assert found.published == "2025-03-12"
    assert kept(text, found)[0] == "مصر تعلن تأييدها لمعاهدة حظر الألغام"


@given(st.text(max_size=400))
def test_the_body_is_always_sorted_ranges_within_the_text(text: str) -> None:
    text = normalise(text).text
    edges = [edge for stretch in body.find(text).body for edge in stretch]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


def test_the_bodies_of_the_example_articles_are_found(shared: Path) -> None:
    right = predicted = wanted = 0
    for file in sorted((shared / "articles" / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        normalised = normalise(gold["text"])
        known = {i for a, b in gold["body"] for i in range(normalised.position(a), normalised.position(b))}
        found = {i for start, end in body.find(normalised.text).body for i in range(start, end)}
        right, predicted, wanted = right + len(known & found), predicted + len(found), wanted + len(known)
    assert 2 * right / (predicted + wanted) > 0.97


def test_the_first_seed_is_read_right(shared: Path) -> None:
    text = (shared / "articles" / "seeds" / "caliber-ottawa-2025-03-13.txt").read_text(encoding="utf-8")
    found = body.find(text)
    lines = kept(text, found)
    assert found.title == "Eastern NATO allies uniting to withdraw from Ottawa Convention, says Polish minister"
    assert (found.published, found.source.lower()) == ("2025-03-13T17:29", "caliber.az")
    assert lines[:2] == [found.title, "13 March 2025 17:29"]
    assert lines[-1].endswith("amid escalating regional tensions.")
    assert len(lines) == 12


def test_the_second_seed_is_read_right(shared: Path) -> None:
    text = (shared / "articles" / "seeds" / "ukrinform-ottawa-statement.txt").read_text(encoding="utf-8")
    found = body.find(text)
    lines = kept(text, found)
    assert (found.published, found.source) == ("", "Ukrinform")
    assert lines[0].startswith("Poland, Lithuania, Latvia, and Estonia have announced")
    assert lines[-1].endswith("defense capabilities.")
