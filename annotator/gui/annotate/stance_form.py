"""The form of a stance: treaty by type-ahead, one letter for the value, Enter."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.core import drafts, edges
from annotator.core.article import Article, Range
from annotator.core.drafts import Draft
from annotator.core.marks import Span
from annotator.core.scheme import Attribute, Label
from annotator.core.stances import Stance, clashes, surface
from annotator.gui.annotate import parts
from annotator.gui.annotate.date_words import in_words
from annotator.gui.annotate.flow import Flow
from annotator.gui.annotate.form_keys import End, end_of
from annotator.gui.annotate.parts import Card, button, label
from annotator.gui.annotate.role_field import RoleField
from annotator.gui.annotate.stance_told import clash_words

_WORDS_SHOWN = 220
_DRAFT = "draft"
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class ValueField(QWidget):
    """The values of a choice as buttons; a letter takes one."""

    taken = Signal()

    def __init__(self, attribute: Attribute, value: str) -> None:
        super().__init__()
        self.setAccessibleName(attribute.name)
        self.value = value
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("role", "choices")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # a plain widget would not show where the focus is
        self._choices = [choice for choice in attribute.choices if not choice.retired]
        self._buttons: dict[str, QPushButton] = {}
        around, flow = QVBoxLayout(self), Flow()
        around.setContentsMargins(3, 3, 3, 3)
        around.addLayout(flow)
        for choice in self._choices:
            made = button(f"{choice.key}  {choice.name}".strip(), partial(self.take, choice.id), "chip", choice.help)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._buttons[choice.id] = made
            flow.addWidget(made)
        self._show()

    def take(self, value: str) -> None:
        """Take a value."""
        self.value = value
        self._show()
        self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        typed = event.text().casefold()
        chosen = next((choice for choice in self._choices if typed and choice.key.casefold() == typed), None)
        if plain and chosen is not None:
            self.take(chosen.id)
        else:
            event.ignore()

    def _show(self) -> None:
        for choice in self._choices:
            made = self._buttons[choice.id]
            made.setProperty("tint", (choice.colour or "grey") if choice.id == self.value else "")
            made.style().unpolish(made)
            made.style().polish(made)


class StanceForm(Card):
    """Asks for a stance and says when it is complete; what becomes of it is for who listens."""

    saved = Signal(object)
    """The finished `Draft`."""
    cancelled = Signal()
    previewed = Signal(object)
    """The evidence as it stands in the form, to be shown on the page."""

    def __init__(
        self, article: Article, kind: Label, draft: Draft, marks: Sequence[Span], recent: Sequence[str], title: str,
        others: Sequence[Stance] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self._article, self._draft, self._kind, self._marks, self._others = article, draft, kind, marks, others
        self.article = article.id
        self._narrow = draft.evidence
        self.set_chosen(chosen=True)
        self.column.addWidget(label(title, "section"))
        self._evidence = label("", wrap=True)
        self.column.addWidget(self._evidence)
        self._widen = button("", self.toggle_sentence, "link", "Alt+Up")
        self.column.addWidget(self._widen)
        self.roles = [self._role_field(role.id, marks, recent) for role in kind.roles if not role.retired]
        value = kind.value
        self.value = ValueField(value, str(draft.attributes.get(value.id, ""))) if value else None
        self._lay_out()
        self._show_evidence()
        for field in self.roles:
            field.changed.connect(self._warn)
        self._warn()

    def _role_field(self, role: str, marks: Sequence[Span], recent: Sequence[str]) -> RoleField:
        declared = self._kind.role(role)
        assert declared is not None  # noqa: S101  it comes from this label's own roles
        text = self._article.text
        offered = drafts.candidates(text, declared, marks, self._draft.evidence, recent)
        field = RoleField(declared, offered, self._draft.roles.get(role, ()), lambda span: surface(span, text))
        field.finished.connect(self.go_on)
        field.end_moved.connect(self.move_evidence)
        return field

    def _lay_out(self) -> None:
        # In the order in which they are asked for: what a stance needs, the value, and then what it may have.
        for field in (item for item in self.roles if item.role.minimum):
            self.column.addWidget(field)
        if self.value is not None:
            self.column.addWidget(label(self._kind.value.name if self._kind.value else "", "dim"))
            self.column.addWidget(self.value)
            self.value.taken.connect(self._on_value)
        for field in (item for item in self.roles if not item.role.minimum):
            self.column.addWidget(field)
        reported = self._article.published[:10]
        if reported:
            said = self.tr("Reported {}: shown beside the stance, not kept as its date.")
            self.column.addWidget(label(said.format(in_words(reported)), "dim", wrap=True))
        self.warning = label("", "danger", wrap=True)
        self.warning.hide()
        self.column.addWidget(self.warning)
        row = QHBoxLayout()
        self.save = button(self.tr("Save"), self.finish, "primary", "Enter")
        self.save.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.save.installEventFilter(self)
        row.addWidget(self.save)
        row.addWidget(button(self.tr("Cancel"), self.cancelled.emit, "quiet", "Esc"))
        row.addStretch()
        self.column.addLayout(row)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)

    def start(self) -> None:
        """Put the focus where the first thing is missing: the roles that were not given, the value, or Save."""
        needed = [field for field in self.roles if field.role.minimum]
        asked = next((field for field in needed if not field.filled), None)
        # The treaty is only guessed: the person passes over it with Enter, or types another.
        guessed = next((field for field in needed if field.role.maximum == 1), None)
        first = asked or guessed
        if first is not None:
            first.entry.show()
            first.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go_on()

    def go_on(self) -> None:
        """Go to the next thing that is missing, at last to Save."""
        missing = next((field for field in self.roles if not field.filled), None)
        if missing is not None:
            missing.entry.show()
            missing.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.value is not None and (not self.value.value or not self.value.hasFocus()):
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, span: Span) -> None:
        """Let a mark fill the role that takes its label; one that fits none is said."""
        field = next((item for item in self.roles if span.label in item.role.labels), None)
        if field is None:
            self._tell(self.tr("This mark fits no role of the stance. Esc leaves the form."))
        else:
            field.take(span)
        self.show_again()

    def set_evidence(self, stretch: Range) -> None:
        """Take a stretch of the article as evidence."""
        self._narrow = stretch
        self._take_evidence(stretch)
        self.show_again()

    def move_evidence(self, end: End) -> None:
        """Move one end of the evidence by a word or a character."""
        self._narrow = edges.moved(
            self._article.text, self._draft.evidence, edge=end.edge, forward=end.forward, character=end.character
        )
        self._take_evidence(self._narrow)

    def set_marks(self, marks: Sequence[Span]) -> None:
        """Take the marks of the article as a step has left them."""
        self._marks = marks
        for field in self.roles:
            field.set_marks(marks)
        self._warn()

    def show_again(self) -> None:
        """Show the evidence on the page again, and go on where something is missing."""
        self.previewed.emit(self._draft.evidence)
        self.go_on()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Go round the fields in the order in which they are asked for, and never out of the form."""
        fields = [field.entry for field in self.roles if field.role.minimum]
        stops: list[QWidget] = [*fields, *([self.value] if self.value else [])]
        stops += [*(field.entry for field in self.roles if not field.role.minimum), self.save]
        focused = self.focusWidget()
        at = stops.index(focused) if focused in stops else (-1 if forward else 0)
        following = stops[(at + (1 if forward else -1)) % len(stops)]
        following.show()
        following.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def toggle_sentence(self) -> None:
        """Take the whole sentence as evidence, or the clause again."""
        wide = drafts.widened(self._article.text, self._narrow)
        self._take_evidence(self._narrow if self._draft.evidence == wide != self._narrow else wide)

    def _take_evidence(self, stretch: Range) -> None:
        """Take a stretch as evidence; a date that nobody has chosen is the one inside it, if any."""
        self._draft = replace(self._draft, evidence=stretch)
        for field in self.roles:
            if not field.role.minimum and not field.touched:
                field.propose(drafts.inside(field.role, self._marks, stretch))
        self._show_evidence()
        self._warn()

    def finish(self) -> None:
        """Hand the stance over if it is complete, else say what is missing and go there."""
        lacking = [field.role.name for field in self.roles if not field.filled]
        value = self._kind.value
        if value is not None and value.required and self.value is not None and not self.value.value:
            lacking.append(value.name)
        if lacking:
            self._tell(self.tr("Still missing: {}.").format(", ".join(lacking).lower()))
            self.go_on()
            return
        self.saved.emit(self.draft)

    @property
    def draft(self) -> Draft:
        """Return the stance as it stands in the form."""
        attributes = dict(self._draft.attributes)
        value = self._kind.value
        if value is not None and self.value is not None and self.value.value:
            attributes[value.id] = self.value.value
        roles = {field.role.id: tuple(field.chosen) for field in self.roles}
        return replace(self._draft, attributes=attributes, roles=roles)

    def _warn(self) -> None:
        """Say when the stance as it stands contradicts another one, or was made already."""
        draft = self.draft
        actors, treaties, dates = (draft.roles.get(role, ()) for role in ("actor", "treaty", "date"))
        span = Span(_DRAFT, self.article, "", self._kind.id, *draft.evidence, draft.attributes)
        stance = Stance(span, tuple(actors), next(iter(treaties), None), next(iter(dates), None))
        found = clashes([*self._others, stance], self._article.text).get(_DRAFT, [])
        parts.put(self.warning, clash_words(found, self._kind))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the form's own keys from Save: a button moves the focus by its arrows, with Alt held or not."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and event.key() in _ARROWS:
                self.keyPressEvent(event)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (end := end_of(event)) is not None:
            self.move_evidence(end)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and alt:
            self.toggle_sentence()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        else:
            super().keyPressEvent(event)

    def _on_value(self) -> None:
        self.problem.hide()
        self._warn()
        if all(field.filled for field in self.roles):
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go_on()

    def _show_evidence(self) -> None:
        start, end = self._draft.evidence
        words = parts.beginning(self._article.text, start, end, _WORDS_SHOWN)
        self._evidence.setText(parts.breakable(f"“{words}”"))
        wide = drafts.widened(self._article.text, self._narrow)
        self._widen.setVisible(wide != self._narrow)
        self._widen.setText(
            self.tr("Only the clause  (Alt+↑)") if self._draft.evidence == wide else self.tr("Whole sentence  (Alt+↑)")
        )
        self.previewed.emit(self._draft.evidence)
