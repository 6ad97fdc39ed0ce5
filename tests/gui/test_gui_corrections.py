"""Corrections of the head and the body of an article, by keys and mouse; what follows from another date."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.marks import Span
from annotator.gui.app import make_application, make_window
from annotator.gui.dialogs.articles import CorrectDialog
from annotator.gui.window import Window
from annotator.store import articles, corrections, spans
from annotator.store.people import Person

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
FIRST = (
    "Poland weighs leaving the mine ban\n\n13 March 2025\n\n"
    "Poland 😀 and Lithuania told reporters on Tuesday that they will leave the Ottawa Convention. Finland stays in.\n\n"
    "The ministers of the two countries said e\u0301 that they had thought about it for a long time, and would write soon."
)
SECOND = "A second piece\n\n14 March 2025\n\nNorway said on 12 March 2025 that it keeps to the Convention on Cluster Munitions."


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrections")
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(folder / "two.annot", toml, Person("lead", "Lea"), device="another machine") as project:
        for number, text in enumerate((FIRST, SECOND)):
            file = folder / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            jobs.import_files(project, "lead", [file])
        jobs.suggest(project)
    return folder / "two.annot"


@pytest.fixture
def window(qtbot: QtBot, template: Path, tmp_path: Path) -> Iterator[Window]:
    import shutil

    make_application()
    made = make_window()
    qtbot.addWidget(made, before_close_func=lambda window: window.work.shut_down())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(Path(shutil.copy(template, tmp_path)))
    made.page.setFocus()
    yield made
    made.work.shut_down()
    made.close()


def press(*keys: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifiers)
        else:
            QTest.keyClick(target, key, modifiers)  # type: ignore[call-overload]  # a key code
    QApplication.processEvents()


def select(window: Window, words: str) -> None:
    start = text(window).index(words)
    window.session.select_stretch((start, start + len(words)))
    QApplication.processEvents()


def text(window: Window) -> str:
    assert window.session.article is not None
    return window.session.article.text


def body(window: Window) -> list[str]:
    article = window.session.article
    assert article is not None
    return [article.text[slice(*stretch)] for stretch in article.body]


def own(window: Window) -> list[Span]:
    session = window.session
    assert session.article is not None
    return spans.of(session.file, session.article.id, session.person.id)


def suggested(window: Window, words: str) -> Span:
    assert window.session.marks is not None
    return next(span for span in window.session.marks.ordered() if text(window)[span.start : span.end] == words)


def shown(part: QWidget) -> str:
    return "\n".join(made.text() for made in part.findChildren(QLabel) if made.isVisible())


def dialog(window: Window, qtbot: QtBot) -> CorrectDialog:
    (made,) = window.findChildren(CorrectDialog)
    qtbot.waitUntil(made.isActiveWindow)
    return made


# The head


def test_the_date_is_typed_in_words_and_the_way_back_is_shown(window: Window, qtbot: QtBot) -> None:
    press(Key.Key_F4)
    made = dialog(window, qtbot)
    line = made.fields["published"]
    assert line.text() == "13 March 2025"
    assert "Found" in made.notes["published"].text()
    assert not made.backs["published"].isVisible()
    line.setText("10 march 2025 17:29")
    assert "Monday, 10 March 2025, 17:29" in made.notes["published"].text()
    assert made.backs["published"].isVisible()
    made.fields["source"].setText("  Baltic Wire ")
    QTest.keyClick(line, Key.Key_Return)
    article = window.session.article
    assert article is not None
    assert (article.published, article.source) == ("2025-03-10T17:29", "Baltic Wire")
    assert not made.isVisible()
    window.shortcuts.run("correct")
    made = next(again for again in window.findChildren(CorrectDialog) if again.isVisible())
    made.backs["published"].click()
    made.buttons.accepted.emit()
    assert window.session.article is not None
    assert window.session.article.published == "2025-03-13"


def test_what_is_saved_together_is_one_step_that_names_the_fields(window: Window, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    before = session.article.title, session.article.source, session.article.published
    window.page.header_clicked.emit("title")
    made = dialog(window, qtbot)
    made.fields["title"].setText("Another 😀 title")
    made.fields["published"].setText("10 March 2025")
    made.buttons.accepted.emit()
    assert (session.article.title, session.article.published) == ("Another 😀 title", "2025-03-10")
    assert session.undo_name() == "Correct the title, the date of publication"
    session.undo()
    assert (session.article.title, session.article.source, session.article.published) == before
    qtbot.waitUntil(lambda: not window.work.name, timeout=60_000)


def test_a_date_that_is_none_is_said_and_not_saved(window: Window, qtbot: QtBot) -> None:
    window.page.header_clicked.emit("published")
    made = dialog(window, qtbot)
    assert made.fields["published"].hasFocus()
    made.fields["published"].setText("30 February 2025")
    assert "not a full date" in made.notes["published"].text()
    QTest.keyClick(made.fields["published"], Key.Key_Return)
    assert made.isVisible()
    assert corrections.of(window.session.file, articles.ids(window.session.file)[0]) == []
    made.fields["published"].setText("")
    made.buttons.accepted.emit()
    assert window.session.article is not None
    assert window.session.article.published == ""


def test_a_correction_of_somebody_else_is_named(window: Window, qtbot: QtBot) -> None:
    assert window.session.article is not None
    edits.correct(window.session.file, "lead", window.session.article.id, {"title": "Her title"})
    press(Key.Key_F4)
    made = dialog(window, qtbot)
    assert made.fields["title"].text() == "Her title"
    assert "Corrected by Lea." in made.notes["title"].text()
    made.close()


def test_another_publication_date_makes_suggestions_anew_and_lists_own_dates(window: Window, qtbot: QtBot) -> None:
    session = window.session
    session.select(suggested(window, "Tuesday").id)
    press(Key.Key_Return)
    (mark,) = own(window)
    assert mark.attributes["date"] == "2025-03-11"
    session.select(suggested(window, "Lithuania").id)
    undecided = suggested(window, "13 March 2025")
    assert undecided
    before = session.file.rows("SELECT run FROM suggested ORDER BY article")
    assert session.article is not None
    edits.correct(session.file, session.person.id, session.article.id, {"published": "2025-03-20"})
    QApplication.processEvents()
    section = window.workspace.old_dates
    assert section.isVisible()
    assert "13 March 2025; now 20 March 2025" in shown(section)
    assert own(window) == [mark]
    qtbot.waitUntil(lambda: session.file.rows("SELECT run FROM suggested ORDER BY article") != before, timeout=60_000)
    qtbot.waitUntil(lambda: not window.work.name, timeout=30_000)
    assert own(window) == [mark]
    QApplication.processEvents()
    row = next(made for made in section.findChildren(QPushButton) if "Tuesday" in made.text() and made.isVisible())
    assert "2025-03-11" in row.text()
    row.click()
    assert session.selected == mark.id
    assert window.page.hasFocus()
    session.undo()
    assert not section.isVisible()
    qtbot.waitUntil(lambda: not window.work.name, timeout=60_000)


def test_another_title_makes_no_suggestions_anew(window: Window) -> None:
    session = window.session
    assert session.article is not None
    edits.correct(session.file, session.person.id, session.article.id, {"title": "Other"})
    assert window.work.name == ""
    assert not window.workspace.old_dates.isVisible()


# The body


def test_a_paragraph_is_left_out_and_taken_in_again(window: Window) -> None:
    whole = body(window)
    select(window, "Poland 😀 and Lithuania told reporters on Tuesday")
    press("b", modifiers=CONTROL | SHIFT)
    assert "told reporters" not in "".join(body(window))
    assert "Finland stays" in "".join(body(window))
    session = window.session
    session.undo()
    assert body(window) == whole
    session.undo(redo=True)
    select(window, "Lithuania told")
    press("b", modifiers=CONTROL | ALT)
    assert any(stretch == "Lithuania told" for stretch in body(window))


def test_without_a_selection_the_paragraph_at_the_caret_is_meant(window: Window) -> None:
    window.session.select(None)
    window.page.set_caret(text(window).index("ministers"))
    press("b", modifiers=CONTROL | SHIFT)
    assert "ministers" not in "".join(body(window))
    select(window, "two countries")
    QApplication.processEvents()
    press("b", modifiers=CONTROL | SHIFT)
    assert "already" in window.strip.sentence


def test_the_caret_stays_at_what_was_left_out_and_takes_it_in_again(window: Window) -> None:
    session, whole = window.session, body(window)
    session.select(None)
    caret = text(window).index("told reporters")
    window.page.set_caret(caret)
    press("b", modifiers=CONTROL | SHIFT)
    assert "told reporters" not in "".join(body(window))
    assert (window.page.caret, session.selected) == (caret, None)
    press("b", modifiers=CONTROL | ALT)
    assert "".join(body(window)).split() == "".join(whole).split()
    assert window.page.caret == caret


def test_marks_outside_the_body_stay(window: Window) -> None:
    select(window, "Finland")
    press("1")
    marks = own(window)
    select(window, "Finland stays in.")
    press("b", modifiers=CONTROL | SHIFT)
    assert own(window) == marks
    assert window.session.mark_with(marks[0].id) is not None


def test_nothing_may_not_be_all_that_is_left(window: Window) -> None:
    window.session.select_stretch((0, len(text(window))))
    QApplication.processEvents()
    before = body(window)
    press("b", modifiers=CONTROL | SHIFT)
    assert body(window) == before
    assert "left of the article" in window.strip.sentence


def test_the_menu_of_a_fold_takes_it_into_the_article(window: Window, qtbot: QtBot) -> None:
    select(
        window,
        "The ministers of the two countries said e\u0301 that they had thought about it for a long time, and would",
    )
    press("b", modifiers=CONTROL | SHIFT)
    select(window, "write soon.")
    press("b", modifiers=CONTROL | SHIFT)
    window.session.select(None)
    (fold,) = window.page.scene.sheet.outside.folds[-1:]
    start = window.page.scene.sheet.display.lines[fold.first].start
    end = window.page.scene.sheet.display.lines[fold.last].end
    window.page.fold_menu_asked.emit((start, end), window.page.mapToGlobal(QPoint(20, 20)))
    menu = QApplication.activePopupWidget()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    assert "write soon." in "".join(body(window))
