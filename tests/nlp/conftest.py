"""What the tests of nlp share: the default pipeline, loaded once, and a way to see what it marks."""

from collections.abc import Callable

import pytest

from annotator.core.article import Article, Publication
from annotator.core.marks import Span
from annotator.core.text import article_id
from annotator.nlp.pipelines import Pipeline, load

Marked = Callable[..., list[Span]]


@pytest.fixture(scope="session")
def default() -> Pipeline:
    return load("default")


@pytest.fixture(scope="session")
def spans(default: Pipeline) -> Marked:
    """Return the spans that the default pipeline suggests for a text published on a day."""

    def marked(text: str, published: str = "2025-03-13", body: tuple[tuple[int, int], ...] = ()) -> list[Span]:
        publications = (Publication("p", published=published),)
        (made,) = default.suggest([Article(article_id(text), text, body=body, publications=publications)])
        return list(made.spans)

    return marked


@pytest.fixture(scope="session")
def found(spans: Marked) -> Callable[..., list[tuple[str, str]]]:
    """Return (stretch, canonical name or date) for each mark with a label."""

    def marked(text: str, label: str, published: str = "2025-03-13") -> list[tuple[str, str]]:
        return [
            (text[span.start : span.end], str(span.attributes.get("date") or span.attributes.get("name", "")))
            for span in spans(text, published)
            if span.label == label
        ]

    return marked
