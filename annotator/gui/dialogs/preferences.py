"""The preferences: every setting with its sentence, made from the table of settings. They take effect at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator import settings
from annotator.core.translation import QT_TR_NOOP
from annotator.gui import chosen
from annotator.gui.annotate.parts import button, dialog_buttons, label
from annotator.gui.dialogs.keys import KeysPage
from annotator.gui.language import translated
from annotator.gui.text.look import READING_FACES
from annotator.settings import Setting

if TYPE_CHECKING:
    from annotator.gui.window import Window

_PAGES = {
    "reading": QT_TR_NOOP("Reading"),
    "annotating": QT_TR_NOOP("Annotating"),
    "keys": QT_TR_NOOP("Keys"),
}
_CHOICES = {
    "system": QT_TR_NOOP("As the computer"), "light": QT_TR_NOOP("Light"), "dark": QT_TR_NOOP("Dark"),
    "always": QT_TR_NOOP("Always"),
    "hover": QT_TR_NOOP("Under the pointer"), "never": QT_TR_NOOP("Never"),
}  # fmt: skip
_PERCENT = {settings.TEXT_ZOOM, settings.WINDOW_SCALE}
_WAIT_MS = 250
"""A number that is being typed or turned is taken when it has stood so long: to draw everything anew takes a while."""
_MORE_FACES = (
    "Literata", "Merriweather", "Lora", "EB Garamond", "PT Serif", "Crimson Text", "Libertinus Serif",
    "Liberation Serif",
    "Palatino", "Times New Roman", "Cambria", "Amiri", "Noto Naskh Arabic", "Noto Serif CJK SC", "Noto Sans", "Inter",
    "Source Sans 3", "Atkinson Hyperlegible", "OpenDyslexic", "DejaVu Sans", "Verdana",
)  # fmt: skip
"""Faces that are made for reading; those that are installed are offered, after the program's own."""


class PreferencesDialog(QDialog):
    """One page for each kind of setting, and one for the keys."""

    def __init__(self, window: "Window", page: str = "") -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self.rows: dict[str, Row] = {}
        self.pages = QListWidget()
        self.pages.setAccessibleName(self.tr("Pages"))
        self.stack = QStackedWidget()
        names = list(dict.fromkeys([*_PAGES, *(setting.page for setting in settings.SETTINGS if setting.page)]))
        self.keys = KeysPage(window)
        for name in names:
            self.pages.addItem(translated(_PAGES.get(name, name.capitalize())))
            self.stack.addWidget(self.keys if name == "keys" else self._page(name))
        self.pages.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.pages.setCurrentRow(names.index(page) if page in names else 0)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self.pages)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "keys"):
            self._fit()

    def _fit(self) -> None:
        height = self.fontMetrics().height()
        room = self.screen().availableSize()
        self.pages.setFixedWidth(9 * height)
        self.resize(min(52 * height, room.width() - 80), min(36 * height, room.height() - 80))

    def _page(self, name: str) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        for setting in settings.SETTINGS:
            if setting.page == name:
                row = self.rows[setting.name] = Row(self._window, setting)
                column.addWidget(row)
        column.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        return scroll


