"""The page: an article to read, with its marks painted under the text. What it says and takes is in code points."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.core.article import Article, Range
from annotator.gui.text import painter
from annotator.gui.text.announcing import announce
from annotator.gui.text.display import Display
from annotator.gui.text.folds import Fold, outside_of
from annotator.gui.text.header import Header, title_line
from annotator.gui.text.keys import Keys, out_of_hidden
from annotator.gui.text.look import SPACING, ZOOM, Look
from annotator.gui.text.placed import PlacedMarks
from annotator.gui.text.pointer import Pointer
from annotator.gui.text.scene import Scene, paragraph_numbers
from annotator.gui.text.sheet import Sheet
from annotator.gui.text.shown import Shown
from annotator.gui.text.viewing import centre_sheet, move_caret, page_palette, repaint, scroll_to, to_document
from annotator.gui.theme import Theme

_NOTHING = Article(id="", text="")


class Page(QTextEdit):
    """Shows one article and its marks. It keeps no marks of its own making: it is told what to show."""

    mark_chosen = Signal(str)
    stretch_chosen = Signal(int, int)
    nothing_chosen = Signal()
    resize_asked = Signal(str, int, int)
    menu_asked = Signal(str, QPoint)  # the id of a mark or "", and where on the screen
    header_clicked = Signal(str)  # title, source or published
    zoom_asked = Signal(int)  # 1 larger, -1 smaller

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Article")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._header = Header(self.viewport())
        self._header.clicked.connect(self.header_clicked)
        self._scene = _scene(_NOTHING, (), Look(theme))
        pointer, typed = Pointer(self, self), Keys(self, self)
        pointer.clicked.connect(self._take_click)
        for source in (pointer, typed):
            source.stretched.connect(partial(_take_stretch, self))
            source.menu_asked.connect(self.menu_asked)
        pointer.resized.connect(self.resize_asked)
        pointer.folded.connect(self._toggle)
        pointer.zoomed.connect(self.zoom_asked)
        typed.cancelled.connect(pointer.cancel)
        typed.unstretched.connect(self.nothing_chosen)
        self.verticalScrollBar().valueChanged.connect(lambda value: self._header.move(0, -value))
        self.selectionChanged.connect(self.viewport().update)  # Qt's own part is wrong beside folded lines
        self.show_article(None, ())

    @property
    def scene(self) -> Scene:
        """Return what the page shows, for those who paint beside it."""
        return self._scene

    def show_article(self, article: Article | None, marks: Sequence[Shown]) -> None:
        """Show an article from its beginning, with these marks; nothing is selected, what is outside is folded."""
        self._scene = _scene(article or _NOTHING, marks, self._scene.look)
        self._lay_out()
        self.setDocument(self._scene.sheet.document)
        self.setCursorWidth(2)  # Qt keeps it with the document
        first = next(self._scene.visible(QRectF(0, 0, 1, 1)), None)
        if first is not None:
            move_caret(self, self._scene.sheet.display, self._scene.sheet.display.lines[first.blockNumber()].start)
        self.verticalScrollBar().setValue(0)

    def update_marks(self, put: Iterable[Shown], gone: Iterable[str]) -> None:
        """Show these marks, new or in the place of those with their ids, and no longer those that are gone."""
        scene, stale = self._scene, list[QRectF]()
        for identity in gone:
            stale += scene.remove(identity)
        for mark in put:
            stale += scene.put(mark)
        if scene.marks.get(scene.selected) is None:
            scene.selected = None
        repaint(self, stale, scene.look.pitch)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._set_look(replace(self._scene.look, theme=theme))

    def set_zoom(self, percent: int) -> None:
        """Set the size of the text, 50 … 300 %."""
        self._set_look(replace(self._scene.look, zoom=min(max(percent, ZOOM[0]), ZOOM[-1])))

    def set_line_spacing(self, percent: int) -> None:
        """Set the distance of the lines in percent of the size of the text, 130 … 300."""
        self._set_look(replace(self._scene.look, spacing=min(max(percent, SPACING[0]), SPACING[-1])))

    def set_reading_font(self, family: str) -> None:
        """Set the reading face; an empty name means the first of the usual serif faces that is installed."""
        self._set_look(replace(self._scene.look, family=family))

    @property
    def selected_mark(self) -> str | None:
        """Return the id of the selected mark, or None."""
        return self._scene.selected

    def select_mark(self, identity: str | None, *, scroll: bool = True) -> None:
        """Select a mark, or none; unfold and scroll to it; a selected stretch is given up for it."""
        scene, before = self._scene, self._scene.marks.get(self._scene.selected)
        mark = scene.marks.get(identity)
        scene.selected = mark.id if mark is not None else None
        if before is not None:
            repaint(self, scene.around(before), scene.look.pitch)
        if mark is None:
            return
        for line in scene.marks.lines_of(mark):
            fold = scene.sheet.fold_of(line)
            if fold is not None and fold in scene.sheet.folded:
                self._toggle(fold)
        repaint(self, scene.around(mark), scene.look.pitch)
        if self.selected_stretch is not None or not mark.span.start <= self.caret <= mark.span.end:
            move_caret(self, scene.sheet.display, mark.span.start)
        pieces = scene.pieces(mark) if scroll else []
        if pieces:
            scroll_to(self, pieces[0])
        if before is not mark:
            announce(self, mark, scene.article.text)

    @property
    def selected_stretch(self) -> Range | None:
        """Return the selected stretch of text, or None."""
        cursor, display = self.textCursor(), self._scene.sheet.display
        if not cursor.hasSelection():
            return None
        return display.code_point(cursor.selectionStart()), display.code_point(cursor.selectionEnd())

    def select_stretch(self, start: int, end: int) -> None:
        """Select a stretch of text; a selected mark is given up for it."""
        self.select_mark(None)
        move_caret(self, self._scene.sheet.display, start, end)
        self.ensureCursorVisible()

    @property
    def caret(self) -> int:
        """Return where the caret is."""
        return self._scene.sheet.display.code_point(self.textCursor().position())

    def set_caret(self, position: int) -> None:
        """Put the caret somewhere, and bring it into view; a selected stretch is given up."""
        move_caret(self, self._scene.sheet.display, position)
        self.ensureCursorVisible()

    def marks_at(self, position: int) -> list[str]:
        """Return the ids of the marks that cover the character at a position (or end there), innermost first."""
        return self._scene.marks.at(position)

    def rectangles_of(self, identity: str) -> list[QRectF]:
        """Return the boxes of a mark in pixels of the viewport, one for each visual run; none where it is folded."""
        mark = self._scene.marks.get(identity)
        origin = to_document(self, QPointF(0, 0))
        return [piece.rect.translated(-origin) for piece in self._scene.pieces(mark)] if mark is not None else []

    def set_hits(self, ranges: Iterable[Range]) -> None:
        """Show what a search has found."""
        self._scene.hits = tuple(sorted(ranges))
        self.viewport().update()

    def toggle_outside(self) -> None:
        """Unfold all that is outside the body; where nothing is folded, fold it all."""
        sheet = self._scene.sheet
        for fold in tuple(sheet.folded) or sheet.outside.folds:
            self._toggle(fold)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the boxes and underlines, the text over them, and the ring of the selected mark over both."""
        viewport, area = self.viewport(), QRectF(event.rect())
        offset = self.verticalScrollBar().value()
        below = QPainter(viewport)
        if self._scene.article is not _NOTHING:
            below.setPen(self._scene.look.colour("faint"))
            for x in (0, viewport.width() - 1):
                below.drawLine(x, event.rect().top(), x, event.rect().bottom())
            below.translate(0, -offset)
            painter.paint_under(below, self._scene, area.translated(0, offset))
        below.end()
        super().paintEvent(event)
        above = QPainter(viewport)
        above.translate(0, -offset)
        painter.paint_over(above, self._scene, area.translated(0, offset))
        above.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sheet in the middle and the head as high as its words need."""
        super().resizeEvent(event)
        self._lay_out()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selected words as they stand in the article, whatever Qt made of them."""
        data = QMimeData()
        if (stretch := self.selected_stretch) is not None:
            data.setText(self._scene.article.text[slice(*stretch)])
        return data

    def _set_look(self, look: Look) -> None:
        """Set the page anew, with the same line at its top."""
        if look == self._scene.look:
            return
        scene, bar = self._scene, self.verticalScrollBar()
        top = scene.sheet.display.code_point(self.cursorForPosition(QPoint(scene.look.left, 1)).position())
        at_top = bar.value() == 0
        scene.look = look
        self._lay_out()
        scene.sheet.set_look(look)
        self._lay_out()
        pieces = scene.sheet.pieces(top, min(top + 1, len(scene.article.text)))
        bar.setValue(0 if at_top or not pieces else round(pieces[0].baseline) - look.pitch)

    def _lay_out(self) -> None:
        scene, article = self._scene, self._scene.article
        self._header.show_article(None if article is _NOTHING else article, scene.look)
        self.setFont(scene.look.reading_font())
        colours = page_palette(self.palette(), scene.look, empty=article is _NOTHING)
        self.setPalette(colours)
        self.viewport().setPalette(colours)  # a style sheet above keeps the viewport from taking them over
        scene.sheet.set_header(self._header.height_for(min(self.width(), scene.look.sheet)))
        centre_sheet(self, scene.sheet.document, scene.look)
        scene.forget_places()
        width = self.viewport().width()
        self._header.setGeometry(0, -self.verticalScrollBar().value(), width, self._header.height_for(width))

    def _take_click(self, under: list[str]) -> None:
        """Choose a clicked mark; where marks overlap, each further click chooses the next one outwards."""
        if not under:
            self.select_mark(None)
            self.nothing_chosen.emit()
            return
        chosen = self._scene.selected
        following = under.index(chosen) + 1 if chosen in under else 0
        self.select_mark(under[following % len(under)], scroll=False)
        self.mark_chosen.emit(self.selected_mark)

    def _toggle(self, fold: Fold) -> None:
        self._scene.sheet.fold(fold, folded=fold not in self._scene.sheet.folded)
        self._lay_out()
        if not self.textCursor().block().isVisible():
            self.setTextCursor(out_of_hidden(self.textCursor(), QTextCursor.MoveMode.MoveAnchor, backwards=False))
        self.viewport().update()


def _take_stretch(page: Page, start: int, end: int) -> None:
    """Choose a stretch that was selected by hand."""
    page.select_mark(None)
    if page.selected_stretch != (start, end):
        move_caret(page, page.scene.sheet.display, start, end)
    page.stretch_chosen.emit(start, end)


def _scene(article: Article, marks: Iterable[Shown], look: Look) -> Scene:
    display = Display(article.text)
    sheet = Sheet(display, outside_of(article, display), look, title_line(article))
    return Scene(article, sheet, PlacedMarks(display, marks), look, numbers=paragraph_numbers(sheet))
