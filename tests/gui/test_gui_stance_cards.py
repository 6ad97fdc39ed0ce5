"""The cards of an article's stances: a few of hundreds at a time, none out of reach, each operable by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.marks import Link, Span
from annotator.core.problems import Refused
from annotator.gui.annotate import dropping
from annotator.gui.annotate.stance_card import ROLE_MIME, StanceCard
from annotator.gui.annotate.stance_cards import MOST, StanceCards
from annotator.gui.session import Session
from annotator.store import articles, links, runs, verdicts
from annotator.store.people import Person

COUNT = 2 * MOST + 6
ME = Person("me", "Mia")
Key = Qt.Key


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    text = "\n".join(f"Land{number} 😀 leaves the Pact{number} for good." for number in range(COUNT))
    (tmp_path / "many.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "many.annot"
    with edits.create(path, toml, ME, device="here") as project:
        jobs.import_files(project, ME.id, [tmp_path / "many.txt"])
        (article,) = articles.ids(project)
        kept = articles.text_of(project, article)
        for number in range(COUNT):
            at, end = kept.index(f"Land{number} "), kept.index(f"Pact{number} ")
            actor = edits.add_span(project, ME.id, article, at, at + len(f"Land{number}"), "ACTOR")
            treaty = edits.add_span(project, ME.id, article, end, end + len(f"Pact{number}"), "TREATY")
            roles = {"actor": [actor], "treaty": [treaty]}
            edits.add_stance(project, ME.id, article, (at, treaty.end), {"value": "withdraw"}, roles)
    made = Session(ME, "here")
    made.open(path)
    yield made
    made.close()


@pytest.fixture
def cards(qtbot: QtBot, session: Session) -> StanceCards:
    made = StanceCards(session)
    made.resize(320, 900)
    qtbot.addWidget(made)
    show(made, session)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def show(cards: StanceCards, session: Session, near: int | None = None) -> None:
    cards.show_stances(session.scheme.label("STANCE"), near)


def visible(cards: StanceCards) -> list[StanceCard]:
    return [card for card in (*cards.own.cards, *cards.suggested.cards) if card.isVisible()]


def shown(cards: StanceCards) -> list[str]:
    """Return who stands on each card, from top to bottom."""
    return [f"{card.actors.text()} {card.treaty.text()}" for card in visible(cards)]


def wanted(first: int, count: int = MOST) -> list[str]:
    return [f"Land{number} → Pact{number}" for number in range(first, first + count)]


def press(cards: StanceCards, beginning: str) -> None:
    (way,) = [
        button for button in cards.findChildren(QPushButton) if button.isVisible() and button.text()[0] == beginning
    ]
    way.click()


def stance(session: Session, number: int) -> Span:
    assert session.marks is not None
    return session.marks.stances()[number].span


def texts(card: StanceCard) -> list[str]:
    """Return all words that are seen on a card."""
    every: list[QLabel | QPushButton] = [*card.findChildren(QLabel), *card.findChildren(QPushButton)]
    return [part.text() for part in every if part.isVisible()]


def test_the_first_are_shown_and_the_others_are_reached_by_the_buttons(cards: StanceCards) -> None:
    assert shown(cards) == wanted(0)
    press(cards, "↓")
    assert shown(cards) == wanted(MOST)
    press(cards, "↓")
    assert shown(cards) == wanted(COUNT - MOST)
    press(cards, "↑")
    press(cards, "↑")
    assert shown(cards) == wanted(0)


def test_a_selected_stance_is_brought_among_the_shown_with_a_button_to_edit_it(
    cards: StanceCards, session: Session, qtbot: QtBot
) -> None:
    chosen = stance(session, COUNT - 8)
    session.select(chosen.id)
    show(cards, session, chosen.start)
    assert f"Land{COUNT - 8} → Pact{COUNT - 8}" in shown(cards)
    with qtbot.waitSignal(cards.edit_asked) as asked:
        press(cards, "E")
    assert asked.args == [chosen.id]


def test_the_same_few_cards_serve_every_stance(cards: StanceCards, session: Session) -> None:
    before = cards.findChildren(StanceCard)
    edits.set_attribute(session.file, ME.id, stance(session, 3), "value", "support")
    show(cards, session)
    assert texts(visible(cards)[3])[2] == "U  support"
    show(cards, session, stance(session, COUNT - 1).start)
    assert shown(cards)[-1] == wanted(COUNT - 1, 1)[0]
    assert cards.findChildren(StanceCard) == before
    assert len(before) == MOST


def test_a_deleted_stance_goes_and_undo_brings_it_back(cards: StanceCards, session: Session) -> None:
    edits.remove_span(session.file, ME.id, stance(session, 0))
    show(cards, session)
    assert shown(cards) == wanted(1)
    session.undo()
    show(cards, session, 0)
    assert shown(cards) == wanted(0)


def test_arrows_go_from_card_to_card_and_over_the_edge_of_the_page(cards: StanceCards) -> None:
    visible(cards)[0].setFocus()
    for _ in range(MOST + 3):
        QTest.keyClick(QApplication.focusWidget() or cards, Key.Key_Down)
    focused = QApplication.focusWidget()
    assert isinstance(focused, StanceCard)
    assert focused.actors.text() == f"Land{MOST + 3}"
    QTest.keyClick(focused, Key.Key_Up)
    focused = QApplication.focusWidget()
    assert isinstance(focused, StanceCard)
    assert focused.actors.text() == f"Land{MOST + 2}"


def test_keys_on_a_card_select_edit_and_remove(cards: StanceCards, session: Session, qtbot: QtBot) -> None:
    card, chosen = visible(cards)[2], stance(session, 2)
    card.setFocus()
    QTest.keyClick(card, Key.Key_Return)
    assert session.selected == chosen.id
    with qtbot.waitSignal(cards.edit_asked) as asked:
        QTest.keyClick(card, Key.Key_E)
    assert asked.args == [chosen.id]
    QTest.keyClick(card, Key.Key_Delete)
    assert session.mark_with(chosen.id) is None


def test_a_click_selects_and_a_double_click_edits(cards: StanceCards, session: Session, qtbot: QtBot) -> None:
    card, chosen = visible(cards)[1], stance(session, 1)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert session.selected == chosen.id
    with qtbot.waitSignal(cards.edit_asked) as asked:
        QTest.mouseDClick(card, Qt.MouseButton.LeftButton)
    assert asked.args == [chosen.id]


def test_the_pointer_on_a_card_is_told(cards: StanceCards, session: Session) -> None:
    told: list[str] = []
    cards.hovered.connect(told.append)
    card, middle = visible(cards)[0], QPointF(9, 9)
    QApplication.sendEvent(card, QEnterEvent(middle, middle, middle))
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert told == [stance(session, 0).id, ""]


def test_a_card_says_all_of_it_to_who_listens(cards: StanceCards) -> None:
    name = visible(cards)[0].accessibleName()
    assert "Land0 → Pact0" in name
    assert "withdraw" in name


def test_contradiction_and_repetition_are_said_with_a_way_to_the_other(cards: StanceCards, session: Session) -> None:
    assert session.marks is not None
    first = session.marks.stances()[0]
    assert first.treaty is not None
    roles = {"actor": list(first.actors), "treaty": [first.treaty]}
    at = (first.span.start, first.span.end)
    against = edits.add_stance(session.file, ME.id, first.span.article, at, {"value": "support"}, roles)
    show(cards, session)
    cards_by_id = {card.told.id: card for card in visible(cards) if card.told is not None}
    assert "⚠ Contradicts another stance here: support" in texts(cards_by_id[first.span.id])
    assert "⚠ Contradicts another stance here: withdraw" in texts(cards_by_id[against.id])
    QTest.mouseClick(cards_by_id[against.id].clash, Qt.MouseButton.LeftButton)
    assert session.selected == first.span.id
    QTest.keyClick(cards_by_id[first.span.id], Key.Key_G)
    assert session.selected == against.id
    edits.set_attribute(session.file, ME.id, against, "value", "withdraw")
    show(cards, session)
    assert [said for card in visible(cards) for said in texts(card) if said.startswith("⚠")] == ["⚠ Said twice"] * 2


def test_what_a_stance_lacks_is_said_on_its_card(cards: StanceCards, session: Session) -> None:
    edits.empty_role(session.file, ME.id, stance(session, 0), "treaty")
    show(cards, session)
    assert "Still missing: treaty" in texts(visible(cards)[0])
    assert "→ no treaty yet" in texts(visible(cards)[0])


def test_a_date_below_the_value_claims_no_more_room_than_it_needs(cards: StanceCards, qtbot: QtBot) -> None:
    told = visible(cards)[0].told
    assert told is not None
    around, card = QWidget(), StanceCard()
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    column.addWidget(card)
    column.addStretch()
    card.show_told(told, chosen=False)
    around.resize(120, 800)
    around.show()
    qtbot.waitUntil(lambda: card.date.y() > card.treaty.geometry().bottom() + 15)  # below the value by now
    qtbot.wait(50)
    assert card.height() < 200


def test_a_role_dropped_on_a_mark_is_filled_with_it(cards: StanceCards, session: Session) -> None:
    assert session.marks is not None
    own, other = session.marks.stances()[:2]
    assert other.treaty is not None
    part = visible(cards)[0].treaty
    assert part.payload == f"{own.span.id} treaty"
    assert ROLE_MIME == "application/x-annotator-role"
    dropping.fill_role(session, part.payload, other.treaty.id)
    assert session.marks.stances()[0].treaty == other.treaty
    with pytest.raises(Refused):
        dropping.fill_role(session, part.payload, other.actors[0].id)
    with pytest.raises(Refused):
        dropping.fill_role(session, "nothing treaty", other.treaty.id)


@pytest.fixture
def suggested(session: Session) -> Span:
    """Return a stance that a pipeline suggests, with the actor that it links to."""
    assert session.article is not None
    article = session.article.id
    at = session.article.text.index("for good")
    evidence = Span("suggested", article, "model:default", "STANCE", at, at + 8, {"value": "oppose"}, 0.6, "rule")
    actor = Span("suggested actor", article, "model:default", "ACTOR", at, at + 3)
    tie = Link("tie", article, "model:default", "actor", evidence.id, actor.id)
    with session.file.run("model:default", "1") as run:
        runs.replace(session.file, run, "model:default", [(article, [evidence, actor], [tie])])
    session.reread()
    return evidence


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_X])
def test_suggested_stances_stand_below_and_are_accepted_or_rejected(
    cards: StanceCards, session: Session, suggested: Span, key: Qt.Key
) -> None:
    assert session.marks is not None
    show(cards, session)
    (ghost,) = [card for card in cards.suggested.cards if card.isVisible()]
    assert ghost.property("ghost") is True
    assert (ghost.actors.text(), ghost.treaty.text()) == ("for", "→ no treaty yet")
    ghost.setFocus()
    QTest.keyClick(ghost, key)
    show(cards, session)
    assert not any(card.isVisible() for card in cards.suggested.cards)
    (verdict,) = [made for made in verdicts.of(session.file, suggested.article) if made.label == "STANCE"]
    assert verdict.verdict == ("accepted" if key == Key.Key_Return else "rejected")
    assert len(session.marks.stances()) == COUNT + (key == Key.Key_Return)
    tied = {link.role for link in links.of(session.file, suggested.article, ME.id) if link.source == verdict.result}
    assert tied == ({"actor"} if key == Key.Key_Return else set())
