"""All that is alike by one key: the same label again, everywhere, and every suggestion of a kind or with these words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.marks import Span
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import articles, spans, verdicts
from annotator.store.people import Person

Key = Qt.Key
TEXT = (
    "The Harbour League meets\n\n13 March 2025\n\n"
    "Poland 😀 and the Harbour League spoke on Tuesday. Poland stays, the Harbour League said, and Finland leaves. "
    "Poland-watchers doubt it. The Harbour League and Poland will meet on Friday."
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    with edits.create(tmp_path / "p.annot", toml, Person("lead", "Lea"), device="another machine") as project:
        jobs.import_files(project, "lead", [file])
        jobs.suggest(project)
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(tmp_path / "p.annot")
    made.page.setFocus()
    yield made
    made.close()


def press(window: Window, *keys: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        target = QApplication.focusWidget() or window
        QTest.keyClick(target, key, modifiers)  # type: ignore[call-overload]  # a key code or a character
    QApplication.processEvents()


def own(window: Window) -> list[Span]:
    article = window.session.article
    assert article is not None
    found = spans.of(window.session.file, article.id)
    return [span for span in found if span.author == window.session.person.id]


def select(window: Window, words: str, number: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(number + 1):
        at = TEXT.index(words, at + 1)
    window.page.select_stretch(at, at + len(words))
    window.session.select_stretch((at, at + len(words)))
    return at, at + len(words)


def said(window: Window, extents: list[tuple[int, int]]) -> list[str]:
    return [TEXT[start:end] for start, end in extents]


def test_words_are_labelled_everywhere_after_a_look(window: Window) -> None:
    first = select(window, "Harbour League", 1)
    press(window, "1")
    made = window.session.mark
    assert made is not None
    edits.set_attribute(window.session.file, window.session.person.id, made, "entity", "", name="The League")
    before = own(window)
    press(window, "a")
    bar = window.workspace.everywhere
    assert bar.isVisible()
    assert QApplication.focusWidget() is bar
    assert own(window) == before  # only shown yet
    press(window, Key.Key_Tab)
    left_out = window.page.selected_stretch
    press(window, "x", Key.Key_Return)
    assert not bar.isVisible()
    assert window.page.hasFocus()
    new = [span for span in own(window) if span not in before]
    places = [(span.start, span.end) for span in new]
    assert said(window, places) == ["Harbour League"] * len(new)
    assert left_out is not None
    assert left_out not in places
    assert first not in places
    assert all(span.attributes.get("name") == "The League" for span in new)
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert own(window) == before


def test_escape_labels_nothing_and_gives_the_mark_back(window: Window) -> None:
    select(window, "Harbour League", 1)
    press(window, "1")
    mark = window.session.selected
    before = own(window)
    press(window, "a", Key.Key_Escape)
    assert not window.workspace.everywhere.isVisible()
    assert own(window) == before
    assert window.session.selected == window.page.selected_mark == mark


def test_words_that_stand_nowhere_else_are_said(window: Window) -> None:
    select(window, "doubt")
    press(window, "2", "a")
    assert not window.workspace.everywhere.isVisible()
    assert "nowhere else" in window.strip.sentence


def test_a_suggestion_is_accepted_with_its_likes(window: Window) -> None:
    session = window.session
    assert session.marks is not None
    first = next(span for span in session.marks.suggestions if TEXT[span.start : span.end] == "Poland")
    session.select(first.id)
    press(window, "a", Key.Key_Return)
    assert said(window, [(span.start, span.end) for span in own(window)]) == ["Poland"] * 3
    assert all(span.attributes.get("name") == "Poland" for span in own(window))
    kinds = [verdict.verdict for verdict in verdicts.of(session.file, first.article, session.person.id)]
    assert kinds == ["accepted"] * 3


def test_labelled_by_hand_words_get_the_name_or_date_that_they_mean(window: Window) -> None:
    edits.add_entity(window.session.file, window.session.person.id, "actor", "Harbour League", ["League"])
    for words, key, expected in (
        ("the Harbour League", "1", {"name": "Harbour League"}),
        ("Finland", "1", {"entity": "FIN", "name": "Finland"}),
        ("Friday", "3", {"date": "2025-03-14", "inferred": "year,month,day"}),
        ("doubt", "1", {}),
    ):
        select(window, words)
        press(window, key)
        mark = window.session.mark
        assert mark is not None
        assert {name: value for name, value in mark.attributes.items() if name in expected} == expected
        assert bool(mark.attributes) == bool(expected)
    press(window, "3")  # another label: what it was as an actor is not kept, and as a date it means nothing
    assert window.session.mark is not None
    assert (window.session.mark.label, window.session.mark.attributes) == ("DATE", {})


def test_the_end_of_a_longer_name_means_the_same(window: Window) -> None:
    select(window, "Harbour League", 1)
    press(window, "1")
    select(window, "League", 2)
    press(window, "1")
    assert window.session.mark is not None
    assert window.session.mark.attributes == {"name": "Harbour League"}


def test_an_edge_that_moves_changes_the_name_unless_somebody_chose_it(window: Window) -> None:
    session, alt = window.session, Qt.KeyboardModifier.AltModifier
    edits.add_entity(session.file, session.person.id, "actor", "Harbour League", ())
    select(window, "Harbour")
    press(window, "1")
    assert session.mark is not None
    assert session.mark.attributes == {}
    press(window, Key.Key_Right, modifiers=alt)
    assert session.mark.attributes["name"] == "Harbour League"
    edits.set_attribute(session.file, session.person.id, session.mark, "entity", "", name="The League")
    press(window, Key.Key_Left, modifiers=alt)
    assert session.mark.attributes == {"name": "The League"}


def test_the_last_label_is_repeated_with_what_the_same_words_mean(window: Window) -> None:
    press(window, "r")
    assert "No label" in window.strip.sentence
    select(window, "Harbour League", 1)
    press(window, "1")
    mark = window.session.mark
    assert mark is not None
    edits.set_attribute(window.session.file, window.session.person.id, mark, "entity", "", name="The League")
    select(window, "Harbour League", 2)
    press(window, "r")
    again = window.session.mark
    assert again is not None
    assert (again.label, again.attributes) == ("ACTOR", {"name": "The League"})
    select(window, "doubt")
    press(window, "r")
    other = window.session.mark
    assert other is not None
    assert (other.label, other.attributes) == ("ACTOR", {})


@pytest.mark.parametrize(("key", "verdict"), [(Key.Key_Return, "accepted"), ("x", "rejected")])
def test_all_of_a_label_are_decided_in_one_step(window: Window, key: object, verdict: str) -> None:
    session = window.session
    assert session.marks is not None
    kinds = [span.label for span in session.marks.suggestions]
    first = next(span for span in session.marks.suggestions if span.label == "DATE")
    session.select(first.id)
    press(window, key, modifiers=Qt.KeyboardModifier.AltModifier)
    made = verdicts.of(session.file, first.article, session.person.id)
    assert [item.verdict for item in made] == [verdict] * kinds.count("DATE")
    assert all(item.bulk and item.label == "DATE" for item in made)
    assert [span.label for span in session.marks.suggestions] == [kind for kind in kinds if kind != "DATE"]
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert verdicts.of(session.file, first.article, session.person.id) == []


@pytest.mark.parametrize(("key", "verdict"), [("a", "accepted"), ("x", "rejected")])
def test_all_of_the_same_words_are_decided_in_one_step(window: Window, key: str, verdict: str) -> None:
    session = window.session
    assert session.marks is not None
    first = next(span for span in session.marks.suggestions if TEXT[span.start : span.end] == "Poland")
    session.select(first.id)
    press(window, key, modifiers=Qt.KeyboardModifier.ShiftModifier)
    made = verdicts.of(session.file, first.article, session.person.id)
    assert {item.verdict for item in made} == {verdict}
    assert said(window, [(item.start, item.end) for item in made]) == ["Poland"] * len(made)
    assert any(TEXT[span.start : span.end] == "Finland" for span in session.marks.suggestions)
    press(window, key, modifiers=Qt.KeyboardModifier.ShiftModifier)


def test_accepting_very_many_says_how_many_were_left(window: Window, tmp_path: Path) -> None:
    session, file = window.session, tmp_path / "many.txt"
    file.write_text("Many\n\n" + "Poland and Finland met. " * 250, encoding="utf-8")
    jobs.import_files(session.file, session.person.id, [file])
    jobs.suggest(session.file)
    session.show_article(articles.ids(session.file)[-1])
    said: list[str] = []
    session.said.connect(lambda text, _tone: said.append(text))
    press(window, Key.Key_Return, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert said[-1] == f"Accepted: {len(own(window))}."
    assert len(own(window)) >= 500


@pytest.mark.parametrize("after", [0, len("Friday")])
def test_the_word_that_the_caret_stands_at_is_labelled_not_the_stop_behind_it(window: Window, after: int) -> None:
    window.session.select(None)
    window.page.set_caret(TEXT.index("Friday.") + after)
    press(window, "1")
    assert [TEXT[span.start : span.end] for span in own(window)] == ["Friday"]
