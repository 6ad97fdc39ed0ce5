"""The dialog that asks what to export, and where to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.core.translation import QT_TR_NOOP
from annotator.gui.annotate.parts import dialog_buttons, label
from annotator.gui.language import translated

_FORMATS = (
    ("jsonl", QT_TR_NOOP("JSON Lines: everything"), "jsonl"),
    ("spacy", QT_TR_NOOP("spaCy DocBin: to train a pipeline"), "spacy"),
    ("csv", QT_TR_NOOP("CSV: one row a stance, one row a mark"), "csv"),
)

Export = Callable[[Path, str, str, bool], None]


class ExportDialog(QDialog):
    """Format, author, and whether the format may leave out what it cannot hold."""

    def __init__(self, parent: QWidget, person: str, pipelines: Sequence[str], export: Export) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the dataset"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._export = export
        self.format = QComboBox()
        for name, words, _suffix in _FORMATS:
            self.format.addItem(translated(words), name)
        self.author = QComboBox()
        self.author.addItem(self.tr("Everyone and gold"), "")
        self.author.addItem(person, person)
        self.author.addItem(self.tr("Gold"), "gold")
        for pipeline in pipelines:
            self.author.addItem(self.tr("Suggestions of {}").format(pipeline.removeprefix("model:")), pipeline)
        self.lossy = QCheckBox(self.tr("Leave out what the format cannot hold, and list it"))
        form = QFormLayout()
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("Marks of"), self.author)
        form.addRow("", self.lossy)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(
            label(self.tr("Without “leave out”, nothing is written if anything would be lost."), "dim", wrap=True)
        )
        column.addWidget(buttons)

    def _choose(self) -> None:
        name, _words, suffix = _FORMATS[self.format.currentIndex()]
        out, _filter = QFileDialog.getSaveFileName(self, self.windowTitle(), f"dataset.{suffix}", f"*.{suffix}")
        if out:
            self._export(Path(out), name, self.author.currentData(), self.lossy.isChecked())
            self.accept()
