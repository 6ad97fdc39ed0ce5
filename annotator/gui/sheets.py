"""What can be laid over the window: the keys, the palette; and the preferences beside it."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from annotator.gui.window import Window

_KEYS_VEIL, _PALETTE_VEIL = 205, 110
"""How much of the window a veil hides, of 255."""


def show_keys(window: "Window") -> None:
    """Show every action with its keys."""
    from annotator.gui.overlay import KeySheet
    from annotator.gui.veil import Veil

    sheet = KeySheet(window)
    veil = Veil(window, sheet, sheet.place, _veiling(window, _KEYS_VEIL))
    sheet.left.connect(veil.close)
    sheet.change_asked.connect(veil.close)
    sheet.change_asked.connect(lambda: show_preferences(window, "keys"))
    veil.open(sheet.filter)


def show_palette(window: "Window") -> None:
    """Ask for an action, a label or an article in one field."""
    from annotator.gui.palette import Palette
    from annotator.gui.veil import Veil

    sheet = Palette(window)
    veil = Veil(window, sheet, sheet.place, _veiling(window, _PALETTE_VEIL))
    sheet.left.connect(veil.close)
    veil.open(sheet.field)


def show_preferences(window: "Window", page: str = "") -> None:
    """Show the preferences, on one of their pages."""
    from annotator.gui.dialogs.preferences import PreferencesDialog

    PreferencesDialog(window, page).open()


def show_scheme(window: "Window") -> None:
    """Show the scheme of the project, to be changed."""
    from annotator.gui.scheme.opening import open_editor

    open_editor(window)


def _veiling(window: "Window", depth: int) -> QColor:
    colour = QColor(window.theme.window)
    colour.setAlpha(depth)
    return colour
