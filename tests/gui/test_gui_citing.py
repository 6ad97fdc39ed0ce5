"""Citations, the original page, blind work and skipping, by keys and mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.marks import Link, Span
from annotator.gui.app import make_application, make_window
from annotator.gui.dialogs.skip import SkipPrompt
from annotator.gui.window import Window
from annotator.store import assignments, runs, spans, statuses, verdicts
from annotator.store.people import Person

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST = (
    "Poland weighs leaving the mine ban\n\n13 March 2025\n\n"
    "Poland 😀 and Lithuania told reporters on Tuesday that they will leave the Ottawa Convention. Finland stays in.\n\n"
    "The ministers of the two countries said e\u0301 that they had thought about it for a long time, and would write soon."
)
SECOND = "A second piece\n\n14 March 2025\n\nNorway said on 12 March 2025 that it keeps to the Convention on Cluster Munitions."


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrections")
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(folder / "two.annot", toml, Person("lead", "Lea"), device="another machine") as project:
        for number, text in enumerate((FIRST, SECOND)):
            file = folder / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            jobs.import_files(project, "lead", [file])
        jobs.suggest(project)
    return folder / "two.annot"


@pytest.fixture
def window(qtbot: QtBot, template: Path, tmp_path: Path) -> Iterator[Window]:
    import shutil

    make_application()
    made = make_window()
    qtbot.addWidget(made, before_close_func=lambda window: window.work.shut_down())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(Path(shutil.copy(template, tmp_path)))
    made.page.setFocus()
    yield made
    made.work.shut_down()
    made.close()


def press(*keys: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifiers)
        else:
            QTest.keyClick(target, key, modifiers)  # type: ignore[call-overload]  # a key code
    QApplication.processEvents()


def select(window: Window, words: str) -> None:
    start = text(window).index(words)
    window.session.select_stretch((start, start + len(words)))
    QApplication.processEvents()


def text(window: Window) -> str:
    assert window.session.article is not None
    return window.session.article.text


def own(window: Window) -> list[Span]:
    session = window.session
    assert session.article is not None
    return spans.of(session.file, session.article.id, session.person.id)


def shown(part: QWidget) -> str:
    return "\n".join(made.text() for made in part.findChildren(QLabel) if made.isVisible())


# Citations and the original page


class Browser(QObject):
    """What opens web pages while a test runs."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open_page(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    for scheme in ("https", "file", "javascript"):
        QDesktopServices.setUrlHandler(scheme, made, "open_page")  # type: ignore[arg-type]  # the stub is wrong: it takes text
    yield made
    for scheme in ("https", "file", "javascript"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_selected_words_are_copied_as_a_citation(window: Window) -> None:
    select(window, "said e\u0301 that")
    press("c", modifiers=CONTROL | SHIFT)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().startswith("“said e\u0301 that” — “Poland weighs leaving the mine ban”")
    assert "13 March 2025" in data.text()
    assert "<p>" in data.html()


def test_a_stance_is_cited_with_its_record(window: Window) -> None:
    session = window.session
    assert session.article is not None
    article = session.article.id
    start = text(window).index("Poland 😀")
    actor = Span("s-a", article, "model:x", "ACTOR", start, start + 6, {"name": "Poland"})
    treaty = Span("s-t", article, "model:x", "TREATY", text(window).index("Ottawa"), text(window).index(". Finland"))
    stance = Span("s-s", article, "model:x", "STANCE", start, treaty.end, {"value": "considers_withdrawal"})
    ties = [
        Link(f"s-{role}", article, "model:x", role, "s-s", to) for role, to in (("actor", "s-a"), ("treaty", "s-t"))
    ]
    with session.file.run("model:x", "1") as run:
        runs.replace(session.file, run, "model:x", [(article, [actor, treaty, stance], ties)])
    session.select("s-s")
    press("c", modifiers=CONTROL | SHIFT)
    suggested_record = QGuiApplication.clipboard().text()
    record, quote = suggested_record.splitlines()
    assert record == "Poland → Ottawa Convention: considers withdrawal (reported 2025-03-13)"
    assert quote.startswith("“Poland 😀 and Lithuania told")
    press(Key.Key_Return)
    session.select(next(span for span in own(window) if span.label == "STANCE").id)
    press("c", modifiers=CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == suggested_record


def test_nothing_selected_is_said(window: Window) -> None:
    window.session.select(None)
    QApplication.processEvents()
    press("c", modifiers=CONTROL | SHIFT)
    assert window.strip.sentence


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("", "not known where"), ("javascript:alert(1)", "not opened"), ("file:///etc/passwd", "not opened")],
)
def test_only_web_pages_are_opened(window: Window, browser: Browser, url: str, sentence: str) -> None:
    assert window.session.article is not None
    if url:
        edits.correct(window.session.file, window.session.person.id, window.session.article.id, {"url": url})
    QApplication.processEvents()
    press("o", modifiers=CONTROL | SHIFT)
    assert browser.opened == []
    assert sentence in window.strip.sentence


