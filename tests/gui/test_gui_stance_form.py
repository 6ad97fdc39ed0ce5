"""The form of a stance: five keys, evidence moved from the keyboard, and no mark changed by a stray key."""

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
from annotator.gui.annotate.stance_form import StanceForm
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import history, spans, statuses, verdicts
from annotator.store.project import open_project

Key = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
TEXT = (
    "Poland 😀 will leave the Ottawa Convention next year, but Lithuania weighs the Convention on Cluster Munitions, it"
    " said on 7 March 2025.\n\nNorway keeps to both treaties for good."
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
        file.write_text(json.dumps({"text": text, "body": [[0, len(text)]]}), encoding="utf-8")
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


def begin(window: Window) -> StanceForm:
    """Mark actors, treaties and a date; ask for a stance of Poland's."""
    for name, label in (
        ("Ottawa Convention", "TREATY"),
        ("Convention on Cluster Munitions", "TREATY"),
        ("Lithuania", "ACTOR"),
        ("Norway", "ACTOR"),
        ("7 March 2025", "DATE"),
    ):
        mark(window, name, label)
    window.session.select(mark(window, "Poland", "ACTOR").id)
    press(window, "s")
    return form_of(window)


def form_of(window: Window) -> StanceForm:
    form = window.workspace.inspector.form
    assert form is not None
    return form


def test_a_stance_with_another_treaty_takes_five_keys(window: Window) -> None:
    begin(window)
    press(window, Key.Key_Escape)
    keys = ["s", "c", Key.Key_Return, "w", Key.Key_Return]
    press(window, *keys)
    assert len(keys) == 5
    assert window.session.marks is not None
    (stance,) = window.session.marks.stances()
    assert [words(window, actor) for actor in stance.actors] == ["Poland"]
    assert stance.treaty is not None
    assert words(window, stance.treaty) == "Convention on Cluster Munitions"
    assert stance.value == "withdraw"
    assert window.page.hasFocus()


def test_the_treaty_last_used_is_offered_again(window: Window) -> None:
    begin(window)
    press(window, "cl", Key.Key_Return, "w", Key.Key_Return)
    window.session.select(next(span.id for span in window.session.marks.own if words(window, span) == "Norway"))  # type: ignore[union-attr]
    press(window, "s")
    treaty = next(field for field in form_of(window).roles if field.role.id == "treaty")
    assert [words(window, span) for span in treaty.chosen] == ["Convention on Cluster Munitions"]


def test_several_actors_are_added_by_name(window: Window) -> None:
    form = begin(window)
    form.roles[0].entry.setFocus()
    press(window, "nor", Key.Key_Return, "lith", Key.Key_Return, Key.Key_Return, "u", Key.Key_Return)
    assert window.session.marks is not None
    (stance,) = window.session.marks.stances()
    assert {words(window, actor) for actor in stance.actors} == {"Poland", "Norway", "Lithuania"}


def evidence(window: Window) -> str:
    assert window.session.article is not None
    start, end = form_of(window).draft.evidence
    return window.session.article.text[start:end]


def test_the_ends_of_the_evidence_move_by_the_keys_of_the_page(window: Window) -> None:
    begin(window)
    assert evidence(window) == "Poland 😀 will leave the Ottawa Convention next year"
    press(window, "[")
    assert evidence(window) == "Poland 😀 will leave the Ottawa Convention next"
    press(window, "]", "]", "}")
    assert evidence(window) == "😀 will leave the Ottawa Convention next year,"
    press(window, Key.Key_Left, modifiers=ALT)
    press(window, Key.Key_Left, modifiers=ALT | Qt.KeyboardModifier.ShiftModifier)
    assert evidence(window) == "Poland 😀 will leave the Ottawa Convention next year"
    press(window, Key.Key_Left, modifiers=ALT | CONTROL)
    assert evidence(window).endswith("next yea")
    assert window.page.selected_stretch == form_of(window).draft.evidence
    press(window, Key.Key_Return, "w", Key.Key_Return)
    assert window.session.marks is not None
    (stance,) = window.session.marks.stances()
    assert words(window, stance.span).endswith("next yea")


def test_one_key_widens_to_the_sentence_with_its_date_and_back(window: Window) -> None:
    form = begin(window)
    date = next(field for field in form.roles if field.role.id == "date")
    assert date.chosen == []
    press(window, Key.Key_Up, modifiers=ALT)
    assert evidence(window).endswith("7 March 2025.")
    assert [words(window, span) for span in date.chosen] == ["7 March 2025"]
    press(window, Key.Key_Up, modifiers=ALT)
    assert evidence(window).endswith("next year")
    assert date.chosen == []


def test_a_date_that_was_chosen_stays_whatever_the_evidence(window: Window) -> None:
    form = begin(window)
    date = next(field for field in form.roles if field.role.id == "date")
    date.entry.show()
    date.entry.setFocus()
    press(window, "7", Key.Key_Return)
    press(window, Key.Key_Up, modifiers=ALT)
    press(window, Key.Key_Up, modifiers=ALT)
    assert [words(window, span) for span in date.chosen] == ["7 March 2025"]


@pytest.mark.parametrize("key", ["x", "1", Key.Key_Return, Key.Key_Delete, Key.Key_Tab, "s", "k"])
def test_keys_of_the_page_change_no_mark_while_a_stance_is_in_its_form(window: Window, key: object) -> None:
    session = window.session
    jobs.suggest(session.file)
    assert session.marks is not None
    session.select(next(span.id for span in session.marks.suggestions if span.label == "ACTOR"))
    press(window, "s")
    form = form_of(window)
    before, selected = len(history.entries(session.file)), session.selected
    window.page.setFocus()
    press(window, key)
    assert len(history.entries(session.file)) == before
    assert verdicts.of(session.file, session.marks.article) == []
    assert (session.selected, window.workspace.inspector.form) == (selected, form)
    assert form.isAncestorOf(QApplication.focusWidget())  # type: ignore[arg-type]  # something has the focus


def test_the_ends_move_from_the_page_too_and_escape_leaves_the_form(window: Window) -> None:
    begin(window)
    window.page.setFocus()
    press(window, "[")
    assert evidence(window).endswith("Convention next")
    press(window, Key.Key_Escape)
    assert window.workspace.inspector.form is None
    assert window.session.marks is not None
    assert window.session.marks.stances() == []


def test_a_contradiction_and_a_repetition_are_said_before_saving(window: Window) -> None:
    begin(window)
    press(window, Key.Key_Return, "w", Key.Key_Return)
    window.session.select(next(span.id for span in window.session.marks.own if words(window, span) == "Poland"))  # type: ignore[union-attr]
    press(window, "s", Key.Key_Return, "u")
    assert form_of(window).warning.text() == "⚠ Contradicts another stance here: withdraw"
    form_of(window).value.setFocus()  # type: ignore[union-attr]
    press(window, "w")
    assert form_of(window).warning.text() == "⚠ Said twice"
    form_of(window).value.setFocus()  # type: ignore[union-attr]
    press(window, "n", Key.Key_Escape)


def test_editing_a_stance_does_not_find_it_at_odds_with_itself(window: Window) -> None:
    begin(window)
    press(window, Key.Key_Return, "w", Key.Key_Return, "e")
    assert form_of(window).warning.text() == ""


def test_a_suggested_stance_is_edited_into_an_own_one(window: Window) -> None:
    from annotator.core.marks import Link
    from annotator.store import runs

    session = window.session
    assert session.article is not None
    article = session.article.id
    at, end = TEXT.index("Norway"), TEXT.index(" for good")
    treaty = mark(window, "Ottawa Convention", "TREATY")
    suggested = Span("s", article, "model:default", "STANCE", at, end, {"value": "oppose"})
    actor = Span("a", article, "model:default", "ACTOR", at, at + 6)
    ties = [Link("t", article, "model:default", "actor", "s", "a")]
    with session.file.run("model:default", "1") as run:
        runs.replace(session.file, run, "model:default", [(article, [suggested, actor], ties)])
    session.reread()
    session.select("s")
    press(window, "e")
    form = form_of(window)
    assert [[words(window, span) for span in field.chosen] for field in form.roles] == [["Norway"], [], []]
    form.take(treaty)
    press(window, "u", Key.Key_Return)
    assert session.marks is not None
    (stance,) = session.marks.stances()
    assert (stance.value, words(window, stance.actors[0])) == ("support", "Norway")
    assert stance.treaty == treaty
    assert session.marks.suggested_stances() == []
    assert {verdict.verdict for verdict in verdicts.of(session.file, article)} == {"changed", "accepted"}


def test_closing_the_window_saves_a_stance_that_is_complete_in_its_form(window: Window) -> None:
    begin(window)
    press(window, Key.Key_Return, "w")
    path, article = window.session.file.path, window.session.article
    assert article is not None
    window.close()
    with open_project(path, device="another", write=False) as project:
        assert [span.label for span in spans.of(project, article.id)].count("STANCE") == 1


def test_undo_closes_the_form_of_a_stance_that_it_takes_back(window: Window) -> None:
    begin(window)
    press(window, Key.Key_Return, "c", Key.Key_Return, "e")
    assert form_of(window).isVisible()
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert window.workspace.inspector.form is None
    assert window.session.marks is not None
    assert window.session.marks.stances() == []


def test_a_role_keeps_its_mark_when_undo_makes_it_a_suggestion_again(window: Window) -> None:
    session = window.session
    jobs.suggest(session.file)
    session.reread()
    marks = session.marks
    assert marks is not None
    actor = next(span for span in marks.suggestions if span.label == "ACTOR")
    (accepted,) = edits.accept(session.file, session.person.id, [actor])
    session.select(accepted.id)
    window.page.setFocus()
    press(window, "s")
    press(window, Key.Key_Z, modifiers=CONTROL)
    form = form_of(window)
    assert form.draft.roles["actor"] == (actor,)
    press(window, Key.Key_Return, "w", Key.Key_Return)
    (stance,) = marks.stances()
    assert [(span.start, span.end) for span in stance.actors] == [(actor.start, actor.end)]
