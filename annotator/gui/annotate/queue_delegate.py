"""How a line of the queue is drawn: title, what was found, and below a shape for the status, facts and signs."""

from collections.abc import Callable
from functools import lru_cache, partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.hits import Snippet
from annotator.gui.annotate.queue_model import Index, QueueModel
from annotator.gui.theme import Theme
from annotator.store.articles import Row

SPACE = 20
"""What stands above and below the words of a line, in pixels."""

_SHAPE = 8
_SIGN = 11
_SMALLER = 0.88
_PLAIN = 15
"""How high the words are beside which shape and signs are drawn as large as they are given here."""


def row_height(font: QFont, *, searching: bool) -> int:
    """Return the height of a line: a title of two lines, the facts, and while searching what was found."""
    found = 2 * QFontMetrics(_small(font)).lineSpacing() if searching else 0
    return 3 * QFontMetrics(font).lineSpacing() + found + SPACE


class QueueDelegate(QStyledItemDelegate):
    """Draws a line. The article in front has a bar at its side, the line that the keys are on a frame."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, row_height(option.font, searching=False))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.line(index) if isinstance(model, QueueModel) else None
        if row is None or not isinstance(model, QueueModel):
            return
        area = option.rect.adjusted(6, 2, -6, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, area, front=row.number == model.front)
        inner, font = area.adjusted(12, 7, -8, -7), QFont(option.font)
        below = self._title(painter, font, inner, row, model.title(row))
        small = _small(font)
        snippet = model.snippets.get(row.number)
        if snippet is not None:
            self._snippet(painter, small, QRect(inner.left(), below, inner.width(), inner.bottom() - below), snippet)
        self._facts(painter, small, inner, row, model.facts(row))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, *, front: bool) -> None:
        theme, state = self.theme, option.state
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if front or chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(theme.accent_tint if front else theme.hover))
            painter.drawRoundedRect(area, 8, 8)
        if front:
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 6, 3, area.height() - 12), 1.5, 1.5)
        if chosen and state & QStyle.StateFlag.State_Active and option.widget is not None and option.widget.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.4))
            painter.drawRoundedRect(QRectF(area).adjusted(0.7, 0.7, -0.7, -0.7), 8, 8)

    def _title(self, painter: QPainter, font: QFont, inner: QRect, row: Row, title: str) -> int:
        """Draw the title on one or two lines, and return where it ends."""
        font.setWeight(QFont.Weight.Medium if row.status in ("todo", "started") else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.ink if row.status in ("todo", "started") else self.theme.dim))
        metrics = QFontMetrics(font)
        first, second = _two_lines(title, font.key(), inner.width())
        painter.drawText(inner.left(), inner.top() + metrics.ascent(), first)
        painter.drawText(inner.left(), inner.top() + metrics.lineSpacing() + metrics.ascent(), second)
        return inner.top() + (2 if second else 1) * metrics.lineSpacing() + 1

    def _snippet(self, painter: QPainter, font: QFont, area: QRect, snippet: Snippet) -> None:
        """Draw the words around the first hit on two lines, the hit on the wash that it has on the page."""
        metrics, theme = QFontMetrics(font), self.theme
        first, second = _two_lines(snippet.text, font.key(), area.width())
        painter.setFont(font)
        begin = 0
        for number, words in enumerate((first, second)):
            top = area.top() + number * metrics.lineSpacing()
            start, end = (min(max(at - begin, 0), len(words)) for at in snippet.hit)
            if start < end:
                left = area.left() + metrics.horizontalAdvance(words[:start])
                wide = metrics.horizontalAdvance(words[:end]) - metrics.horizontalAdvance(words[:start])
                painter.fillRect(QRect(left - 1, top, wide + 2, metrics.height()), QColor(theme.hit))
            painter.setPen(QColor(theme.dim))
            painter.drawText(area.left(), top + metrics.ascent(), words)
            if start < end:
                painter.setPen(QColor(theme.ink))
                painter.drawText(left, top + metrics.ascent(), words[start:end])
            begin += len(words) + 1

    def _facts(self, painter: QPainter, font: QFont, inner: QRect, row: Row, facts: str) -> None:
        metrics = QFontMetrics(font)
        middle, scale = inner.bottom() - metrics.height() // 2, metrics.height() / _PLAIN
        _drawn(painter, inner.left(), middle, scale, lambda box: self._shape(painter, box, row.status), _SHAPE)
        right = inner.right()
        for drawn in (
            self._flag if row.flagged else None,
            self._question if row.asked else None,
            self._blind if row.blind else None,
        ):
            if drawn is not None:
                right -= round(_SIGN * scale)
                _drawn(painter, right, middle, scale, partial(drawn, painter), _SIGN)
                right -= 5
        painter.setFont(font)
        painter.setPen(QColor(self.theme.dim))
        left = inner.left() + round(_SHAPE * scale) + 8
        words = metrics.elidedText(facts, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(left, middle + (metrics.ascent() - metrics.descent()) // 2, words)

    def _shape(self, painter: QPainter, box: QRectF, status: str) -> None:
        """Draw how far the person is: an empty ring, half full, full with a tick, or a ring with a bar."""
        theme = self.theme
        colour = QColor(
            {"todo": theme.dim, "started": theme.tint("amber").line, "done": theme.ok, "skipped": theme.dim}[status]
        )
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(colour if status == "done" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if status == "started":
            painter.setBrush(colour)
            painter.drawPie(box, 90 * 16, 180 * 16)
        elif status == "done":
            painter.setPen(QPen(QColor(theme.panel), 1.3))
            tick = ((2, 4.2), (3.5, 5.8), (6, 2.6))
            painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(*point) for point in tick]))
        elif status == "skipped":
            painter.drawLine(QPointF(box.left() + 2, box.center().y()), QPointF(box.right() - 2, box.center().y()))

    def _flag(self, painter: QPainter, box: QRectF) -> None:
        colour = QColor(self.theme.tint("red").line)
        painter.setPen(QPen(colour, 1.3))
        painter.drawLine(QPointF(box.left() + 2, box.top() + 1), QPointF(box.left() + 2, box.bottom()))
        painter.setBrush(colour)
        cloth = ((2, 1.5), (_SIGN, 4.2), (2, 6.9))
        painter.drawPolygon(QPolygonF([box.topLeft() + QPointF(*point) for point in cloth]))

    def _question(self, painter: QPainter, box: QRectF) -> None:
        self._letter(painter, box, "?", self.theme.tint("purple").ink)

    def _blind(self, painter: QPainter, box: QRectF) -> None:
        self._letter(painter, box, "B", self.theme.dim)

    def _letter(self, painter: QPainter, box: QRectF, letter: str, colour: str) -> None:
        """Draw a letter in a ring."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 1.1))
        painter.drawEllipse(box)
        font = QFont(painter.font())
        font.setPixelSize(8)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def _drawn(
    painter: QPainter, left: int, middle: int, scale: float, draw: Callable[[QRectF], object], size: int
) -> None:
    """Draw what is so large beside plain words as large as fits the words that it stands beside."""
    painter.save()
    painter.translate(left, middle)
    painter.scale(scale, scale)
    draw(QRectF(0, -size / 2, size, size))
    painter.restore()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setWeight(QFont.Weight.Normal)
    small.setPointSizeF(font.pointSizeF() * _SMALLER)
    return small


@lru_cache(maxsize=2_000)
def _two_lines(text: str, font: str, width: int) -> tuple[str, str]:
    """Return a text broken into two lines of this width, the second cut where it is too long."""
    read = QFont()
    read.fromString(font)
    metrics = QFontMetrics(read)
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width), ""
    return first, metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
