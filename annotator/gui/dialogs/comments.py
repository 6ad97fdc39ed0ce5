"""The questions and comments of all articles: open ones first, to search, and to jump from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
)

from annotator.gui.annotate.comment_cards import ago, full_time, shortened
from annotator.gui.annotate.parts import button, label, line
from annotator.gui.session import Session
from annotator.store import articles, comments, people
from annotator.store.comments import Thread

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Row:
    """One thread as the list shows it."""

    thread: Thread
    title: str
    who: str
    last: str
    """When anything was said to it last."""

    def holds(self, wanted: Sequence[str]) -> bool:
        """Tell whether all these words (in lower case) are somewhere in it."""
        said = (answer.text for answer in self.thread.answers)
        text = "\n".join((self.thread.first.text, *said, self.title, self.who)).casefold()
        return all(word in text for word in wanted)


def rows_of(session: Session) -> list[Row]:
    """Return the threads of all articles, the open ones first, of each the latest first."""
    project = session.file
    names = {person.id: person.name for person in people.every(project)}
    queue = articles.queue(project, session.person.id, comments.articles_with(project))
    titles = {row.id: " ".join(row.title.split()) for row in queue}
    found = [
        Row(
            thread,
            titles.get(thread.first.article, ""),
            names.get(thread.first.author, ""),
            max(said.made for said in (thread.first, *thread.answers)),
        )
        for thread in comments.every(project)
    ]
    found.sort(key=lambda row: row.last, reverse=True)
    return sorted(found, key=lambda row: not row.thread.is_open)


class CommentsModel(QAbstractTableModel):
    """The rows that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._heads = (self.tr("Comment"), self.tr("Article"), self.tr("By"), self.tr("Last"))

    def show(self, rows: list[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, _parent: _Index | None = None) -> int:
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if role == _ROLE.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        row = self.rows[index.row()]
        first, answers = row.thread.first, [answer for answer in row.thread.answers if answer.kind == "reply"]
        if role == _ROLE.ToolTipRole:
            return full_time(row.last) if index.column() == 3 else first.text
        if role != _ROLE.DisplayRole:
            return None
        if index.column() == 0:
            sign = "✓" if not row.thread.is_open else "?" if first.kind == "question" else "·"
            return f"{sign}  {shortened(first.text, 160)}" + (f"  ({len(answers)})" if answers else "")
        return (row.title, row.who, ago(row.last))[index.column() - 1]


class CommentsList(QDialog):
    """A window beside the main one: it stays while one works through it."""

    def __init__(self, parent: Any, session: Session, go: Callable[[str, str], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Questions and comments"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 480)
        self._session, self._go = session, go
        self._every: list[Row] = []
        self.model = CommentsModel()
        self.search = line("", self.tr("Search the comments"), self.tr("Search the comments"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._show())
        self.filters = QButtonGroup(self)
        self.table = QTableView()
        self._none = label("", "dim")
        self._lay_out()
        session.comments_changed.connect(self.read)
        session.project_changed.connect(self.close)
        self.read()
        self.search.setFocus()

    def read(self) -> None:
        """Read the comments anew."""
        self._every = rows_of(self._session)
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        for number, name in enumerate((self.tr("Open"), self.tr("All"), self.tr("Mine"))):
            made = button(name, self._show, "chip")
            made.setCheckable(True)
            made.setChecked(number == 0)
            self.filters.addButton(made, number)
            row.addWidget(made)
        column.addLayout(row)
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Comments"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(30)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, 230), (2, 90), (3, 110)):
            head.resizeSection(section, width)
        table.activated.connect(self._jump)
        column.addWidget(table, 1)
        column.addWidget(self._none)
        self.search.returnPressed.connect(lambda: self._jump(self.table.currentIndex()))

    def _show(self) -> None:
        kept = self._current()
        wanted, only = self.search.text().casefold().split(), self.filters.checkedId()
        me = self._session.person.id
        rows = [
            row
            for row in self._every
            if (only != 0 or row.thread.is_open)
            and (only != 2 or me in (said.author for said in (row.thread.first, *row.thread.answers)))
            and row.holds(wanted)
        ]
        self.model.show(rows)
        at = next((number for number, row in enumerate(rows) if row.thread.first.id == kept), 0)
        if rows:
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(at, 0), chosen)
        if rows:
            open_ones = sum(row.thread.is_open for row in rows)
            self._none.setText(self.tr("{:,} shown, {:,} open. Enter goes there.").format(len(rows), open_ones))
        else:
            self._none.setText(
                self.tr("Nothing is asked or noted.") if not self._every else self.tr("None is like this.")
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.search.hasFocus():
            self.table.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the search or the table has taken it
        else:
            super().keyPressEvent(event)

    def _current(self) -> str:
        index = self.table.currentIndex()
        return self.model.rows[index.row()].thread.first.id if index.isValid() else ""

    def _jump(self, index: QModelIndex) -> None:
        if index.isValid():
            first = self.model.rows[index.row()].thread.first
            self._go(first.article, first.id)
