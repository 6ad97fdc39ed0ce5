"""The start page: recent projects, a new one, or the sample."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator import resources, settings
from annotator.gui.annotate import parts
from annotator.gui.annotate.parts import label

_SHOWN = 8


class StartPage(QFrame):
    """What one sees before a project is open."""

    open_asked = Signal(object)
    """A project's path."""
    asked = Signal(str)
    """The id of an action: `new`, `open`, `sample`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        outer.addLayout(column)
        outer.addStretch(1)
        column.addStretch(2)
        column.addLayout(self._title())
        column.addSpacing(14)
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout()
        for action, words, role in (
            ("new", self.tr("New project …"), "primary"),
            ("open", self.tr("Open project …"), ""),
            ("sample", self.tr("Try the sample project"), ""),
        ):
            made = parts.button(words, partial(self.asked.emit, action), role)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.buttons.append(made)
            row.addWidget(made)
        column.addLayout(row)
        column.addSpacing(18)
        self._heading = label(self.tr("RECENT PROJECTS"), "section")
        column.addWidget(self._heading)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        column.addLayout(self._recent)
        column.addStretch(3)

    def show_recent(self) -> None:
        """Read the list of recent projects anew and put the focus where Enter does the likely thing."""
        parts.empty(self._recent)
        found = [path for path in settings.load().recent() if path.is_file()][:_SHOWN]
        self._heading.setVisible(bool(found))
        first: QWidget = self.buttons[0]
        for number, path in enumerate(found):
            made = RecentButton(path)
            made.clicked.connect(lambda _checked=False, path=path: self.open_asked.emit(path))
            self._recent.addWidget(made)
            first = made if number == 0 else first
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows and choose with Enter."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            self.focusPreviousChild()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused := self.focusWidget(), QPushButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _title(self) -> QVBoxLayout:
        column = QVBoxLayout()
        picture = QLabel()
        picture.setPixmap(QIcon(str(resources.path("icons", "annotator.svg"))).pixmap(56, 56))
        column.addWidget(picture)
        column.addWidget(label("Annotator", "name"))
        column.addWidget(label(self.tr("Actors, treaties, stances and dates in news about treaties."), "dim"))
        return column


class RecentButton(QPushButton):
    """One recent project: its name, and where it lies."""

    def __init__(self, path: Path) -> None:
        super().__init__(autoDefault=False)
        self.setProperty("role", "quiet")
        self.setAccessibleName(path.stem)
        self.setToolTip(str(path))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(label(path.stem))
        row.addStretch()
        where = str(path.parent).replace(str(Path.home()), "~")
        row.addWidget(label(self.fontMetrics().elidedText(where, Qt.TextElideMode.ElideMiddle, 340), "dim"))
        self.setMinimumHeight(2 * self.fontMetrics().height() + 6)
