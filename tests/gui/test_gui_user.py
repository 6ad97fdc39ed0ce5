"""A user as a state machine: random keys in a real window, undo, redo and restarts; the screen shows what the file holds.

Set ANNOTATOR_USER_RUNS to try more than the usual number of runs.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.exceptions import capture_exceptions

from annotator import edits, jobs, resources
from annotator.core.marks import is_pipeline
from annotator.core.rules import check_span
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import articles, digest, history, links, spans
from annotator.store.people import Person
from annotator.store.project import open_project

Key, Held = Qt.Key, Qt.KeyboardModifier
RUNS = int(os.environ.get("ANNOTATOR_USER_RUNS", "12"))
STEPS = 30

TEXTS = (
    (
        "Vardania weighs leaving the mine ban\n\n13 March 2025\n\nPoland 😀 and Lithuania told reporters on Tuesday that they"
        " will leave the Ottawa Convention. Poland stays in the Convention on Cluster Munitions, Norway said on 7 March."
    ),
    (
        "Eine zweite Meldung\n\n14 March 2025\n\nبولندا ستغادر معاهدة أوتاوا. Norway e\u0301tait là; 波兰退出条约。 Norway keeps to the"
        " Ottawa Convention, and Poland does not."
    ),
)

PLAIN = (
    Key.Key_Tab, Key.Key_Backtab, Key.Key_Return, Key.Key_Escape, Key.Key_Delete, Key.Key_Home, Key.Key_End,
    Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_F6,
    "1", "2", "3", "4", "x", "s", "e", "o", "r", "a", "q", "f", "c", "u", "w", "k", "?", "[", "]", "{", "}", "/",
)  # fmt: skip
HELD = (
    (Key.Key_Right, Held.ShiftModifier), (Key.Key_Left, Held.ShiftModifier), (Key.Key_Down, Held.ShiftModifier),
    (Key.Key_Right, Held.ControlModifier), (Key.Key_Right, Held.ControlModifier | Held.ShiftModifier),
    (Key.Key_Right, Held.AltModifier), (Key.Key_Left, Held.AltModifier),
    (Key.Key_Left, Held.AltModifier | Held.ShiftModifier), (Key.Key_Right, Held.AltModifier | Held.ControlModifier),
    (Key.Key_Return, Held.ShiftModifier), (Key.Key_Return, Held.ControlModifier), (Key.Key_Return, Held.AltModifier),
    ("a", Held.ShiftModifier), ("x", Held.ShiftModifier), ("x", Held.AltModifier),
    (Key.Key_PageDown, Held.ControlModifier), (Key.Key_PageUp, Held.ControlModifier), ("g", Held.ControlModifier),
    ("b", Held.ControlModifier), ("b", Held.ControlModifier | Held.ShiftModifier),
    ("b", Held.ControlModifier | Held.AltModifier), ("g", Held.ControlModifier | Held.ShiftModifier),
    ("h", Held.AltModifier), ("k", Held.ControlModifier), ("f", Held.ControlModifier), ("z", Held.ControlModifier), ("z", Held.ControlModifier | Held.ShiftModifier),
)  # fmt: skip


class User(RuleBasedStateMachine):
    """Presses keys; `template` is a project that each run gets a copy of."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="annotator-user-"))
        self.file = Path(shutil.copy(self.template, self.folder / "p.annot"))
        # A question that opens by a key is answered as Escape would.
        self.answering = QTimer(interval=5)
        self.answering.timeout.connect(_leave_dialog)
        self.answering.start()
        self.open()
        self.first = digest.of(self.window.session.file).rows

    def open(self) -> None:
        self.window: Window = make_window()
        self.window.show()
        self.window.open_project(self.file)
        self.window.page.setFocus()
        QApplication.processEvents()

    @rule(key=st.sampled_from(PLAIN))
    def press(self, key: object) -> None:
        self._press(key)

    @rule(key=st.sampled_from(HELD))
    def press_with(self, key: tuple[object, Qt.KeyboardModifier]) -> None:
        self._press(*key)

    @rule(keys=st.lists(st.sampled_from(PLAIN), min_size=2, max_size=6))
    def press_many(self, keys: list[object]) -> None:
        for key in keys:
            self._press(key)

    @rule()
    def go_back_to_the_page(self) -> None:
        self._press(Key.Key_Escape)
        self._press(Key.Key_Escape)
        self.window.page.setFocus()

    @rule(typed=st.text(max_size=6))
    @precondition(lambda self: not self.window.page.hasFocus())
    def type(self, typed: str) -> None:
        target = QApplication.focusWidget()
        if target is not None:
            with capture_exceptions() as caught:
                for letter in typed:  # QTest knows Latin letters only
                    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, Held.NoModifier, letter))
                QApplication.processEvents()
            assert not caught

    @rule()
    def restart(self) -> None:
        session = self.window.session
        marks = set(session.file.rows("SELECT * FROM span")) | set(session.file.rows("SELECT * FROM link"))
        self.window.close()  # which saves what stands complete in a form, and what was typed as a comment
        with open_project(self.file, device=session.device) as closed:
            kept = digest.of(closed)
            assert marks <= set(closed.rows("SELECT * FROM span")) | set(closed.rows("SELECT * FROM link"))
        self.open()
        assert digest.of(self.window.session.file) == kept

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        session = self.window.session
        self.go_back_to_the_page()
        full, undone = digest.of(session.file).rows, 0
        while history.next_undo(session.file, session.person.id) is not None:
            session.undo()
            undone += 1
        assert digest.of(session.file).rows == self.first
        for _ in range(undone):
            session.undo(redo=True)
        assert digest.of(session.file).rows == full

    @invariant()
    def the_screen_shows_what_the_file_holds(self) -> None:
        session, page = self.window.session, self.window.page
        article = session.article
        assert article is not None
        if session.past is not None:
            return
        every = spans.of(session.file, article.id)
        own = {span.id: span for span in every if span.author == session.person.id}
        left = {span.id for span in edits.undecided_suggestions(session.file, session.person.id, article.id)}
        shown = own.keys() | (left if session.show_suggestions and not session.blind else set())
        for span in every:
            assert (span.id in page.marks_at(span.start)) == (span.id in shown)
        assert session.selected is None or session.selected in shown
        assert page.selected_mark == session.selected or page.selected_stretch is not None
        for span in own.values():
            assert not is_pipeline(span.author)
            others = [other for other in own.values() if other.id != span.id]
            check_span(session.scheme, articles.text_of(session.file, article.id), span, others, before=span)
        for link in links.of(session.file, article.id, session.person.id):
            assert {link.source, link.target} <= own.keys()

    def _press(self, key: object, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        target = QApplication.focusWidget() or self.window.page
        with capture_exceptions() as caught:
            QTest.keyClick(target, key, held)  # type: ignore[call-overload]  # a key code or a character
            QApplication.processEvents()
        assert not caught, caught

    def teardown(self) -> None:
        self.answering.stop()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()
        shutil.rmtree(self.folder)


def _leave_dialog() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(folder / "t.annot", toml, Person("lead", "Lea"), device="another machine") as project:
        for number, text in enumerate(TEXTS):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
            jobs.import_files(project, "lead", [folder / f"{number}.txt"])
        jobs.suggest(project)
    return folder / "t.annot"


def test_random_keys_lose_and_break_nothing(template: Path) -> None:
    make_application()
    User.template = template
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        User,
        settings=settings(max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks),
    )
