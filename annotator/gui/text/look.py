"""How the page looks: its theme, reading face, sizes and distances."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypedDict

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from annotator.gui.theme import Theme, Tint

READING_FACES = ("Noto Serif", "Source Serif 4", "Charter", "Georgia", "DejaVu Serif")
WINDOW_FACES = ("Inter", "Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans")
ZOOM = range(50, 301)
SPACING = range(130, 301)
MEASURE = range(50, 101)

Chips = Literal["always", "hover", "never"]
"""When the letters of labels stand above their marks; `hover` for those under the pointer and the selected one."""

_SIZE = 17  # pixels, of the reading face at 100 %
_SAMPLE = "The treaty was signed by the ministers of three states in the spring of that year. "


class Looks(TypedDict, total=False):
    """What can be changed of a look."""

    theme: Theme
    family: str
    zoom: int
    spacing: int
    measure: int
    numbers: bool
    chips: Chips


@dataclass(frozen=True, slots=True)
class Look:
    """The settings of the page; all lengths derive from them, in pixels.

    `family` is the reading face, empty for the first of the usual serif faces that is installed; `zoom` and `spacing`
    are percents, of the usual size and of that size; `measure` is in characters to a line. What is out of its range
    is taken as the nearest that is in it.
    """

    theme: Theme
    family: str = ""
    zoom: int = 100
    spacing: int = 188
    measure: int = 72
    numbers: bool = True
    chips: Chips = "always"
    size: int = field(init=False)  # of the reading face
    unit: float = field(init=False)  # a pixel at 100 %, for thin lines and small distances

    def __post_init__(self) -> None:
        for name, allowed in (("zoom", ZOOM), ("spacing", SPACING), ("measure", MEASURE)):
            object.__setattr__(self, name, min(max(getattr(self, name), allowed[0]), allowed[-1]))
        object.__setattr__(self, "size", max(round(_SIZE * self.zoom / 100), 8))
        object.__setattr__(self, "unit", max(self.size / _SIZE, 0.75))

    @property
    def pitch(self) -> int:
        """Return the distance of two baselines."""
        return round(self.size * self.spacing / 100)

    @property
    def rise(self) -> float:
        """Return how far the box of a mark reaches above the baseline."""
        return self.size * 0.83

    @property
    def drop(self) -> float:
        """Return how far the box of a mark reaches below the baseline."""
        return self.size * 0.31

    @property
    def left(self) -> int:
        """Return the width of the left margin, which holds numbers and bars."""
        return round(74 * self.unit)

    @property
    def right(self) -> int:
        """Return the width of the right margin: as wide, for paragraphs that are read from the right."""
        return self.left

    @property
    def fold(self) -> int:
        """Return the height of the quiet line that stands for what is outside the article."""
        return round(40 * self.unit)

    @property
    def sheet(self) -> int:
        """Return the width of the sheet with its margins."""
        return self.left + self.right + _width(self.family, self.size, self.measure)

    def reading_font(self, scale: float = 1.0) -> QFont:
        """Return the face that the article is set in."""
        return QFont(_reading_font(self.family, max(round(self.size * scale), 8)))

    def small_font(self, pixels: float, *, bold: bool = False) -> QFont:
        """Return the face of letters, numbers and quiet lines, of a size given at 100 %."""
        return QFont(_small_font(max(round(pixels * self.unit), 7), bold=bold))

    def tint(self, name: str) -> Tint:
        """Return the colours of a tint."""
        return self.theme.tint(name)

    def colour(self, name: str) -> QColor:
        """Return a colour of the theme by the name of its field."""
        return QColor(getattr(self.theme, name))


@lru_cache(maxsize=64)
def _reading_font(family: str, pixels: int) -> QFont:
    font = QFont()
    font.setFamilies([family, *READING_FACES] if family else list(READING_FACES))
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPixelSize(pixels)
    return font


@lru_cache(maxsize=64)
def _small_font(pixels: int, *, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(WINDOW_FACES))
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(pixels)
    if bold:
        font.setWeight(QFont.Weight.Bold)
    return font


@lru_cache(maxsize=64)
def _width(family: str, pixels: int, characters: int) -> int:
    sample = QFontMetricsF(_reading_font(family, pixels)).horizontalAdvance(_SAMPLE * 4)
    return round(sample / len(_SAMPLE * 4) * characters)
