import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.core.article import Article, Publication
from annotator.core.marks import Span
from annotator.core.scheme import Scheme
from annotator.core.scheme_toml import parse_scheme
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown, shown
from annotator.gui.theme import load

TEXT = (
    "share 😀\nmenu\n\n"
    "😀 Polish minister Łukasz Kosiniak-Kamysz said that Poland leaves the Ottawa Convention. Finland waits.\n\n"
    "قالت بولندا في 2025 إن Ottawa Convention مهمة 😀 جدا.\n\n"
    "🇵🇱 e\u0301tat NBSP\u00a0here\u2028and a line.\n\n"
    "footer\nprint"
)
BODY = (TEXT.index("😀 Polish"), TEXT.index("\n\nfooter"))
LEFT, NO_KEY, SHIFT, ALT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def scheme() -> Scheme:
    made, problems = parse_scheme(resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8"))
    assert made is not None, problems
    return made


def mark(identity: str, words: str, label: str, *, nth: int = 0, decided: bool = True, **attributes: str) -> Shown:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return shown(Span(identity, "a", "p", label, start, start + len(words), attributes), scheme(), decided=decided)


def marks() -> list[Shown]:
    return [
        mark("outer", "Polish minister Łukasz Kosiniak-Kamysz", "ACTOR"),
        mark("inner", "Łukasz Kosiniak-Kamysz", "ACTOR", decided=False),
        mark("poland", "Poland", "ACTOR"),
        mark("treaty", "Ottawa Convention", "TREATY"),
        mark("stance", "Poland leaves the Ottawa Convention", "STANCE", value="withdraw"),
        mark("arabic", "بولندا", "ACTOR"),
        mark("latin", "Ottawa Convention", "TREATY", nth=1),
        mark("menu", "menu", "ACTOR"),
    ]


def article() -> Article:
    return Article("a", TEXT, "en", (BODY,), (Publication("p", "A title", "Wire <1>", "", "2025-03-13T17:29"),))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Page(load("light"), made))
    made.resize(1000, 760)
    made.show()
    return made


@pytest.fixture
def page(window: QWidget, qtbot: QtBot) -> Page:
    found = window.findChild(Page)
    assert isinstance(found, Page)
    found.show_article(article(), marks())
    found.setFocus()
    QApplication.processEvents()
    return found


def middle(rect: QRectF) -> QPoint:
    return rect.center().toPoint()


def near_start(rect: QRectF) -> QPoint:
    return QPointF(rect.left() + 1, rect.center().y()).toPoint()


def near_end(rect: QRectF) -> QPoint:
    return QPointF(rect.right() - 1, rect.center().y()).toPoint()


def click(page: Page, where: QPoint) -> None:
    QTest.mouseClick(page.viewport(), LEFT, NO_KEY, where, 10)


