"""Which keys do what: the declared keys of the actions, and what this user changed about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from annotator import words
from annotator.core.problems import Problem
from annotator.gui.actions import Action
from annotator.gui.language import translated

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_MOVES = ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")

OF_THE_PAGE = frozenset(
    (
        *_MOVES,
        *(f"Shift+{key}" for key in _MOVES),
        *(f"Ctrl+{key}" for key in ("Left", "Right", "Home", "End", "A")),
        *(f"Ctrl+Shift+{key}" for key in ("Left", "Right", "Home", "End")),
    )
)
"""The keys with which the caret of the page moves and selects; copying is an action."""

_EDITING = frozenset(
    (
        *(*OF_THE_PAGE, "Backspace", "Ctrl+Backspace", "Delete", "Ctrl+Delete", "Ctrl+C", "Ctrl+V", "Ctrl+X"),
        *("Tab", "Shift+Tab", "Return", "Enter", "Space", "Esc"),
    )
)


@dataclass(frozen=True, slots=True)
class Bindings:
    """The keys in force, by action, and what of the user's own could not be used."""

    keys: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()

    def of(self, action: str) -> tuple[str, ...]:
        """Return the keys of an action; none where it is not known."""
        return self.keys.get(action, ())


def in_force(actions: Sequence[Action], labels: Sequence[Action], own: Mapping[str, str]) -> Bindings:
    """Return the keys in force: those of the labels come first, then the user's own, then the declared ones."""
    taken: dict[str, Action] = {}
    keys: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for label in labels:
        keys[label.id] = _claim(label, map(normal, label.keys), taken)
    known = {action.id: action for action in actions}
    for name, stored in own.items():
        if name in known:
            wanted = parsed(stored)
            problems += [Problem("key-unknown", name_of(known[name])) for key in wanted if not key]
            fitting = [key for key in wanted if key]
            found = [(key, refusal(known[name], key, taken)) for key in fitting]
            problems += [problem for _key, problem in found if problem is not None]
            keys[name] = _claim(known[name], (key for key, problem in found if problem is None), taken)
    for action in actions:
        if action.id not in keys:
            keys[action.id] = _claim(action, map(normal, action.keys), taken)
    return Bindings(keys, tuple(problems))


def _claim(action: Action, keys: Iterable[str], taken: dict[str, Action]) -> tuple[str, ...]:
    claimed = [key for key in dict.fromkeys(keys) if key and taken.setdefault(key, action) is action]
    return tuple(claimed)


def refusal(action: Action, key: str, taken: Mapping[str, Action]) -> Problem | None:
    """Return why an action cannot have a key, or None: page and window share their keys, and fields need theirs."""
    name, other = name_of(action), taken.get(key)
    if not key:
        return Problem("key-unknown", name)
    if key in map(normal, action.keys):
        pass  # what was declared is allowed
    elif key in OF_THE_PAGE:
        return Problem("key-of-page", name, {"key": key_name(key)})
    elif not action.page and (key in _EDITING or _is_typed(key)):
        return Problem("key-of-fields", name, {"key": key_name(key)})
    if other is not None and other.id != action.id:
        code = "key-of-label" if other.id.startswith("label-") else "key-taken"
        return Problem(code, name, {"key": key_name(key), "other": name_of(other)})
    return None


def name_of(action: Action) -> str:
    """Return what an action is called in a sentence."""
    return translated(action.name).removesuffix("…").rstrip()


def holders(actions: Iterable[Action], bindings: Bindings) -> dict[str, Action]:
    """Return which action has each key in force."""
    return {key: action for action in actions for key in bindings.of(action.id)}


def normal(key: str) -> str:
    """Return a key as it is stored and compared (`Ctrl+Shift+Z`); empty for what is none."""
    read = QKeySequence.fromString(key.replace("Backtab", "Tab"), _PORTABLE)
    if read.count() != 1 or _combination(read).key() in (Qt.Key.Key_unknown, Qt.Key(0)):
        return ""
    return read.toString(_PORTABLE)


def parsed(stored: str) -> tuple[str, ...]:
    """Return the keys of a stored text, each empty where it is none; no text is no key."""
    return tuple(normal(key.strip()) for key in stored.split("; ")) if stored.strip() else ()


def stored(keys: Iterable[str]) -> str:
    """Return the text that the settings keep of some keys."""
    return "; ".join(keys)


def ignored(problems: Sequence[Problem]) -> Problem | None:
    """Return in one problem that some of the user's own keys are not used, or None."""
    if not problems:
        return None
    return Problem("keys-ignored", "", {"count": len(problems), "reason": words.sentence(problems[0])})


def key_name(key: str) -> str:
    """Return what is printed on a key."""
    shown = QKeySequence.fromString(key, _PORTABLE).toString(QKeySequence.SequenceFormat.NativeText)
    return shown.replace("Return", "Enter")


def with_key(words: str, bindings: Bindings, action: str) -> str:
    """Return words followed by the first key of an action in brackets, where it has one: `Close (Esc)`."""
    keys = bindings.of(action)
    return f"{words} ({key_name(keys[0])})" if keys else words


def _is_typed(key: str) -> bool:
    """Tell whether a key gives a character when it is pressed in a field."""
    combination = _combination(QKeySequence.fromString(key, _PORTABLE))
    held = combination.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return held == Qt.KeyboardModifier.NoModifier and combination.key() < Qt.Key.Key_Escape


def _combination(keys: QKeySequence) -> QKeyCombination:
    return cast("QKeyCombination", keys[0])  # type: ignore[index]  # not in PySide's types
