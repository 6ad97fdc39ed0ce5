"""The outline of the scheme: every item in its order, to be chosen, and moved by drag or keys; retired ones folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QDragMoveEvent, QDropEvent, QFont, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from annotator.core.scheme import Attribute, Choice, Label, Role, Scheme
from annotator.core.scheme_draft import Item, Place, within
from annotator.core.scheme_toml import plain
from annotator.gui.language import translated as tr
from annotator.gui.scheme.editing import Editing
from annotator.gui.scheme.sayings import LONGEST_SHOWN, item_name
from annotator.gui.scheme.swatches import letter_icon
from annotator.gui.theme import Theme

_PLACE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the outline; one without a place heads others, and `folded` says that those are not seen at first."""

    depth: int
    place: Place | None
    words: str
    right: str = ""
    letter: str = ""
    colour: str = ""
    retired: bool = False
    folded: bool = False
    wrong: bool = False


class Outline(QTreeWidget):
    """Shows the items of the draft as a tree; Alt+Up and Alt+Down move, Insert adds, Delete retires."""

    add_asked = Signal()
    left = Signal()
    """Enter: on to the fields of the item."""

    def __init__(self, editing: Editing, theme: Theme) -> None:
        super().__init__()
        self._editing, self._theme = editing, theme
        self._rows: list[_Row] = []
        self._items: list[QTreeWidgetItem] = []
        self.setObjectName("outline")
        self.setAccessibleName(tr("What may be marked"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setIndentation(13)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.currentItemChanged.connect(self._on_current)
        editing.changed.connect(self.refresh)
        editing.chosen.connect(self._show_current)
        self.refresh()

    def refresh(self) -> None:
        """Show the draft; what was unfolded stays so."""
        wrong = {fault.place for fault in self._editing.problems}
        rows = [replace(row, wrong=True) if row.place in wrong else row for row in _rows(self._editing.draft)]
        self.blockSignals(True)  # noqa: FBT003  Qt takes it so
        if [(row.depth, row.folded) for row in rows] != [(row.depth, row.folded) for row in self._rows]:
            self._build(rows)
            self._rows = []
        # Only lines that are others than before are filled: a scheme may have thousands.
        for number, row in enumerate(rows):
            if number >= len(self._rows) or row != self._rows[number]:
                self._fill(row, self._items[number])
        self._rows = rows
        self.blockSignals(False)  # noqa: FBT003
        self._show_current()

    def item_of(self, place: Place) -> QTreeWidgetItem | None:
        """Return the line of an item, or None."""
        return next((item for row, item in zip(self._rows, self._items, strict=True) if row.place == place), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._editing.shift(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Insert:
            self.add_asked.emit()
        elif key == Qt.Key.Key_Delete:
            self._editing.delete_or_retire()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if self._drop(event.position().toPoint()) is None:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        found = self._drop(event.position().toPoint())
        # Qt shall not move the line itself: the outline shows what the draft says.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if found is not None:
            self._editing.move(*found)

    def _drop(self, point: QPoint) -> tuple[Place, int] | None:
        """Return which item would move where, if it may be dropped at a point: among those beside it."""
        target, dragged = self.itemAt(point), self.currentItem()
        if target is None or dragged is None:
            return None
        source: Place = dragged.data(0, _PLACE) or ()
        over: Place = target.data(0, _PLACE) or ()
        if not source or len(over) < len(source) or over[: len(source) - 1] != source[:-1]:
            return None
        ids = [item.id for item in within(self._editing.draft, source[:-2], source[-2])]
        # Over what belongs to an item means behind all of it.
        below = len(over) > len(source) or point.y() > self.visualItemRect(target).center().y()
        to, at = ids.index(over[len(source) - 1]) + below, ids.index(source[-1])
        to -= at < to
        return (source, to) if to != at else None

    def _build(self, rows: list[_Row]) -> None:
        folded = {item.data(0, _PLACE) for item in self._items if not item.isExpanded() and item.childCount()}
        self.clear()
        self._items = []
        above: list[QTreeWidgetItem] = []
        for row in rows:
            item = QTreeWidgetItem()
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if row.depth:
                above[row.depth - 1].addChild(item)
            else:
                self.addTopLevelItem(item)
            above[row.depth :] = [item]
            self._items.append(item)
        for row, item in zip(rows, self._items, strict=True):
            item.setExpanded(not row.folded and (row.place is None or row.place not in folded))

    def _fill(self, row: _Row, item: QTreeWidgetItem) -> None:
        item.setData(0, _PLACE, row.place)
        item.setText(0, row.words)
        item.setText(1, "!" if row.wrong else row.right)
        can = Qt.ItemFlag.ItemIsEnabled
        if row.place is not None:
            can |= Qt.ItemFlag.ItemIsSelectable | (Qt.ItemFlag.ItemIsDragEnabled if row.place else can)
            can |= Qt.ItemFlag.ItemIsDropEnabled
        item.setFlags(can)
        font = QFont(self.font())
        font.setBold(row.depth == 0)
        item.setFont(0, font)
        quiet = row.retired or row.place is None
        colour = self._theme.danger if row.wrong else self._theme.dim if quiet else self._theme.ink
        item.setForeground(0, QBrush(QColor(colour)))
        item.setForeground(1, QBrush(QColor(self._theme.danger if row.wrong else self._theme.dim)))
        height = self.fontMetrics().height()
        item.setIcon(0, letter_icon(self._theme, row.colour, row.letter, height) if row.colour else QIcon())
        spoken = tr("{}, retired").format(row.words) if row.retired else row.words
        spoken = tr("{}, to be mended").format(spoken) if row.wrong else spoken
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _show_current(self) -> None:
        item = self.item_of(self._editing.place)
        if item is not None and item is not self.currentItem():
            above = item.parent()
            while above is not None:
                above.setExpanded(True)
                above = above.parent()
            self.blockSignals(True)  # noqa: FBT003  Qt takes it so
            self.setCurrentItem(item)
            self.blockSignals(False)  # noqa: FBT003
            self.scrollToItem(item)

    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        place = item.data(0, _PLACE) if item is not None else None
        if place is not None:
            self._editing.choose(place)


def _rows(scheme: Scheme) -> Iterator[_Row]:
    yield _Row(0, (), item_name(scheme, ()))
    yield from _list((), "label", scheme.labels, 1)
    yield _Row(0, None, tr("Questions about the article"))
    yield from _list((), "question", scheme.questions, 1)


def _list(owner: Place, kind: str, items: Sequence[Item], depth: int) -> Iterator[_Row]:
    for item in (item for item in items if not item.retired):
        yield from _item((*owner, kind, item.id), item, depth)
    retired = [item for item in items if item.retired]
    if retired:
        yield _Row(depth, None, tr("Retired ({})").format(len(retired)), folded=True)
        for item in retired:
            yield from _item((*owner, kind, item.id), item, depth + 1)


def _item(place: Place, item: Item, depth: int) -> Iterator[_Row]:
    words = plain(item.name, LONGEST_SHOWN) or tr("(no name yet)")
    words = f"→ {words}" if isinstance(item, Role) else words
    letter, colour = _mark(item)
    yield _Row(depth, place, words, _aside(item), letter, "grey" if colour and item.retired else colour, item.retired)
    if isinstance(item, Label):
        yield from _list(place, "attribute", item.attributes, depth + 1)
        yield from _list(place, "role", item.roles, depth + 1)
    elif isinstance(item, Attribute):
        yield from _list(place, "choice", item.choices, depth + 1)


def _mark(item: Item) -> tuple[str, str]:
    """Return the letter and the colour with which a line begins; empty for an item that is not seen on the page."""
    if isinstance(item, Label):
        return item.letter[:1], item.colour
    if isinstance(item, Choice):
        return item.key[:1], item.colour or ("grey" if item.key else "")
    return "", ""


def _aside(item: Item) -> str:
    """Return what stands at the right of a line: a key, a type, how many marks fill a role."""
    if isinstance(item, Label | Choice):
        return item.key.upper()
    if isinstance(item, Role):
        if item.minimum == item.maximum:
            return str(item.minimum)
        return f"{item.minimum}–{item.maximum}" if item.maximum else f"{item.minimum}+"
    return type_name(item)


def type_name(attribute: Attribute) -> str:
    """Return what the type of an attribute is called."""
    return {
        "choice": tr("choice"), "text": tr("text"), "entity": tr("name"), "date": tr("date"), "yesno": tr("yes or no"),
    }[attribute.type]  # fmt: skip
