"""What the page shows beside its marks: search hits, what would be labelled, comments, what is under the pointer."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from annotator import resources
from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.scheme_toml import parse_scheme
from annotator.gui.text.dropping import ROLE
from annotator.gui.text.hovering import said
from annotator.gui.text.margins import bars, bubbles
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown, shown
from annotator.gui.theme import load

LINE = "Poland 😀 leaves the Ottawa Convention; Finland waits, and Poland votes.\n\n"
TEXT = "menu Poland\n\n" + LINE + "قالت بولندا إنها ستنسحب.\n\n" + "Nothing is said here.\n\n" * 40 + "Poland again."
BODY = (TEXT.index(LINE), len(TEXT))


def mark(
    identity: str,
    words: str,
    label: str = "ACTOR",
    *,
    nth: int = 0,
    decided: bool = True,
    author: str = "p",
    confidence: float | None = None,
    **attributes: str,
) -> Shown:
    scheme, problems = parse_scheme(resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8"))
    assert scheme is not None, problems
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    span = Span(identity, "a", author, label, start, start + len(words), attributes, confidence)
    return shown(span, scheme, decided=decided)


def marks() -> list[Shown]:
    return [
        mark("poland", "Poland", nth=1, entity="POL", name="Republic of Poland"),
        mark("finland", "Finland", decided=False, author="model:default", confidence=0.98),
        mark("treaty", "Ottawa Convention", "TREATY"),
        mark("stance", "Poland 😀 leaves the Ottawa Convention", "STANCE", value="withdraw"),
    ]


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page(load("light"))
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.show_article(Article("a", TEXT, "en", (BODY,)), marks())
    QApplication.processEvents()
    return made


def hits() -> list[tuple[int, int]]:
    return [(at, at + 6) for at in range(len(TEXT)) if TEXT.startswith("Poland", at)]


def colours(page: Page, rect: QRectF) -> set[str]:
    image, inside = page.viewport().grab().toImage(), rect.toRect()
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(inside.left(), inside.right() + 1)
        for y in range(inside.top(), inside.bottom() + 1)
    }


def hover(page: Page, point: QPoint) -> None:
    QTest.mouseMove(page.viewport(), point)
    QApplication.processEvents()


def test_the_search_goes_round_its_hits_and_unfolds_and_scrolls_to_them(page: Page) -> None:
    page.set_hits(hits())
    page.set_caret(BODY[0])
    assert [page.next_hit() for _ in range(3)] == [(2, 4), (3, 4), (4, 4)]
    assert page.verticalScrollBar().value() > 0
    assert page.next_hit() == (1, 4)  # in the menu
    assert not page.scene.sheet.folded
    assert page.next_hit(forward=False) == (4, 4)
    page.set_hits(())
    assert page.next_hit() == (0, 0)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_hits_are_framed_also_where_a_mark_covers_their_wash(page: Page, name: str) -> None:
    page.set_look(theme=load(name))
    around = page.rectangles_of("poland")[0].adjusted(-3, -4, 3, 4)
    assert load(name).hit_line not in colours(page, around)
    page.set_hits(hits())
    assert load(name).hit_line in colours(page, around)


def test_what_would_be_labelled_is_hatched_as_no_mark_is(page: Page) -> None:
    where = TEXT.index("waits")
    page.update_marks([mark("waits", "waits", decided=False)], [])
    rect = page.rectangles_of("waits")[0]
    before = colours(page, rect)
    page.set_preview([(where, where + 5)], "blue")
    assert colours(page, rect) - before
    page.set_preview((), "")
    assert colours(page, rect) == before


def test_comments_have_one_bubble_for_each_line_that_says_how_many(page: Page) -> None:
    arabic = TEXT.index("ستنسحب")
    page.set_comments(
        [
            ("one", BODY, True),
            ("two", (BODY[0] + 3, BODY[0] + 9), False),
            ("all", None, True),
            ("three", (arabic, arabic + 4), False),
        ]
    )
    found = [bubble for block in page.scene.visible(QRectF(0, 0, 900, 700)) for bubble in bubbles(page.scene, block)]
    assert [(bubble.ids, bubble.open) for bubble in found] == [(("one", "two", "all"), True), (("three",), False)]
    middle = page.viewport().width() / 2
    assert found[0].rect.left() > middle > found[1].rect.right()  # across from where the paragraph begins


def test_an_open_bubble_is_filled_and_a_resolved_one_is_not(page: Page) -> None:
    accent = load("light").accent
    rect = QRectF(page.viewport().width() - 74, 0, 74, 400)
    page.set_comments([("one", BODY, True)])
    assert accent in colours(page, rect)
    page.set_comments([("one", BODY, False)])
    assert accent not in colours(page, rect)


def test_each_click_on_a_bubble_chooses_the_next_of_its_comments(page: Page) -> None:
    page.set_comments([("one", BODY, True), ("two", BODY, True)])
    heard: list[str] = []
    page.comment_chosen.connect(heard.append)
    page.select_mark("poland")
    bubble = next(
        bubble for block in page.scene.visible(QRectF(0, 0, 900, 300)) for bubble in bubbles(page.scene, block)
    )
    where = bubble.rect.center().toPoint()
    hover(page, where)
    assert page.scene.overlay.bubble == ("one", "two")
    assert page.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    for _ in range(3):
        QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert heard == ["one", "two", "one"]
    assert page.selected_mark == "poland"


def test_letters_stand_always_or_under_the_pointer_or_never(page: Page) -> None:
    ink = load("light").tint("blue").ink
    box = page.rectangles_of("poland")[0]
    above = QRectF(box.left(), box.top() - 10, 10, 8)

    def letter() -> bool:
        return ink in colours(page, above)

    assert letter()
    page.set_look(chips="hover")
    hover(page, QPoint(5, 5))
    assert not letter()
    hover(page, box.center().toPoint())
    assert letter()
    page.set_look(chips="never")
    assert not letter()


def test_what_is_under_the_pointer_is_told_by_name(page: Page) -> None:
    assert said(mark("x", "Poland", name="Republic of Poland")) == "Actor · Republic of Poland"
    assert said(mark("x", "Poland", "STANCE", value="considers_withdrawal")) == "Stance · considers withdrawal"
    assert said(marks()[1]) == "Actor · suggested by default · 98 % sure"
    where = page.rectangles_of("poland")[0].center().toPoint()
    QApplication.sendEvent(page.viewport(), QHelpEvent(QEvent.Type.ToolTip, where, page.viewport().mapToGlobal(where)))
    assert QToolTip.text() == "Actor · Republic of Poland\nStance · withdraw"
    QToolTip.hideText()


def test_the_edges_of_the_selected_mark_show_where_they_can_be_held(page: Page) -> None:
    page.select_mark("poland")
    box = page.rectangles_of("poland")[0]
    hover(page, QPoint(5, 5))
    plain = page.viewport().grab().toImage()
    hover(page, box.center().toPoint())
    assert page.viewport().grab().toImage() != plain
    hover(page, QPointF(box.right() - 1, box.center().y()).toPoint())
    assert page.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor


def receiver(page: Page) -> str | None:
    return page.scene.overlay.receiver


def test_a_role_is_dropped_on_the_mark_under_it_and_nothing_else_is_taken(page: Page) -> None:
    heard: list[tuple[str, str]] = []
    page.role_dropped.connect(lambda payload, identity: heard.append((payload, identity)))
    actions, button, held = Qt.DropAction.LinkAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    role, files = QMimeData(), QMimeData()
    role.setData(ROLE, b"stance actor")
    files.setText("words")
    where = page.rectangles_of("finland")[0].center()
    assert page.viewport().acceptDrops()
    other = QDragEnterEvent(where.toPoint(), actions, files, button, held)
    QApplication.sendEvent(page.viewport(), other)
    assert not other.isAccepted()
    enter = QDragEnterEvent(where.toPoint(), actions, role, button, held)
    QApplication.sendEvent(page.viewport(), enter)
    assert enter.isAccepted()
    assert receiver(page) == "finland"
    QApplication.sendEvent(page.viewport(), QDragMoveEvent(QPoint(5, 5), actions, role, button, held))
    assert receiver(page) is None
    QApplication.sendEvent(page.viewport(), QDropEvent(where, actions, role, button, held))
    assert heard == [("stance actor", "finland")]
    QApplication.sendEvent(page.viewport(), QDropEvent(QPointF(5, 5), actions, role, button, held))
    assert len(heard) == 1


def test_the_page_scrolls_while_a_role_is_held_near_its_edge(page: Page, qtbot: QtBot) -> None:
    role = QMimeData()
    role.setData(ROLE, b"stance actor")
    near = QPoint(300, page.viewport().height() - 4)
    actions, button, held = Qt.DropAction.LinkAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.viewport(), QDragEnterEvent(near, actions, role, button, held))
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 40)
    QApplication.sendEvent(page.viewport(), QDragLeaveEvent())
    there = page.verticalScrollBar().value()
    qtbot.wait(60)
    assert page.verticalScrollBar().value() == there


def test_more_stances_than_there_is_room_for_are_counted(page: Page) -> None:
    values = ("support", "joins", "considers_withdrawal", "oppose", "neutral")
    page.update_marks(
        [mark(value, "Poland 😀 leaves the Ottawa Convention", "STANCE", value=value) for value in values], []
    )
    block = page.scene.sheet.document.findBlockByNumber(page.scene.sheet.display.line_at(BODY[0]))
    found = list(bars(page.scene, block))
    assert len(found) == 3
    assert sum(1 + len(bar.hidden) for bar in found) == 6
    page.select_mark("support")
    shown_now = {bar.mark.id for bar in bars(page.scene, block)}
    assert "support" in shown_now
    where = next(bar.rect for bar in bars(page.scene, block) if bar.hidden).center().toPoint()
    page.select_mark(None)
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert page.selected_mark is not None


def test_the_dots_of_a_suggestion_stay_where_they_are_when_a_part_is_painted_anew(page: Page) -> None:
    whole = page.viewport().grab().toImage()
    box = page.rectangles_of("finland")[0].adjusted(-4, -4, 4, 4).toRect()
    for part in (box.adjusted(13, 0, 0, 0), box.adjusted(0, 7, -9, 0)):
        assert page.viewport().grab(part).toImage() == whole.copy(part)


def test_an_article_that_is_read_anew_keeps_its_place_and_what_lies_over_it(page: Page) -> None:
    page.set_hits(hits())
    page.toggle_outside()
    page.set_caret(BODY[0] + 5)
    page.verticalScrollBar().setValue(300)
    page.show_article(Article("a", TEXT, "en", (BODY,)), marks())
    assert page.verticalScrollBar().value() == 300
    assert page.caret == BODY[0] + 5
    assert page.scene.overlay.hits
    assert not page.scene.sheet.folded
    page.show_article(Article("b", TEXT, "en", (BODY,)), marks())
    assert page.verticalScrollBar().value() == 0
    assert not page.scene.overlay.hits


def test_what_is_far_down_a_very_long_article_is_reached_before_qt_has_laid_it_out(page: Page) -> None:
    far = Span("far", "c", "p", "ACTOR", len(TEXT) * 60 - 6, len(TEXT) * 60)
    page.show_article(Article("c", TEXT * 60, "en"), [Shown(far, True, "A", "blue", evidence=False, chip="")])
    page.select_mark("far")
    assert page.viewport().rect().contains(page.rectangles_of("far")[0].toRect())
    page.show_article(Article("d", TEXT * 60, "en"), [])
    page.set_hits([(far.start, far.end)])
    assert page.next_hit() == (1, 1)
    assert page.verticalScrollBar().value() > page.document().size().height() - 1.5 * page.viewport().height()
