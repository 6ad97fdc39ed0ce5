"""Full-text search: words, beginnings, phrases, in every script, and nothing of the index's own syntax."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.core import hits
from annotator.store import search
from annotator.store.project import Project

Put = Callable[..., str]

TEXTS = {
    "latin": "Zoë visited Łódź; the naïve “convention” on cluster munitions was signed. U.S. forces stay. D’Ottawa 2025-03-07",
    "cjk": "波兰今天宣布退出渥太华条约。日本は条約に残る。한국은 조약에 남는다",
    "arabic": "قالت بولندا إنها ستغادر معاهدة أوتاوا",
    "thai": "โปแลนด์จะออกจากสนธิสัญญา",
    "emoji": "peace 😀 talks in Ottawa with e\u0301tat",
    "nul": "before\x00after the break",
}


@pytest.fixture
def found(project: Project, put: Put) -> Callable[[str], list[str]]:
    ids = {put(project, text, title=f"Title of {name}"): name for name, text in TEXTS.items()}

    def names(query: str) -> list[str]:
        return [ids[identity] for identity in search.articles(project, query)]

    return names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("zoe", ["latin"]),
        ("ZOË", ["latin"]),
        ("etat", ["emoji"]),
        ("naive conven", ["latin"]),
        ("naive conven ", []),
        ("conv munit", []),
        ('"cluster munitions"', ["latin"]),
        ('"munitions cluster"', []),
        ('"on cluster" signed', ["latin"]),
        ("ottawa", ["latin", "emoji"]),
        ("d'Ottawa", ["latin"]),
        ("U.S. forces", ["latin"]),
        ("2025-03", ["latin"]),
        ("渥太华", ["cjk"]),
        ("条约", ["cjk"]),
        ("退出渥", ["cjk"]),
        ("太渥", []),
        ("条約に", ["cjk"]),
        ("조약", ["cjk"]),
        ("بولندا", ["arabic"]),
        ("معاهد", ["arabic"]),
        ("สนธิ", ["thai"]),
        ("after", ["nul"]),
        ("title of", list(TEXTS)),
        ("gazette", list(TEXTS)),
        ("", []),
        ("   ", []),
        ("😀", []),
        ("nowhere", []),
    ],
)
def test_a_query_finds_what_a_reader_expects(found: Callable[[str], list[str]], query: str, names: list[str]) -> None:
    assert found(query) == names


@pytest.mark.parametrize(
    "query",
    ['"', '""', '"""', "*", "a*b", "NEAR(a b)", "title: zoe", "{title}: x", "a AND OR NOT", "^zoe", "a + b", "-zoe", "a:b",
     "(((", "'; DROP TABLE search; --", "zoe\x00naive", '"zoe\x00', '"!!!"', '"!!!" zoe', "\ud800", "%", "_", "\\", "x " * 5000,
     '"' + "x " * 5000 + '"', "😀" * 400],
)  # fmt: skip
def test_nothing_that_can_be_typed_is_an_error(found: Callable[[str], list[str]], query: str) -> None:
    assert set(found(query)) <= set(TEXTS)


def test_the_indexs_own_words_are_words(project: Project, put: Put) -> None:
    identity = put(project, "to be or not to be near")
    assert search.articles(project, "OR NOT NEAR") == [identity]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(st.sampled_from('"*^:(){}+-ANDORT 波\x00\u0301😀\\%_.,'), max_size=20) | st.text(max_size=20))
def test_no_query_is_an_error(project: Project, query: str) -> None:
    assert search.articles(project, query) == []


@pytest.mark.parametrize("name", list(TEXTS))
def test_every_word_of_a_text_finds_it(found: Callable[[str], list[str]], name: str) -> None:
    words = [word for word in TEXTS[name].replace("\x00", " ").split() if any(map(str.isalnum, word))]
    assert [word for word in words if name not in found(f"{word} ")] == []


def test_corrected_titles_and_sources_are_found_literally(project: Project, put: Put) -> None:
    identity = put(project, "text")
    edits.correct(project, "ann", identity, {"title": "100% sure_thing \\o/"})
    assert search.articles(project, "100% sure_") == [identity]
    assert search.articles(project, "\\o/") == [identity]
    assert search.articles(project, "100_ sure") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    text=st.text(
        st.sampled_from('aAeéë\u0301\u0308ßsłLœoğıİςΣЙйё波兰か\u3099조สน\u0e31ب\u064b12½² .,-_’"\n😀'),
        min_size=1,
        max_size=24,
    ),
    query=st.text(st.sampled_from('aAeéë\u0301ßsłlœoğıσςЙйи波か조สนب12 .-_’"😀'), max_size=8),
)
def test_a_text_has_hits_just_where_the_index_finds_a_phrase_of_the_query(
    project: Project, put: Put, text: str, query: str
) -> None:
    identity = put(project, "x" + text, title="")
    ((number,),) = project.rows("SELECT number FROM article_text WHERE id = ?", (identity,))
    found = "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?"
    indexed = [
        phrase
        for phrase, begun in hits.spoken(query)
        if project.rows(found, (f'"{phrase}"{"*" if begun else ""}', number))
    ]
    assert bool(hits.hits("x" + text, query)) == bool(indexed)
