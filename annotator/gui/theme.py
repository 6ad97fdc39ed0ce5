"""The colours of the window, and the style sheet and palette made of them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from annotator import resources

NAMES = ("light", "dark")

_PIXELS = re.compile(r"(\d+)px")


@dataclass(frozen=True, slots=True)
class Tint:
    """A named colour of the scheme: a ground, a line that shows on the page, and text that reads on both."""

    fill: str
    line: str
    ink: str


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of the window as `#rrggbb`; `tints` are the colours that schemes name."""

    name: str
    dark: bool
    window: str
    panel: str
    page: str
    field: str
    ink: str
    dim: str
    faint: str
    edge: str
    hover: str
    accent: str
    on_accent: str
    accent_tint: str
    danger: str
    danger_tint: str
    ok: str
    ok_tint: str
    hit: str
    hit_line: str
    selection: str
    tints: Mapping[str, Tint]

    def tint(self, name: str) -> Tint:
        """Return the tint of this name; grey where the theme has none."""
        return self.tints.get(name) or self.tints["grey"]


def load(name: str) -> Theme:
    """Return the theme `light` or `dark`."""
    with resources.path("themes", f"{name}.toml").open("rb") as file:
        read = tomllib.load(file)
    tints = {key: Tint(**tint) for key, tint in read["tints"].items()}
    return Theme(name=read["name"], dark=read["dark"], tints=tints, **read["window"])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 … 21 (WCAG 2.2, "contrast ratio" and "relative luminance")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palette(theme: Theme) -> QPalette:
    """Return the palette for widgets that the style sheet does not reach."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in (
        (roles.Window, theme.window),
        (roles.WindowText, theme.ink),
        (roles.Base, theme.field),
        (roles.AlternateBase, theme.panel),
        (roles.Text, theme.ink),
        (roles.PlaceholderText, theme.dim),
        (roles.Button, theme.panel),
        (roles.ButtonText, theme.ink),
        (roles.BrightText, theme.danger),
        (roles.ToolTipBase, theme.field),
        (roles.ToolTipText, theme.ink),
        (roles.Highlight, theme.selection),
        (roles.HighlightedText, theme.ink),
        (roles.Accent, theme.accent),
        (roles.Link, theme.accent),
        (roles.LinkVisited, theme.accent),
        (roles.Light, theme.field),
        (roles.Midlight, theme.hover),
        (roles.Mid, theme.edge),
        (roles.Dark, theme.edge),
        (roles.Shadow, theme.faint),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.dim))
    return made


def font(scale: float) -> QFont:
    """Return the font of the window, so many times as large as the system's."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if made.pixelSize() > 0:
        made.setPixelSize(round(made.pixelSize() * scale))
    else:
        made.setPointSizeF(made.pointSizeF() * scale)
    return made


def is_dark(colours: QPalette) -> bool:
    """Tell whether a palette is light on dark. Fusion's own follows the system, and is read sooner than Qt's enums."""
    return colours.window().color().lightness() < colours.windowText().color().lightness()


def stylesheet(theme: Theme, scale: float = 1.0) -> str:
    """Return the style sheet of the whole application, all of its lengths so many times as large.

    Widgets take part by their class or by the dynamic property `role`: card, chip, keycap, section, title, dim,
    primary, quiet, danger, panel, bar, segment, field, link. A card or chip that is chosen has the property `chosen`,
    a chip may have the property `tint` with the name of one.
    """
    colours = {name: getattr(theme, name) for name in Theme.__slots__ if name not in {"dark", "tints"}}
    chips = "".join(
        f'*[role="chip"][tint="{name}"] {{ background: {tint.fill}; color: {tint.ink}; border-color: {tint.fill}; }}\n'
        for name, tint in theme.tints.items()
    )
    sheet = resources.path("themes", "window.qss").read_text(encoding="utf-8")
    filled = Template(_scaled(sheet, scale)).substitute(colours, icons=resources.path("icons").as_posix())
    return filled + chips


def _scaled(sheet: str, scale: float) -> str:
    return sheet if scale == 1.0 else _PIXELS.sub(lambda match: f"{round(int(match[1]) * scale)}px", sheet)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
