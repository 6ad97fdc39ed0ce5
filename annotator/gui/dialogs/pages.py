"""Dialogs that only show something: help, keys, a report, what the program is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__
from annotator.gui.annotate.parts import dialog_buttons, label


class _Shown(QDialog):
    """A dialog with one part and a Close button."""

    def __init__(self, parent: QWidget, title: str, part: QWidget, width: int, height: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(width, height)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.addWidget(part, 1)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column.addWidget(buttons)


class HelpDialog(_Shown):
    """A page of the help, written in Markdown; nothing is loaded from anywhere else."""

    def __init__(self, parent: QWidget, title: str, markdown: str) -> None:
        text = QTextBrowser(openExternalLinks=False, openLinks=False)
        text.setMarkdown(markdown)
        text.document().setDocumentMargin(14)
        text.setAccessibleName(title)
        super().__init__(parent, title, text, 720, 680)


class ReportDialog(_Shown):
    """What a job could not take, line by line, to be copied."""

    def __init__(self, parent: QWidget, title: str, sentences: Sequence[str]) -> None:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(title, wrap=True))
        lines = QListWidget()
        lines.setWordWrap(True)
        lines.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        lines.addItems(list(sentences))
        column.addWidget(lines, 1)
        super().__init__(parent, parent.tr("Report"), part, 640, 420)


class AboutDialog(_Shown):
    """What this program is."""

    def __init__(self, parent: QWidget) -> None:
        part = QWidget()
        column = QVBoxLayout(part)
        column.addWidget(label(f"Annotator {__version__}", "title"))
        words = parent.tr(
            "Labels actors, treaties, stances and dates in news about treaties."
            " Free software under the Apache License 2.0."
        )
        column.addWidget(label(words, wrap=True))
        column.addStretch()
        super().__init__(parent, parent.tr("About"), part, 420, 220)
        width = max(420, 40 * self.fontMetrics().averageCharWidth())
        layout = self.layout()
        self.resize(width, max(220, layout.heightForWidth(width) if layout is not None else 0))
