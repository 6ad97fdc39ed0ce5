"""The Annotate workspace: queue, page and inspector side by side, with one selection."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator.core.article import Range
from annotator.core.marks import Span
from annotator.core.problems import Problem, Refused
from annotator.gui import marking
from annotator.gui.annotate.article_note import ArticleNote
from annotator.gui.annotate.comments import Comments, name_key
from annotator.gui.annotate.everywhere import Everywhere
from annotator.gui.annotate.find_bar import FindBar
from annotator.gui.annotate.form_keys import FormKeys
from annotator.gui.annotate.inspector import Inspector
from annotator.gui.annotate.old_dates import OldDates
from annotator.gui.annotate.page_ties import PageTies
from annotator.gui.annotate.parts import button, label
from annotator.gui.annotate.queue import Queue
from annotator.gui.bindings import Bindings, with_key
from annotator.gui.session import Session
from annotator.gui.text.page import Page
from annotator.gui.text.shown import Shown, all_shown, shown
from annotator.gui.theme import Theme


class Workspace(QFrame):
    """Ties the page to the session: chosen on one is selected in the other, and what a step changed is drawn."""

    refused = Signal(object)
    menu_asked = Signal(QPoint)
    header_clicked = Signal(str)
    asked = Signal(str)
    """The id of an action."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.page = Page(theme)
        session.selection_changed.connect(self._on_selection)  # first: the page is painted before the cards are filled
        self.queue: Queue = Queue(session, theme)
        self.inspector = Inspector(session)
        self.comments = Comments(session)
        self.old_dates = OldDates(session)
        self._blind = ArticleNote(session)
        self._empty = EmptyPage()
        self.everywhere: Everywhere = Everywhere(session, self.page)
        self.find_bar: FindBar = FindBar(session, self.page)
        self._shown_mark: str | None = None
        middle = QFrame()
        middle.setProperty("role", "page")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._blind)
        column.addWidget(self.page)
        column.addWidget(self._empty)
        column.addWidget(self.everywhere)
        column.addWidget(self.find_bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        for part, width in ((self.queue, 272), (middle, 740), (self.inspector, 330)):
            part.setMinimumWidth(min(width * 3 // 4, 420))
            self.splitter.addWidget(part)
        self.splitter.setSizes([272, 740, 330])
        self.splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        for section in (self.old_dates, self.comments):
            self.inspector.add_section(section)
        self._connect()
        self._on_article()

    def _connect(self) -> None:
        session, page = self._session, self.page
        session.article_changed.connect(self._on_article)
        session.article_changed.connect(self.find_bar.show_article)  # once the page shows it
        PageTies(session, page, self.inspector, self.comments).refused.connect(self.refused)
        session.marks_changed.connect(self._on_marks)
        page.mark_chosen.connect(self._on_mark)
        page.stretch_chosen.connect(self._on_stretch)
        page.cursorPositionChanged.connect(self._on_caret)
        page.nothing_chosen.connect(self._on_nothing)
        page.resize_asked.connect(self._resize)
        page.menu_asked.connect(self._on_menu)
        page.header_clicked.connect(self._on_header)
        self.queue.chosen.connect(self._choose)
        self.queue.searched.connect(self.find_bar.show_searched)
        self.queue.left.connect(self.focus_page)
        self.find_bar.left.connect(self.focus_page)
        self._empty.asked.connect(self.asked)
        self.everywhere.left.connect(self.focus_page)
        self.everywhere.refused.connect(self.refused)
        self.comments.refused.connect(self.refused)
        self.comments.reached.connect(self.inspector.ensureWidgetVisible)
        session.thread_touched.connect(self.comments.choose)
        self.comments.list_asked.connect(lambda: self.asked.emit("comments"))
        self._blind.asked.connect(self.asked)
        for part in (self.comments, self.old_dates):
            part.left.connect(self.focus_page)
        self.inspector.left.connect(self.focus_page)
        self.inspector.refused.connect(self.refused)
        self.inspector.previewed.connect(self._preview)
        FormKeys(page, lambda: self.inspector.form)

    def set_bindings(self, bindings: Bindings) -> None:
        """Name the keys in force where a sentence names one."""
        name_key(self.comments, bindings)
        self._empty.set_bindings(bindings)
        self.find_bar.set_bindings(bindings)

    def focus_page(self) -> None:
        """Give the page the focus."""
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_search(self) -> None:
        """Put the focus into the search of the queue, which is shown for it."""
        self.queue.show()
        self.queue.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.queue.search.selectAll()

    def next_part(self) -> None:
        """Go from the page to the inspector, the queue, and back to the page."""
        if self.page.hasFocus() and self.inspector.form is not None:
            self.inspector.form.start()
        elif self.page.hasFocus():
            fields = (
                part for part in self.inspector.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus
            )
            first = next((field for field in fields if field.isVisible()), None)
            (first or self.queue.list).setFocus(Qt.FocusReason.TabFocusReason)
        elif self.inspector.isAncestorOf(self.focusWidget() or self):
            self.queue.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focus_page()

    def new_stance(self) -> None:
        """Ask for a stance about what is selected."""
        self.inspector.new_stance()

    def edit_mark(self) -> None:
        """Edit the attributes of the selected mark; a stance in its form."""
        mark = self._session.mark
        kind = self._session.scheme.label(mark.label) if mark else None
        if mark is not None and kind is not None and kind.roles:
            self.inspector.edit_stance(mark)
        elif not self.inspector.mark_card.focus_first():
            raise Refused("no-attributes")

    def answer_questions(self) -> None:
        """Go to the questions about the article."""
        self.inspector.answer_questions()

    def leave(self, act: Callable[[Session], object]) -> None:
        """Do what puts another article in front, once nothing is left open in this one."""
        if self.inspector.settle():
            act(self._session)
            self.focus_page()

    def escape(self) -> None:
        """Leave what is open: the past, the form, a field, the search, at last the selection."""
        if self._session.past is not None:
            self._session.show_now()
        elif self.inspector.form is not None:
            self.inspector.close_form()
        elif self.find_bar.isVisible():
            self.find_bar.close_bar()
        elif not self.page.hasFocus():
            self.focus_page()
        else:
            self._session.select(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.page.set_look(theme=theme)
        self.queue.set_theme(theme)

    def _shown(self, span: Span) -> Shown:
        marks = self._session.marks
        return shown(span, self._session.scheme, decided=marks is not None and marks.is_own(span.id))

    def _on_article(self) -> None:
        session = self._session
        marks = session.marks.ordered() if session.marks is not None else []
        own = {span.id for span in session.marks.own} if session.marks is not None else ()
        self.page.show_article(session.article, all_shown(marks, session.scheme, own))
        self.page.setVisible(session.article is not None)
        self._empty.setVisible(session.article is None)

    def _on_marks(self, put: list[Span], gone: list[str]) -> None:
        self.page.update_marks([self._shown(span) for span in put], gone)

    def _on_selection(self) -> None:
        session = self._session
        if self.page.selected_mark != session.selected:
            # What was selected before the article was read anew is selected again where the person has scrolled to.
            self.page.select_mark(session.selected, scroll=session.selected != self._shown_mark)
        self._shown_mark = session.selected
        if session.stretch is not None and self.page.selected_stretch != session.stretch:
            self.page.select_stretch(*session.stretch)
        elif session.stretch is None and session.selected is None and self.page.selected_stretch is not None:
            self.page.set_caret(self.page.caret)
        if self._session.selected is not None:
            QCoreApplication.sendPostedEvents(self.window(), QEvent.Type.UpdateRequest.value)

    def _on_mark(self, mark: str) -> None:
        """Select a mark that was clicked; with a stance in the form, let it fill a role there."""
        form, span = self.inspector.form, self._session.mark_with(mark)
        if form is None:
            self._session.select(mark)
        elif span is not None:
            form.take(span)

    def _on_stretch(self, start: int, end: int) -> None:
        """Select a stretch; with a stance in the form, it becomes its evidence."""
        if self.inspector.form is None:
            self._session.select_stretch((start, end))
        else:
            self.inspector.form.set_evidence((start, end))

    def _on_nothing(self) -> None:
        if self.inspector.form is None:
            self._session.select(None)
        else:
            self.inspector.form.show_again()

    def _on_header(self, field: str) -> None:
        if self._session.past is None:
            self.header_clicked.emit(field)
        else:
            self._session.tell(Problem("reading-the-past"))

    def _on_caret(self) -> None:
        self._session.caret = self.page.caret

    def _preview(self, evidence: Range | None) -> None:
        if evidence is not None:
            self.page.select_stretch(*evidence)
        elif self._session.stretch is None:
            self.page.select_mark(self._session.selected)

    def _choose(self, article: str) -> None:
        if self._session.article is None or self._session.article.id != article:
            self.leave(lambda session: session.show_article(article))
        else:
            self.focus_page()

    def _resize(self, mark: str, start: int, end: int) -> None:
        span = self._session.marks.get(mark) if self._session.marks else None
        if span is not None:
            try:
                marking.resize_to(self._session, span, (start, end))
            except Refused as refusal:
                self.refused.emit(refusal.problem)

    def _on_menu(self, mark: str, place: QPoint) -> None:
        if mark and mark != self._session.selected:
            self._session.select(mark)
        self.menu_asked.emit(place)


class EmptyPage(QWidget):
    """What stands in the middle while there is no article."""

    asked = Signal(str)
    """The id of an action: `import` or `import-folder`."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.addStretch(2)
        self._words = label("", "dim")
        for line in (label(self.tr("No articles yet"), "title"), self._words):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Import articles …"), partial(self.asked.emit, "import"), "primary"))
        row.addWidget(button(self.tr("Import a folder …"), partial(self.asked.emit, "import-folder")))
        row.addStretch()
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)

    def set_bindings(self, bindings: Bindings) -> None:
        """Name the key that imports."""
        self._words.setText(with_key(self.tr("Drop files or folders here, or choose them"), bindings, "import") + ".")
