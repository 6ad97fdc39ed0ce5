"""The stances of an article as cards. It may have hundreds: those around the selected one are shown, and the way on."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core.article import Article
from annotator.core.problems import Refused
from annotator.core.scheme import Label
from annotator.core.stances import Clash, Stance, clashes
from annotator.gui import marking
from annotator.gui.annotate import parts
from annotator.gui.annotate.parts import button, heading, label
from annotator.gui.annotate.stance_card import StanceCard
from annotator.gui.annotate.stance_told import Told, told
from annotator.gui.session import Session

MOST = 8
"""How many cards are shown at once: each takes a part of the time that a key press may."""


class Pages(QWidget):
    """A few cards of many, and above and below them a button that leads to those which are not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[StanceCard] = []
        self._told_of: Callable[[int], Told] | None = None
        self._total = 0
        self._chosen: str | None = None
        self._first = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self._before = button("", partial(self._go_on, -MOST), "quiet")
        self._after = button("", partial(self._go_on, MOST), "quiet")
        self._column = QVBoxLayout()
        self._column.setSpacing(7)
        column.addWidget(self._before)
        column.addLayout(self._column)
        column.addWidget(self._after)

    def holds(self, number: int | None) -> bool:
        """Tell whether the card of this number is among those shown."""
        return number is None or self._first <= number < self._first + MOST

    def show_told(
        self, total: int, told_of: Callable[[int], Told], chosen: str | None, near: int | None
    ) -> list[StanceCard]:
        """Show cards around the number `near`, or where they stood; return the cards that were made for it."""
        if near is not None and not self.holds(near):
            self._first = near - MOST // 2
        self._total, self._told_of, self._chosen = total, told_of, chosen
        self._first = max(min(self._first, total - MOST), 0)
        return self._show()

    def focus_beside(self, card: StanceCard, step: int) -> None:
        """Give the focus to the card so many further on; at the edge turn the page."""
        place = self.cards.index(card) + step
        if not 0 <= place < self._count and 0 <= self._first + place < self._total:
            before = self._first
            self._go_on(step * (MOST // 2))
            place += before - self._first
        if 0 <= place < self._count:
            self.cards[place].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _count(self) -> int:
        return min(self._total - self._first, MOST)

    def _has_focus(self) -> bool:
        return any(part.hasFocus() for part in (*self.cards, self._before, self._after))

    def _go_on(self, further: int) -> None:
        self._first = max(min(self._first + further, self._total - MOST), 0)
        self._show()

    def _show(self) -> list[StanceCard]:
        told_of = self._told_of
        shown = [told_of(self._first + number) for number in range(self._count)] if told_of is not None else []
        made = [StanceCard() for _ in range(len(shown) - len(self.cards))]
        for card in made:
            self._column.addWidget(card)
        self.cards += made
        changed = sum(card.told != words for card, words in zip(self.cards, shown, strict=False))
        # Many are changed unseen: else Qt lays all out anew for each line that comes or goes. The focus must stay.
        unseen = changed > 1 and not self.isHidden() and not self._has_focus()
        if unseen:
            self.hide()
        for card, words in zip(self.cards, shown, strict=False):
            card.show_told(words, chosen=words.id == self._chosen)
            parts.show(card, on=True)
        for card in self.cards[len(shown) :]:
            parts.show(card, on=False)
        for way, words_of, count in (
            (self._before, self.tr("↑ {:,} before"), self._first),
            (self._after, self.tr("↓ {:,} after"), self._total - self._first - len(shown)),
        ):
            way.setText(words_of.format(count))
            parts.show(way, on=count > 0)
        if unseen:
            self.show()
        return made


class StanceCards(QWidget):
    """Own stances in text order, and below them those that are suggested."""

    edit_asked = Signal(str)
    hovered = Signal(str)
    """The id of the stance whose card the pointer is on, or an empty string."""
    refused = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: tuple[object, ...] = ()
        self._own: list[Stance] = []
        self._suggested: list[Stance] = []
        self._ids: set[str] = set()
        self.count = 0
        """How many stances there are: a card with n actors reads as n."""
        self._clashes: tuple[object, dict[str, list[Clash]]] = (None, {})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self._none = label(self.tr("None yet. Select an actor, a treaty or a sentence and press S."), "dim", wrap=True)
        self.own, self.suggested = Pages(), Pages()
        self._number = label("", "section")
        self._heading = heading(self.tr("Suggested stances"), self._number)
        for part in (self._none, self.own, self._heading, self.suggested):
            column.addWidget(part)

    def show_stances(self, kind: Label | None, near: int | None = None) -> None:
        """Show the stances of the article in front, among them the one nearest to a position, if one is given."""
        session = self._session
        article, marks, selected = session.article, session.marks, session.selected
        own = marks.stances() if marks is not None and kind is not None else []
        suggested = marks.suggested_stances() if marks is not None and kind is not None else []
        number, other = _nearest(own, near), _nearest(suggested, near)
        if own is not self._own or suggested is not self._suggested:
            self._ids = {stance.span.id for stance in (*own, *suggested)}
            self.count = sum(max(len(stance.actors), 1) for stance in own)
        chosen = selected if selected in self._ids else None
        shown = (article.id if article else "", article.published if article else "", id(kind), chosen)
        same = shown == self._shown and own is self._own and suggested is self._suggested
        if same and self.own.holds(number) and self.suggested.holds(other):
            return
        self._shown, self._own, self._suggested = shown, own, suggested
        parts.show(self._none, on=kind is not None and article is not None and not own)
        for pages, every, at in ((self.own, own, number), (self.suggested, suggested, other)):
            for card in pages.show_told(len(every), partial(self._told, kind, every), chosen, at):
                self._connect(pages, card)
            parts.show(pages, on=bool(every))
        parts.put(self._number, str(len(suggested)))
        parts.show(self._heading, on=bool(suggested))

    def _told(self, kind: Label | None, every: Sequence[Stance], number: int) -> Told:
        session, stance = self._session, every[number]
        article, marks = session.article, session.marks
        assert article is not None  # noqa: S101  there are no stances without one
        assert marks is not None  # noqa: S101  as above
        assert kind is not None  # noqa: S101  as above
        if not marks.is_own(stance.span.id):
            return replace(told(stance, article, kind, session.scheme, [], []), lacking="", suggested=True)
        links, others = marks.links_of(stance.span.id), self._clashes_of(article).get(stance.span.id, [])
        return told(stance, article, kind, session.scheme, links, others)

    def _clashes_of(self, article: Article) -> dict[str, list[Clash]]:
        stances = self._session.marks.stances() if self._session.marks else []
        if self._clashes[0] is not stances:
            self._clashes = stances, clashes(stances, article.text)
        return self._clashes[1]

    def _connect(self, pages: Pages, card: StanceCard) -> None:
        card.chosen.connect(self._choose)
        card.edit_asked.connect(self.edit_asked)
        card.remove_asked.connect(partial(self._decide, marking.reject))
        card.accept_asked.connect(partial(self._decide, marking.accept))
        card.hovered.connect(self.hovered)
        card.moved.connect(partial(pages.focus_beside, card))

    def _choose(self, stance: str) -> None:
        self._session.select(stance)
        self.left.emit()

    def _decide(self, act: Callable[[Session], None], stance: str) -> None:
        self._session.select(stance)
        try:
            act(self._session)
        except Refused as refusal:
            self.refused.emit(refusal.problem)


def _nearest(stances: Sequence[Stance], position: int | None) -> int | None:
    """Return the number of the stance whose evidence begins nearest to a position."""
    if position is None or not stances:
        return None
    after = bisect_left(stances, position, key=lambda stance: stance.span.start)
    near = [number for number in (after - 1, after) if 0 <= number < len(stances)]
    return min(near, key=lambda number: abs(stances[number].span.start - position))
