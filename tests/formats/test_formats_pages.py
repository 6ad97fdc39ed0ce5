"""Articles from plain text and from saved web pages."""

import json
import time
from pathlib import Path

import pytest

from annotator.core.problems import Problem
from annotator.core.records import Record
from annotator.core.text import normalise
from annotator.formats import by_name

PARAGRAPH = "Estonia has left the convention, its foreign\u00a0minister said on Thursday in the capital 🇪🇪."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Estonia leaves | Baltic Wire</title>
<meta property="og:site_name" content="Baltic Wire">
<meta property="article:published_time" content="2025-03-13T17:29:00+02:00">
<link rel="canonical" href="https://example.org/a"><style>p{{}}</style>
<script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "Estonia leaves", "datePublished": "2020-01-01"}}</script>
</head><body><nav><a>Home</a> <a>World</a></nav><article><h1>Estonia leaves</h1><p class="byline">By Mari Tamm</p>
<p>13 March 2025</p><p>{PARAGRAPH}</p><script>document.write("evil")</script><noscript>Please enable it</noscript>
<aside class="related"><ul><li>Ferry prices to rise</li></ul></aside>
<p>The Riigikogu will vote<br>in the autumn, and nobody expects the bill to&nbsp;fail there &amp; then.</p></article>
<div class="share">Facebook</div><footer>© 2025</footer></body></html>"""


def read(path: Path, content: bytes | str, suffix: str = "html") -> tuple[list[Record], list[str]]:
    """Return the records of a file with this content, and the codes of its problems."""
    file = path / f"page.{suffix}"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    reader = by_name(suffix).read
    assert reader is not None
    found = list(reader(file))
    return [one for one in found if isinstance(one, Record)], [one.code for one in found if isinstance(one, Problem)]


def kept(record: Record) -> list[str]:
    """Return the body's lines."""
    return [line for start, end in record.body or () for line in record.text[start:end].split("\n")]


def test_the_body_of_a_page_is_headline_date_and_paragraphs(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path, PAGE)
    assert kept(record) == [
        "Estonia leaves",
        "13 March 2025",
        PARAGRAPH,
        "The Riigikogu will vote",
        "in the autumn, and nobody expects the bill to\u00a0fail there & then.",
    ]
    assert problems == []


def test_the_text_of_a_page_is_all_that_is_seen_and_nothing_that_runs(tmp_path: Path) -> None:
    (record,), _ = read(tmp_path, PAGE)
    lines = record.text.split("\n")
    assert {"Home World", "By Mari Tamm", "Ferry prices to rise", "Facebook", "© 2025"} <= set(lines)
    assert not {"evil", "enable", "NewsArticle"} & set(record.text.replace('"', " ").split())


def test_a_page_says_title_date_with_time_outlet_address_and_language(tmp_path: Path) -> None:
    (record,), _ = read(tmp_path, PAGE)
    first = record.publications[0]
    assert (first.title, first.published, first.source) == ("Estonia leaves", "2025-03-13T17:29", "Baltic Wire")
    assert (first.url, first.file, record.language) == ("https://example.org/a", "page.html", "en")
    assert record.raw
    assert (record.raw.data, record.raw.media, record.raw.encoding) == (PAGE.encode(), "text/html", "utf-8")


def test_a_pages_declared_encoding_is_used(tmp_path: Path) -> None:
    (record,), _ = read(
        tmp_path,
        f'<meta charset="windows-1251"><p>{"Россия больше не считает себя связанной. " * 4}</p>'.encode("cp1251"),
    )
    assert record.text.startswith("Россия больше")
    assert record.language == "ru"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("", ["file-empty"]),
        ("<script>x</script>", ["text-empty"]),
        ("<!-- only a comment -->", ["text-empty"]),
        ("<div>" * 100_000 + "deep", ["page-too-deep", "text-empty"]),
        (bytes(range(256)) * 50, ["file-not-text"]),
    ],
)
def test_a_page_without_text_is_a_problem_and_no_article(
    tmp_path: Path, content: bytes | str, codes: list[str]
) -> None:
    assert read(tmp_path, content) == ([], codes)


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;&b;&b; Poland left.',
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e; Poland left.</p>',
        "<p>Po\0land left.",
        "<p class='" + "share " * 50_000 + "'>Poland left.",
        "<p><b><i>Poland left.</p></i></b></table></td>",
        '<script type="application/ld+json">{"@graph": [[[[{</script><p>Poland left.',
        '<script type="application/ld+json">' + "[" * 50_000 + "</script><p>Poland left.",
        "<html lang='🇵🇱'><meta name='date' content='\ufffd'><p>Poland left.",
    ],
)
def test_a_hostile_page_gives_its_text_and_no_more(tmp_path: Path, content: str) -> None:
    (record,), _ = read(tmp_path, content)
    assert "left." in record.text
    assert "root:" not in record.text
    assert len(record.text) < 200


def test_a_page_of_a_hundred_thousand_links_does_not_hang(tmp_path: Path) -> None:
    started = time.perf_counter()
    (record,), _ = read(tmp_path, "<a href=x>aaa</a> " * 100_000)
    assert record.body
    assert time.perf_counter() - started < 30


def test_boxes_that_hold_the_whole_article_are_not_believed(tmp_path: Path) -> None:
    inner = "".join(f"<p>{PARAGRAPH} Paragraph {number}.</p>" for number in range(5))
    (record,), _ = read(tmp_path, f"<div class='share'><h1>Estonia leaves</h1>{inner}</div><p>About us</p>")
    assert len(kept(record)) >= 5


def test_the_bodies_of_the_example_pages_are_found(tmp_path: Path, shared: Path) -> None:
    for page in sorted((shared / "articles" / "txt").glob("*.html")):
        (record,), _ = read(tmp_path, page.read_bytes())
        gold = json.loads((shared / "articles" / "gold" / f"{page.stem}.json").read_text(encoding="utf-8"))
        known = "".join("".join(gold["text"][start:end] for start, end in gold["body"]).split())
        assert "".join("".join(kept(record)).split()) == known
        assert record.publications[0].published[:10] == gold["meta"]["pub_date"]


def test_a_text_file_is_one_article_with_what_is_found_in_it(tmp_path: Path) -> None:
    content = f"Home | World\n\nEstonia leaves\r\n13 March 2025 17:29\n\n{PARAGRAPH}\n\nShare: Facebook\n"
    (record,), problems = read(tmp_path, "\ufeff" + content, "txt")
    assert record.text == normalise(content).text
    assert (record.publications[0].title, record.publications[0].published) == ("Estonia leaves", "2025-03-13T17:29")
    assert kept(record) == ["Estonia leaves", "13 March 2025 17:29", "", PARAGRAPH]
    assert record.language == "en"
    assert problems == []


def test_a_blank_text_file_is_a_problem_and_no_article(tmp_path: Path) -> None:
    assert read(tmp_path, " \u00a0\n\n", "txt") == ([], ["text-empty"])


def test_reading_a_file_twice_gives_the_same_record(tmp_path: Path) -> None:
    assert read(tmp_path, PAGE) == read(tmp_path, PAGE)
