"""Dialogs that only show something: help, keys, a report, what the program is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__
from annotator.core.scheme import Scheme
from annotator.gui.actions import ACTIONS, MENUS, Action, label_actions
from annotator.gui.annotate.parts import dialog_buttons, label
from annotator.gui.strip import key_name


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

    def __init__(self, parent: QWidget, markdown: str) -> None:
        text = QTextBrowser(openExternalLinks=False, openLinks=False)
        text.setMarkdown(markdown)
        text.document().setDocumentMargin(14)
        super().__init__(parent, parent.tr("Guidelines"), text, 720, 680)


class KeysDialog(_Shown):
    """Every action with its keys, by menu; made from the declared actions."""

    def __init__(self, parent: QWidget, scheme: Scheme) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        columns = QHBoxLayout(inner)
        columns.setSpacing(36)
        actions: list[Action] = [*ACTIONS, *label_actions(scheme)]
        for menus in (("Mark",), ("Edit", "Article", "Help"), ("Project", "View")):
            grid = QGridLayout()
            grid.setVerticalSpacing(5)
            grid.setHorizontalSpacing(14)
            for menu in (name for name in MENUS if name in menus):
                grid.addWidget(label(menu.upper(), "section"), grid.rowCount(), 0, 1, 2)
                # Two ways to one thing stand on one line.
                keys: dict[str, list[str]] = {}
                for action in (item for item in actions if item.menu == menu and item.keys):
                    keys.setdefault(action.name.removesuffix(" …"), []).extend(action.keys)
                for name, pressed in keys.items():
                    row = grid.rowCount()
                    grid.addWidget(_caps(pressed), row, 0, Qt.AlignmentFlag.AlignLeft)
                    grid.addWidget(label(name), row, 1)
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid)
        columns.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inner)
        super().__init__(parent, parent.tr("Keys"), scroll, 1180, 640)


def _caps(keys: Sequence[str]) -> QWidget:
    caps = QWidget()
    row = QHBoxLayout(caps)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    seen = dict.fromkeys(key_name(key) for key in keys)
    for key in list(seen)[:2]:
        row.addWidget(label(key, "keycap"))
    return caps


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
