"""The session: the open project, the article in front, what is selected, and who is told when any of it changes."""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator import edits, settings, words
from annotator.core.article import Article, Range
from annotator.core.marks import Span
from annotator.core.naming import named
from annotator.core.problems import Problem, Refused
from annotator.core.scheme import Scheme
from annotator.gui.ahead import Ahead
from annotator.gui.annotate import history_places
from annotator.gui.marks import Marks
from annotator.store import articles, assignments, history, past, people, runs, schemes, statuses
from annotator.store.history import Entry
from annotator.store.past import Past
from annotator.store.people import Person
from annotator.store.project import Changed, Project, open_project

MANY = 400
"""A step that changes more marks than this is shown by reading the article anew, which is sooner done."""

LOOK_ELSEWHERE_MS = 700
"""How often the window asks whether another one has written to the same file."""


class Session(QObject):
    """What the window is about. Views listen to its signals and read from it; only `edits` writes."""

    project_changed = Signal()
    """Another project was opened, or the one was closed."""
    article_changed = Signal()
    """Another article is in front, or it was read anew."""
    marks_changed = Signal(list, list)
    """Marks to draw anew (spans), and the ids of marks that are gone."""
    selection_changed = Signal()
    comments_changed = Signal()
    """Something was said about an article, or it was flagged."""
    queue_changed = Signal(object)
    """The ids of the articles whose lines changed, or None when any may have."""
    thread_touched = Signal(str)
    """The id of a note or question to which something was done that is shown now."""
    stepped = Signal()
    """A step was made, in this window or another."""
    said = Signal(str, str)
    """A sentence for the person, and its tone: `note`, `done` or `problem`."""

    def __init__(self, person: Person, device: str) -> None:
        super().__init__()
        self.person = person
        self.device = device
        self.project: Project | None = None
        self.scheme = Scheme("", "", ())
        self.article: Article | None = None
        self.marks: Marks | None = None
        self.past: Past | None = None
        """The article in front as it was after a step, while the past is read; then nothing can be changed."""
        self.selected: str | None = None
        self.stretch: Range | None = None
        self.caret = 0
        self.show_suggestions = True
        self.last_labelled = ""
        self.blind = False
        """Whether the article in front is to be worked on without suggestions."""
        self.listed: Sequence[int] | None = None
        """The local numbers of the articles that the queue shows, in its order; None where all are, as they came."""
        self.ahead = Ahead(self)
        self._selected_since = time.monotonic()
        self._seen_change = 0
        self._seen_runs: list[str] = []
        self._elsewhere = QTimer(self, interval=LOOK_ELSEWHERE_MS)
        self._elsewhere.timeout.connect(self._look_elsewhere)

    def open(self, path: Path) -> None:
        """Open a project in place of the open one; raise Refused, with that one still open, when it is not sound."""
        project = open_project(path, device=self.device)
        try:
            edits.join(project, self.person)
            scheme = schemes.current(project)
        except BaseException:
            project.close()
            raise
        self.adopt(project, scheme)
        for name in project.taken_back:
            said = self.tr("“{}” did not come to its end last time, so it was taken back.")
            self.said.emit(said.format(words.step_name(name, {})), "note")

    def adopt(self, project: Project, scheme: Scheme) -> None:
        """Take a project that is open already."""
        self.close()
        self.project, self.scheme = project, scheme
        # The project knows this person by the name that it was told first.
        self.person = next((known for known in people.every(project) if known.id == self.person.id), self.person)
        project.listen(self._on_step)
        settings.load().remember(project.path)
        self._elsewhere.start()
        self.project_changed.emit()
        self.show_article(statuses.next_open(project, self.person.id) or next(iter(articles.ids(project)), None))

    def close(self) -> None:
        """Close the project; everything is in the file already."""
        self._elsewhere.stop()
        if self.project is not None:
            self.project.close()
        self.project = self.article = self.marks = self.past = self.selected = self.stretch = None

    @property
    def file(self) -> Project:
        """Return the open project, for what is only offered while one is open."""
        if self.project is None:
            raise Refused("no-project-open")
        return self.project

    def show_article(self, article: str | None) -> None:
        """Put an article in front, with its first undecided suggestion selected; None shows that there is none."""
        self.selected = self.stretch = None
        self._leave_past()
        if article is None or self.project is None:
            self.article = self.marks = None
        else:
            ready = self.ahead.take(article)
            if ready is None:
                self.article = articles.get(self.project, article)
                self._read_marks(self.project, article)
            else:
                self.article, self.marks, self.blind = ready.article, ready.marks, ready.blind
                self._seen_change, self._seen_runs = history.last_change(self.project), ready.runs
        self.article_changed.emit()
        first = next(iter(self.marks.suggestions), None) if self.marks else None
        self.select(first.id if first else None)

    def show_past(self, then: Past, author: str | None) -> None:
        """Put an article in front as it was, with one author's marks, or everybody's; what others do goes on unseen."""
        selected, stretch = self.selected, self.stretch
        shown = past.of_author(then, author)
        self.past, self.article, self.scheme = shown, then.article, then.scheme
        self.marks = Marks(self.file, author or "", then.article.id, with_suggestions=False, then=shown)
        self.article_changed.emit()
        if self.mark_with(selected) is not None:
            self.select(selected)
        else:
            self.select_stretch(stretch)

    def show_now(self) -> None:
        """Go back from the past to the article as it is."""
        if self.past is not None:
            self._leave_past()
            self.reread()

    def _leave_past(self) -> None:
        if self.past is not None and self.project is not None:
            self.past, self.scheme = None, schemes.current(self.project)

    def select(self, mark: str | None) -> None:
        """Select a mark, or none; a stretch that was selected is let go."""
        self.selected, self.stretch = mark, None
        self._selected_since = time.monotonic()
        self.selection_changed.emit()

    def select_stretch(self, stretch: Range | None) -> None:
        """Select a stretch of text to be labelled; a mark that was selected is let go."""
        self.selected, self.stretch = None, stretch
        self.selection_changed.emit()

    @property
    def mark(self) -> Span | None:
        """Return the selected mark."""
        return self.mark_with(self.selected)

    def milliseconds(self) -> int:
        """Return how long the selected mark has been selected: the time that a verdict took."""
        return round((time.monotonic() - self._selected_since) * 1000)

    def set_show_suggestions(self, *, show: bool) -> None:
        """Show or hide what pipelines suggest."""
        self.show_suggestions = show
        self.reread()

    def reread(self) -> None:
        """Read the article in front anew, keeping what is selected where it is still there; the past stays as it is."""
        if self.project is None or self.article is None or self.past is not None:
            return
        selected, stretch = self.selected, self.stretch
        waiting = selected is not None or not (self.marks and self.marks.suggestions)
        if self.article.id not in articles.existing(self.project, [self.article.id]):
            self.show_article(next(iter(articles.ids(self.project)), None))
            return
        self.article = articles.get(self.project, self.article.id)
        self._read_marks(self.project, self.article.id)
        self.article_changed.emit()
        first = next(iter(self.marks.suggestions), None) if self.marks else None
        if self.mark_with(selected) is not None:
            self.select(selected)
        elif waiting and stretch is None and first is not None and self.marks and not self.marks.own:
            self.select(first.id)  # the first suggestions have come
        else:
            self.select_stretch(stretch)

    def mark_with(self, identity: str | None) -> Span | None:
        """Return the mark with this id in the article in front."""
        return self.marks.get(identity) if self.marks else None

    def _read_marks(self, project: Project, article: str) -> None:
        self._seen_change, self._seen_runs = history.last_change(project), runs.of_article(project, article)
        self.blind = assignments.is_blind(project, article, self.person.id)
        shown = self.show_suggestions and not self.blind
        self.marks = Marks(project, self.person.id, article, with_suggestions=shown)

    def undo(self, *, redo: bool = False) -> None:
        """Undo or redo this person's latest step, go where it happened, and say what it was."""
        if self.past is not None:
            raise Refused("reading-the-past")
        act = edits.redo if redo else edits.undo
        entry, changed = act(self.file, self.person.id)
        history_places.go_to(self, changed.step, entry.article)
        name = self.name_of(entry)
        self.said.emit(self.tr("Redone: {}").format(name) if redo else self.tr("Undone: {}").format(name), "done")

    def undo_name(self) -> str:
        """Return the name of the step that Undo would take back, or an empty string."""
        entry = history.next_undo(self.project, self.person.id) if self.project and self.past is None else None
        return self.name_of(entry) if entry else ""

    def name_of(self, entry: Entry) -> str:
        """Return what a step is called on screen, by the scheme's names for what it is about."""
        return words.step_name(entry.name, named(self.scheme, entry.parameters))

    def pipelines(self) -> list[str]:
        """Return the pipelines that have made suggestions here."""
        return runs.pipelines(self.file)

    def tell(self, problem: Problem) -> None:
        """Say a problem in a sentence."""
        self.said.emit(words.sentence(problem), "problem")

    def _on_step(self, changed: Changed) -> None:
        """Re-read what a step of this window changed."""
        if self.article is not None and self.marks is not None and self.past is None:
            mine = self.article.id
            if (
                mine in changed.suggested
                or changed.of("correction")
                or changed.of("publication")
                or changed.of("assignment")
                or mine in changed.of("article")
                or len(changed.of("span") | changed.of("verdict")) > MANY
            ):
                self.reread()
            else:
                put, gone = self.marks.refresh(changed)
                if self.selected in gone:
                    self.selected = None
                self.marks_changed.emit(put, gone)
        if changed.of("scheme") or changed.of("setting"):
            self.scheme = schemes.current(self.file)
            self.project_changed.emit()
            self.reread()
        lines = {changed.article} if changed.article else None
        if changed.of("comment") or changed.of("flag"):
            self.comments_changed.emit()
        if any(changed.of(kind) for kind in ("status", "correction", "article", "comment", "flag", "assignment")):
            self.queue_changed.emit(lines)
        self.stepped.emit()

    def _look_elsewhere(self) -> None:
        """Show what another window or command has written."""
        if self.project is None or not self.project.changed_elsewhere():
            return
        touched = history.touched_since(self.project, self._seen_change)
        kinds = history.kinds_since(self.project, self._seen_change)
        self._seen_change = history.last_change(self.project)
        anew = kinds & {"scheme", "setting", "person"}
        if anew and self.past is None:
            self.scheme = schemes.current(self.project)
            self.project_changed.emit()
        self.queue_changed.emit(None)
        self.stepped.emit()
        if kinds & {"comment", "flag", "person"}:
            self.comments_changed.emit()
        if self.article is None:
            self.show_article(next(iter(articles.ids(self.project)), None))
        elif anew or "entity" in kinds or self.article.id in touched or self._has_new_run():
            self.reread()

    def _has_new_run(self) -> bool:
        article = self.article.id if self.article is not None else ""
        return runs.of_article(self.file, article) != self._seen_runs
