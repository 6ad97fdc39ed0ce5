"""The fields of one kind of mark: made once for its label, and filled anew for each mark that is selected."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from annotator import edits
from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.problems import Problem, Refused
from annotator.core.scheme import Attribute, Label
from annotator.gui import marking
from annotator.gui.annotate import parts
from annotator.gui.annotate.date_field import DateField
from annotator.gui.annotate.parts import Line
from annotator.gui.session import Session


@dataclass(frozen=True, slots=True)
class Shown:
    """The mark whose attributes a card shows, and its article."""

    mark: Span
    article: Article


class Field(Protocol):
    """What asks for one attribute."""

    def show_mark(self, shown: Shown) -> None:
        """Show the attribute of a mark."""

    def settle(self) -> bool:
        """Write what was typed and not yet entered; tell whether that went well."""


class Writer(QObject):
    """Writes attributes of the selected mark, says what is refused, and gives the page the focus back."""

    left = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session

    def write(self, mark: Span, key: str, value: str | bool | None, **companions: str | None) -> bool:  # noqa: FBT001  a value of the scheme
        """Give a mark an attribute, and select what it is then; tell whether it was allowed."""
        session = self.session
        act = partial(edits.set_attribute, session.file, session.person.id, mark, key, value, **companions)
        return self.attempt(lambda: session.select(act().id))

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something that may be refused; tell whether it was done."""
        try:
            marking.front(self.session)
            act()
        except Refused as refusal:
            self.refused.emit(refusal.problem)
            return False
        return True

    def accept(self, mark: Span) -> None:
        """Accept a suggestion whose field was entered as it is, and leave."""
        marks = self.session.marks
        if marks is not None and not marks.is_own(mark.id) and marks.get(mark.id) is not None:
            self.attempt(lambda: marking.accept(self.session))
        self.left.emit()


class TypedLine(QObject):
    """Writes a line when it is entered or left; Esc puts back what stood there. What is refused stays typed."""

    def __init__(self, line: Line, write: Callable[[Span], bool], writer: Writer) -> None:
        super().__init__(line)
        self._line, self._write, self._writer = line, write, writer
        self._before = ""
        self._mark: Span | None = None
        self._typed = False
        line.textEdited.connect(lambda _text: setattr(self, "_typed", True))
        line.returnPressed.connect(self._enter)
        line.given_up.connect(self._give_up)
        line.left.connect(self.settle)

    def begins(self, mark: Span) -> bool:
        """Take a mark to write to; tell whether its line may be filled: not while it is being typed for this mark."""
        if self._typed and self._mark is not None and self._mark.id == mark.id:
            self._mark = mark
            return False
        self._mark, self._typed = mark, False
        return True

    def filled(self) -> None:
        """Note what stands in the line now, to come back to."""
        self._before = self._line.text()

    def settle(self) -> bool:
        """Write what was typed and not yet entered; tell whether that went well."""
        if not self._typed or self._mark is None:
            return True
        self._typed = False
        self._typed = not self._write(self._mark)
        return not self._typed

    def settled(self) -> None:
        """Take what was typed as dealt with elsewhere."""
        self._typed = False

    def _enter(self) -> None:
        if not self._typed and self._mark is not None:
            self._writer.accept(self._mark)
        elif self.settle():
            self._writer.left.emit()
        else:
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._line.selectAll()

    def _give_up(self) -> None:
        self._typed = False
        self._line.setText(self._before)
        if self._before:
            self._line.textEdited.emit(self._before)  # what it means is shown again
            self._typed = False
        self._writer.left.emit()


class TextField(QVBoxLayout):
    """A line of any words."""

    def __init__(self, attribute: Attribute, writer: Writer) -> None:
        super().__init__()
        self._key = attribute.id
        self.line = parts.line("", attribute.name)
        self.addWidget(self.line)
        self._typed = TypedLine(
            self.line, lambda mark: writer.write(mark, self._key, self.line.text().strip() or None), writer
        )

    def show_mark(self, shown: Shown) -> None:
        if self._typed.begins(shown.mark):
            self.line.setText(str(shown.mark.attributes.get(self._key, "")))
            self.line.setCursorPosition(0)
            self._typed.filled()

    def settle(self) -> bool:
        return self._typed.settle()


