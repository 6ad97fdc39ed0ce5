"""The inspector: the selected mark, the stances as cards, and the questions about the article."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator import edits
from annotator.core import drafts
from annotator.core.article import Article, Range
from annotator.core.drafts import Draft
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.scheme import Attribute, Label
from annotator.core.stances import surface
from annotator.gui.annotate import parts
from annotator.gui.annotate.mark_card import MarkCard
from annotator.gui.annotate.parts import Card, button, heading, label, row_of
from annotator.gui.annotate.stance_cards import StanceCards
from annotator.gui.annotate.stance_form import StanceForm
from annotator.gui.session import Session
from annotator.store import answers


class Inspector(QScrollArea):
    """The right column of the Annotate workspace."""

    left = Signal()
    """The person is done here: the page may have the focus back."""
    refused = Signal(object)
    previewed = Signal(object)
    """The evidence of the stance in the form (a range), or None."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._recent: list[str] = []
        self.reading_font = QFont()
        self.form: StanceForm | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "panel")
        self.setWidget(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 6, 12, 12)
        column.setSpacing(7)
        self._place = label("", "section")
        column.addWidget(heading(self.tr("Selected mark"), self._place))
        self.mark_card = MarkCard(session)
        self.mark_card.left.connect(self.left)
        self.mark_card.refused.connect(self.refused)
        column.addWidget(self.mark_card)
        self._forms = QVBoxLayout()
        column.addLayout(self._forms)
        self._number = label("", "section")
        self._new = button(
            self.tr("＋ New"), self._try_new_stance, "link", self.tr("A stance about what is selected (S)")
        )
        column.addWidget(heading(self.tr("Stances"), self._number, self._new))
        self.stances = StanceCards(session)
        self.stances.edit_asked.connect(self._edit)
        column.addWidget(self.stances)
        self._questions = QVBoxLayout()
        column.addLayout(self._questions)
        column.addStretch()
        session.article_changed.connect(self._on_article)
        session.marks_changed.connect(lambda _put, _gone: self._show_stances(None))
        session.selection_changed.connect(self._on_selection)
        self._on_article()
        self._on_selection()

    def new_stance(self) -> None:
        """Ask for a stance about what is selected; a selected stance is edited."""
        session, article, marks, kind = self._session, self._session.article, self._session.marks, self._stance_label()
        if article is None or marks is None or kind is None:
            raise Refused("scheme-without-stances" if kind is None else "no-article")
        at: Span | Range | None = session.mark or session.stretch
        if at is None:
            raise Refused("nothing-selected")
        if isinstance(at, Span) and at.label == kind.id and marks.is_own(at.id):
            self.edit_stance(at)
            return
        if isinstance(at, Span) and at.label == kind.id:
            at = (at.start, at.end)
        offered = marks.ordered()
        draft = drafts.begin(article.text, kind, offered, at, self._recent)
        self._open_form(article, kind, draft, offered, self.tr("NEW STANCE"), None)

    def _try_new_stance(self) -> None:
        try:
            self.new_stance()
        except Refused as refusal:
            self.refused.emit(refusal.problem)

    def edit_stance(self, stance: Span) -> None:
        """Ask for an own stance anew, filled as it is."""
        article, marks, kind = self._session.article, self._session.marks, self._stance_label()
        if article is None or marks is None or kind is None:
            return
        targets: dict[str, list[Span]] = {}
        for link in marks.links:
            if link.source == stance.id and (target := marks.get(link.target)):
                targets.setdefault(link.role, []).append(target)
        draft = Draft(
            (stance.start, stance.end), stance.attributes, {role: tuple(spans) for role, spans in targets.items()}
        )
        self._open_form(article, kind, draft, marks.ordered(), self.tr("STANCE"), stance)

    def settle(self) -> bool:
        """Save what is typed or chosen here and not yet saved; tell whether nothing is left open."""
        if self.form is not None:
            self.form.finish()
        return self.form is None and self.mark_card.settle()

    def close_form(self) -> None:
        """Leave the form without saving."""
        if self.form is not None:
            parts.empty(self._forms)
            self.form = None
            self.mark_card.show()
            self.previewed.emit(None)
            self.left.emit()

    def answer_questions(self) -> None:
        """Put the focus into the first question about the article."""
        field = self.findChild(QWidget, "answer")
        if field is None:
            raise Refused("no-questions")
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_form(
        self, article: Article, kind: Label, draft: Draft, marks: list[Span], title: str, stance: Span | None
    ) -> None:
        parts.empty(self._forms)
        self.form = StanceForm(article, kind, draft, marks, self._recent, title)
        self.form.previewed.connect(self.previewed)
        self.form.cancelled.connect(self.close_form)
        self.form.saved.connect(partial(self._save, article, stance))
        self._forms.addWidget(self.form)
        self.mark_card.hide()
        self.previewed.emit(draft.evidence)
        self.form.show()
        self.form.start()
        self.verticalScrollBar().setValue(0)

    def _save(self, article: Article, stance: Span | None, draft: Draft) -> None:
        session = self._session
        try:
            if stance is None:
                made = edits.add_stance(
                    session.file, session.person.id, article.id, draft.evidence, draft.attributes, draft.roles
                )
            else:
                made = edits.change_stance(
                    session.file, session.person.id, stance, draft.evidence, draft.attributes, draft.roles
                )
        except Refused as refusal:
            self.refused.emit(refusal.problem)
            return
        for span in (span for spans in draft.roles.values() for span in spans):
            name = surface(span, article.text)
            self._recent = [name, *(other for other in self._recent if other != name)][:12]
        self.close_form()
        session.select(made.id)

    def _stance_label(self) -> Label | None:
        return next((item for item in self._session.scheme.current if item.roles), None)

    def _on_article(self) -> None:
        article = self._session.article
        if self.form is not None and (article is None or article.id != self.form.article):
            self.close_form()  # an article that is only read anew keeps it
        self._show_questions()

    def _on_selection(self) -> None:
        # Unseen meanwhile: else Qt lays the whole column out anew for each part of the card that it shows.
        seen = not self.mark_card.isHidden()
        self.mark_card.hide()
        self.mark_card.show_selection(self.reading_font)
        self.mark_card.setVisible(seen)
        marks, mark, stretch = self._session.marks, self._session.mark, self._session.stretch
        if marks is not None and mark is not None:
            self._place.setText(self.tr("{} OF {}").format(marks.position(mark) + 1, len(marks.ordered())))
        else:
            self._place.setText("")
        at = stretch[0] if stretch is not None else None
        self._show_stances(mark.start if mark is not None else at)

    def _show_stances(self, near: int | None) -> None:
        marks, kind = self._session.marks, self._stance_label()
        stances = marks.stances() if marks is not None and kind is not None else []
        self._number.setText(str(sum(max(len(stance.actors), 1) for stance in stances)) if stances else "")
        self.stances.show_stances(kind, near)

    def _edit(self, stance: str) -> None:
        span = self._session.mark_with(stance)
        if span is not None:
            self.edit_stance(span)

    def _show_questions(self) -> None:
        parts.empty(self._questions)
        questions = [question for question in self._session.scheme.questions if not question.retired]
        article = self._session.article
        if not questions or article is None:
            return
        given = {
            answer.question: answer.value
            for answer in answers.of(self._session.file, article.id, self._session.person.id)
        }
        self._questions.addWidget(heading(self.tr("Questions")))
        card = Card()
        for question in questions:
            card.column.addLayout(row_of(question.name, self._question(question, article.id, given.get(question.id))))
        self._questions.addWidget(card)

    def _question(self, question: Attribute, article: str, value: str | bool | None) -> QWidget:  # noqa: FBT001  an answer's value
        def write(answer: str | bool | None) -> None:  # noqa: FBT001  as above
            try:
                edits.answer(self._session.file, self._session.person.id, article, question.id, answer)
            except Refused as refusal:
                self.refused.emit(refusal.problem)

        field: QWidget
        if question.type == "yesno":
            field = box = parts.tick(on=value is True)
            box.toggled.connect(write)
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
        field.setObjectName("answer")
        return field
