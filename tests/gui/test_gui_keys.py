"""Keys by their place on the keyboard, where the layout gives no digit or Latin letter."""

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui import keys

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the scan codes are those of X11 and Wayland")


def pressed(scan_code: int, text: str, key: Qt.Key = Qt.Key.Key_unknown) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, scan_code, 0, 0, text)


@pytest.mark.parametrize(
    ("scan_code", "text", "place"),
    [
        (10, "&", "1"),  # AZERTY
        (39, "ы", "S"),  # Russian
        (53, "ء", "X"),  # Arabic
        (26, "у", "E"),
        (34, "х", "["),
        (61, "ظ", "/"),
    ],
)
def test_a_key_is_known_by_its_place(scan_code: int, text: str, place: str) -> None:
    assert keys.printed(pressed(scan_code, text)) == place


@pytest.mark.parametrize("scan_code", [0, 9, 22, 23, 36, 37, 50, 64, 200])
def test_keys_without_a_character_have_no_place(scan_code: int) -> None:
    assert keys.printed(pressed(scan_code, "")) == ""


def test_shift_alone_leaves_a_key_plain() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert keys.plain(event)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not keys.plain(event)
