"""The history in the window: the steps, undo back to one, and the article as it was at any of them."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.article import Article, Publication
from annotator.core.marks import Span
from annotator.core.text import article_id
from annotator.gui.annotate import history
from annotator.gui.annotate.history_panel import HistoryPanel
from annotator.gui.annotate.history_steps import Asked
from annotator.gui.annotate.history_travel import Banner
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import articles, digest, people, runs, spans, timeline
from annotator.store import history as steps
from annotator.store.people import Person
from annotator.store.project import Project, open_project

ROOT = Path(__file__).resolve().parents[2]
WORKING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from annotator.gui.app import make_application, make_window
application = make_application()
window = make_window()
window.show()
window.open_project(Path(sys.argv[1]))
window.page.setFocus()
text = window.session.article.text
number = 0
while True:
    start = number * 9 % 90
    number += 1
    window.session.select_stretch((start, start + 5))
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(window.page, key)
        application.processEvents()
    print(number, flush=True)
"""
IMPORTING = """
import sys
from pathlib import Path
from annotator import settings
from annotator.core.article import Article
from annotator.core.text import article_id
from annotator.store import articles
from annotator.store.project import open_project
project = open_project(Path(sys.argv[1]), device=settings.device())
with project.long_edit("import", settings.person().id, count=1, file="x") as long:
    for number in range(1_000_000):
        text = f"Text {number} 😀"
        with long.batch():
            articles.add(project, Article(article_id(text), text))
        print(number, flush=True)
"""

Key = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FIRST = "Poland 😀 and Lithuania told reporters on Tuesday that they will leave the Ottawa Convention. Finland stays."
SECOND = "Norway said on 12 March 2025 that it keeps to the Convention on Cluster Munitions."


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "two.annot"
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(path, toml, Person("lead", "Lea Å"), device="another machine") as project:
        for number, text in enumerate((FIRST, SECOND)):
            with project.edit("import", "lead", count=1, file=f"{number}.txt"):
                articles.add(project, Article(article_id(text), text, "en", ((0, len(text)),)))
                articles.add_publication(project, article_id(text), Publication(f"p{number}", f"Title {number}"))
    return path


