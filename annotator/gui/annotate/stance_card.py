"""One stance as a card: seen, selected, edited, removed, and filled by dragging its parts onto the page."""

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QEnterEvent, QFont, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QLabel, QMenu, QWidget

from annotator.gui.annotate import parts
from annotator.gui.annotate.parts import Card, button, label
from annotator.gui.annotate.stance_told import Told

ROLE_MIME = "application/x-annotator-role"
"""What is dragged from a card: the id of the stance, a space, and the id of a role."""


class RolePart(QLabel):
    """The words of one role on a card; dragged onto a mark of the page, that mark fills the role."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role
        self.stance = ""
        self._pressed: QPoint | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setToolTip(self.tr("Drag this onto a mark on the page, to fill it with that mark"))

    @property
    def payload(self) -> str:
        """Return what is dragged."""
        return f"{self.stance} {self.role}"

    def sizeHint(self) -> QSize:
        """Want one line; in less width, the words take several."""
        size = self.fontMetrics().size(0, self.text())
        return QSize(size.width() + 4, size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed is None or (here - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        drag, data = QDrag(self), QMimeData()
        data.setData(ROLE_MIME, self.payload.encode("utf-8"))
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.setHotSpot(here)
        drag.exec(Qt.DropAction.LinkAction)


class Way(QLabel):
    """Words that lead somewhere when they are clicked; unlike a button's they may take several lines."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "danger")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class StanceCard(Card):
    """Shows what it is told; the same widget serves one stance after the other."""

    chosen = Signal(str)
    edit_asked = Signal(str)
    remove_asked = Signal(str)
    accept_asked = Signal(str)
    hovered = Signal(str)
    moved = Signal(int)
    """An arrow was pressed: to the card so many further on."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Told | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.column.setSpacing(4)
        self.column.setContentsMargins(12, 9, 12, 9)
        self.actors, self.treaty, self.date = RolePart("actor"), RolePart("treaty"), RolePart("date")
        bold = QFont(self.actors.font())
        bold.setBold(True)
        self.actors.setFont(bold)
        self.column.addWidget(self.actors)
        self.column.addWidget(self.treaty)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._value = parts.chip("")
        self._row.addWidget(self._value, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.date.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.date, 1)
        self.column.addLayout(self._row)
        self.clash = Way()
        self.clash.setToolTip(self.tr("Go to that stance (G)"))
        self.clash.clicked.connect(self._jump)
        self.column.addWidget(self.clash)
        self._lacking = label("", "danger", wrap=True)
        self.column.addWidget(self._lacking)
        self._deeds = QWidget()
        deeds = QHBoxLayout(self._deeds)
        deeds.setContentsMargins(0, 2, 0, 0)
        self._first = button("", self._do_first, "quiet")
        self._second = button("", self._remove, "quiet")
        for deed in (self._first, self._second):
            deed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            deeds.addWidget(deed)
        deeds.addStretch()
        self.column.addWidget(self._deeds)
        self.clicked.connect(self._choose)

    def show_told(self, told: Told, *, chosen: bool) -> None:
        """Show a stance; only what differs from before is touched."""
        self.set_chosen(chosen=chosen)
        parts.show(self._deeds, on=chosen or told.suggested)
        if told == self.told:
            return
        self.told = told
        parts.set_role(self, "ghost", told.suggested)
        self.setAccessibleName(told.sentence)
        missing = self.tr("no {} yet")
        for part, words in (
            (self.actors, told.actors or missing.format(self.tr("actor"))),
            (self.treaty, "→ " + (told.treaty or missing.format(self.tr("treaty")))),
            (self.date, told.when or told.reported or self.tr("no date")),
        ):
            part.stance = told.id
            parts.put(part, parts.breakable(words))
        parts.set_role(self.date, "role", "" if told.when else "dim")
        value = told.value
        parts.set_role(self._value, "tint", (value.colour or "grey") if value else "")
        parts.put(self._value, f"{value.key}  {value.name}".strip() if value else "")
        self._fit()
        parts.put(self._lacking, told.lacking)
        parts.put(self.clash, told.clash)
        accept, edit = self.tr("Accept"), self.tr("Edit")
        self._first.setText(accept if told.suggested else edit)
        self._first.setToolTip("Enter" if told.suggested else "E")
        self._second.setText(self.tr("Reject") if told.suggested else self.tr("Delete"))
        self._second.setToolTip("X")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the date beside the value where there is room, else below it."""
        wide = self._value.sizeHint().width() + self.date.sizeHint().width() + self._row.spacing()
        beside = self._value.isHidden() or wide <= self._row.geometry().width() or not self._row.geometry().isValid()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            self._row.setStretch(1, int(beside))  # below the value it would claim the height that is left
            side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
            self.date.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        told, key = self.told, event.key()
        if told is None:
            event.ignore()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in parts.ENTER:
            (self.accept_asked if told.suggested else self.chosen).emit(told.id)
        elif key == Qt.Key.Key_Space:
            self.chosen.emit(told.id)
        elif key == Qt.Key.Key_G and told.other:
            self.chosen.emit(told.other)
        elif key == Qt.Key.Key_E:
            self.edit_asked.emit(told.id)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_X):
            self.remove_asked.emit(told.id)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.told is not None and event.button() == Qt.MouseButton.LeftButton:
            self.edit_asked.emit(self.told.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.told is not None and self.told.suggested:
            menu.addAction(self.tr("Accept"), self._do_first)
        menu.addAction(self.tr("Edit …"), self._edit)
        menu.addAction(self._second.text(), self._remove)
        if self.told is not None and self.told.other:
            menu.addAction(self.tr("Go to the other stance"), self._jump)
        menu.popup(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self.told is not None:
            self.hovered.emit(self.told.id)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit("")

    def _choose(self) -> None:
        if self.told is not None:
            self.chosen.emit(self.told.id)

    def _do_first(self) -> None:
        if self.told is not None:
            (self.accept_asked if self.told.suggested else self.edit_asked).emit(self.told.id)

    def _edit(self) -> None:
        if self.told is not None:
            self.edit_asked.emit(self.told.id)

    def _remove(self) -> None:
        if self.told is not None:
            self.remove_asked.emit(self.told.id)

    def _jump(self) -> None:
        if self.told is not None and self.told.other:
            self.chosen.emit(self.told.other)
