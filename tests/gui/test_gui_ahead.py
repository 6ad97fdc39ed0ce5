"""The next article is read before it is asked for, and never shown as it no longer is."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator import edits, resources
from annotator.core.article import Article
from annotator.core.marks import Span, random_id
from annotator.core.text import article_id
from annotator.gui import ahead, marking
from annotator.gui.session import Session
from annotator.store import articles, people, runs, statuses
from annotator.store.people import Person
from annotator.store.project import Project, open_project

ME = "ann"
TEXTS = ("Poland 😀 leaves.", "Norway stays, بولندا.", "Finland weighs it.", "Latvia waits.")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "four.annot"
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(path, toml, Person(ME, "Ann", duty="annotator"), device="x") as project:
        for text in TEXTS:
            with project.edit("import", ME, count=1, file="x"):
                articles.add(project, Article(article_id(text), text))
            suggest(project, article_id(text))
    return path


def suggest(project: Project, article: str, end: int = 6) -> None:
    made = [Span(random_id(), article, "model:a", "ACTOR", 0, end)]
    with project.run("model:a", "1") as run:
        runs.replace(project, run, "model:a", [(article, made, [])])


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
def session(qtbot: QtBot, file: Path) -> Iterator[Session]:  # qtbot: there must be an application
    made = Session(Person(ME, "Ann"), "desk")
    made.open(file)
    yield made
    made.close()


@pytest.fixture
def other(session: Session, file: Path) -> Iterator[Project]:
    with open_project(file, device="another window") as project:
        yield project


IDS = [article_id(text) for text in TEXTS]


def shown(session: Session) -> tuple[str, list[tuple[str, int, int]]]:
    assert session.article is not None
    assert session.marks is not None
    return session.article.id, [(span.author, span.start, span.end) for span in session.marks.ordered()]


def as_read(session: Session, article: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return what is shown of an article that was not prepared."""
    session.show_article(article)
    session.reread()
    return shown(session)


def test_the_next_and_the_one_before_are_read_when_nothing_else_is_to_do(session: Session, qtbot: QtBot) -> None:
    session.show_article(IDS[1])
    qtbot.waitUntil(lambda: session.ahead.is_ready(IDS[2]) and session.ahead.is_ready(IDS[0]))
    assert not session.ahead.is_ready(IDS[3])


def test_what_was_read_ahead_is_what_is_shown(session: Session) -> None:
    session.ahead.prepare(IDS[1])
    prepared = session.ahead.take(IDS[1])
    assert prepared is not None
    session.ahead.prepare(IDS[1])
    session.show_article(IDS[1])
    assert shown(session) == (IDS[1], [("model:a", 0, 6)])
    assert session.ahead.take(IDS[1]) is None  # it was taken: it will change under the person's hands
    made = edits.add_span(session.file, ME, IDS[1], 7, 12, "ACTOR")
    assert session.mark_with(made.id) == made


def test_own_work_in_the_article_in_front_does_not_spoil_what_was_read(session: Session) -> None:
    session.ahead.prepare(IDS[1])
    edits.add_span(session.file, ME, IDS[0], 7, 8, "ACTOR")
    assert session.ahead.is_ready(IDS[1])


@pytest.mark.parametrize("write", ["span", "verdict", "undo", "status", "correction", "flag", "blind", "run"])
def test_what_another_window_has_written_meanwhile_is_shown(session: Session, other: Project, write: str) -> None:
    if write == "undo":
        edits.add_span(other, ME, IDS[1], 0, 6, "ACTOR")
    session.ahead.prepare(IDS[1])
    suggested = next(iter(session.ahead.take(IDS[1]).marks.ordered()))  # type: ignore[union-attr]
    session.ahead.prepare(IDS[1])
    acts: dict[str, Callable[[], object]] = {
        "span": lambda: edits.add_span(other, ME, IDS[1], 7, 12, "ACTOR"),
        "verdict": lambda: edits.reject(other, ME, [suggested]),
        "undo": lambda: edits.undo(other, ME),
        "status": lambda: edits.finish(other, ME, IDS[1]),
        "correction": lambda: edits.correct(other, ME, IDS[1], {"title": "New"}),
        "flag": lambda: edits.flag(other, ME, IDS[1]),
        "blind": lambda: edits.work_blind(other, ME, IDS[1], blind=True),
        "run": lambda: suggest(other, IDS[1], 5),
    }
    acts[write]()
    session.show_article(IDS[1])
    before, title, blind = shown(session), session.article and session.article.title, session.blind
    assert before == as_read(session, IDS[1])
    assert title == (session.article and session.article.title)
    assert blind == session.blind == (write == "blind")


def test_a_change_of_duties_spoils_what_was_read(session: Session, other: Project) -> None:
    """Whose correction is in force hangs on who is a lead."""
    session.ahead.prepare(IDS[1])
    with other.edit("join", "lea", name="Lea"):
        people.put(other, Person("lea", "Lea", duty="lead"))
    assert not session.ahead.is_ready(IDS[1])


def test_hidden_suggestions_are_not_shown_by_what_was_read_before(session: Session) -> None:
    session.ahead.prepare(IDS[1])
    session.set_show_suggestions(show=False)
    session.show_article(IDS[1])
    assert shown(session) == (IDS[1], [])


def test_another_project_forgets_what_was_read(session: Session, file: Path, tmp_path: Path) -> None:
    session.ahead.prepare(IDS[1])
    second = Path(shutil.copy(file, tmp_path / "second.annot"))
    session.open(second)
    assert not session.ahead.is_ready(IDS[1])


def test_the_next_is_the_next_of_the_list_that_is_shown(session: Session) -> None:
    numbers = [articles.number_of(session.file, identity) for identity in IDS]
    session.listed = [numbers[3], numbers[0], numbers[2]]
    session.show_article(IDS[0])
    assert ahead.next_open(session, after=IDS[0]) == IDS[2]
    assert ahead.beside(session, IDS[0], forward=True) == IDS[2]
    assert ahead.beside(session, IDS[0], forward=False) == IDS[3]
    assert ahead.beside(session, IDS[2], forward=True) is None
    assert ahead.beside(session, IDS[1], forward=True) == IDS[3]
    marking.done(session)
    assert session.article is not None
    assert session.article.id == IDS[2]
    assert statuses.of(session.file, IDS[0], ME) == "done"
