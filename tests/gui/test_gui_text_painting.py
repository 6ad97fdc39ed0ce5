"""What is painted is looked at in the colours of pixels: the page says where, the theme says which."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown
from annotator.gui.theme import load

TEXT = (
    "😀 Minister Łukasz Żak said that Poland leaves the Ottawa Convention. Finland waits."
    "\n\nقالت بولندا في 2025 إن NATO."
)


def mark(identity: str, words: str, colour: str = "blue", *, decided: bool = True, evidence: bool = False) -> Shown:
    start = TEXT.index(words)
    span = Span(identity, "a", "p", "STANCE" if evidence else "ACTOR", start, start + len(words))
    return Shown(span, decided, "A", colour, evidence, "W" if evidence else "")


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page(load("light"))
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    arabic, poland = mark("arabic", "بولندا"), mark("poland", "Poland")
    stance = mark("stance", "Poland leaves the Ottawa Convention", "red", evidence=True)
    made.show_article(Article("a", TEXT), [arabic, poland, stance, mark("outer", "Minister Łukasz Żak")])
    made.setFocus()
    QApplication.processEvents()
    return made


def colours(page: Page, rect: QRectF) -> set[str]:
    """Return the colours painted in a part of the viewport."""
    image = page.viewport().grab().toImage()
    inside = rect.toRect()
    columns = range(max(inside.left(), 0), min(inside.right() + 1, image.width()))
    rows = range(max(inside.top(), 0), min(inside.bottom() + 1, image.height()))
    return {QColor(image.pixel(x, y)).name() for x in columns for y in rows}


def test_decided_marks_are_filled_and_suggestions_are_not(page: Page) -> None:
    fill = load("light").tint("blue").fill
    assert fill in colours(page, page.rectangles_of("arabic")[0])
    page.update_marks([mark("arabic", "بولندا", decided=False)], [])
    painted = colours(page, page.rectangles_of("arabic")[0].adjusted(-2, -2, 2, 2))
    assert fill not in painted
    assert load("light").tint("blue").line in painted  # the dotted outline


def test_the_selected_mark_has_a_ring_and_hits_have_a_wash(page: Page) -> None:
    theme = load("light")
    around = page.rectangles_of("arabic")[0].adjusted(-6, -6, 6, 6)
    assert theme.accent not in colours(page, around)
    page.select_mark("arabic")
    assert theme.accent in colours(page, around)
    page.select_mark(None)
    assert theme.accent not in colours(page, around)
    page.set_hits([(TEXT.index("Finland"), TEXT.index("Finland") + 7)])
    assert theme.hit in colours(page, QRectF(page.viewport().rect()))


def test_evidence_has_an_underline_and_a_bar_in_the_margin_in_the_colour_of_its_value(page: Page) -> None:
    red, rect = load("light").tint("red").line, page.rectangles_of("stance")[0]
    assert red in colours(page, QRectF(rect.left(), rect.bottom(), rect.width(), 6))
    assert red in colours(page, QRectF(0, rect.top(), 70, rect.height() + 6))
    page.update_marks([], ["stance"])
    assert red not in colours(page, QRectF(page.viewport().rect()))


def test_a_click_on_the_bar_of_an_evidence_chooses_it(page: Page) -> None:
    rect = page.rectangles_of("stance")[0]
    image = page.viewport().grab().toImage()
    red, y = load("light").tint("red").line, round(rect.bottom())
    x = next(x for x in range(70) if QColor(image.pixel(x, y)).name() == red)
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    assert page.selected_mark == "stance"


def test_the_outer_of_two_nested_boxes_is_larger_than_the_inner(page: Page) -> None:
    page.update_marks([mark("inner", "Łukasz Żak", "green")], [])
    page.set_look(zoom=200)
    inner, fills = page.rectangles_of("inner")[0], load("light").tints
    above = colours(page, QRectF(inner.left() + 30, inner.top() - 4, inner.width() - 60, 1))
    assert fills["blue"].fill in above
    assert fills["green"].fill not in above
    assert fills["green"].fill in colours(page, inner)


def test_the_caret_is_painted_where_the_focus_is(page: Page, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.hasFocus)
    page.set_caret(TEXT.index(" waits"))
    rect = QRectF(page.cursorRect()).adjusted(-1, 0, 1, 0)
    assert "#000000" in colours(page, rect)  # Qt paints it by inverting what is there
    page.clearFocus()
    assert "#000000" not in colours(page, rect)


def test_many_evidences_over_the_same_words_each_get_a_line_of_their_own(page: Page) -> None:
    names = ("purple", "blue", "teal")
    page.update_marks([mark(name, "Poland leaves the Ottawa", name, evidence=True) for name in names], [])
    rect, tints = page.rectangles_of("purple")[0], load("light").tints
    below = colours(page, QRectF(rect.left(), rect.bottom(), rect.width(), 16))
    assert {tints[name].line for name in ("red", "purple", "blue", "teal")} <= below
