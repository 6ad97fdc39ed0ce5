"""Arcs, bubbles and dropped roles in the window: between the page, the cards and the project."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, settings
from annotator.gui import chosen, projects
from annotator.gui.app import make_application, make_window
from annotator.gui.text.arcs import arcs
from annotator.gui.text.dropping import ROLE
from annotator.gui.window import Window
from annotator.settings import Setting

TEXT = "Poland 😀 said on Friday that it leaves the Ottawa Convention. Finland does not.\n"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    projects.make(made, tmp_path / "ties.annot")
    file = tmp_path / "ties.jsonl"
    file.write_text(json.dumps({"text": TEXT, "title": "Ties", "body": [[0, len(TEXT)]]}), encoding="utf-8")
    session = made.session
    jobs.import_files(session.file, session.person.id, [file])
    session.show_article(None)
    session.show_article(session.file.rows("SELECT id FROM article")[0][0])
    made.page.setFocus()
    yield made
    made.close()


def add(window: Window, words: str, label: str) -> str:
    session, start = window.session, TEXT.index(words)
    assert session.article is not None
    return edits.add_span(session.file, session.person.id, session.article.id, start, start + len(words), label).id


def tags(window: Window) -> set[tuple[str, str | None]]:
    page = window.page
    found = arcs(page.scene, QRectF(page.viewport().rect()).translated(0, page.verticalScrollBar().value()))
    return {(tag.words, tag.mark) for tag in found.tags} if found is not None else set()


def drop(window: Window, payload: str, mark: str) -> None:
    data = QMimeData()
    data.setData(ROLE, payload.encode("utf-8"))
    where = window.page.rectangles_of(mark)[0].center()
    held = (Qt.DropAction.LinkAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.page.viewport(), QDragEnterEvent(where.toPoint(), *held))
    QApplication.sendEvent(window.page.viewport(), QDropEvent(where, *held))


def test_a_role_that_is_dropped_on_a_mark_is_filled_and_has_its_arc(window: Window) -> None:
    poland, finland, treaty = (
        add(window, "Poland", "ACTOR"),
        add(window, "Finland", "ACTOR"),
        add(window, "Ottawa Convention", "TREATY"),
    )
    stance = add(window, "it leaves the Ottawa Convention", "STANCE")
    session = window.session
    session.select(stance)
    assert tags(window) == set()
    drop(window, f"{stance} actor", poland)
    drop(window, f"{stance} treaty", treaty)
    assert session.marks is not None
    assert {(link.role, link.target) for link in session.marks.links_of(stance)} == {
        ("actor", poland),
        ("treaty", treaty),
    }
    session.select(stance)
    assert tags(window) == {("Actor", poland), ("Treaty", treaty)}
    session.select(finland)
    assert tags(window) == set()
    window.workspace.inspector.hovered.emit(stance)
    assert tags(window) == {("Actor", poland), ("Treaty", treaty)}
    window.workspace.inspector.hovered.emit("")
    assert tags(window) == set()


def test_a_role_that_is_dropped_on_a_suggestion_is_filled_once_without_a_complaint(window: Window) -> None:
    session = window.session
    jobs.suggest(session.file)
    session.reread()
    assert session.marks is not None
    finland = next(span for span in session.marks.suggestions if TEXT[span.start : span.end] == "Finland")
    stance = add(window, "it leaves the Ottawa Convention", "STANCE")
    complaints: list[object] = []
    window.workspace.refused.connect(complaints.append)
    drop(window, f"{stance} actor", finland.id)
    (made,) = session.marks.stances()
    assert [(span.start, span.end) for span in made.actors] == [(finland.start, finland.end)]
    assert complaints == []


def test_a_comment_has_its_bubble_and_a_click_on_it_leads_to_the_comment(window: Window) -> None:
    session = window.session
    assert session.article is not None
    start = TEXT.index("Friday")
    edits.comment(session.file, session.person.id, session.article.id, "Which?", (start, start + 6))
    anchors = window.page.scene.overlay.anchors
    assert [(anchor.stretch, anchor.open) for anchor in anchors] == [((start, start + 6), True)]
    heard: list[str] = []
    window.page.comment_chosen.connect(heard.append)
    place = window.page.viewport().width() - window.page.scene.look.right // 2
    line = window.page.scene.sheet.pieces(start, start + 6)[0].rect
    y = round(line.top() + 6) - window.page.verticalScrollBar().value()
    QTest.mouseClick(window.page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, y))
    assert heard == [anchors[0].id]


def test_escape_gives_up_a_stretch_and_leaves_the_caret(window: Window) -> None:
    page = window.page
    page.set_caret(4)
    QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.textCursor().hasSelection()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert (page.selected_stretch, window.session.stretch) == (None, None)
    assert page.caret == 5


def test_the_settings_of_reading_change_the_page_at_once(window: Window) -> None:
    changes: tuple[tuple[Setting[Any], object, str], ...] = (
        (settings.MEASURE, 60, "measure"),
        (settings.LABEL_CHIPS, "hover", "chips"),
        (settings.PARAGRAPH_NUMBERS, False, "numbers"),
    )
    for setting, value, name in changes:
        chosen.choose(window, setting, value)
        assert getattr(window.page.scene.look, name) == value
        assert settings.load().get(setting) == value
