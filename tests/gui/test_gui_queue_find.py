"""Finding words in the article in front, and the hits of what the queue searches."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import edits, resources
from annotator.core.article import Article, Publication
from annotator.core.text import article_id
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import articles
from annotator.store.people import Person

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXTS = (
    "Menu\n\nPoland 😀 leaves the treaty. The TREATY stays, said Zoë.\n\nMore treaties",
    "No such word here, but zoe e\u0301tait là.",
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    path = tmp_path / "two.annot"
    with edits.create(path, toml, Person("lead", "Lea"), device="x") as project:
        for number, text in enumerate(TEXTS):
            identity = article_id(text)
            body = ((6, len(text)),) if number == 0 else ()
            with project.edit("import", "lead", count=1, file="x"):
                articles.add(project, Article(identity, text, "en", body))
                articles.add_publication(project, identity, Publication(f"p{number}", f"Piece {number}"))
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(path)
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


def shown(window: Window) -> list[str]:
    """Return the words that the page shows as hits."""
    article = window.session.article
    assert article is not None
    return [article.text[start:end] for start, end in window.page.scene.overlay.hits]


def current(window: Window) -> tuple[int, int] | None:
    return window.page.scene.overlay.hit


def test_slash_finds_in_this_article_as_one_types(window: Window, qtbot: QtBot) -> None:
    bar = window.workspace.find_bar
    press(window, "/")
    assert bar.line.hasFocus()
    press(window, "treat")
    qtbot.waitUntil(lambda: shown(window) == ["treaty", "TREATY", "treaties"])
    assert bar.found.text() == "1 of 3"
    press(window, Key.Key_Return)
    assert bar.found.text() == "2 of 3"
    press(window, Key.Key_Return, modifiers=SHIFT)
    assert bar.found.text() == "1 of 3"
    press(window, Key.Key_F3, Key.Key_F3)
    assert bar.found.text() == "3 of 3"
    assert current(window) == (TEXTS[0].index("treaties"), len(TEXTS[0]))


def test_esc_closes_the_bar_and_keeps_the_selection(window: Window, qtbot: QtBot) -> None:
    window.session.select_stretch((8, 14))
    press(window, "/", "zoe")
    qtbot.waitUntil(lambda: shown(window) == ["Zoë"])
    press(window, Key.Key_Escape)
    assert window.page.hasFocus()
    assert not window.workspace.find_bar.isVisible()
    assert shown(window) == []
    assert window.session.stretch == (8, 14)


def test_the_selected_words_are_what_is_looked_for(window: Window, qtbot: QtBot) -> None:
    start = TEXTS[0].index("treaty")
    window.session.select_stretch((start, start + 6))
    press(window, "/")
    qtbot.waitUntil(lambda: shown(window) == ["treaty", "TREATY"] or shown(window) == ["treaty", "TREATY", "treaties"])
    assert window.workspace.find_bar.line.text() == "treaty"


def test_nothing_found_is_said(window: Window, qtbot: QtBot) -> None:
    bar = window.workspace.find_bar
    press(window, "/", "nowhere")
    qtbot.waitUntil(lambda: bar.found.text() == "Nothing found")
    press(window, Key.Key_Return)
    assert bar.found.text() == "Nothing found"


def test_f3_without_words_asks_for_them(window: Window) -> None:
    press(window, Key.Key_F3)
    assert window.workspace.find_bar.line.hasFocus()


def test_what_the_queue_searches_is_shown_in_each_article(window: Window, qtbot: QtBot) -> None:
    press(window, "f", modifiers=CONTROL)
    press(window, "zoe")
    qtbot.waitUntil(lambda: shown(window) == ["Zoë"])
    window.page.setFocus()
    press(window, Key.Key_F3)
    assert current(window) == (TEXTS[0].index("Zoë"), TEXTS[0].index("Zoë") + 3)
    assert "1 of 1" in window.strip.sentence
    press(window, Key.Key_PageDown, modifiers=CONTROL)
    assert shown(window) == ["zoe"]
    assert "1 hit" in window.strip.sentence
    press(window, "f", modifiers=CONTROL)
    press(window, Key.Key_Escape)
    assert shown(window) == []


def test_hits_stay_when_the_article_is_read_anew(window: Window, qtbot: QtBot) -> None:
    press(window, "/", "zoe")
    qtbot.waitUntil(lambda: shown(window) == ["Zoë"])
    window.session.reread()
    assert shown(window) == ["Zoë"]
