"""Words among emoji, Arabic, combining marks and no-break spaces, labelled in the window and exported."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import jobs, settings
from annotator.gui import projects
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window

TEXT = (
    "🇺🇦🕊️ Nasty news 👩‍👩‍👧\n\n"
    "Cafe\u0301land and\u00a0Re\u0301publique\u00a0Tche\u0300que 😀 left the Ottawa\u00a0Convention.\n\n"
    "قالت بولندا 🕊️ إنها ستنسحب من اتفاقية أوتاوا يوم الثلاثاء.\n\n"
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 国际法院 was asked\u2028on 7\u202fMarch 2025. 🏴󠁧󠁢󠁳󠁣󠁴󠁿 Scotland was not.\n"
)
WORDS = (
    "Cafe\u0301land",
    "Re\u0301publique\u00a0Tche\u0300que",
    "Ottawa\u00a0Convention",
    "بولندا",
    "أوتاوا",
    "国际法院",
    "2025",
    "Scotland",
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    projects.make(made, tmp_path / "nasty.annot")
    file = tmp_path / "nasty.jsonl"
    file.write_text(json.dumps({"text": TEXT, "title": "Nasty", "body": [[0, len(TEXT)]]}), encoding="utf-8")
    session = made.session
    jobs.import_files(session.file, session.person.id, [file])
    session.show_article(None)
    session.show_article(session.file.rows("SELECT id FROM article")[0][0])
    made.page.setFocus()
    yield made
    made.close()


def exported(window: Window, out: Path) -> list[str]:
    session = window.session
    jobs.export(session.file, out, "jsonl", author=session.person.name)
    (line,) = out.read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert record["text"] == TEXT
    assert all(record["text"][span["start"] : span["end"]] == span["text"] for span in record["spans"])
    return [span["text"] for span in record["spans"]]


def test_words_selected_by_keyboard_are_exported_where_they_stand(window: Window, tmp_path: Path) -> None:
    for word in WORDS:
        window.page.set_caret(TEXT.index(word))
        page = window.page
        while page.selected_stretch is None or page.selected_stretch[1] < TEXT.index(word) + len(word):
            rtl = "\u0600" < word[0] < "\u06ff"
            QTest.keyClick(page, Qt.Key.Key_Left if rtl else Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(page, Qt.Key.Key_1)
    assert exported(window, tmp_path / "out.jsonl") == sorted(WORDS, key=TEXT.index)
    assert settings.person().name == window.session.person.name


@pytest.mark.parametrize("word", ["Cafe\u0301land", "بولندا", "Scotland", "asked"])
def test_a_double_click_takes_the_word_that_is_under_the_mouse(window: Window, tmp_path: Path, word: str) -> None:
    page, session = window.page, window.session
    session.select_stretch((TEXT.index(word), TEXT.index(word) + len(word)))
    QTest.keyClick(page, Qt.Key.Key_1)
    mark = session.selected
    assert mark is not None
    box = page.rectangles_of(mark)[0]
    QTest.keyClick(page, Qt.Key.Key_X)
    assert session.marks is not None
    assert session.marks.own == []
    place = QPoint(round(box.center().x()), round(box.center().y()))
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    QTest.keyClick(page, Qt.Key.Key_2)
    assert exported(window, tmp_path / "out.jsonl") == [word]
