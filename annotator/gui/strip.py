"""The strip below: the keys that work right now, what Undo would take back, and that everything is saved."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from annotator.core.problems import Refused
from annotator.gui.actions import ACTIONS, Action
from annotator.gui.annotate.parts import label
from annotator.gui.session import Session

SAID_MS = 6_000
_SYMBOLS = {"Return": "Enter", "Shift+Return": "Shift+Enter", "Ctrl+Return": "Ctrl+Enter"}


def key_name(key: str) -> str:
    """Return what is printed on a key."""
    return _SYMBOLS.get(key, key)


class KeyHint(QWidget):
    """A key cap with the word for what it does; a click does it."""

    clicked = Signal()

    def __init__(self, keys: str, word: str) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(label(keys, "keycap"))
        self.word = label(word, "dim")
        row.addWidget(self.word)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Strip(QFrame):
    """The line at the foot of the window."""

    asked = Signal(str)
    """The id of the action that was clicked."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "bar")
        self.setObjectName("strip")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(15)
        self._hints: list[tuple[Action, KeyHint]] = []
        self._labels = KeyHint("", self.tr("label"))
        self._undo = KeyHint("Ctrl+Z", "")
        self._is_typing = False
        self._typing = (KeyHint("Enter", self.tr("take it")), KeyHint("Esc", self.tr("back to the page")))
        for action in ACTIONS:
            if action.strip:
                hint = KeyHint(key_name(action.keys[0]), self.tr(action.strip))
                hint.clicked.connect(partial(self.asked.emit, action.id))
                self._hints.append((action, hint))
        self._undo.clicked.connect(partial(self.asked.emit, "undo"))
        for typed in self._typing:
            row.addWidget(typed)
        for _action, hint in self._hints[:3]:
            row.addWidget(hint)
        row.addWidget(self._labels)
        for _action, hint in self._hints[3:5]:
            row.addWidget(hint)
        row.addWidget(self._undo)
        self._said = QLabel()
        self._said.setAccessibleName(self.tr("Message"))
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never widens the window
        row.addWidget(self._said, 1)
        for _action, hint in self._hints[5:]:
            row.addWidget(hint)
        self.saved = label(self.tr("● saved"), "ok")
        row.addWidget(self.saved)
        self._fading = QTimer(self, singleShot=True, interval=SAID_MS)
        self._fading.timeout.connect(self._said.clear)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show)
        for signal in (
            session.project_changed,
            session.article_changed,
            session.selection_changed,
            session.marks_changed,
        ):
            signal.connect(lambda *_: self._later.start())
        session.said.connect(self.say)
        self._show()

    def say(self, sentence: str, tone: str) -> None:
        """Show a sentence for a while; a problem stays until the next thing is said."""
        self._said.setProperty("role", {"problem": "danger", "done": "ok"}.get(tone, "dim"))
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(sentence)
        self._said.setToolTip(sentence)
        if tone == "problem":
            self._fading.stop()
            # It says what to do: it has the whole line until something is done.
            for hint in (*(hint for _action, hint in self._hints), self._labels, self._undo, *self._typing):
                hint.hide()
        else:
            self._fading.start()

    def set_typing(self, *, typing: bool) -> None:
        """Show the keys of a field instead of the page's, while one has the focus."""
        if typing != self._is_typing:
            self._is_typing = typing
            self._later.start()

    @property
    def sentence(self) -> str:
        """Return what is said now."""
        return self._said.text()

    def _show(self) -> None:
        session = self._session
        for action, hint in self._hints:
            hint.setVisible(action.when(session) and not (action.page and self._is_typing))
        for hint in self._typing:
            hint.setVisible(self._is_typing)
        keys = [item.key for item in session.scheme.current if item.key and not item.roles]
        words = session.stretch is not None or session.mark is not None
        self._labels.setVisible(bool(keys) and words and not self._is_typing)
        self._labels.findChildren(QLabel)[0].setText(f"{keys[0]}–{keys[-1]}" if keys else "")
        try:
            name = session.undo_name()
        except Refused as refusal:  # the file went away
            session.tell(refusal.problem)
            name = ""
        self._undo.setVisible(bool(name))
        self._undo.word.setText(
            self._undo.fontMetrics().elidedText(self.tr("undo “{}”").format(name), Qt.TextElideMode.ElideRight, 260)
        )
        self.saved.setVisible(session.project is not None)
