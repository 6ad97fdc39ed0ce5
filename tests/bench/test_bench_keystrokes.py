"""How many keys it takes to label a real article completely, from suggestions and from nothing.

As a program (`python test_bench_keystrokes.py WAY PROJECT`) this drives the window with keys alone and prints what it
took; as a test it runs that and says a keystroke-level estimate beside the machine's own time. The estimate is Card,
Moran and Newell's (1980): 0.20 s for a key of a skilled typist, and 1.35 s of thought before each decision.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import edits, jobs
from annotator.core.stances import read_stances, surface
from annotator.core.tokens import sentences
from annotator.gui import app
from annotator.store import articles, links, people, spans
from annotator.store.project import Project

pytestmark = pytest.mark.bench

KEY_S, THOUGHT_S = 0.20, 1.35
SEED = "caliber-ottawa-2025-03-13.txt"
OTTAWA, CLUSTER = "Ottawa Convention", "Convention on Cluster Munitions"
# The stances that the guidelines ask for: words near the actor, other actors, treaty, letter of the value, date.
STANCES: tuple[tuple[str, tuple[str, ...], str, str, str], ...] = (
    ("Poland, the Baltic", ("Baltic", "Finland"), OTTAWA, "c", ""),
    ("Vilnius believes", (), OTTAWA, "c", ""),
    ("Poland was the last", (), OTTAWA, "c", "2025-03-07"),
    ("Latvia regarding", (), OTTAWA, "c", "2024-01"),
    ("Lithuania's parliament", (), CLUSTER, "w", "2024-07"),
    ("Lithuania's Ministry", (), OTTAWA, "c", "2025-01"),
    ("Finland began", (), OTTAWA, "c", "2024-12"),
    ("Poland joined", (), OTTAWA, "c", "2025-03"),
    ("Poland joined", (), CLUSTER, "c", "2025-03"),
)
VALUES = {"c": "considers_withdrawal", "w": "withdraw"}
Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.mark.parametrize("way", ["one by one", "in bulk", "from nothing"])
def test_a_real_article_is_labelled_completely_with_keys(
    way: str, on_screen: dict[str, str], make_project: Callable[[Path], Project], say: Callable[[str], None],
    shared: Path, tmp_path: Path,
) -> None:  # fmt: skip
    path = tmp_path / "seed.annot"
    with make_project(path) as project:
        me = people.every(project)[0].id
        jobs.import_files(project, me, [shared / "articles" / "seeds" / SEED])
        jobs.suggest(project)
        if way == "from nothing":
            edits.assign(project, me, next(iter(articles.ids(project))), me, blind=True)
    run = subprocess.run(
        [sys.executable, __file__, way, str(path)], env=on_screen, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    machine = sum(told["times"])
    estimate = told["keys"] * KEY_S + told["decisions"] * THOUGHT_S
    say(
        f"keys, {way}: {told['marks']} marks and {told['stances']} stances in {told['keys']} keys"
        f" ({told['words']} of them typed into names), {told['decisions']} decisions: estimated"
        f" {estimate:.0f} s, of which the machine takes {machine:.1f} s"
        f" ({1000 * machine / len(told['times']):.1f} ms a key)"
    )
    assert told["missing"] == []
    assert told["wrong"] == []


class Typist:
    """Presses keys in the real window, and counts them."""

    def __init__(self, window: Any) -> None:
        self.window, self.session, self.page = window, window.session, window.page
        self.times: list[float] = []
        self.decisions = self.words = 0

    def press(self, *keys: object, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        for key in keys:
            began = perf_counter()
            QTest.keyClick(QApplication.focusWidget() or self.page, key, held)  # type: ignore[call-overload]
            QApplication.processEvents()
            self.times.append(perf_counter() - began)

    def type(self, text: str) -> None:
        self.words += len(text)
        for letter in text:  # QTest knows Latin letters only
            began = perf_counter()
            typed = QKeyEvent(QEvent.Type.KeyPress, 0, Held.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget() or self.page, typed)
            QApplication.processEvents()
            self.times.append(perf_counter() - began)

    @property
    def text(self) -> str:
        return str(self.session.article.text)

    def at(self) -> int:
        mark = self.session.mark
        return mark.start if mark is not None else -1

    def find_actor(self, place: int) -> None:
        """Select the actor that begins at a place."""
        for _ in range(20):
            if self.at() == place and self.session.mark.label == "ACTOR":
                return
            if self.at() <= place:
                self.press(Key.Key_Tab)
            else:
                self.press(Key.Key_Backtab, held=Held.ShiftModifier)

    def stance(self, others: tuple[str, ...], treaty: str, letter: str, date: str) -> None:
        """Make a stance at the selected actor; whoever looks sees what the form holds and changes what is wrong."""
        self.decisions += 1
        self.press("s")
        form = self.window.workspace.inspector.form
        fields = {field.role.id: field for field in form.roles}
        if others:
            self.press(Key.Key_Backtab, held=Held.ShiftModifier)
            for name in others:
                self.decisions += 1
                self.type(name[:3].lower())
                self.press(Key.Key_Return)
            self.press(Key.Key_Return)
        elif names(fields["treaty"].chosen, self.text) != [treaty]:
            self.decisions += 1
            for letter_of in treaty.lower():
                if fields["treaty"].list.count() and fields["treaty"].entry.text():
                    first = fields["treaty"].list.item(0).text()
                    if first == treaty:
                        break
                self.type(letter_of)
            self.press(Key.Key_Return)
        else:
            self.press(Key.Key_Return)
        self.decisions += 1
        self.press(letter)
        if dates(fields["date"].chosen) != [date][: bool(date)]:
            self.decisions += 1
            self.press(Key.Key_Up, held=Held.AltModifier)  # the whole sentence
        if dates(fields["date"].chosen) != [date][: bool(date)]:
            fields["date"].entry.setFocus()
            self.press(*[Key.Key_Backspace] * len(fields["date"].chosen))
            if date:
                self.type(
                    self.text[
                        slice(
                            *next((s.start, s.end) for s in self.session.marks.own if s.attributes.get("date") == date)
                        )
                    ]
                )
                self.press(Key.Key_Return)
        self.press(Key.Key_Return)
        assert self.window.workspace.inspector.form is None, "the stance was not saved"


def names(marks: list[Any], text: str) -> list[str]:
    return [surface(mark, text) for mark in marks]


def dates(marks: list[Any]) -> list[str]:
    return [str(mark.attributes.get("date", "")) for mark in marks]


def stances_by_place(text: str) -> dict[int, list[tuple[tuple[str, ...], str, str, str]]]:
    found: dict[int, list[tuple[tuple[str, ...], str, str, str]]] = {}
    for near, others, treaty, letter, date in STANCES:
        found.setdefault(text.index(near), []).append((others, treaty, letter, date))
    return found


def with_suggestions(typist: Typist, *, bulk: bool) -> None:
    wanted = stances_by_place(typist.text)
    session = typist.session
    if bulk:
        typist.decisions += len(session.marks.suggestions)  # they are read all the same
        typist.press(Key.Key_Return, held=Held.ShiftModifier)
        session.select(None)
    for _ in range(400):
        if not wanted and not session.marks.suggestions:
            break
        mark = session.mark
        if mark is not None and mark.label == "ACTOR" and mark.start in wanted:
            place = mark.start
            for asked in wanted.pop(place):
                typist.find_actor(place)
                typist.stance(*asked)
        elif mark is not None and not session.marks.is_own(mark.id):
            typist.decisions += 1
            typist.press(Key.Key_Return)
        elif session.marks.suggestions:
            typist.press(Key.Key_Return)  # on to the next that is to decide
        else:
            typist.press(Key.Key_Tab)


def from_nothing(typist: Typist, targets: list[Any]) -> None:
    session, page = typist.session, typist.page
    wanted = stances_by_place(typist.text)
    done: set[tuple[int, int]] = set()
    typist.press(Key.Key_Home, held=Held.ControlModifier)
    for target in targets:
        own = {(span.start, span.end, span.label) for span in session.marks.own}
        if (target.start, target.end, target.label) in own:
            continue
        typist.decisions += 1
        go_to(typist, target.start)
        typist.press({"ACTOR": "1", "TREATY": "2", "DATE": "3"}[target.label])
        while session.mark.end != target.end:
            forward = session.mark.end < target.end
            typist.press("]" if forward else "[")
            assert session.mark is not None
        give_name(typist, target)
        words = typist.text[target.start : target.end]
        again = [other for other in targets if typist.text[other.start : other.end] == words]
        later = [other for other in again if (other.start, other.end) not in done and other is not target]
        if len(again) > 1 and later and all((other.start, other.end) != (target.start, target.end) for other in later):
            typist.decisions += 1
            typist.press("a", Key.Key_Return)
        done |= {(other.start, other.end) for other in again}
    page.setFocus()
    typist.press(Key.Key_Escape)
    typist.press(Key.Key_Home, held=Held.ControlModifier)
    while wanted:
        mark = session.mark
        if mark is not None and mark.label == "ACTOR" and mark.start in wanted:
            place = mark.start
            for asked in wanted.pop(place):
                typist.find_actor(place)
                typist.stance(*asked)
        else:
            typist.press(Key.Key_Tab)


def go_to(typist: Typist, place: int) -> None:
    """Bring the caret to a place: by sentences while one begins before it, then by words."""
    page = typist.page
    begins = [start for start, _end in sentences(typist.text)]
    for _ in range(sum(page.caret < start <= place for start in begins)):
        typist.press(Key.Key_Down, held=Held.ControlModifier)
        if page.caret == place:
            return
    for _ in range(200):
        if page.caret == place:
            return
        typist.press(Key.Key_Right if page.caret < place else Key.Key_Left, held=Held.ControlModifier)
    message = f"the caret stands at {page.caret}, not at {place}"
    raise AssertionError(message)


def give_name(typist: Typist, target: Any) -> None:
    """Type the canonical name or date where it is not the one that was filled in."""
    mark = typist.session.mark
    key = "date" if target.label == "DATE" else "name"
    words = typist.text[target.start : target.end]
    if mark.attributes.get(key, words if key == "name" else "") == target.attributes.get(key, words):
        return
    typist.decisions += 1
    typist.press("e")
    typist.press("a", held=Held.ControlModifier)
    typist.type(str(target.attributes[key]))
    typist.press(Key.Key_Return)
    typist.page.setFocus()


def main(way: str, path: Path) -> None:
    """Label the article in the window, and print what it took and what came out."""
    app.make_application()
    window = app.make_window()
    window.resize(1440, 900)
    window.show()
    window.open_project(path)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.page.setFocus()
    QTest.qWait(2500)
    session = window.session
    article = session.article
    assert article is not None
    targets = [span for span in spans.of(session.file, article.id) if span.author == "model:default"]
    typist = Typist(window)
    if way == "from nothing":
        from_nothing(typist, targets)
    else:
        with_suggestions(typist, bulk=way == "in bulk")
    typist.press(Key.Key_Return, held=Held.ControlModifier)
    print(json.dumps(result(session.file, session.person.id, article, targets, typist)))
    window.close()


def result(project: Project, person: str, article: Any, targets: list[Any], typist: Typist) -> dict[str, Any]:
    own = [span for span in spans.of(project, article.id) if span.author == person]
    made = {
        (s.label, s.start, s.end, s.attributes.get("date", surface(s, article.text)))
        for s in own
        if s.label != "STANCE"
    }
    asked = {(s.label, s.start, s.end, s.attributes.get("date", surface(s, article.text))) for s in targets}
    records = set()
    for stance in read_stances(own, links.of(project, article.id, person)):
        for actor in stance.actors:
            treaty = surface(stance.treaty, article.text) if stance.treaty else ""
            date = str(stance.date.attributes.get("date", "")) if stance.date else ""
            records.add((actor.start, treaty, str(stance.span.attributes["value"]), date))
    expected = set()
    for near, others, treaty, letter, date in STANCES:
        for name in (near.split(",")[0].split()[0], *others):
            start = article.text.index(name, article.text.index(near))
            expected.add((start, treaty, VALUES[letter], date))
    return {
        "keys": len(typist.times), "times": typist.times, "decisions": typist.decisions, "words": typist.words,
        "marks": len(made), "stances": len(records),
        "missing": sorted(map(str, (asked - made) | (expected - records))),
        "wrong": sorted(map(str, (made - asked) | (records - expected))),
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
