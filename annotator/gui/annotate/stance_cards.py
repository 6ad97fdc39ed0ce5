"""The stances of an article as cards. It may have hundreds: those around the selected one are shown, and the way on."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.article import Article
from annotator.core.scheme import Label
from annotator.core.stances import Stance, missing_roles, surface
from annotator.gui.annotate.parts import Card, button, label
from annotator.gui.annotate.stance_form import chips_of
from annotator.gui.session import Session

MOST = 12
"""How many cards are shown at once: each takes a good part of the time that a key press may."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a card says; a card is made anew only where this has changed."""

    id: str
    who: str
    value: str
    when: str
    reported: str
    lacking: str
    chosen: bool


class StanceCards(QWidget):
    """Cards in text order, and above and below them a button that leads to those which are not shown."""

    edit_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._article: Article | None = None
        self._kind: Label | None = None
        self._stances: list[Stance] = []
        self._chosen: str | None = None
        self._first = 0
        self._cards: dict[Told, Card] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self._none = label(self.tr("None yet. Select an actor, a treaty or a sentence and press S."), "dim", wrap=True)
        self._before = button("", partial(self._go_on, -MOST), "quiet")
        self._after = button("", partial(self._go_on, MOST), "quiet")
        self._column = QVBoxLayout()
        self._column.setSpacing(7)
        column.addWidget(self._none)
        column.addWidget(self._before)
        column.addLayout(self._column)
        column.addWidget(self._after)

    def show_stances(self, kind: Label | None, near: int | None = None) -> None:
        """Show the stances of the article in front, among them the one nearest to a position, if one is given."""
        article, marks, selected = self._session.article, self._session.marks, self._session.selected
        stances = marks.stances() if marks is not None and kind is not None else []
        first = self._first if article is self._article else 0
        if near is not None and stances:
            number = min(range(len(stances)), key=lambda place: abs(stances[place].span.start - near))
            first = first if first <= number < first + MOST else number - MOST // 2
        chosen = selected if any(stance.span.id == selected for stance in stances) else None
        first = max(min(first, len(stances) - MOST), 0)
        same = article is self._article and kind is self._kind
        if same and stances is self._stances and (chosen, first) == (self._chosen, self._first):
            return
        if not same:
            for told in list(self._cards):
                self._remove(told)
        self._article, self._kind, self._stances, self._chosen, self._first = article, kind, stances, chosen, first
        self._none.setVisible(kind is not None and article is not None and not stances)
        self._show()

    def _go_on(self, further: int) -> None:
        self._first = max(min(self._first + further, len(self._stances) - MOST), 0)
        self._show()

    def _show(self) -> None:
        article, kind, stances = self._article, self._kind, self._stances
        shown = stances[self._first : self._first + MOST]
        for way, words, count in (
            (self._before, self.tr("↑ {:,} before"), self._first),
            (self._after, self.tr("↓ {:,} after"), len(stances) - self._first - len(shown)),
        ):
            way.setText(words.format(count))
            way.setVisible(count > 0)
        if article is None or kind is None:
            return
        wanted = [self._told(article, kind, stance) for stance in shown]
        for told in self._cards.keys() - set(wanted):
            self._remove(told)
        for place, told in enumerate(wanted):
            if told not in self._cards:
                self._cards[told] = self._card(kind, told)
            item = self._column.itemAt(place)
            if item is None or item.widget() is not self._cards[told]:
                self._column.removeWidget(self._cards[told])
                self._column.insertWidget(place, self._cards[told])

    def _remove(self, told: Told) -> None:
        card = self._cards.pop(told)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _told(self, article: Article, kind: Label, stance: Stance) -> Told:
        actors = ", ".join(dict.fromkeys(surface(actor, article.text) for actor in stance.actors)) or "…"
        treaty = surface(stance.treaty, article.text) if stance.treaty else "…"
        links = self._session.marks.links_of(stance.span.id) if self._session.marks else []
        lacking = missing_roles(stance, links, self._session.scheme)
        return Told(
            stance.span.id,
            f"{actors} → {treaty}",
            stance.value,
            stance.when,
            article.published[:10],
            ", ".join((kind.role(role) or kind.roles[0]).name.lower() for role in lacking),
            stance.span.id == self._chosen,
        )

    def _card(self, kind: Label, told: Told) -> Card:
        card = Card()
        card.set_chosen(chosen=told.chosen)
        card.clicked.connect(partial(self._session.select, told.id))
        who = label(told.who, wrap=True)
        font = QFont(who.font())
        font.setBold(True)
        who.setFont(font)
        card.column.addWidget(who)
        row = QHBoxLayout()
        if (value := chips_of(kind, told.value)) is not None:
            row.addWidget(value)
        row.addStretch()
        when = told.when or (self.tr("reported {}").format(told.reported) if told.reported else "")
        row.addWidget(label(when, "" if told.when else "dim"))
        card.column.addLayout(row)
        if told.lacking:
            card.column.addWidget(label(self.tr("Still missing: {}").format(told.lacking), "danger", wrap=True))
        if told.chosen:
            edit = QHBoxLayout()
            edit.addWidget(button(self.tr("Edit"), partial(self.edit_asked.emit, told.id), "quiet", "E"))
            edit.addStretch()
            card.column.addLayout(edit)
        return card
