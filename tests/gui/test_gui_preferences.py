"""Preferences are made from the table of settings, take effect at once and are kept; and the window remembers itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources, settings
from annotator.gui import chosen
from annotator.gui.annotate.history import panel_of
from annotator.gui.app import make_application, make_window
from annotator.gui.dialogs.preferences import PreferencesDialog, Row, reading_faces
from annotator.gui.window import Window
from annotator.gui.work import Task
from annotator.store.people import Person
from annotator.worker import Order

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


@pytest.fixture(autouse=True)
def same_font(qapp: QApplication) -> Iterator[None]:
    font, palette = qapp.font(), qapp.palette()
    yield
    qapp.setFont(font)
    qapp.setPalette(palette)


def row(window: Window, name: str) -> Row:
    window.shortcuts.run("preferences")
    dialogs = [dialog for dialog in window.findChildren(PreferencesDialog) if dialog.isVisible()]
    return dialogs[-1].rows[name]


def choose(made: Row, value: object) -> None:
    field = made.field
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData(value))


def test_every_setting_with_a_page_is_there_with_its_sentence(window: Window) -> None:
    window.shortcuts.run("preferences")
    dialog = window.findChild(PreferencesDialog)
    assert dialog is not None
    asked = [setting for setting in settings.SETTINGS if setting.page and setting is not settings.KEY_BINDINGS]
    assert set(dialog.rows) == {setting.name for setting in asked}
    for setting in asked:
        said = [part.text() for part in dialog.rows[setting.name].findChildren(QLabel)]
        assert setting.sentence in said
        assert setting.title in said
        assert dialog.rows[setting.name].field.accessibleName()


def test_every_setting_with_a_page_does_something_to_the_window(window: Window) -> None:
    deaf = [setting.name for setting in settings.SETTINGS if setting.page and not chosen.is_heard(setting)]
    assert deaf == []


def test_the_theme_changes_at_once_and_is_kept(window: Window) -> None:
    made = row(window, "theme")
    choose(made, "dark")
    assert window.theme.name == "dark"
    assert settings.load().get(settings.THEME) == "dark"
    assert made.reset.isEnabled()
    made.reset.click()
    assert settings.load().get(settings.THEME) == "system"
    assert not made.reset.isEnabled()


def test_the_size_of_the_text_changes_once_it_has_been_typed(window: Window, qtbot: QtBot) -> None:
    before = window.page.document().size().height()
    made = row(window, "text_zoom")
    assert isinstance(made.field, QSpinBox)
    made.field.setValue(200)
    qtbot.waitUntil(lambda: settings.load().get(settings.TEXT_ZOOM) == 2.0)
    assert window.page.document().size().height() > 1.5 * before


def test_lines_are_set_further_apart(window: Window, qtbot: QtBot) -> None:
    before = window.page.document().size().height()
    made = row(window, "line_spacing")
    assert isinstance(made.field, QDoubleSpinBox)
    made.field.setValue(3.0)
    qtbot.waitUntil(lambda: window.page.document().size().height() > 1.2 * before)


def test_suggestions_are_hidden_and_stay_so(window: Window) -> None:
    made = row(window, "show_suggestions")
    assert isinstance(made.field, QCheckBox)
    made.field.setChecked(False)
    assert window.session.marks is not None
    assert window.session.marks.suggestions == []
    assert settings.load().get(settings.SHOW_SUGGESTIONS) is False


def test_only_faces_for_reading_that_are_installed_are_offered(window: Window) -> None:
    made = row(window, "reading_font")
    assert isinstance(made.field, QComboBox)
    assert [made.field.itemText(number) for number in range(made.field.count())] == reading_faces()
    if len(reading_faces()) > 1:
        choose(made, reading_faces()[1])
        assert settings.load().get(settings.READING_FONT) == reading_faces()[1]
        assert reading_faces()[1] in made.preview.styleSheet()


def test_the_zoom_keys_and_the_preferences_are_one_setting(window: Window) -> None:
    window.zoom(10)
    window.zoom(10)
    assert settings.load().get(settings.TEXT_ZOOM) == pytest.approx(1.2)
    window.zoom(0)
    assert settings.load().get(settings.TEXT_ZOOM) == 1.0


def clipped(window: Window) -> list[str]:
    """Return what is written in bar, top and dialogs and has less room than it needs."""
    found = []
    for part in window.findChildren(QLabel):
        if part.isVisible() and not part.wordWrap() and type(part) is QLabel and part.text():
            found += (
                [part.text()]
                if part.width() < part.sizeHint().width() or part.height() < part.sizeHint().height()
                else []
            )
    return found


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_window_of_double_size_has_room_for_its_words(window: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    small = window.strip.height()
    made = row(window, "window_scale")
    assert isinstance(made.field, QSpinBox)
    made.field.setValue(200)
    qtbot.waitUntil(lambda: settings.load().get(settings.WINDOW_SCALE) == 2.0)
    made.window().close()
    qtbot.waitUntil(lambda: window.strip.height() > 1.3 * small)
    assert window.width() <= max(size[0], window.minimumSizeHint().width())
    assert window.minimumSizeHint().width() <= 1280
    for part in (window.top, window.strip):
        needed = part.sizeHint().height()
        assert part.height() >= needed


def test_the_window_may_be_nine_hundred_pixels_wide(window: Window) -> None:
    assert window.minimumSizeHint().width() <= 900
    window.resize(900, 700)
    QApplication.processEvents()
    assert window.width() == 900


def test_panels_are_hidden_for_quiet_reading_and_stay_so(window: Window, tmp_path: Path) -> None:
    press(window, Key.Key_F9)
    assert not window.workspace.queue.isVisible()
    press(window, Key.Key_F9, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert not window.workspace.inspector.isVisible()
    window.shortcuts.run("quiet")
    assert window.workspace.queue.isVisible()
    assert window.workspace.inspector.isVisible()
    window.shortcuts.run("quiet")
    assert not window.workspace.queue.isVisible()
    window.close()
    again = make_window()
    assert again.workspace.queue.isHidden()
    assert again.workspace.inspector.isHidden()
    again.close()


def test_a_hidden_panel_gives_the_focus_back_to_the_page(window: Window) -> None:
    window.workspace.start_search()
    window.shortcuts.run("queue-panel")
    assert window.page.hasFocus()
    window.workspace.start_search()
    assert window.workspace.queue.isVisible()


def test_the_widths_of_the_panels_are_remembered(window: Window) -> None:
    window.resize(1600, 800)
    window.workspace.splitter.setSizes([400, 800, 400])
    QApplication.processEvents()
    kept, file = window.workspace.splitter.sizes(), window.session.file.path
    window.close()
    again = make_window()
    again.resize(1600, 800)
    again.show()
    again.open_project(file)
    QApplication.processEvents()
    assert [abs(one - other) < 20 for one, other in zip(again.workspace.splitter.sizes(), kept, strict=True)] == [
        True
    ] * 3
    again.close()


def test_a_start_page_that_is_closed_keeps_the_widths_of_the_panels(window: Window) -> None:
    file = window.session.file.path
    window.resize(1600, 800)
    window.workspace.splitter.setSizes([290, 960, 350])
    QApplication.processEvents()
    kept = window.workspace.splitter.sizes()
    window.close_project()
    window.close()
    make_window().close()
    again = make_window()
    again.resize(1600, 800)
    again.show()
    again.open_project(file)
    QApplication.processEvents()
    assert again.workspace.splitter.sizes()[0] == kept[0]
    assert again.workspace.splitter.sizes()[2] == kept[2]
    again.close()


def test_panels_are_as_wide_as_before_once_letters_are_small_again(window: Window) -> None:
    window.resize(1280, 800)
    QApplication.processEvents()
    before = window.workspace.splitter.sizes()
    chosen.choose(window, settings.WINDOW_SCALE, 2.0)
    QApplication.processEvents()
    assert window.workspace.splitter.sizes()[2] > before[2]
    chosen.choose(window, settings.WINDOW_SCALE, 1.0)
    QApplication.processEvents()
    assert window.workspace.splitter.sizes() == before


def test_the_history_and_the_find_bar_have_room_for_large_letters(window: Window) -> None:
    window.resize(1280, 800)
    chosen.choose(window, settings.WINDOW_SCALE, 2.0)
    window.workspace.find_bar.start()
    window.shortcuts.run("history")
    QApplication.processEvents()
    panel = panel_of(window)
    assert panel is not None
    for part in (panel, window.workspace.find_bar):
        for made in part.findChildren(QPushButton):
            assert not made.isVisible() or made.width() >= made.sizeHint().width(), made.text()


def test_the_whole_screen_and_back(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    press(window, Key.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen())


def test_closing_while_a_job_runs_asks_once(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    answers = iter([QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard])

    def answer(_parent: QWidget, _title: str, text: str, *_buttons: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return next(answers)

    monkeypatch.setattr(QMessageBox, "question", answer)
    session = window.session
    order = Order(
        "suggest", session.file.path, session.device, session.person.id, {"pipeline": "default", "chosen": None}
    )
    window.work.begin(Task(order, "Pre-highlighting", lambda _report: None))
    assert not window.close()
    assert window.isVisible()
    assert window.close()
    assert len(asked) == 2
    assert "Pre-highlighting" in asked[0]
