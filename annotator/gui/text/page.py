"""The page: an article to read, with its marks painted under the text. What it says and takes is in code points."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Unpack

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.core.article import Article, Range
from annotator.gui.text import painter
from annotator.gui.text.announcing import announce
from annotator.gui.text.display import Display
from annotator.gui.text.dropping import Dropping
from annotator.gui.text.folds import Fold, outside_of
from annotator.gui.text.header import Header, title_line
from annotator.gui.text.hovering import Hovering
from annotator.gui.text.keys import Keys, out_of_hidden
from annotator.gui.text.look import Look, Looks
from annotator.gui.text.overlay import Anchor, Tie
from annotator.gui.text.placed import PlacedMarks
from annotator.gui.text.pointer import Pointer
from annotator.gui.text.scene import Scene, paragraph_numbers
from annotator.gui.text.sheet import Sheet
from annotator.gui.text.shown import Shown
from annotator.gui.text.viewing import (
    centre_sheet,
    move_caret,
    page_palette,
    place_at,
    repaint,
    scroll_down_to,
    scroll_to,
    show_caret,
    to_document,
)
from annotator.gui.theme import Theme

_NOTHING = Article(id="", text="")


class Page(QTextEdit):
    """Shows one article and its marks. It keeps no marks of its own making: it is told what to show."""

    mark_chosen = Signal(str)
    stretch_chosen = Signal(int, int)
    nothing_chosen = Signal()
    resize_asked = Signal(str, int, int)
    fold_menu_asked = Signal(object, QPoint)  # the stretch outside the body that the quiet line stands for
    menu_asked = Signal(str, QPoint)  # the id of a mark or "", and where on the screen
    header_clicked = Signal(str)  # title, source or published
    zoom_asked = Signal(int)  # 1 larger, -1 smaller
    comment_chosen = Signal(str)
    role_dropped = Signal(str, str)  # what was dragged from the card of a stance, and the id of the mark

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(self.tr("Article"))
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._header = Header(self.viewport())
        self._header.clicked.connect(self.header_clicked)
        self.scene = _scene(_NOTHING, (), Look(theme))
        """What the page shows, for those who paint beside it."""
        pointer, typed, dropping = Pointer(self, self), Keys(self, self), Dropping(self, self)
        hovering = Hovering(self, self)  # last, so that it is asked first: a bubble is not part of the text
        hovering.comment_chosen.connect(self.comment_chosen)
        dropping.dropped.connect(self.role_dropped)
        pointer.clicked.connect(partial(_take_click, self))
        for source in (pointer, typed):
            source.stretched.connect(partial(_take_stretch, self))
            source.menu_asked.connect(self.menu_asked)
        pointer.resized.connect(self.resize_asked)
        pointer.folded.connect(self._toggle)
        pointer.fold_menu_asked.connect(
            lambda fold, at: self.fold_menu_asked.emit(self.scene.sheet.stretch_of(fold), at)
        )
        pointer.zoomed.connect(self.zoom_asked)
        typed.cancelled.connect(pointer.cancel)
        typed.unstretched.connect(partial(_take_click, self, []))
        self.verticalScrollBar().valueChanged.connect(partial(_follow_scroll, self, self._header))
        self.selectionChanged.connect(self.viewport().update)  # Qt's own part is wrong beside folded lines
        self.show_article(None, ())

    def show_article(self, article: Article | None, marks: Sequence[Shown]) -> None:
        """Show an article from its beginning, with these marks; nothing is selected, what is outside is folded.

        The article that is shown already keeps its place, its caret, its folds and what lies over it.
        """
        before, place, caret = self.scene, self.verticalScrollBar().value(), self.caret
        self.scene = _scene(article or _NOTHING, marks, before.look)
        same = article is not None and article.id == before.article.id
        if same:
            self.scene.overlay = before.overlay
            unfolded = set(before.sheet.outside.folds) - before.sheet.folded
            for fold in unfolded.intersection(self.scene.sheet.outside.folds):
                self.scene.sheet.fold(fold, folded=False)
        self._lay_out()
        self.setDocument(self.scene.sheet.document)
        before.sheet.document.deleteLater()  # PySide makes the page its parent, which would keep it as long
        show_caret(self, self.scene)  # Qt keeps it with the document
        beginning = self.scene.sheet.display.lines[self.scene.first_line].start
        move_caret(self, self.scene.sheet.display, caret if same else beginning)
        scroll_down_to(self, place if same else 0)

    def update_marks(self, put: Iterable[Shown], gone: Iterable[str]) -> None:
        """Show these marks, new or in the place of those with their ids, and no longer those that are gone."""
        scene, stale = self.scene, list[QRectF]()
        for identity in gone:
            stale += scene.remove(identity)
        for mark in put:
            stale += scene.put(mark)
        if scene.marks.get(scene.selected) is None:
            scene.selected = None
            show_caret(self, scene)
        repaint(self, stale, scene.look.pitch)
        if scene.overlay.source(scene.selected) is not None:
            self.viewport().update()

    def set_look(self, **changes: Unpack[Looks]) -> None:
        """Change how the page looks; the line at its top stays there."""
        scene, bar = self.scene, self.verticalScrollBar()
        look = replace(scene.look, **changes)
        if look == scene.look:
            return
        at_top = QTextCursor(scene.sheet.document)
        at_top.setPosition(place_at(self, scene, QPointF(scene.look.left + 1, 1)))
        down, scrolled = self.cursorRect(at_top).top() / scene.look.pitch, bar.value() > 0
        scene.look = look
        self._lay_out()
        scene.sheet.set_look(look)
        self._lay_out()
        show_caret(self, scene)
        now = self.cursorRect(at_top).top() + bar.value()
        scroll_down_to(self, round(now - down * look.pitch) if scrolled else 0)

    @property
    def selected_mark(self) -> str | None:
        """Return the id of the selected mark, or None."""
        return self.scene.selected

    def select_mark(self, identity: str | None, *, scroll: bool = True) -> None:
        """Select a mark, or none; unfold and scroll to it; a selected stretch is given up for it."""
        scene, before = self.scene, self.scene.marks.get(self.scene.selected)
        mark = scene.marks.get(identity)
        scene.selected = mark.id if mark is not None else None
        show_caret(self, scene)
        for one in (before, mark):
            if one is not None:
                repaint(self, scene.around(one), scene.look.pitch)
                if one.id in scene.overlay.ties:
                    self.viewport().update()  # its arcs reach anywhere
        if mark is None:
            return
        self._unfold(mark.span.start, mark.span.end)
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
        cursor, display = self.textCursor(), self.scene.sheet.display
        if not cursor.hasSelection():
            return None
        return display.code_point(cursor.selectionStart()), display.code_point(cursor.selectionEnd())

    def select_stretch(self, start: int, end: int) -> None:
        """Select a stretch of text; a selected mark is given up for it."""
        self.select_mark(None)
        move_caret(self, self.scene.sheet.display, start, end)
        self.ensureCursorVisible()

    @property
    def caret(self) -> int:
        """Return where the caret is."""
        return self.scene.sheet.display.code_point(self.textCursor().position())

    def set_caret(self, position: int) -> None:
        """Put the caret somewhere, and bring it into view; a selected stretch is given up."""
        move_caret(self, self.scene.sheet.display, position)
        self.ensureCursorVisible()

    def marks_at(self, position: int) -> list[str]:
        """Return the ids of the marks that cover the character at a position (or end there), innermost first."""
        return self.scene.marks.at(position)

    def rectangles_of(self, identity: str) -> list[QRectF]:
        """Return the boxes of a mark in pixels of the viewport, one for each visual run; none where it is folded."""
        mark = self.scene.marks.get(identity)
        origin = to_document(self, QPointF(0, 0))
        return [piece.rect.translated(-origin) for piece in self.scene.pieces(mark)] if mark is not None else []

    def set_hits(self, ranges: Iterable[Range]) -> None:
        """Show what a search has found."""
        self.scene.overlay.hits, self.scene.overlay.hit = tuple(sorted(ranges)), None
        self.viewport().update()

    def next_hit(self, *, forward: bool = True) -> tuple[int, int]:
        """Bring the next hit into view, round the article; return which it is, from 1, and how many there are."""
        overlay = self.scene.overlay
        hit = overlay.go_to_hit(self.caret, forward=forward)
        if hit is None:
            return 0, 0
        self._unfold(*hit)
        pieces = self.scene.sheet.pieces(*hit)
        if pieces:
            scroll_to(self, pieces[0])
        self.viewport().update()
        return overlay.hits.index(hit) + 1, len(overlay.hits)

    def set_preview(self, ranges: Iterable[Range], colour: str) -> None:
        """Show what would be labelled, in the tint of the label."""
        self.scene.overlay.foreseen, self.scene.overlay.foreseen_colour = tuple(sorted(ranges)), colour
        self.viewport().update()

    def set_ties(self, ties: Iterable[Tie]) -> None:
        """Take the roles of the stances, which are shown as arcs for the selected one."""
        self.scene.overlay.set_ties(ties)
        self.viewport().update()

    def show_arcs_of(self, stance: str | None) -> None:
        """Show the arcs of a stance in place of those of the selected one, until None is given."""
        if stance != self.scene.overlay.arcs_of:
            self.scene.overlay.arcs_of = stance
            self.viewport().update()

    def set_comments(self, comments: Iterable[tuple[str, Range | None, bool]]) -> None:
        """Show where comments are anchored: their ids, a stretch or None for the whole article, and whether open."""
        self.scene.overlay.anchors = tuple(Anchor(*comment) for comment in comments)
        self.viewport().update()

    def toggle_outside(self) -> None:
        """Unfold all that is outside the body; where nothing is folded, fold it all."""
        sheet = self.scene.sheet
        for fold in tuple(sheet.folded) or sheet.outside.folds:
            self._toggle(fold)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the boxes and underlines, the text over them, and the ring of the selected mark over both."""
        viewport, area = self.viewport(), QRectF(event.rect())
        offset = self.verticalScrollBar().value()
        below = QPainter(viewport)
        if self.scene.article is not _NOTHING:
            below.setPen(self.scene.look.colour("faint"))
            for x in (0, viewport.width() - 1):
                below.drawLine(x, event.rect().top(), x, event.rect().bottom())
            below.translate(0, -offset)
            painter.paint_under(below, self.scene, area.translated(0, offset))
        below.end()
        super().paintEvent(event)
        above = QPainter(viewport)
        above.translate(0, -offset)
        view = QRectF(viewport.rect()).translated(0, offset)
        painter.paint_over(above, self.scene, area.translated(0, offset), view)
        above.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sheet in the middle and the head as high as its words need."""
        super().resizeEvent(event)
        self._lay_out()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selected words as they stand in the article, whatever Qt made of them."""
        data = QMimeData()
        if (stretch := self.selected_stretch) is not None:
            data.setText(self.scene.article.text[slice(*stretch)])
        return data

    def _lay_out(self) -> None:
        scene, article = self.scene, self.scene.article
        self._header.show_article(None if article is _NOTHING else article, scene.look)
        self.setFont(scene.look.reading_font())
        colours = page_palette(self.palette(), scene.look, empty=article is _NOTHING)
        self.setPalette(colours)
        self.viewport().setPalette(colours)  # a style sheet above keeps the viewport from taking them over
        scene.sheet.set_header(self._header.height_for(min(self.width(), scene.look.sheet)))
        centre_sheet(self, scene.sheet.document, scene.look, scene.sheet.characters)
        scene.forget_places()
        width = self.viewport().width()
        self._header.setGeometry(0, -self.verticalScrollBar().value(), width, self._header.height_for(width))

    def _unfold(self, start: int, end: int) -> None:
        for line in self.scene.sheet.display.lines_of(start, end):
            fold = self.scene.sheet.fold_of(line)
            if fold is not None and fold in self.scene.sheet.folded:
                self._toggle(fold)

    def _toggle(self, fold: Fold) -> None:
        self.scene.sheet.fold(fold, folded=fold not in self.scene.sheet.folded)
        self._lay_out()
        if not self.textCursor().block().isVisible():
            self.setTextCursor(out_of_hidden(self.textCursor(), QTextCursor.MoveMode.MoveAnchor, backwards=False))
        self.viewport().update()


def _follow_scroll(page: Page, header: Header, value: int) -> None:
    header.move(0, -value)
    if page.scene.overlay.source(page.scene.selected) is not None:
        page.viewport().update()  # stubs stand at the edges of what is seen


def _take_click(page: Page, under: list[str]) -> None:
    """Choose a clicked mark; where marks overlap, each further click chooses the next one outwards."""
    if not under:
        page.select_mark(None)
        page.nothing_chosen.emit()
        return
    chosen = page.selected_mark
    following = under.index(chosen) + 1 if chosen in under else 0
    page.select_mark(under[following % len(under)], scroll=False)
    page.mark_chosen.emit(page.selected_mark)


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
