"""The window: its parts put together, and what its menus ask for."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator import settings
from annotator.core.problems import Refused
from annotator.gui import projects, theme
from annotator.gui.annotate.workspace import Workspace
from annotator.gui.session import Session
from annotator.gui.shortcuts import Shortcuts
from annotator.gui.start import StartPage
from annotator.gui.strip import Strip
from annotator.gui.text.page import Page
from annotator.gui.topbar import TopBar
from annotator.gui.work import Work, WorkBar

_CONTEXT = ("accept", "reject", "stance", "edit", "overlapping", "copy")
_SMALLEST_ZOOM, _LARGEST_ZOOM = 60, 300


class Window(QMainWindow):
    """The one window of the program."""

    session: Session
    workspace: Workspace
    page: Page

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.work = Work()
        self._zoom = round(settings.load().get(settings.TEXT_ZOOM) * 100)
        self.theme = theme.load(self._theme_name())
        self.start = StartPage()
        self.workspace = Workspace(session, self.theme)
        self.page = self.workspace.page
        self.strip = Strip(session)
        self.top = TopBar(session)
        self.shortcuts = Shortcuts(self)
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.zoom_to(self._zoom)
        self.setAcceptDrops(True)
        self.show_project()

    def _lay_out(self) -> None:
        self.setWindowTitle("Annotator")
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
        self.resize(1280, 800)
        geometry = settings.load().get(settings.WINDOW_GEOMETRY)
        if geometry:
            self.restoreGeometry(geometry)

    def _connect(self) -> None:
        session, tell = self.session, self.session.tell
        session.project_changed.connect(self.show_project)
        self.workspace.refused.connect(tell)
        self.workspace.menu_asked.connect(self._show_menu)
        self.workspace.header_clicked.connect(self.correct_article)
        self.page.zoom_asked.connect(lambda step: self.zoom(10 * step))
        self.start.open_asked.connect(self.open_project)
        self.start.asked.connect(self.shortcuts.run)
        self.top.search.clicked.connect(lambda _checked=False: self.workspace.start_search())
        self.work.refused.connect(tell)
        self.work.stopped.connect(lambda name: session.said.emit(self.tr("Stopped: {}").format(name), "note"))
        self.work.broken.connect(self._on_bug)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow_system())

    def show_project(self) -> None:
        """Show the workspace of the open project, or the start page."""
        project = self.session.project
        self._stack.setCurrentWidget(self.workspace if project else self.start)
        self.shortcuts.show_labels()
        self.setWindowTitle(f"{project.path.stem} — Annotator" if project else "Annotator")
        self.strip.setVisible(project is not None)
        self.menuBar().setVisible(True)
        if project is None:
            self.start.show_recent()
        else:
            self.workspace.focus_page()

    def open_project(self, path: Path) -> None:
        """Open a project; say what is wrong with one that is not sound."""
        try:
            self.session.open(path)
        except Refused as refusal:
            projects.refuse(self, refusal.problem)

    def close_project(self) -> None:
        """Go back to the start page."""
        self.session.close()
        self.session.project_changed.emit()
        self.session.article_changed.emit()

    def new_project(self) -> None:
        """Ask for a new project."""
        projects.new(self)

    def choose_project(self) -> None:
        """Ask which project to open."""
        projects.choose(self)

    def open_sample(self) -> None:
        """Make the sample project anew and open it."""
        projects.sample(self)

    def choose_import(self, *, folder: bool = False) -> None:
        """Ask what to import."""
        projects.choose_import(self, folder=folder)

    def choose_suggest(self) -> None:
        """Ask which pipeline should pre-highlight which articles."""
        projects.choose_suggest(self)

    def suggest_here(self) -> None:
        """Pre-highlight the article in front anew."""
        if self.session.article is not None:
            projects.suggest(self, "default", [self.session.article.id])

    def choose_export(self) -> None:
        """Ask what to export, and where to."""
        projects.choose_export(self)

    def ask_skip(self) -> None:
        """Ask why the article is skipped."""
        projects.ask_skip(self)

    def correct_article(self, field: str) -> None:
        """Ask for corrections of the article's title, source and date."""
        projects.correct(self, field)

    def show_guidelines(self) -> None:
        """Show the guidelines."""
        projects.show_help(self, "guidelines")

    def show_keys(self) -> None:
        """Show every key."""
        projects.show_keys(self)

    def show_about(self) -> None:
        """Show what this program is."""
        projects.show_about(self)

    def toggle_suggestions(self) -> None:
        """Show or hide what pipelines suggest."""
        shown = not self.session.show_suggestions
        self.session.set_show_suggestions(show=shown)
        self.session.said.emit(
            self.tr("Suggestions are shown.") if shown else self.tr("Suggestions are hidden."), "note"
        )

    def zoom(self, percent: int) -> None:
        """Make the article's text larger or smaller by so much; 0 makes it normal."""
        self.zoom_to(100 if percent == 0 else self._zoom + percent)
        settings.load().save(settings.TEXT_ZOOM, self._zoom / 100)

    def zoom_to(self, percent: int) -> None:
        """Show the article's text at this size."""
        self._zoom = min(max(percent, _SMALLEST_ZOOM), _LARGEST_ZOOM)
        self.page.set_zoom(self._zoom)

    def toggle_theme(self) -> None:
        """Change between light and dark, and keep it so."""
        settings.load().save(settings.THEME, "light" if self.theme.dark else "dark")
        self._follow_system()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.workspace.escape()
        elif not (self.page.hasFocus() and self.shortcuts.by_place(event)):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        # Later: the drag must end before a dialog may open.
        QTimer.singleShot(0, lambda: projects.dropped(self, paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.work.name and not projects.may_stop(self, self.work.name):
            event.ignore()
            return
        self.work.shut_down()
        settings.load().save(settings.WINDOW_GEOMETRY, bytes(self.saveGeometry().data()))
        self.session.close()
        event.accept()

    def _show_menu(self, place: QPoint) -> None:
        self.shortcuts.menu(_CONTEXT, labels=True).popup(place)

    def _on_bug(self, report: str) -> None:
        projects.report_bug(self, report)

    def _theme_name(self) -> str:
        chosen = settings.load().get(settings.THEME)
        if chosen != "system":
            return chosen
        scheme = QGuiApplication.styleHints().colorScheme()
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"

    def _follow_system(self) -> None:
        name = self._theme_name()
        if name != self.theme.name:
            self.theme = theme.load(name)
            self._apply_theme()

    def _apply_theme(self) -> None:
        QGuiApplication.setPalette(theme.palette(self.theme))
        self.setStyleSheet(theme.stylesheet(self.theme))
        self.workspace.set_theme(self.theme)
