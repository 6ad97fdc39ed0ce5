"""Every text of the window can be translated: a translation made by a machine, in brackets, is everywhere to be seen."""

import json
import re
import runpy
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources, words
from annotator.core.problems import Problem
from annotator.gui import language
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import articles
from annotator.store.people import Person

ROOT = Path(__file__).resolve().parents[2]
LUPDATE = Path(sys.executable).with_name("pyside6-lupdate")
LRELEASE = Path(sys.executable).with_name("pyside6-lrelease")
pytestmark = pytest.mark.skipif(not LUPDATE.exists(), reason="PySide6 came without lupdate")

TEXT = "Vardania weighs leaving\n\n13 March 2025\n\nPoland told reporters that it will leave the Ottawa Convention."
LETTERS = re.compile(r"[^\W\d_]{2,}")
TAGS = re.compile(r"<[^>]*>")
BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
DATA = set(
    # what is the same in every language: names of files and formats, keys, the program itself
    "Annotator Free Ctrl Shift Alt Enter Tab Esc Del Home End PgUp PgDown Backspace Space Return Ins"
    # what the sample article of the scheme editor says, and the kind of an entity in the resources
    " stand in its evidence state Left Right Up Down json jsonl JSON Lines spaCy DocBin CSV TOML annot default model en English lead Lea".split()
)


@pytest.fixture(scope="module")
def translated_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translation")
    ts, qm = folder / "annotator_xx.ts", folder / "annotator_xx.qm"
    sources = [str(file) for file in (ROOT / "annotator").rglob("*.py")]
    options = runpy.run_path(str(ROOT / "packaging" / "dev.py"))["LUPDATE"]
    subprocess.run([LUPDATE, *options, *sources, "-ts", ts, "-target-language", "en"], check=True, capture_output=True)
    tree = ET.parse(ts)  # noqa: S314  just made here
    for message in tree.iter("message"):
        said, made = message.find("source"), message.find("translation")
        assert said is not None
        assert made is not None
        made.attrib.pop("type", None)
        bracketed = f"⟦{said.text or ''}⟧"
        forms = made.findall("numerusform")
        for form in forms or [made]:
            form.text = bracketed
    tree.write(ts, encoding="utf-8", xml_declaration=True)
    subprocess.run([LRELEASE, ts, "-qm", qm], check=True, capture_output=True)
    with (folder / "xx.toml").open("w", encoding="utf-8") as file:
        for section in ("problems", "steps", "fields"):
            file.write(f"[{section}]\n")
            for code, template in words.templates(section, words.ENGLISH).items():
                variants = {"": template} if isinstance(template, str) else template
                texts = {form: json.dumps(f"⟦{text}⟧", ensure_ascii=False) for form, text in variants.items()}
                table = ", ".join(f"{form} = {text}" for form, text in texts.items())
                file.write(f"{code} = {texts.get('', f'{{ {table} }}')}\n")
    return folder


@pytest.fixture
def speaking(translated_files: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """Return the application on a computer whose language is `xx`, for which there is a translation."""
    shipped = resources.path

    def path(*parts: str) -> Path:
        if parts in (("translations",), ("words", "xx.toml")):
            return translated_files.joinpath(*parts[1:])
        return shipped(*parts)

    monkeypatch.setattr(resources, "path", path)
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    application = make_application()
    yield application
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, speaking: QApplication, tmp_path: Path) -> Iterator[Window]:
    assert language.translated("Undo") == "⟦Undo⟧"
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(tmp_path / "wire.annot", toml, Person("lead", "Lea"), device="d") as project:
        file = tmp_path / "wire.txt"
        file.write_text(TEXT, encoding="utf-8")
        jobs.import_files(project, "lead", [file])
        jobs.suggest(project)
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(tmp_path / "wire.annot")
    yield made
    made.close()


def data_of(window: Window) -> set[str]:
    """Return the words that come from the project and the resources, and from nobody's program."""
    session = window.session
    known = [session.person.name, str(session.file.path), session.scheme.name, session.scheme.toml]
    known += QFontDatabase.families()
    calendar = QLocale("en")
    known += [calendar.monthName(number) for number in range(1, 13)] + [calendar.dayName(day) for day in range(1, 8)]
    for identity in articles.ids(session.file):
        article = articles.get(session.file, identity)
        known += [article.text, article.title, article.source]
    return DATA | {word for text in known for word in LETTERS.findall(text)}


