"""The queue in the window: search, filters, order, lines, counts, and what comes next."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from annotator import edits, resources, settings
from annotator.core.article import Article, Publication
from annotator.core.text import article_id
from annotator.gui.annotate.queue import Queue
from annotator.gui.annotate.queue_menu import menu_of
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import articles, comments, past, statuses
from annotator.store.people import Person
from annotator.store.project import Project, open_project

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NEWS = (
    ("Zagreb 😀 signs", "Wire", "2025-03-13", "hr", "Zagreb signs the treaty on Friday. A long text about it all."),
    (
        "Albania waits",
        "Gazette",
        "2024-12-01",
        "en",
        "Albania waits for the treaty; the Łódź talks go on and on and on here.",
    ),
    ("Émile Durand leaves", "Wire", "2025-04-02", "en", "The minister leaves. بولندا ستغادر. Nothing else."),
    ("A fourth piece", "Wire", "", "en", "Quiet day in Łódź."),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "four.annot"
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(path, toml, Person("lead", "Lea"), device="another machine") as project:
        for news in NEWS:
            put(project, *news)
    return path


def put(project: Project, title: str, source: str, published: str, language: str, text: str) -> str:
    identity = article_id(text)
    publication = Publication(f"p {identity}", title, source, f"https://example.org/{len(text)}", published)
    with project.edit("import", "lead", count=1, file="x"):
        articles.add(project, Article(identity, text, language, (), (publication,)))
        articles.add_publication(project, identity, publication)
    return identity


@pytest.fixture
def project_file(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(project_file)
    made.page.setFocus()
    yield made
    made.close()


@pytest.fixture
def queue(window: Window) -> Queue:
    return window.workspace.queue


def press(window: Window, *keys: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        target = QApplication.focusWidget() or window
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifiers)
        else:
            QTest.keyClick(target, key, modifiers)  # type: ignore[call-overload]  # a key code
    QApplication.processEvents()


def titles(queue: Queue) -> list[str]:
    model = queue.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def chip(queue: Queue, beginning: str) -> QPushButton:
    made = queue.filters.findChildren(QPushButton)
    return next(button for button in made if button.accessibleName().startswith(beginning))


def wait_for(qtbot: QtBot, queue: Queue, *wanted: str) -> None:
    qtbot.waitUntil(lambda: titles(queue) == list(wanted))


ALL = tuple(news[0] for news in NEWS)


def test_ctrl_f_searches_the_articles_and_esc_gives_it_up(window: Window, queue: Queue, qtbot: QtBot) -> None:
    mark = window.session.selected
    press(window, "f", modifiers=CONTROL)
    press(window, "lodz")
    wait_for(qtbot, queue, ALL[1], ALL[3])
    assert "2 found" in queue.filters.said.text()
    press(window, Key.Key_Escape)
    assert window.page.hasFocus()
    assert titles(queue) == list(ALL)
    assert window.session.selected == mark


def test_what_was_found_stands_under_the_titles(window: Window, queue: Queue, qtbot: QtBot) -> None:
    before = queue.list.rowHeight(0)
    press(window, "f", modifiers=CONTROL)
    press(window, "lodz")
    wait_for(qtbot, queue, ALL[1], ALL[3])
    qtbot.waitUntil(lambda: len(queue.model.snippets) == 2)
    found = [snippet.text[slice(*snippet.hit)] for snippet in queue.model.snippets.values() if snippet]
    assert found == ["Łódź", "Łódź"]
    assert queue.list.rowHeight(0) > before
    press(window, Key.Key_Escape)
    assert queue.list.rowHeight(0) == before


def test_nothing_found_says_what_was_asked_and_leads_back(window: Window, queue: Queue, qtbot: QtBot) -> None:
    chip(queue, "To do").click()
    press(window, "f", modifiers=CONTROL)
    press(window, "nowhere")
    qtbot.waitUntil(queue.nothing.isVisible)
    assert "“nowhere”" in queue.nothing.sentence
    queue.nothing.clear_button.click()
    wait_for(qtbot, queue, *ALL)
    assert queue.search.text() == ""
    assert queue.list.isVisible()


def test_an_empty_project_says_so(window: Window, queue: Queue, tmp_path: Path) -> None:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    edits.create(tmp_path / "empty.annot", toml, Person("lead", "Lea"), device="x").close()
    window.open_project(tmp_path / "empty.annot")
    assert queue.nothing.isVisible()
    assert "No articles yet" in queue.nothing.sentence
    assert not queue.nothing.clear_button.isVisible()


def test_chips_count_and_filter_together(window: Window, queue: Queue, qtbot: QtBot) -> None:
    session = window.session
    numbers = [articles.with_number(session.file, number) or "" for number in queue.model.numbers]
    edits.finish(session.file, session.person.id, numbers[1])
    edits.flag(session.file, session.person.id, numbers[1])
    edits.flag(session.file, session.person.id, numbers[2])
    edits.comment(session.file, session.person.id, numbers[2], "Is it?", question=True)
    qtbot.waitUntil(lambda: chip(queue, "Flagged").text().endswith(" 2"))
    assert chip(queue, "To do").text() == "To do 3"
    assert chip(queue, "Done").text() == "Done 1"
    assert chip(queue, "Asked").text() == "Asked 1"
    chip(queue, "Flagged").click()
    wait_for(qtbot, queue, ALL[1], ALL[2])
    chip(queue, "Done").click()
    wait_for(qtbot, queue, ALL[1])
    chip(queue, "To do").click()
    wait_for(qtbot, queue, ALL[2])
    chip(queue, "To do").click()
    wait_for(qtbot, queue, ALL[1], ALL[2])
    assert queue.filters.clear_button.isVisible()
    press(window, "f", modifiers=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    wait_for(qtbot, queue, *ALL)
    assert not queue.filters.clear_button.isVisible()


def test_the_form_asks_for_the_rest_and_what_is_asked_can_be_read(queue: Queue, qtbot: QtBot) -> None:
    queue.filters.show_form()
    form = queue.filters.form
    assert form is not None
    boxes = {box.accessibleName(): box for box in form.findChildren(QComboBox)}
    qtbot.waitUntil(lambda: boxes["Source"].count() == 3)
    boxes["Source"].setCurrentIndex(boxes["Source"].findData("Wire"))
    wait_for(qtbot, queue, ALL[0], ALL[2], ALL[3])
    boxes["Language"].setCurrentIndex(boxes["Language"].findData("en"))
    wait_for(qtbot, queue, ALL[2], ALL[3])
    assert queue.filters.said.text() == "2 found"
    assert queue.filters.asked.text() == "Wire · en"
    form.close()
    queue.filters.clear_button.click()
    wait_for(qtbot, queue, *ALL)


def test_an_article_that_no_longer_matches_stays_until_the_list_is_asked_anew(
    window: Window, queue: Queue, qtbot: QtBot
) -> None:
    chip(queue, "To do").click()
    qtbot.waitUntil(lambda: window.session.listed is not None)
    press(window, Key.Key_Return, modifiers=CONTROL)
    qtbot.waitUntil(lambda: chip(queue, "Done").text() == "Done 1")
    assert titles(queue) == list(ALL)
    assert "Done" in queue.model.data(queue.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    queue.reload()
    wait_for(qtbot, queue, *ALL[1:])


def test_the_order_is_kept_for_the_project(window: Window, queue: Queue, qtbot: QtBot, project_file: Path) -> None:
    order = next(action for action in queue.filters.findChildren(QMenu)[0].actions() if action.data() == "title")
    order.trigger()
    ordered = (ALL[3], ALL[1], ALL[2], ALL[0])
    wait_for(qtbot, queue, *ordered)
    assert settings.load().get(settings.QUEUE_ORDERS) == {str(project_file.absolute()): "title"}
    window.close_project()
    window.open_project(project_file)
    wait_for(qtbot, queue, *ordered)
    assert window.session.article is not None
    assert window.session.article.title == ordered[0]


def test_what_was_begun_meanwhile_stays_in_front(
    window: Window, queue: Queue, qtbot: QtBot, project_file: Path
) -> None:
    next(action for action in queue.filters.findChildren(QMenu)[0].actions() if action.data() == "title").trigger()
    ordered = (ALL[3], ALL[1], ALL[2], ALL[0])
    wait_for(qtbot, queue, *ordered)
    window.open_project(project_file)
    press(window, "f")
    wait_for(qtbot, queue, *ordered)
    assert window.session.article is not None
    assert window.session.article.title == ALL[0]


def test_nothing_is_changed_from_the_queue_while_the_past_is_read(window: Window, queue: Queue) -> None:
    session = window.session
    press(window, "f")
    row = queue.model.line(queue.model.index(1, 0))
    assert row is not None
    assert session.article is not None

    def possible() -> dict[str, bool]:
        menu = menu_of(queue, session, row, queue.chosen.emit)
        return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}

    assert possible()["Done"]
    session.show_past(past.of(session.file, session.article.id, past.latest(session.file, "9")), None)
    assert {words for words, enabled in possible().items() if enabled} == {"Open", "Copy address", "Copy title"}


def test_done_and_the_next_article_follow_the_order_that_is_seen(window: Window, queue: Queue, qtbot: QtBot) -> None:
    session = window.session

    def front() -> str:
        assert session.article is not None
        return session.article.title

    next(action for action in queue.filters.findChildren(QMenu)[0].actions() if action.data() == "title").trigger()
    wait_for(qtbot, queue, ALL[3], ALL[1], ALL[2], ALL[0])
    press(window, Key.Key_PageUp, modifiers=CONTROL)
    assert front() == ALL[2]
    press(window, Key.Key_PageUp, modifiers=CONTROL)
    assert front() == ALL[1]
    press(window, Key.Key_Return, modifiers=CONTROL)
    assert front() == ALL[2]
    press(window, Key.Key_Return, modifiers=CONTROL)
    press(window, Key.Key_Return, modifiers=CONTROL)
    assert front() == ALL[3]


def test_a_list_with_nothing_left_to_do_says_so_and_offers_the_whole(
    window: Window, queue: Queue, qtbot: QtBot
) -> None:
    press(window, "f", modifiers=CONTROL)
    press(window, "quiet")
    wait_for(qtbot, queue, ALL[3])
    press(window, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.session.article and window.session.article.title == ALL[3]))
    press(window, Key.Key_Return, modifiers=CONTROL)
    assert "Nothing is left to do in this list" in window.strip.sentence
    assert window.session.article is not None
    assert window.session.article.title == ALL[3]
    press(window, "f", modifiers=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    window.page.setFocus()
    press(window, Key.Key_Return, modifiers=CONTROL)
    assert window.session.article.title == ALL[0]


def test_all_done_is_a_quiet_word(window: Window, queue: Queue, qtbot: QtBot) -> None:
    assert not queue.all_done.isVisible()
    for _ in NEWS:
        press(window, Key.Key_Return, modifiers=CONTROL)
    qtbot.waitUntil(queue.all_done.isVisible)
    assert "4 articles" in queue.all_done.sentence
    assert queue.foot.count.text() == "4 of 4 done"
    assert queue.foot.progress.value() == queue.foot.progress.maximum() == 4
    assert queue.foot.left.text() == ""


def test_f_flags_and_unflags_the_article_in_front(window: Window, queue: Queue, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    press(window, "f")
    assert comments.is_flagged(session.file, session.article.id, session.person.id)
    assert "Flagged" in queue.model.data(queue.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    qtbot.waitUntil(lambda: chip(queue, "Flagged").text() == "⚑ 1")
    press(window, "f")
    assert not comments.is_flagged(session.file, session.article.id, session.person.id)


def test_the_list_is_walked_by_keys_and_typing_in_it_searches(window: Window, queue: Queue, qtbot: QtBot) -> None:
    queue.list.setFocus()
    press(window, Key.Key_Down, Key.Key_Down)
    assert window.session.article is not None
    assert window.session.article.title == ALL[0]
    press(window, Key.Key_Return)
    assert window.session.article.title == ALL[2]
    assert window.page.hasFocus()
    assert queue.model.front == queue.model.numbers[2]
    queue.list.setFocus()
    press(window, "a", "l", "b")
    wait_for(qtbot, queue, ALL[1])
    assert queue.search.text() == "alb"


def test_esc_in_the_list_goes_back_to_the_page(window: Window, queue: Queue) -> None:
    queue.list.setFocus()
    press(window, Key.Key_Escape)
    assert window.page.hasFocus()


def test_the_menu_of_a_line_works_on_its_article(window: Window, queue: Queue) -> None:
    session = window.session
    second = articles.with_number(session.file, queue.model.numbers[1]) or ""

    def choose(words: str) -> None:
        place = queue.list.visualRect(queue.model.index(1, 0)).center()
        queue.list.customContextMenuRequested.emit(QPoint(place))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()

    choose("Flag")
    assert comments.is_flagged(session.file, second, session.person.id)
    choose("Done")
    assert statuses.of(session.file, second, session.person.id) == "done"
    choose("Not done after all")
    assert statuses.of(session.file, second, session.person.id) == "started"
    choose("Copy address")
    assert QApplication.clipboard().text().startswith("https://example.org/")
    choose("Open")
    assert session.article is not None
    assert session.article.id == second


def test_what_another_window_writes_changes_the_line_and_the_counts_but_not_the_list(
    window: Window, queue: Queue, qtbot: QtBot, project_file: Path
) -> None:
    session = window.session
    chip(queue, "To do").click()
    qtbot.waitUntil(lambda: session.listed is not None)
    with open_project(project_file, device=session.device) as other:
        edits.finish(other, session.person.id, articles.with_number(session.file, queue.model.numbers[2]) or "")
    qtbot.waitUntil(lambda: chip(queue, "Done").text() == "Done 1")
    third = queue.model.index(2, 0)
    qtbot.waitUntil(lambda: "Done" in queue.model.data(third, Qt.ItemDataRole.AccessibleTextRole))
    assert titles(queue) == list(ALL)


def test_articles_that_come_stand_in_the_queue(window: Window, queue: Queue, qtbot: QtBot, project_file: Path) -> None:
    with open_project(project_file, device="other") as other:
        put(other, "A fifth", "Wire", "", "en", "Text of the fifth.")
    wait_for(qtbot, queue, *ALL, "A fifth")


def test_the_statuses_differ_by_more_than_colour(queue: Queue, window: Window) -> None:
    """Draw the line of each status in grey, and compare what is drawn."""
    session = window.session
    project, person = session.file, session.person.id
    ids = [articles.with_number(project, number) or "" for number in queue.model.numbers]
    edits.finish(project, person, ids[1])
    edits.skip(project, person, ids[2], "x")
    edits.add_span(project, person, ids[3], 0, 5, "ACTOR")
    drawn = set()
    for row in range(4):
        rect = queue.list.visualRect(queue.model.index(row, 0))
        image = queue.list.viewport().grab(rect).toImage()
        corner = image.copy(12, image.height() - 30, 18, 26).convertToFormat(image.Format.Format_Mono)
        drawn.add(bytes(corner.constBits()))
    assert len(drawn) == 4
