"""What a scheme will look like: a real page with sample marks, the keys of the labels, and the form of a stance."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.core import drafts
from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.scheme import Label, Scheme
from annotator.core.scheme_sample import DECIDED, SUGGESTED, sample
from annotator.core.scheme_toml import plain
from annotator.gui.annotate.parts import chip, empty, heading, label
from annotator.gui.annotate.stance_form import StanceForm
from annotator.gui.language import translated as tr
from annotator.gui.text.page import Page
from annotator.gui.text.shown import shown
from annotator.gui.theme import Theme

_PAUSE_MS = 40
_ZOOM = 85
_ACROSS = 4
_SHOWN_KEYS = 12
_FORM_WIDTH = 56  # characters: about as wide as beside the article


class Preview(QWidget):
    """Draws a scheme a moment after it changed, with the very parts that the window draws it with."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._scheme = Scheme("", "", ())
        self._stance = ""
        self._sample: tuple[Article, list[Span]] = (Article("", ""), [])
        self.page = Page(theme)
        self.page.setObjectName("preview")
        self.page.setAccessibleName(tr("Preview of the page"))
        self.page.setTabChangesFocus(True)
        self.page.set_look(zoom=_ZOOM)
        self.keys = QGridLayout()
        self.keys.setContentsMargins(16, 8, 16, 8)
        self.keys.setSpacing(6)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.page, 1)
        strip = QFrame()
        strip.setProperty("role", "bar")
        strip.setLayout(self.keys)
        self._column.addWidget(strip)
        self.form = QScrollArea(widgetResizable=True)
        self.form.setFrameShape(QFrame.Shape.NoFrame)
        self.form.setAccessibleName(tr("Preview of the form of a stance"))
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._draw)

    def show_scheme(self, scheme: Scheme, stance: str = "") -> None:
        """Show a scheme; the form is that of the label with this id, if it has one, else of the first that has."""
        if (scheme, stance) != (self._scheme, self._stance):
            self._scheme, self._stance = scheme, stance
            self._later.start()

    def _draw(self) -> None:
        place = self.page.verticalScrollBar().value()
        article, spans = sample(self._scheme, tr("How the marks will look"), tr("Sample"))
        marks = [shown(span, self._scheme, decided=span.author == DECIDED) for span in spans]
        self.page.show_article(article, marks)
        self.page.verticalScrollBar().setValue(place)
        self._draw_keys()
        self._sample = article, [span for span in spans if span.author != SUGGESTED]
        self.draw_form()

    def _draw_keys(self) -> None:
        empty(self.keys)
        for number, item in enumerate(self._scheme.current[:_SHOWN_KEYS]):
            made = chip(f"{item.key.upper()}  {_short(item.name)}".strip(), item.colour)
            made.setToolTip(item.help)
            self.keys.addWidget(made, number // _ACROSS, number % _ACROSS, Qt.AlignmentFlag.AlignLeft)
        self.keys.setColumnStretch(_ACROSS, 1)

    def draw_form(self) -> None:
        """Draw the form of a stance, if it is seen."""
        if not self.form.isVisible():
            return
        article, spans = self._sample
        kinds = [item for item in self._scheme.current if item.roles]
        kind = next((item for item in kinds if item.id == self._stance), kinds[0] if kinds else None)
        inner = QWidget()
        inner.setObjectName("scrolled")
        inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * _FORM_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 4, 16, 12)
        stance = next((span for span in spans if kind is not None and span.label == kind.id), None)
        if kind is None or stance is None:
            column.addWidget(label(tr("No label has roles, so there is no form of a stance."), "dim", wrap=True))
        else:
            column.addWidget(heading(tr("The form of {}").format(_short(kind.name))))
            column.addWidget(_form(article, kind, stance, [span for span in spans if span.label != kind.id]))
        column.addStretch(1)
        self.form.setWidget(inner)


def _form(article: Article, kind: Label, stance: Span, others: list[Span]) -> StanceForm:
    """Return the form as it opens at a mark, to be looked at only."""
    place = (stance.start, stance.end)
    begun = drafts.begin(article.text, kind, others, place)
    chosen = drafts.Draft(place, stance.attributes, begun.roles)
    made = StanceForm(article, kind, chosen, others, [], tr("STANCE"))
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    for part in made.findChildren(QWidget):
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _short(name: str) -> str:
    return plain(name, 24) or "…"
