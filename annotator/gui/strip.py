"""The strip below: the keys that work right now, what Undo would take back, and that everything is saved."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from annotator.core.problems import Refused
from annotator.gui.actions import ACTIONS, Action, is_possible
from annotator.gui.annotate.parts import label
from annotator.gui.bindings import Bindings, key_name
from annotator.gui.hints import KeyHint, Said
from annotator.gui.language import translated
from annotator.gui.session import Session
from annotator.gui.theme import Theme

SAID_MS = 6_000
UNDO_MS = 120
"""How long after the last step it is asked what Undo would take back: not between two quick keys."""

_SIDE, _APART, _UNDO_WIDTH = 14, 15, 240
_RIGHT = ("done", "keys")
_LEAVES_LAST = ("next-mark", "accept", "done", "keys", "reject", "label", "stance")
"""What stays in a narrow window, the most important first; the others leave from the right."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A key, or some with one word, that works now: `rank` 0 leaves last where there is no room."""

    id: str
    keys: tuple[str, ...]
    word: str
    actions: tuple[str, ...] = ()
    rank: int = 99


class Strip(QFrame):
    """The line at the foot of the window."""

    asked = Signal(str)
    """The id of the action that was clicked."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self.setProperty("role", "bar")
        self.setObjectName("strip")
        self._bindings = Bindings({})
        self._actions = _by_word()
        self._place = "page"
        self._undo_name = ""
        self._arranged = False
        self._shown: list[Hint] = []
        self._widgets: dict[str, KeyHint] = {}
        self._said = Said(self, theme)
        self.saved = label(self.tr("● saved"), "ok")
        self.blind = label(self.tr("◐ blind"), "dim")
        self.blind.setToolTip(self.tr("This article is labelled without suggestions."))
        for part in (self.saved, self.blind):
            part.setParent(self)
        self._fading = self._timer(SAID_MS, self._clear)
        self._later = self._timer(0, self.refresh)
        self._asking = self._timer(UNDO_MS, self._ask_undo)
        for signal in (session.project_changed, session.article_changed, session.selection_changed):
            signal.connect(lambda *_: self._later.start())
        for signal in (session.project_changed, session.article_changed, session.marks_changed, session.queue_changed):
            signal.connect(lambda *_: self._asking.start())
        session.said.connect(self.say)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(act)
        return timer

    def set_bindings(self, bindings: Bindings) -> None:
        """Show these keys from now on."""
        self._bindings = bindings
        self._later.start()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._said.theme = theme
        self._said.update()
        for hint in self._widgets.values():
            hint.theme = theme
            hint.update()

    def set_place(self, place: str) -> None:
        """Show the keys of where the focus is: `page`, `field`, `list`, `stance` (its form) or `part`."""
        if place != self._place:
            self._place = place
            self._later.start()

    def say(self, sentence: str, tone: str) -> None:
        """Show a sentence for a while; a problem stays until the next thing is said, and has the whole line."""
        self._said.say(sentence, tone)
        if self._later.isActive():  # what was done before this was said does not wipe it
            self._later.stop()
            self._shown = self._hints()
        self._fading.stop()
        if sentence and tone != "problem":
            self._fading.start()
        if sentence and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._said, sentence)
            if tone == "problem":
                event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)
        self._arrange()

    def _clear(self) -> None:
        self._said.clear()
        self._arrange()

    @property
    def sentence(self) -> str:
        """Return what is said now."""
        return self._said.sentence

    @property
    def hints(self) -> list[Hint]:
        """Return what is offered now, also what a narrow window has no room for."""
        return self._shown

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._arrange()

    def refresh(self) -> None:
        """Show what works now; only what is otherwise than before is drawn anew."""
        if self._said.tone == "problem" and self._said.sentence:
            self._said.clear()  # something was done since
            self._arranged = False
        hints = self._hints()
        if hints != self._shown or self._session.blind == self.blind.isHidden() or not self._arranged:
            self._shown = hints
            self._arrange()

    def _hints(self) -> list[Hint]:
        if self._place == "stance":
            found = [
                Hint("typing", ("Tab",), self.tr("next field")),
                Hint("take", (key_name("Return"),), self.tr("save the stance")),
                Hint("sentence", (key_name("Alt+Up"),), self.tr("whole sentence")),
                Hint("back", (key_name("Esc"),), self.tr("cancel")),
            ]
        elif self._place == "field":
            found = [
                Hint("take", (key_name("Return"),), self.tr("take it")),
                Hint("back", (key_name("Esc"),), self.tr("back to the page")),
            ]
        elif self._place == "list":
            found = [
                Hint("open", (key_name("Return"),), self.tr("open")),
                Hint("back", (key_name("Esc"),), self.tr("back to the page")),
            ]
        elif self._session.past is not None:
            found = [Hint("back", (key_name("Esc"),), self.tr("back to now"))]
        elif self._place == "part":
            found = [Hint("back", (key_name("Esc"),), self.tr("back to the page"))]
        else:
            found = []
        for word, actions in self._actions.items():
            possible = [
                action
                for action in actions
                if self._bindings.of(action.id)
                and not (action.page and self._place != "page")
                and is_possible(action, self._session)
            ]
            if possible:
                found.append(self._hint(word, possible))
            if word == self._labels_after:
                found += self._label_hint()
        if self._undo_name and self._bindings.of("undo"):
            found.append(Hint("undo", (key_name(self._bindings.of("undo")[0]),), self._undo_name, ("undo",), 50))
        return found

    @property
    def _labels_after(self) -> str:
        return next(word for word, actions in self._actions.items() if actions[0].id == "reject")

    def _hint(self, word: str, actions: list[Action]) -> Hint:
        first, ids = actions[0].id, tuple(action.id for action in actions)
        said = translated(word)
        marks, mark = self._session.marks, self._session.mark
        if first == "reject" and mark is not None and marks is not None and marks.is_own(mark.id):
            said = self.tr("delete")
        if first == "accept" and mark is not None and marks is not None and marks.is_own(mark.id):
            said = self.tr("next to decide")
        rank = _LEAVES_LAST.index(first) if first in _LEAVES_LAST else 90
        return Hint(first, tuple(key_name(self._bindings.of(name)[0]) for name in ids), said, ids, rank)

    def _label_hint(self) -> list[Hint]:
        session = self._session
        keys = [item.key for item in session.scheme.current if item.key and not item.roles]
        words = session.stretch is not None or session.mark is not None
        if not keys or not words or self._place != "page" or session.past is not None:
            return []
        shown = (keys[0],) if len(keys) == 1 else (f"{keys[0]} – {keys[-1]}",)
        return [Hint("label", shown, self.tr("label"), (), _LEAVES_LAST.index("label"))]

    def _ask_undo(self) -> None:
        try:
            name = self._session.undo_name()
        except Refused as refusal:  # the file went away
            self._session.tell(refusal.problem)
            name = ""
        words = self.tr("undo “{}”").format(name) if name else ""
        self._undo_name = QFontMetrics(self.font()).elidedText(words, Qt.TextElideMode.ElideRight, _UNDO_WIDTH)
        hints = self._hints()
        if hints != self._shown:
            self._shown = hints
            self._arrange()

    def _arrange(self) -> None:
        """Put what is offered from both sides, as much as there is room for; the sentence has what is between."""
        self._arranged = True
        told = bool(self._said.sentence)
        alone = told and self._said.tone == "problem"
        ends: list[QWidget] = []
        for part, shown in ((self.saved, self._session.project is not None), (self.blind, self._session.blind)):
            part.setVisible(shown)
            ends += [part] if shown else []
        right, room = self.width() - _SIDE, self.width() - 2 * _SIDE - sum(e.sizeHint().width() + _APART for e in ends)
        for end in ends:
            right -= end.sizeHint().width()
            self._put(end, right)
            right -= _APART
        wanted = self._said.sizeHint().width() + _APART if told else 0
        chosen = [] if alone else self._fitting(room - min(wanted, room))
        for hint in (hint for hint in reversed(chosen) if hint.id in _RIGHT):
            right -= self._widgets[hint.id].sizeHint().width()
            self._put(self._widgets[hint.id], right)
            right -= _APART
        left = _SIDE
        for hint in (hint for hint in chosen if hint.id not in _RIGHT):
            self._put(self._widgets[hint.id], left)
            left += self._widgets[hint.id].width() + _APART
        named = {hint.id for hint in chosen}
        for name, widget in self._widgets.items():
            if name not in named:
                widget.take_away()
        self._put(self._said, left, max(right - left, 0) if told else 0)

    def _fitting(self, room: int) -> list[Hint]:
        """Return the hints that there is room for, without the least important ones."""
        kept = list(self._shown)
        widths = {}
        for hint in kept:
            widths[hint.id] = self._widget(hint).sizeHint().width() + _APART
        while kept and sum(widths[hint.id] for hint in kept) > room:
            worst = max(range(len(kept)), key=lambda number: (kept[number].rank, number))
            kept.pop(worst)
        return kept

    def _widget(self, hint: Hint) -> KeyHint:
        widget = self._widgets.get(hint.id)
        if widget is None:
            widget = self._widgets[hint.id] = KeyHint(self, self._theme)
            widget.clicked.connect(self.asked)
            widget.show()
        widget.show_keys(hint.keys, hint.word, hint.actions)
        return widget

    def _put(self, part: QWidget, left: int, width: int = -1) -> None:
        size = part.sizeHint()
        width = size.width() if width < 0 else width
        if self.isRightToLeft():
            left = self.width() - left - width
        part.setGeometry(left, (self.height() - size.height()) // 2, width, size.height())


def _by_word() -> dict[str, list[Action]]:
    """Return the actions of the strip: those with one word stand together, those of a word on the right last."""
    found: dict[str, list[Action]] = {}
    for action in sorted((item for item in ACTIONS if item.strip), key=lambda item: item.id in _RIGHT):
        found.setdefault(action.strip, []).append(action)
    return found
