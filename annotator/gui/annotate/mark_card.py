"""The card of the selected mark: its words, label and attributes, and where it came from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator import edits
from annotator.core import dates
from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.scheme import Attribute
from annotator.gui import marking
from annotator.gui.annotate import parts
from annotator.gui.annotate.entities import EntityField
from annotator.gui.annotate.parts import Card, Line, button, label, row_of
from annotator.gui.marks import Marks
from annotator.gui.session import Session
from annotator.store.verdicts import Verdict

_WORDS_SHOWN = 160


@dataclass(frozen=True, slots=True)
class _Typed:
    """A line in which something was typed, what stood there before, and what writes it and tells whether it could."""

    line: Line
    before: str
    write: Callable[[], bool]


class MarkCard(Card):
    """Shows the selected mark, or what could be selected; asks `edits` for every change."""

    refused = Signal(object)
    left = Signal()
    """The person is done with a field: the page may have the focus back."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._first_field: QWidget | None = None
        self._typed: _Typed | None = None

    def settle(self) -> bool:
        """Write what was typed into a field and not yet entered; tell whether that went well."""
        typed, self._typed = self._typed, None
        if typed is None or typed.line.text() == typed.before:
            return True
        written = typed.write()
        if not written:
            self._typed = typed
        return written

    def show_selection(self, reading_font: QFont) -> None:
        """Show what is selected now."""
        self._typed = None
        parts.empty(self.column)
        self._first_field = None
        session = self._session
        article, marks, mark = session.article, session.marks, session.mark
        self.set_chosen(chosen=mark is not None)
        if article is None or marks is None:
            self.column.addWidget(label(self.tr("No article is open."), "dim", wrap=True))
        elif mark is not None:
            self._show_mark(article, marks, mark, reading_font)
        elif session.stretch is not None:
            self._show_words(article, *session.stretch, reading_font)
            self.column.addLayout(self._labels(""))
        else:
            hint = self.tr("Select words with the mouse, or go to a mark with Tab.")
            self.column.addWidget(label(hint, "dim", wrap=True))

    def focus_first(self) -> bool:
        """Put the focus into the first attribute; tell whether there is one."""
        if self._first_field is None:
            return False
        self._first_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(self._first_field, QLineEdit):
            self._first_field.selectAll()
        return True

    def _show_mark(self, article: Article, marks: Marks, mark: Span, reading_font: QFont) -> None:
        self._show_words(article, mark.start, mark.end, reading_font)
        self.column.addLayout(self._labels(mark.label))
        kind = self._session.scheme.label(mark.label)
        for attribute in kind.attributes if kind else ():
            if not attribute.retired:
                field = self._field(attribute, mark, marks)
                self._first_field = self._first_field or field
                self.column.addLayout(row_of(attribute.name, field))
                self._hints(attribute, mark)
        own = marks.is_own(mark.id)
        self._provenance(mark, marks.origin(mark.id) if own else None, own=own)
        row = QHBoxLayout()
        if not own:
            row.addWidget(
                button(
                    self.tr("Accept"), partial(self._try, partial(marking.accept, self._session)), "primary", "Enter"
                )
            )
            row.addWidget(
                button(self.tr("Reject"), partial(self._try, partial(marking.reject, self._session)), "", "X")
            )
        else:
            row.addWidget(
                button(self.tr("Delete"), partial(self._try, partial(marking.reject, self._session)), "quiet", "X")
            )
        row.addStretch()
        self.column.addLayout(row)

    def _show_words(self, article: Article, start: int, end: int, reading_font: QFont) -> None:
        words = " ".join(article.text[start : min(end, start + _WORDS_SHOWN)].split()) + (
            "…" if end - start > _WORDS_SHOWN else ""
        )
        shown = label(words, wrap=True)
        font = QFont(reading_font)
        font.setPointSizeF(self.font().pointSizeF() * 1.15)
        font.setBold(True)
        shown.setFont(font)
        self.column.addWidget(shown)

    def _labels(self, current: str) -> QVBoxLayout:
        """Return buttons for the labels, two to a line, with their keys."""
        column = QVBoxLayout()
        column.setSpacing(5)
        current_label = self._session.scheme.label(current)
        if current_label is not None and current_label.roles:
            wanted = [current_label]  # a stance is not made a name, nor the other way round
        else:
            wanted = [item for item in self._session.scheme.current if not item.roles]
        for first in range(0, len(wanted), 3):
            row = QHBoxLayout()
            row.setSpacing(5)
            for item in wanted[first : first + 3]:
                act = partial(self._try, partial(marking.label, self._session, item.id))
                made = button(f"{item.key}  {item.name}", act, "chip", item.help)
                made.setProperty("tint", item.colour if item.id == current else "")
                made.setAccessibleName(self.tr("Label as {}").format(item.name))
                row.addWidget(made)
            row.addStretch()
            column.addLayout(row)
        return column

    def _field(self, attribute: Attribute, mark: Span, marks: Marks) -> QWidget:
        """Return the field for an attribute, which writes what is entered."""
        value = mark.attributes.get(attribute.id)
        if attribute.type == "choice":
            combo = QComboBox()
            combo.addItem("–", "")
            for choice in attribute.choices:
                if not choice.retired or choice.id == value:
                    combo.addItem(choice.name, choice.id)
            combo.setCurrentIndex(max(combo.findData(value or ""), 0))
            combo.activated.connect(lambda _index: self._write(mark, attribute.id, combo.currentData() or None))
            return combo
        if attribute.type == "yesno":
            box = parts.tick(on=value is True)
            box.toggled.connect(lambda on: self._write(mark, attribute.id, on))
            return box
        if attribute.type == "entity":
            used = {
                str(span.attributes["name"])
                for span in marks.ordered()
                if span.label == mark.label and span.attributes.get("name")
            }
            entity = EntityField(attribute, mark, used)
            self._ends_with(entity, lambda: self._write_entity(mark, attribute, entity))
            return entity
        line = parts.line(str(value or ""), attribute.name, "2025-03-07" if attribute.type == "date" else "")
        self._ends_with(line, lambda: self._write(mark, attribute.id, line.text().strip() or None))
        return line

    def _ends_with(self, line: Line, write: Callable[[], bool]) -> None:
        """Write a line when it is entered or left; Esc puts back what stood there."""
        typed = _Typed(line, line.text(), write)

        def entered() -> None:
            if self.settle():
                self.left.emit()
            else:
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                line.selectAll()

        def given_up() -> None:
            self._typed = None
            line.setText(typed.before)
            self.left.emit()

        line.textEdited.connect(lambda _text: setattr(self, "_typed", typed))
        line.returnPressed.connect(entered)
        line.given_up.connect(given_up)
        line.left.connect(self.settle)

    def _hints(self, attribute: Attribute, mark: Span) -> None:
        """Show below a date how fine it is, what of it the text leaves open, and what it was read against."""
        value = str(mark.attributes.get(attribute.id, ""))
        if attribute.type != "date" or not value:
            return
        inferred, published = (
            str(mark.attributes.get("inferred", "")),
            self._session.article.published[:10] if self._session.article else "",
        )
        told = [dates.granularity(value)]
        if inferred:
            told.append(self.tr("{} inferred").format(inferred.replace(",", ", ")))
            if published:
                told.append(self.tr("published {}").format(published))
        hint = label(" · ".join(told), "dim", wrap=True)
        hint.setContentsMargins(80, 0, 0, 0)
        self.column.addWidget(hint)

    def _provenance(self, mark: Span, origin: Verdict | None, *, own: bool) -> None:
        """Show who suggested a mark and what became of it."""
        if not own:
            told = [self.tr("Suggested by {}").format(mark.author.removeprefix("model:"))]
            told += [f"{mark.confidence:.2f}"] if mark.confidence is not None else []
            told += [mark.rule] if mark.rule else []
        elif origin is not None:
            verdict = {"accepted": self.tr("accepted"), "changed": self.tr("changed")}.get(
                origin.verdict, origin.verdict
            )
            told = [self.tr("Suggested by {}").format(origin.mark_author.removeprefix("model:")), verdict]
            told += [f"{origin.milliseconds / 1000:.1f} s"] if origin.milliseconds is not None else []
        else:
            told = [self.tr("Marked by hand")]
        self.column.addWidget(label(" · ".join(told), "dim", wrap=True))

    def _write(self, mark: Span, key: str, value: str | bool | None) -> bool:  # noqa: FBT001  a value of the scheme
        return self._try(
            lambda: self._session.select(
                edits.set_attribute(self._session.file, self._session.person.id, mark, key, value).id
            )
        )

    def _write_entity(self, mark: Span, attribute: Attribute, field: EntityField) -> bool:
        identity, name = field.entity()
        session = self._session
        act = partial(
            edits.set_attribute,
            session.file,
            session.person.id,
            mark,
            attribute.id,
            identity or None,
            name=name or None,
        )
        return self._try(lambda: session.select(act().id))

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Refused as refusal:
            self.refused.emit(refusal.problem)
            return False
        return True
