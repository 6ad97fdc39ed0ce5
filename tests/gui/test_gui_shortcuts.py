"""Own keys: given and taken away in the preferences, in force at once, and never in each other's way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources, settings
from annotator.core.scheme_toml import parse_scheme
from annotator.gui import bindings
from annotator.gui.actions import ACTIONS, Action, label_actions
from annotator.gui.app import make_application, make_window
from annotator.gui.dialogs.keys import KeysPage
from annotator.gui.dialogs.preferences import PreferencesDialog
from annotator.gui.window import Window
from annotator.store import spans
from annotator.store.people import Person

Key = Qt.Key
TEXT = (
    "Vardania weighs leaving the mine ban\n\n13 March 2025\n\n"
    "Poland 😀 and Lithuania told reporters on Tuesday that they will leave the Ottawa Convention. Finland stays."
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(folder / "wire.annot", toml, Person("lead", "Lea"), device="d") as project:
        for number, text in enumerate(
            (TEXT, "Łódź votes\n\nNorway said that it keeps to the Convention on Cluster Munitions.")
        ):
            file = folder / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            jobs.import_files(project, "lead", [file])
        jobs.suggest(project)
    return folder / "wire.annot"


@pytest.fixture
def window(qtbot: QtBot, template: Path, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(Path(shutil.copy(template, tmp_path)))
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


def own(window: Window) -> int:
    session = window.session
    assert session.article is not None
    return len(spans.of(session.file, session.article.id, session.person.id))


def action(name: str) -> Action:
    return next(item for item in ACTIONS if item.id == name)


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> KeysPage:
    window.shortcuts.run("preferences")
    dialog = window.findChild(PreferencesDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.keys.is_complete)
    return dialog.keys


def give(
    page: KeysPage, name: str, key: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    field = page.rows[name].field
    field.click()
    QTest.keyClick(field, key, modifiers)  # type: ignore[call-overload]  # a key code


def test_the_declared_keys_stand_in_nobodys_way() -> None:
    scheme = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    made, _problems = parse_scheme(scheme)
    assert made is not None
    labels = label_actions(made)
    found = bindings.in_force(ACTIONS, labels, {})
    assert found.problems == ()
    lost = [
        (item.id, key)
        for item in (*ACTIONS, *labels)
        for key in item.keys
        if bindings.normal(key) not in found.of(item.id)
    ]
    assert lost == []


def test_every_declared_key_is_one() -> None:
    assert [key for item in ACTIONS for key in item.keys if not bindings.normal(key)] == []


def test_a_key_that_was_given_works_at_once_and_is_kept(window: Window, page: KeysPage, qtbot: QtBot) -> None:
    give(page, "accept", Key.Key_G)
    assert settings.load().get(settings.KEY_BINDINGS) == {"accept": "Return; Enter; G"}
    shown = window.findChild(QAction, "accept")
    assert shown is not None
    assert "G" in [sequence.toString() for sequence in shown.shortcuts()]
    page.window().close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.page.setFocus()
    press(window, "g")
    assert own(window) == 1


def test_a_key_is_taken_away_and_given_back(window: Window, page: KeysPage) -> None:
    page.take(action("reject"), "X")
    assert window.shortcuts.keys("reject") == ("Del",)
    page.rows["reject"].reset.click()
    assert window.shortcuts.keys("reject") == ("X", "Del")
    assert settings.load().get(settings.KEY_BINDINGS) == {}


def test_all_own_keys_are_given_back_at_once(window: Window, page: KeysPage) -> None:
    give(page, "accept", Key.Key_G)
    page.take(action("reject"), "X")
    page.reset_all.click()
    assert window.shortcuts.keys("accept") == ("Return", "Enter")
    assert window.shortcuts.keys("reject") == ("X", "Del")


@pytest.mark.parametrize(
    ("name", "key", "modifiers", "said"),
    [
        ("skip", Key.Key_X, Qt.KeyboardModifier.NoModifier, "Reject or delete"),  # two of the page
        ("skip", Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "Undo"),  # one of the page, one of the window
        ("undo", Key.Key_K, Qt.KeyboardModifier.ControlModifier, "Search everything"),
        ("skip", Key.Key_1, Qt.KeyboardModifier.NoModifier, "scheme"),
        ("skip", Key.Key_Left, Qt.KeyboardModifier.ControlModifier, "caret"),
        ("skip", Key.Key_Home, Qt.KeyboardModifier.NoModifier, "caret"),
        ("undo", Key.Key_U, Qt.KeyboardModifier.NoModifier, "typing"),
        ("undo", Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "typing"),
        ("undo", Key.Key_V, Qt.KeyboardModifier.ControlModifier, "typing"),
    ],
)
def test_a_key_in_the_way_of_another_is_refused_in_a_sentence(
    window: Window, page: KeysPage, name: str, key: Key, modifiers: Qt.KeyboardModifier, said: str
) -> None:
    before = window.shortcuts.keys(name)
    give(page, name, key, modifiers)
    assert window.shortcuts.keys(name) == before
    assert not page.problem.isHidden()
    assert said in page.problem.text()


def test_escape_and_leaving_give_no_key(window: Window, page: KeysPage) -> None:
    before = window.shortcuts.keys("skip")
    give(page, "skip", Key.Key_Escape)
    field = page.rows["skip"].field
    field.click()
    page.search.setFocus()
    assert not field.is_waiting
    assert window.shortcuts.keys("skip") == before


def test_the_page_is_searched_by_name_and_by_key(page: KeysPage) -> None:
    page.search.setText("undo")
    assert [name for name, row in page.rows.items() if not row.isHidden()][:1] == ["undo"]
    page.search.setText("ctrl+shift+z")
    assert [name for name, row in page.rows.items() if not row.isHidden()] == ["redo"]
    page.search.setText("qqqq")
    assert [name for name, row in page.rows.items() if not row.isHidden()] == []


def test_bad_keys_in_the_file_are_ignored_with_a_sentence(window: Window) -> None:
    wrong = {"accept": "Hyper+Nothing", "reject": "Ctrl+Z; D", "skip": "1", "no-such": "Q", "undo": "Left"}
    settings.load().save(settings.KEY_BINDINGS, wrong)
    window.shortcuts.rebind()
    assert window.shortcuts.keys("reject") == ("Ctrl+Z", "D")
    assert window.shortcuts.keys("undo") == ()
    assert "3 of your own keys are not used" in window.strip.sentence
    press(window, "d")
    assert window.session.selected is not None


def test_sentences_name_the_keys_in_force(window: Window) -> None:
    def said() -> str:
        return " ".join(made.text() for made in window.workspace.findChildren(QLabel))

    assert "choose them (Ctrl+I)." in said()
    assert "Press C to ask" in said()
    settings.load().save(settings.KEY_BINDINGS, {"import": "Ctrl+J", "comment": ""})
    window.shortcuts.rebind()
    assert "choose them (Ctrl+J)." in said()
    assert "Press C" not in said()


def test_a_label_of_another_scheme_keeps_its_key(window: Window) -> None:
    settings.load().save(settings.KEY_BINDINGS, {"skip": "5"})
    window.shortcuts.rebind()
    assert window.shortcuts.keys("skip") == ("5",)
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    other, _problems = parse_scheme(toml.replace('key = "2"', 'key = "5"'))
    assert other is not None
    window.session.scheme = other
    window.shortcuts.show_labels()
    assert window.shortcuts.keys("label-TREATY") == ("5",)
    assert window.shortcuts.keys("skip") == ()
    assert "label" in window.strip.sentence.lower()


@pytest.mark.parametrize(("scan_code", "text"), [(42, "п"), (42, "ل")])
def test_an_own_key_works_by_its_place_on_other_keyboards(window: Window, scan_code: int, text: str) -> None:
    settings.load().save(settings.KEY_BINDINGS, {"accept": "G"})
    window.shortcuts.rebind()
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_unknown, none, scan_code, 0, 0, text)
    QApplication.sendEvent(window.page, event)
    assert own(window) == 1


def test_a_key_pressed_on_another_keyboard_is_kept_by_its_place(window: Window, page: KeysPage) -> None:
    field = page.rows["accept"].field
    field.click()
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0x041F, none, 42, 0, 0, "п"))
    assert window.shortcuts.keys("accept")[-1] == "G"


def test_the_strip_and_the_search_show_the_key_in_force(window: Window, page: KeysPage, qtbot: QtBot) -> None:
    page.take(action("palette"), "Ctrl+K")
    give(page, "palette", Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page.take(action("next-mark"), "Tab")
    give(page, "next-mark", Key.Key_W)
    page.window().close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.page.setFocus()
    qtbot.waitUntil(lambda: ("W",) in [hint.keys for hint in window.strip.hints])
    assert window.top.search.key == "Ctrl+P"
