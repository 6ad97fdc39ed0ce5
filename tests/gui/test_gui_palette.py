"""The palette finds actions, labels and articles by a few letters, and Enter does them; the sheet of keys shows them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources, settings
from annotator.gui.app import make_application, make_window
from annotator.gui.fuzzy import match
from annotator.gui.overlay import KeySheet
from annotator.gui.palette import Palette
from annotator.gui.veil import Veil
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


def palette(window: Window) -> Palette:
    window.shortcuts.run("palette")
    sheet = window.findChild(Palette)
    assert sheet is not None
    return sheet


def names(sheet: Palette) -> list[str]:
    return [choice.name for choice in sheet.model.choices]


def own(window: Window) -> list[str]:
    session = window.session
    assert session.article is not None
    return [span.label for span in spans.of(session.file, session.article.id, session.person.id)]


@pytest.mark.parametrize(
    ("words", "text", "meant"),
    [
        ("rej", "Reject or delete", "Rej"),
        ("delete rej", "Reject or delete", "Rejdelete"),
        ("rjct", "Reject or delete", "Rjct"),
        ("dna", "Done, next article", "Dna"),
        ("lodz", "Łódź votes", "Łódź"),
        ("VOTES", "Łódź votes", "votes"),
        ("exprot", "Export the dataset", "Expo"),
        ("strasse", "Die Straße", "Straße"),
    ],
)
def test_a_few_letters_find_a_name_and_are_shown_in_it(words: str, text: str, meant: str) -> None:
    found = match(words, text)
    assert found is not None
    assert "".join(text[place] for place in sorted(found.places)).startswith(meant[:3])


@pytest.mark.parametrize(("words", "text"), [("zzz", "Reject"), ("reject zzz", "Reject"), ("tcejer", "Reject")])
def test_what_does_not_fit_is_not_found(words: str, text: str) -> None:
    assert match(words, text) is None


def test_the_beginning_of_a_word_fits_better_than_its_middle() -> None:
    better, worse = match("art", "Next article"), match("art", "Start one word left")
    assert better is not None
    assert worse is not None
    assert better.score > worse.score


def test_ctrl_k_opens_it_and_enter_does_what_is_chosen(window: Window) -> None:
    press(window, "k", modifiers=Qt.KeyboardModifier.ControlModifier)
    press(window, "accept", Key.Key_Return)
    assert len(own(window)) == 1
    assert window.page.hasFocus()
    assert not any(veil.isVisible() for veil in window.findChildren(Veil))


def test_the_button_above_opens_it(window: Window) -> None:
    QTest.mouseClick(window.top.search, Qt.MouseButton.LeftButton)
    assert window.findChild(Palette) is not None


def test_a_label_is_given_to_the_selected_words(window: Window) -> None:
    assert window.session.article is not None
    start = window.session.article.text.index("reporters")
    window.session.select_stretch((start, start + len("reporters")))
    sheet = palette(window)
    press(window, "@treaty")
    assert names(sheet) == ["Label as Treaty"]
    press(window, Key.Key_Return)
    assert own(window) == ["TREATY"]


def test_an_article_is_found_by_its_title_without_its_diacritics(window: Window, qtbot: QtBot) -> None:
    sheet = palette(window)
    press(window, "lodz")
    qtbot.waitUntil(lambda: names(sheet)[:1] == ["Łódź votes"])
    press(window, Key.Key_Return)
    assert window.session.article is not None
    assert "Norway" in window.session.article.text
    assert window.page.hasFocus()


def test_an_article_is_found_by_its_text(window: Window, qtbot: QtBot) -> None:
    sheet = palette(window)
    press(window, "#cluster munitions")
    qtbot.waitUntil(lambda: names(sheet) == ["Łódź votes"])


def test_a_mark_of_one_kind_leaves_only_that_kind(window: Window, qtbot: QtBot) -> None:
    sheet = palette(window)
    press(window, ">")
    assert {choice.kind for choice in sheet.model.choices} == {">"}
    sheet.field.setText("@")
    assert {choice.kind for choice in sheet.model.choices} == {"@"}


def test_what_is_impossible_now_comes_last_says_why_and_is_not_done(window: Window) -> None:
    window.session.select(None)
    sheet = palette(window)
    assert not sheet.model.choices[0].why
    press(window, ">reject or")
    choice = sheet.model.choices[0]
    assert choice.name == "Reject or delete"
    assert "mark" in choice.why
    press(window, Key.Key_Return)
    assert sheet.isVisible()
    assert own(window) == []


def test_what_was_chosen_last_comes_first_the_next_time(window: Window) -> None:
    palette(window)
    press(window, ">light or dark", Key.Key_Return)
    again = palette(window)
    assert names(again)[0] == "Light or dark"
    assert settings.load().get(settings.RECENT_CHOICES)[0] == "theme"


def test_articles_that_were_in_front_are_offered_at_once(window: Window, qtbot: QtBot) -> None:
    first = window.session.article
    assert first is not None
    window.shortcuts.run("next-article")
    sheet = palette(window)
    qtbot.waitUntil(lambda: any(choice.id == first.id for choice in sheet.model.choices))


def test_the_arrows_go_round_and_escape_leaves_everything_as_it_was(window: Window) -> None:
    selected = window.session.selected
    sheet = palette(window)
    press(window, ">mark")
    press(window, Key.Key_Up)
    assert sheet.list.currentIndex().row() == sheet.model.rowCount() - 1
    press(window, Key.Key_Down)
    assert sheet.list.currentIndex().row() == 0
    press(window, Key.Key_Escape)
    assert window.page.hasFocus()
    assert window.session.selected == selected


def test_the_keys_of_the_window_rest_under_the_palette(window: Window) -> None:
    press(window, Key.Key_Return)
    before = window.session.article
    sheet = palette(window)
    press(window, Key.Key_PageDown, modifiers=Qt.KeyboardModifier.ControlModifier)
    press(window, "z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert window.session.article is before
    assert len(own(window)) == 1
    assert sheet.isVisible()


def test_without_a_project_what_needs_one_says_so(window: Window) -> None:
    window.close_project()
    sheet = palette(window)
    press(window, "export")
    assert sheet.model.choices[0].why == "Open a project first"


def test_the_question_mark_shows_every_key_and_what_is_possible_now(window: Window) -> None:
    window.session.select(None)
    press(window, "?")
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    rows = {row.name: row for rows in sheet.keys.groups.values() for row in rows}
    assert rows["Next mark or suggestion"].possible
    assert not rows["Reject or delete"].possible
    assert rows["Label as Actor"].keys == ("1",)
    assert rows["Move by words"].keys == ("Ctrl+←", "Ctrl+→")
    everything = {
        window.shortcuts.name(item.id) for item in window.shortcuts.declared() if window.shortcuts.keys(item.id)
    }
    assert everything <= set(rows)


def test_the_keys_are_filtered_as_one_types_and_escape_closes(window: Window) -> None:
    press(window, "?", "undo")
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    assert sheet.shown[0] == "Undo"
    assert len(sheet.shown) < 12
    press(window, Key.Key_Escape)
    assert window.page.hasFocus()


@pytest.mark.parametrize("size", [(900, 700), (1280, 800), (1920, 1080)])
def test_no_group_of_keys_is_cut_at_its_side(window: Window, size: tuple[int, int]) -> None:
    window.resize(*size)
    press(window, "?")
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    assert window.rect().contains(sheet.geometry())
    assert sheet.keys.width() <= sheet.width()
