"""Corrections of what was found about an article: its head, its body, and what follows from another date."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction

from annotator import edits
from annotator.core import bodies
from annotator.core.article import Range
from annotator.core.problems import Problem, Refused
from annotator.gui import marking, projects
from annotator.gui.session import Session
from annotator.store import corrections, people, runs
from annotator.store.project import Changed, Project

if TYPE_CHECKING:
    from annotator.gui.window import Window


def correct(window: "Window", field: str) -> None:
    """Ask for corrections of what is known about the article in front, beginning with a field."""
    from annotator.gui.dialogs.articles import CorrectDialog

    session = window.session
    article, _marks = marking.front(session)
    names = {person.id: person.name for person in people.every(session.file)}
    given = {item.field: item for item in corrections.of(session.file, article.id)}
    by = {name: names.get(item.author, item.author) for name, item in given.items() if item.author != session.person.id}
    found = corrections.found(session.file, article.id)
    CorrectDialog(window, article, found, by, field, partial(_write, window, article.id)).open()


def _write(window: "Window", article: str, fields: dict[str, str]) -> Problem | None:
    session = window.session
    try:
        if fields:
            edits.correct(session.file, session.person.id, article, fields)
    except Refused as refusal:
        return refusal.problem
    in_force = {item.field: item for item in corrections.of(session.file, article)}
    outvoted = next((in_force[field] for field, value in fields.items() if in_force[field].value != value), None)
    if outvoted is not None:
        words = window.tr("Kept as your correction; that of {} stays in force.")
        session.said.emit(words.format(people.name_of(session.file, outvoted.author)), "note")
    return None


def take_in(session: Session, stretch: Range | None = None) -> None:
    """Take a stretch into the body; else the selected one, else what is folded where the caret is."""
    article, _marks = marking.front(session)
    chosen = stretch or session.stretch or bodies.outside_at(article.text, article.body, session.caret)
    if chosen is None or bodies.lies_inside(article.text, article.body, chosen):
        raise Refused("inside-already")
    _correct_body(session, bodies.taken_in(article.text, article.body, chosen))


def leave_out(session: Session, stretch: Range | None = None) -> None:
    """Leave a stretch out of the body; else the selected one, else the paragraph where the caret is."""
    article, _marks = marking.front(session)
    chosen = stretch or session.stretch or bodies.lines_around(article.text, (session.caret, session.caret + 1))
    without = bodies.left_out(article.text, article.body, chosen)
    if without == bodies.left_out(article.text, article.body, (0, 0)):
        raise Refused("outside-already")
    if not without:
        raise Refused("body-empty")
    _correct_body(session, without)


def show_fold_menu(window: "Window", fold: Range, place: QPoint) -> None:
    """Offer what can be done with a stretch outside the body."""
    menu = window.shortcuts.menu(["outside"])
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    back = QAction(window.tr("Take this back into the article"), menu)
    back.triggered.connect(lambda _checked=False: take_in(window.session, fold))
    menu.insertAction(menu.actions()[0], back)
    menu.popup(place)


def _correct_body(session: Session, body: tuple[Range, ...]) -> None:
    article, _marks = marking.front(session)
    session.select(session.selected)  # a stretch that is folded now cannot stay selected
    edits.correct_body(session.file, session.person.id, article.id, body)


class Reanchoring(QObject):
    """When this window corrects a publication date: suggestions are made anew, own inferred dates are listed."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._project: Project | None = None
        self._seen = ("", "")
        self._moved = False
        self._was = ""
        window.session.project_changed.connect(self._on_project)
        window.session.article_changed.connect(self._on_article)

    def _on_project(self) -> None:
        project = self._window.session.project
        if project is not None and project is not self._project:
            project.listen(self._on_step)
        self._project = project

    def _on_article(self) -> None:
        article = self._window.session.article
        now = (article.id, article.published) if article is not None else ("", "")
        self._moved = now[0] == self._seen[0] and now[1] != self._seen[1]
        self._was, self._seen = self._seen[1], now

    def _on_step(self, changed: Changed) -> None:
        # The session has read the article anew by now: it was told of the step first.
        if not self._moved or not changed.of("correction"):
            return
        self._moved = False
        session, article = self._window.session, self._seen[0]
        self._window.workspace.old_dates.list_after(self._was)
        for author in runs.repeatable(session.file, article):
            projects.suggest(self._window, author.removeprefix("model:"), [article])