def texts_of(part: QWidget) -> Iterable[str]:
    """Return what a widget says, in letters, in its hint and to a screen reader."""
    yield part.toolTip()
    yield part.accessibleName()
    yield part.accessibleDescription()
    if part.isWindow():
        yield part.windowTitle()
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    if isinstance(part, QLineEdit):
        yield part.placeholderText()
    if isinstance(part, QGroupBox):
        yield part.title()
    if isinstance(part, QComboBox):
        yield from (part.itemText(number) for number in range(part.count()))
    if isinstance(part, QListWidget):
        yield from (part.item(number).text() for number in range(part.count()))
    yield from (
        action.text() for action in part.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly)
    )


def untranslated(parts: Iterable[QWidget], data: set[str]) -> list[str]:
    found = set()
    for part in parts:
        if isinstance(part.parent(), QTabBar):
            continue  # its arrows are Qt's own, and in Qt's translations
        for text in (text for text in texts_of(part) if not text.startswith("/")):
            left = BRACKETS.sub("", TAGS.sub("", text))
            while (shorter := BRACKETS.sub("", left)) != left:
                left = shorter
            if [word for word in LETTERS.findall(left) if word not in data]:
                found.add(f"{part.metaObject().className()}: {text}")
    return sorted(found)


def every_part(window: Window) -> list[QWidget]:
    return [part for part in (window, *window.findChildren(QWidget)) if not part.objectName().startswith("qt_")]


def open_dialogs() -> list[QDialog]:
    return [part for part in QApplication.topLevelWidgets() if isinstance(part, QDialog) and part.isVisible()]


def test_all_that_the_window_says_is_translated(window: Window) -> None:
    data = data_of(window)
    assert "\n".join(untranslated(every_part(window), data)) == ""
    window.session.select(window.session.marks.suggestions[0].id if window.session.marks else None)
    window.shortcuts.run("accept")
    window.workspace.new_stance()
    QTest.qWait(200)
    assert "\n".join(untranslated(every_part(window), data)) == ""


def test_the_start_page_is_translated(window: Window) -> None:
    data = data_of(window)
    window.close_project()
    assert "\n".join(untranslated(every_part(window), data)) == ""


@pytest.mark.parametrize(
    "action",
    ["preferences", "keys", "palette", "suggest", "export", "correct", "about", "scheme", "history", "comment", "skip"],
)
def test_what_an_action_opens_is_translated(window: Window, qtbot: QtBot, action: str) -> None:
    data = data_of(window)
    window.shortcuts.run(action)
    QTest.qWait(600 if action == "preferences" else 50)
    parts = [part for dialog in open_dialogs() for part in (dialog, *dialog.findChildren(QWidget))]
    found = untranslated([*every_part(window), *parts], data)
    for dialog in open_dialogs():
        dialog.close()
    assert "\n".join(found) == ""


def test_the_window_runs_in_the_direction_of_its_language(
    translated_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = make_application()
    shutil.copy(translated_files / "annotator_xx.qm", tmp_path / "annotator_ar.qm")
    monkeypatch.setattr(resources, "path", lambda *_parts: tmp_path)
    monkeypatch.setenv("LC_ALL", "ar_EG.UTF-8")
    direction = application.layoutDirection()
    try:
        assert language.install(application)
        assert language.translated("Undo") == "⟦Undo⟧"
        assert application.layoutDirection() == Qt.LayoutDirection.RightToLeft
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
            translator.deleteLater()
        application.setLayoutDirection(direction)
    assert not language.install(application, "xy")


def test_sentences_come_in_the_language_of_the_computer_and_what_it_lacks_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words").mkdir()
    shutil.copy(resources.path("words", "en.toml"), tmp_path / "words")
    (tmp_path / "words" / "zz.toml").write_text('[problems]\nno-article = "Kein Artikel."\n', encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda *parts: _existing(tmp_path.joinpath(*parts)))
    assert words.sentence(Problem("no-article"), "zz") == "Kein Artikel."
    assert words.sentence(Problem("no-marks"), "zz") == words.sentence(Problem("no-marks"), "en")
    assert words.sentence(Problem("no-article"), "yy") == words.sentence(Problem("no-article"), "en")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert words.spoken() == "de"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert words.spoken() == "en"


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileNotFoundError(path)
    return path
