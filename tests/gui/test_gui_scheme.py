"""The scheme editor in the real window, by keys and mouse; what it did is looked for in the file and on the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDropEvent, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator import edits, resources, settings
from annotator.core import scheme_draft as draft
from annotator.core.article import Article, Publication
from annotator.core.scheme import Scheme
from annotator.core.scheme_toml import parse_scheme
from annotator.core.scheme_writer import written
from annotator.core.text import article_id
from annotator.gui import theme as themes
from annotator.gui.app import make_application, make_window
from annotator.gui.scheme.editing import Editing
from annotator.gui.scheme.editor import SchemeEditor
from annotator.gui.window import Window
from annotator.store import articles, schemes, spans
from annotator.store.people import Person
from annotator.store.project import Project

Key, NO, ALT, CTRL = (
    Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip
SHIFT = Qt.KeyboardModifier.ShiftModifier
TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
TEXT = "The metal union 😀 and Acme Steel signed the wage agreement on Monday. Poland will leave the Ottawa Convention."
OPPOSE = ("label", "STANCE", "attribute", "value", "choice", "oppose")


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    with edits.create(tmp_path / "p.annot", TOML, Person("lead", "Lea"), device="desk") as project:
        add_article(project)
        poland = TEXT.index("Poland")
        known = settings.person()
        edits.join(project, Person(known.id, known.name))
        edits.add_span(project, known.id, article_id(TEXT), poland, poland + 6, "ACTOR")
    return tmp_path / "p.annot"


def add_article(project: Project) -> None:
    with project.edit("import", "lead", count=1, file="x"):
        articles.add(project, Article(article_id(TEXT), TEXT, "en", (), (Publication("p", "Title"),)))
        articles.add_publication(project, article_id(TEXT), Publication("p", "Title"))


@pytest.fixture
def window(qtbot: QtBot, project_file: Path) -> Iterator[Window]:
    make_application()
    made = make_window()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_project(project_file)
    made.page.setFocus()
    yield made
    made.close()


@pytest.fixture
def editor(window: Window, qtbot: QtBot) -> Iterator[SchemeEditor]:
    made = opened(window, qtbot)
    yield made
    if made in window.findChildren(SchemeEditor):
        made.editing.take(made.editing.in_force, ())
        made.reject()


def opened(window: Window, qtbot: QtBot) -> SchemeEditor:
    """Open the editor by its keys, and wait until the marks are counted."""
    back_to_page(window, qtbot)
    QTest.keyClick(window.page, Key.Key_L, CTRL | SHIFT)
    (made,) = [item for item in window.findChildren(SchemeEditor) if item.isVisible()]
    qtbot.waitUntil(lambda: made.editing.uses is not None)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.outline.setFocus()
    return made


def press(key: object, held: Qt.KeyboardModifier = NO) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    if isinstance(key, str):
        QTest.keyClicks(target, key, held)
    else:
        QTest.keyClick(target, key, held)  # type: ignore[call-overload]  # a key code
    QApplication.processEvents()


def act(editor: SchemeEditor, name: str) -> None:
    """Click a button of the form."""
    QApplication.processEvents()
    made = next(item for item in editor.form.findChildren(QPushButton, name) if item.isVisible())
    editor.form.scrolled.ensureWidgetVisible(made)
    QApplication.processEvents()
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def back_to_page(window: Window, qtbot: QtBot) -> None:
    """Wait until the page has the focus, as it has again once a dialog is closed."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.page.setFocus()


def back_to(editor: SchemeEditor, qtbot: QtBot) -> None:
    """Wait until the editor has the focus again after a dialog of its own."""
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    editor.outline.setFocus()


def field(editor: SchemeEditor, name: str) -> QWidget:
    return editor.form.fields[name].widget


def fill(editor: SchemeEditor, name: str, words: str) -> None:
    """Type into a field in the place of what stands there."""
    widget = field(editor, name)
    widget.setFocus()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        widget.selectAll()
    press(words)


