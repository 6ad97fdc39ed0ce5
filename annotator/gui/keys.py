"""Keys by their place on the keyboard, for layouts without a digit or Latin letter there (AZERTY, Cyrillic …)."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

# The rows of keys in the order of their scan codes, as a US keyboard prints them. X11 and Wayland number them from 10
# (evdev + 8), Windows from 2; macOS has an order of its own.
_ROWS = "1234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./"
_FIRST = 2 if sys.platform == "win32" else 10
_MAC = {
    0: "a", 1: "s", 2: "d", 3: "f", 4: "h", 5: "g", 6: "z", 7: "x", 8: "c", 9: "v", 11: "b", 12: "q", 13: "w", 14: "e",
    15: "r", 16: "y", 17: "t", 18: "1", 19: "2", 20: "3", 21: "4", 22: "6", 23: "5", 25: "9", 26: "7", 28: "8", 29: "0",
    30: "]", 31: "o", 32: "u", 33: "[", 34: "i", 35: "p", 37: "l", 38: "j", 40: "k", 44: "/", 45: "n", 46: "m",
}  # fmt: skip


def printed(event: QKeyEvent) -> str:
    """Return what a US keyboard prints on the key that was pressed, in upper case; empty where that is not known."""
    code = event.nativeScanCode()
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), "").upper()
    place = code - _FIRST
    return _ROWS[place].upper().strip("\0\b\t\n") if 0 <= place < len(_ROWS) else ""


def typed(event: QKeyEvent) -> str:
    """Return the character that the layout gives, in upper case."""
    return event.text().upper()


def plain(event: QKeyEvent) -> bool:
    """Tell whether a key was pressed with no modifier but Shift."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
