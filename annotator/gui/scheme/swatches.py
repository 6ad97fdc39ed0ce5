"""The colours of the theme to choose from, each showing the letter on its tint as a mark would."""

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from annotator.core.scheme_toml import COLOURS
from annotator.gui.language import translated as tr
from annotator.gui.theme import Theme

_COLUMNS = 4


def colour_name(colour: str) -> str:
    """Return what a colour is called on screen."""
    return {
        "blue": tr("blue"), "amber": tr("amber"), "green": tr("green"), "red": tr("red"), "teal": tr("teal"),
        "purple": tr("purple"), "grey": tr("grey"), "pink": tr("pink"),
    }.get(colour, tr("as its label"))  # fmt: skip


class Swatches(QWidget):
    """One button for each colour; arrow keys go from one to the next."""

    taken = Signal(str)

    def __init__(self, theme: Theme, *, with_none: bool) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(tr("Colour"))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(5)
        for number, colour in enumerate((*COLOURS, *([""] if with_none else []))):
            made = QPushButton(colour_name(colour))
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("role", "swatch")
            made.setAccessibleName(colour_name(colour))
            made.clicked.connect(partial(self._on_click, colour))
            self._group.addButton(made)
            self.buttons[colour] = made
            grid.addWidget(made, number // _COLUMNS, number % _COLUMNS)
        self.setFocusProxy(self.buttons[COLOURS[0]])

    def show_colour(self, colour: str, letter: str) -> None:
        """Show which colour is chosen, and the letter on each."""
        for name, made in self.buttons.items():
            made.setIcon(letter_icon(self._theme, name or "grey", letter, self.fontMetrics().height()))
            made.setChecked(name == colour)
        self.setFocusProxy(self.buttons.get(colour, self.buttons[COLOURS[0]]))

    def _on_click(self, colour: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt says it so
        self.taken.emit(colour)


def letter_icon(theme: Theme, colour: str, letter: str, height: int) -> QIcon:
    """Return a letter on a tint, as it stands at a mark, in a height in pixels."""
    side, ratio, tint = height + 4, 2, theme.tint(colour)
    picture = QPixmap(side * ratio, side * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tint.line), 1))
    painter.setBrush(QColor(tint.fill))
    painter.drawRoundedRect(QRectF(1, 1, side - 2, side - 2), 4, 4)
    font = QFont(painter.font())
    font.setPixelSize(max(round(height * 0.72), 7))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(tint.ink))
    painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, letter[:1])
    painter.end()
    return QIcon(picture)
