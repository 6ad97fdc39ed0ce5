"""The dialog that corrects what is known about an article, beside what was found."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator import words
from annotator.core import publishing
from annotator.core.article import Article, Publication
from annotator.core.citations import is_web_address
from annotator.core.problems import Problem
from annotator.gui.annotate.comment_cards import shortened
from annotator.gui.annotate.parts import Line, button, dialog_buttons, label, line

Write = Callable[[dict[str, str]], Problem | None]


class CorrectDialog(QDialog):
    """Title, source, date and address, each with where it came from and the way back; a date that is none is said.

    `by` names, for each field, another person whose correction is in force.
    """

    def __init__(
        self, parent: QWidget, article: Article, found: Publication, by: Mapping[str, str], first: str, write: Write
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Correct the article"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(600)
        self._write = write
        now = article.publications[0] if article.publications else Publication("")
        self._names = {
            "title": self.tr("Title"),
            "source": self.tr("Source"),
            "published": self.tr("Published"),
            "url": self.tr("Address"),
        }
        self._before = {field: str(getattr(now, field)) for field in self._names}
        self._found = {field: str(getattr(found, field)) for field in self._names}
        self._by, self._file = by, Path(found.file).name
        self.fields: dict[str, Line] = {}
        self.notes: dict[str, QLabel] = {}
        self.backs: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for number, field in enumerate(self._names):
            self._add(grid, 2 * number, field)
        self._problem = label("", "danger", wrap=True)
        self._problem.hide()
        self.buttons = dialog_buttons(QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addLayout(grid)
        column.addWidget(self._problem)
        column.addSpacing(6)
        column.addWidget(self.buttons)
        for field in self.fields:
            self._show(field)
        chosen = self.fields.get(first, self.fields["title"])
        chosen.setFocus()
        chosen.setSelection(len(chosen.text()), -len(chosen.text()))  # the caret at the beginning, which is read first

    def _add(self, grid: QGridLayout, row: int, field: str) -> None:
        written = self._before[field]
        typed = line(publishing.written(written) if field == "published" else written, self._names[field])
        typed.setObjectName(field)
        typed.setCursorPosition(0)
        if field == "published":
            typed.setPlaceholderText("13 March 2025 17:29")
        typed.textChanged.connect(partial(self._show, field))
        named = label(self._names[field], "dim")
        named.setBuddy(typed)
        note = label("", "dim", wrap=True)
        back = button(self.tr("Back to what was found"), partial(self._go_back, field), "link")
        back.setAccessibleName(self.tr("{}: back to what was found").format(self._names[field]))
        below = QHBoxLayout()
        below.addWidget(note, 1)
        below.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        below.setContentsMargins(2, 0, 2, 8)
        grid.addWidget(named, row, 0)
        grid.addWidget(typed, row, 1)
        grid.addLayout(below, row + 1, 1)
        self.fields[field], self.notes[field], self.backs[field] = typed, note, back

    def _value(self, field: str) -> str | None:
        """Return what a field says now, or None for what is no date."""
        typed = self.fields[field].text().strip()
        if field != "published" or not typed:
            return typed
        return publishing.read(typed) or None

    def _show(self, field: str, _text: str = "") -> None:
        """Say what a field's value is and where it comes from; nothing is saved while a date is none."""
        value, found, note = self._value(field), self._found[field], self.notes[field]
        shown = publishing.written(found) if field == "published" else found
        where = self.tr("in {}").format(self._file) if self._file else self.tr("at import")
        if value is None:
            said = words.sentence(Problem("bad-published"))
        elif value == found:
            said = self.tr("Found {}.").format(where) if found else self.tr("Nothing was found {}.").format(where)
        elif found:
            said = self.tr("Found {}: {}").format(where, shortened(shown, 90))
        else:
            said = self.tr("Nothing was found {}.").format(where)
        if value == self._before[field] != found and field in self._by:
            said += " " + self.tr("Corrected by {}.").format(self._by[field])
        if field == "published" and value:
            said = f"{publishing.written(value, weekday=True)} · {said}"
        if field == "url" and value and not is_web_address(value):
            said += " " + self.tr("This is not the address of a web page, so it cannot be opened.")
        note.setText(said)
        note.setProperty("role", "danger" if value is None else "dim")
        note.style().unpolish(note)
        note.style().polish(note)
        self.backs[field].setVisible(value != found)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(
            all(self._value(each) is not None for each in self.fields)
        )

    def _go_back(self, field: str) -> None:
        found = self._found[field]
        self.fields[field].setText(publishing.written(found) if field == "published" else found)
        self.fields[field].setFocus()

    def _save(self) -> None:
        values = {field: self._value(field) for field in self.fields}
        changed = {
            field: value for field, value in values.items() if value is not None and value != self._before[field]
        }
        problem = self._write(changed) if None not in values.values() else Problem("bad-published")
        if problem is None:
            self.accept()
        else:
            self._problem.setText(words.sentence(problem))
            self._problem.show()
