"""What can be chosen in the palette: actions, labels and articles, and in which order they are offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from annotator import settings
from annotator.core.problems import Refused
from annotator.core.translation import QT_TR_NOOP
from annotator.gui import actions
from annotator.gui.actions import Action, Possible
from annotator.gui.bindings import key_name
from annotator.gui.fuzzy import match
from annotator.gui.language import translated
from annotator.gui.session import Session
from annotator.store.articles import Row

if TYPE_CHECKING:
    from annotator.gui.window import Window

ACTIONS, LABELS, ARTICLES = ">", "@", "#"
"""What only one kind of choice begins with: it may be typed first."""

_KEPT = 12
_IN_TEXT, _RECENT = 55.0, 18.0
_WHY: dict[Possible, str] = {
    actions.with_mark: QT_TR_NOOP("Select a mark first"),
    actions.with_suggestion: QT_TR_NOOP("Select a suggestion first"),
    actions.with_words: QT_TR_NOOP("Select some words first"),
    actions.with_suggestions: QT_TR_NOOP("No suggestions are left"),
    actions.with_ended: QT_TR_NOOP("The article is still to do"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the palette: `id` names an action or article, `why` says why it cannot be done now."""

    id: str
    kind: str
    name: str
    about: str = ""
    keys: tuple[str, ...] = ()
    why: str = ""
    places: frozenset[int] = frozenset()
    score: float = 0.0


class Visited(QObject):
    """Remembers which articles were in front in this window, the latest first."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.articles: list[str] = []
        session.article_changed.connect(self._note)
        session.project_changed.connect(self.articles.clear)

    def _note(self) -> None:
        article = self._session.article
        if article is not None:
            self.articles = [article.id, *(known for known in self.articles if known != article.id)][:_KEPT]


def of_actions(window: "Window") -> list[Choice]:
    """Return a choice for each action and label, with why it is not possible now."""
    shortcuts, found = window.shortcuts, dict[str, Choice]()
    for action in shortcuts.declared():
        name = shortcuts.name(action.id)
        keys = tuple(key_name(key) for key in shortcuts.keys(action.id)[:1])
        kind = LABELS if action.id.startswith("label-") else ACTIONS
        known = found.get(name)
        if action.id == "palette":
            continue
        if known is None:
            found[name] = Choice(action.id, kind, name, translated(action.menu), keys, _why(window.session, action))
        else:  # two ways to one thing
            found[name] = replace(known, keys=known.keys or keys)
    return list(found.values())


def of_article(row: Row, *, why: str = "") -> Choice:
    """Return the choice of an article."""
    about = " · ".join(part for part in (row.source, row.published[:10]) if part)
    untitled = QCoreApplication.translate("", QT_TR_NOOP("Without title"))
    return Choice(row.id, ARTICLES, " ".join(row.title.split()) or untitled, about, (), why)


def _why(session: Session, action: Action) -> str:
    if action.when(session):
        return ""
    if session.project is None:
        return translated(QT_TR_NOOP("Open a project first"))
    if session.article is None:
        return translated(QT_TR_NOOP("Open an article first"))
    return translated(_WHY.get(action.when, QT_TR_NOOP("Not possible just now")))


def split(typed: str) -> tuple[str, str]:
    """Return which kind is asked for, empty for all, and the words."""
    typed = typed.strip()
    kind = typed[:1] if typed[:1] in (ACTIONS, LABELS, ARTICLES) else ""
    return kind, typed[len(kind) :].strip()


def offered(choices: Iterable[Choice], words: str, recent: Sequence[str]) -> list[Choice]:
    """Return the choices that fit, the best first; with no words, the recent ones and then the likely ones.

    What is not possible now comes after what is. An article fits if only its text does.
    """
    ranked = []
    for number, choice in enumerate(choices):
        found = match(words, choice.name)
        if found is None and choice.kind != ARTICLES:
            found = match(words, f"{choice.about} {choice.name}")
            found = None if found is None else replace(found, score=found.score / 2, places=frozenset())
        if found is None and choice.kind != ARTICLES:
            continue
        score, places = (found.score, found.places) if found else (_IN_TEXT, frozenset[int]())
        if choice.id in recent:
            score += _RECENT * (1 - recent.index(choice.id) / len(recent)) + (0 if words else 1_000)
        score -= (30 if choice.why else 0) + (1_000 if choice.why and not words else 0)
        score += -number / 1_000 if words else 100 - number / 100
        ranked.append(replace(choice, score=score, places=places if words else frozenset()))
    return sorted(ranked, key=lambda choice: -choice.score)


def likely(window: "Window", choices: Iterable[Choice]) -> list[Choice]:
    """Return choices with those first that the key strip offers now, then by the menus."""
    in_strip = {action for hint in window.strip.hints for action in hint.actions}
    return sorted(choices, key=lambda choice: choice.id not in in_strip)


def remember(choice: Choice) -> None:
    """Keep what was chosen, for the next time; where nothing can be kept, nothing is."""
    kept = settings.load()
    recent = [choice.id, *(known for known in kept.get(settings.RECENT_CHOICES) if known != choice.id)]
    try:
        kept.save(settings.RECENT_CHOICES, tuple(recent[:_KEPT]))
    except Refused:
        return