def said_at(editor: SchemeEditor, name: str) -> str:
    said = editor.form.fields[name].said
    return said.text() if said.isVisible() else ""


def add(editor: SchemeEditor, words: str) -> None:
    """Add an item by the menu, as Insert opens it."""
    editor.outline.setFocus()
    press(Key.Key_Insert)
    menu = editor.menu
    assert isinstance(menu, QMenu)
    action = next(item for item in menu.actions() if item.text() == words)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Key.Key_Return)
    QApplication.processEvents()


def lines(editor: SchemeEditor) -> list[str]:
    found, rows = [], [editor.outline.topLevelItem(row) for row in range(editor.outline.topLevelItemCount())]
    while rows:
        item = rows.pop(0)
        assert item is not None
        found.append(item.text(0))
        rows = [item.child(row) for row in range(item.childCount())] + rows
    return found


def meaning(editor: SchemeEditor) -> list[str]:
    return [editor.meaning.item(row).text() for row in range(editor.meaning.count())]


def current(window: Window) -> Scheme:
    return schemes.current(window.session.file)


def test_the_outline_shows_what_may_be_marked_in_its_order(editor: SchemeEditor) -> None:
    shown = lines(editor)
    assert shown[:4] == ["Treaty stances", "Actor", "Entity", "Treaty"]
    assert "considers withdrawal" in shown
    assert shown[-4:] == ["→ Actor", "→ Treaty", "→ Date", "Questions about the article"]


def test_a_new_name_is_saved_as_one_step_seen_at_once_and_undone(
    window: Window, editor: SchemeEditor, qtbot: QtBot
) -> None:
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert QApplication.focusWidget() is field(editor, "name")
    press("Agent")
    assert meaning(editor) == ["Label “Agent” was called “Actor”. 1 mark keeps it and shows its new name."]
    press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    assert current(window).labels[0].name == "Agent"
    assert window.session.scheme.labels[0].name == "Agent"
    assert window.session.undo_name() == "Use the scheme Treaty stances"
    assert "# Ids are what marks store" in current(window).toml
    names = [action.name for action in window.shortcuts.declared() if action.id.startswith("label-")]
    assert any("Agent" in name for name in names)
    (mark,) = spans.of(window.session.file, article_id(TEXT))
    assert window.page.scene.marks.get(mark.id).name == "Agent"  # type: ignore[union-attr]  # it is there
    back_to_page(window, qtbot)
    press(Key.Key_Z, CTRL)
    assert current(window).toml == TOML
    assert window.page.scene.marks.get(mark.id).name == "Actor"  # type: ignore[union-attr]  # it is there


def test_a_change_is_taken_back_and_made_again_in_the_editor(editor: SchemeEditor) -> None:
    press(Key.Key_Down)
    press(Key.Key_Return)
    press("Agent")
    fill(editor, "key", "9")
    assert editor.editing.draft.labels[0].key == "9"
    press(Key.Key_Z, CTRL)
    assert (editor.editing.draft.labels[0].name, editor.editing.draft.labels[0].key) == ("Agent", "1")
    press(Key.Key_Z, CTRL)
    assert not editor.editing.has_changes
    field(editor, "name").setFocus()
    press(Key.Key_Z, CTRL | SHIFT)
    press(Key.Key_Y, CTRL)
    assert (editor.editing.draft.labels[0].name, editor.editing.draft.labels[0].key) == ("Agent", "9")


def test_what_has_to_be_mended_is_said_at_its_field_and_nothing_is_saved(window: Window, editor: SchemeEditor) -> None:
    press(Key.Key_Down)
    press(Key.Key_Return)
    press(Key.Key_Backspace)
    assert said_at(editor, "name") == "Give it a name."
    fill(editor, "key", "x")
    assert said_at(editor, "key") == "On the page the key “x” means “Reject or delete”. Choose another, best a digit."
    fill(editor, "key", "2")
    assert "“Treaty”" in said_at(editor, "key")
    fill(editor, "letter", "t")
    assert "“Treaty” has this letter too" in said_at(editor, "letter")
    assert not editor.save.isEnabled()
    press(Key.Key_S, CTRL)
    assert current(window).toml == TOML
    editor.outline.setFocus()
    editor.editing.choose(("label", "DATE"))
    press(Key.Key_F8)
    assert editor.editing.place == ("label", "ACTOR")
    assert QApplication.focusWidget() is field(editor, "name")


