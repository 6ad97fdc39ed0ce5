"""The questions about the article: answered by keyboard or mouse, saved at once."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from annotator import edits
from annotator.core.problems import Refused
from annotator.core.scheme import Attribute
from annotator.gui import marking
from annotator.gui.annotate import parts
from annotator.gui.annotate.parts import Card, heading, row_of
from annotator.gui.annotate.stance_form import ValueField
from annotator.gui.session import Session
from annotator.store import answers


class Questions(QWidget):
    """One field for each question of the scheme; nothing where it asks none."""

    refused = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._first: QWidget | None = None

    def show_article(self) -> None:
        """Show the questions with the person's answers about the article in front."""
        session, article = self._session, self._session.article
        questions = [question for question in session.scheme.questions if not question.retired]
        if self._column.count():
            parts.empty(self._column)
        self._first = None
        parts.show(self, on=bool(questions) and article is not None)
        if not questions or article is None:
            return
        given = (
            session.past.answers
            if session.past is not None
            else answers.of(session.file, article.id, session.person.id)
        )
        values = {answer.question: answer.value for answer in given}
        self._column.addWidget(heading(self.tr("Questions")))
        card = Card()
        for question in questions:
            field = self._field(question, article.id, values.get(question.id))
            self._first = self._first or field
            card.column.addLayout(row_of(question.name, field))
        self._column.addWidget(card)

    def begin(self) -> None:
        """Put the focus into the first question; refuse where there is none."""
        if self._first is None:
            raise Refused("no-questions")
        self._first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _field(self, question: Attribute, article: str, value: str | bool | None) -> QWidget:  # noqa: FBT001  an answer's value
        write = partial(self._write, article, question.id)
        field: QWidget
        if question.type == "yesno":
            field = box = parts.tick(on=value is True)
            box.clicked.connect(write)
        elif question.type == "choice" and any(choice.key for choice in question.choices):
            field = letters = ValueField(question, str(value or ""))
            letters.taken.connect(lambda: write(letters.value))
        elif question.type == "choice":
            field = combo = QComboBox()
            combo.addItem("–", None)
            for choice in question.choices:
                combo.addItem(choice.name, choice.id)
            combo.setCurrentIndex(max(combo.findData(value), 0))
            combo.activated.connect(lambda _index: write(combo.currentData()))
        else:
            field = line = parts.line(str(value or ""))
            line.editingFinished.connect(lambda: write(line.text().strip() or None) if line.isModified() else None)
            line.returnPressed.connect(self.left)
        field.setObjectName("answer")
        field.setToolTip(question.help)
        return field

    def _write(self, article: str, question: str, answer: str | bool | None) -> None:  # noqa: FBT001  as above
        try:
            marking.front(self._session)
            edits.answer(self._session.file, self._session.person.id, article, question, answer)
        except Refused as refusal:
            self.refused.emit(refusal.problem)
