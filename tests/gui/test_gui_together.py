"""Two windows on one file, in this process and in another, show each other's work; a job is not closed on unasked."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.scheme_toml import parse_scheme
from annotator.gui.app import make_application, make_window
from annotator.gui.projects import bring_in
from annotator.gui.session import Session
from annotator.gui.window import Window
from annotator.store import comments
from annotator.store.people import Person

TEXT = "A first piece\n\n13 March 2025\n\nPoland 😀 told e\u0301 on Tuesday that it will leave the Ottawa Convention."
OTHER = """
import sys
from pathlib import Path
from annotator import edits
from annotator.store import articles
from annotator.store.people import Person
from annotator.store.project import open_project
with open_project(Path(sys.argv[1]), device="other") as project:
    (article,) = articles.ids(project)
    edits.join(project, Person("ben", "Ben"))
    asked = edits.comment(project, "ben", article, "From afar?", question=True)
    edits.reply(project, "ben", asked.id, "Yes 😀")
    edits.correct(project, "ben", article, {"title": "Another title"})
    edits.assign(project, "ben", article, sys.argv[2], blind=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(tmp_path / "one.annot", toml, Person("lea", "Lea"), device="another machine") as project:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        jobs.import_files(project, "lea", [tmp_path / "a.txt"])
        jobs.suggest(project)
    return tmp_path / "one.annot"


@pytest.fixture
def window(qtbot: QtBot, file: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made, before_close_func=lambda window: window.work.shut_down())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(file)
    made.page.setFocus()
    yield made
    made.work.shut_down()
    made.close()


@pytest.fixture
def other(file: Path, window: Window) -> Iterator[Session]:
    """Return a second session on the file, as another window of this person has it."""
    session = Session(window.session.person, window.session.device)
    session.open(file)
    yield session
    session.close()


def texts(part: QWidget) -> list[str]:
    return [made.text() for made in part.findChildren(QLabel) if made.isVisible()]


def test_a_second_window_shows_comments_flags_and_corrections(window: Window, other: Session, qtbot: QtBot) -> None:
    assert window.session.article is not None
    article, me = window.session.article.id, window.session.person.id
    asked = edits.comment(other.file, me, article, "Why?", (0, 7), question=True)
    qtbot.waitUntil(lambda: "Why?" in texts(window.workspace.comments))
    edits.reply(other.file, me, asked.id, "", kind="resolved")
    qtbot.waitUntil(lambda: "✓ Why?" in texts(window.workspace.comments))
    with qtbot.waitSignal(window.session.comments_changed):
        edits.flag(other.file, me, article)
    assert comments.is_flagged(window.session.file, article, me)
    edits.correct(other.file, me, article, {"published": "2025-04-01"})
    qtbot.waitUntil(lambda: window.session.article is not None and window.session.article.published == "2025-04-01")
    assert window.work.name == ""  # the window that corrected it makes the suggestions anew
    edits.correct_body(other.file, me, article, [(0, 13)])
    qtbot.waitUntil(lambda: window.session.article is not None and window.session.article.body == ((0, 13),))
    edits.work_blind(other.file, me, article, blind=True)
    qtbot.waitUntil(lambda: window.session.blind)
    assert window.session.marks is not None
    assert window.session.marks.suggestions == []


def test_a_name_added_in_a_second_window_is_known_at_once(window: Window, other: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.article_changed):
        edits.add_entity(other.file, other.person.id, "actors", "Union of 😀", ())
    assert window.session.selected is not None


def test_a_second_window_shows_another_scheme_and_typing_goes_on(window: Window, other: Session, qtbot: QtBot) -> None:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    renamed, _problems = parse_scheme(toml.replace('name = "Actor"', 'name = "Party"'))
    assert renamed is not None
    window.workspace.start_search()
    edits.set_scheme(other.file, other.person.id, renamed)
    qtbot.waitUntil(lambda: any(label.name == "Party" for label in window.session.scheme.labels))
    assert window.workspace.queue.search.hasFocus()
    window.shortcuts.run("label-ACTOR")


def test_what_another_process_wrote_is_shown(window: Window, file: Path, qtbot: QtBot) -> None:
    window.shortcuts.run("comment")
    field = window.workspace.comments.field
    assert field is not None
    field.words.insertPlainText("Half a thought")
    subprocess.run([sys.executable, "-c", OTHER, str(file), window.session.person.id], check=True)
    qtbot.waitUntil(lambda: window.session.blind)
    QApplication.processEvents()
    shown = texts(window.workspace.comments)
    assert "From afar?" in shown
    assert "Yes 😀" in shown
    assert any("Ben" in text for text in shown)
    assert window.session.article is not None
    assert window.session.article.title == "Another title"
    assert window.workspace.comments.field is not None
    assert window.workspace.comments.field.text == "Half a thought"


def test_closing_while_a_job_runs_asks_once(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"{TEXT} {number}", encoding="utf-8")
    asked: list[str] = []

    def answer(button: QMessageBox.StandardButton) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        box.button(button).click()

    bring_in(window, [folder])
    assert window.work.name == "Importing"
    QTimer.singleShot(200, lambda: answer(QMessageBox.StandardButton.Cancel))
    assert not window.close()
    assert window.isVisible()
    assert window.session.project is not None
    QTimer.singleShot(200, lambda: answer(QMessageBox.StandardButton.Discard))
    assert window.close()
    assert len(asked) == 2
    assert "Importing" in asked[0]
    assert window.work.name == ""