def test_colours_are_chosen_from_the_theme_and_one_that_two_have_is_said(editor: SchemeEditor) -> None:
    press(Key.Key_Down)
    swatches = field(editor, "colour")
    amber = next(item for item in swatches.findChildren(QPushButton) if item.text() == "amber")
    QTest.mouseClick(amber, Qt.MouseButton.LeftButton)
    assert editor.editing.draft.labels[0].colour == "amber"
    assert said_at(editor, "colour") == "“Treaty” has this colour too. The letter tells them apart."
    assert not editor.editing.problems
    amber.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Space)
    assert editor.editing.draft.labels[0].colour == "green"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_letter_on_each_swatch_can_be_read(name: str) -> None:
    theme = themes.load(name)
    assert min(themes.contrast(tint.ink, tint.fill) for tint in theme.tints.values()) >= 4.5


def test_what_is_in_force_is_retired_and_brought_back_and_what_is_new_is_deleted(
    window: Window, editor: SchemeEditor, qtbot: QtBot
) -> None:
    editor.editing.choose(OPPOSE)
    press(Key.Key_Delete)
    assert "Retired (1)" in lines(editor)
    assert meaning(editor) == [
        "Choice “oppose” of Stance, Value is retired: new marks cannot get it. No mark holds it."
    ]
    assert editor.form.fate.text() == "Bring back"
    add(editor, "Choice of Value")
    press("abstain")
    assert editor.editing.place[-1] == "abstain"
    editor.outline.setFocus()
    press(Key.Key_Delete)
    assert "abstain" not in lines(editor)
    press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    choice = draft.item_at(current(window), OPPOSE)
    assert choice is not None
    assert choice.retired
    again = opened(window, qtbot)
    again.editing.choose(OPPOSE)
    act(again, "fate")
    press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    assert "retired" not in current(window).toml.split('id = "oppose"')[1].split("[[")[0].replace("retired = false", "")


def test_order_changes_by_keys_and_by_drag(editor: SchemeEditor, qtbot: QtBot) -> None:
    press(Key.Key_Down)
    press(Key.Key_Down, ALT)
    assert [label.id for label in editor.editing.draft.labels] == ["TREATY", "ACTOR", "DATE", "STANCE"]
    press(Key.Key_Up, ALT)
    assert not editor.editing.differences()
    editor.editing.choose(("label", "DATE"))
    above = editor.outline.item_of(("label", "ACTOR"))
    assert above is not None
    drop(editor, editor.outline.visualItemRect(above).topLeft() + QPoint(30, 1))
    assert [label.id for label in editor.editing.draft.labels] == ["DATE", "ACTOR", "TREATY", "STANCE"]
    assert meaning(editor) == ["The order of the labels is another; no mark changes."]


def drop(editor: SchemeEditor, point: QPoint) -> None:
    """Drop the chosen line at a point, as a drag within the outline ends."""
    data = editor.outline.mimeData([editor.outline.selectedItems()[0]])
    event = QDropEvent(point.toPointF(), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, NO)
    editor.outline.dropEvent(event)


def test_the_preview_shows_the_draft_a_moment_later(editor: SchemeEditor, qtbot: QtBot) -> None:
    press(Key.Key_Down)
    press(Key.Key_Return)
    press("Delegation")
    page = editor.preview.page
    qtbot.waitUntil(lambda: "Delegation" in page.toPlainText())
    marks = page.scene.marks
    drawn = [mark for number in range(40) if (mark := marks.get(f"sample-{number}"))]
    assert {mark.letter for mark in drawn} == {"D", "T", "S"}
    assert {mark.chip for mark in drawn if mark.evidence and mark.decided} == {"U", "J", "C", "W", "O", "N"}
    assert any(not mark.decided for mark in drawn)
    items = [editor.preview.keys.itemAt(at) for at in range(editor.preview.keys.count())]
    keys = [item.widget() for item in items if item is not None]
    assert [key.text() for key in keys if isinstance(key, QLabel)][:2] == ["1  Delegation", "2  Treaty"]
    editor.tabs.setCurrentWidget(editor.preview.form)
    form = [item.text() for item in editor.preview.form.findChildren(QPushButton)]
    assert any("Delegation" in words for words in form)


