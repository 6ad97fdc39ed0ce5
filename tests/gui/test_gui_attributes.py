"""Dates and canonical names beside the page: typed as one says them, seen as what they mean, never lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import edits, jobs
from annotator.core.marks import Span
from annotator.gui import projects
from annotator.gui.annotate.date_field import DateField
from annotator.gui.annotate.date_words import in_words
from annotator.gui.annotate.entities import EntityField, NewEntity
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import entities, spans, statuses, verdicts

Key = Qt.Key
NO_MODIFIER, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TEXT = (
    "Poland 😀 will leave the Mine Ban Treaty, it said on 7 March.\n\n"
    "Zoe\u0308 Kalninš of the Boundary Club spoke on Tuesday. Norway stays.\n\nNobody else spoke."
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    projects.make(made, tmp_path / "fields.annot")
    session = made.session
    for number in range(2):
        file = tmp_path / f"{number}.jsonl"
        text = TEXT + "." * number
        file.write_text(
            json.dumps({"text": text, "published": "2025-03-13", "source": "Wire", "body": [[0, len(text)]]}),
            encoding="utf-8",
        )
        jobs.import_files(session.file, session.person.id, [file])
    session.show_article(statuses.next_open(session.file, session.person.id))
    made.page.setFocus()
    yield made
    made.close()


def press(window: Window, *keys: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        target = QApplication.focusWidget() or window
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifiers)
        else:
            QTest.keyClick(target, key, modifiers)  # type: ignore[call-overload]  # a key code
    QApplication.processEvents()


def mark(window: Window, words: str, label: str) -> Span:
    session = window.session
    assert session.article is not None
    start = session.article.text.index(words)
    return edits.add_span(session.file, session.person.id, session.article.id, start, start + len(words), label)


def stored(window: Window, span: Span) -> Span:
    (found,) = spans.get(window.session.file, [span.id])
    return found


def words(window: Window, span: Span) -> str:
    assert window.session.article is not None
    return window.session.article.text[span.start : span.end]


def date_field(window: Window) -> DateField:
    return next(field for field in window.workspace.inspector.findChildren(DateField) if field.isVisible())


def entity_field(window: Window) -> EntityField:
    return next(field for field in window.workspace.inspector.findChildren(EntityField) if field.isVisible())


@pytest.mark.parametrize(
    ("value", "inferred", "words"),
    [
        ("2025-03-07", "", "Friday 7 March 2025"),
        ("2025-03-07", "year", "Friday 7 March ⟨2025⟩"),
        ("2025-03-07", "year,month,day", "⟨Friday 7 March 2025⟩"),
        ("2025-03", "", "March 2025"),
        ("2025-W13", "", "week 13 (24–30 March) 2025"),
        ("2025-33", "year", "the first quarter of ⟨2025⟩"),
        ("2024-22", "", "summer 2024"),
        ("199X", "", "the 1990s"),
        ("2025-03-03/2025-03-05", "", "Monday 3 March 2025 to Wednesday 5 March 2025"),
        ("2022/..", "", "from 2022 on"),
        ("2025-03~", "", "about March 2025"),
        ("-0044-03-15", "", "15 March -0044"),
        ("nonsense", "", "nonsense"),
    ],
)
def test_a_value_is_said_in_words_with_what_was_inferred_in_brackets(value: str, inferred: str, words: str) -> None:
    assert in_words(value, inferred) == words


def test_the_card_of_a_date_says_what_it_means_and_what_it_was_read_against(window: Window) -> None:
    session = window.session
    date = mark(window, "7 March", "DATE")
    session.select(edits.set_attribute(session.file, session.person.id, date, "date", "2025-03-07", inferred="year").id)
    field = date_field(window)
    assert field.said.text() == "Friday 7 March ⟨2025⟩"
    assert "day" in field.about.text()
    assert "inferred: year" in field.about.text()
    assert "Thursday 13 March 2025" in field.anchor.text()
    assert "Wire" in field.anchor.text()


@pytest.mark.parametrize(
    ("typed", "value", "inferred"),
    [
        ("7 March", "2025-03-07", "year"),
        ("March 2025", "2025-03", "year"),
        ("last Friday", "2025-03-07", "year,month,day"),
        ("2025-W13", "2025-W13", "year"),
    ],
)
def test_a_date_is_typed_as_one_says_it_and_shown_while_one_types(
    window: Window, typed: str, value: str, inferred: str
) -> None:
    date = mark(window, "7 March", "DATE")
    window.session.select(date.id)
    press(window, "e", typed)
    assert value in date_field(window).about.text() or date_field(window).line.text() == value
    assert date_field(window).said.text()
    press(window, Key.Key_Return)
    assert stored(window, date).attributes == {"date": value, "inferred": inferred}
    assert window.page.hasFocus()


def test_of_a_date_typed_in_full_what_the_article_leaves_open_is_inferred(window: Window) -> None:
    date = mark(window, "Tuesday", "DATE")
    window.session.select(date.id)
    press(window, "e", "2025-03-11", Key.Key_Return)
    assert stored(window, date).attributes == {"date": "2025-03-11", "inferred": "year,month,day"}


def test_the_other_order_of_day_and_month_is_said(window: Window) -> None:
    window.session.select(mark(window, "7 March", "DATE").id)
    press(window, "e", "3/7/2025")
    assert "month first it is Friday 7 March 2025" in date_field(window).about.text()


def test_a_refused_date_stays_typed_and_what_can_be_written_is_said(window: Window) -> None:
    date = mark(window, "7 March", "DATE")
    said: list[str] = []
    window.session.said.connect(lambda sentence, _tone: said.append(sentence))
    window.session.select(date.id)
    press(window, "e", "soonish")
    assert "Write 7 March" in date_field(window).about.text()
    press(window, Key.Key_Return)
    assert "last Friday" in said[-1]
    assert date_field(window).line.text() == "soonish"
    assert date_field(window).line.hasFocus()
    window.session.reread()
    assert date_field(window).line.text() == "soonish"
    assert "date" not in stored(window, date).attributes


def test_enter_in_the_field_of_a_suggestion_accepts_it(window: Window) -> None:
    session = window.session
    jobs.suggest(session.file)
    assert session.marks is not None
    date = next(span for span in session.marks.suggestions if span.label == "DATE")
    session.select(date.id)
    press(window, "e", Key.Key_Return)
    (verdict,) = verdicts.of(session.file, date.article)
    assert (verdict.mark, verdict.verdict) == (date.id, "accepted")
    assert window.page.hasFocus()


def test_an_entity_is_found_by_its_alias_and_taken_with_enter(window: Window) -> None:
    treaty = mark(window, "Mine Ban Treaty", "TREATY")
    window.session.select(treaty.id)
    press(window, "e", "mine b")
    first = entity_field(window).proposals.rows[0]
    assert first.text == "Mine Ban Treaty → Ottawa Convention"
    assert first.aside.startswith("treaty")
    press(window, Key.Key_Return)
    assert stored(window, treaty).attributes == {"entity": "treaty:ottawa", "name": "Ottawa Convention"}
    assert window.page.hasFocus()


def test_arrows_choose_among_the_names_and_escape_changes_nothing(window: Window) -> None:
    actor = mark(window, "Poland", "ACTOR")
    window.session.select(actor.id)
    press(window, "e", "nor", Key.Key_Down)
    second = entity_field(window).proposals.rows[1].text
    press(window, Key.Key_Return)
    assert stored(window, actor).attributes["name"] == second.rpartition(" → ")[2]
    press(window, "e", "swe", Key.Key_Escape)
    assert window.session.selected == actor.id
    assert stored(window, actor).attributes["name"] == second.rpartition(" → ")[2]
    assert entity_field(window).text() == stored(window, actor).attributes["name"]
    assert entity_field(window).proposals.rows == []
    assert window.page.hasFocus()


def test_the_names_of_the_article_are_offered_first(window: Window) -> None:
    session = window.session
    edits.set_attribute(session.file, session.person.id, mark(window, "Norway", "ACTOR"), "entity", None, name="Zoë K.")
    session.select(mark(window, "Zoe\u0308 Kalninš", "ACTOR").id)
    press(window, "e", "zo")
    assert entity_field(window).proposals.rows[0].text == "Zoë K."


def test_a_name_in_no_list_is_taken_as_it_is_typed(window: Window) -> None:
    actor = mark(window, "Zoe\u0308 Kalninš", "ACTOR")
    window.session.select(actor.id)
    press(window, "e", "Zoe Kalnins", Key.Key_Return)
    assert stored(window, actor).attributes == {"name": "Zoe Kalnins"}


def test_a_new_actor_is_added_without_leaving_the_article(window: Window) -> None:
    session = window.session
    actor = mark(window, "Boundary Club", "ACTOR")
    session.select(actor.id)
    press(window, "e", "Club of Boundaries")
    assert entity_field(window).proposals.rows[-1].text == "Add “Club of Boundaries” as a new actor"
    press(window, Key.Key_Up if len(entity_field(window).proposals.rows) > 1 else Key.Key_Down, Key.Key_Return)
    panel = next(panel for panel in window.workspace.inspector.findChildren(NewEntity) if panel.isVisible())
    assert panel.aliases.text() == "Boundary Club"
    press(window, Key.Key_Return)
    (added,) = entities.every(session.file, "actor")
    assert (added.name, added.aliases) == ("Club of Boundaries", ("Boundary Club",))
    assert stored(window, actor).attributes == {"entity": added.id, "name": added.name}
    assert window.page.hasFocus()
    other = mark(window, "Norway", "ACTOR")
    session.select(other.id)
    press(window, "e", "boundary c")
    assert entity_field(window).proposals.rows[0].text == "Boundary Club → Club of Boundaries"
    press(window, Key.Key_Return)
    assert stored(window, other).attributes["entity"] == added.id


def test_adding_a_name_can_be_given_up(window: Window) -> None:
    actor = mark(window, "Boundary Club", "ACTOR")
    window.session.select(actor.id)
    press(window, "e", "Zzyzx", Key.Key_Down, Key.Key_Return, Key.Key_Escape)
    assert entities.every(window.session.file) == []
    assert stored(window, actor).attributes == {}
    assert entity_field(window).hasFocus()
