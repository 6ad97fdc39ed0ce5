"""Citations: the exact words, in both forms, whatever is known of where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.core.article import Article, Publication
from annotator.core.citations import cite, is_web_address, record_of
from annotator.core.marks import Span
from annotator.core.scheme import Scheme
from annotator.core.scheme_toml import parse_scheme
from annotator.core.stances import Stance

TEXT = "A 😀 “quoted”\n  <b>e\u0301t&\u00a0בית</b> word."
FULL = Publication("p", "Four & <more>", "Baltic Wire", "https://x.test/a?b=1&c=2", "2025-03-18T17:29")


def scheme() -> Scheme:
    read, _problems = parse_scheme(resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8"))
    assert read is not None
    return read


def article(publication: Publication | None = FULL, text: str = TEXT) -> Article:
    return Article("a", text, publications=(publication,) if publication else ())


def span(identity: str, start: int, end: int, label: str, **attributes: str) -> Span:
    return Span(identity, "a", "ann", label, start, end, attributes)


def test_the_words_are_exact_and_on_one_line() -> None:
    made = cite(article(), (0, len(TEXT)))
    assert made.text == (
        "“A 😀 “quoted” <b>e\u0301t& בית</b> word.” — “Four & <more>”, Baltic Wire, 18 March 2025, 17:29,"
        " https://x.test/a?b=1&c=2"
    )
    assert "&lt;b&gt;e\u0301t&amp; בית&lt;/b&gt;" in made.html
    assert '<a href="https://x.test/a?b=1&amp;c=2"><bdi>“Four &amp; &lt;more&gt;”</bdi></a>' in made.html
    assert "<b>" not in made.html


@pytest.mark.parametrize(
    ("publication", "expected"),
    [
        (None, "“A 😀”"),
        (Publication("p"), "“A 😀”"),
        (Publication("p", source="Wire"), "“A 😀” — Wire"),
        (Publication("p", title=" T\n2 "), "“A 😀” — “T 2”"),
        (Publication("p", published="2025-03-18"), "“A 😀” — 18 March 2025"),
        (Publication("p", published="soon", url="ftp://x"), "“A 😀” — soon, ftp://x"),
    ],
)
def test_what_is_not_known_is_left_out(publication: Publication | None, expected: str) -> None:
    made = cite(article(publication), (0, 3))
    assert made.text == expected
    assert "href" not in made.html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "HTTPS//x", "http://", " https://x", ""])
def test_only_web_addresses_become_links(url: str) -> None:
    assert not is_web_address(url)
    assert "href" not in cite(article(Publication("p", "T", url=url.strip())), (0, 3)).html or url.startswith(" ")


def test_a_link_without_a_title_shows_its_address() -> None:
    assert '<a href="HTTP://x.test">' in cite(article(Publication("p", url="HTTP://x.test")), (0, 1)).html


def test_a_stance_says_its_record_first() -> None:
    poland = span("1", 0, 1, "ACTOR", name="Poland")
    stance = Stance(
        span("s", 0, 3, "STANCE", value="considers_withdrawal"),
        (poland, span("4", 0, 1, "ACTOR", name="Latvia"), poland),
        span("2", 0, 1, "TREATY", name="Ottawa Convention"),
        span("3", 0, 1, "DATE", date="2025-03-07"),
    )
    said = record_of(stance, article(), scheme())
    assert said == "Poland, Latvia → Ottawa Convention: considers withdrawal (2025-03-07)"
    assert cite(article(), (0, 3), said).text.startswith(said + "\n“A 😀” — ")
    assert f"<p><b><bdi>{said}</bdi></b></p>" in cite(article(), (0, 3), said).html


def test_a_bare_stance_leaves_open_what_it_does_not_know() -> None:
    bare = Stance(span("s", 0, 3, "STANCE"), (), None, None)
    assert record_of(bare, article(), scheme()) == "… → …: … (reported 2025-03-18)"
    assert record_of(bare, article(None), scheme()) == "… → …: …"
    odd = Stance(span("s", 0, 3, "GONE", value="odd"), (), None, None)
    assert record_of(odd, article(None), scheme()) == "… → …: odd"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.data())
def test_any_words_survive(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made = cite(article(None, text), (start, end))
    assert "\n" not in made.text
    kept = "".join(letter for letter in text[start:end] if letter.isprintable() and not letter.isspace())
    assert [letter for letter in made.text[1:-1] if letter.isprintable() and not letter.isspace()] == list(kept)
    assert "<" not in made.html.replace("<p>", "").replace("</p>", "").replace("<bdi>", "").replace("</bdi>", "")
