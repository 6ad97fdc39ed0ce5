"""The card of the selected mark: its words, label and attributes, where it came from, and what can be done with it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.scheme import Label, Scheme
from annotator.gui import marking
from annotator.gui.annotate import parts
from annotator.gui.annotate.flow import Flow
from annotator.gui.annotate.mark_fields import Fields, Shown, Writer
from annotator.gui.annotate.nothing_selected import NothingSelected
from annotator.gui.annotate.parts import Card, button, label
from annotator.gui.annotate.provenance import Provenance
from annotator.gui.session import Session

_WORDS_SHOWN = 160
_NAME = 60
"""Words as long as a name may be are bold; the evidence of a stance is read."""


class MarkCard(Card):
    """Shows the selected mark, or the keys that lead to one. Its parts are made once, and only filled anew."""

    refused = Signal(object)
    left = Signal()
    """The person is done with a field: the page may have the focus back."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._scheme: Scheme | None = None
        self._fields: dict[str, Fields] = {}
        self._open: Fields | None = None
        self._looks: tuple[object, ...] = ()
        self._writer = Writer(session, self)
        self._writer.left.connect(self.left)
        self._writer.refused.connect(self.refused)
        self._hints = NothingSelected()
        self._words = label("", wrap=True)
        self._labels = LabelButtons(session, self._writer)
        self._provenance = Provenance()
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        self._accept = button(self.tr("Accept"), partial(self._attempt, marking.accept), "primary", "Enter")
        self._reject = button(self.tr("Reject"), partial(self._attempt, marking.reject), "", "X")
        self._delete = button(self.tr("Delete"), partial(self._attempt, marking.reject), "quiet", "X")
        for part in (self._accept, self._reject, self._delete):
            row.addWidget(part)
        row.addStretch()
        for above in (self._hints, self._words, self._labels):
            self.column.addWidget(above)
        self._place = self.column.count()
        for below in (self._provenance, self._buttons):
            self.column.addWidget(below)

    def settle(self) -> bool:
        """Write what was typed into a field and not yet entered; tell whether that went well."""
        return self._open is None or self._open.settle()

    def show_selection(self, reading_font: QFont) -> None:
        """Show what is selected now."""
        session = self._session
        article, marks, mark = session.article, session.marks, session.mark
        if session.scheme is not self._scheme:
            self._read_scheme()
        stretch = session.stretch if mark is None else (mark.start, mark.end)
        own = marks is not None and mark is not None and marks.is_own(mark.id)
        # What is seen of the card is changed while it is hidden: else Qt lays all out anew for each part shown.
        looks = (mark is not None, mark.label if mark else "", own, stretch is not None, article is not None)
        seen = not self.isHidden()
        if looks != self._looks and seen:
            self.hide()
        self.set_chosen(chosen=mark is not None)
        parts.show(self._hints, on=stretch is None)
        self._hints.show_keys(article=article is not None)
        self._show_words(article, stretch, reading_font)
        self._labels.show_label(mark.label if mark else "", wanted=stretch is not None)
        self._show_fields(article, mark)
        self._provenance.show_origin(mark, marks.origin(mark.id) if marks and mark and own else None, own=own)
        for part, on in ((self._accept, not own), (self._reject, not own), (self._delete, own)):
            parts.show(part, on=on)
        parts.show(self._buttons, on=mark is not None)
        if looks != self._looks and seen:
            self.show()
        self._looks = looks

    def focus_first(self) -> bool:
        """Put the focus into the first attribute; tell whether there is one."""
        return self._open is not None and self._open.focus_first()

    def _read_scheme(self) -> None:
        """Make the labels and fields anew for another scheme."""
        self._scheme, self._open, self._looks = self._session.scheme, None, ()
        for fields in self._fields.values():
            self.column.removeWidget(fields)
            fields.hide()
            fields.deleteLater()
        self._fields = {}
        self._labels.show_scheme(self._scheme)

    def _show_words(self, article: Article | None, stretch: tuple[int, int] | None, reading_font: QFont) -> None:
        words = ""
        if article is not None and stretch is not None:
            start, end = stretch
            words = parts.breakable(parts.beginning(article.text, start, end, _WORDS_SHOWN))
            named = len(words) <= _NAME
            size = QFontInfo(self.font()).pointSizeF() * 1.15
            shown = self._words.font()
            if (shown.families(), shown.pointSizeF(), shown.bold()) != (reading_font.families(), size, named):
                font = QFont(reading_font)
                font.setPointSizeF(size)
                font.setBold(named)
                self._words.setFont(font)
        parts.put(self._words, words)

    def _show_fields(self, article: Article | None, mark: Span | None) -> None:
        kind = self._session.scheme.label(mark.label) if mark is not None else None
        wanted = self._fields_of(kind) if kind is not None and kind.attributes else None
        if self._open is not None and self._open is not wanted:
            parts.show(self._open, on=False)
        self._open = wanted
        if wanted is not None and mark is not None and article is not None:
            wanted.show_mark(Shown(mark, article))
            parts.show(wanted, on=True)

    def _fields_of(self, kind: Label) -> Fields:
        if kind.id not in self._fields:
            made = self._fields[kind.id] = Fields(kind, self._writer)
            made.hide()
            self.column.insertWidget(self._place, made)
        return self._fields[kind.id]

    def _attempt(self, act: Callable[[Session], None]) -> None:
        self._writer.attempt(partial(act, self._session))


class LabelButtons(QWidget):
    """The labels as buttons with their keys; a stance is not made a name, nor the other way round."""

    def __init__(self, session: Session, writer: Writer) -> None:
        super().__init__()
        self._session, self._writer = session, writer
        self._made: dict[str, tuple[Label, QPushButton]] = {}
        self._flow = Flow(self)

    def show_scheme(self, scheme: Scheme) -> None:
        """Make a button for each label of a scheme."""
        parts.empty(self._flow)
        self._made = {}
        for item in scheme.current:
            act = partial(self._writer.attempt, partial(marking.label, self._session, item.id))
            made = button(f"{item.key}  {item.name}", act, "chip", item.help)
            made.setAccessibleName(self.tr("Label as {}").format(item.name))
            self._flow.addWidget(made)
            self._made[item.id] = item, made

    def show_label(self, current: str, *, wanted: bool) -> None:
        """Show which label the selected mark has, among those that it could have."""
        stance = current in self._made and bool(self._made[current][0].roles)
        for item, made in self._made.values():
            parts.show(made, on=bool(item.roles) == stance)
            parts.set_role(made, "tint", item.colour if item.id == current else "")
        parts.show(self, on=wanted)
