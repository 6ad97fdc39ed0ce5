"""The arcs of a stance: where they run, and what is said where they cannot be seen to end."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.gui.text.arcs import Arcs, arcs
from annotator.gui.text.overlay import Tie
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown
from annotator.gui.theme import load

FILLER = "Nothing more is said of it here, or anywhere else, by anyone at all who could know.\n\n"
TEXT = (
    "menu Warsaw\n\n"
    "😀 The ministers of Poland, Lithuania, US, UK and Estonia asked their governments on Tuesday to leave the treaty"
    " that bans landmines aimed at people, which is called the Ottawa Convention.\n\n"
    "قالت بولندا إنها ستنسحب من اتفاقية أوتاوا قريبا.\n\n" + FILLER * 12 + "Far away stands Finland."
)
BODY = (TEXT.index("😀"), len(TEXT))


def mark(identity: str, words: str, *, evidence: bool = False) -> Shown:
    start = TEXT.index(words)
    span = Span(identity, "a", "p", "STANCE" if evidence else "ACTOR", start, start + len(words))
    return Shown(span, True, "S" if evidence else "A", "red" if evidence else "blue", evidence, "W" if evidence else "")


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page(load("light"))
    qtbot.addWidget(made)
    made.resize(760, 620)
    made.show()
    names = ("Poland", "Lithuania", "US", "UK", "Estonia", "Ottawa Convention", "Finland", "Warsaw", "بولندا")
    evidences = [
        mark("stance", "asked their governments on Tuesday", evidence=True),
        mark("arabic", "ستنسحب من", evidence=True),
    ]
    made.show_article(Article("a", TEXT, "en", (BODY,)), [mark(name, name) for name in names] + evidences)
    made.set_ties(
        [
            Tie("Actor", "stance", name, "blue")
            for name in ("Poland", "Lithuania", "US", "UK", "Estonia", "Finland", "Warsaw")
        ]
        + [Tie("Treaty", "stance", "Ottawa Convention", "amber"), Tie("Actor", "arabic", "بولندا", "blue")]
    )
    QApplication.processEvents()
    return made


def drawn(page: Page) -> Arcs:
    found = arcs(page.scene, view(page))
    assert found is not None
    return found


def view(page: Page) -> QRectF:
    return QRectF(page.viewport().rect()).translated(0, page.verticalScrollBar().value())


def test_only_the_selected_stance_has_arcs_or_the_one_that_is_asked_for(page: Page) -> None:
    assert arcs(page.scene, view(page)) is None
    page.select_mark("Poland")
    assert arcs(page.scene, view(page)) is None
    page.select_mark("stance")
    assert drawn(page).colour == "red"
    page.show_arcs_of("arabic")
    assert [tag.mark for tag in drawn(page).tags] == ["بولندا"]
    page.show_arcs_of(None)
    assert len(drawn(page).tags) > 1


def test_each_mark_that_is_seen_has_the_name_of_its_role_above_it(page: Page) -> None:
    page.select_mark("stance")
    tags = {tag.mark: tag for tag in drawn(page).tags}
    for name in ("Poland", "Ottawa Convention"):
        box = page.rectangles_of(name)[0].translated(0, page.verticalScrollBar().value())
        assert abs(tags[name].rect.left() - box.left()) < 3
        assert 0 <= box.top() - tags[name].rect.bottom() < 4
    assert tags["Poland"].words == "Actor"
    assert tags["Ottawa Convention"].words == "Treaty"


def test_names_of_roles_side_by_side_do_not_cover_each_other(page: Page) -> None:
    page.select_mark("stance")
    rects = [tag.rect for tag in drawn(page).tags]
    assert not any(one.intersects(other) for one in rects for other in rects if one is not other)
    assert {tag.words for tag in drawn(page).tags if tag.mark in {"US", "UK"}} <= {"A", "Actor"}


def test_no_arc_crosses_the_text(page: Page) -> None:
    for stance in ("stance", "arabic"):
        page.select_mark(stance)
        found, scene = drawn(page), page.scene
        words = [
            piece.rect
            for line in range(len(scene.sheet.display.lines))
            for piece in scene.sheet.pieces(scene.sheet.display.lines[line].start, scene.sheet.display.lines[line].end)
        ]
        for path in (found.line, found.inner):
            points = [path.pointAtPercent(step / 400) for step in range(401)] if not path.isEmpty() else []
            assert not [point for point in points for rect in words if rect.contains(point)]


def test_what_is_out_of_sight_has_a_stub_that_says_what_it_is_and_where(page: Page) -> None:
    page.select_mark("stance")
    stubs = {tag.words for tag in drawn(page).tags if tag.mark is None}
    assert stubs == {"↓ Actor: Finland", "↑ Actor: Warsaw"}
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    words = [tag.words for tag in drawn(page).tags if tag.mark is None]
    assert any(word.startswith("↑ Actor: ") and "Poland" in word for word in words)
    assert "↑ Treaty: Ottawa Convention" in words
    assert all(view(page).contains(tag.rect) for tag in drawn(page).tags)


def test_a_folded_mark_has_its_arc_once_it_is_unfolded(page: Page) -> None:
    page.select_mark("stance")
    page.toggle_outside()
    assert "Warsaw" in {tag.mark for tag in drawn(page).tags}


def test_the_trunk_stands_on_the_side_from_which_the_evidence_is_read(page: Page) -> None:
    page.select_mark("stance")
    middle = page.viewport().width() / 2
    assert drawn(page).line.elementAt(0).x < middle
    page.select_mark("arabic")
    ends = [QPointF(drawn(page).line.pointAtPercent(1)), *[QPointF(drawn(page).inner.pointAtPercent(0))]]
    assert max(point.x() for point in ends) > middle


def test_arcs_are_painted_and_gone_with_the_selection(page: Page) -> None:
    def painted() -> QImage:
        return page.viewport().grab().toImage()

    plain = painted()
    page.show_arcs_of("stance")
    assert painted() != plain
    page.show_arcs_of(None)
    assert painted() == plain
    page.set_ties(())
    page.show_arcs_of("stance")
    assert painted() == plain
