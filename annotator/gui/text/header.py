"""The head of the page: where an article appeared, when, in which language, how long it is, and its title."""

import unicodedata
from html import escape

from PySide6.QtCore import QDate, QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.core.article import Article, Range
from annotator.core.translation import QT_TR_NOOP
from annotator.gui.language import translated
from annotator.gui.text.look import Look

_WITHOUT_SPACES = ("zh", "ja", "th", "lo", "km", "my")


class Header(QWidget):
    """Stands above the text and scrolls with it; a click on title, source or date says which."""

    clicked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._facts, self._title = QLabel(), QLabel()
        self._article: Article | None = None
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._title)
        for label in (self._facts, self._title):
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
            label.linkActivated.connect(self.clicked)
        self._title.setToolTip(translated(QT_TR_NOOP("Click to correct the title")))
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def show_article(self, article: Article | None, look: Look) -> None:
        """Show the head of an article."""
        self._article = article
        self.setVisible(article is not None)
        if article is None:
            return
        unit = look.unit
        self._column.setContentsMargins(look.left, round(30 * unit), look.right, round(12 * unit))
        self._column.setSpacing(round(6 * unit))
        self._facts.setFont(look.small_font(12.5))
        title = look.reading_font(1.5)
        title.setWeight(title.Weight.DemiBold)
        self._title.setFont(title)
        self._facts.setText("\u200e" + _facts(article, look))  # reads from the left, whatever the source's name is
        self._facts.setStyleSheet(f"color: {look.theme.dim}")
        self._title.setText(
            _link(
                "title",
                article.title or translated(QT_TR_NOOP("No title yet")),
                look.theme.ink if article.title else look.theme.dim,
            )
        )
        rtl = _is_right_to_left(article.title)
        self._title.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute if rtl else Qt.AlignmentFlag.AlignLeft
        )
        self._title.setVisible(title_line(article) is None)
        self._facts.setAccessibleName(translated(QT_TR_NOOP("About the article")))

    def height_for(self, width: int) -> int:
        """Return how high the head is at this width."""
        return self._column.heightForWidth(width) if self._article is not None else 0


def title_line(article: Article) -> Range | None:
    """Return the stretch of the title where the body begins with it, so that the head need not repeat it, or None."""
    title = article.title.strip()
    start = article.body[0][0] if article.body else 0
    while start < len(article.text) and article.text[start].isspace():
        start += 1
    return (start, start + len(title)) if title and article.text.startswith(title, start) else None


def _facts(article: Article, look: Look) -> str:
    dim = look.theme.dim
    no_source, no_date = translated(QT_TR_NOOP("no source")), translated(QT_TR_NOOP("no date"))
    source = _link("source", article.source, dim) if article.source else _link("source", no_source, dim, "underline")
    published = (
        _link("published", _date(article.published), dim, "underline")
        if article.published
        else _link("published", no_date, dim, "underline")
    )
    return " · ".join((source, published, escape(_language(article.language)), _length(article)))


def _link(field: str, words: str, colour: str, decoration: str = "none") -> str:
    return f'<a href="{field}" style="color: {colour}; text-decoration: {decoration}">\u2068{escape(words)}\u2069</a>'


def _date(published: str) -> str:
    """Return an ISO date or minute as people write it; anything else as it stands."""
    day, _, time = published.partition("T")
    date, clock = QDate.fromString(day, "yyyy-MM-dd"), QTime.fromString(time[:5], "hh:mm")
    if not date.isValid():
        return published
    words = QLocale.c().toString(date, "d MMMM yyyy")
    return f"{words}, {clock.toString('hh:mm')}" if clock.isValid() else words


def _language(code: str) -> str:
    language = QLocale(code).language()
    return (
        QLocale.languageToString(language)
        if code and language != QLocale.Language.C
        else (code if code != "und" else "") or translated(QT_TR_NOOP("unknown language"))
    )


def _length(article: Article) -> str:
    body = " ".join(article.text[start:end] for start, end in article.body or ((0, len(article.text)),))
    if article.language[:2] in _WITHOUT_SPACES:
        return translated(QT_TR_NOOP("{} characters")).format(f"{len(''.join(body.split())):,}")
    count = len(body.split())
    return translated(QT_TR_NOOP("1 word")) if count == 1 else translated(QT_TR_NOOP("{} words")).format(f"{count:,}")


def _is_right_to_left(text: str) -> bool:
    return next((unicodedata.bidirectional(letter) for letter in text if letter.isalpha()), "L") in {"R", "AL"}