class DateAttribute(QVBoxLayout):
    """A date, typed as one says it."""

    def __init__(self, attribute: Attribute, writer: Writer) -> None:
        super().__init__()
        self._key, self._writer = attribute.id, writer
        self.field = DateField(attribute.name)
        self.addWidget(self.field)
        self._typed = TypedLine(self.field.line, self._write, writer)

    def show_mark(self, shown: Shown) -> None:
        if self._typed.begins(shown.mark):
            self.field.show_date(shown.mark, self._key, shown.article)
            self._typed.filled()

    def settle(self) -> bool:
        return self._typed.settle()

    def _write(self, mark: Span) -> bool:
        given = self.field.line.text().strip()
        if not given:
            return self._writer.write(mark, self._key, None)
        meant = self.field.meant()
        if meant is None:
            self._writer.refused.emit(Problem("date-not-understood", "", {"value": given[:40]}))
            return False
        return self._writer.write(mark, self._key, meant.value, inferred=meant.inferred or None)


class EntityAttribute(QVBoxLayout):
    """A canonical entity, chosen by type-ahead or added."""

    def __init__(self, attribute: Attribute, writer: Writer) -> None:
        # The tables behind it are read when the first such mark is shown: the window starts without them.
        from annotator.gui.annotate.entities import EntityField, NewEntity

        super().__init__()
        self._attribute, self._writer = attribute, writer
        self._shown: Shown | None = None
        self.setSpacing(4)
        self.field = EntityField(attribute.entities)
        self.field.setAccessibleName(attribute.name)
        self.field.entered.connect(self._prepare)
        self.field.added.connect(self._ask_new)
        self.addWidget(self.field)
        self.about = parts.label("", "dim", wrap=True)
        self.field.textEdited.connect(lambda _text: parts.put(self.about, ""))
        self.addWidget(self.about)
        self.new = NewEntity()
        self.new.wanted.connect(self._add)
        self.new.given_up.connect(self._drop_new)
        self.addWidget(self.new)
        self._typed = TypedLine(self.field, self._write, writer)
        self.field.given_up.connect(self._show_about)

    def show_mark(self, shown: Shown) -> None:
        self._shown = shown
        if self._typed.begins(shown.mark):
            parts.show(self.new, on=False)
            name = str(shown.mark.attributes.get("name", ""))
            self.field.setText(name)
            self.field.setCursorPosition(0)
            self._show_about()
            self._typed.filled()

    def settle(self) -> bool:
        return self._typed.settle()

    def _show_about(self) -> None:
        attributes = self._shown.mark.attributes if self._shown is not None else {}
        parts.put(self.about, self._told(str(attributes.get(self._attribute.id, "")), str(attributes.get("name", ""))))

    def _told(self, identity: str, name: str) -> str:
        """Return what the entity is."""
        from annotator.gui.annotate.entities import kind_words
        from annotator.nlp.typeahead import tables

        known = tables(self._attribute.entities).entity(identity) if identity else None
        if known is not None:
            return kind_words(known.kind)
        return self.tr("added to this project") if identity else self.tr("in no list") if name else ""

    def _prepare(self) -> None:
        """Offer the names as they are when the field is entered: somebody may have added one."""
        session, shown = self._writer.session, self._shown
        if shown is None or session.project is None or session.marks is None:
            return
        near = sorted(session.marks.ordered(), key=lambda span: abs(span.start - shown.mark.start))
        used = dict.fromkeys(
            str(span.attributes["name"])
            for span in near
            if span.label == shown.mark.label and span.id != shown.mark.id and span.attributes.get("name")
        )
        self.field.prepare(session.project, list(used), _words(shown))

    def _write(self, mark: Span) -> bool:
        identity, name = self.field.entity()
        return self._writer.write(mark, self._attribute.id, identity or None, name=name or None)

    def _ask_new(self, name: str) -> None:
        if self._shown is not None:
            self._typed.settled()  # what was typed is the new entity's name, not written on the way to its panel
            self.new.ask(name, _words(self._shown))

    def _drop_new(self) -> None:
        self.new.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, name: str, aliases: list[str]) -> None:
        shown, session = self._shown, self._writer.session
        if shown is None:
            return

        def add() -> None:
            made = edits.add_entity(session.file, session.person.id, self._attribute.entities, name, aliases)
            changed = edits.set_attribute(
                session.file, session.person.id, shown.mark, self._attribute.id, made.id, name=made.name
            )
            self.new.hide()
            session.select(changed.id)

        if self._writer.attempt(add):
            self._writer.left.emit()


