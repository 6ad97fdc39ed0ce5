"""Keys by their place on the keyboard, for layouts without a digit or Latin letter there (AZERTY, Cyrillic …)."""

import sys

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

# The rows of keys in the order of their scan codes, as a US keyboard prints them. X11 and Wayland number them from 10
# (evdev + 8), Windows from 2; macOS has an order of its own.
_ROWS = "1234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./"
# What the same keys print with Shift.
_SHIFTED = dict(zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True))
_FIRST = 2 if sys.platform == "win32" else 10
_MAC = {
    0: "a", 1: "s", 2: "d", 3: "f", 4: "h", 5: "g", 6: "z", 7: "x", 8: "c", 9: "v", 11: "b", 12: "q", 13: "w", 14: "e",
    15: "r", 16: "y", 17: "t", 18: "1", 19: "2", 20: "3", 21: "4", 22: "6", 23: "5", 25: "9", 26: "7", 28: "8", 29: "0",
    30: "]", 31: "o", 32: "u", 33: "[", 34: "i", 35: "p", 37: "l", 38: "j", 40: "k", 44: "/", 45: "n", 46: "m",
}  # fmt: skip

_HELD = {
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_unknown, Qt.Key(0),
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


def by_place(event: QKeyEvent) -> str:
    """Return the key that a US keyboard has where one was pressed, as it is written in a list of keys (`Shift+A`, `{`).

    It is empty where that is not known, or where the layout gives a digit or Latin letter itself.
    """
    place = printed(event)
    if not plain(event) or not place or (typed(event).isascii() and typed(event).isalnum()):
        return ""
    if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return place
    return _SHIFTED.get(place, f"Shift+{place}")


def pressed(event: QKeyEvent) -> str:
    """Return a pressed key as it is written in a list of keys, by its place where the layout has no Latin letter there.

    It is empty while only Shift, Ctrl … are held.
    """
    key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key in _HELD:
        return ""
    place = by_place(event)
    if place and not typed(event).isascii():
        return place
    if key == Qt.Key.Key_Backtab:
        key, held = Qt.Key.Key_Tab, held | Qt.KeyboardModifier.ShiftModifier
    if chr(key).isprintable() and not chr(key).isalnum() if 0x20 < key < 0x110000 else False:
        held &= ~Qt.KeyboardModifier.ShiftModifier  # Shift is in the character already
    combination = QKeyCombination(held, Qt.Key(key))
    return QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)
