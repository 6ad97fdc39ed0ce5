"""The window driven by keys and mouse; what it did is looked for in the file and in the public state of its views."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.marks import Span
from annotator.gui.app import make_application, make_window
from annotator.gui.hints import KeyHint
from annotator.gui.window import Window
from annotator.store import articles, links, spans, statuses, verdicts
from annotator.store.people import Person
from annotator.store.project import Project, open_project

Key = Qt.Key

FIRST = (
    "Vardania weighs leaving the mine ban\n\n13 March 2025\n\n"
    "Poland 😀 and Lithuania told reporters on Tuesday that they will leave the Ottawa Convention. Finland stays."
)
SECOND = "A second piece\n\n14 March 2025\n\nNorway said on 12 March 2025 that it keeps to the Convention on Cluster Munitions."


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(folder / "two.annot", toml, Person("lead", "Lea"), device="another machine") as project:
        for number, text in enumerate((FIRST, SECOND)):
            file = folder / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            jobs.import_files(project, "lead", [file])
        jobs.suggest(project)
    return folder / "two.annot"


@pytest.fixture
def project_file(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(project_file)
    made.page.setFocus()
    yield made
    made.close()


def press(window: Window, *keys: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        target = QApplication.focusWidget() or window
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifiers)
        else:
            QTest.keyClick(target, key, modifiers)  # type: ignore[call-overload]  # a key code
    QApplication.processEvents()


def own(window: Window) -> list[Span]:
    session = window.session
    assert session.article is not None
    return spans.of(session.file, session.article.id, session.person.id)


def words(window: Window, span: Span) -> str:
    assert window.session.article is not None
    return window.session.article.text[span.start : span.end]


def selected_words(window: Window) -> str:
    mark = window.session.mark
    return words(window, mark) if mark else ""


def select_words(window: Window, wanted: str) -> None:
    assert window.session.article is not None
    start = window.session.article.text.index(wanted)
    window.session.select_stretch((start, start + len(wanted)))


def test_the_first_undecided_suggestion_is_selected_on_opening(window: Window) -> None:
    session = window.session
    assert session.marks is not None
    assert session.selected == session.marks.suggestions[0].id
    assert window.page.selected_mark == session.selected


def test_enter_accepts_and_goes_on(window: Window) -> None:
    before = selected_words(window)
    press(window, Key.Key_Return)
    (made,) = own(window)
    assert words(window, made) == before
    assert selected_words(window) != before
    (verdict,) = verdicts.of(window.session.file, made.article)
    assert (verdict.verdict, verdict.result) == ("accepted", made.id)
    assert verdict.milliseconds is not None


def test_x_rejects_a_suggestion_for_good(window: Window) -> None:
    rejected = window.session.selected
    press(window, "x")
    assert own(window) == []
    window.session.reread()
    assert window.session.marks is not None
    assert rejected not in {span.id for span in window.session.marks.ordered()}


def test_a_digit_corrects_a_suggestion_in_the_same_press(window: Window) -> None:
    mark = window.session.mark
    assert mark is not None
    wrong = "2" if mark.label != "TREATY" else "1"
    press(window, wrong)
    (made,) = own(window)
    assert (made.start, made.end, made.label) == (mark.start, mark.end, {"1": "ACTOR", "2": "TREATY"}[wrong])
    (verdict,) = verdicts.of(window.session.file, made.article)
    assert verdict.verdict == "changed"


def test_a_digit_labels_the_selected_words_after_an_emoji_at_the_right_place(window: Window) -> None:
    select_words(window, "reporters")
    press(window, "1")
    (made,) = own(window)
    assert words(window, made) == "reporters"
    assert window.session.selected == made.id


def test_brackets_and_arrows_move_the_ends(window: Window) -> None:
    select_words(window, "reporters")
    press(window, "1", "]")
    assert selected_words(window) == "reporters on"
    press(window, "[")
    press(window, Key.Key_Left, modifiers=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert selected_words(window) == "told reporters"
    press(window, "}")
    assert selected_words(window) == "reporters"
    press(window, Key.Key_Left, modifiers=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
    assert [words(window, span) for span in own(window)] == ["reporter"]


def test_tab_goes_through_the_marks_and_round(window: Window) -> None:
    assert window.session.marks is not None
    every = [span.id for span in window.session.marks.ordered()]
    seen = [window.session.selected]
    for _ in every:
        press(window, Key.Key_Tab)
        seen.append(window.session.selected)
    assert seen == [*every, every[0]]
    press(window, Key.Key_Backtab, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert window.session.selected == every[-1]


def test_a_stance_takes_five_keys_at_most(window: Window) -> None:
    session = window.session
    assert session.marks is not None
    lithuania = next(span for span in session.marks.ordered() if words(window, span) == "Lithuania")
    session.select(lithuania.id)
    press(window, "s", Key.Key_Return, "w", Key.Key_Return)
    (stance,) = session.marks.stances()
    assert stance.value == "withdraw"
    assert [words(window, actor) for actor in stance.actors] == ["Lithuania"]
    assert stance.treaty is not None
    assert words(window, stance.treaty) == "Ottawa Convention"
    assert stance.date is not None
    assert words(window, stance.date) == "Tuesday"
    assert {link.role for link in links.of(session.file, stance.span.article)} == {"actor", "treaty", "date"}


def test_a_stance_with_nothing_chosen_says_what_is_missing(window: Window) -> None:
    select_words(window, "Finland stays")
    press(window, "s")
    form = window.workspace.inspector.form
    assert form is not None
    form.finish()
    assert "value" in form.problem.text()
    press(window, Key.Key_Escape)
    assert window.workspace.inspector.form is None
    assert window.page.hasFocus()


def test_a_stance_is_edited_and_undone_as_one(window: Window) -> None:
    session = window.session
    assert session.marks is not None
    actor = next(span for span in session.marks.ordered() if words(window, span) == "Poland")
    session.select(actor.id)
    press(window, "s", Key.Key_Return, "w", Key.Key_Return)
    press(window, "e")
    form = window.workspace.inspector.form
    assert form is not None
    assert form.value is not None
    form.value.setFocus()
    press(window, "c", Key.Key_Return)
    (stance,) = session.marks.stances()
    assert stance.value == "considers_withdrawal"
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    (stance,) = session.marks.stances()
    assert stance.value == "withdraw"
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert session.marks.stances() == []
    assert own(window) == []


def test_undo_goes_back_to_the_article_where_it_happened(window: Window) -> None:
    first = window.session.article
    assert first is not None
    press(window, Key.Key_Return)
    press(window, Key.Key_PageDown, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert window.session.article is not None
    assert window.session.article.id != first.id
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert window.session.article.id == first.id
    assert own(window) == []
    assert "Undone" in window.strip.sentence


def test_done_records_what_was_passed_over_and_goes_on(window: Window) -> None:
    first = window.session.article
    assert first is not None
    press(window, Key.Key_Return)
    press(window, Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    session = window.session
    assert session.article is not None
    assert session.article.id != first.id
    assert statuses.of(session.file, first.id, session.person.id) == "done"
    assert {verdict.verdict for verdict in verdicts.of(session.file, first.id)} == {"accepted", "passed"}


def test_accept_all_is_one_step(window: Window) -> None:
    assert window.session.marks is not None
    left = len(window.session.marks.suggestions)
    press(window, Key.Key_Return, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert len(own(window)) == left
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert own(window) == []


def test_search_as_one_types_finds_and_enter_opens(window: Window, qtbot: QtBot) -> None:
    press(window, "f", modifiers=Qt.KeyboardModifier.ControlModifier)
    press(window, "cluster")
    qtbot.waitUntil(lambda: window.workspace.queue.model.rowCount() == 1)
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.article is not None and "Norway" in window.session.article.text)
    assert window.page.hasFocus()


def test_undo_is_still_there_after_reopening(window: Window, project_file: Path) -> None:
    press(window, Key.Key_Return)
    press(window, Key.Key_Return)
    window.close_project()
    window.open_project(project_file)
    assert len(own(window)) == 2
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert len(own(window)) == 1
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(own(window)) == 2


def test_what_another_window_writes_appears(window: Window, project_file: Path, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    with open_project(project_file, device=session.device) as other:
        edits.add_span(other, session.person.id, session.article.id, 0, 8, "ACTOR")
    qtbot.waitUntil(
        lambda: (
            any(words(window, span) == "Vardania" for span in own(window))
            and bool(session.marks and any(span.start == 0 for span in session.marks.own))
        )
    )


def test_by_mouse_only_a_mark_is_made_labelled_and_deleted(window: Window, qtbot: QtBot) -> None:
    session, page = window.session, window.page
    press(window, Key.Key_Return, modifiers=Qt.KeyboardModifier.ShiftModifier)
    treaty = next(span for span in own(window) if words(window, span) == "Ottawa Convention")
    place = page.rectangles_of(treaty.id)[0].center().toPoint()
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.selected == treaty.id
    buttons = {
        button.accessibleName(): button
        for button in window.workspace.inspector.findChildren(type(window.start.buttons[0]))
    }
    buttons["Label as Actor"].click()
    assert next(span.label for span in own(window) if span.id == treaty.id) == "ACTOR"
    delete = next(
        b for b in window.workspace.inspector.findChildren(type(window.start.buttons[0])) if b.text() == "Delete"
    )
    delete.click()
    assert treaty.id not in {span.id for span in own(window)}


def click(widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())
    QApplication.processEvents()


def button(parent: QWidget, words: str) -> QPushButton:
    return next(made for made in parent.findChildren(QPushButton) if words in (made.text(), made.accessibleName()))


def hint(window: Window, word: str) -> QWidget:
    return next(made for made in window.strip.findChildren(KeyHint) if made.word == word)


def test_by_mouse_alone_from_the_start_page_to_the_next_article(window: Window, project_file: Path) -> None:
    window.close_project()
    click(next(made for made in window.start.findChildren(QPushButton) if made.accessibleName() == project_file.stem))
    session, inspector = window.session, window.workspace.inspector
    first = session.article
    assert first is not None
    assert session.marks is not None
    click(button(inspector, "Accept"))
    click(button(inspector, "Reject"))
    assert len(own(window)) == 1

    treaty = next(span for span in session.marks.ordered() if words(window, span) == "Ottawa Convention")
    click(window.page.viewport(), window.page.rectangles_of(treaty.id)[0].center().toPoint())
    assert session.selected == treaty.id
    click(button(inspector, "Accept"))
    actor = next(span for span in session.marks.ordered() if words(window, span) == "Lithuania")
    click(window.page.viewport(), window.page.rectangles_of(actor.id)[0].center().toPoint())
    click(button(inspector, "＋ New"))
    form = inspector.form
    assert form is not None
    click(button(form, "W  withdraw"))
    click(button(form, "Save"))
    (stance,) = session.marks.stances()
    assert stance.value == "withdraw"

    click(hint(window, "done, next"))
    assert session.article is not None
    assert session.article.id != first.id
    assert statuses.of(session.file, first.id, session.person.id) == "done"


def test_every_focusable_widget_has_a_name(window: Window) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not isinstance(widget, QLabel)
        and not (isinstance(widget.parent(), QComboBox | QLineEdit))
    ]
    assert nameless == []


def test_actions_have_keys_of_their_own(window: Window) -> None:
    from annotator.gui.actions import ACTIONS, label_actions

    keys = [key for action in (*ACTIONS, *label_actions(window.session.scheme)) for key in action.keys]
    assert sorted(keys) == sorted(set(keys))


def test_a_file_that_is_no_project_is_said_and_the_open_one_stays(window: Window, tmp_path: Path) -> None:
    wrong = tmp_path / "no.annot"
    wrong.write_text("nothing", encoding="utf-8")
    before = window.session.project
    window.open_project(wrong)
    assert window.session.project is before
    box = next(
        w for w in QApplication.topLevelWidgets() if w.metaObject().className() == "QMessageBox" and w.isVisible()
    )
    assert "not a project" in box.text()  # type: ignore[attr-defined]  # a message box has a text
    box.close()


def test_a_project_without_articles_says_what_to_do(window: Window, tmp_path: Path) -> None:
    from annotator.gui import projects

    projects.make(window, tmp_path / "empty.annot")
    assert isinstance(window.session.project, Project)
    assert window.session.article is None
    assert not window.page.isVisible()
    assert articles.count(window.session.project) == 0
    press(window, "1", "s", Key.Key_Return, "x", Key.Key_Tab)


def test_a_drag_with_the_mouse_selects_whole_words(window: Window) -> None:
    page, session = window.page, window.session
    assert session.marks is not None
    span = next(item for item in session.marks.ordered() if words(window, item) == "Ottawa Convention")
    box = page.rectangles_of(span.id)[0]
    start, end = (
        QPoint(int(box.left()) + 14, int(box.center().y())),
        QPoint(int(box.right()) - 14, int(box.center().y())),
    )
    QTest.mousePress(page.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(page.viewport(), (start + end) / 2)
    QTest.mouseMove(page.viewport(), end)
    QTest.mouseRelease(page.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert session.stretch == (span.start, span.end)


def test_ctrl_z_undoes_the_last_step_from_an_empty_search_too(window: Window) -> None:
    press(window, Key.Key_Return)
    press(window, "f", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.queue.search.hasFocus()
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert own(window) == []


def test_shift_and_arrows_select_words_to_label(window: Window) -> None:
    assert window.session.article is not None
    window.page.set_caret(window.session.article.text.index("reporters"))
    press(window, Key.Key_Right, modifiers=Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
    press(window, "1")
    assert [words(window, span) for span in own(window)] == ["reporters"]


def test_a_digit_with_nothing_selected_labels_the_word_at_the_caret(window: Window) -> None:
    assert window.session.article is not None
    window.session.select(None)
    window.page.set_caret(window.session.article.text.index("reporters") + 3)
    press(window, "1")
    assert [words(window, span) for span in own(window)] == ["reporters"]


def test_the_article_stays_in_its_place_when_another_window_writes(
    window: Window, project_file: Path, qtbot: QtBot
) -> None:
    session = window.session
    assert session.article is not None
    before = session.article.id
    window.zoom_to(300)
    bar = window.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = bar.value()
    with open_project(project_file, device=session.device) as other:
        edits.add_span(other, session.person.id, before, 0, 8, "ACTOR")
    qtbot.waitUntil(lambda: bool(session.marks and any(span.start == 0 for span in session.marks.own)))
    assert (session.article.id, bar.value()) == (before, place)


@pytest.mark.parametrize(("scan_code", "text"), [(10, "&"), (10, "١")])
def test_the_key_of_the_digit_labels_on_layouts_that_give_none_there(window: Window, scan_code: int, text: str) -> None:
    select_words(window, "reporters")
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, none, scan_code, 0, 0, text)
    QApplication.sendEvent(window.page, event)
    assert [words(window, span) for span in own(window)] == ["reporters"]


def test_the_window_calls_a_person_as_the_project_does(window: Window, tmp_path: Path) -> None:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    session = window.session
    edits.create(tmp_path / "named.annot", toml, Person(session.person.id, "Mira"), device=session.device).close()
    window.open_project(tmp_path / "named.annot")
    assert session.person.name == "Mira"
    assert "Mira" in [shown.text() for shown in window.findChildren(QLabel)]
