"""The dialog that corrects what is known about an article."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from annotator import words
from annotator.core.article import Article
from annotator.core.problems import Problem
from annotator.gui.annotate.parts import dialog_buttons, label

Write = Callable[[str, dict[str, str]], Problem | None]


class CorrectDialog(QDialog):
    """Title, source, date and address; what was changed is written, and a date that is none is said."""

    def __init__(self, parent: QWidget, article: Article, first: str, write: Write) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Correct the article"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._article, self._write = article, write
        url = article.publications[0].url if article.publications else ""
        self._before = {"title": article.title, "source": article.source, "published": article.published, "url": url}
        names = {
            "title": self.tr("Title"),
            "source": self.tr("Source"),
            "published": self.tr("Published"),
            "url": self.tr("Address"),
        }
        form = QFormLayout()
        self.fields: dict[str, QLineEdit] = {}
        for field, value in self._before.items():
            line = QLineEdit(value)
            line.setObjectName(field)
            line.setCursorPosition(0)
            line.setPlaceholderText("2025-03-13T17:29" if field == "published" else "")
            self.fields[field] = line
            form.addRow(names[field], line)
        self._problem = label("", "danger", wrap=True)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(buttons)
        self.fields.get(first, self.fields["title"]).setFocus()

    def _save(self) -> None:
        changed = {
            field: line.text().strip()
            for field, line in self.fields.items()
            if line.text().strip() != self._before[field]
        }
        problem = self._write(self._article.id, changed)
        if problem is None:
            self.accept()
        else:
            self._problem.setText(words.sentence(problem))