def drag(page: Page, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    QTest.mousePress(page.viewport(), LEFT, modifier, start)
    QTest.mouseMove(page.viewport(), (start + end) / 2)
    QTest.mouseMove(page.viewport(), end)
    QTest.mouseRelease(page.viewport(), LEFT, modifier, end)


def words(page: Page, stretch: tuple[int, int] | None) -> str | None:
    return TEXT[slice(*stretch)] if stretch is not None else None


def test_a_click_on_a_mark_chooses_it(page: Page, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.mark_chosen) as chosen:
        click(page, middle(page.rectangles_of("arabic")[0]))
    assert chosen.args == ["arabic"]
    assert page.selected_mark == "arabic"


def test_each_further_click_on_overlapping_marks_chooses_the_next_one_outwards(page: Page) -> None:
    heard: list[str] = []
    page.mark_chosen.connect(heard.append)
    for _ in range(3):
        QTest.qWait(QApplication.doubleClickInterval() + 50)
        click(page, middle(page.rectangles_of("treaty")[0]))
    assert heard == ["treaty", "stance", "treaty"]


def test_a_click_on_plain_text_chooses_nothing(page: Page, qtbot: QtBot) -> None:
    page.select_mark("poland")
    where = page.rectangles_of("treaty")[0]
    with qtbot.waitSignal(page.nothing_chosen):
        click(page, QPoint(round(where.center().x()), round(where.bottom()) + 200))
    assert page.selected_mark is None


def test_a_drag_chooses_whole_words(page: Page, qtbot: QtBot) -> None:
    rect = page.rectangles_of("poland")[0]
    with qtbot.waitSignal(page.stretch_chosen) as chosen:
        drag(page, middle(rect), QPoint(round(rect.right()) + 30, middle(rect).y()))
    assert words(page, (chosen.args[0], chosen.args[1])) == "Poland leaves"
    assert words(page, page.selected_stretch) == "Poland leaves"
    assert page.selected_mark is None


def test_a_drag_with_alt_chooses_characters(page: Page, qtbot: QtBot) -> None:
    rect = page.rectangles_of("poland")[0]
    with qtbot.waitSignal(page.stretch_chosen) as chosen:
        drag(page, near_start(rect), middle(rect), ALT)
    assert words(page, (chosen.args[0], chosen.args[1])) in {"Pol", "Po"}


def test_a_double_click_chooses_the_word_and_a_third_click_the_sentence(page: Page, qtbot: QtBot) -> None:
    where = middle(page.rectangles_of("inner")[0]) + QPoint(20, 0)
    click(page, where)
    with qtbot.waitSignal(page.stretch_chosen) as chosen:
        QTest.mouseDClick(page.viewport(), LEFT, NO_KEY, where)
    assert words(page, (chosen.args[0], chosen.args[1])) == "Kosiniak-Kamysz"
    with qtbot.waitSignal(page.stretch_chosen) as chosen:
        click(page, where)
    assert TEXT[chosen.args[0] : chosen.args[1]].endswith("Ottawa Convention.")


def test_dragging_the_edge_of_the_selected_mark_asks_to_resize_it_by_words(page: Page, qtbot: QtBot) -> None:
    page.select_mark("poland")
    rect = page.rectangles_of("poland")[0]
    with qtbot.waitSignal(page.resize_asked) as asked:
        drag(page, near_end(rect), near_end(rect) + QPoint(25, 0))
    assert asked.args is not None
    identity, start, end = asked.args
    assert (identity, TEXT[start:end]) == ("poland", "Poland leaves")
    assert page.rectangles_of("poland")[0] == rect  # it only asks


def test_dragging_an_edge_with_alt_goes_by_characters_and_keeps_one(page: Page, qtbot: QtBot) -> None:
    page.select_mark("poland")
    rect = page.rectangles_of("poland")[0]
    with qtbot.waitSignal(page.resize_asked) as asked:
        drag(page, near_end(rect), near_start(rect) - QPoint(200, 0), ALT)
    assert asked.args is not None
    assert TEXT[asked.args[1] : asked.args[2]] == "P"


def test_the_start_of_a_right_to_left_mark_is_at_its_right(page: Page, qtbot: QtBot) -> None:
    page.select_mark("arabic")
    rect = page.rectangles_of("arabic")[0]
    with qtbot.waitSignal(page.resize_asked) as asked:
        drag(page, near_end(rect), near_end(rect) + QPoint(30, 0))
    assert asked.args is not None
    assert TEXT[asked.args[1] : asked.args[2]] == "قالت بولندا"


def test_escape_lets_go_of_an_edge(page: Page, qtbot: QtBot) -> None:
    page.select_mark("poland")
    rect = page.rectangles_of("poland")[0]
    QTest.mousePress(page.viewport(), LEFT, NO_KEY, near_end(rect))
    QTest.mouseMove(page.viewport(), near_end(rect) + QPoint(60, 0))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(page.resize_asked):
        QTest.mouseRelease(page.viewport(), LEFT, NO_KEY, near_end(rect) + QPoint(60, 0))
    assert page.selected_mark == "poland"


def test_the_context_menu_is_asked_for_a_mark_or_for_the_page(page: Page, qtbot: QtBot) -> None:
    for where, expected in ((middle(page.rectangles_of("arabic")[0]), "arabic"), (QPoint(5, 5), "")):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, page.viewport().mapToGlobal(where))
        with qtbot.waitSignal(page.menu_asked) as asked:
            QApplication.sendEvent(page.viewport(), event)
        assert asked.args == [expected, page.viewport().mapToGlobal(where)]


