"""What the tests of the edits share: a project with one nasty article, and a pipeline that suggests in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits, resources
from annotator.core.article import Article, Publication
from annotator.core.marks import Link, Span
from annotator.core.text import article_id
from annotator.store import articles, runs
from annotator.store.people import Person
from annotator.store.project import Project

TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
TEXT = "Poland 😀 will leave the Ottawa Convention, e\u0301tonnant.\u00a0بولندا ستغادر\n   \nNorway stays."
POLAND, OTTAWA = (0, 6), (24, 41)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with edits.create(tmp_path / "p.annot", TOML, Person("ann", "Ann"), device="desk") as made:
        yield made


@pytest.fixture
def article(project: Project) -> str:
    with project.edit("import", "ann", count=1, file="x"):
        articles.add(project, Article(article_id(TEXT), TEXT, "en", (), (Publication("p", "Title"),)))
        articles.add_publication(project, article_id(TEXT), Publication("p", "Title"))
    return article_id(TEXT)


@pytest.fixture
def suggest(project: Project, article: str) -> Callable[..., list[Span]]:
    """Return what lets a pipeline suggest an actor, a treaty and a stance that ties them."""

    def made(author: str = "model:a", prefix: str = "s") -> list[Span]:
        actor = Span(f"{prefix}-actor", article, author, "ACTOR", *POLAND, {"name": "Poland"}, 0.9, "rule")
        treaty = Span(f"{prefix}-treaty", article, author, "TREATY", *OTTAWA)
        stance = Span(f"{prefix}-stance", article, author, "STANCE", 0, 41, {"value": "withdraw"})
        ties = [
            Link(f"{prefix}-{role}-link", article, author, role, stance.id, target.id)
            for role, target in (("actor", actor), ("treaty", treaty))
        ]
        with project.run(author, "1") as run:
            runs.replace(project, run, author, [(article, [actor, treaty, stance], ties)])
        return [actor, treaty, stance]

    return made
