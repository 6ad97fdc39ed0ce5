"""A short list that floats below a line while one types in it: names at the left, what they are at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

_ASIDE = Qt.ItemDataRole.UserRole + 1
_MARGIN = 9
_WIDEST = 460
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, and what it stands for."""

    text: str
    aside: str
    value: object


class Proposals(QListWidget):
    """Floats in the window below its line and never takes the focus: the line keeps it, and passes the arrows on."""

    taken = Signal(object)
    """The value of the row that was clicked."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self._rows: list[Row] = []
        self.setProperty("role", "proposals")
        self.setAccessibleName(self.tr("What can be taken"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Delegate(self))
        self.itemClicked.connect(lambda item: self.taken.emit(self._rows[self.row(item)].value))
        self.hide()

    @property
    def rows(self) -> list[Row]:
        """Return what is offered now, the best first; nothing while the list is away."""
        return list(self._rows) if not self.isHidden() else []

    @property
    def chosen(self) -> object | None:
        """Return the value of the row that Enter takes, or None."""
        row = self.currentRow()
        return self._rows[row].value if not self.isHidden() and 0 <= row < len(self._rows) else None

    def offer(self, rows: Sequence[Row], current: int = 0) -> None:
        """Show these rows, one of them chosen (-1: none); without rows go away."""
        self._rows = list(rows)
        self.clear()
        if not rows:
            self.hide()
            return
        for row in rows:
            item = QListWidgetItem(row.text, self)
            item.setData(_ASIDE, row.aside)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.text}, {row.aside}" if row.aside else row.text)
            item.setToolTip(row.text)
        self.setCurrentRow(current)
        self._place()
        self.show()
        self.raise_()

    def key(self, event: QKeyEvent) -> bool:
        """Take a key of the line that moves in the list; tell whether it did."""
        if self.isHidden() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}.get(
            Qt.Key(event.key())
        )
        if step is None:
            return False
        count, row = self.count(), self.currentRow()
        self.setCurrentRow((row + step) % count if abs(step) == 1 else min(max(row + step, 0), count - 1))
        return True

    def _place(self) -> None:
        """Stand below the line, or above it where there is no room, as wide as it is or a little wider."""
        window = self._line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)
        height = self.count() * self.sizeHintForRow(0) + 2 * self.frameWidth() + 8
        width = max(self._line.width(), min(_WIDEST, self.sizeHintForColumn(0) + 2 * self.frameWidth() + 8))
        below = self._line.mapTo(window, QPoint(0, self._line.height() + 2))
        left = max(min(below.x(), window.width() - width - 4), 4)
        top = below.y()
        if top + height > window.height() - 4:
            top = max(self._line.mapTo(window, QPoint(0, -2)).y() - height, 4)
        self.setGeometry(left, top, min(width, window.width() - 8), min(height, window.height() - 8))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False


class _Delegate(QStyledItemDelegate):
    """Paints a row's words at the left and what they are, dimmed, at the right; long words are cut in the middle."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        view = option.widget
        text, aside = option.text, str(index.data(_ASIDE) or "")
        option.text = ""
        view.style().drawControl(view.style().ControlElement.CE_ItemViewItem, option, painter, view)
        metrics = option.fontMetrics
        area: QRect = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        wide = metrics.horizontalAdvance(aside) + _MARGIN if aside else 0
        painter.setPen(view.palette().color(view.palette().ColorRole.Text))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, area.width() - wide)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setPen(view.palette().color(view.palette().ColorRole.PlaceholderText))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, aside)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        text, aside = str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(_ASIDE) or "")
        wide = metrics.horizontalAdvance(text) + metrics.horizontalAdvance(aside) + 4 * _MARGIN
        return QSize(wide, metrics.height() + 10)
