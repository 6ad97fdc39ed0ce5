"""The strip shows the keys that work now, as many as there is room for, and says what happened."""

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.gui.app import make_application, make_window
from annotator.gui.hints import KeyHint
from annotator.gui.window import Window
from annotator.store.people import Person

Key = Qt.Key
TEXT = (
    "Vardania weighs leaving the mine ban\n\n13 March 2025\n\n"
    "Poland 😀 and Lithuania told reporters on Tuesday that they will leave the Ottawa Convention. Finland stays."
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(folder / "wire.annot", toml, Person("lead", "Lea"), device="d") as project:
        for number, text in enumerate(
            (TEXT, "Łódź votes\n\nNorway said that it keeps to the Convention on Cluster Munitions.")
        ):
            file = folder / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            jobs.import_files(project, "lead", [file])
        jobs.suggest(project)
    return folder / "wire.annot"


@pytest.fixture
def window(qtbot: QtBot, template: Path, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(Path(shutil.copy(template, tmp_path)))
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


def hints(window: Window) -> dict[str, str]:
    return {hint.word: " ".join(hint.keys) for hint in window.strip.hints}


def shown(window: Window) -> list[str]:
    return [part.word for part in window.strip.findChildren(KeyHint) if part.is_shown]


def settled(window: Window, qtbot: QtBot, *words: str) -> dict[str, str]:
    qtbot.waitUntil(lambda: set(words) <= set(hints(window)))
    return hints(window)


def select(window: Window, words: str) -> None:
    assert window.session.article is not None
    start = window.session.article.text.index(words)
    window.session.select_stretch((start, start + len(words)))


def test_a_suggestion_can_be_accepted_rejected_labelled(window: Window, qtbot: QtBot) -> None:
    found = settled(window, qtbot, "accept", "reject", "label")
    assert (found["next"], found["accept"], found["reject"], found["label"]) == ("Tab", "Enter", "X", "1 – 3")
    assert found["end"] == "[ ]"
    assert found["done, next"] == "Ctrl+Enter"


def test_an_own_mark_can_be_deleted_and_not_accepted(window: Window, qtbot: QtBot) -> None:
    select(window, "reporters")
    press(window, "1")
    found = settled(window, qtbot, "delete")
    assert "accept" not in found
    assert "reject" not in found


def test_with_nothing_selected_there_is_nothing_to_accept_or_label(window: Window, qtbot: QtBot) -> None:
    window.session.select(None)
    qtbot.waitUntil(lambda: "label" not in hints(window))
    assert not {"accept", "reject", "delete", "stance", "end"} & set(hints(window))
    assert "next" in hints(window)


def test_words_can_be_labelled_and_be_a_stance(window: Window, qtbot: QtBot) -> None:
    select(window, "Finland stays")
    qtbot.waitUntil(lambda: "accept" not in hints(window))
    assert {"label", "stance"} <= set(hints(window))


def test_in_a_field_only_the_keys_of_fields_are_offered(window: Window, qtbot: QtBot) -> None:
    window.workspace.start_search()
    found = settled(window, qtbot, "back to the page")
    assert found["back to the page"] == "Esc"
    assert not {"next", "accept", "reject", "label"} & set(found)


def test_in_the_form_of_a_stance_its_own_keys_are_offered(window: Window, qtbot: QtBot) -> None:
    select(window, "Finland stays")
    press(window, "s")
    found = settled(window, qtbot, "save the stance")
    assert not {"next", "accept", "label"} & set(found)


def test_undo_is_named_a_moment_after_the_step(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: any(word.startswith("undo “") for word in hints(window)))


def test_a_click_on_a_hint_does_it(window: Window, qtbot: QtBot) -> None:
    settled(window, qtbot, "next")
    before = window.session.selected
    part = next(part for part in window.strip.findChildren(KeyHint) if part.word == "next")
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)
    assert window.session.selected != before


def test_each_key_of_a_pair_does_its_own(window: Window, qtbot: QtBot) -> None:
    select(window, "reporters")
    press(window, "1")
    settled(window, qtbot, "end")
    part = next(part for part in window.strip.findChildren(KeyHint) if part.word == "end")
    mark = window.session.mark
    assert mark is not None
    QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=QPoint(22, part.height() // 2))
    moved = window.session.mark
    assert moved is not None
    assert moved.end > mark.end


@pytest.mark.parametrize("width", [700, 900, 1280, 1920])
def test_the_strip_never_widens_the_window_and_keeps_the_most_important(
    window: Window, qtbot: QtBot, width: int
) -> None:
    settled(window, qtbot, "accept")
    window.strip.setFixedWidth(width)
    QApplication.processEvents()
    parts = sorted((part.x(), part.x() + part.width()) for part in window.strip.findChildren(KeyHint) if part.is_shown)
    assert all(end <= following for (_, end), (following, _) in pairwise(parts))
    assert parts[-1][1] <= width
    assert {"next", "accept", "done, next"} <= set(shown(window))
    assert window.strip.minimumSizeHint().width() == 0
    assert ("start" in shown(window)) == (width >= 1280)


def test_a_problem_has_the_line_to_itself_until_something_is_done(window: Window, qtbot: QtBot) -> None:
    settled(window, qtbot, "accept")
    window.session.said.emit("This cannot be.", "problem")
    assert window.strip.sentence == "This cannot be."
    assert shown(window) == []
    press(window, Key.Key_Tab)
    qtbot.waitUntil(lambda: window.strip.sentence == "")
    assert "accept" in shown(window)


def test_tones_differ_in_more_than_colour(window: Window) -> None:
    shapes = []
    for tone in ("note", "done", "problem"):
        window.strip.say("Word", tone)
        part = next(part for part in window.strip.children() if part.metaObject().className() == "Said")
        picture = part.grab().toImage()  # type: ignore[attr-defined]  # a widget
        ground = picture.pixel(picture.width() - 1, 0)
        shapes.append(frozenset(
            (x, y) for x in range(18) for y in range(picture.height()) if picture.pixel(x, y) != ground
        ))  # fmt: skip
    assert len(set(shapes)) == 3


def test_blind_work_is_said(window: Window) -> None:
    window.session.blind = True
    window.strip.refresh()
    assert window.strip.blind.isVisible()
    window.session.blind = False
    window.strip.refresh()
    assert not window.strip.blind.isVisible()


@pytest.mark.bench
def test_the_strip_is_shown_anew_within_a_millisecond(window: Window, qtbot: QtBot) -> None:
    from time import thread_time

    settled(window, qtbot, "accept")
    marks = window.session.marks
    assert marks is not None
    spent = []
    for _ in range(100):
        for mark in (*[span.id for span in marks.ordered()], None):
            window.session.select(mark)
            start = thread_time()
            window.strip.refresh()
            spent.append(thread_time() - start)
    spent.sort()
    print(f"strip: median {spent[len(spent) // 2] * 1000:.2f} ms, p95 {spent[len(spent) * 95 // 100] * 1000:.2f} ms")
    assert spent[len(spent) * 95 // 100] < 0.001
