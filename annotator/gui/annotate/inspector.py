"""The inspector: the selected mark, the stances as cards, and the sections about the article that others add."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator import edits
from annotator.core import drafts
from annotator.core.article import Article, Range
from annotator.core.drafts import Draft
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.scheme import Label
from annotator.core.stances import surface
from annotator.gui import marking
from annotator.gui.annotate import parts
from annotator.gui.annotate.mark_card import MarkCard
from annotator.gui.annotate.parts import button, heading, label
from annotator.gui.annotate.questions import Questions
from annotator.gui.annotate.stance_cards import StanceCards
from annotator.gui.annotate.stance_form import StanceForm
from annotator.gui.session import Session

_REMEMBERED = 12
"""How many names that filled roles are offered first again."""


class Inspector(QScrollArea):
    """The right column of the Annotate workspace."""

    left = Signal()
    """The person is done here: the page may have the focus back."""
    refused = Signal(object)
    previewed = Signal(object)
    """The evidence of the stance in the form (a range), or None."""
    hovered = Signal(str)
    """The id of the stance whose card the pointer is on, or an empty string."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._recent: list[str] = []
        self.reading_font = QFont()
        self.form: StanceForm | None = None
        self._edited: str | None = None  # the stance in the form, unless it is a new one
        self._saving = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)  # for very large letters
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mark_card = MarkCard(session)
        self.stances = StanceCards(session)
        self.questions = Questions(session)
        self._place, self._number = label("", "section"), label("", "section")
        self._new = button(
            self.tr("＋ New"),
            partial(self._attempt, self.new_stance),
            "link",
            self.tr("A stance about what is selected (S)"),
        )
        self._forms, self._sections = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self._connect()
        self._on_article()
        self._on_selection()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "panel")
        self.setWidget(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 6, 12, 12)
        column.setSpacing(7)
        column.addWidget(heading(self.tr("Selected mark"), self._place))
        column.addWidget(self.mark_card)
        column.addLayout(self._forms)
        column.addWidget(heading(self.tr("Stances"), self._number, self._new))
        column.addWidget(self.stances)
        column.addWidget(self.questions)
        self._sections.setSpacing(7)
        column.addLayout(self._sections)
        column.addStretch()

    def _connect(self) -> None:
        for part in (self.mark_card, self.stances, self.questions):
            part.left.connect(self.left)
            part.refused.connect(self.refused)
        self.stances.edit_asked.connect(self._edit)
        self.stances.hovered.connect(self.hovered)
        session = self._session
        session.article_changed.connect(self._on_article)
        session.marks_changed.connect(self._on_marks)
        session.selection_changed.connect(self._on_selection)

    def add_section(self, section: QWidget) -> None:
        """Show a section of its own below the others."""
        self._sections.addWidget(section)

    def new_stance(self) -> None:
        """Ask for a stance about what is selected; a selected stance is edited."""
        session, kind = self._session, self._stance_label()
        article, marks = marking.front(session)
        if kind is None:
            raise Refused("scheme-without-stances")
        at: Span | Range | None = session.mark or session.stretch
        if at is None:
            raise Refused("nothing-selected")
        if isinstance(at, Span) and at.label == kind.id:
            self.edit_stance(at)
            return
        offered = marks.ordered()
        draft = drafts.begin(article.text, kind, offered, at, self._recent)
        self._open_form(article, kind, draft, offered, self.tr("NEW STANCE"), None)

    def edit_stance(self, stance: Span) -> None:
        """Ask for a stance anew, filled as it is; one that is only suggested becomes the person's own when saved."""
        article, marks = marking.front(self._session)
        kind = self._stance_label()
        if kind is None:
            raise Refused("scheme-without-stances")
        known = next(
            (item for item in (*marks.stances(), *marks.suggested_stances()) if item.span.id == stance.id), None
        )
        filled = {} if known is None else {
            "actor": known.actors,
            "treaty": (known.treaty,) if known.treaty else (),
            "date": (known.date,) if known.date else (),
        }  # fmt: skip
        draft = Draft((stance.start, stance.end), stance.attributes, filled)
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
        self.questions.begin()

    def _open_form(
        self, article: Article, kind: Label, draft: Draft, marks: list[Span], title: str, stance: Span | None
    ) -> None:
        parts.empty(self._forms)
        every = self._session.marks.stances() if self._session.marks else []
        others = [other for other in every if stance is None or other.span.id != stance.id]
        self.form = StanceForm(article, kind, draft, marks, self._recent, title, others)
        self.form.previewed.connect(self.previewed)
        self.form.cancelled.connect(self.close_form)
        self.form.saved.connect(partial(self._save, article, stance))
        self._edited = stance.id if stance is not None else None
        self._forms.addWidget(self.form)
        self.mark_card.hide()
        self.previewed.emit(draft.evidence)
        self.form.show()
        self.form.start()
        self.verticalScrollBar().setValue(0)

    def _on_marks(self, _put: list[Span], gone: list[str]) -> None:
        """Let the form go when what it edits is gone; give the others what became of the marks in it."""
        if self._saving:
            return  # what is saved is selected next, and the form goes
        self._show_stances(None)
        if self.form is not None and self._edited in gone:
            self.close_form()
        elif self.form is not None and self._session.marks is not None:
            self.form.set_marks(self._session.marks.ordered())

    def _save(self, article: Article, stance: Span | None, draft: Draft) -> None:
        session = self._session
        self._saving = True
        try:
            marking.front(session)
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
        finally:
            self._saving = False
        for span in (span for spans in draft.roles.values() for span in spans):
            name = surface(span, article.text)
            self._recent = [name, *(other for other in self._recent if other != name)][:_REMEMBERED]
        session.select(made.id)  # first: it is seen on the page before anything is laid out anew here
        self.close_form()

    def _stance_label(self) -> Label | None:
        return next((item for item in self._session.scheme.current if item.roles), None)

    def _on_article(self) -> None:
        article = self._session.article
        if self.form is not None and (article is None or article.id != self.form.article):
            self.close_form()  # an article that is only read anew keeps it
        self.questions.show_article()

    def _on_selection(self) -> None:
        self.mark_card.show_selection(self.reading_font)
        marks, mark, stretch = self._session.marks, self._session.mark, self._session.stretch
        if marks is not None and mark is not None:
            self._place.setText(self.tr("{:,} OF {:,}").format(marks.position(mark) + 1, len(marks)))
        else:
            self._place.setText("")
        at = stretch[0] if stretch is not None else None
        self._show_stances(mark.start if mark is not None else at)

    def _show_stances(self, near: int | None) -> None:
        self.stances.show_stances(self._stance_label(), near)
        parts.put(self._number, f"{self.stances.count:,}" if self.stances.count else "")

    def _edit(self, stance: str) -> None:
        span = self._session.mark_with(stance)
        if span is None:
            return
        self._session.select(stance)
        self._attempt(partial(self.edit_stance, span))

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as refusal:
            self.refused.emit(refusal.problem)