@pytest.fixture
def window(qtbot: QtBot, template: Path, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
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


def label(window: Window, words: str, key: str = "1") -> Span:
    """Label words of the article in front by their key."""
    assert window.session.article is not None
    start = window.session.article.text.index(words)
    window.session.select_stretch((start, start + len(words)))
    window.page.setFocus()
    press(window, key)
    assert window.session.mark is not None
    return window.session.mark


def opened(window: Window) -> HistoryPanel:
    press(window, Key.Key_H, modifiers=ALT)
    panel = history.panel_of(window)
    assert panel is not None
    assert panel.isVisible()
    return panel


def listed(panel: HistoryPanel) -> list[str]:
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def choose(panel: HistoryPanel, words: str) -> None:
    row = next(row for row, name in enumerate(listed(panel)) if words in name)
    panel.list.setCurrentIndex(panel.model.index(row, 0))
    QApplication.processEvents()


def own(window: Window) -> list[Span]:
    session = window.session
    assert session.article is not None
    return spans.of(session.file, session.article.id, session.person.id)


def banner(window: Window) -> Banner:
    return window.findChildren(Banner)[0]


def is_past(window: Window) -> bool:
    return window.session.past is not None


def file(window: Window) -> Project:
    return window.session.file


def test_the_steps_stand_under_their_day_the_newest_first(window: Window) -> None:
    label(window, "Poland")
    label(window, "Lithuania")
    panel = opened(window)
    assert window.workspace.inspector.isHidden()
    found = listed(panel)
    assert found[0] == "Today"
    assert found[1:3] == ["Mark “Lithuania” as Actor", "Mark “Poland” as Actor"]
    assert "Import" in found[-1]
    current = panel.current
    assert current is not None
    assert current.entry.parameters["words"] == "Lithuania"
    press(window, Key.Key_H, modifiers=ALT)
    assert panel.isHidden()
    assert window.workspace.inspector.isVisible()
    assert window.page.hasFocus()


def test_a_step_that_is_made_comes_on_top_and_one_that_is_undone_is_told_so(window: Window) -> None:
    panel = opened(window)
    before = len(listed(panel))
    label(window, "Poland")
    assert len(listed(panel)) == before + 1 + (before == 0)
    assert listed(panel)[1] == "Mark “Poland” as Actor"
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert listed(panel)[1] == "Undo: Mark “Poland” as Actor"
    line = panel.model.line(panel.model.index(2, 0))
    assert line is not None
    assert line.undone


def test_what_another_window_does_is_listed_with_its_person(window: Window, qtbot: QtBot) -> None:
    panel = opened(window)
    assert window.session.article is not None
    with open_project(file(window).path, device="laptop") as other:
        edits.add_span(other, "lead", window.session.article.id, 0, 6, "ACTOR")
    qtbot.waitUntil(lambda: listed(panel)[1] == "Mark “Poland” as Actor")
    line = panel.model.line(panel.model.index(1, 0))
    assert line is not None
    assert line.who == "Lea Å"


def test_scope_and_search_choose_which_steps_are_listed(window: Window, qtbot: QtBot) -> None:
    label(window, "Poland")
    press(window, Key.Key_PageDown, modifiers=CONTROL)
    label(window, "Norway")
    panel = opened(window)
    assert [name for name in listed(panel) if "Mark" in name] == ["Mark “Norway” as Actor"]
    panel.scopes.button(1).click()
    assert {"Mark “Norway” as Actor", "Mark “Poland” as Actor", "Import 0.txt"} <= set(listed(panel))
    panel.scopes.button(2).click()
    assert not any("Import" in name for name in listed(panel))
    panel.scopes.button(1).click()
    panel.search.setText("LEA 1.txt")
    qtbot.waitUntil(lambda: [name for name in listed(panel) if "day" not in name] == ["Import 1.txt"])
    panel.search.setText("nothing like it")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    assert panel.none.isVisible()


def test_choosing_a_step_selects_what_it_touched(window: Window) -> None:
    poland = label(window, "Poland")
    label(window, "Lithuania")
    panel = opened(window)
    choose(panel, "Poland")
    assert window.session.selected == poland.id
    edits.remove_span(file(window), window.session.person.id, poland)
    choose(panel, "Lithuania")
    choose(panel, "Mark “Poland”")
    assert window.session.stretch == (poland.start, poland.end)


def test_enter_reads_the_article_as_it_was_and_escape_leads_back(window: Window) -> None:
    session = window.session
    poland = label(window, "Poland")
    press(window, "2")
    label(window, "Lithuania")
    panel = opened(window)
    choose(panel, "Mark “Poland”")
    press(window, Key.Key_Return)
    assert session.past is not None
    assert session.marks is not None
    assert [(span.id, span.label) for span in session.marks.ordered()] == [(poland.id, "ACTOR")]
    assert window.page.marks_at(0) == [poland.id]
    assert banner(window).isVisible()
    assert "Mark “Poland” as Actor" in banner(window).said.text()
    assert panel.details.then.text().splitlines()[0] == "Marks: 1 · Stances: 0 · started"
    assert "Actor “Poland”" in panel.details.then.text()
    press(window, Key.Key_Right)
    QApplication.processEvents()
    assert session.past.step.name == "relabel"
    assert [span.label for span in session.marks.ordered()] == ["TREATY"]
    press(window, Key.Key_Escape)
    assert not is_past(window)
    assert banner(window).isHidden()
    assert len(session.marks.ordered()) == 2
    assert panel.isVisible()
    press(window, Key.Key_Escape)
    assert panel.isHidden()


def test_nothing_can_be_changed_in_the_past(window: Window) -> None:
    session = window.session
    label(window, "Poland")
    label(window, "Lithuania")
    panel = opened(window)
    choose(panel, "Mark “Poland”")
    press(window, Key.Key_Return)
    before = digest.of(file(window)).whole
    window.page.setFocus()
    session.select(session.marks.ordered()[0].id if session.marks else None)
    QApplication.processEvents()
    for key in ("2", "x", "s", "e", "]", "k", "q"):
        press(window, key)
        assert "past" in window.strip.sentence, key
        session.said.emit("", "note")
        QApplication.processEvents()
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert "past" in window.strip.sentence
    press(window, Key.Key_Return, modifiers=CONTROL)
    window.page.header_clicked.emit("title")
    window.page.resize_asked.emit(session.selected, 0, 3)
    QApplication.processEvents()
    assert digest.of(file(window)).whole == before
    assert session.past is not None
    press(window, Key.Key_Tab)
    assert session.mark is not None


def test_corrections_and_scheme_are_those_of_then(window: Window) -> None:
    from annotator.core.scheme_toml import parse_scheme

    session = window.session
    assert session.article is not None
    label(window, "Poland")
    old = session.scheme
    edits.correct(file(window), session.person.id, session.article.id, {"title": "Better"})
    new, _problems = parse_scheme(old.toml.replace('name = "Actor"', 'name = "Player"'))
    assert new is not None
    edits.set_scheme(file(window), session.person.id, new)
    panel = opened(window)
    choose(panel, "Mark “Poland”")
    press(window, Key.Key_Return)
    assert session.article.title == "Title 0"
    assert session.scheme == old
    press(window, Key.Key_Escape)
    assert session.article.title == "Better"
    assert session.scheme == new


def test_steps_of_others_do_not_disturb_the_past(window: Window, qtbot: QtBot) -> None:
    session = window.session
    label(window, "Poland")
    panel = opened(window)
    press(window, Key.Key_Return)
    assert session.article is not None
    assert session.marks is not None
    marks = session.marks
    with open_project(file(window).path, device=session.device) as other:
        edits.add_span(other, session.person.id, session.article.id, 74, 91, "TREATY")
    qtbot.waitUntil(lambda: "Ottawa" in listed(panel)[1])
    assert session.past is not None
    assert session.marks is marks
    press(window, Key.Key_Escape)
    assert len(own(window)) == 2
    assert session.marks is not None
    assert len(session.marks.own) == 2


def test_a_lead_reads_another_persons_marks_of_then(window: Window) -> None:
    session = window.session
    assert session.article is not None
    label(window, "Poland")
    edits.add_span(file(window), "lead", session.article.id, 74, 91, "TREATY")
    opened(window)
    press(window, Key.Key_Return)
    chosen = banner(window).author
    assert session.marks is not None
    assert [span.label for span in session.marks.ordered()] == ["ACTOR"]
    for words, expected in (("Lea Å", ["TREATY"]), ("Everybody’s marks", ["ACTOR", "TREATY"])):
        chosen.setCurrentIndex(chosen.findText(words))
        chosen.activated.emit(chosen.currentIndex())
        assert session.marks is not None
        assert [span.label for span in session.marks.ordered()] == expected


def test_the_slider_goes_through_the_steps_of_the_article(window: Window) -> None:
    session = window.session
    label(window, "Poland")
    press(window, "2")
    opened(window)
    press(window, Key.Key_Return)
    slider = banner(window).slider
    assert slider.value() == slider.maximum()
    names = [session.past.step.name if session.past else ""]
    for _ in range(2):
        banner(window).older.click()
        QApplication.processEvents()
        names.append(session.past.step.name if session.past else "")
    assert names == ["relabel", "add-span", "import"]
    assert session.marks is not None
    assert session.marks.ordered() == []


def test_another_article_chosen_leaves_the_past(window: Window) -> None:
    label(window, "Poland")
    opened(window)
    press(window, Key.Key_Return)
    assert is_past(window)
    press(window, Key.Key_PageDown, modifiers=CONTROL)
    assert not is_past(window)
    assert banner(window).isHidden()
    assert window.session.article is not None
    assert "Norway" in window.session.article.text


def test_undo_back_to_a_step_takes_back_what_came_after_and_redo_brings_it(window: Window, qtbot: QtBot) -> None:
    label(window, "Poland")
    for words in ("Lithuania", "Tuesday", "Finland"):
        label(window, words)
    full = digest.of(file(window)).rows
    panel = opened(window)
    choose(panel, "Mark “Poland”")
    assert "3 steps" in panel.details.preview.text()
    panel.details.undo.click()
    qtbot.waitUntil(lambda: not panel.run.running)
    assert len(own(window)) == 1
    assert "3" in window.strip.sentence
    for _ in range(3):
        press(window, Key.Key_Z, modifiers=CONTROL | SHIFT)
    assert digest.of(file(window)).rows == full


def test_undo_back_says_how_far_it_came_when_another_built_on_a_step(window: Window, qtbot: QtBot) -> None:
    session = window.session
    poland = label(window, "Poland")
    label(window, "Lithuania")
    with open_project(file(window).path, device="laptop") as other:
        edits.change_span(other, session.person.id, poland, label="TREATY")
    panel = opened(window)
    choose(panel, "Import 0.txt")
    panel.details.undo.click()
    qtbot.waitUntil(lambda: not panel.run.running)
    assert "Undone: 1" in window.strip.sentence
    assert session.person.name in window.strip.sentence
    assert [span.label for span in own(window)] == ["TREATY"]


def test_a_long_undo_can_be_stopped(window: Window, qtbot: QtBot) -> None:
    session = window.session
    assert session.article is not None
    first = label(window, "Poland")
    for number in range(150):
        edits.change_span(file(window), session.person.id, first, label="TREATY" if number % 2 == 0 else "ACTOR")
    panel = opened(window)
    choose(panel, "Mark “Poland”")
    panel.details.undo.click()
    assert panel.details.bar.isVisible()
    panel.list.setFocus()
    press(window, Key.Key_Escape)
    assert not panel.run.running
    assert panel.isVisible()
    left = timeline.count_to_undo(file(window), session.person.id, 0, 1_000)
    assert 0 < left <= 151


def test_all_is_undone_and_done_again_across_a_restart(window: Window) -> None:
    session = window.session
    assert session.article is not None
    path, text = file(window).path, session.article.text
    empty = digest.of(file(window)).rows
    places = [(start, start + 5) for start in range(0, 90, 9) if text[start : start + 5].strip()]
    while timeline.count_to_undo(file(window), session.person.id, 0, 1_000) < 200:
        for start, end in places:
            session.select_stretch((start, end))
            press(window, "1", "2", "3", "x")
    full = digest.of(file(window)).rows
    window.close_project()
    window.open_project(path)
    while session.undo_name():
        session.undo()
    assert digest.of(file(window)).rows == empty
    window.close_project()
    window.open_project(path)
    while steps.next_redo(file(window), session.person.id) is not None:
        session.undo(redo=True)
    assert digest.of(file(window)).rows == full


def test_undo_goes_to_the_article_and_selects_the_mark_of_a_comment(window: Window) -> None:
    session = window.session
    poland = label(window, "Poland")
    made = edits.comment(file(window), session.person.id, poland.article, "Sure?", poland, question=True)
    edits.remove_comment(file(window), session.person.id, made.id)
    press(window, Key.Key_PageDown, modifiers=CONTROL)
    touched: list[str] = []
    session.thread_touched.connect(touched.append)
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert touched == [made.id]
    assert session.article is not None
    assert session.article.id == poland.article
    assert session.selected == poland.id
    assert window.workspace.queue.list.currentIndex().row() == 0
    assert "Sure?" in window.strip.sentence


def test_redo_of_a_stance_selects_the_stance_and_not_what_was_accepted_with_it(window: Window) -> None:
    session = window.session
    jobs.suggest(file(window))
    session.reread()
    assert session.article is not None
    assert session.marks is not None
    actor = next(span for span in session.marks.suggestions if span.label == "ACTOR")
    treaty = next(span for span in session.marks.suggestions if span.label == "TREATY")
    roles = {"actor": [actor], "treaty": [treaty]}
    extent = (actor.start, treaty.end) if actor.start < treaty.start else (treaty.start, actor.end)
    made = edits.add_stance(file(window), session.person.id, session.article.id, extent, {"value": "withdraw"}, roles)
    press(window, Key.Key_Z, modifiers=CONTROL)
    press(window, Key.Key_Y, modifiers=CONTROL)
    assert session.selected == made.id


def test_undo_of_a_removal_selects_what_comes_back_and_of_a_mark_the_words_where_it_stood(window: Window) -> None:
    session = window.session
    poland = label(window, "Poland")
    label(window, "Finland")
    session.select(poland.id)
    press(window, "x")
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert session.selected == poland.id
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert session.stretch is not None
    assert session.article is not None
    assert session.article.text[slice(*session.stretch)] == "Finland"


@pytest.mark.parametrize("act", ["flag", "skip", "title", "entity", "scheme"])
def test_undo_takes_back_what_is_not_a_mark_and_says_so(window: Window, act: str) -> None:
    session, project = window.session, file(window)
    assert session.article is not None
    article, me = session.article.id, session.person.id
    before = digest.of(project).rows
    if act == "flag":
        edits.flag(project, me, article)
    elif act == "skip":
        edits.skip(project, me, article, "later")
    elif act == "title":
        edits.correct(project, me, article, {"title": "Better"})
    elif act == "entity":
        edits.add_entity(project, me, "ACTOR", "Vardania", [])
    else:
        from annotator.core.scheme_toml import parse_scheme

        scheme, _problems = parse_scheme(session.scheme.toml.replace('name = "Actor"', 'name = "Player"'))
        assert scheme is not None
        edits.set_scheme(project, me, scheme)
    press(window, Key.Key_PageDown, modifiers=CONTROL)
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert digest.of(project).rows == before
    assert "Undone" in window.strip.sentence
    if act in ("flag", "skip", "title"):
        assert session.article is not None
        assert (session.article.id, session.article.title) == (article, "Title 0")


def test_a_refused_undo_names_who_and_what(window: Window) -> None:
    session = window.session
    poland = label(window, "Poland")
    with open_project(file(window).path, device="laptop") as other:
        with other.edit("join", "zoe", kind="setup", name="Zoë"):
            people.put(other, Person("zoe", "Zoë"))
        with other.edit("relabel", "zoe", article=poland.article, label="TREATY", words="Poland"):
            spans.change(other, Span(poland.id, poland.article, poland.author, "TREATY", poland.start, poland.end))
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert "Zoë" in window.strip.sentence
    assert "relabel" in window.strip.sentence
    assert session.mark is not None


def test_undo_of_an_accepted_suggestion_selects_the_suggestion(window: Window) -> None:
    session = window.session
    assert session.article is not None
    article = session.article.id
    suggested = Span("s", article, "model:a", "ACTOR", 0, 6)
    with file(window).run("model:a", "1") as run:
        runs.replace(file(window), run, "model:a", [(article, [suggested], [])])
    session.select("s")
    press(window, Key.Key_Return)
    session.select(None)
    press(window, Key.Key_Z, modifiers=CONTROL)
    assert session.selected == "s"


def test_very_many_steps_are_listed_in_slices(window: Window, qtbot: QtBot) -> None:
    project, me = file(window), window.session.person.id
    assert window.session.article is not None
    first = timeline.last(project)
    for number in range(60):
        edits.skip(project, me, window.session.article.id, f"reason {number}")
    panel = opened(window)
    panel.scopes.button(1).click()
    qtbot.waitUntil(lambda: panel.model.complete)
    assert panel.model.rowCount() == timeline.last(project) + len({name for name in listed(panel) if "day" in name})
    row = panel.model.row_of(first + 1)
    assert panel.model.number(panel.model.index(row, 0)) == first + 1
    panel.model.ask(Asked(words="reason 59"))
    qtbot.waitUntil(lambda: panel.model.complete)
    assert listed(panel)[1:] == ["Skip the article: reason 59"]


def kill_in_the_middle(program: str, path: Path, lines: int) -> None:
    """Run a program on a project, and kill it while it works, after it has said so many lines."""
    line = [sys.executable, "-c", program, str(path)]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(lines):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_window_that_was_killed_at_work_lost_nothing_that_was_committed(window: Window) -> None:
    path = file(window).path
    window.close_project()
    kill_in_the_middle(WORKING, path, 7)
    with open_project(path, device="somewhere else", write=False) as project:
        made = [entry for entry in steps.entries(project) if entry.kind == "do" and entry.name != "import"]
        before = digest.of(project).rows
    assert len(made) >= 7
    window.open_project(path)
    assert digest.of(file(window)).rows == before
    panel = opened(window)
    panel.scopes.button(2).click()
    mine = [entry for entry in steps.entries(file(window)) if entry.person == window.session.person.id]
    assert panel.model.rowCount() == 1 + len(mine)
    current = panel.current
    assert current is not None
    assert current.entry.id == made[0].id
    window.page.setFocus()
    press(window, Key.Key_Z, modifiers=CONTROL)
    line = panel.model.line(panel.model.index(2, 0))
    assert line is not None
    assert (line.entry.id, line.undone) == (made[0].id, True)


def test_a_long_step_that_was_killed_is_taken_back_with_one_sentence(window: Window) -> None:
    path = file(window).path
    before = digest.of(file(window)).rows
    kill_in_the_middle(IMPORTING, path, 40)
    window.close_project()
    window.open_project(path)
    assert digest.of(file(window)).rows == before
    assert "“Import” did not come to its end" in window.strip.sentence
    assert [path.name] == [found.name for found in path.parent.iterdir() if "-job" in found.name or found == path]
    window.close_project()
    window.session.said.emit("", "note")
    window.open_project(path)
    assert "Import" not in window.strip.sentence


def test_a_window_closed_over_the_history_opens_with_its_inspector(window: Window, qtbot: QtBot) -> None:
    path = file(window).path
    opened(window)
    press(window, Key.Key_Return)
    window.close()
    again = make_window()
    qtbot.addWidget(again)
    again.show()
    again.open_project(path)
    assert again.workspace.inspector.isVisible()
    assert not is_past(again)
    again.close()


def test_a_project_closed_over_the_history_leaves_nothing_of_it(window: Window) -> None:
    path = file(window).path
    label(window, "Poland")
    panel = opened(window)
    press(window, Key.Key_Return)
    window.close_project()
    assert panel.isHidden()
    window.open_project(path)
    assert not is_past(window)
    assert banner(window).isHidden()
    assert len(own(window)) == 1
