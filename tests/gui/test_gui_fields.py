"""What is typed or chosen beside the page is never lost, and never lands in the wrong place."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from annotator import edits, jobs
from annotator.core.marks import Span
from annotator.gui import projects
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import spans, statuses

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = (
    "Poland will leave the Ottawa Convention and the Convention on Cluster Munitions, it said on 7 March 2025.\n\n"
    "Zoe\u0308 Kalninš spoke of security concerns.\n\nNorway stays. \n\nNobody else spoke."
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    projects.make(made, tmp_path / "fields.annot")
    session = made.session
    for number in range(2):
        file = tmp_path / f"{number}.jsonl"
        text = TEXT + "." * number
        file.write_text(json.dumps({"text": text, "body": [[0, len(text)]]}), encoding="utf-8")
        jobs.import_files(session.file, session.person.id, [file])
    session.show_article(statuses.next_open(session.file, session.person.id))
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


def mark(window: Window, words: str, label: str) -> Span:
    session = window.session
    assert session.article is not None
    start = session.article.text.index(words)
    return edits.add_span(session.file, session.person.id, session.article.id, start, start + len(words), label)


def stored(window: Window, span: Span) -> Span:
    (found,) = spans.get(window.session.file, [span.id])
    return found


def words(window: Window, span: Span) -> str:
    assert window.session.article is not None
    return window.session.article.text[span.start : span.end]


def begin_stance(window: Window) -> None:
    mark(window, "Ottawa Convention", "TREATY")
    window.session.select(mark(window, "Poland", "ACTOR").id)
    press(window, "s")


def test_done_saves_the_stance_that_is_in_its_form(window: Window) -> None:
    article = window.session.article
    assert article is not None
    begin_stance(window)
    press(window, Key.Key_Return, "w")
    press(window, Key.Key_Return, modifiers=CONTROL)
    session = window.session
    assert [span.label for span in spans.of(session.file, article.id, session.person.id)].count("STANCE") == 1
    assert statuses.of(session.file, article.id, session.person.id) == "done"


def test_done_stays_with_a_stance_that_lacks_something(window: Window) -> None:
    article = window.session.article
    assert article is not None
    begin_stance(window)
    press(window, Key.Key_Return, modifiers=CONTROL)
    assert window.session.article == article
    form = window.workspace.inspector.form
    assert form is not None
    assert "value" in form.problem.text()


def test_a_date_that_was_typed_is_written_when_the_field_is_left(window: Window) -> None:
    date, other = mark(window, "7 March 2025", "DATE"), mark(window, "Norway", "ACTOR")
    window.session.select(date.id)
    press(window, "e", "2025-03-09")
    place = window.page.rectangles_of(other.id)[0].center().toPoint()
    QTest.mouseClick(window.page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stored(window, date).attributes["date"] == "2025-03-09"
    assert window.session.selected == other.id


def test_a_date_that_was_typed_is_written_by_done(window: Window) -> None:
    date = mark(window, "7 March 2025", "DATE")
    window.session.select(date.id)
    press(window, "e", "2025-03-09")
    press(window, Key.Key_Return, modifiers=CONTROL)
    assert stored(window, date).attributes["date"] == "2025-03-09"


def test_nonsense_in_a_date_is_said_and_the_field_keeps_the_focus(window: Window) -> None:
    date = mark(window, "7 March 2025", "DATE")
    window.session.select(date.id)
    press(window, "e", "nons", Key.Key_Return)
    assert "not a date" in window.strip.sentence
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(window, "2025-03-07", Key.Key_Return)
    assert stored(window, date).attributes["date"] == "2025-03-07"
    assert stored(window, date).label == "DATE"
    assert window.page.hasFocus()


def test_escape_in_a_field_puts_back_what_is_stored(window: Window) -> None:
    date = mark(window, "7 March 2025", "DATE")
    window.session.select(
        edits.set_attribute(window.session.file, window.session.person.id, date, "date", "2025-03-07").id
    )
    press(window, "e", "2020", Key.Key_Escape)
    assert stored(window, date).attributes["date"] == "2025-03-07"
    assert "2020" not in [line.text() for line in window.workspace.inspector.findChildren(QLineEdit)]
    assert window.page.hasFocus()


def test_the_treaty_may_be_typed_though_it_is_guessed_already(window: Window) -> None:
    begin_stance(window)
    press(window, "ot", Key.Key_Return, "w", Key.Key_Return)
    assert window.session.marks is not None
    (stance,) = window.session.marks.stances()
    assert stance.value == "withdraw"
    assert stance.treaty is not None
    assert words(window, stance.treaty) == "Ottawa Convention"


def test_one_sentence_can_say_two_stances(window: Window) -> None:
    begin_stance(window)
    press(window, Key.Key_Return, "w", Key.Key_Return)
    mark(window, "Convention on Cluster Munitions", "TREATY")
    window.session.select(next(span.id for span in window.session.marks.own if words(window, span) == "Poland"))  # type: ignore[union-attr]
    press(window, "s", "clu", Key.Key_Return, "w", Key.Key_Return)
    assert window.session.marks is not None
    assert len(window.session.marks.stances()) == 2


def test_a_click_on_a_mark_fills_a_role_of_the_stance_in_the_form(window: Window) -> None:
    other = mark(window, "Norway", "ACTOR")
    begin_stance(window)
    place = window.page.rectangles_of(other.id)[0].center().toPoint()
    QTest.mouseClick(window.page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    press(window, "w", Key.Key_Return)
    assert window.session.marks is not None
    (stance,) = window.session.marks.stances()
    assert {words(window, actor) for actor in stance.actors} == {"Poland", "Norway"}


def test_tab_goes_round_the_form_and_stays_in_it(window: Window) -> None:
    begin_stance(window)
    form = window.workspace.inspector.form
    assert form is not None
    for _ in range(8):
        press(window, Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert form.isAncestorOf(focused)


def test_undo_of_a_rejection_goes_back_to_the_suggestion(window: Window) -> None:
    session = window.session
    jobs.suggest(session.file)
    rejected = session.selected
    assert rejected is not None
    press(window, "x", Key.Key_Tab, Key.Key_Tab)
    press(window, "z", modifiers=CONTROL)
    assert session.selected == rejected


def test_tab_goes_on_from_the_caret(window: Window) -> None:
    mark(window, "Poland", "ACTOR")
    last = mark(window, "Norway", "ACTOR")
    window.session.select(None)
    window.page.set_caret(TEXT.index("security"))
    press(window, Key.Key_Tab)
    assert window.session.selected == last.id


def test_a_stance_is_not_made_a_name_by_a_stray_key(window: Window) -> None:
    begin_stance(window)
    press(window, Key.Key_Return, "w", Key.Key_Return)
    before = window.session.mark
    press(window, "1")
    assert window.session.mark == before
    assert "Delete this one" in window.strip.sentence


def test_an_article_that_was_done_can_be_taken_up_again(window: Window) -> None:
    session = window.session
    article = session.article
    assert article is not None
    press(window, Key.Key_Return, modifiers=CONTROL)
    session.show_article(article.id)
    press(window, Key.Key_Return, modifiers=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert statuses.of(session.file, article.id, session.person.id) == "started"


def test_an_end_moves_by_whole_characters_and_never_rests_on_white_space(window: Window) -> None:
    span = mark(window, "Zo", "ACTOR")
    window.session.select(span.id)
    press(window, "]", modifiers=CONTROL)
    assert words(window, stored(window, span)) == "Zoe\u0308"
    press(window, "]", modifiers=CONTROL)
    assert words(window, stored(window, span)) == "Zoe\u0308 K"
    press(window, "[", modifiers=CONTROL)
    assert words(window, stored(window, span)) == "Zoe\u0308"


def test_a_key_that_needs_a_selection_says_so(window: Window) -> None:
    window.session.select(None)
    QApplication.processEvents()
    press(window, "x")
    assert "Nothing is selected" in window.strip.sentence


def test_the_form_stays_when_another_window_writes(window: Window) -> None:
    begin_stance(window)
    window.session.reread()
    assert window.workspace.inspector.form is not None


def test_the_stretch_that_is_dragged_becomes_the_evidence_of_the_form(window: Window) -> None:
    begin_stance(window)
    norway = mark(window, "Norway", "ACTOR")
    box = window.page.rectangles_of(norway.id)[0]
    start, end = (
        QPoint(int(box.left()) + 2, int(box.center().y())),
        QPoint(int(box.right()) + 40, int(box.center().y())),
    )
    viewport = window.page.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    press(window, "w", Key.Key_Return)
    assert window.session.marks is not None
    (stance,) = window.session.marks.stances()
    assert words(window, stance.span) == "Norway stays"