class Row(QFrame):
    """One setting: its title and sentence, a field for its value, and the way back to the default."""

    def __init__(self, window: "Window", setting: Setting[Any]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._window, self.setting = window, setting
        title = translated(setting.title or setting.name.replace("_", " ").capitalize())
        value = settings.load().get(setting)
        self.field, self._show, self._read = _field(setting, value, self._changed)
        self.field.setAccessibleName(title)
        self.field.setAccessibleDescription(translated(setting.sentence))
        self._turned = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._turned.timeout.connect(self._take)
        self.reset = button(self.tr("Reset"), self._reset, "quiet", self.tr("Back to the default"))
        self.reset.setAccessibleName(self.tr("Reset: {}").format(title))
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 10, 10)
        grid.setColumnStretch(0, 1)
        name = label(title)
        bold = name.font()
        bold.setWeight(QFont.Weight.DemiBold)
        name.setFont(bold)
        grid.addWidget(name, 0, 0)
        grid.addWidget(label(translated(setting.sentence), "dim", wrap=True), 1, 0)
        grid.addWidget(self.field, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.reset, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        if setting is settings.READING_FONT:
            self.preview = label(
                self.tr("The ministers signed the treaty on 7 March, and 36 states followed."), wrap=True
            )
            grid.addWidget(self.preview, 2, 0, 1, 3)
        self._mark_changed(value)

    def _changed(self) -> None:
        if isinstance(self.field, QSpinBox | QDoubleSpinBox):
            self._turned.start()
        else:
            self._take()

    def _take(self) -> None:
        value = self._read()
        if value != settings.load().get(self.setting):
            chosen.choose(self._window, self.setting, value)
        self._mark_changed(value)

    def _reset(self) -> None:
        self._show(self.setting.default)
        self._turned.stop()
        self._take()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark_changed(self, value: object) -> None:
        self.reset.setEnabled(value != self.setting.default)
        if self.setting is settings.READING_FONT:
            self.preview.setStyleSheet(f"font-family: '{value or reading_faces()[0]}'; font-size: 17px;")


_INSET = 7


def _field(
    setting: Setting[Any], value: Any, changed: Callable[[], None]
) -> tuple[QWidget, Callable[[Any], object], Callable[[], Any]]:
    """Return the field that fits a setting's kind, what shows a value in it, and what reads it."""
    if setting is settings.READING_FONT:
        return _choice(["", *reading_faces()[1:]], [reading_faces()[0], *reading_faces()[1:]], value, changed)
    if setting.choices:
        names = [
            translated(_CHOICES.get(choice, str(choice).replace("_", " ").capitalize())) for choice in setting.choices
        ]
        return _choice(list(setting.choices), names, value, changed)
    if isinstance(setting.default, bool):
        tick = QCheckBox()
        tick.setChecked(value)
        tick.toggled.connect(lambda _on: changed())
        return tick, tick.setChecked, tick.isChecked
    if setting in _PERCENT:
        return _percent(setting, value, changed)
    return _number(setting, value, changed)


def _choice(
    values: list[Any], names: list[str], value: Any, changed: Callable[[], None]
) -> tuple[QWidget, Callable[[Any], object], Callable[[], Any]]:
    box = QComboBox()
    for name, one in zip(names, values, strict=True):
        box.addItem(name, one)
    if value not in values:  # kept by hand, or by another version
        box.addItem(str(value), value)
    box.setCurrentIndex(box.findData(value))
    box.currentIndexChanged.connect(lambda _index: changed())
    return box, lambda new: box.setCurrentIndex(box.findData(new)), box.currentData


def _percent(
    setting: Setting[Any], value: float, changed: Callable[[], None]
) -> tuple[QWidget, Callable[[Any], object], Callable[[], Any]]:
    box = QSpinBox(suffix=" %", singleStep=10)
    box.setRange(round((setting.lowest or 0) * 100), round((setting.highest or 10) * 100))
    box.setValue(round(value * 100))
    box.lineEdit().setTextMargins(_INSET, 0, 0, 0)  # where the style sheet's padding does not reach
    box.valueChanged.connect(lambda _value: changed())
    return box, lambda new: box.setValue(round(new * 100)), lambda: box.value() / 100


def _number(
    setting: Setting[Any], value: float, changed: Callable[[], None]
) -> tuple[QWidget, Callable[[Any], object], Callable[[], Any]]:
    box: QSpinBox | QDoubleSpinBox
    low, high = setting.lowest or 0, setting.highest if setting.highest is not None else 10_000
    if isinstance(setting.default, int):
        box = QSpinBox()
        box.setRange(round(low), round(high))
        box.setValue(round(value))
    else:
        box = QDoubleSpinBox(singleStep=0.1, decimals=2)
        box.setRange(low, high)
        box.setValue(value)
    box.lineEdit().setTextMargins(_INSET, 0, 0, 0)
    box.valueChanged.connect(lambda _value: changed())
    return box, box.setValue, box.value


def reading_faces() -> list[str]:
    """Return the faces that are made for reading and are installed here; the first is the program's own."""
    installed = set(QFontDatabase.families())
    found = [face for face in (*READING_FACES, *_MORE_FACES) if face in installed]
    return found or [QFontInfo(QFont("serif")).family()]
