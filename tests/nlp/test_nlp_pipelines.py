import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.training import Example

from annotator.core.article import Article, Publication
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.text import article_id
from annotator.nlp.pipelines import Pipeline, available, load

Marked = Callable[..., list[Span]]


def an_article(text: str, published: str = "2025-03-13", body: tuple[tuple[int, int], ...] = ()) -> Article:
    return Article(article_id(text), text, body=body, publications=(Publication("p", published=published),))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a small NER pipeline on a handful of sentences and return its folder."""
    nlp = spacy.blank("en")
    recognizer = nlp.add_pipe("ner")
    examples = []
    for country in ("Poland", "Latvia", "Norway", "Chile"):
        for verb in ("left", "joined"):
            text = f"{country} {verb} on Monday ."
            entities = [(0, len(country), "GPE"), (text.index("Monday"), text.index("Monday") + 6, "DATE")]
            examples.append(Example.from_dict(nlp.make_doc(text), {"entities": entities}))
    recognizer.add_label("GPE")  # type: ignore[attr-defined]
    nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples)
    nlp.meta["name"], nlp.meta["version"] = "small_news", "1.2.3"
    folder = tmp_path_factory.mktemp("pipelines") / "small_news"
    nlp.to_disk(folder)
    return folder


def test_importing_the_package_does_not_import_spacy() -> None:
    code = "import sys, annotator.nlp; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_default_comes_first_of_what_is_available() -> None:
    assert available()[0] == "default"


def test_an_unknown_pipeline_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused) as refused:
        load("no-such-pipeline")
    assert refused.value.problem.code == "unknown-pipeline"
    assert "default" in str(refused.value.problem.parameters["names"])


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'zz'\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load(str(tmp_path))
    assert refused.value.problem.code == "broken-pipeline"


def test_a_trained_pipeline_is_used_with_its_labels_mapped(trained: Path) -> None:
    pipeline = load(str(trained), labels={"GPE": "ACTOR"})
    text = "Norway left on Monday ."
    (made,) = pipeline.suggest([an_article(text)])
    assert (pipeline.author, pipeline.version) == ("model:small_news", "1.2.3")
    assert [(span.label, text[span.start : span.end], span.rule) for span in made.spans] == [
        ("ACTOR", "Norway", "spacy-GPE")
    ]


def test_suggestions_come_in_order_and_one_for_each_article(default: Pipeline) -> None:
    texts = [f"Poland signed {number} times. 🎈" for number in range(70)] + [""]
    articles = [an_article(text) for text in texts]
    assert [made.article for made in default.suggest(iter(articles), batch_size=8)] == [each.id for each in articles]


def test_articles_are_read_only_as_far_as_they_are_needed(default: Pipeline) -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield an_article(f"Latvia left in {1900 + read % 100}.")

    made = default.suggest(endless(), batch_size=4)  # type: ignore[arg-type]
    for _ in range(5):
        next(made)
    assert read <= 16


def test_the_same_article_gets_the_same_ids_again(default: Pipeline) -> None:
    article = an_article("Poland left the Ottawa Convention on 7 March 2025.")
    (first,), (second,) = default.suggest([article]), default.suggest([article])
    assert first == second
    assert len({span.id for span in first.spans}) == 3
    assert all(span.author == "model:default" and span.rule and 0 < (span.confidence or 0) <= 1 for span in first.spans)


def test_only_the_body_is_marked(spans: Marked) -> None:
    text = "Menu: Poland 2 April\n\n🎈 Latvia left on 9 March.\n\nRead also: Norway"
    body = ((text.index("🎈"), text.index("\n\nRead")),)
    assert [text[span.start : span.end] for span in spans(text, body=body)] == ["Latvia", "9 March"]


WORDS = (
    "Poland Moscow the Ottawa Convention (CCM) Ministry of Defence and U.S. Tusk Donald said on 3 March 2025",
    "Tuesday in last year two ago \n – - 's ’s 🎈 \u0301 \u00a0 שלום Treaty between Party “quoted” . , ; Baltic",
    "States Dublin Conventions",
)
TOKENS = [word for line in WORDS for word in line.split(" ")]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(TOKENS) | st.text(max_size=4), max_size=40))
def test_no_two_spans_overlap_and_all_lie_in_the_text(spans: Marked, words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for span in spans(text):
        assert last <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        last = span.end
