"""The window of the scheme editor: outline, form, preview, and what saving means."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QMenu,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator import edits, words
from annotator.core import scheme_draft as draft
from annotator.core.problems import Problem, Refused
from annotator.core.scheme import Scheme, removed
from annotator.core.scheme_draft import Place
from annotator.core.scheme_toml import MAX_BYTES, parse_scheme
from annotator.core.scheme_writer import written
from annotator.gui.annotate.parts import breakable, button, label
from annotator.gui.language import translated as tr
from annotator.gui.scheme import sayings
from annotator.gui.scheme.counting import Counting
from annotator.gui.scheme.editing import Editing
from annotator.gui.scheme.form import Form, adding
from annotator.gui.scheme.outline import Outline
from annotator.gui.scheme.preview import Preview
from annotator.gui.session import Session
from annotator.gui.theme import Theme
from annotator.store import schemes

_FILES = "TOML (*.toml)"
_TOLD = 200


class SchemeEditor(QDialog):
    """Edits a draft; Save is one step of the project, which Undo takes back, and Cancel asks before it loses any."""

    saved = Signal(str)
    """A sentence that says so."""

    def __init__(self, parent: QWidget, session: Session, theme: Theme, taken: Mapping[str, str]) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self.setWindowTitle(tr("Scheme"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(parent.size() * 0.96)
        self.editing = Editing(session.scheme, taken)
        self.outline = Outline(self.editing, theme)
        self.form = Form(self.editing, theme)
        self.preview = Preview(theme)
        self.meaning = QListWidget()
        self.said = label("", "danger", wrap=True)
        self._lay_out()
        self._connect()
        self._counting = Counting(session.file, self)
        self._counting.counted.connect(self.editing.count)
        self._counting.start()
        self._show()
        self.outline.setFocus()

    def _lay_out(self) -> None:
        left = QFrame()
        left.setProperty("role", "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 10, 8, 8)
        column.addWidget(self.outline, 1)
        self.add = QToolButton()
        self.add.setText(tr("＋ Add …"))
        self.add.setToolTip(tr("Ins"))
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.clicked.connect(self.choose_kind)
        self.up = button("↑", lambda: self.editing.shift(-1), "", tr("Move up (Alt+↑)"))
        self.down = button("↓", lambda: self.editing.shift(1), "", tr("Move down (Alt+↓)"))
        self.up.setAccessibleName(tr("Move up"))
        self.down.setAccessibleName(tr("Move down"))
        row = QHBoxLayout()
        row.addWidget(self.add, 1)
        for made in (self.up, self.down):
            row.addWidget(made)
        column.addLayout(row)
        column.addWidget(label(tr("Ins adds · Alt+↑ ↓ moves · Del retires · Enter edits"), "dim", wrap=True))
        self.meaning.setAccessibleName(tr("What saving means"))
        self.meaning.setWordWrap(True)
        self.meaning.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.meaning.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.meaning, "")
        self.tabs.addTab(self.preview.form, tr("Form of a stance"))
        right = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        right.addWidget(self.preview)
        right.addWidget(self.tabs)
        right.setSizes([480, 240])
        right.setStretchFactor(0, 2)
        right.setStretchFactor(1, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        unit = self.fontMetrics().averageCharWidth()
        for part, least in ((left, 24), (self.form, 0), (right, 30)):
            if least:
                part.setMinimumWidth(unit * least)
            self.splitter.addWidget(part)
        self.splitter.setSizes([unit * 41, max(unit * 44, self.form.minimumSizeHint().width()), unit * 80])
        self.splitter.setStretchFactor(2, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = self.foot = QFrame()
        foot.setProperty("role", "bar")
        column = QVBoxLayout(foot)
        column.setContentsMargins(14, 8, 14, 8)
        self.said.hide()
        column.addWidget(self.said)
        row = QHBoxLayout()
        column.addLayout(row)
        self.undo = button(tr("Undo"), self.editing.undo, "quiet", "Ctrl+Z")
        self.redo = button(tr("Redo"), self.editing.redo, "quiet", "Ctrl+Shift+Z")
        self.versions = button(tr("Versions …"), self.show_versions, "quiet")
        self.read = button(tr("Take from a file …"), self.choose_file, "quiet")
        self.write = button(tr("Write to a file …"), self.choose_target, "quiet")
        self.mend: QPushButton = button("", self.go_to_problem, "link")
        self.cancel = button(tr("Cancel"), self.reject, "", "Esc")
        self.save = button(tr("Save"), self.save_scheme, "primary", "Ctrl+S")
        for made in (self.undo, self.redo, self.versions, self.read, self.write):
            row.addWidget(made)
        row.addStretch(1)
        for made in (self.mend, self.cancel, self.save):
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(made)
        return foot

    def _connect(self) -> None:
        for changed in (self.editing.changed, self.editing.chosen, self.editing.counted):
            changed.connect(self._show)
        self.tabs.currentChanged.connect(lambda _tab: self.preview.draw_form())
        self.outline.add_asked.connect(self.choose_kind)
        self.outline.left.connect(self.form.start)
        for keys, act in (
            ("Ctrl+S", self.save_scheme),
            ("Ctrl+Z", self.editing.undo),
            ("Ctrl+Shift+Z", self.editing.redo),
            ("Ctrl+Y", self.editing.redo),
            ("F6", self.next_part),
            ("F8", self.go_to_problem),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def choose_kind(self) -> None:
        """Offer what can be added where the outline stands; one letter takes it."""
        menu = QMenu(self)
        for owner, kind in self._addable():
            named = adding(kind).removeprefix("＋ ")
            words_ = named if not owner else tr("{} of {}").format(named, sayings.item_name(self.editing.draft, owner))
            menu.addAction(words_).triggered.connect(lambda _=False, o=owner, k=kind: self._add(o, k))
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _addable(self) -> list[tuple[Place, draft.Kind]]:
        """Return what can be added, nearest to the item in front first, with what it would belong to."""
        place = self.editing.place
        found = []
        for end in range(len(place), -1, -2):
            item = draft.item_at(self.editing.draft, place[:end])
            if item is None or not item.retired:
                found += [(place[:end], kind) for kind in draft.may_hold(self.editing.draft, place[:end])]
        return found

    def _add(self, owner: Place, kind: draft.Kind) -> None:
        self.editing.add(owner, kind)
        self.form.start()

    def next_part(self) -> None:
        """Go from the outline to the form, the preview, the foot, and back."""
        stops = [self.outline, self.form, self.preview, self.tabs, self.foot]
        focused = self.focusWidget() or self.outline
        at = next((n for n, part in enumerate(stops) if part is focused or part.isAncestorOf(focused)), 0)
        following = stops[(at + 1) % len(stops)]
        if following is self.form:
            self.form.start()
        elif following is self.preview:
            self.preview.page.setFocus(Qt.FocusReason.TabFocusReason)
        elif following is self.tabs:
            self.tabs.tabBar().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            target = self.outline if following is self.outline else self.cancel
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def go_to_problem(self) -> None:
        """Go to the first field that has to be mended."""
        if self.editing.problems:
            fault = self.editing.problems[0]
            self.editing.choose(fault.place)
            self.form.go_to(fault.field)

    def save_scheme(self) -> None:
        """Put the draft in force as one step, if nothing has to be mended."""
        if self.editing.problems:
            self.go_to_problem()
            return
        if not self.editing.has_changes:
            self.accept()
            return
        made = written(self.editing.draft)
        try:
            edits.set_scheme(self._session.file, self._session.person.id, made, after=self.editing.in_force.hash)
        except Refused as refusal:
            self.say(words.sentence(refusal.problem), "danger")
            return
        self.saved.emit(tr("The scheme is saved. Undo takes it back."))
        self.accept()

    def say(self, sentence: str, role: str) -> None:
        """Say something at the foot."""
        self.said.setProperty("role", role)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(breakable(sentence))
        self.said.show()

    def reject(self) -> None:
        """Close; ask once, if there are changes."""
        if not self.editing.has_changes:
            super().reject()
            return
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, tr("Scheme"), tr("Save what you changed in the scheme?"), parent=self
        )
        keep = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        lose = box.addButton(tr("Do not save"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        keep.setEnabled(not self.editing.problems)
        keep.setProperty("role", "primary")
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        keep.clicked.connect(self.save_scheme)
        lose.clicked.connect(lambda: QDialog.reject(self))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.asking = box
        box.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.editing.has_changes and self.isVisible():
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def done(self, result: int) -> None:
        """End, and no longer count the marks."""
        self._counting.stop()
        super().done(result)

    def show_versions(self) -> None:
        """Show the versions that were in force."""
        from annotator.gui.scheme.versions import VersionsDialog

        try:
            found = schemes.versions(self._session.file)
        except Refused as refusal:
            self.say(words.sentence(refusal.problem), "danger")
            return
        self.asked = VersionsDialog(self, found, self._theme)
        self.asked.use_asked.connect(self.use)
        self.asked.open()

    def use(self, scheme: Scheme) -> None:
        """Take another version as the draft; what it lacks of the one in force is carried over, retired."""
        made, kept = draft.carried(scheme, self.editing.in_force)
        lacking = removed(self.editing.in_force, made)
        if lacking:
            self.say(words.sentence(Problem("scheme-item-removed", lacking[0])), "danger")
            return
        self.editing.take(made, ())
        if kept:
            names = ", ".join(sayings.item_name(made, place) for place in kept[:8])
            more = tr(" and {} more").format(len(kept) - 8) if len(kept) > 8 else ""
            self.say(tr("Carried over, retired, because marks may hold them: {}.").format(names + more), "dim")
        else:
            self.say(tr("Taken into the editor. Nothing is in force before you save."), "dim")

    def choose_file(self) -> None:
        """Ask for a file with a scheme, and take it as the draft."""
        name, _filter = QFileDialog.getOpenFileName(self, tr("Take a scheme from a file"), str(Path.home()), _FILES)
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Take the scheme of a file as the draft, or say what is wrong with it."""
        scheme, problems = read_file(path)
        if scheme is not None:
            self.use(scheme)
        elif len(problems) == 1:
            self.say(words.sentence(problems[0]), "danger")
        else:
            from annotator.gui.dialogs.pages import ReportDialog

            said = tr("{} cannot be used as a scheme:").format(path.name)
            ReportDialog(self, said, [words.sentence(problem) for problem in problems[:_TOLD]]).open()

    def choose_target(self) -> None:
        """Ask for a file, and write the draft into it."""
        name, _filter = QFileDialog.getSaveFileName(
            self, tr("Write the scheme to a file"), str(Path.home() / f"{self.editing.draft.id}.toml"), _FILES
        )
        if name:
            self.write_file(Path(name if name.endswith(".toml") else f"{name}.toml"))

    def write_file(self, path: Path) -> None:
        """Write the draft to a file, if nothing has to be mended."""
        if self.editing.problems:
            self.go_to_problem()
            return
        try:
            path.write_text(written(self.editing.draft).toml, encoding="utf-8", newline="\n")
        except OSError as error:
            self.say(words.sentence(Problem("cannot-write", path.name, {"reason": str(error)})), "danger")
        else:
            self.say(tr("Written to {}.").format(path.name), "dim")

    def _show(self) -> None:
        """Show what goes with the draft: preview, what saving means, and what is possible now."""
        editing = self.editing
        self.said.hide()
        self.preview.show_scheme(editing.draft, editing.place[1] if editing.place else "")
        found = [
            sayings.consequence(item, editing.in_force, editing.draft, editing.uses) for item in editing.differences()
        ]
        self.meaning.clear()
        self.meaning.addItems(found or [tr("Nothing is changed yet.")])
        self.tabs.setTabText(0, tr("What saving means ({})").format(len(found)) if found else tr("What saving means"))
        self.undo.setEnabled(editing.can_undo)
        self.redo.setEnabled(editing.can_redo)
        number = len(editing.problems)
        self.mend.setVisible(bool(number))
        self.mend.setText(tr("One thing to mend (F8)") if number == 1 else tr("{} things to mend (F8)").format(number))
        self.save.setEnabled(not number and editing.has_changes)
        for made in (self.up, self.down):
            made.setEnabled(bool(editing.place))


def read_file(path: Path) -> tuple[Scheme | None, list[Problem]]:
    """Return the scheme of a file, or None and what is wrong with it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [Problem("scheme-too-large", path.name, {"limit": MAX_BYTES})]
        return parse_scheme(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem("file-unreadable", path.name, {"reason": str(error)})]