def test_cancel_asks_once_when_there_are_changes(window: Window, editor: SchemeEditor, qtbot: QtBot) -> None:
    press(Key.Key_Down)
    press(Key.Key_Return)
    press("Agent")
    press(Key.Key_Escape)
    assert editor.asking.isVisible()
    QTest.mouseClick(button(editor.asking, "Go on editing"), Qt.MouseButton.LeftButton)
    assert editor.isVisible()
    back_to(editor, qtbot)
    press(Key.Key_Escape)
    QTest.mouseClick(button(editor.asking, "Save"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    assert current(window).labels[0].name == "Agent"
    again = opened(window, qtbot)
    again.editing.choose(("label", "ACTOR"))
    again.editing.rename("Nobody")
    again.close()
    QTest.mouseClick(button(again.asking, "Do not save"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    assert current(window).labels[0].name == "Agent"
    last = opened(window, qtbot)
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    assert last is not again


def button(parent: QWidget, words: str) -> QAbstractButton:
    return next(item for item in parent.findChildren(QAbstractButton) if item.text().replace("&", "") == words)


def test_a_scheme_is_taken_from_a_file_and_written_to_one(editor: SchemeEditor, tmp_path: Path) -> None:
    other = '# of somebody\nid = "o"\nname = "Other"\n[[label]]\nid = "ACTOR" # mine\nname = "Party"\nkey = "1"\n'
    (tmp_path / "other.toml").write_text(other, encoding="utf-8")
    editor.take_file(tmp_path / "other.toml")
    assert [label.name for label in editor.editing.draft.current] == ["Party"]
    assert [label.id for label in editor.editing.draft.labels] == ["ACTOR", "TREATY", "DATE", "STANCE"]
    assert "Carried over, retired" in editor.said.text()
    editor.write_file(tmp_path / "out.toml")
    toml = (tmp_path / "out.toml").read_text(encoding="utf-8")
    assert toml.startswith("# of somebody")
    assert "# mine" in toml
    assert parse_scheme(toml)[0] == written(editor.editing.draft)
    press(Key.Key_Z, CTRL)
    assert not editor.editing.has_changes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "could not be read"),
        (b"id = ", "not TOML"),
        (b"x" * 1_000_001, "at most 1000000 bytes"),
        (TOML.replace('type = "date"', 'type = "text"').encode(), "or has it as another type"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_and_nothing_changes(
    editor: SchemeEditor, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    editor.take_file(tmp_path / "bad.toml")
    assert said in editor.said.text()
    assert not editor.editing.has_changes


def test_an_old_version_is_looked_at_and_used_again(window: Window, qtbot: QtBot) -> None:
    session = window.session
    made, place = draft.added(session.scheme, (), "label")
    made, place = draft.named(made, place, "Place", in_force=session.scheme)
    edits.set_scheme(session.file, session.person.id, written(draft.changed(made, ("label", "ACTOR"), name="Agent")))
    editor = opened(window, qtbot)
    editor.show_versions()
    dialog = editor.asked
    assert dialog.list.count() == 2
    assert "in force" in dialog.list.item(0).text()
    assert "Lea" in dialog.list.item(1).text()
    assert not dialog.use.isEnabled()
    dialog.list.setCurrentRow(1)
    assert dialog.text.toPlainText() == TOML
    qtbot.waitUntil(lambda: "Actor" in dialog.preview.page.toPlainText())
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    back_to(editor, qtbot)
    assert "Place" in editor.said.text()
    assert [label.name for label in editor.editing.draft.current] == ["Actor", "Treaty", "Date", "Stance"]
    press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    assert current(window).label("PLACE").retired  # type: ignore[union-attr]  # it is carried over


def test_what_another_saved_meanwhile_is_not_overwritten(window: Window, editor: SchemeEditor) -> None:
    press(Key.Key_Down)
    press(Key.Key_Return)
    press("Agent")
    edits.set_scheme(
        window.session.file, window.session.person.id,
        written(draft.changed(window.session.scheme, ("label", "DATE"), name="Day")),
    )  # fmt: skip
    press(Key.Key_S, CTRL)
    assert "another version of the scheme in force meanwhile" in editor.said.text()
    assert editor.isVisible()
    assert [label.name for label in current(window).labels][:3] == ["Actor", "Treaty", "Day"]


@pytest.mark.parametrize("name", ["a\u202eb", "x" * 10_000, "👩‍🌾" * 200, "\u0301" * 500, "&File <b>bold</b>"])
def test_hostile_names_are_shown_and_stop_nothing(editor: SchemeEditor, qtbot: QtBot, name: str) -> None:
    editor.editing.choose(("label", "ACTOR"))
    editor.editing.rename(name)
    editor.editing.choose(("label", "TREATY"))
    qtbot.wait(60)
    assert all("\u202e" not in line and len(line) < 80 for line in lines(editor))
    assert all(len(line) < 300 for line in meaning(editor))
    assert editor.width() <= 1280
    assert editor.form.width() < 700


def test_another_field_is_built_from_scratch_saved_labelled_with_and_undone(
    window: Window, editor: SchemeEditor, qtbot: QtBot
) -> None:
    retire_all(editor)
    editor.editing.choose(())
    press(Key.Key_Return)
    press("Labour agreements")
    for name, colour in (("Union", "blue"), ("Employer", "amber"), ("Agreement", "green")):
        add(editor, "Label")
        press(name)
        made = button(field(editor, "colour"), colour)
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
        editor.editing.choose(())
    add(editor, "Label")
    press("Position")
    fill(editor, "help", "What a party says about an agreement.")
    evidence = field(editor, "evidence")
    assert isinstance(evidence, QCheckBox)
    evidence.setFocus()
    press(Key.Key_Space)
    overlap = field(editor, "overlap")
    assert isinstance(overlap, QComboBox)
    overlap.setFocus()
    press(Key.Key_End)
    assert editor.editing.item.overlap in {"any", "nested"}  # type: ignore[union-attr]  # a label
    act(editor, "add-role")
    press("Party")
    union, employer = (button(field(editor, "labels"), name) for name in ("Union", "Employer"))
    if not union.isChecked():
        QTest.mouseClick(union, Qt.MouseButton.LeftButton)
    employer.setFocus()
    press(Key.Key_Space)
    least, most = field(editor, "minimum"), field(editor, "maximum")
    assert isinstance(least, QSpinBox)
    assert isinstance(most, QSpinBox)
    least.setFocus()
    press(Key.Key_Up)
    most.setFocus()
    press(Key.Key_Down)
    add(editor, "Attribute of Position")
    press("Says")
    kind = field(editor, "type")
    assert isinstance(kind, QComboBox)
    kind.setFocus()
    press(Key.Key_Home)
    assert said_at(editor, "type") == "A choice needs at least one value to choose."
    for name, key in (("accepts", "A"), ("refuses", "R")):
        add(editor, "Choice of Says")
        press(name)
        fill(editor, "key", key)
    add(editor, "Question")
    press("Is it about wages?")
    assert editor.editing.problems == []
    press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not window.findChildren(SchemeEditor))
    scheme = current(window)
    assert scheme.name == "Labour agreements"
    assert [(label.id, label.key, label.letter) for label in scheme.current] == [
        ("UNION", "1", "U"), ("EMPLOYER", "2", "E"), ("AGREEMENT", "3", "A"), ("POSITION", "4", "P"),
    ]  # fmt: skip
    position = scheme.label("POSITION")
    assert position is not None
    assert position.evidence
    assert position.roles[0].labels == ("UNION", "EMPLOYER")
    assert (position.roles[0].minimum, position.roles[0].maximum) == (1, 0)
    assert [choice.id for choice in position.attributes[0].choices] == ["accepts", "refuses"]
    assert scheme.questions[0].name == "Is it about wages?"
    back_to_page(window, qtbot)
    label_with_it(window)


def retire_all(editor: SchemeEditor) -> None:
    for label in editor.editing.in_force.labels:
        editor.editing.choose(("label", label.id))
        press(Key.Key_Delete)


def label_with_it(window: Window) -> None:
    session, start = window.session, TEXT.index("metal union")
    window.page.setFocus()
    session.select_stretch((start, start + 11))
    press("1")
    mine = {span.label: span for span in spans.of(session.file, article_id(TEXT), session.person.id)}
    assert set(mine) == {"ACTOR", "UNION"}
    session.select(mine["UNION"].id)
    press("4")
    assert window.workspace.inspector.form is not None
    window.workspace.inspector.close_form()
    window.page.setFocus()
    press(Key.Key_Z, CTRL)
    assert session.undo_name() == "Use the scheme Labour agreements"
    press(Key.Key_Z, CTRL)
    assert schemes.current(session.file).toml == TOML


def test_everything_that_takes_the_focus_has_a_name(editor: SchemeEditor) -> None:
    for place in (("label", "ACTOR"), OPPOSE, OPPOSE[:4], ("label", "STANCE", "role", "actor"), ()):
        editor.editing.choose(place)
        for part in editor.findChildren(QWidget):
            tabbed = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible() and not part.focusProxy()
            if tabbed and not isinstance(part, QScrollArea) and part.objectName() != "qt_spinbox_lineedit":
                named = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
                assert named or type(part).__name__ == "QTabBar", (place, part)


def test_f6_goes_round_the_parts(editor: SchemeEditor) -> None:
    stops = []
    for _ in range(5):
        press(Key.Key_F6)
        focused = QApplication.focusWidget()
        stops.append(next(name for name in ("outline", "form", "preview", "tabs", "cancel") if getattr(editor, name) is focused or getattr(editor, name).isAncestorOf(focused)))  # fmt: skip
    assert stops == ["form", "preview", "tabs", "cancel", "outline"]


def test_nothing_is_cut_off_at_twice_the_size(window: Window, qtbot: QtBot) -> None:
    before = QApplication.font()
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * 2)
    QApplication.setFont(font)
    try:
        editor = opened(window, qtbot)
        for place in (("label", "ACTOR"), OPPOSE, ("label", "STANCE", "role", "actor")):
            editor.editing.choose(place)
            qtbot.wait(100)
            inner = editor.form.scrolled.inner
            assert inner.width() <= editor.form.scrolled.viewport().width()
            for part in inner.findChildren(QWidget):
                if part.isVisible() and isinstance(part, QAbstractButton | QComboBox | QLineEdit):
                    assert part.width() >= part.minimumSizeHint().width(), part
                    assert part.height() >= part.minimumSizeHint().height(), part
        assert editor.width() <= 1280
        editor.reject()
    finally:
        QApplication.setFont(before)


def test_many_marks_are_told_in_the_sentence(qtbot: QtBot) -> None:
    from annotator.gui.scheme import sayings

    scheme, _problems = parse_scheme(TOML)
    assert scheme is not None
    editing = Editing(scheme, {})
    editing.choose(("label", "ACTOR"))
    editing.rename("Agent")
    editing.choose(OPPOSE)
    editing.delete_or_retire()
    uses = {("label", "ACTOR"): 1412, OPPOSE: 31}
    assert [sayings.consequence(item, scheme, editing.draft, uses) for item in editing.differences()] == [
        "Label “Agent” was called “Actor”. 1,412 marks keep it and show its new name.",
        "Choice “oppose” of Stance, Value is retired: new marks cannot get it. 31 marks keep it.",
    ]
