"""The queue: the articles of the project, their status, search as one types, and how far one is."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from annotator.core.problems import Problem
from annotator.gui.annotate.finder import Finder
from annotator.gui.annotate.parts import label, line
from annotator.gui.session import Session
from annotator.gui.theme import Theme
from annotator.store import articles, statuses
from annotator.store.articles import Row

Index = QModelIndex | QPersistentModelIndex
FILTERS = (("", "All"), ("todo", "To do"), ("done", "Done"), ("skipped", "Skipped"))

_PAGE = 64
_PAGES_KEPT = 64
_SEARCH_DELAY_MS = 120


class QueueModel(QAbstractTableModel):
    """The lines of the queue. It knows every article's number, and reads lines in pages when they come into sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._numbers: Sequence[int] = ()
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    def show_numbers(self, numbers: Sequence[int]) -> None:
        """Show the articles with these local numbers, sorted."""
        self.beginResetModel()
        self._numbers = numbers
        self._pages.clear()
        self.endResetModel()

    def refresh(self, number: int) -> None:
        """Read the line of an article anew."""
        place = self.place(number)
        if place >= 0:
            self._pages.pop(place // _PAGE, None)
            index = self.index(place, 0)
            self.dataChanged.emit(index, index)

    def place(self, number: int) -> int:
        """Return where an article stands, or -1."""
        place = bisect_left(self._numbers, number)
        return place if place < len(self._numbers) and self._numbers[place] == number else -1

    def line(self, index: Index) -> Row | None:
        """Return the line at an index."""
        place = index.row()
        if not 0 <= place < len(self._numbers) or self._session.project is None:
            return None
        page = place // _PAGE
        if page not in self._pages:
            wanted = self._numbers[page * _PAGE : (page + 1) * _PAGE]
            found = articles.queue(self._session.project, self._session.person.id, wanted)
            by_number = {row.number: row for row in found}
            self._pages[page] = [by_number.get(number, Row("", "", "", "", "todo", number)) for number in wanted]
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page][place % _PAGE]

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return len(self._numbers)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  as above
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.line(index)
        if row is None:
            return None
        title = row.title or self.tr("Without title")
        return title if role == Qt.ItemDataRole.DisplayRole else f"{title}\n{describe(row)}"


def describe(row: Row) -> str:
    """Return what stands under a title in the queue."""
    status = {"todo": "", "started": "Started", "done": "Done", "skipped": "Skipped"}[row.status]
    return " · ".join(part for part in (status, row.source, row.published[:10]) if part) or "To do"


class QueueDelegate(QStyledItemDelegate):
    """Draws a line: the title on up to two lines, and below a dot with status, source and date."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, 3 * QFontMetrics(option.font).lineSpacing() + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.line(index) if isinstance(model, QueueModel) else None
        if row is None:
            return
        theme, area = self.theme, option.rect.adjusted(6, 2, -6, -2)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(theme.accent_tint))
            painter.drawRoundedRect(area, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(area, 8, 8)
        inner = area.adjusted(10, 7, -8, -7)
        font = QFont(option.font)
        self._title(painter, font, inner, row)
        self._line(painter, font, inner, row)
        painter.restore()

    def _title(self, painter: QPainter, font: QFont, inner: QRect, row: Row) -> None:
        font.setWeight(QFont.Weight.Medium if row.status != "done" else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.ink if row.status in ("todo", "started") else self.theme.dim))
        metrics = QFontMetrics(font)
        title = row.title or self.tr("Without title")
        first, second = _two_lines(title, metrics, inner.width())
        painter.drawText(inner.left(), inner.top() + metrics.ascent(), first)
        painter.drawText(inner.left(), inner.top() + metrics.lineSpacing() + metrics.ascent(), second)

    def _line(self, painter: QPainter, font: QFont, inner: QRect, row: Row) -> None:
        font.setWeight(QFont.Weight.Normal)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        metrics = QFontMetrics(font)
        middle = inner.bottom() - metrics.height() // 2
        colour = {
            "todo": self.theme.edge,
            "started": self.theme.tint("amber").line,
            "done": self.theme.ok,
            "skipped": self.theme.dim,
        }[row.status]
        painter.setPen(QColor(colour))
        painter.setBrush(QColor(colour) if row.status in ("done", "started") else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(inner.left(), middle - 3, 7, 7)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.dim))
        words = metrics.elidedText(describe(row), Qt.TextElideMode.ElideRight, inner.width() - 15)
        painter.drawText(inner.left() + 15, middle + metrics.ascent() // 2 - 1, words)


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width), ""
    return first, metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)


class QueueView(QTableView):
    """A table of one column: Qt's list lays out every one of 100,000 lines before it shows one, its table does not."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("queue")
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(3 * self.fontMetrics().lineSpacing() + 20)


