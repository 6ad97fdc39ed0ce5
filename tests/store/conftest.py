"""What the tests of the store share: projects, and an article that is as nasty as articles get."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits, resources
from annotator.core.article import Article, Publication
from annotator.core.text import article_id
from annotator.store import articles
from annotator.store.people import Person
from annotator.store.project import Project, create_project, open_project

TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
TEXT = (
    "Poland 😀 will leave the Ottawa Convention.\u00a0It e\u0301tait a surprise; Zoë said so.\n"
    "بولندا ستغادر المعاهدة.\r波兰退出条约。\nNorway stays in the Convention on Cluster Munitions."
)

Make = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Return what makes (`new=True`) or opens a project, and closes it after the test."""
    opened: list[Project] = []

    def made(name: str = "p.annot", *, device: str = "desk", person: str = "ann", new: bool = True) -> Project:
        path = tmp_path / name
        if new:
            project = edits.create(path, TOML, Person(person, person.title()), device=device)
        else:
            project = open_project(path, device=device)
        opened.append(project)
        return project

    yield made
    for project in opened:
        project.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Make]:
    """Return what makes an empty project without scheme or people, to replay others' steps in."""
    opened: list[Project] = []

    def made(name: str = "bare.annot", *, device: str = "other") -> Project:
        opened.append(create_project(tmp_path / name, device=device))
        return opened[-1]

    yield made
    for project in opened:
        project.close()


@pytest.fixture
def project(make: Make) -> Project:
    return make()


@pytest.fixture
def article(project: Project) -> str:
    return put_article(project, TEXT)


@pytest.fixture
def put() -> Callable[..., str]:
    """Return what puts an article with this text into a project, as one step."""
    return put_article


def put_article(project: Project, text: str, title: str = "Une é́trange affaire 😀", person: str = "ann") -> str:
    identity = article_id(text)
    publication = Publication(f"pub {identity[:8]}", title, "Harbour Gazette", "", "2025-03-13")
    with project.edit("import", person, count=1, file="x"):
        articles.add(project, Article(identity, text, "en", ((0, len(text)),), (publication,)))
        articles.add_publication(project, identity, publication)
    return identity
