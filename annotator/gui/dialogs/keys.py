"""The page of the preferences on which every action gets its keys."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator import settings, words
from annotator.core.problems import Problem
from annotator.gui import bindings, chosen, keys
from annotator.gui.actions import ACTIONS, MENUS, Action
from annotator.gui.annotate.parts import button, empty, label, line
from annotator.gui.bindings import key_name
from annotator.gui.fuzzy import matches
from annotator.gui.language import translated

if TYPE_CHECKING:
    from annotator.gui.window import Window

_AT_ONCE = 5
"""How many rows are made before the window may do other things."""


class KeyField(QPushButton):
    """Waits for a key to be pressed, from a click or Enter on; Esc, or leaving it, changes nothing."""

    pressed_key = Signal(str)
    """The key, as it is written in a list of keys."""

    is_waiting = False

    def __init__(self, name: str) -> None:
        super().__init__(self.tr("＋"))
        self.setAutoDefault(False)
        self.setProperty("role", "quiet")
        self.setToolTip(self.tr("Give it another key"))
        self.setAccessibleName(self.tr("Another key for “{}”").format(name))
        self.clicked.connect(self.wait)

    def wait(self) -> None:
        """Take the next key that is pressed."""
        self.is_waiting = True
        self.setText(self.tr("Press keys … (Esc: none)"))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        if self.is_waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:  # also Tab, which would go on to the next field
                self._press(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._rest()
        super().focusOutEvent(event)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._rest()
        elif key := bindings.normal(keys.pressed(event)):
            self._rest()
            self.pressed_key.emit(key)

    def _rest(self) -> None:
        if self.is_waiting:
            self.is_waiting = False
            self.setText(self.tr("＋"))


class ActionRow(QWidget):
    """One action with its keys: a click on one takes it away, the plus adds another."""

    def __init__(self, page: "KeysPage", action: Action, name: str) -> None:
        super().__init__()
        self._page, self.action, self.name = page, action, name
        self.keys: tuple[str, ...] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(name), 1)
        self._caps = QHBoxLayout()
        self._caps.setSpacing(4)
        row.addLayout(self._caps)
        self.field = KeyField(name)
        self.field.pressed_key.connect(partial(page.give, action))
        self.reset = button(
            self.tr("Reset"), partial(page.reset, action), "quiet", self.tr("Give it its own keys again")
        )
        self.reset.setAccessibleName(self.tr("Reset the keys of “{}”").format(name))
        if not action.id.startswith("label-"):
            row.addWidget(self.field)
            row.addWidget(self.reset)

    def refresh(self, keys: tuple[str, ...], *, own: bool) -> None:
        """Show these keys; what is the user's own can be reset."""
        self.reset.setVisible(own)
        if keys == self.keys:
            return
        self.keys = keys
        empty(self._caps)
        for key in keys:
            if self.action.id.startswith("label-"):
                self._caps.addWidget(label(key_name(key), "keycap"))
                continue
            cap = button(f"{key_name(key)}  ×", partial(self._page.take, self.action, key), "keycap")
            cap.setToolTip(self.tr("Take this key away"))
            cap.setAccessibleName(self.tr("Take {} away").format(key_name(key)))
            self._caps.addWidget(cap)

    def is_sought(self, typed: str) -> bool:
        """Tell whether name or keys fit what is searched for."""
        return matches(typed, f"{self.name} {' '.join(map(key_name, self.keys or ()))}")


