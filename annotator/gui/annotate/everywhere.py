"""Label everywhere: the other places of a mark's words, shown on the page before they are labelled in one step."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from annotator import edits
from annotator.core.article import Range
from annotator.core.marks import Span
from annotator.core.occurrences import elsewhere
from annotator.core.problems import Refused
from annotator.gui import marking
from annotator.gui.annotate.parts import button, label
from annotator.gui.session import Session
from annotator.gui.text.page import Page


class Everywhere(QFrame):
    """The bar under the page while the places are looked at: Tab goes on, X leaves one out, Enter labels the rest."""

    refused = Signal(object)
    left = Signal()

    def __init__(self, session: Session, page: Page) -> None:
        super().__init__()
        self._session, self._page = session, page
        self._mark: Span | None = None
        self._places: list[Range] = []
        self._out: set[Range] = set()
        self._at = 0
        self.setProperty("role", "bar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Label everywhere"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(10)
        self._words = label("", wrap=True)
        row.addWidget(self._words, 1)
        self._out_button = button(
            self.tr("X  leave out"), self._toggle, "", self.tr("Leave this place out, or in again")
        )
        next_button = button(self.tr("Tab  next"), self._go_on, "", self.tr("Look at the next place"))
        do = button(self.tr("Enter  label"), self.confirm, "primary", self.tr("Label these places in one step"))
        leave = button(self.tr("Esc"), self.close_preview, "", self.tr("Label nothing"))
        for made in (next_button, self._out_button, do, leave):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(made)
        self.hide()
        session.article_changed.connect(self.close_preview)
        session.selection_changed.connect(self.close_preview)

    def start(self) -> None:
        """Show where else the words of the selected mark stand; refuse where there is nothing to label."""
        article, marks = marking.front(self._session)
        mark = self._session.mark
        if mark is None:
            raise Refused("nothing-selected")
        kind = self._session.scheme.label(mark.label)
        if kind is not None and kind.roles:
            raise Refused("stance-not-everywhere")
        places = elsewhere(article, mark, marks.own)
        if not places:
            raise Refused("nowhere-else")
        self._mark, self._places, self._out = mark, places, set()
        following = (number for number, (start, _end) in enumerate(places) if start > mark.start)
        self._at = next(following, 0)
        self._show()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Label what was not left out, in one step, and select the mark that it began with."""
        mark, chosen = self._mark, [place for place in self._places if place not in self._out]
        if mark is None or not chosen:
            self.close_preview()
            return
        session, own = self._session, self._session.marks is not None and self._session.marks.is_own(mark.id)
        extents = chosen if own else [(mark.start, mark.end), *chosen]
        self.close_preview()
        try:
            made = edits.add_spans(session.file, session.person.id, mark.article, extents, mark.label, mark.attributes)
        except Refused as refusal:
            self.refused.emit(refusal.problem)
            return
        session.select(mark.id if own else made[0].id)
        session.said.emit(session.tr("Labelled: {:,}.").format(len(made)), "done")

    def close_preview(self) -> None:
        """Label nothing, and give the page the focus back."""
        if self._mark is None:
            return
        self._mark = None
        self.hide()
        self._page.set_preview((), "")
        self._page.select_mark(self._session.selected)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Take Tab before Qt moves the focus by it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Down):
                self._go_on()
                return True
            if event.key() in (Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Up):
                self._go_on(-1)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Label, leave out, or leave."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        elif event.key() in (Qt.Key.Key_X, Qt.Key.Key_Delete, Qt.Key.Key_Space):
            self._toggle()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_preview()
        else:
            super().keyPressEvent(event)

    def _go_on(self, step: int = 1) -> None:
        self._at = (self._at + step) % len(self._places)
        self._show()

    def _toggle(self) -> None:
        self._out ^= {self._places[self._at]}
        self._show()

    def _show(self) -> None:
        mark, scheme = self._mark, self._session.scheme
        if mark is None or self._session.article is None:
            return
        kind = scheme.label(mark.label)
        chosen = [place for place in self._places if place not in self._out]
        words = " ".join(self._session.article.text[mark.start : mark.end].split())
        out = self._places[self._at] in self._out
        self._words.setText(
            self.tr("Label {} other places of “{}” as {}?  Place {} of {}{}").format(
                len(chosen), words if len(words) < 40 else words[:39] + "…", kind.name if kind else mark.label,
                self._at + 1, len(self._places), self.tr(" (left out)") if out else "",
            )
        )  # fmt: skip
        self._out_button.setText(self.tr("X  take in") if out else self.tr("X  leave out"))
        self._page.set_preview(chosen, kind.colour if kind else "grey")
        self._page.select_stretch(*self._places[self._at])
