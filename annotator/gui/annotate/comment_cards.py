"""One note or question with what was said to it, as a card; one that is resolved is a line until it is unfolded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.core.publishing import written
from annotator.gui.annotate.parts import Card, button, label
from annotator.store.comments import Comment, Thread

_QUOTED = 44
_KEYS = Qt.Key


@dataclass(frozen=True, slots=True)
class Told:
    """What the cards of an article are made from: its text, the names of people by id, and who sits here."""

    text: str
    names: Mapping[str, str]
    me: str

    def quote(self, comment: Comment) -> str:
        """Return the words that a comment is about, in short, or an empty string for the whole article."""
        if comment.extent is None:
            return ""
        return f"“{shortened(self.text[comment.extent[0] : comment.extent[0] + 4 * _QUOTED][: _length(comment)])}”"

    def name(self, author: str) -> str:
        """Return what somebody is called."""
        return self.names.get(author) or QCoreApplication.translate("Comments", "Somebody")


def shortened(text: str, longest: int = _QUOTED) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def ago(made: str, now: datetime | None = None) -> str:
    """Return how long ago something was said, in a few words; after a week its date."""
    seconds = ((now or datetime.now(UTC)) - datetime.fromisoformat(made)).total_seconds()
    for limit, unit, words in (
        (60, 60, QCoreApplication.translate("Comments", "just now")),
        (3600, 60, QCoreApplication.translate("Comments", "{} min ago")),
        (86_400, 3600, QCoreApplication.translate("Comments", "{} h ago")),
        (2 * 86_400, 86_400, QCoreApplication.translate("Comments", "a day ago")),
        (7 * 86_400, 86_400, QCoreApplication.translate("Comments", "{} days ago")),
    ):
        if seconds < limit:
            return words.format(int(seconds // unit))
    return written(made[:10])


def full_time(made: str) -> str:
    """Return when something was said, on the clock of this place."""
    moment = QDateTime.fromString(made, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale.c().toString(moment, "d MMMM yyyy, hh:mm")


class ThreadCard(Card):
    """A thread. Its keys while it has the focus: Enter goes there, R answers, X resolves, E changes, Delete removes."""

    asked = Signal(str, str)
    """What to do (`go`, `reply`, `resolve`, `reopen`, `edit`, `remove`, `next`, `previous`) and the comment's id."""
    reached = Signal(str)
    """The card has the focus now: the thread's id."""

    def __init__(self, thread: Thread, told: Told, *, unfolded: bool) -> None:
        super().__init__()
        self.showing, self._told, self._unfolded = thread, told, unfolded
        self._ages: list[tuple[QLabel, str, str]] = []
        self.form = QVBoxLayout()
        self._acts = QWidget(self)
        self._acts.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self._ask("go"))
        self._whole = thread.is_open or unfolded
        if self._whole:
            self._show_all()
        else:
            self._show_line()
        self.column.addWidget(self._acts)
        self.column.addLayout(self.form)
        self.show_ages()
        self.set_chosen(chosen=False)

    def set_chosen(self, *, chosen: bool) -> None:
        """Draw the ring, and show what can be done."""
        super().set_chosen(chosen=chosen)
        if chosen and self._whole and self._acts.layout() is None:
            self._show_acts()
        self._acts.setVisible(chosen and self._whole and self.form.count() == 0)

    def shows(self, thread: Thread, told: Told, *, unfolded: bool) -> bool:
        """Tell whether this is what the card shows."""
        return (self.showing, self._told, self._unfolded) == (thread, told, unfolded)

    def show_ages(self) -> None:
        """Show how long ago each thing was said, now."""
        for shown, words, made in self._ages:
            shown.setText(words.format(ago(made)))
            shown.setToolTip(full_time(made))
        self.setAccessibleName(self._spoken())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit(self.showing.first.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        own = self.showing.first.author == self._told.me
        acts = {
            _KEYS.Key_Return: "go", _KEYS.Key_Enter: "go", _KEYS.Key_R: "reply", _KEYS.Key_Down: "next",
            _KEYS.Key_Up: "previous", _KEYS.Key_X: "resolve" if self.showing.is_open else "reopen",
            **({_KEYS.Key_E: "edit", _KEYS.Key_Delete: "remove"} if own else {}),
        }  # fmt: skip
        act = acts.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self._ask(act)

    def _show_line(self) -> None:
        first = self.showing.first
        self.column.setContentsMargins(13, 6, 13, 6)
        line = label("✓ " + shortened(first.text), "dim")
        line.setToolTip(first.text)
        self.column.addWidget(line)

    def _show_all(self) -> None:
        first, told = self.showing.first, self._told
        self.column.setSpacing(4)
        said = label(first.text, wrap=True)
        font = QFont(said.font())
        font.setBold(first.kind == "question")
        said.setFont(font)
        self.column.addWidget(said)
        about = told.quote(first) or self.tr("the whole article")
        facts = [*([told.name(first.author)] if first.author != told.me else []), about]
        self._meta([*facts, *([self.tr("to the reviewer")] if first.kind == "question" else [])], first)
        for answer in self.showing.answers:
            self._show_answer(answer)

    def _show_answer(self, answer: Comment) -> None:
        who = self._told.name(answer.author)
        if answer.kind == "resolved":
            self._meta([self.tr("✓ resolved by {}").format(who)], answer)
        elif answer.kind == "reopened":
            self._meta([self.tr("reopened by {}").format(who)], answer)
        else:
            self.column.addSpacing(3)
            self._meta([who], answer)
        if answer.text:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(label(answer.text, wrap=True), 1)
            if answer.kind == "reply" and answer.author == self._told.me:
                for words, act in ((self.tr("Edit"), "edit"), (self.tr("Delete"), "remove")):
                    made = self._act(words, act, "", answer.id)
                    made.setAccessibleName(self.tr("{} the answer").format(words))
                    row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(row)

    def _meta(self, facts: list[str], comment: Comment) -> None:
        shown = label("", "dim", wrap=True)
        words = " · ".join((*facts, "\0")).replace("{", "{{").replace("}", "}}").replace("\0", "{}")
        self._ages.append((shown, words, comment.made))
        self.column.addWidget(shown)

    def _show_acts(self) -> None:
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._act(self.tr("Answer"), "reply", "R"))
        if self.showing.is_open:
            row.addWidget(self._act(self.tr("Resolve"), "resolve", "X"))
        else:
            row.addWidget(self._act(self.tr("Reopen"), "reopen", "X"))
        if self.showing.first.author == self._told.me:
            row.addWidget(self._act(self.tr("Edit"), "edit", "E"))
            row.addWidget(self._act(self.tr("Delete"), "remove", self.tr("Delete")))
        row.addStretch()

    def _act(self, words: str, act: str, hint: str, comment: str = "") -> QPushButton:
        return button(words, lambda: self._ask(act, comment), "link", hint)

    def _ask(self, act: str, comment: str = "") -> None:
        self.asked.emit(act, comment or self.showing.first.id)

    def _spoken(self) -> str:
        first = self.showing.first
        kind = self.tr("Question") if first.kind == "question" else self.tr("Note")
        state = self.tr("open") if self.showing.is_open else self.tr("resolved")
        about = self._told.quote(first) or self.tr("the whole article")
        words = self.tr("{kind} by {who}, {when}, {state}, about {about}: {text}")
        return words.format(
            kind=kind,
            who=self._told.name(first.author),
            when=ago(first.made),
            state=state,
            about=about,
            text=first.text,
        )


def _length(comment: Comment) -> int:
    return comment.extent[1] - comment.extent[0] if comment.extent else 0
