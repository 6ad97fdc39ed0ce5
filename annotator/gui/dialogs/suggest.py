"""The dialog that asks which pipeline should pre-highlight which articles."""

from collections.abc import Callable
from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.article import Article
from annotator.gui.annotate.parts import button, dialog_buttons, label

Suggest = Callable[[str, list[str] | None], None]


class SuggestDialog(QDialog):
    """Pipeline and extent."""

    def __init__(self, parent: QWidget, article: Article | None, suggest: Suggest) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Pre-highlight articles"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._article, self._suggest = article, suggest
        self.pipeline = QComboBox()
        self.pipeline.setEditable(True)
        self.pipeline.addItems(["default", *installed()])
        row = QHBoxLayout()
        row.addWidget(self.pipeline, 1)
        row.addWidget(button(self.tr("Folder …"), self._choose_folder))
        self.all = QRadioButton(self.tr("All articles that it has not seen"))
        self.all.setChecked(True)
        self.one = QRadioButton(self.tr("This article, anew"))
        self.one.setEnabled(article is not None)
        form = QFormLayout()
        form.addRow(self.tr("Pipeline"), row)
        form.addRow("", self.all)
        form.addRow("", self.one)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.tr("Pre-highlight"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._begin)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(
            label(
                self.tr("Suggestions do not count as work done: each waits to be accepted, corrected or rejected."),
                "dim",
                wrap=True,
            )
        )
        column.addWidget(buttons)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("The folder of a spaCy pipeline"))
        if folder:
            self.pipeline.setCurrentText(folder)

    def _begin(self) -> None:
        chosen = [self._article.id] if self.one.isChecked() and self._article is not None else None
        self._suggest(self.pipeline.currentText().strip() or "default", chosen)
        self.accept()


def installed() -> list[str]:
    """Return the spaCy pipelines that are installed, without importing spaCy into the window's process."""
    return sorted(point.name for point in metadata.entry_points(group="spacy_models"))
