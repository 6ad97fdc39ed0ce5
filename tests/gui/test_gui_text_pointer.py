"""The mouse on a page that is scrolled, and at its edges: what is under the pointer is meant, and what is seen."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.scheme_toml import parse_scheme
from annotator.gui.text.page import Page
from annotator.gui.text.shown import shown
from annotator.gui.theme import load

BEFORE, AFTER = "share 😀\nmenu\n\n", "\n\nfooter\nprint"
BODY = (
    "😀 First of all, Poland, a member.\n\n" + "Filler 😀 text goes on.\n\n" * 60 + "At last Finland waits.\n\n波兰退出"
)
TEXT = BEFORE + BODY + AFTER
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
MARKED = ("First", "Finland")


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    scheme, problems = parse_scheme(resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8"))
    assert scheme is not None, problems
    made = Page(load("light"))
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    marks = []
    for words in MARKED:
        start = TEXT.index(words)
        marks.append(shown(Span(words, "a", "p", "ACTOR", start, start + len(words), {}), scheme, decided=True))
    body = (len(BEFORE), len(BEFORE) + len(BODY))
    made.show_article(Article("a", TEXT, "en", (body,)), marks)
    made.setFocus()
    QApplication.processEvents()
    return made


def box(page: Page, words: str) -> QRectF:
    """Return where words stand, in pixels of the viewport."""
    start = TEXT.index(words)
    (piece,) = page.scene.sheet.pieces(start, start + len(words))
    return piece.rect.translated(0, -page.verticalScrollBar().value())


def double_click(page: Page, where: QPoint) -> None:
    QTest.mouseClick(page.viewport(), LEFT, NO_KEY, where, 10)
    QTest.mouseDClick(page.viewport(), LEFT, NO_KEY, where)


def words(page: Page) -> str:
    return TEXT[slice(*page.selected_stretch)] if page.selected_stretch is not None else ""


def drag(page: Page, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(page.viewport(), LEFT, NO_KEY, start)
    QTest.mouseMove(page.viewport(), (start + end) / 2)
    QTest.mouseMove(page.viewport(), end)
    QTest.mouseRelease(page.viewport(), LEFT, NO_KEY, end)


def test_a_click_stays_where_one_has_scrolled_to_and_chooses_what_is_under_it(page: Page) -> None:
    start = TEXT.index("all, Poland")
    page.select_stretch(start, start + 3)
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum())
    scrolled = bar.value()
    QTest.mouseClick(page.viewport(), LEFT, NO_KEY, box(page, "Finland").center().toPoint())
    assert scrolled > 0
    assert bar.value() == scrolled
    assert page.selected_mark == "Finland"


@pytest.mark.parametrize("letter", ["Poland", "波"])
def test_a_double_click_takes_the_word_under_it_to_the_end_of_its_last_letter(page: Page, letter: str) -> None:
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum() if letter == "波" else 0)
    rect = box(page, letter)
    double_click(page, QPoint(int(rect.right()) - 2, int(rect.center().y())))
    assert words(page) == letter


def test_a_double_click_on_a_word_that_is_a_mark_chooses_the_mark(page: Page) -> None:
    double_click(page, box(page, "First").center().toPoint())
    assert page.selected_mark == "First"
    assert page.selected_stretch is None


def test_a_drag_beyond_the_first_and_last_line_takes_nothing_that_is_folded_away(page: Page) -> None:
    middle = box(page, "Poland").center().toPoint()
    drag(page, middle, QPoint(middle.x(), -60))
    assert words(page).startswith("😀 First")
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    middle = box(page, "waits").center().toPoint()
    drag(page, middle, QPoint(690, page.height() + 60))
    assert words(page).endswith("波兰退出")


def test_select_all_takes_all_that_is_seen(page: Page) -> None:
    QTest.keyClick(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert words(page) == BODY
