"""The cards of an article's stances: a few of hundreds at a time, none out of reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.marks import Span
from annotator.gui.annotate.parts import Card
from annotator.gui.annotate.stance_cards import MOST, StanceCards
from annotator.gui.session import Session
from annotator.store import articles
from annotator.store.people import Person

COUNT = 2 * MOST + 6
ME = Person("me", "Mia")


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
    qtbot.addWidget(made)
    made.show_stances(session.scheme.label("STANCE"))
    made.show()
    return made


def shown(cards: StanceCards) -> list[str]:
    """Return the first line of each card, from top to bottom."""
    every = [card for card in cards.findChildren(Card) if card.isVisible()]
    return [card.findChildren(QLabel)[0].text() for card in sorted(every, key=lambda card: card.y())]


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


def test_the_first_are_shown_and_the_others_are_reached_by_the_buttons(cards: StanceCards, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shown(cards) == wanted(0))
    press(cards, "↓")
    qtbot.waitUntil(lambda: shown(cards) == wanted(MOST))
    press(cards, "↓")
    qtbot.waitUntil(lambda: shown(cards) == wanted(COUNT - MOST))
    press(cards, "↑")
    press(cards, "↑")
    qtbot.waitUntil(lambda: shown(cards) == wanted(0))


def test_a_selected_stance_is_brought_among_the_shown_with_a_button_to_edit_it(
    cards: StanceCards, session: Session, qtbot: QtBot
) -> None:
    chosen = stance(session, COUNT - 8)
    session.select(chosen.id)
    cards.show_stances(session.scheme.label("STANCE"), chosen.start)
    qtbot.waitUntil(lambda: f"Land{COUNT - 8} → Pact{COUNT - 8}" in shown(cards))
    with qtbot.waitSignal(cards.edit_asked) as asked:
        press(cards, "E")
    assert asked.args == [chosen.id]


def test_only_the_card_of_the_stance_that_changed_is_made_anew(
    cards: StanceCards, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: shown(cards) == wanted(0))
    before = set(cards.findChildren(Card))
    edits.set_attribute(session.file, ME.id, stance(session, 3), "value", "support")
    cards.show_stances(session.scheme.label("STANCE"))
    qtbot.waitUntil(lambda: shown(cards) == wanted(0))
    assert len({card for card in cards.findChildren(Card) if card.isVisible()} - before) == 1


def test_a_deleted_stance_goes_and_undo_brings_it_back(cards: StanceCards, session: Session, qtbot: QtBot) -> None:
    edits.remove_span(session.file, ME.id, stance(session, 0))
    cards.show_stances(session.scheme.label("STANCE"))
    qtbot.waitUntil(lambda: shown(cards) == wanted(1))
    session.undo()
    cards.show_stances(session.scheme.label("STANCE"))
    qtbot.waitUntil(lambda: shown(cards) == wanted(0))
