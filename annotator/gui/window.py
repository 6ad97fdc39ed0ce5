"""The window: its parts put together."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator import settings
from annotator.gui import chosen, panels, theme

if TYPE_CHECKING:
    from annotator.gui.annotate.workspace import Workspace
    from annotator.gui.session import Session
    from annotator.gui.shortcuts import Shortcuts
    from annotator.gui.start import StartPage
    from annotator.gui.strip import Strip
    from annotator.gui.text.page import Page
    from annotator.gui.work import Work

_CONTEXT = ("accept", "reject", "stance", "edit", "everywhere", "comment", "overlapping", "copy", "cite", "leave-out")
_SETTLED_MS = 1_500
"""How long after it was made the window reads what only later keys need."""


class Window(QMainWindow):
    """The one window of the program.

    It is made bare, in its place and colours, so that it is on the screen at once; `furnish` imports and makes
    the rest.
    """

    session: "Session"
    work: "Work"
    start: "StartPage"
    workspace: "Workspace"
    page: "Page"
    strip: "Strip"
    shortcuts: "Shortcuts"

    def __init__(self) -> None:
        super().__init__()
        kept = settings.load()
        self._furnished = False
        self.theme = theme.load(self._theme_name())
        QGuiApplication.setPalette(theme.palette(self.theme))
        self.setWindowTitle("Annotator")
        self.resize(1280, 800)
        geometry = kept.get(settings.WINDOW_GEOMETRY)
        if geometry:
            self.restoreGeometry(geometry)

    def furnish(self, session: "Session") -> None:
        """Put everything into the window."""
        from annotator.gui import meaning
        from annotator.gui.annotate.workspace import Workspace
        from annotator.gui.choices import Visited
        from annotator.gui.shortcuts import Shortcuts
        from annotator.gui.start import StartPage
        from annotator.gui.strip import Strip
        from annotator.gui.work import Work

        self.session = session
        self.work = Work()
        self.apply_theme()
        self.start = StartPage()
        self.workspace = Workspace(session, self.theme)
        self.page = self.workspace.page
        self.strip = Strip(session, self.theme)
        self.shortcuts = Shortcuts(self)
        self.visited = Visited(session)
        self._lay_out()
        self._connect()
        chosen.apply_all(self)
        panels.fit(self, settings.load().get(settings.WINDOW_SCALE))
        panels.restore(self)
        self.setAcceptDrops(True)
        self._furnished = True
        self.show_project()
        QTimer.singleShot(_SETTLED_MS, meaning.warm)

    def _lay_out(self) -> None:
        from annotator.gui.topbar import TopBar
        from annotator.gui.work import WorkBar

        self.top = TopBar(self.session)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.workspace)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.top, self._stack, WorkBar(self.work), self.strip):
            column.addWidget(part, 1 if part is self._stack else 0)
        self.setCentralWidget(inner)

    def _connect(self) -> None:
        from annotator.gui import corrections, projects

        session, tell = self.session, self.session.tell
        session.project_changed.connect(self.show_project)
        self.workspace.refused.connect(tell)
        self.workspace.menu_asked.connect(self._show_menu)
        self.workspace.header_clicked.connect(lambda field: corrections.correct(self, field))
        self.page.zoom_asked.connect(lambda step: self.zoom(10 * step))
        self.start.open_asked.connect(self.open_project)
        self.start.asked.connect(self.shortcuts.run)
        for part in (self.strip, self.top):
            part.asked.connect(self.shortcuts.run)
        self.shortcuts.changed.connect(self._show_keys)
        self.workspace.asked.connect(self.shortcuts.run)
        self.page.fold_menu_asked.connect(lambda fold, at: corrections.show_fold_menu(self, fold, at))
        corrections.Reanchoring(self)
        self.work.refused.connect(tell)
        self.work.stopped.connect(lambda name: session.said.emit(self.tr("Stopped: {}").format(name), "note"))
        self.work.broken.connect(lambda report: projects.report_bug(self, report))
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusChanged.connect(self._on_focus)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow_system())

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self:
            self.strip.set_place(panels.place_of(self, now))

    def _show_keys(self) -> None:
        for part in (self.strip, self.top, self.workspace):
            part.set_bindings(self.shortcuts.bindings)

    def show_project(self) -> None:
        """Show the workspace of the open project, or the start page."""
        project = self.session.project
        shown = self._stack.currentWidget() is self.workspace
        self._stack.setCurrentWidget(self.workspace if project else self.start)
        self.shortcuts.show_labels()
        self.setWindowTitle(f"{project.path.stem} — Annotator" if project else "Annotator")
        self.strip.setVisible(project is not None)
        self.menuBar().setVisible(True)
        if project is None:
            self.start.show_recent()
        elif not shown:  # else only its name or its scheme is another one, and somebody may be typing
            self.workspace.focus_page()

    def open_project(self, path: Path) -> None:
        """Open a project; say what is wrong with one that is not sound."""
        from annotator.core.problems import Refused
        from annotator.gui import projects

        projects.save_open(self)
        try:
            self.session.open(path)
        except Refused as refusal:
            projects.refuse(self, refusal.problem)
        else:
            self.workspace.focus_page()

    def close_project(self) -> None:
        """Go back to the start page."""
        from annotator.gui import projects
        from annotator.gui.annotate import history

        projects.save_open(self)
        history.put_away(self)
        panels.keep(self)
        self.workspace.queue.finder.forget()
        self.session.close()
        self.session.project_changed.emit()
        self.session.article_changed.emit()
        self.session.selection_changed.emit()

    def zoom(self, percent: int) -> None:
        """Make the article's text larger or smaller by so much; 0 makes it normal."""
        low, high = settings.TEXT_ZOOM.lowest or 0, settings.TEXT_ZOOM.highest or 10
        wanted = settings.load().get(settings.TEXT_ZOOM) + percent / 100 if percent else 1.0
        chosen.choose(self, settings.TEXT_ZOOM, round(min(max(wanted, low), high), 2))

    def zoom_to(self, percent: int) -> None:
        """Show the article's text at this size."""
        self.page.set_look(zoom=percent)

    def toggle_theme(self) -> None:
        """Change between light and dark, and keep it so."""
        chosen.choose(self, settings.THEME, "light" if self.theme.dark else "dark")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt  # its many enums take as long as the whole bare window: not before that shows

        if not self._furnished:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.workspace.escape()
        elif not (self.page.hasFocus() and self.shortcuts.by_place(event)):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        from annotator.gui import projects

        # Later: the drag must end before a dialog may open.
        QTimer.singleShot(0, lambda: projects.dropped(self, paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._furnished:
            from annotator.gui import projects
            from annotator.gui.annotate import history

            if self.work.name and not projects.may_stop(self, self.work.name):
                event.ignore()
                return
            projects.save_open(self)
            self.work.shut_down()
            history.put_away(self)
            if self.session.project is not None:  # on the start page nothing is laid out
                panels.keep(self)
            self.workspace.queue.finder.stop()
            self.session.close()
        settings.load().save(settings.WINDOW_GEOMETRY, bytes(self.saveGeometry().data()))
        event.accept()

    def _show_menu(self, place: QPoint) -> None:
        self.shortcuts.menu(_CONTEXT, labels=True).popup(place)

    def _theme_name(self) -> str:
        chosen = settings.load().get(settings.THEME)
        if chosen != "system":
            return chosen
        return "dark" if theme.is_dark(QApplication.style().standardPalette()) else "light"

    def _follow_system(self) -> None:
        if self._theme_name() != self.theme.name:
            self.apply_theme()

    def apply_theme(self) -> None:
        """Draw everything in the theme and the size that are chosen now."""
        self.theme = theme.load(self._theme_name())
        QGuiApplication.setPalette(theme.palette(self.theme))
        scale = settings.load().get(settings.WINDOW_SCALE)
        QApplication.setFont(theme.font(scale))
        self.setStyleSheet(theme.stylesheet(self.theme, scale))
        if self._furnished:
            self.workspace.set_theme(self.theme)
            self.strip.set_theme(self.theme)
            panels.fit(self, scale)
