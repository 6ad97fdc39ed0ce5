"""What the strip below is made of: key caps with a word, and the sentence with its sign. They paint themselves.

A label in a layout costs ten times as much to change, and the strip changes with every key.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.gui.theme import Theme

_NOTHING = ("", "note")
_INSIDE, _BETWEEN, _BEFORE_WORD = 6, 3, 5
_SMALL = 0.86


def caps_font(font: QFont) -> QFont:
    """Return the font of key caps beside text in this one."""
    small = QFont(font)
    if font.pixelSize() > 0:
        small.setPixelSize(max(round(font.pixelSize() * _SMALL), 8))
    else:
        small.setPointSizeF(font.pointSizeF() * _SMALL)
    return small


def caps_width(keys: Sequence[str], font: QFont) -> float:
    """Return how wide a row of key caps is."""
    metrics = QFontMetricsF(caps_font(font))
    least = metrics.height()
    widths = [max(metrics.horizontalAdvance(key) + 2 * _INSIDE, least) for key in keys]
    return sum(widths) + _BETWEEN * max(len(widths) - 1, 0)


def paint_caps(painter: QPainter, place: QPointF, keys: Sequence[str], theme: Theme, *, strong: bool = True) -> None:
    """Paint key caps from a place on, their middle at its height."""
    font = painter.font()
    small = caps_font(font)
    metrics = QFontMetricsF(small)
    left, height = place.x(), metrics.height() + 2
    painter.setFont(small)
    for key in keys:
        width = max(metrics.horizontalAdvance(key) + 2 * _INSIDE, metrics.height())
        box = QRectF(left + 0.5, place.y() - height / 2 + 0.5, width - 1, height - 1)
        painter.setPen(QPen(QColor(theme.edge if strong else theme.faint), 1))
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(box, 4, 4)
        painter.drawLine(QPointF(box.left() + 3, box.bottom() + 1), QPointF(box.right() - 3, box.bottom() + 1))
        painter.setPen(QColor(theme.ink if strong else theme.dim))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        left += width + _BETWEEN
    painter.setFont(font)


class KeyHint(QWidget):
    """Key caps with the word for what they do; a click does it."""

    clicked = Signal(str)
    """The id of the action that was clicked: the cap's own, where several stand together."""

    _size: QSize | None = None  # Qt may tell of its font before it is made

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.word = ""
        self._keys: tuple[str, ...] = ()
        self._actions: tuple[str, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_keys(self, keys: tuple[str, ...], word: str, actions: tuple[str, ...]) -> None:
        """Show these keys, and what they do; each action has one key, or the one action has all of them."""
        if (keys, word, actions) != (self._keys, self.word, self._actions):
            self._keys, self.word, self._actions = keys, word, actions
            self._size = None
            self.setAccessibleName(f"{' '.join(keys)}: {word}")
            self.update()

    def take_away(self) -> None:
        """Take it out of sight; to hide a widget and show it again would cost a quarter of a millisecond."""
        if self.is_shown:
            self.setGeometry(0, 0, 0, 0)

    @property
    def is_shown(self) -> bool:
        """Tell whether it is in sight."""
        return self.width() > 0

    def changeEvent(self, event: QEvent) -> None:
        self._size = None
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        if self._size is None:
            metrics = QFontMetricsF(self.font())
            width = caps_width(self._keys, self.font()) + _BEFORE_WORD + metrics.horizontalAdvance(self.word)
            self._size = QSize(round(width) + 2, round(metrics.height()) + 8)
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, width = self.height() / 2, caps_width(self._keys, self.font())
        if self.isRightToLeft():
            paint_caps(painter, QPointF(self.width() - width, middle), self._keys, self.theme)
            area = QRectF(0, 0, self.width() - width - _BEFORE_WORD, self.height())
        else:
            paint_caps(painter, QPointF(0, middle), self._keys, self.theme)
            area = QRectF(width + _BEFORE_WORD, 0, self.width(), self.height())
        painter.setPen(QColor(self.theme.dim))
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, self.word)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if (
            event.button() != Qt.MouseButton.LeftButton
            or not self.rect().contains(place.toPoint())
            or not self._actions
        ):
            return
        at = self.width() - place.x() if self.isRightToLeft() else place.x()
        widths = [caps_width(self._keys[: number + 1], self.font()) for number in range(len(self._actions))]
        number = next((number for number, end in enumerate(widths) if at <= end), 0)
        self.clicked.emit(self._actions[number])


class Said(QWidget):
    """A sentence with a sign for its tone: a tick, an exclamation mark in a triangle, or none."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.sentence = ""
        self.tone = "note"

    def say(self, sentence: str, tone: str) -> None:
        """Show a sentence in a tone: `note`, `done` or `problem`."""
        self.sentence, self.tone = sentence, tone
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.say(*_NOTHING)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        sign = 0 if self.tone == "note" else metrics.height() + 4
        return QSize(round(metrics.horizontalAdvance(self.sentence) + sign) + 2, round(metrics.height()) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.sentence:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor({"problem": self.theme.danger, "done": self.theme.ok}.get(self.tone, self.theme.dim))
        metrics = QFontMetricsF(self.font())
        size, room = metrics.height() - 3, 0.0
        backwards = self.isRightToLeft()
        if self.tone != "note":
            room = size + 6
            left = self.width() - size if backwards else 0.0
            _paint_sign(painter, QRectF(left, (self.height() - size) / 2, size, size), colour, self.tone)
        painter.setPen(colour)
        area = QRectF(0, 0, self.width(), self.height()).adjusted(*((0, 0, -room, 0) if backwards else (room, 0, 0, 0)))
        text = metrics.elidedText(self.sentence, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)


def _paint_sign(painter: QPainter, box: QRectF, colour: QColor, tone: str) -> None:
    painter.setPen(QPen(colour, max(box.width() / 9, 1.5), c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, size = box.x(), box.y(), box.width()
    if tone == "done":
        marks = ((0.12, 0.55), (0.4, 0.82), (0.9, 0.22))
        painter.drawPolyline([QPointF(x + size * a, y + size * b) for a, b in marks])
    else:
        corners = ((0.5, 0.08), (0.97, 0.92), (0.03, 0.92))
        painter.drawPolygon([QPointF(x + size * a, y + size * b) for a, b in corners])
        painter.drawLine(QPointF(x + size / 2, y + size * 0.4), QPointF(x + size / 2, y + size * 0.6))
        painter.drawPoint(QPointF(x + size / 2, y + size * 0.76))
