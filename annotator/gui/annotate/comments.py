"""The comments of the article in front: what was asked and noted, the answers, and the field to write them in."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator import edits
from annotator.core.article import Range
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.translation import QT_TR_NOOP
from annotator.gui.annotate.comment_cards import ThreadCard, Told, shortened
from annotator.gui.annotate.comment_field import CommentField
from annotator.gui.annotate.parts import Card, button, heading, label
from annotator.gui.bindings import Bindings, key_name, with_key
from annotator.gui.language import translated
from annotator.gui.session import Session
from annotator.store import comments, people
from annotator.store.comments import Comment, Kind, Thread

MOST = 8
"""How many cards are shown at once: each takes a part of the time that the next article may."""

_AGES_MS = 30_000


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that are not saved yet, and what they are about."""

    text: str = ""
    asks: bool = True
    about: Span | Range | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written: something new, an answer (`reply`) to a thread or a change (`edit`) of a comment."""

    article: str
    act: str = "new"
    comment: str = ""


class Comments(QWidget):
    """A section of the inspector. What is typed and not saved is kept by article; closing the project saves it."""

    left = Signal()
    """The person is done here: the page may have the focus back."""
    refused = Signal(object)
    shown = Signal()
    """The threads were read anew."""
    reached = Signal(QWidget)
    """A part that should be in view."""
    list_asked = Signal()
    """The comments of all articles are wanted."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.threads: list[Thread] = []
        self.field: CommentField | None = None
        self._told = Told("", {}, "")
        self._article = ""
        self._chosen = ""
        self._unfolded: set[str] = set()
        self._writing: Writing | None = None
        self._drafts: dict[Writing, Draft] = {}
        self._cards: dict[str, ThreadCard] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self._open = label("", "section")
        self.begin = button(self.tr("＋ New"), self._try_new, "link")
        column.addWidget(heading(self.tr("Comments"), self._open, self.begin))
        self._composer = Card()
        column.addWidget(self._composer)
        self.none = label("", "dim", wrap=True)
        column.addWidget(self.none)
        self._column = QVBoxLayout()
        self._column.setSpacing(7)
        column.addLayout(self._column)
        self._more = button("", self.list_asked.emit, "quiet")
        column.addWidget(self._more)
        self._clock = QTimer(self, interval=_AGES_MS)
        self._clock.timeout.connect(self._show_ages)
        self._clock.start()
        session.article_changed.connect(self.read)
        session.comments_changed.connect(self.read)
        self.read()

    def new(self) -> None:
        """Ask for a note or question about what is selected, or about the whole article."""
        session = self._session
        if session.article is None:
            raise Refused("no-article")
        writing = Writing(session.article.id)
        begun = self._drafts.get(writing, Draft())
        self._drafts[writing] = Draft(begun.text, begun.asks, session.mark or session.stretch)
        self._write(writing)

    def choose(self, thread: str, *, focus: bool = False) -> None:
        """Show a thread as chosen; unfold and bring into view, and give it the focus where that is wanted."""
        if thread not in self._cards and any(known.first.id == thread for known in self.threads):
            self._chosen = thread  # beyond those that are shown
            self._show()
        for identity, other in self._cards.items():
            other.set_chosen(chosen=identity == thread)
        self._chosen = thread
        card = self._cards.get(thread)
        if card is not None and focus:
            card.setFocus()
        if card is not None:
            QTimer.singleShot(0, self, lambda: self._show_part(self._cards.get(thread)))

    def anchors(self) -> list[tuple[str, Range | None, bool]]:
        """Return each thread's id, what it is about, and whether it is open, for the page; none over the past."""
        if self._session.past is not None:
            return []
        return [(thread.first.id, thread.first.extent, thread.is_open) for thread in self.threads]

    def save_drafts(self) -> None:
        """Save what was typed and not saved, in whatever article: the project is about to be closed."""
        drafts, self._drafts, self._writing = self._drafts, {}, None
        for writing, draft in drafts.items():
            if draft.text.strip() and self._session.project is not None:
                # Refused is only what somebody has taken away meanwhile.
                with contextlib.suppress(Refused):
                    _write(self._session, writing, draft)
        self._close_field()

    def go_to(self, thread: str) -> None:
        """Select what a thread is about: the mark if it is still there, else its stretch."""
        found = next((known for known in self.threads if known.first.id == thread), None)
        if found is None:
            return
        self.choose(thread)
        mark = self._mark_of(found.first)
        if mark is not None:
            self._session.select(mark)
        elif found.first.extent is not None:
            self._session.select_stretch(found.first.extent)

    def read(self) -> None:
        """Read the threads of the article in front, and show them where they are others than before."""
        session = self._session
        article = session.article.id if session.article is not None else ""
        threads = comments.of(session.file, article) if article else []
        names = {person.id: person.name for person in people.every(session.file)} if threads else {}
        told = Told(session.article.text if session.article else "", names, session.person.id)
        if (article, threads, told) == (self._article, self.threads, self._told):
            return
        if article != self._article:
            self._chosen, self._unfolded = "", set()
        changed = article != self._article
        self._article, self.threads, self._told = article, threads, told
        writes, card = self.field is not None and self.field.words.hasFocus(), self._focused()
        self._show()
        if changed:
            self._close_field()
            begun = Writing(article)
            if self._drafts.get(begun, Draft()).text.strip():
                self._write(begun, focus=False)
        elif self._writing is not None:
            self._write(self._writing, focus=writes)
        elif card in self._cards:
            self.choose(card, focus=True)
        elif card:
            self.left.emit()
        self.shown.emit()

    def _show(self) -> None:
        opened = [thread for thread in self.threads if thread.is_open]
        ordered = [*opened, *(thread for thread in self.threads if not thread.is_open)]
        ordered.sort(key=lambda thread: thread.first.id != self._chosen if len(ordered) > MOST else False)
        before, self._cards = self._cards, {}
        for place, thread in enumerate(ordered[:MOST]):
            card = self._card(thread, before)
            self._cards[thread.first.id] = card
            if self._column.indexOf(card) != place:
                self._column.removeWidget(card)
                self._column.insertWidget(place, card)
        for card in before.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._open.setText(self.tr("{} OPEN").format(len(opened)) if opened else "")
        self.none.setVisible(not self.threads and self._writing is None)
        self.begin.setEnabled(bool(self._article))
        self._more.setVisible(len(ordered) > MOST)
        self._more.setText(self.tr("{:,} more …").format(len(ordered) - MOST))
        self._composer.setVisible(self.field is not None and self._writing == Writing(self._article))

    def _card(self, thread: Thread, before: dict[str, ThreadCard]) -> ThreadCard:
        """Return the card of a thread, taken from those before where nothing in it has changed."""
        first = thread.first.id
        unfolded = first in self._unfolded
        if first in before and before[first].shows(thread, self._told, unfolded=unfolded):
            return before.pop(first)
        card = ThreadCard(thread, self._told, unfolded=unfolded)
        card.asked.connect(self._act)
        card.reached.connect(self.choose)
        card.set_chosen(chosen=first == self._chosen)
        return card

    def _act(self, act: str, comment: str) -> None:
        session = self._session
        thread = next((known for known in self.threads if _holds(known, comment)), None)
        if thread is None:
            return
        first = thread.first.id
        if act == "go" and not thread.is_open and first not in self._unfolded:
            self._unfolded.add(first)
            held = self._cards[first].hasFocus()
            self._show()
            self.choose(first, focus=held)
        elif act == "go":
            held = self._cards[first].hasFocus()
            self.go_to(first)
            if held:
                self.left.emit()
        elif act in ("next", "previous"):
            self._step(first, 1 if act == "next" else -1)
        elif act in ("reply", "edit"):
            self._write(Writing(self._article, act, comment))
        elif act == "remove":
            self._try(partial(edits.remove_comment, session.file, session.person.id, comment))
        else:
            kind: Kind = "resolved" if act == "resolve" else "reopened"
            self._try(partial(edits.reply, session.file, session.person.id, first, "", kind=kind))

    def _step(self, thread: str, further: int) -> None:
        order = list(self._cards)
        at = order.index(thread) + further
        if 0 <= at < len(order):
            self.choose(order[at], focus=True)

    def _write(self, writing: Writing, *, focus: bool = True) -> None:
        """Open the field for something, with what was typed there before."""
        said = self._comment(writing.comment)
        if writing.act != "new" and said is None:
            self._close_field()  # taken away meanwhile; the words stay
            return
        draft = self._drafts.get(writing) or Draft(said.text if said and writing.act == "edit" else "")
        if writing not in self._drafts and said is not None:
            draft = Draft(draft.text, said.kind == "question")
        if self.field is None or writing != self._writing or writing.act != "new":
            self._close_field()
            self.field = self._field(writing, said, draft)
        self._writing = writing
        self.field.about.setText(self._about(draft.about))
        self._drafts[writing] = draft
        self._composer.setVisible(writing.act == "new")
        self.none.setVisible(False)
        if writing.act == "new":
            self.choose("")
            self._composer.set_chosen(chosen=True)
        if focus:
            self.field.show()
            self.field.start()
            QTimer.singleShot(0, self, lambda: self._show_part(self.field))  # once it has its place

    def _field(self, writing: Writing, said: Comment | None, draft: Draft) -> CommentField:
        if writing.act == "reply" or (writing.act == "edit" and said is not None and said.thread is not None):
            field = CommentField(self.tr("Answer"), self.tr("Answer …"))
        else:
            field = CommentField(
                self.tr("Comment"), self.tr("What is it?"), self._about(draft.about) or " ", asks=draft.asks
            )
            field.about.setVisible(writing.act == "new")
        field.words.put(draft.text)
        field.typed.connect(partial(self._keep, writing, field))
        field.saved.connect(self._save)
        field.cancelled.connect(self._leave)
        field.discarded.connect(partial(self._leave, discard=True))
        if writing.act == "new":
            self._composer.column.addWidget(field)
        else:
            first = said.thread or said.id if said is not None else ""
            card = self._cards.get(first)
            if card is not None:
                card.form.addWidget(field)
                self.choose(first)
        return field

    def _about(self, about: Span | Range | None) -> str:
        if about is None:
            return self.tr("About the whole article")
        start, end = (about.start, about.end) if isinstance(about, Span) else about
        return self.tr("About “{}”").format(shortened(self._told.text[start : min(end, start + 300)], 90))

    def _keep(self, writing: Writing, field: CommentField) -> None:
        about = self._drafts.get(writing, Draft()).about
        self._drafts[writing] = Draft(field.text, field.asks, about)

    def _save(self) -> None:
        writing, session = self._writing, self._session
        if writing is None or self.field is None:
            return
        draft = self._drafts[writing]
        self._writing = None  # what is read anew while it is saved does not open the field again
        try:
            made = _write(session, writing, draft)
        except Refused as refusal:
            self._writing = writing
            self.refused.emit(refusal.problem)
            return
        self._drafts.pop(writing, None)
        self._close_field()
        self.choose(made.thread or made.id if isinstance(made, Comment) else self._chosen)
        self.left.emit()

    def _leave(self, *, discard: bool = False) -> None:
        """Close the field; words that were typed are there again when it is next opened, unless they are discarded."""
        if self._writing is not None and (discard or not self._drafts.get(self._writing, Draft()).text.strip()):
            self._drafts.pop(self._writing, None)
        self._close_field()
        self.left.emit()

    def _close_field(self) -> None:
        if self.field is not None:
            self.field.hide()
            self.field.setParent(None)
            self.field.deleteLater()
        self.field = self._writing = None
        self._composer.hide()
        self.none.setVisible(not self.threads)
        self.choose(self._chosen)

    def _try_new(self) -> None:
        self._try(self.new)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as refusal:
            self.refused.emit(refusal.problem)

    def _mark_of(self, comment: Comment) -> str | None:
        """Return the mark that a comment is about: itself, or what became of it at the same place."""
        marks = self._session.marks
        if marks is None or comment.mark is None or marks.get(comment.mark) is not None:
            return comment.mark if marks is not None else None
        same = (
            span.id
            for span in marks.ordered()
            if (span.label, (span.start, span.end)) == (comment.label, comment.extent)
        )
        return next(same, None)

    def _comment(self, identity: str) -> Comment | None:
        every = (said for thread in self.threads for said in (thread.first, *thread.answers))
        return next((said for said in every if said.id == identity), None)

    def _focused(self) -> str:
        """Return the thread whose card, or a part of it, has the focus; an empty string for none."""
        now = QApplication.focusWidget()
        return next((one for one, card in self._cards.items() if now is card or (now and card.isAncestorOf(now))), "")

    def _show_part(self, part: QWidget | None) -> None:
        if part is not None:
            self.reached.emit(part)

    def _show_ages(self) -> None:
        for card in self._cards.values():
            card.show_ages()


def _holds(thread: Thread, comment: str) -> bool:
    return any(said.id == comment for said in (thread.first, *thread.answers))


def name_key(section: Comments, bindings: Bindings) -> None:
    """Name the key that asks or notes something, where there is one."""
    keys = bindings.of("comment")
    none, press = (
        translated(QT_TR_NOOP("None yet.")),
        translated(QT_TR_NOOP("None yet. Press {} to ask or to note something.")),
    )
    section.none.setText(press.format(key_name(keys[0])) if keys else none)
    section.begin.setToolTip(with_key(translated(QT_TR_NOOP("About what is selected")), bindings, "comment"))


def _write(session: Session, writing: Writing, draft: Draft) -> object:
    """Save a draft as what it is: a new comment, an answer, or other words for an own one."""
    me = session.person.id
    if writing.act == "new":
        return edits.comment(session.file, me, writing.article, draft.text, draft.about, question=draft.asks)
    if writing.act == "reply":
        return edits.reply(session.file, me, writing.comment, draft.text)
    edits.reword(session.file, me, writing.comment, draft.text, question=draft.asks)
    return None