def test_boxes_in_mixed_directions_stand_on_their_own_words(page: Page) -> None:
    arabic, latin = page.rectangles_of("arabic")[0], page.rectangles_of("latin")[0]
    assert arabic.left() > latin.right()  # a right-to-left paragraph begins at the right
    for identity in ("arabic", "latin"):
        rect = page.rectangles_of(identity)[0]
        page.select_stretch(page_span(identity)[0], page_span(identity)[1])
        click(page, middle(rect))
        assert page.selected_mark == identity
        assert page_span(identity)[0] <= page.caret <= page_span(identity)[1]


def page_span(identity: str) -> tuple[int, int]:
    span = next(item.span for item in marks() if item.id == identity)
    return span.start, span.end


def test_a_stretch_across_directions_has_a_box_for_each_visual_run(page: Page) -> None:
    wide = mark("wide", "بولندا في 2025 إن Ottawa", "ACTOR")
    page.update_marks([wide], [])
    boxes = page.rectangles_of("wide")
    assert len(boxes) == 2  # "Ottawa" stands apart: "Convention" lies between it and the Arabic words
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)


def test_marks_at_a_position_come_innermost_first(page: Page) -> None:
    assert page.marks_at(TEXT.index("Łukasz")) == ["inner", "outer"]
    assert page.marks_at(TEXT.index("Polish")) == ["outer"]
    assert page.marks_at(TEXT.index("Ottawa")) == ["treaty", "stance"]
    assert page.marks_at(TEXT.index(" waits")) == []


def test_positions_after_emoji_are_those_of_the_article(page: Page) -> None:
    for needle in ("Poland", "Finland", "tat NBSP", "and a line"):
        page.set_caret(TEXT.index(needle))
        assert page.caret == TEXT.index(needle)
        page.select_stretch(TEXT.index(needle), TEXT.index(needle) + len(needle))
        assert words(page, page.selected_stretch) == needle


def test_the_caret_moves_by_character_and_by_word(page: Page) -> None:
    page.set_caret(TEXT.index("Finland"))
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.caret == TEXT.index("Finland") + 1
    QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert page.caret == TEXT.index("waits")
    assert page.cursorRect().width() >= 2


def test_shift_and_an_arrow_choose_a_stretch_and_moving_on_gives_it_up(page: Page, qtbot: QtBot) -> None:
    page.select_mark("poland")
    page.set_caret(TEXT.index("Finland"))
    with qtbot.waitSignal(page.stretch_chosen) as chosen:
        QTest.keyClick(page, Qt.Key.Key_Right, SHIFT)
    assert words(page, (chosen.args[0], chosen.args[1])) == "F"
    assert page.selected_mark is None
    with qtbot.waitSignal(page.nothing_chosen):
        QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.selected_stretch is None


def test_keys_that_do_not_move_the_caret_are_left_to_the_window(page: Page, window: QWidget) -> None:
    for key, modifier in (
        (Qt.Key.Key_S, NO_KEY),
        (Qt.Key.Key_1, NO_KEY),
        (Qt.Key.Key_Right, ALT),
        (Qt.Key.Key_Space, NO_KEY),
    ):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, modifier)
        override = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, modifier)
        for one in (event, override):
            QApplication.sendEvent(page, one)
            assert not one.isAccepted()


def test_copying_takes_the_words_of_the_article(page: Page) -> None:
    start, end = TEXT.index("NBSP"), TEXT.index(" a line")
    page.select_stretch(start, end)
    QTest.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "NBSP\u00a0here\u2028and"
    page.select_mark("latin")
    QTest.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Ottawa Convention"


def test_what_is_outside_folds_and_a_click_on_the_quiet_line_unfolds_it(page: Page) -> None:
    assert page.rectangles_of("menu") == []
    top = page.rectangles_of("outer")[0].top()
    click(page, QPoint(round(page.rectangles_of("outer")[0].left()) + 30, round(top) - 28))
    assert len(page.rectangles_of("menu")) == 1
    assert page.rectangles_of("outer")[0].top() > top
    page.toggle_outside()  # the rest
    page.toggle_outside()
    assert page.rectangles_of("menu") == []


