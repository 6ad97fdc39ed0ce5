"""Every action of the window, declared once: menus, key strip, key overlay and tests derive from these."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from annotator.core.scheme import Scheme
from annotator.gui import marking, projects
from annotator.gui.session import Session
from annotator.store import statuses

if TYPE_CHECKING:
    from annotator.gui.window import Window

Possible = Callable[[Session], bool]


def always(_session: Session) -> bool:
    """Possible at any time."""
    return True


def with_project(session: Session) -> bool:
    """Possible while a project is open."""
    return session.project is not None


def with_article(session: Session) -> bool:
    """Possible while an article is in front."""
    return session.article is not None


def with_mark(session: Session) -> bool:
    """Possible while a mark is selected."""
    return session.mark is not None


def with_suggestion(session: Session) -> bool:
    """Possible while a suggestion is selected."""
    return session.mark is not None and session.marks is not None and not session.marks.is_own(session.selected)


def with_words(session: Session) -> bool:
    """Possible while a mark or a stretch of text is selected."""
    return session.stretch is not None or session.mark is not None


def with_suggestions(session: Session) -> bool:
    """Possible while suggestions are left to decide."""
    return bool(session.marks and session.marks.suggestions)


def with_ended(session: Session) -> bool:
    """Possible while an article is in front that this person has done or skipped."""
    article = session.article
    return article is not None and statuses.of(session.file, article.id, session.person.id) in ("done", "skipped")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do: its menu, name and keys, when it is possible, and what it runs.

    `page` keys work while the page has the focus, so that letters can be typed elsewhere. `strip` is the word for it
    in the key strip, empty for what is not shown there.
    """

    id: str
    menu: str
    name: str
    run: Callable[["Window"], object]
    keys: tuple[str, ...] = ()
    when: Possible = always
    page: bool = False
    strip: str = ""
    separated: bool = False


MENUS = ("Project", "Edit", "Mark", "Article", "View", "Help")

