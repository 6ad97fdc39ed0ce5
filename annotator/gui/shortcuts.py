"""The actions of the window as Qt's: in the menus, and under their keys."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from annotator.core.problems import Problem, Refused
from annotator.gui import keys
from annotator.gui.actions import ACTIONS, MENUS, Action, label_actions

if TYPE_CHECKING:
    from annotator.gui.window import Window


class Shortcuts(QObject):
    """Owns one QAction for each declared action, and finds the action of a key by its place on the keyboard."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._declared: dict[str, Action] = {}
        self._menus = {name: window.menuBar().addMenu(self.tr(name)) for name in MENUS}
        for name, menu in self._menus.items():
            menu.aboutToShow.connect(lambda name=name: self._enable(name))
            menu.aboutToHide.connect(self._enable_all)
        for action in ACTIONS:
            self._add(action)
        self._labels: list[QAction] = []

    def show_labels(self) -> None:
        """Make the actions that label, for the scheme in force."""
        for made in self._labels:
            self._menus["Mark"].removeAction(made)
            self._window.page.removeAction(made)
            self._actions.pop(made.objectName(), None)
            self._declared.pop(made.objectName(), None)
            made.deleteLater()
        self._labels = []
        for action in label_actions(self._window.session.scheme):
            made = self._add(action)
            self._labels.append(made)

    def run(self, action: str) -> None:
        """Run an action by its id; a refusal is said in a sentence."""
        declared = self._declared[action]
        if not declared.when(self._window.session):
            if declared.page and self._window.session.article is not None:
                self._window.session.tell(Problem("nothing-selected"))
            return
        try:
            declared.run(self._window)
        except Refused as refusal:
            self._window.session.tell(refusal.problem)

    def menu(self, names: Iterable[str], *, labels: bool = False) -> QMenu:
        """Return a menu of some actions, for the context menu."""
        menu = QMenu(self._window)
        for made in self._labels if labels else ():
            menu.addAction(made)
        if labels:
            menu.addSeparator()
        for name in names:
            menu.addAction(self._actions[name])
            self._actions[name].setEnabled(self._declared[name].when(self._window.session))
        menu.aboutToHide.connect(self._enable_all)
        return menu

    def by_place(self, event: QKeyEvent) -> bool:
        """Run the page's action whose key stands where one was pressed, if the layout gives no such character."""
        place = keys.printed(event)
        if not keys.plain(event) or not place or (keys.typed(event).isascii() and keys.typed(event).isalnum()):
            return False
        for name, declared in self._declared.items():
            if declared.page and place in declared.keys and declared.when(self._window.session):
                self.run(name)
                return True
        return False

    def _add(self, action: Action) -> QAction:
        made = QAction(self.tr(action.name), self._window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        if action.page:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._window.page.addAction(made)
        made.triggered.connect(lambda _checked=False, name=action.id: self.run(name))
        self._actions[action.id], self._declared[action.id] = made, action
        menu = self._menus[action.menu]
        if action.separated:
            menu.addSeparator()
        # Two ways to one thing stand in the menus once.
        if all(other is action or other.name != action.name or other.id > action.id for other in ACTIONS):
            menu.addAction(made)
        return made

    def _enable(self, menu: str) -> None:
        for name, declared in self._declared.items():
            if declared.menu == menu:
                self._actions[name].setEnabled(declared.when(self._window.session))

    def _enable_all(self) -> None:
        # Outside the menus every key is live: what is not possible now is checked when it is pressed.
        for made in self._actions.values():
            made.setEnabled(True)
