"""Comments driven by keys and mouse: written, answered, resolved, found again; nothing that was typed is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.gui.annotate.comment_cards import ThreadCard, ago
from annotator.gui.annotate.comment_field import CommentField
from annotator.gui.app import make_application, make_window
from annotator.gui.dialogs.comments import CommentsList
from annotator.gui.window import Window
from annotator.store import comments
from annotator.store.comments import Thread
from annotator.store.people import Person

Key = Qt.Key
Part = TypeVar("Part", bound=QWidget)
FIRST = "A first piece\n\n13 March 2025\n\nPoland 😀 told e\u0301 on Tuesday that it will leave the Ottawa Convention."
SECOND = "A second piece\n\n14 March 2025\n\nNorway keeps to the Convention on Cluster Munitions."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(tmp_path / "two.annot", toml, Person("ben", "Ben"), device="another machine") as project:
        for number, text in enumerate((FIRST, SECOND)):
            file = tmp_path / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            jobs.import_files(project, "ben", [file])
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(tmp_path / "two.annot")
    made.page.setFocus()
    yield made
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
    assert window.session.article is not None
    start = window.session.article.text.index(words)
    window.session.select_stretch((start, start + len(words)))


def threads(window: Window) -> list[Thread]:
    assert window.session.article is not None
    return comments.of(window.session.file, window.session.article.id)


def ask_by_ben(window: Window, text: str, words: str = "") -> str:
    session = window.session
    assert session.article is not None
    start = session.article.text.index(words)
    about = (start, start + len(words)) if words else None
    made = edits.comment(session.file, "ben", session.article.id, text, about, question=True)
    QApplication.processEvents()
    return made.id


def field(window: Window) -> CommentField:
    made = window.workspace.comments.field
    assert made is not None
    return made


def card(window: Window, thread: str) -> ThreadCard:
    return next(made for made in shown(window.workspace, ThreadCard) if made.showing.first.id == thread)


def shown(part: QWidget, kind: type[Part]) -> list[Part]:
    return [made for made in part.findChildren(QWidget) if isinstance(made, kind) and made.isVisible()]


def texts(part: QWidget) -> list[str]:
    return [made.text() for made in shown(part, QLabel)]


def test_c_asks_about_the_selected_words(window: Window) -> None:
    select(window, "told e\u0301")
    press("c", "Is this a decision?")
    assert "told e\u0301" in field(window).about.text()
    press(Key.Key_Return)
    (thread,) = threads(window)
    assert (thread.first.text, thread.first.kind) == ("Is this a decision?", "question")
    assert thread.first.extent is not None
    assert FIRST[slice(*thread.first.extent)] == "told e\u0301"
    assert window.page.hasFocus()
    assert window.workspace.comments.field is None
    assert "Is this a decision?" in texts(window.workspace.comments)
    assert any("1" in text and "OPEN" in text for text in texts(window.workspace.comments))


def test_a_mark_is_what_a_note_is_about_and_shift_enter_begins_a_line(window: Window) -> None:
    select(window, "Poland")
    press("1", "c", "One")
    press(Key.Key_Return, modifiers=Qt.KeyboardModifier.ShiftModifier)
    press("two", Key.Key_Tab, Key.Key_Space)
    press("x")
    assert len(threads(window)) == 0  # a letter on a button is no key of the page
    field(window).start()
    press(Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    (thread,) = threads(window)
    assert window.session.mark is not None
    assert (thread.first.text, thread.first.mark, thread.first.label) == ("One\ntwo", window.session.mark.id, "ACTOR")


def test_the_toggle_makes_it_a_note(window: Window) -> None:
    press("c", "Just so")
    note = next(made for made in shown(window.workspace.comments, QPushButton) if made.text() == "Note")
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)
    field(window).start()
    press(Key.Key_Return)
    (thread,) = threads(window)
    assert (thread.first.kind, thread.first.extent) == ("note", None)


def test_esc_gives_the_page_back_and_keeps_the_words(window: Window) -> None:
    press("c", "Half a thou", Key.Key_Escape)
    assert window.page.hasFocus()
    assert threads(window) == []
    press("c")
    assert field(window).text == "Half a thou"
    press("ght", Key.Key_Return)
    assert [thread.first.text for thread in threads(window)] == ["Half a thought"]


def test_leaving_the_article_keeps_the_words_for_it(window: Window) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    select(window, "Tuesday")
    press("c", "Which Tuesday")
    press(Key.Key_PageDown, modifiers=control)
    assert window.session.article is not None
    assert window.session.article.text.startswith("A second")
    assert window.workspace.comments.field is None
    press(Key.Key_PageUp, modifiers=control)
    assert field(window).text == "Which Tuesday"
    assert "Tuesday" in field(window).about.text()
    field(window).start()
    press("?", Key.Key_Return)
    (thread,) = threads(window)
    assert thread.first.extent is not None
    assert (thread.first.text, FIRST[slice(*thread.first.extent)]) == ("Which Tuesday?", "Tuesday")


def test_words_being_typed_survive_what_another_window_says(window: Window) -> None:
    press("c", "Mine")
    ask_by_ben(window, "His")
    assert field(window).text == "Mine"
    assert field(window).words.hasFocus()
    press(Key.Key_Return)
    assert sorted(thread.first.text for thread in threads(window)) == ["His", "Mine"]


def test_closing_the_project_saves_what_was_typed_in_whatever_article(window: Window) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    select(window, "Tuesday")
    press("c", "Which Tuesday")
    press(Key.Key_PageDown, modifiers=control)
    press("c", "Half a thou")
    path = window.session.file.path
    press("w", modifiers=control)
    assert window.session.project is None
    window.open_project(path)
    found = {thread.first.text: thread.first.extent for thread in comments.waiting(window.session.file)}
    assert found == {"Which Tuesday": (FIRST.index("Tuesday"), FIRST.index("Tuesday") + 7), "Half a thou": None}


def test_a_flag_is_seen_above_the_article(window: Window) -> None:
    taking = next(made for made in window.findChildren(QPushButton) if made.text() == "Take the flag away")
    assert not taking.isVisible()
    press("f")
    assert taking.isVisible()
    taking.click()
    assert not taking.isVisible()


def test_an_empty_comment_is_not_saved(window: Window) -> None:
    press("c", "  ", Key.Key_Return)
    assert threads(window) == []
    assert field(window).isVisible()
    press(Key.Key_Escape)
    assert window.workspace.comments.field is None


def test_a_thread_is_answered_and_resolved_by_keys(window: Window) -> None:
    asked = ask_by_ben(window, "Why?", "Poland")
    card(window, asked).setFocus()
    press("r", "Because.", Key.Key_Return)
    (thread,) = threads(window)
    assert [answer.text for answer in thread.answers] == ["Because."]
    card(window, asked).setFocus()
    assert "Resolve" in [made.text() for made in shown(card(window, asked), QPushButton)]
    press("x")
    assert not threads(window)[0].is_open
    assert "✓ Why?" in texts(window.workspace.comments)
    assert not any("OPEN" in text for text in texts(window.workspace.comments))
    assert card(window, asked).hasFocus()
    press(Key.Key_Return)  # unfolds
    assert "Because." in texts(card(window, asked))
    press("x")
    assert threads(window)[0].is_open


def test_own_comments_are_changed_and_taken_away(window: Window) -> None:
    press("c", "Frist", Key.Key_Return)
    (thread,) = threads(window)
    card(window, thread.first.id).setFocus()
    press("e")
    assert field(window).text == "Frist"
    field(window).words.selectAll()
    press("First", Key.Key_Return)
    assert [said.first.text for said in threads(window)] == ["First"]
    assert threads(window)[0].first.kind == "question"
    card(window, thread.first.id).setFocus()
    press(Key.Key_Delete)
    assert threads(window) == []
    press("z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert [said.first.text for said in threads(window)] == ["First"]


def test_what_others_wrote_is_not_changed(window: Window) -> None:
    asked = ask_by_ben(window, "His")
    card(window, asked).setFocus()
    press("e", Key.Key_Delete)
    assert window.workspace.comments.field is None
    assert [thread.first.text for thread in threads(window)] == ["His"]
    assert "Ben" in " ".join(texts(card(window, asked)))


def test_a_click_goes_to_the_mark_or_to_where_it_was(window: Window) -> None:
    select(window, "Poland")
    press("1", "c", "Who?", Key.Key_Return)
    session = window.session
    mark = session.mark
    assert mark is not None
    session.select(None)
    (thread,) = threads(window)
    QTest.mouseClick(card(window, thread.first.id), Qt.MouseButton.LeftButton)
    assert session.selected == mark.id
    assert window.page.hasFocus()
    edits.remove_span(session.file, session.person.id, mark)
    session.select(None)
    QTest.mouseClick(card(window, thread.first.id), Qt.MouseButton.LeftButton)
    assert session.stretch == (mark.start, mark.end)


def test_a_click_on_the_anchor_chooses_the_thread(window: Window) -> None:
    asked = ask_by_ben(window, "Why?", "Poland")
    window.page.comment_chosen.emit(asked)
    assert card(window, asked).property("chosen")


def test_every_part_has_a_name(window: Window) -> None:
    asked = ask_by_ben(window, "Why?", "Poland")
    press("c")
    for part in shown(window.workspace.comments, QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(part, QPushButton):
            assert part.accessibleName(), part
    spoken = card(window, asked).accessibleName()
    assert all(word in spoken for word in ("Question", "Ben", "open", "Poland", "Why?"))


def test_the_list_finds_a_comment_and_goes_there(window: Window, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    ask_by_ben(window, "Alpha")
    closed = ask_by_ben(window, "Beta")
    edits.reply(session.file, "ben", closed, "", kind="resolved")
    press(Key.Key_PageDown, modifiers=Qt.KeyboardModifier.ControlModifier)
    press("c", "Gamma", Key.Key_Return)
    window.shortcuts.run("comments")
    listed = window.findChild(CommentsList)
    assert isinstance(listed, CommentsList)
    qtbot.waitUntil(listed.isActiveWindow)

    def said() -> list[str]:
        return [row.thread.first.text for row in listed.model.rows]

    assert said() == ["Gamma", "Alpha"]
    listed.filters.button(1).click()
    assert said() == ["Gamma", "Alpha", "Beta"]
    listed.filters.button(2).click()
    assert said() == ["Gamma"]
    listed.filters.button(1).click()
    listed.search.setText("alp BEN")
    assert said() == ["Alpha"]
    QTest.keyClick(listed.search, Key.Key_Return)
    assert session.article.text == FIRST
    assert window.workspace.comments.threads[0].first.text in {"Alpha", "Beta"}
    edits.comment(session.file, "ben", session.article.id, "alpha too")
    assert len(said()) == 2
    listed.close()


def test_ages_are_said_in_a_few_words() -> None:
    from datetime import UTC, datetime

    now = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
    said = [
        ago(f"2025-03-{made}:00.000Z", now) for made in ("20T12:00", "20T11:58", "20T09:00", "19T09:00", "16T09:00")
    ]
    assert said == ["just now", "2 min ago", "3 h ago", "a day ago", "4 days ago"]
    assert ago("2024-03-13T09:00:00.000Z", now) == "13 March 2024"
