"""What a card says of a stance, in words: who, on what, which value, when, and what is wrong with it."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from annotator.core.article import Article
from annotator.core.marks import Link
from annotator.core.scheme import Choice, Label, Scheme
from annotator.core.stances import Clash, Stance, missing_roles, surface
from annotator.gui.annotate.date_words import in_words


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a card. `clash` names another stance that this one contradicts or repeats, `other` is its id."""

    id: str
    actors: str
    treaty: str
    value: Choice | None
    when: str
    reported: str
    lacking: str
    clash: str
    other: str
    suggested: bool

    @property
    def sentence(self) -> str:
        """Return all of it on one line, for who listens to the screen."""
        value = self.value.name if self.value is not None else ""
        said = (f"{self.actors} → {self.treaty}", value, self.when or self.reported, self.lacking, self.clash)
        return ", ".join(part for part in said if part)


def told(
    stance: Stance, article: Article, kind: Label, scheme: Scheme, links: list[Link], clashes: list[Clash]
) -> Told:
    """Return what the card of a stance says; `links` are those from it, for what is missing."""
    lacking = missing_roles(stance, links, scheme)
    names = ", ".join((kind.role(role) or kind.roles[0]).name.lower() for role in lacking)
    attribute = kind.value
    if attribute is not None and attribute.required and not stance.value:
        names = ", ".join(part for part in (names, attribute.name.lower()) if part)
    return Told(
        stance.span.id,
        ", ".join(dict.fromkeys(surface(actor, article.text) for actor in stance.actors)),
        surface(stance.treaty, article.text) if stance.treaty else "",
        attribute.choice(stance.value) if attribute else None,
        _when(stance, article),
        _tr("reported {}").format(in_words(article.published[:10]).partition(" ")[2]) if article.published else "",
        _tr("Still missing: {}").format(names) if names else "",
        clash_words(clashes, kind),
        clashes[0].other.span.id if clashes else "",
        suggested=False,
    )


def clash_words(clashes: list[Clash], kind: Label) -> str:
    """Return what is to be said of stances that contradict or repeat one; contradictions first."""
    against = [clash.other.value for clash in clashes if not clash.repeats]
    if against:
        names = {choice.id: choice.name for choice in kind.value.choices} if kind.value else {}
        values = dict.fromkeys(names.get(value, value) for value in against)
        return _tr("⚠ Contradicts another stance here: {}").format(", ".join(values))
    return _tr("⚠ Said twice") if clashes else ""


def _when(stance: Stance, article: Article) -> str:
    if stance.date is None:
        return ""
    words = " ".join(article.text[stance.date.start : min(stance.date.end, stance.date.start + 40)].split())
    return _tr("{} from “{}”").format(stance.when, words) if stance.when else f"“{words}”"


def _tr(words: str) -> str:
    return QCoreApplication.translate("stance_told", words)
