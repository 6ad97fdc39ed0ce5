"""The sheet of keys: everything that can be done, by task, over the window; what is possible now stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.core.translation import QT_TR_NOOP
from annotator.gui.annotate.parts import button, label, line
from annotator.gui.bindings import key_name
from annotator.gui.fuzzy import matches
from annotator.gui.hints import caps_width, paint_caps
from annotator.gui.language import translated
from annotator.gui.theme import Theme

if TYPE_CHECKING:
    from annotator.gui.window import Window

_LABELS = QT_TR_NOOP("Labels")
_CARET = QT_TR_NOOP("The caret in the article")
GROUPS = (
    QT_TR_NOOP("Moving"), "Mark", _LABELS, QT_TR_NOOP("Edges of a mark"), _CARET, "Article", "Edit", "View",
    "Project", "Help",
)  # fmt: skip
"""The tasks, in the order of the sheet; those that are none of these follow."""

_CARET_KEYS = (
    (("Left", "Right", "Up", "Down"), QT_TR_NOOP("Move by characters and lines")),
    (("Ctrl+Left", "Ctrl+Right"), QT_TR_NOOP("Move by words")),
    (("Ctrl+Up", "Ctrl+Down"), QT_TR_NOOP("Move by sentences")),
    (("Alt+Up", "Alt+Down"), QT_TR_NOOP("Move by marks")),
    (("Alt+Home", "Alt+End"), QT_TR_NOOP("Move by paragraphs")),
    (("Home", "End"), QT_TR_NOOP("To the ends of the line")),
    (("Ctrl+Home", "Ctrl+End"), QT_TR_NOOP("To the ends of the article")),
    (("PgUp", "PgDown"), QT_TR_NOOP("Move by pages")),
    (("Shift+Right", "Ctrl+Shift+Right"), QT_TR_NOOP("Select words to label")),
    (("Ctrl+A",), QT_TR_NOOP("Select everything")),
)
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_SHOWN_KEYS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do, with its keys as they are printed, and whether it can be done now."""

    name: str
    keys: tuple[str, ...]
    possible: bool


