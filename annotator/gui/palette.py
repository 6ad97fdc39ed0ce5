"""The palette: one field over actions, labels and articles. Enter does what is chosen."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from annotator import settings
from annotator.core.problems import Problem
from annotator.gui import choices
from annotator.gui.annotate.finder import Question
from annotator.gui.annotate.parts import label, line
from annotator.gui.choices import Choice
from annotator.gui.hints import caps_width, paint_caps
from annotator.gui.theme import Theme
from annotator.store import titles
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.gui.window import Window

Index = QModelIndex | QPersistentModelIndex
_KIND = "palette"
_FOUND, _LINES = 12, 11


class Choices(QAbstractListModel):
    """The lines of the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[Choice] = []

    def show_choices(self, found: list[Choice]) -> None:
        """Show these choices."""
        self.beginResetModel()
        self.choices = found
        self.endResetModel()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.choices[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(part for part in (choice.name, choice.about, *choice.keys, choice.why) if part)
        return choice.name if role == Qt.ItemDataRole.DisplayRole else None


class Lines(QStyledItemDelegate):
    """Draws a line: its kind, its name with the letters that are meant, what it is about, and its key or why not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, round(option.fontMetrics.height() * 1.9))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, Choices):
            return
        choice, theme, area = model.choices[index.row()], self._theme, QRectF(option.rect).adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_tint))
            painter.drawRoundedRect(area, 7, 7)
        painter.setFont(option.font)
        inner = area.adjusted(10, 0, -10, 0)
        backwards = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        far = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignLeft if backwards else Qt.AlignmentFlag.AlignRight)
        ending = self._paint_end(painter, option, inner, choice, far)
        inner = inner.adjusted(ending, 0, 0, 0) if backwards else inner.adjusted(0, 0, -ending, 0)
        self._paint_name(painter, option, inner, choice, side)
        painter.restore()

    def _paint_end(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRectF, choice: Choice, far: Qt.AlignmentFlag
    ) -> float:
        """Paint the key, the reason why not, or where an article is from; return how much room it took."""
        metrics, backwards = QFontMetricsF(option.font), option.direction == Qt.LayoutDirection.RightToLeft
        if choice.keys and not choice.why:
            width = caps_width(choice.keys, option.font)
            left = area.left() if backwards else area.right() - width
            paint_caps(painter, QPointF(left, area.center().y()), choice.keys, self._theme)
            return width + 14
        words = choice.why or (choice.about if choice.kind == choices.ARTICLES else "")
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width() * 0.45)
        painter.setPen(QColor(self._theme.dim))
        painter.drawText(area, far, shown)
        return metrics.horizontalAdvance(shown) + 14 if shown else 0

    def _paint_name(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRectF, choice: Choice, side: Qt.AlignmentFlag
    ) -> None:
        theme, metrics = self._theme, QFontMetricsF(option.font)
        backwards = option.direction == Qt.LayoutDirection.RightToLeft
        sign = metrics.height() * 1.3
        painter.setPen(QColor(theme.dim))
        at = area.right() - sign if backwards else area.left()
        painter.drawText(QRectF(at, area.top(), sign, area.height()), side, _SIGNS[choice.kind])
        area = area.adjusted(*((0, 0, -sign, 0) if backwards else (sign, 0, 0, 0)))
        text = metrics.elidedText(choice.name, Qt.TextElideMode.ElideRight, area.width())
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        ink, meant = QColor(theme.dim if choice.why else theme.ink), QColor(theme.dim if choice.why else theme.accent)
        if backwards or text.isascii() is False:  # shaped as a whole; only ASCII may be painted in pieces
            painter.setFont(strong if choice.places else option.font)
            painter.setPen(ink)
            lead = Qt.AlignmentFlag.AlignRight if backwards else Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | lead, text)
            return
        left = area.left()
        for piece, is_meant in _pieces(text, choice.places):
            font = strong if is_meant else option.font
            painter.setFont(font)
            painter.setPen(meant if is_meant else ink)
            painter.drawText(QRectF(left, area.top(), area.right() - left + 40, area.height()), side, piece)
            left += QFontMetricsF(font).horizontalAdvance(piece)


_SIGNS = {choices.ACTIONS: "›", choices.LABELS: "@", choices.ARTICLES: "¶"}


def _pieces(text: str, places: frozenset[int]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether its letters are meant."""
    pieces: list[tuple[str, bool]] = []
    for place, letter in enumerate(text):
        if pieces and pieces[-1][1] == (place in places):
            pieces[-1] = (pieces[-1][0] + letter, place in places)
        else:
            pieces.append((letter, place in places))
    return pieces


class Palette(QFrame):
    """The field and what fits; articles come a moment later, from the search beside the window."""

    left = Signal()
    """The palette is no longer needed."""

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self.setObjectName("palette")
        self._window = window
        self._actions = choices.likely(window, choices.of_actions(window))
        self._articles: list[Choice] = []
        self._waiting = False
        self._kept = settings.load().get(settings.RECENT_CHOICES)
        hint = self.tr("Search articles, labels, commands")
        self.field = line("", hint, hint)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._choose)
        self.model = Choices()
        self.list = QListView()
        self.list.setAccessibleName(self.tr("What fits"))
        self.list.setModel(self.model)
        self._lines = Lines(window.theme)
        self.list.setItemDelegate(self._lines)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda _index: self._choose())
        self._foot = label(self.tr("> commands   @ labels   # articles"), "dim")
        self._foot.setContentsMargins(16, 4, 16, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 6)
        column.setSpacing(2)
        for part in (self.field, self.list, self._foot):
            column.addWidget(part)
        self._finder = window.workspace.queue.finder
        self._finder.found.connect(self._on_found)
        self._on_typed("")

    def place(self, area: QRect) -> QRect:
        """Return where the palette lies in a window: in the middle above, and it stays as high as it is."""
        self.ensurePolished()
        height = self.fontMetrics().height()
        width = min(area.width() - 40, 40 * height)
        one = self._lines.sizeHint(self._option(), QModelIndex()).height()
        wanted = self.field.sizeHint().height() + self._foot.sizeHint().height() + _LINES * one + 22
        top = min(round(3.6 * height), area.height() // 8)
        return QRect((area.width() - width) // 2, top, width, min(wanted, area.height() - top - 20))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _LINES - 1, Qt.Key.Key_PageUp: 1 - _LINES}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif self.model.rowCount():
            at, last = self.list.currentIndex().row() + step, self.model.rowCount() - 1
            self._go_to(at % (last + 1) if abs(step) == 1 else min(max(at, 0), last))

    def _option(self) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        option.initFrom(self.list)
        return option

    def _on_typed(self, typed: str) -> None:
        kind, words = choices.split(typed)
        project = self._window.session.project
        if project is not None and kind in ("", choices.ARTICLES):
            self._waiting = bool(words)
            self._finder.ask(project, _KIND, self._question(words))
        else:
            self._waiting = False
            self._finder.drop(_KIND)
            self._articles = []
        self._show(keep=False)

    def _question(self, words: str) -> Question:
        person, visited = self._window.session.person.id, self._window.visited.articles
        front = self._window.session.article
        before = [name for name in visited if front is None or name != front.id]
        return partial(_ask, person=person, words=words, visited=before)

    def _on_found(self, kind: str, answer: object) -> None:
        if kind == _KIND:
            self._waiting = False
        if kind == _KIND and not isinstance(answer, Problem) and isinstance(answer, list):
            self._articles = [choices.of_article(row) for row in answer]
            self._show(keep=True)

    def _show(self, *, keep: bool) -> None:
        """Show what fits; what is chosen stays chosen while articles come, unless nothing was gone to yet."""
        kind, words = choices.split(self.field.text())
        before = self.list.currentIndex().row()
        held = self.model.choices[before].id if keep and before > 0 else ""
        every = [choice for choice in (*self._actions, *self._articles) if kind in ("", choice.kind)]
        recent = self._kept if words else (*self._kept, *(article.id for article in self._articles))
        self.model.show_choices(choices.offered(every, words, recent))
        found = [number for number, choice in enumerate(self.model.choices) if choice.id == held]
        self._go_to(found[0] if found else 0)
        if self.model.rowCount():
            self._foot.setText(self.tr("> commands   @ labels   # articles"))
        else:
            self._foot.setText(self.tr("Looking through the articles …") if self._waiting else self.tr("Nothing fits."))

    def _go_to(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _choose(self) -> None:
        row = self.list.currentIndex().row()
        choice = self.model.choices[row] if 0 <= row < self.model.rowCount() else None
        if choice is None or choice.why:
            return
        choices.remember(choice)
        self.left.emit()
        if choice.kind == choices.ARTICLES:
            self._window.workspace.leave(lambda session: session.show_article(choice.id))
        else:
            self._window.shortcuts.run(choice.id)


def _ask(project: Project, *, person: str, words: str, visited: list[str]) -> object:
    """Return the lines of the articles that fit, or with no words of those that were in front before."""
    return titles.best(project, person, words, _FOUND) if words else titles.recent(project, person, visited[:5])