class KeysPage(QWidget):
    """Every action by its menu, with its keys. The rows come a few at a time, so that nothing waits for them."""

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self._window = window
        self.search = line("", self.tr("Search the actions"), self.tr("Search by name or key"))
        self.search.textChanged.connect(lambda _text: self._filter())
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self.reset_all = button(
            self.tr("Reset all"), self._reset_all, "", self.tr("Give every action its own keys again")
        )
        self.rows: dict[str, ActionRow] = {}
        self._headings: dict[str, QLabel] = {}
        self._nothing = label(self.tr("Nothing is called so."), "dim")
        self._nothing.hide()
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(3)
        self._column.addWidget(self._nothing)
        self._column.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.reset_all)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(top)
        outer.addWidget(self.problem)
        outer.addWidget(scroll, 1)
        labels = [action for action in window.shortcuts.declared() if action.id.startswith("label-")]
        self._left = [*sorted(ACTIONS, key=lambda action: MENUS.index(action.menu)), *labels]
        self._making = QTimer(self, interval=0)
        self._making.timeout.connect(self._make)
        self._making.start()

    @property
    def is_complete(self) -> bool:
        """Tell whether all rows have come."""
        return not self._left

    def give(self, action: Action, key: str) -> None:
        """Give an action one more key, or say why it cannot have it."""
        shortcuts = self._window.shortcuts
        refused = bindings.refusal(action, key, bindings.holders(shortcuts.declared(), shortcuts.bindings))
        if refused is not None:
            self._tell(refused)
        elif key not in shortcuts.keys(action.id):
            self._put(action, (*shortcuts.keys(action.id), key))

    def take(self, action: Action, key: str) -> None:
        """Take a key away from an action."""
        self._put(action, tuple(other for other in self._window.shortcuts.keys(action.id) if other != key))

    def reset(self, action: Action) -> None:
        """Give an action its declared keys again; those that others have by now stay with them."""
        own = _own_keys()
        own.pop(action.id, None)
        self._choose(own, action)

    def _put(self, action: Action, given: tuple[str, ...]) -> None:
        own = _own_keys()
        if given == tuple(map(bindings.normal, action.keys)):
            own.pop(action.id, None)
        else:
            own[action.id] = bindings.stored(given)
        self._choose(own, action)

    def _reset_all(self) -> None:
        self._choose({}, None)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, own: dict[str, str], action: Action | None) -> None:
        self.problem.hide()
        chosen.choose(self._window, settings.KEY_BINDINGS, own)
        self._refresh()
        if action is not None and action.id in self.rows:
            self.rows[action.id].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, problem: Problem) -> None:
        self.problem.setText(words.sentence(problem))
        self.problem.show()

    def _make(self) -> None:
        """Make the next rows."""
        for action in self._left[:_AT_ONCE]:
            is_label = action.id.startswith("label-")
            group = "" if is_label else action.menu
            if group not in self._headings:
                said = self.tr("LABELS: their keys come from the scheme of the project")
                heading = self._headings[group] = label(said if is_label else translated(group).upper(), "section")
                heading.setContentsMargins(0, 10, 0, 2)
                self._column.insertWidget(self._column.count() - 1, heading)
            name = bindings.name_of(action)
            if action.page and any(other.name == action.name and not other.page for other in ACTIONS):
                name = self.tr("{}, from the article").format(name)
            row = self.rows[action.id] = ActionRow(self, action, name)
            self._column.insertWidget(self._column.count() - 1, row)
        del self._left[:_AT_ONCE]
        if not self._left:
            self._making.stop()
        self._refresh()
        self._filter()

    def _refresh(self) -> None:
        own = settings.load().get(settings.KEY_BINDINGS)
        self.reset_all.setEnabled(bool(own))
        for name, row in self.rows.items():
            row.refresh(self._window.shortcuts.keys(name), own=name in own)

    def _filter(self) -> None:
        typed, shown = self.search.text(), set[str]()
        for name, row in self.rows.items():
            sought = row.is_sought(typed)
            row.setVisible(sought)
            shown |= {"" if name.startswith("label-") else row.action.menu} if sought else set()
        for group, heading in self._headings.items():
            heading.setVisible(group in shown)
        self._nothing.setVisible(not shown and self.is_complete)


def _own_keys() -> dict[str, str]:
    kept: Mapping[str, str] = settings.load().get(settings.KEY_BINDINGS)
    return dict(kept)