class KeySheet(QFrame):
    """All keys by task, and a field that filters them; the arrows and pages scroll."""

    left = Signal()
    """The sheet is no longer needed."""
    change_asked = Signal()
    """The keys are to be changed."""

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setProperty("role", "card")
        self._rows = _rows(window)
        self.keys = KeyColumns(window.theme)
        self.keys.show_groups(self._rows)
        self.filter = line("", self.tr("Filter the keys"), self.tr("What do you want to do?"))
        self.filter.textChanged.connect(self._filter)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.keys)
        self._nothing = label(self.tr("Nothing is called so."), "dim")
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(14)
        column.addLayout(self._head())
        column.addWidget(self._nothing)
        column.addWidget(self._scroll, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Keys"), "title"))
        row.addSpacing(16)
        row.addWidget(self.filter, 2)
        row.addStretch(1)
        row.addWidget(label(self.tr("Dimmed: not possible just now"), "dim"))
        row.addSpacing(10)
        row.addWidget(button(self.tr("Change keys …"), self.change_asked.emit))
        row.addWidget(button(self.tr("Close"), self.left.emit, hint=self.tr("Esc")))
        return row

    @property
    def shown(self) -> list[str]:
        """Return the names that the filter leaves."""
        return [row.name for rows in self.keys.groups.values() for row in rows]

    def place(self, area: QRect) -> QRect:
        """Return where the sheet lies in a window: as large as it needs, in the middle, a little high."""
        width = min(area.width() - 48, self.keys.width_wanted + 90)
        inner = self.keys.height_of(self._rows, width - 80) + self.filter.sizeHint().height() + 90
        height = min(area.height() - 56, inner)
        return QRect((area.width() - width) // 2, max((area.height() - height) // 3, 28), width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self._scroll.verticalScrollBar(), event.key()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar.setValue(bar.value() + (1 if key == Qt.Key.Key_PageDown else -1) * bar.pageStep())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            bar.setValue(bar.value() + (1 if key == Qt.Key.Key_Down else -1) * 3 * self.fontMetrics().height())
        else:
            super().keyPressEvent(event)

    def _filter(self, words: str) -> None:
        left = {
            group: [row for row in rows if matches(words, f"{row.name} {' '.join(row.keys)} {translated(group)}")]
            for group, rows in self._rows.items()
        }
        self.keys.show_groups({group: rows for group, rows in left.items() if rows})
        self._nothing.setVisible(not any(left.values()))


class KeyColumns(QWidget):
    """Groups of keys, in as many columns as there is room for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.groups: dict[str, list[Row]] = {}
        self.setObjectName("scrolled")
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_groups(self, groups: dict[str, list[Row]]) -> None:
        """Show these groups."""
        self.groups = groups
        spoken = (f"{row.name}: {', '.join(row.keys)}" for rows in groups.values() for row in rows)
        self.setAccessibleName(self.tr("Keys"))
        self.setAccessibleDescription("\n".join(spoken))
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.update()

    @property
    def width_wanted(self) -> int:
        """Return how wide four columns are."""
        return round(4 * self._column)

    def height_of(self, groups: dict[str, list[Row]], width: int) -> int:
        """Return how high these groups are in this width."""
        heights = {group: _lines(rows) * self._line for group, rows in groups.items()}
        columns = _columns(heights, max(min(int(width // self._column), 4), 1))
        return round(max((sum(heights[group] for group in column) for column in columns), default=0))

    @property
    def _line(self) -> float:
        return self.fontMetrics().height() + 8

    @property
    def _column(self) -> float:
        return 21 * self.fontMetrics().height()

    def heightForWidth(self, width: int) -> int:
        return self.height_of(self.groups, width)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def sizeHint(self) -> QSize:
        return QSize(round(self.width_wanted), self.heightForWidth(round(self.width_wanted)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heights = {group: _lines(rows) * self._line for group, rows in self.groups.items()}
        columns = _columns(heights, max(min(int(self.width() // self._column), 4), 1))
        wide = self.width() / max(min(int(self.width() // self._column), 4), 1)
        for number, groups in enumerate(columns):
            left = self.width() - (number + 1) * wide if self.isRightToLeft() else number * wide
            top = 0.0
            for group in groups:
                self._paint_group(painter, QRectF(left, top, wide, heights[group]), group)
                top += heights[group]

    def _paint_group(self, painter: QPainter, area: QRectF, group: str) -> None:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.accent))
        top, across = area.top(), area.width() - 20
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(area.left(), top, across, self._line), side, translated(group))
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        rows, backwards = self.groups[group], self.isRightToLeft()
        caps = max(caps_width(row.keys, self.font()) for row in rows)
        for number, row in enumerate(rows, 1):
            middle = top + (number + 0.5) * self._line
            width = caps_width(row.keys, self.font())
            left = area.left() + across - width if backwards else area.left()
            paint_caps(painter, QPointF(left, middle), row.keys, self._theme, strong=row.possible)
            room = QRectF(area.left(), middle - self._line / 2, across, self._line)
            indent = caps + 10
            room.adjust(*((0, 0, -indent, 0) if backwards else (indent, 0, 0, 0)))
            painter.setPen(QColor(self._theme.ink if row.possible else self._theme.dim))
            painter.drawText(room, side, metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, room.width()))


def _lines(rows: Sequence[Row]) -> float:
    """Return how many lines a group takes, with its heading and the space below it."""
    return len(rows) + 1.8


def _columns(heights: dict[str, float], count: int) -> list[list[str]]:
    """Return the groups of each column, in their order, the highest column as low as it can be."""
    limit = max(max(heights.values(), default=0), sum(heights.values()) / count)
    while True:
        columns: list[list[str]] = [[]]
        filled = 0.0
        for group, height in heights.items():
            if columns[-1] and filled + height > limit:
                columns.append([])
                filled = 0.0
            columns[-1].append(group)
            filled += height
        if len(columns) <= count:
            return columns
        limit *= 1.03


def _rows(window: "Window") -> dict[str, list[Row]]:
    """Return what can be done, by task; two ways to one thing stand on one line."""
    shortcuts = window.shortcuts
    found: dict[str, dict[str, Row]] = {group: {} for group in GROUPS}
    for action in shortcuts.declared():
        keys, possible = shortcuts.keys(action.id), shortcuts.is_possible(action.id)
        if not keys:
            continue
        group = _LABELS if action.id.startswith("label-") else (action.group or action.menu)
        rows, name = found.setdefault(group, {}), shortcuts.name(action.id)
        before = rows.get(name, Row(name, (), possible=False))
        rows[name] = Row(
            name, tuple(dict.fromkeys((*before.keys, *_printed(keys))))[:_SHOWN_KEYS], possible or before.possible
        )
    for keys, words in _CARET_KEYS:
        found[_CARET][words] = Row(translated(words), _printed(keys), window.session.article is not None)
    return {group: list(rows.values()) for group, rows in found.items() if rows}


def _printed(keys: Sequence[str]) -> tuple[str, ...]:
    """Return keys as they are printed, the arrows as arrows."""
    names = (key_name(key) for key in keys)
    return tuple("+".join(_ARROWS.get(part, part) for part in name.split("+")) or name for name in names)