def test_selecting_a_mark_outside_the_body_unfolds_it(page: Page) -> None:
    page.select_mark("menu")
    assert len(page.rectangles_of("menu")) == 1


def test_the_caret_does_not_stray_into_folded_lines(page: Page) -> None:
    page.set_caret(BODY[0])
    QTest.keyClick(page, Qt.Key.Key_Left)
    assert page.caret == BODY[0]
    page.set_caret(BODY[1])
    for _ in range(3):
        QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.caret <= BODY[1] + 1


def test_a_mark_that_is_gone_is_no_longer_there_or_selected(page: Page) -> None:
    page.select_mark("poland")
    page.update_marks([], ["poland", "never there"])
    assert page.rectangles_of("poland") == []
    assert page.selected_mark is None
    assert page.marks_at(TEXT.index("Poland")) == ["stance"]


def test_a_mark_put_again_stands_where_it_is_now(page: Page) -> None:
    before = page.rectangles_of("poland")[0]
    page.update_marks([mark("poland", "Poland leaves", "ACTOR")], [])
    after = page.rectangles_of("poland")[0]
    assert after.left() == before.left()
    assert after.right() > before.right()


def test_selecting_a_far_mark_scrolls_to_it(page: Page) -> None:
    page.show_article(Article("b", "line\n\n" * 200 + TEXT), [])
    span = Span("far", "b", "p", "ACTOR", 6 * 200 + TEXT.index("Poland"), 6 * 200 + TEXT.index("Poland") + 6)
    page.update_marks([shown(span, scheme(), decided=True)], [])
    page.select_mark("far", scroll=False)
    assert page.verticalScrollBar().value() == 0
    page.select_mark("far")
    assert page.viewport().rect().contains(page.rectangles_of("far")[0].toRect())


def test_zoom_keeps_the_line_at_the_top_and_enlarges_the_boxes(page: Page) -> None:
    small = page.rectangles_of("poland")[0]
    page.set_look(zoom=200)
    page.set_look(spacing=220)
    page.set_look(family="DejaVu Serif")
    page.set_look(theme=load("dark"))
    large = page.rectangles_of("poland")[0]
    assert large.width() > small.width() * 1.7
    assert large.height() == pytest.approx(small.height() * 2, rel=0.1)


def test_control_and_the_wheel_ask_for_zoom_and_change_nothing_themselves(page: Page, qtbot: QtBot) -> None:
    before, at = page.rectangles_of("poland"), QPointF(300, 300)
    event = QWheelEvent(
        at,
        QPointF(page.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(page.zoom_asked) as asked:
        QApplication.sendEvent(page.viewport(), event)
    assert asked.args == [1]
    assert page.rectangles_of("poland") == before


def test_the_head_says_where_and_when_and_asks_for_corrections(page: Page, qtbot: QtBot) -> None:
    labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
    text = " ".join(label.text() for label in labels)
    for part in ("Wire &lt;1&gt;", "13 March 2025, 17:29", "English", "words", "A title"):
        assert part in text
    with qtbot.waitSignal(page.header_clicked) as clicked:
        labels[0].linkActivated.emit("published")
    assert clicked.args == ["published"]


def test_a_title_that_begins_the_body_is_not_printed_twice(page: Page) -> None:
    text = "menu\nPoland leaves\n\nText."
    page.show_article(Article("b", text, body=((5, len(text)),), publications=(Publication("p", "Poland leaves"),)), [])
    assert not any("Poland leaves" in label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", "x", "\r\x00\x0b", "ش", "😀"])
def test_the_smallest_and_oddest_articles_show(page: Page, text: str) -> None:
    page.show_article(Article("b", text), [])
    page.set_caret(0)
    page.toggle_outside()
    page.repaint()
    page.select_stretch(0, len(text))
    assert page.selected_stretch == ((0, len(text)) if text else None)
    page.show_article(None, [])
    assert page.selected_mark is None
