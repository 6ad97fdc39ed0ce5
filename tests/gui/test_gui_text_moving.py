"""The caret moves through an article whose folded lines are written in the other direction."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.text import article_id
from annotator.gui import theme
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown

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
    page, body = page_with(
        qtbot, [(outside, False), (inside, True), (outside * 2, False), (inside, True), (outside, False)]
    )
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
    page, _body = page_with(
        qtbot, [(outside * 5, False), (ENGLISH * 3, True), (outside * 4, False), (ENGLISH, True), (outside * 6, False)]
    )
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


PLAIN, CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
TEXT = "😀 Poland left. Mr. Žak said: Finland waits!\nالثلاثاء. Latvia?\n\nThe end of it."
MARKS = ("Poland", "Finland", "Latvia")


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made, _body = page_with(qtbot, [(TEXT, True), ("\n", True)])
    marks = []
    for words in MARKS:
        span = Span(words, "a", "p", "ACTOR", TEXT.index(words), TEXT.index(words) + len(words))
        marks.append(Shown(span, True, "A", "blue", evidence=False, chip=""))
    made.update_marks(marks, [])
    return made


def went(page: Page, key: Qt.Key, modifiers: Qt.KeyboardModifier, start: int, times: int) -> list[str]:
    """Return what stands behind the caret after each press of a key."""
    page.set_caret(start)
    found = []
    for _ in range(times):
        QTest.keyClick(page, key, modifiers)
        found.append(next(iter(TEXT[page.caret :].split()), ""))
    return found


def test_control_and_up_or_down_go_by_sentences(page: Page) -> None:
    assert went(page, Key.Key_Down, CONTROL, 0, 5) == ["Mr.", "الثلاثاء.", "Latvia?", "The", ""]
    assert went(page, Key.Key_Up, CONTROL, TEXT.index("waits"), 3) == ["Mr.", "😀", "😀"]


def test_alt_and_up_or_down_go_by_marks(page: Page) -> None:
    assert went(page, Key.Key_Down, ALT, 0, 4) == ["Poland", "Finland", "Latvia?", "Latvia?"]
    assert went(page, Key.Key_Up, ALT, len(TEXT), 4) == ["Latvia?", "Finland", "Poland", "Poland"]


def test_alt_and_home_or_end_go_by_paragraphs_and_control_to_the_ends_of_the_article(page: Page) -> None:
    assert went(page, Key.Key_End, ALT, 0, 3) == ["الثلاثاء.", "The", ""]
    assert went(page, Key.Key_Home, ALT, TEXT.index("end of"), 3) == ["The", "الثلاثاء.", "😀"]
    assert went(page, Key.Key_Home, CONTROL, 30, 1) == ["😀"]
    assert went(page, Key.Key_End, CONTROL, 30, 1) == [""]


@pytest.mark.parametrize(
    ("key", "modifiers", "words"),
    [
        (Key.Key_Right, PLAIN, "F"),
        (Key.Key_Right, CONTROL, "Finland "),
        (Key.Key_Down, CONTROL, "Finland waits!\n"),
        (Key.Key_Down, ALT, "Finland"),
        (Key.Key_Up, ALT, "Poland left. Mr. Žak said: "),
        (Key.Key_End, ALT, "Finland waits!"),
        (Key.Key_Home, CONTROL, "😀 Poland left. Mr. Žak said: "),
    ],
)
def test_with_shift_every_move_selects(page: Page, key: Qt.Key, modifiers: Qt.KeyboardModifier, words: str) -> None:
    page.set_caret(TEXT.index("Finland"))
    QTest.keyClick(page, key, modifiers | SHIFT)
    assert page.selected_stretch is not None
    assert TEXT[slice(*page.selected_stretch)] == words


def test_an_arrow_leads_from_a_selected_mark_to_one_of_its_ends_and_gives_it_up(page: Page, qtbot: QtBot) -> None:
    for key, place in ((Key.Key_Left, "Finland"), (Key.Key_Right, " waits")):
        page.select_mark("Finland")
        with qtbot.waitSignal(page.nothing_chosen):
            QTest.keyClick(page, key)
        assert page.selected_mark is None
        assert page.caret == TEXT.index(place)


def test_the_caret_is_hidden_while_a_mark_is_selected_and_there_again_after(page: Page) -> None:
    page.select_mark("Finland")
    assert page.cursorWidth() == 0
    page.select_mark(None)
    assert page.cursorWidth() >= 2
    assert page.caret == TEXT.index("Finland")
    page.set_look(zoom=300)
    assert page.cursorWidth() == 6


def test_keys_that_belong_to_the_window_are_left_to_it(page: Page) -> None:
    for key, modifiers in (
        (Key.Key_Left, ALT),
        (Key.Key_Right, ALT | SHIFT),
        (Key.Key_Left, ALT | CONTROL),
        (Key.Key_PageDown, CONTROL),
        (Key.Key_Return, ALT),
    ):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        QApplication.sendEvent(page, event)
        assert not event.isAccepted()
