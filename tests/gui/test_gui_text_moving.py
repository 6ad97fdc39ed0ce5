"""The caret moves through an article whose folded lines are written in the other direction."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.core.article import Article
from annotator.core.text import article_id
from annotator.gui import theme
from annotator.gui.text.page import Page

ARABIC = "قالت بولندا إنها ستنسحب\n"
ENGLISH = "Poland leaves the treaty.\n"
Key = Qt.Key
MOVES = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End)
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)


def page_with(qtbot: QtBot, parts: list[tuple[str, bool]]) -> tuple[Page, list[tuple[int, int]]]:
    """Return a page, and the stretches of its body."""
    text, body = "", []
    for part, inside in parts:
        if inside:
            body.append((len(text), len(text) + len(part) - 1))
        text += part
    page = Page(theme.load("light"))
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.show_article(Article(article_id(text), text, body=tuple(body)), ())
    page.setFocus()
    return page, body


@pytest.mark.parametrize("inside", [ENGLISH, ARABIC])
@pytest.mark.parametrize("outside", [ENGLISH, ARABIC])
@pytest.mark.parametrize("modifiers", MODIFIERS)
def test_every_move_from_every_edge_comes_to_an_end_on_a_line_that_is_seen(
    qtbot: QtBot, inside: str, outside: str, modifiers: Qt.KeyboardModifier
) -> None:
    page, body = page_with(qtbot, [(outside, False), (inside, True), (outside * 2, False), (inside, True), (outside, False)])
    for start, end in body:
        for position in (start, start + 3, end):
            for key in MOVES:
                page.set_caret(position)
                QTest.keyClick(page, key, modifiers)
                assert page.textCursor().block().isVisible(), (position, key)


def test_the_caret_leaves_a_line_that_is_folded_under_it(qtbot: QtBot) -> None:
    page, body = page_with(qtbot, [(ARABIC * 2, False), (ENGLISH, True)])
    page.toggle_outside()
    page.set_caret(4)
    page.toggle_outside()
    assert body[0][0] <= page.caret <= body[0][1]


@pytest.mark.parametrize("outside", [ENGLISH, ARABIC])
def test_a_part_of_the_page_is_painted_with_every_line_that_stands_in_it(qtbot: QtBot, outside: str) -> None:
    page, _body = page_with(qtbot, [(outside * 5, False), (ENGLISH * 3, True), (outside * 4, False), (ENGLISH, True), (outside * 6, False)])
    scene = page.scene
    everything = list(scene.visible(QRectF(0, 0, page.width(), scene.sheet.document.size().height())))
    assert len(everything) >= 4
    for block in everything:
        rect = scene.sheet.block_rect(block)
        for top in (rect.top() - 20, rect.top(), rect.center().y()):
            part = [found.blockNumber() for found in scene.visible(QRectF(0, top, page.width(), 30))]
            assert block.blockNumber() in part


@pytest.mark.parametrize("outside", [ENGLISH, ARABIC])
def test_a_drag_that_ends_between_the_lines_stays_where_it_is_seen(qtbot: QtBot, outside: str) -> None:
    page, body = page_with(qtbot, [(outside * 5, False), (ENGLISH * 3, True), (outside * 6, False)])
    chosen: list[tuple[int, int]] = []
    page.stretch_chosen.connect(lambda start, end: chosen.append((start, end)))
    scene = page.scene
    blocks = list(scene.visible(QRectF(0, 0, page.width(), 2000)))
    first, second = scene.sheet.block_rect(blocks[0]), scene.sheet.block_rect(blocks[1])
    viewport = page.viewport()
    middle = QPoint(round(first.left()) + 60, round(first.center().y()))
    for y in range(round(first.top()) - 30, round(second.bottom()) + 8, 3):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(viewport, QPoint(middle.x() + 20, middle.y()))
        QTest.mouseMove(viewport, QPoint(middle.x() + 60, y))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(middle.x() + 60, y))
    assert chosen
    wrong = [(start, end) for start, end in chosen if not body[0][0] <= start < end <= body[0][1]]
    assert wrong == []
