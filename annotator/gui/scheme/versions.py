"""The versions of the scheme: when, by whom, a look at each, and using one again."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.scheme import Scheme
from annotator.core.scheme_toml import parse_scheme, plain
from annotator.gui.annotate.parts import button, label
from annotator.gui.language import translated as tr
from annotator.gui.scheme.preview import Preview
from annotator.gui.theme import Theme
from annotator.store.schemes import Version


class VersionsDialog(QDialog):
    """Left the versions, the one in force first; right how the chosen one looks, and its text."""

    use_asked = Signal(object)
    """A `Scheme` that is to be edited in the place of the draft."""

    def __init__(self, parent: QWidget, versions: Sequence[Version], theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Versions of the scheme"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(parent.size() * 0.9)
        self._versions = list(versions)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Versions"))
        self.list.setWordWrap(True)
        for version in self._versions:
            self.list.addItem(QListWidgetItem(_said(version)))
        self.preview = Preview(theme)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("The text of this version"))
        tabs = QTabWidget()
        tabs.addTab(self.preview, tr("Preview"))
        tabs.addTab(self.text, tr("Text"))
        row = QHBoxLayout()
        row.addWidget(self.list, 2)
        row.addWidget(tabs, 5)
        said = label(
            tr("What is newer than a version is not lost by using it again: it is carried over, retired."),
            "dim",
            wrap=True,
        )
        self.use = button(tr("Use again"), self._use, "primary")
        close = button(tr("Close"), self.reject)
        below = QHBoxLayout()
        below.addWidget(said, 1)
        for made in (close, self.use):
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            below.addWidget(made)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addLayout(below)
        self.list.currentRowChanged.connect(self._look)
        self.list.itemActivated.connect(lambda _item: self._use())
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _scheme(self) -> Scheme | None:
        row = self.list.currentRow()
        return parse_scheme(self._versions[row].toml)[0] if 0 <= row < len(self._versions) else None

    def _look(self, row: int) -> None:
        scheme = self._scheme()
        self.use.setEnabled(scheme is not None and not self._versions[row].in_force)
        if scheme is not None:
            self.preview.show_scheme(scheme)
            self.text.setPlainText(scheme.toml)

    def _use(self) -> None:
        scheme = self._scheme()
        if scheme is not None and self.use.isEnabled():
            self.use_asked.emit(scheme)
            self.accept()


def _said(version: Version) -> str:
    """Return when and by whom a version was put in force, in the way of this computer's country."""
    made = QDateTime.fromString(version.made[:19], Qt.DateFormat.ISODate)
    made.setTimeZone(QTimeZone.utc())
    when = QLocale().toString(made.toLocalTime(), QLocale.FormatType.ShortFormat)
    scheme, _problems = parse_scheme(version.toml)
    name = plain(scheme.name, 60) if scheme is not None else version.hash[:8]
    now = tr(" · in force") if version.in_force else ""
    return f"{name}{now}\n{when} · {version.person}"
