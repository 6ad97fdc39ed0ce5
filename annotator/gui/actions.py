"""Every action of the window, declared once: menus, key strip, key overlay and tests derive from these."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from annotator.core.scheme import Scheme
from annotator.core.translation import QT_TR_NOOP
from annotator.gui import alike, blind, citing, commenting, corrections, marking, panels, projects, sheets
from annotator.gui.language import translated
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
    in the key strip, empty for what is not shown there; `group` is where the sheet of keys shows it, by default under
    its menu. Names are translated where they are shown.
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
    group: str = ""


def _history(window: "Window") -> None:
    from annotator.gui.annotate import history  # not before the window shows

    history.toggle(window)


MENUS = (
    QT_TR_NOOP("Project"), QT_TR_NOOP("Edit"), QT_TR_NOOP("Mark"), QT_TR_NOOP("Article"), QT_TR_NOOP("View"), QT_TR_NOOP("Help"),
)  # fmt: skip

ACTIONS: tuple[Action, ...] = (
    Action("new", "Project", QT_TR_NOOP("New project …"), projects.new, ("Ctrl+N",)),
    Action("open", "Project", QT_TR_NOOP("Open project …"), projects.choose, ("Ctrl+O",)),
    Action("sample", "Project", QT_TR_NOOP("Try the sample project"), projects.sample),
    Action("import", "Project", QT_TR_NOOP("Import articles …"), lambda w: projects.choose_import(w, folder=False), ("Ctrl+I",), with_project, separated=True),
    Action("import-folder", "Project", QT_TR_NOOP("Import a folder …"), lambda w: projects.choose_import(w, folder=True), (), with_project),
    Action("suggest", "Project", QT_TR_NOOP("Pre-highlight articles …"), projects.choose_suggest, ("Ctrl+H",), with_project),
    Action("scheme", "Project", QT_TR_NOOP("Scheme …"), sheets.show_scheme, ("Ctrl+Shift+L",), with_project),
    Action("export", "Project", QT_TR_NOOP("Export the dataset …"), projects.choose_export, ("Ctrl+E",), with_project),
    Action("close", "Project", QT_TR_NOOP("Close project"), lambda w: w.close_project(), ("Ctrl+W",), with_project, separated=True),
    Action("quit", "Project", QT_TR_NOOP("Quit"), lambda w: w.close(), ("Ctrl+Q",)),
    Action("undo", "Edit", QT_TR_NOOP("Undo"), lambda w: w.session.undo(), ("Ctrl+Z",), with_project),
    Action("redo", "Edit", QT_TR_NOOP("Redo"), lambda w: w.session.undo(redo=True), ("Ctrl+Shift+Z", "Ctrl+Y"), with_project),
    Action("copy", "Edit", QT_TR_NOOP("Copy"), lambda w: w.page.copy(), ("Ctrl+C",), with_words, page=True),
    Action("cite", "Edit", QT_TR_NOOP("Copy as citation"), citing.copy_citation, ("Ctrl+Shift+C",), with_article),
    Action("find", "Edit", QT_TR_NOOP("Search the articles"), lambda w: w.workspace.start_search(), ("Ctrl+F",), with_project, separated=True),
    Action("show-all", "Edit", QT_TR_NOOP("Show the whole queue"), lambda w: w.workspace.queue.show_all(), ("Ctrl+Shift+F",), with_project),
    Action("find-page", "Edit", QT_TR_NOOP("Find in this article"), lambda w: w.workspace.find_bar.start(), ("/",), with_article, page=True),
    Action("next-hit", "Edit", QT_TR_NOOP("Next hit"), lambda w: w.workspace.find_bar.go_on(forward=True), ("F3",), with_article),
    Action("previous-hit", "Edit", QT_TR_NOOP("Hit before"), lambda w: w.workspace.find_bar.go_on(forward=False), ("Shift+F3",), with_article),
    Action("palette", "Edit", QT_TR_NOOP("Search everything …"), sheets.show_palette, ("Ctrl+K",)),
    Action("preferences", "Edit", QT_TR_NOOP("Preferences …"), sheets.show_preferences, ("Ctrl+,",), separated=True),
    Action("next-mark", "Mark", QT_TR_NOOP("Next mark or suggestion"), lambda w: marking.step(w.session, forward=True), ("Tab",), with_article, page=True, strip=QT_TR_NOOP("next"), group=QT_TR_NOOP("Moving")),
    Action("previous-mark", "Mark", QT_TR_NOOP("Previous mark or suggestion"), lambda w: marking.step(w.session, forward=False), ("Shift+Tab",), with_article, page=True, group=QT_TR_NOOP("Moving")),
    Action("overlapping", "Mark", QT_TR_NOOP("Next mark under this one"), lambda w: marking.overlapping(w.session), ("O",), with_mark, page=True, group=QT_TR_NOOP("Moving")),
    Action("accept", "Mark", QT_TR_NOOP("Accept, and go on"), lambda w: marking.accept(w.session), ("Return", "Enter"), with_mark, page=True, strip=QT_TR_NOOP("accept"), separated=True),
    Action("reject", "Mark", QT_TR_NOOP("Reject or delete"), lambda w: marking.reject(w.session), ("X", "Delete"), with_mark, page=True, strip=QT_TR_NOOP("reject")),
    Action("accept-all", "Mark", QT_TR_NOOP("Accept all that is left"), lambda w: marking.accept_all(w.session), ("Shift+Return", "Shift+Enter"), with_suggestions, page=True),
    Action("accept-kind", "Mark", QT_TR_NOOP("Accept all of this label"), lambda w: alike.accept(w.session, alike.of_kind), ("Alt+Return", "Alt+Enter"), with_mark, page=True),
    Action("accept-words", "Mark", QT_TR_NOOP("Accept all of these words"), lambda w: alike.accept(w.session, alike.of_words), ("Shift+A",), with_mark, page=True),
    Action("reject-kind", "Mark", QT_TR_NOOP("Reject all of this label"), lambda w: alike.reject(w.session, alike.of_kind), ("Alt+X",), with_mark, page=True),
    Action("reject-words", "Mark", QT_TR_NOOP("Reject all of these words"), lambda w: alike.reject(w.session, alike.of_words), ("Shift+X",), with_mark, page=True),
    Action("repeat", "Mark", QT_TR_NOOP("Repeat the last label"), lambda w: alike.repeat(w.session), ("R",), with_article, page=True, separated=True),
    Action("everywhere", "Mark", QT_TR_NOOP("Label these words everywhere …"), lambda w: w.workspace.everywhere.start(), ("A",), with_mark, page=True),
    Action("stance", "Mark", QT_TR_NOOP("Stance …"), lambda w: w.workspace.new_stance(), ("S",), with_words, page=True, strip=QT_TR_NOOP("stance"), separated=True),
    Action("edit", "Mark", QT_TR_NOOP("Edit attributes or stance …"), lambda w: w.workspace.edit_mark(), ("E",), with_mark, page=True, strip=QT_TR_NOOP("edit")),
    Action("comment", "Mark", QT_TR_NOOP("Ask or note something …"), commenting.new, ("C",), with_article, page=True, strip=QT_TR_NOOP("comment")),
    Action("end-left", "Mark", QT_TR_NOOP("End one word left"), lambda w: marking.resize(w.session, edge="end", forward=False), ("[", "Alt+Left"), with_words, page=True, strip=QT_TR_NOOP("end"), separated=True, group=QT_TR_NOOP("Edges of a mark")),
    Action("end-right", "Mark", QT_TR_NOOP("End one word right"), lambda w: marking.resize(w.session, edge="end", forward=True), ("]", "Alt+Right"), with_words, page=True, strip=QT_TR_NOOP("end"), group=QT_TR_NOOP("Edges of a mark")),
    Action("start-left", "Mark", QT_TR_NOOP("Start one word left"), lambda w: marking.resize(w.session, edge="start", forward=False), ("{", "Alt+Shift+Left"), with_words, page=True, strip=QT_TR_NOOP("start"), group=QT_TR_NOOP("Edges of a mark")),
    Action("start-right", "Mark", QT_TR_NOOP("Start one word right"), lambda w: marking.resize(w.session, edge="start", forward=True), ("}", "Alt+Shift+Right"), with_words, page=True, strip=QT_TR_NOOP("start"), group=QT_TR_NOOP("Edges of a mark")),
    Action("end-left-1", "Mark", QT_TR_NOOP("End one character left"), lambda w: marking.resize(w.session, edge="end", forward=False, character=True), ("Ctrl+[", "Ctrl+Alt+Left"), with_words, page=True, group=QT_TR_NOOP("Edges of a mark")),
    Action("end-right-1", "Mark", QT_TR_NOOP("End one character right"), lambda w: marking.resize(w.session, edge="end", forward=True, character=True), ("Ctrl+]", "Ctrl+Alt+Right"), with_words, page=True, group=QT_TR_NOOP("Edges of a mark")),
    Action("start-left-1", "Mark", QT_TR_NOOP("Start one character left"), lambda w: marking.resize(w.session, edge="start", forward=False, character=True), ("Ctrl+{", "Ctrl+Alt+Shift+Left"), with_words, page=True, group=QT_TR_NOOP("Edges of a mark")),
    Action("start-right-1", "Mark", QT_TR_NOOP("Start one character right"), lambda w: marking.resize(w.session, edge="start", forward=True, character=True), ("Ctrl+}", "Ctrl+Alt+Shift+Right"), with_words, page=True, group=QT_TR_NOOP("Edges of a mark")),
    Action("done", "Article", QT_TR_NOOP("Done, next article"), lambda w: w.workspace.leave(marking.done), ("Ctrl+Return", "Ctrl+Enter"), with_article, strip=QT_TR_NOOP("done, next")),
    Action("skip", "Article", QT_TR_NOOP("Skip with a reason …"), projects.ask_skip, ("K",), with_article, page=True),
    Action("flag", "Article", QT_TR_NOOP("Flag, or take the flag away"), lambda w: marking.toggle_flag(w.session), ("F",), with_article, page=True),
    Action("reopen", "Article", QT_TR_NOOP("Not done after all"), lambda w: marking.reopen(w.session), ("Ctrl+Shift+Return",), with_ended),
    Action("next-article", "Article", QT_TR_NOOP("Next article"), lambda w: w.workspace.leave(partial(marking.neighbour, forward=True)), ("Ctrl+PgDown",), with_article, separated=True),
    Action("previous-article", "Article", QT_TR_NOOP("Previous article"), lambda w: w.workspace.leave(partial(marking.neighbour, forward=False)), ("Ctrl+PgUp",), with_article),
    Action("questions", "Article", QT_TR_NOOP("Questions about the article"), lambda w: w.workspace.answer_questions(), ("Q",), with_article, page=True, separated=True),
    Action("comments", "Article", QT_TR_NOOP("Questions and comments …"), commenting.show_list, ("Ctrl+Shift+Q",), with_project),
    Action("correct", "Article", QT_TR_NOOP("Correct title, source or date …"), lambda w: corrections.correct(w, ""), ("F4",), with_article, separated=True),
    Action("take-in", "Article", QT_TR_NOOP("Take this into the article"), lambda w: corrections.take_in(w.session), ("Ctrl+Alt+B",), with_article),
    Action("leave-out", "Article", QT_TR_NOOP("Leave this out of the article"), lambda w: corrections.leave_out(w.session), ("Ctrl+Shift+B",), with_article),
    Action("open-page", "Article", QT_TR_NOOP("Open the original page"), citing.open_page, ("Ctrl+Shift+O",), with_article, separated=True),
    Action("copy-address", "Article", QT_TR_NOOP("Copy the address of the original page"), citing.copy_address, (), with_article),
    Action("suggest-here", "Article", QT_TR_NOOP("Pre-highlight this article"), projects.suggest_here, ("Ctrl+Shift+H",), with_article, separated=True),
    Action("blind", "Article", QT_TR_NOOP("Work without suggestions"), lambda w: blind.toggle(w.session), ("Ctrl+Shift+G",), with_article),
    Action("show-suggestions", "View", QT_TR_NOOP("Show or hide suggestions"), lambda w: blind.toggle_suggestions(w.session), ("Ctrl+G",), with_project),
    Action("outside", "View", QT_TR_NOOP("Show or hide what is outside the article"), lambda w: w.page.toggle_outside(), ("Ctrl+B",), with_article),
    Action("zoom-in", "View", QT_TR_NOOP("Larger text"), lambda w: w.zoom(10), ("Ctrl++", "Ctrl+="), separated=True),
    Action("zoom-out", "View", QT_TR_NOOP("Smaller text"), lambda w: w.zoom(-10), ("Ctrl+-",)),
    Action("zoom-reset", "View", QT_TR_NOOP("Normal text"), lambda w: w.zoom(0), ("Ctrl+0",)),
    Action("theme", "View", QT_TR_NOOP("Light or dark"), lambda w: w.toggle_theme(), ("Ctrl+D",)),
    Action("queue-panel", "View", QT_TR_NOOP("Show or hide the queue"), lambda w: panels.toggle(w, "queue"), ("F9",), with_project, separated=True),
    Action("inspector-panel", "View", QT_TR_NOOP("Show or hide the inspector"), lambda w: panels.toggle(w, "inspector"), ("Shift+F9",), with_project),
    Action("quiet", "View", QT_TR_NOOP("Quiet reading: only the article"), panels.toggle_quiet, ("Ctrl+\\",), with_project),
    Action("full-screen", "View", QT_TR_NOOP("Full screen"), panels.toggle_full_screen, ("F11",)),
    Action("history", "View", QT_TR_NOOP("History"), _history, ("Alt+H", "Ctrl+Shift+Y"), with_project, separated=True),
    Action("leave-page", "View", QT_TR_NOOP("Go to the next part of the window"), lambda w: w.workspace.next_part(), ("F6",), with_project, separated=True),
    Action("help", "Help", QT_TR_NOOP("Labelling articles"), lambda w: projects.show_help(w, "annotate", w.tr("Labelling articles")), ("F1",)),
    Action("guidelines", "Help", QT_TR_NOOP("Guidelines"), lambda w: projects.show_help(w, "guidelines", w.tr("Guidelines")), ("F2",)),
    Action("keys", "Help", QT_TR_NOOP("Keys"), sheets.show_keys, ("?", "Ctrl+?"), strip=QT_TR_NOOP("all keys")),
    Action("about", "Help", QT_TR_NOOP("About"), projects.show_about),
)  # fmt: skip


_READING = ("next-mark", "previous-mark", "overlapping", "next-article", "previous-article")


def is_of_now(action: Action) -> bool:
    """Tell whether an action is about the article as it is now: not possible while the past is read."""
    return action.menu in ("Mark", "Article") and action.id not in _READING


def is_possible(action: Action, session: Session) -> bool:
    """Tell whether an action can be done now."""
    return action.when(session) and not (session.past is not None and is_of_now(action))


def label_actions(scheme: Scheme) -> list[Action]:
    """Return the actions that label with each of a scheme's labels, a stance's label opening its form."""

    def labelling(label_id: str, *, stance: bool) -> Callable[["Window"], object]:
        return lambda window: window.workspace.new_stance() if stance else marking.label(window.session, label_id)

    named = translated(QT_TR_NOOP("Label as {}"))
    return [
        Action(f"label-{label.id}", "Mark", named.format(label.name), labelling(label.id, stance=bool(label.roles)), (label.key,), with_words if label.roles else with_article, page=True)
        for label in scheme.current
    ]  # fmt: skip
