"""The settings of reading: what they change on the page, and what stays."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.gui.text.look import Look, Looks
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown
from annotator.gui.text.viewing import place_at
from annotator.gui.theme import load

LATIN = "Poland leaves the treaty, and so on and so forth until the line is full and goes on to the next. " * 3
ARABIC = "قالت بولندا إنها ستنسحب من اتفاقية أوتاوا"
TEXT = "\n\n".join([ARABIC, *[f"{number}. {LATIN}" for number in range(40)]])


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page(load("light"))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    stance = Span("stance", "a", "p", "STANCE", 5, 20)
    made.show_article(Article("a", TEXT, "en"), [Shown(stance, True, "S", "red", evidence=True, chip="W")])
    QApplication.processEvents()
    return made


def at_top(page: Page) -> int:
    """Return where the line at the top of the page begins, in the article."""
    return page.scene.sheet.display.code_point(place_at(page, page.scene, QPointF(page.scene.look.left + 4, 2)))


def inks(page: Page, rect: QRectF) -> set[str]:
    image, inside = page.viewport().grab().toImage(), rect.toRect()
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(inside.left(), inside.right() + 1)
        for y in range(inside.top(), inside.bottom() + 1)
    }


def test_what_is_out_of_range_is_taken_as_the_nearest_that_is_not() -> None:
    look = Look(load("light"), zoom=1, spacing=1000, measure=10)
    assert (look.zoom, look.spacing, look.measure) == (50, 300, 50)
    assert Look(load("light"), measure=300).measure == 100


def test_the_measure_sets_how_many_characters_stand_in_a_line(page: Page) -> None:
    def longest() -> int:
        block = page.scene.sheet.document.findBlockByNumber(2)
        return max(block.layout().lineAt(number).textLength() for number in range(block.layout().lineCount()))

    lengths = {}
    for measure in (50, 72, 100):
        page.set_look(measure=measure)
        lengths[measure] = longest()
    assert all(0.8 * measure < found < 1.15 * measure for measure, found in lengths.items())


@pytest.mark.parametrize("change", [{"measure": 50}, {"zoom": 180}, {"spacing": 260}, {"family": "DejaVu Serif"}])
def test_the_line_at_the_top_stays_there(page: Page, change: Looks) -> None:
    for scrolled in range(1200, 1300, 9):  # also to where an empty line is at the top
        page.set_look(measure=72, zoom=100, spacing=188, family="")
        page.verticalScrollBar().setValue(scrolled)
        before = at_top(page)
        page.set_look(**change)
        assert abs(at_top(page) - before) < 120  # at most one line, which may hold other words now
    page.verticalScrollBar().setValue(0)
    page.set_look(zoom=100)
    assert page.verticalScrollBar().value() == 0


def test_the_numbers_of_paragraphs_can_be_hidden(page: Page) -> None:
    second = page.scene.sheet.block_rect(page.scene.sheet.document.findBlockByNumber(2))
    margin = QRectF(2, second.top(), 24, second.height())
    assert len(inks(page, margin)) > 1
    page.set_look(numbers=False)
    assert inks(page, margin) == {load("light").page}


def test_numbers_and_bars_stand_where_a_paragraph_begins_to_be_read(page: Page) -> None:
    first = page.scene.sheet.block_rect(page.scene.sheet.document.findBlockByNumber(0))
    width = page.viewport().width()
    right = QRectF(width - 72, first.top(), 70, first.height())
    assert load("light").tint("red").ink in inks(page, right)
    assert inks(page, QRectF(2, first.top(), 66, first.height())) == {load("light").page}