ACTIONS: tuple[Action, ...] = (
    Action("new", "Project", "New project …", projects.new, ("Ctrl+N",)),
    Action("open", "Project", "Open project …", projects.choose, ("Ctrl+O",)),
    Action("sample", "Project", "Try the sample project", projects.sample),
    Action("import", "Project", "Import articles …", lambda w: projects.choose_import(w, folder=False), ("Ctrl+I",), with_project, separated=True),
    Action("import-folder", "Project", "Import a folder …", lambda w: projects.choose_import(w, folder=True), (), with_project),
    Action("suggest", "Project", "Pre-highlight articles …", projects.choose_suggest, ("Ctrl+H",), with_project),
    Action("export", "Project", "Export the dataset …", projects.choose_export, ("Ctrl+E",), with_project),
    Action("close", "Project", "Close project", lambda w: w.close_project(), ("Ctrl+W",), with_project, separated=True),
    Action("quit", "Project", "Quit", lambda w: w.close(), ("Ctrl+Q",)),
    Action("undo", "Edit", "Undo", lambda w: w.session.undo(), ("Ctrl+Z",), with_project),
    Action("redo", "Edit", "Redo", lambda w: w.session.undo(redo=True), ("Ctrl+Shift+Z", "Ctrl+Y"), with_project),
    Action("copy", "Edit", "Copy", lambda w: w.page.copy(), ("Ctrl+C",), with_words, page=True),
    Action("find", "Edit", "Search the articles", lambda w: w.workspace.start_search(), ("Ctrl+F",), with_project, separated=True),
    Action("find-page", "Edit", "Search the articles", lambda w: w.workspace.start_search(), ("/",), with_project, page=True),
    Action("next-mark", "Mark", "Next mark or suggestion", lambda w: marking.step(w.session, forward=True), ("Tab",), with_article, page=True, strip="next"),
    Action("previous-mark", "Mark", "Previous mark or suggestion", lambda w: marking.step(w.session, forward=False), ("Shift+Tab",), with_article, page=True),
    Action("overlapping", "Mark", "Next mark under this one", lambda w: marking.overlapping(w.session), ("O",), with_mark, page=True),
    Action("accept", "Mark", "Accept, and go on", lambda w: marking.accept(w.session), ("Return", "Enter"), with_suggestion, page=True, strip="accept", separated=True),
    Action("reject", "Mark", "Reject or delete", lambda w: marking.reject(w.session), ("X", "Delete"), with_mark, page=True, strip="reject"),
    Action("accept-all", "Mark", "Accept all that is left", lambda w: marking.accept_all(w.session), ("Shift+Return", "Shift+Enter"), with_suggestions, page=True),
    Action("stance", "Mark", "Stance …", lambda w: w.workspace.new_stance(), ("S",), with_words, page=True, strip="stance", separated=True),
    Action("edit", "Mark", "Edit attributes or stance …", lambda w: w.workspace.edit_mark(), ("E",), with_mark, page=True, strip="edit"),
    Action("end-left", "Mark", "End one word left", lambda w: marking.resize(w.session, edge="end", forward=False), ("[", "Alt+Left"), with_words, page=True, separated=True),
    Action("end-right", "Mark", "End one word right", lambda w: marking.resize(w.session, edge="end", forward=True), ("]", "Alt+Right"), with_words, page=True),
    Action("start-left", "Mark", "Start one word left", lambda w: marking.resize(w.session, edge="start", forward=False), ("{", "Alt+Shift+Left"), with_words, page=True),
    Action("start-right", "Mark", "Start one word right", lambda w: marking.resize(w.session, edge="start", forward=True), ("}", "Alt+Shift+Right"), with_words, page=True),
    Action("end-left-1", "Mark", "End one character left", lambda w: marking.resize(w.session, edge="end", forward=False, character=True), ("Ctrl+[", "Ctrl+Alt+Left"), with_words, page=True),
    Action("end-right-1", "Mark", "End one character right", lambda w: marking.resize(w.session, edge="end", forward=True, character=True), ("Ctrl+]", "Ctrl+Alt+Right"), with_words, page=True),
    Action("start-left-1", "Mark", "Start one character left", lambda w: marking.resize(w.session, edge="start", forward=False, character=True), ("Ctrl+{", "Ctrl+Alt+Shift+Left"), with_words, page=True),
    Action("start-right-1", "Mark", "Start one character right", lambda w: marking.resize(w.session, edge="start", forward=True, character=True), ("Ctrl+}", "Ctrl+Alt+Shift+Right"), with_words, page=True),
    Action("done", "Article", "Done, next article", lambda w: w.workspace.leave(marking.done), ("Ctrl+Return", "Ctrl+Enter"), with_article, strip="done, next"),
    Action("skip", "Article", "Skip with a reason …", projects.ask_skip, ("K",), with_article, page=True),
    Action("reopen", "Article", "Not done after all", lambda w: marking.reopen(w.session), ("Ctrl+Shift+Return",), with_ended),
    Action("next-article", "Article", "Next article", lambda w: w.workspace.leave(partial(marking.neighbour, forward=True)), ("Ctrl+PgDown",), with_article, separated=True),
    Action("previous-article", "Article", "Previous article", lambda w: w.workspace.leave(partial(marking.neighbour, forward=False)), ("Ctrl+PgUp",), with_article),
    Action("questions", "Article", "Questions about the article", lambda w: w.workspace.answer_questions(), ("Q",), with_article, page=True, separated=True),
    Action("correct", "Article", "Correct title, source or date …", lambda w: projects.correct(w, ""), (), with_article),
    Action("suggest-here", "Article", "Pre-highlight this article", projects.suggest_here, ("Ctrl+Shift+H",), with_article),
    Action("show-suggestions", "View", "Show or hide suggestions", lambda w: marking.toggle_suggestions(w.session), ("Ctrl+G",), with_project),
    Action("outside", "View", "Show or hide what is outside the article", lambda w: w.page.toggle_outside(), ("Ctrl+B",), with_article),
    Action("zoom-in", "View", "Larger text", lambda w: w.zoom(10), ("Ctrl++", "Ctrl+="), separated=True),
    Action("zoom-out", "View", "Smaller text", lambda w: w.zoom(-10), ("Ctrl+-",)),
    Action("zoom-reset", "View", "Normal text", lambda w: w.zoom(0), ("Ctrl+0",)),
    Action("theme", "View", "Light or dark", lambda w: w.toggle_theme(), ("Ctrl+D",)),
    Action("leave-page", "View", "Go to the next part of the window", lambda w: w.workspace.next_part(), ("F6",), with_project, separated=True),
    Action("guidelines", "Help", "Guidelines", lambda w: projects.show_help(w, "guidelines"), ("F2",)),
    Action("keys", "Help", "Keys", projects.show_keys, ("?", "Ctrl+?"), strip="all keys"),
    Action("about", "Help", "About", projects.show_about),
)  # fmt: skip


def label_actions(scheme: Scheme) -> list[Action]:
    """Return the actions that label with each of a scheme's labels, a stance's label opening its form."""

    def labelling(label_id: str, *, stance: bool) -> Callable[["Window"], object]:
        return lambda window: window.workspace.new_stance() if stance else marking.label(window.session, label_id)

    return [
        Action(f"label-{label.id}", "Mark", f"Label as {label.name}", labelling(label.id, stance=bool(label.roles)), (label.key,), with_words if label.roles else with_article, page=True)
        for label in scheme.current
    ]  # fmt: skip