def test_the_original_page_is_opened_and_its_address_copied(window: Window, browser: Browser) -> None:
    assert window.session.article is not None
    url = "https://wire.test/a?b=1&c=%20"
    edits.correct(window.session.file, window.session.person.id, window.session.article.id, {"url": url})
    QApplication.processEvents()
    press("o", modifiers=CONTROL | SHIFT)
    assert browser.opened == [QUrl(url).toString()]
    window.shortcuts.run("copy-address")
    assert QGuiApplication.clipboard().text() == url


# Blind work


def is_blind(window: Window) -> bool:
    return window.session.blind


def test_blind_work_hides_suggestions_and_passes_nothing_over(window: Window, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    article = session.article.id
    press("g", modifiers=CONTROL | SHIFT)
    assert is_blind(window)
    assert session.marks is not None
    assert session.marks.ordered() == []
    assert "Blind" in shown(window.workspace)
    press("g", modifiers=CONTROL)
    assert "without suggestions" in window.strip.sentence
    assert session.marks.ordered() == []
    press("h", modifiers=CONTROL | SHIFT)
    qtbot.waitUntil(lambda: not window.work.name, timeout=60_000)
    assert session.marks is not None
    assert session.marks.ordered() == []
    select(window, "Finland")
    press("1")
    press(Key.Key_Return, modifiers=CONTROL)
    assert statuses.of(session.file, article, session.person.id) == "done"
    assert verdicts.of(session.file, article, session.person.id) == []
    assert not is_blind(window)
    session.show_article(article)
    press("g", modifiers=CONTROL | SHIFT)
    assert session.marks is not None
    assert session.marks.suggestions
    assert "Blind" not in shown(window.workspace)
    session.undo()
    assert assignments.is_blind(session.file, article, session.person.id)
    assert is_blind(window)


# Skipping


def prompt(window: Window, qtbot: QtBot) -> SkipPrompt:
    window.shortcuts.run("skip")
    made = next(one for one in window.findChildren(SkipPrompt) if one.isVisible())
    qtbot.waitUntil(made.isActiveWindow)
    return made


def reason(window: Window, article: str) -> str:
    return str(window.session.file.rows("SELECT reason FROM status WHERE article = ?", (article,))[0][0])


def test_one_key_skips_with_a_usual_reason(window: Window, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    first = session.article.id
    made = prompt(window, qtbot)
    assert made.reasons[1] == "Not about a treaty"
    QTest.keyClick(made, Key.Key_2)
    assert reason(window, first) == "Not about a treaty"
    assert session.article.id != first
    made = prompt(window, qtbot)
    assert made.reasons[0] == "Not about a treaty"
    QTest.keyClick(made, Key.Key_Escape)
    assert statuses.of(session.file, session.article.id, session.person.id) == "todo"


def test_words_of_ones_own_are_offered_the_next_time(window: Window, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    first = session.article.id
    made = prompt(window, qtbot)
    QTest.keyClick(made, Key.Key_S)
    assert made.own.hasFocus()
    QTest.keyClicks(made.own, "atire 2")
    made.own.insert(" 😀")
    QTest.keyClick(made.own, Key.Key_Return)
    assert reason(window, first) == "satire 2 😀"
    made = prompt(window, qtbot)
    assert made.reasons[0] == "satire 2 😀"
    made.close()
