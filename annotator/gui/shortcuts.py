"""The actions of the window as Qt's: in the menus, and under the keys in force."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from annotator import settings
from annotator.core.problems import Problem, Refused
from annotator.gui import bindings, keys
from annotator.gui.actions import ACTIONS, MENUS, Action, is_of_now, is_possible, label_actions
from annotator.gui.bindings import Bindings
from annotator.gui.language import translated

if TYPE_CHECKING:
    from annotator.gui.window import Window


class Shortcuts(QObject):
    """Owns one QAction for each declared action, and finds the action of a key by its place on the keyboard."""

    changed = Signal()
    """Keys were given to other actions, or the labels of another scheme have theirs."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._declared: dict[str, Action] = {}
        self.bindings = Bindings({})
        self._told: Problem | None = None
        self._menus = {name: window.menuBar().addMenu(translated(name)) for name in MENUS}
        for name, menu in self._menus.items():
            menu.aboutToShow.connect(lambda name=name: self._enable(name))
            menu.aboutToHide.connect(self._enable_all)
        for action in ACTIONS:
            self._add(action)
        self._labels: list[QAction] = []
        self.rebind()

    def show_labels(self) -> None:
        """Make the actions that label, for the scheme in force."""
        for made in self._labels:
            self._menus["Mark"].removeAction(made)
            self._window.page.removeAction(made)
            self._actions.pop(made.objectName(), None)
            self._declared.pop(made.objectName(), None)
            made.deleteLater()
        self._labels = [self._add(action) for action in label_actions(self._window.session.scheme)]
        self.rebind()

    def declared(self) -> list[Action]:
        """Return every action that there is now, those that label included."""
        return list(self._declared.values())

    def name(self, action: str) -> str:
        """Return what an action is called on screen."""
        return self._actions[action].text().removesuffix("…").rstrip()

    def keys(self, action: str) -> tuple[str, ...]:
        """Return the keys in force of an action."""
        return self.bindings.of(action)

    def rebind(self) -> None:
        """Put the user's own keys in force; those that cannot be used are said once, and the others hold."""
        labels = [action for action in self._declared.values() if action.id.startswith("label-")]
        own = settings.load().get(settings.KEY_BINDINGS)
        self.bindings = bindings.in_force(ACTIONS, labels, own)
        for name, made in self._actions.items():
            sequences = [QKeySequence(key) for key in self.bindings.of(name)]
            if made.shortcuts() != sequences:
                made.setShortcuts(sequences)
        problem = bindings.ignored(self.bindings.problems)
        if problem is not None and problem != self._told:
            self._window.session.tell(problem)
        self._told = problem
        self.changed.emit()

    def is_possible(self, action: str) -> bool:
        """Tell whether an action can be done now."""
        return is_possible(self._declared[action], self._window.session)

    def run(self, action: str) -> None:
        """Run an action by its id; a refusal is said in a sentence."""
        declared = self._declared[action]
        if self._window.session.past is not None and is_of_now(declared):
            self._window.session.tell(Problem("reading-the-past"))
            return
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
            self._actions[name].setEnabled(self.is_possible(name))
        menu.aboutToHide.connect(self._enable_all)
        return menu

    def by_place(self, event: QKeyEvent) -> bool:
        """Run the page's action whose key stands where one was pressed, if the layout gives no such character."""
        place = keys.by_place(event)
        for name, declared in self._declared.items() if place else ():
            if declared.page and place in self.bindings.of(name) and declared.when(self._window.session):
                self.run(name)
                return True
        return False

    def _add(self, action: Action) -> QAction:
        made = QAction(translated(action.name), self._window)
        made.setObjectName(action.id)
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
                self._actions[name].setEnabled(self.is_possible(name))

    def _enable_all(self) -> None:
        # Outside the menus every key is live: what is not possible now is checked when it is pressed.
        for made in self._actions.values():
            made.setEnabled(True)
