"""Whoever cannot see or use a mouse: every part that takes the focus has a name, shows the focus, and is reached by Tab."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QRadioButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.gui.app import make_application, make_window
from annotator.gui.veil import Veil
from annotator.gui.window import Window
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


def stops(root: QWidget) -> list[QWidget]:
    """Return the parts that Tab can stop at, without the inner parts of Qt's own fields."""
    inner = (QComboBox, QAbstractSpinBox, QLineEdit)
    return [
        part
        for part in root.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.window() is root.window()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(part.parent(), inner)
        and not isinstance(part, QTabWidget)  # its bar takes the focus
        and not (isinstance(part, QRadioButton) and not part.isChecked())  # the arrows go to the others of its group
        and not part.objectName().startswith("qt_")
    ]


def spoken(part: QWidget) -> str:
    """Return what a screen reader says of a part."""
    return QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)


def describe(part: QWidget) -> str:
    return f"{part.metaObject().className()} {part.objectName()} {spoken(part)}".strip()


def looks_same_with_focus(part: QWidget) -> bool:
    """Tell whether nothing is to be seen of the focus on a part or just around it."""
    ground = part.parentWidget() or part
    around = part.geometry().adjusted(-3, -3, 3, 3) if ground is not part else part.rect()
    part.clearFocus()
    QApplication.processEvents()
    before = ground.grab(around).toImage()
    part.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    if not part.hasFocus():
        return False  # hands it on to a part of its own
    return before == ground.grab(around).toImage()


def opened_by(window: Window, action: str) -> QWidget:
    """Return what an action lays over the window."""
    before = set(window.findChildren(QDialog))
    window.shortcuts.run(action)
    QTest.qWait(400)
    made = [dialog for dialog in window.findChildren(QDialog) if dialog not in before and dialog.isVisible()]
    return made[0] if made else window.findChildren(Veil)[0]


def close(part: QWidget) -> None:
    part.close()
    QApplication.processEvents()


DIALOGS = ("preferences", "keys", "palette", "suggest", "export", "correct", "about", "guidelines", "scheme")
PLACES = ("window", "start", *DIALOGS)


def shown(window: Window, place: str) -> QWidget:
    """Return a part of the program that is worked in, made visible."""
    if place in DIALOGS:
        return opened_by(window, place)
    if place == "start":
        window.close_project()
    return window


@pytest.mark.parametrize("place", PLACES)
def test_every_part_that_takes_the_focus_has_a_name(window: Window, place: str) -> None:
    root = shown(window, place)
    parts = stops(root)
    assert parts
    nameless = [describe(part) for part in parts if not spoken(part).strip()]
    close(root)
    assert nameless == []


@pytest.mark.parametrize("place", PLACES)
def test_the_focus_is_to_be_seen_on_every_part(window: Window, place: str) -> None:
    root = shown(window, place)
    root.activateWindow()
    QTest.qWait(50)
    # The page shows its caret, which blinks.
    unseen = [describe(part) for part in stops(root) if part is not window.page and looks_same_with_focus(part)]
    close(root)
    assert "\n".join(unseen) == ""


@pytest.mark.parametrize("place", [name for name in PLACES if name != "window"])
def test_tab_reaches_every_part_and_comes_round(window: Window, place: str) -> None:
    root = shown(window, place)
    root.activateWindow()
    QTest.qWait(50)
    wanted = stops(root)
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    reached = set[QWidget | None]()
    for _ in range(2 * len(wanted) + 4):
        focused = QApplication.focusWidget()
        if focused is None:
            break
        reached |= {focused, focused.parentWidget()}
        QTest.keyClick(focused, Key.Key_Tab)
    left = [describe(part) for part in wanted if part not in reached and part.focusProxy() not in reached]
    close(root)
    assert left == []


def test_f6_goes_round_the_parts_of_the_window(window: Window) -> None:
    seen = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Key.Key_F6)
    assert seen[0] is window.page
    assert window.page in seen[2:]
    assert len(set(seen)) >= 2


def test_every_action_has_a_name_and_the_menus_reach_all_that_labels_do_not(window: Window) -> None:
    in_menus = {made.objectName() for menu in window.menuBar().findChildren(QMenu) for made in menu.actions()}
    for declared in window.shortcuts.declared():
        made = window.findChild(QAction, declared.id)
        assert made is not None
        assert made.text()
        twins = {other.id for other in window.shortcuts.declared() if other.name == declared.name}
        assert twins & in_menus
