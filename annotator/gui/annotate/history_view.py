"""The list of steps as it is drawn: who, what and when, under their days."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from annotator.gui.annotate import history_words
from annotator.gui.annotate.history_steps import Index, Steps
from annotator.gui.session import Session
from annotator.gui.theme import Theme
from annotator.store.timeline import Line

_DISC = 26


class StepDelegate(QStyledItemDelegate):
    """Draws a step: a disc with the person's initials, what was done, and below it who and when; undone ones struck."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.theme = theme
        self.reading = 0
        """The number of the step after which the article is shown."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, Steps):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        day, line = model.day(index), model.line(index)
        if day is not None:
            self._heading(painter, option, history_words.day_name(self._session, day))
        elif line is not None:
            self._ground(painter, option, line)
            self._disc(painter, option, line)
            self._words(painter, option, line)
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, words: str) -> None:
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.dim))
        area = option.rect.adjusted(8, 0, -8, -7)
        painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(QColor(self.theme.faint))
        left = area.left() + QFontMetrics(font).horizontalAdvance(words) + 10
        middle = area.bottom() - QFontMetrics(font).height() // 2 + 1
        painter.drawLine(left, middle, area.right(), middle)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        area, state = option.rect.adjusted(2, 1, -2, -1), option.state
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected or line.entry.number == self.reading:
            painter.setBrush(QColor(self.theme.accent_tint))
            painter.drawRoundedRect(area, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(self.theme.hover))
            painter.drawRoundedRect(area, 8, 8)
        if line.entry.number == self.reading:
            painter.setBrush(QColor(self.theme.accent))
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 6, 3, area.height() - 12), 1.5, 1.5)

    def _disc(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        tint = self.theme.tint(line.colour)
        area = QRect(option.rect.left() + 9, option.rect.center().y() - _DISC // 2, _DISC, _DISC)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tint.fill))
        painter.drawEllipse(area)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 0.78)
        painter.setFont(font)
        painter.setPen(QColor(tint.ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, history_words.initials(line.who))

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        area = option.rect.adjusted(_DISC + 19, 6, -8, -6)
        font, quiet = QFont(option.font), line.undone or line.entry.kind in ("undo", "redo")
        font.setStrikeOut(line.undone)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.dim if quiet else self.theme.ink))
        self._elided(painter, area, Qt.AlignmentFlag.AlignTop, history_words.name_of(self._session, line))
        font.setStrikeOut(False)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.dim))
        elsewhere = self._session.article is None or line.entry.article != self._session.article.id
        parts = [history_words.clock(line), line.who, line.title if elsewhere else ""]
        self._elided(painter, area, Qt.AlignmentFlag.AlignBottom, " · ".join(part for part in parts if part))

    def _elided(self, painter: QPainter, area: QRect, where: Qt.AlignmentFlag, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, where | Qt.AlignmentFlag.AlignLeft, shown)


def row_height(font: QFont) -> int:
    """Return how high a row is: two lines and some air."""
    return 2 * QFontMetrics(font).lineSpacing() + 13


class StepView(QTableView):
    """A table of one column, as Qt lays that out soonest; the arrows to the sides go to older and newer steps too."""

    opened = Signal()
    """The article is wanted as it was after the current step."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("queue")  # drawn alike
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(row_height(self.font()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.go(older=event.key() == Qt.Key.Key_Left)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go(older=event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current step in sight where what stands below takes more room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def go(self, *, older: bool) -> None:
        """Go to the next older or newer step, over the headings."""
        model, row = self.model(), self.currentIndex().row()
        step = 1 if older else -1
        row += step
        while 0 <= row < model.rowCount() and not model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable:
            row += step
        if 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, 0))