class ChoiceField(QVBoxLayout):
    """One of several choices."""

    def __init__(self, attribute: Attribute, writer: Writer) -> None:
        super().__init__()
        self._attribute = attribute
        self._mark: Span | None = None
        self.box = QComboBox()
        self.box.setAccessibleName(attribute.name)
        self.box.setMinimumContentsLength(6)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._writer = writer
        self.box.activated.connect(self._write)
        self.addWidget(self.box)

    def show_mark(self, shown: Shown) -> None:
        self._mark = shown.mark
        value = shown.mark.attributes.get(self._attribute.id, "")
        wanted = [("–", "")] + [
            (item.name, item.id) for item in self._attribute.choices if not item.retired or item.id == value
        ]
        if [self.box.itemData(row) for row in range(self.box.count())] != [identity for _name, identity in wanted]:
            self.box.clear()
            for name, identity in wanted:
                self.box.addItem(name, identity)
        self.box.setCurrentIndex(max(self.box.findData(value), 0))

    def settle(self) -> bool:
        return True

    def _write(self) -> None:
        if self._mark is not None:
            self._writer.write(self._mark, self._attribute.id, self.box.currentData() or None)


class TickField(QVBoxLayout):
    """Yes or no."""

    def __init__(self, attribute: Attribute, writer: Writer) -> None:
        super().__init__()
        self._key, self._writer = attribute.id, writer
        self._mark: Span | None = None
        self.box: QCheckBox = parts.tick(on=False)
        self.box.setAccessibleName(attribute.name)
        self.box.clicked.connect(self._write)
        self.addWidget(self.box)

    def show_mark(self, shown: Shown) -> None:
        self._mark = shown.mark
        self.box.setChecked(shown.mark.attributes.get(self._key) is True)

    def settle(self) -> bool:
        return True

    def _write(self) -> None:
        if self._mark is not None:
            self._writer.write(self._mark, self._key, self.box.isChecked())


_FIELDS: dict[str, type[ChoiceField | TickField | DateAttribute | EntityAttribute | TextField]] = {
    "choice": ChoiceField, "yesno": TickField, "date": DateAttribute, "entity": EntityAttribute, "text": TextField
}  # fmt: skip


class Fields(QWidget):
    """All fields of one label."""

    def __init__(self, label: Label, writer: Writer) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.setColumnStretch(1, 1)
        self._fields: list[Field] = []
        for attribute in label.attributes:
            if not attribute.retired:
                field = _FIELDS[attribute.type](attribute, writer)
                named = parts.label(attribute.name, "dim")
                named.setContentsMargins(0, 5, 4, 0)
                named.setToolTip(attribute.help)
                row = len(self._fields)
                grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addLayout(field, row, 1)
                self._fields.append(field)

    def show_mark(self, shown: Shown) -> None:
        """Show the attributes of a mark."""
        for field in self._fields:
            field.show_mark(shown)

    def settle(self) -> bool:
        """Write what was typed and not yet entered; tell whether that went well."""
        settled = [field.settle() for field in self._fields]
        return all(settled)

    def focus_first(self) -> bool:
        """Put the focus into the first field; tell whether there is one."""
        first = next(
            (part for part in self.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus), None
        )
        if first is None:
            return False
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(first, QLineEdit):
            first.selectAll()
        return True


def _words(shown: Shown) -> str:
    return " ".join(shown.article.text[shown.mark.start : min(shown.mark.end, shown.mark.start + 120)].split())