class Queue(QFrame):
    """The left column of the Annotate workspace."""

    chosen = Signal(str)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        self.model = QueueModel(session)
        self.delegate = QueueDelegate(theme)
        self.finder = Finder(self)
        self.finder.found.connect(self._on_found)
        self._choosing = False
        self._waiting = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._waiting.timeout.connect(self.reload)
        self.search = line("", self.tr("Search articles"), self.tr("Search articles"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._waiting.start())
        self.search.returnPressed.connect(self._choose_first)
        self.found = label("", "dim")
        self.list = QueueView()
        self.list.setAccessibleName(self.tr("Articles"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self._lay_out()
        session.project_changed.connect(self._on_project)
        session.queue_changed.connect(self._on_queue_changed)
        session.article_changed.connect(self.follow)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 12)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        self.filters = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(5)
        for number, (status, name) in enumerate(FILTERS):
            button = QPushButton(name)
            button.setCheckable(True)
            button.setChecked(not status)
            button.setAutoDefault(False)
            button.setProperty("role", "chip")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.filters.addButton(button, number)
            row.addWidget(button)
        row.addStretch()
        self.filters.idClicked.connect(lambda _number: self.reload())
        layout.addLayout(row)
        layout.addWidget(self.found)
        layout.addWidget(self.list, 1)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Articles done"))
        self.count = label("", "dim")
        layout.addWidget(self.count)
        layout.addWidget(self.progress)

    @property
    def filter(self) -> str:
        """Return the status that is filtered by, or an empty string."""
        return FILTERS[self.filters.checkedId()][0]

    def reload(self) -> None:
        """Read anew which articles the search and the filter leave."""
        project, words = self._session.project, self.search.text().strip()
        if project is not None and words:
            self.finder.ask(project, words)
            return
        self.finder.forget()
        self._show(statuses.numbers_with(project, self._session.person.id, self.filter) if project else ())

    def follow(self) -> None:
        """Show which article is in front."""
        article, project = self._session.article, self._session.project
        place = self.model.place(articles.number_of(project, article.id)) if article and project else -1
        if place < 0:
            self.list.setCurrentIndex(QModelIndex())
        elif self.list.currentIndex().row() != place:
            self.list.setCurrentIndex(self.model.index(place, 0))
            self.list.scrollTo(self.model.index(place, 0))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.delegate.theme = theme
        self.list.viewport().update()

    def _on_project(self) -> None:
        self.search.clear()
        self._waiting.stop()
        self.reload()

    def _on_found(self, answer: set[int] | Problem) -> None:
        project = self._session.project
        if isinstance(answer, Problem):
            self._session.tell(answer)
        elif project is not None:
            wanted = (
                statuses.numbers_with(project, self._session.person.id, self.filter) if self.filter else sorted(answer)
            )
            self._show([number for number in wanted if number in answer] if self.filter else wanted)
            if self._choosing and self.model.rowCount():
                self._choose(self.model.index(0, 0))
        self._choosing = False

    def _show(self, numbers: Sequence[int]) -> None:
        self.model.show_numbers(numbers)
        self.found.setVisible(bool(self.search.text().strip() or self.filter))
        self.found.setText(f"{len(numbers):,} found" if numbers else self.tr("Nothing found"))
        self._count()
        self.follow()

    def _on_queue_changed(self, ids: set[str] | None) -> None:
        project = self._session.project
        if ids is None or project is None or self.filter:
            self.reload()
            return
        for identity in ids:
            self.model.refresh(articles.number_of(project, identity))
        self._count()

    def _count(self) -> None:
        project = self._session.project
        counts = statuses.counts(project, self._session.person.id) if project else {}
        total, done = sum(counts.values()), counts.get("done", 0)
        self.progress.setMaximum(max(total, 1))
        self.progress.setValue(done)
        self.count.setText(f"{done:,} of {total:,} done")

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.line(index)
        if row is not None and row.id:
            self.chosen.emit(row.id)

    def _choose_first(self) -> None:
        """Open the first article that is found, as soon as the search has answered."""
        self._waiting.stop()
        self._choosing = True
        self.reload()
