"""Long jobs in the window: they run in processes of their own, say how far they are, and can be stopped."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QListWidget
from pytestqt.qtbot import QtBot

from annotator.gui import projects
from annotator.gui.app import make_application, make_window
from annotator.gui.window import Window
from annotator.store import articles, history, spans

PATIENCE = 60_000
TEXT = "Poland will leave the Ottawa Convention, its minister said on 7 March 2025. 🕊️ Number {}.\n"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    projects.make(made, tmp_path / "work.annot")
    yield made
    made.close()


def lines(path: Path, count: int) -> Path:
    path.write_text("".join(json.dumps({"text": TEXT.format(i)}) + "\n" for i in range(count)), encoding="utf-8")
    return path


def test_import_brings_articles_in_and_highlights_them(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    session = window.session
    told: list[tuple[int, int]] = []
    window.work.progressed.connect(lambda done, total: told.append((done, total)))
    projects.bring_in(window, [lines(tmp_path / "some.jsonl", 40)])
    qtbot.waitUntil(lambda: articles.count(session.file) == 40, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "model:default" in spans.count(session.file) and not window.work.name, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(session.marks and session.marks.suggestions), timeout=PATIENCE)
    assert window.page.isVisible()
    assert told


def test_what_an_import_could_not_take_is_listed(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "Norway stays in the treaty."}\n{"text": 3}\nnot json\n', encoding="utf-8")
    projects.bring_in(window, [broken])
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog)), timeout=PATIENCE)
    (report,) = window.findChildren(QDialog)
    listed = report.findChildren(QListWidget)[0]
    said = [listed.item(row).text() for row in range(listed.count())]
    assert len(said) == 2
    assert all("broken.jsonl" in sentence for sentence in said)
    report.close()
    qtbot.waitUntil(lambda: not window.work.name, timeout=PATIENCE)


def test_a_stopped_import_leaves_nothing_half_done(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    session = window.session
    projects.bring_in(window, [lines(tmp_path / "many.jsonl", 20_000)])
    qtbot.waitUntil(lambda: articles.count(session.file) > 200, timeout=PATIENCE)
    window.work.cancel()
    qtbot.waitUntil(lambda: not window.work.name, timeout=PATIENCE)
    assert articles.count(session.file) == 0
    assert history.next_undo(session.file, session.person.id) is None
    assert "Stopped" in window.strip.sentence


def test_hand_edits_go_on_while_a_job_writes(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    from annotator import edits

    session = window.session
    projects.bring_in(window, [lines(tmp_path / "few.jsonl", 1)])
    qtbot.waitUntil(lambda: session.article is not None and not window.work.name, timeout=PATIENCE)
    assert session.article is not None
    article = session.article.id
    projects.bring_in(window, [lines(tmp_path / "many.jsonl", 3_000)])
    qtbot.waitUntil(lambda: articles.count(session.file) > 100, timeout=PATIENCE)
    made = edits.add_span(session.file, session.person.id, article, 0, 6, "ACTOR")
    assert window.work.name
    assert [span.id for span in spans.get(session.file, [made.id])] == [made.id]
    window.work.cancel()
    qtbot.waitUntil(lambda: not window.work.name, timeout=PATIENCE)
    assert [span.id for span in spans.get(session.file, [made.id])] == [made.id]
