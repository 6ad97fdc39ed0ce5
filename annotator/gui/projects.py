"""What the window's menus ask for: projects, import, pre-highlighting, export, and the dialogs they need."""

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QMessageBox

from annotator import edits, resources, settings, words
from annotator.core.problems import Problem, Refused
from annotator.gui import marking
from annotator.gui.work import Task
from annotator.store import runs, statuses
from annotator.worker import Order

if TYPE_CHECKING:
    from annotator.gui.window import Window

PROJECTS = "Projects (*.annot)"
IMPORTED = "Articles (*.txt *.html *.htm *.jsonl *.spacy);;All files (*)"


def refuse(window: "Window", problem: Problem) -> None:
    """Say a problem in a box of its own: for what was asked for in a dialog."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, "Annotator", words.sentence(problem), QMessageBox.StandardButton.Ok, window
    )
    box.button(QMessageBox.StandardButton.Ok).setIcon(QIcon())
    box.open()


def new(window: "Window") -> None:
    """Ask where a new project goes, and make it with the default scheme."""
    name, _filter = QFileDialog.getSaveFileName(
        window, window.tr("New project"), str(_folder() / "articles.annot"), PROJECTS
    )
    if not name:
        return
    path = Path(name) if name.endswith(".annot") else Path(name + ".annot")
    # The dialog has asked already whether a file of this name may go; a project is never deleted by us all the same.
    make(window, path)


def make(window: "Window", path: Path) -> None:
    """Make a new project in a file and open it."""
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    session = window.session
    try:
        edits.create(path, toml, session.person, device=session.device).close()
        session.open(path)
    except Refused as refusal:
        refuse(window, refusal.problem)
    else:
        window.workspace.focus_page()


def save_open(window: "Window") -> None:
    """Save what is complete in its form, and what was typed as a comment: the project is about to be closed."""
    window.workspace.inspector.settle()
    window.workspace.comments.save_drafts()


def choose(window: "Window") -> None:
    """Ask which project to open."""
    name, _filter = QFileDialog.getOpenFileName(window, window.tr("Open project"), str(_folder()), PROJECTS)
    if name:
        window.open_project(Path(name))


def sample(window: "Window") -> None:
    """Open the sample project, made anew the first time."""
    path = settings.data_folder() / "sample.annot"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        try:
            window.session.open(path)
        except Refused:
            # Damaged, or of another version of the program: a fresh one beside it, and nothing is thrown away.
            path = next(free for number in count(2) if not (free := path.with_name(f"sample-{number}.annot")).exists())
        else:
            window.workspace.focus_page()
            return
    make(window, path)
    if window.session.project is not None:
        bring_in(window, [resources.path("samples")])


def choose_import(window: "Window", *, folder: bool) -> None:
    """Ask for files or a folder, and import them."""
    if folder:
        name = QFileDialog.getExistingDirectory(window, window.tr("Import a folder"), str(_folder()))
        names = [name] if name else []
    else:
        names, _filter = QFileDialog.getOpenFileNames(window, window.tr("Import articles"), str(_folder()), IMPORTED)
    if names:
        bring_in(window, [Path(name) for name in names])


def dropped(window: "Window", paths: Sequence[Path]) -> None:
    """Open a project that was dropped on the window; import anything else."""
    project = next((path for path in paths if path.suffix == ".annot"), None)
    if project is not None:
        window.open_project(project)
    elif paths and window.session.project is not None:
        bring_in(window, paths)
    elif paths:
        refuse(window, Problem("drop-needs-project"))


def bring_in(window: "Window", paths: Sequence[Path]) -> None:
    """Import files and folders, and pre-highlight what is new."""
    order = _order(window, "import_files", paths=list(paths))
    window.work.begin(Task(order, window.tr("Importing"), partial(_imported, window)))


def _imported(window: "Window", report: Any) -> None:
    if not report.articles and not report.known and not report.problems:
        window.session.tell(Problem("nothing-to-import"))
        return
    said = window.tr("{} imported, {} known already.").format(
        _number(report.articles, "new article"), f"{report.known:,}"
    )
    window.session.said.emit(said, "done")
    if report.problems:
        from annotator.gui.dialogs.pages import ReportDialog

        ReportDialog(window, said, [words.sentence(problem) for problem in report.problems]).open()
    if report.articles:
        suggest(window, "default", None)


def choose_suggest(window: "Window") -> None:
    """Ask for a pipeline and for which articles."""
    from annotator.gui.dialogs.suggest import SuggestDialog

    SuggestDialog(window, window.session.article, partial(suggest, window)).open()


def suggest(window: "Window", pipeline: str, chosen: list[str] | None) -> None:
    """Pre-highlight these articles, or all that the pipeline has not seen."""
    order = _order(window, "suggest", pipeline=pipeline, chosen=chosen)
    window.work.begin(Task(order, window.tr("Pre-highlighting"), partial(_suggested, window)))


def _suggested(window: "Window", report: Any) -> None:
    said = window.tr("{} in {}.").format(_number(report.spans, "suggestion"), _number(report.articles, "article"))
    window.session.said.emit(said, "done")


def suggest_here(window: "Window") -> None:
    """Pre-highlight the article in front anew."""
    if window.session.article is not None:
        suggest(window, "default", [window.session.article.id])


def choose_export(window: "Window") -> None:
    """Ask what to export, and where to."""
    from annotator.gui.dialogs.export import ExportDialog

    session = window.session
    ExportDialog(window, session.person.name, runs.pipelines(session.file), partial(_export, window)).open()


def _export(window: "Window", out: Path, format_name: str, author: str, lossy: bool) -> None:  # noqa: FBT001  a ticked box
    order = _order(window, "export", out=out, format=format_name, author=author, lossy=lossy)
    window.work.begin(Task(order, window.tr("Exporting"), partial(_exported, window, out)))


def _exported(window: "Window", out: Path, report: Any) -> None:
    window.session.said.emit(window.tr("{} written to {}.").format(_number(report.records, "record"), out.name), "done")
    if report.lost:
        from annotator.gui.dialogs.pages import ReportDialog

        said = window.tr("{} could not be held by the format:").format(_number(len(report.lost), "thing"))
        ReportDialog(window, said, [words.sentence(problem) for problem in report.lost]).open()


def ask_skip(window: "Window") -> None:
    """Ask why the article is skipped, and skip it."""
    from annotator.gui.dialogs.skip import SkipPrompt

    used = statuses.reasons(window.session.file)
    SkipPrompt(window, used, lambda reason: _do(window, lambda: _skip(window, reason))).open()


def _skip(window: "Window", reason: str) -> None:
    window.workspace.leave(lambda session: marking.skip(session, reason))


def show_help(window: "Window", page: str, title: str) -> None:
    """Show a page of the help."""
    from annotator.gui.dialogs.pages import HelpDialog

    HelpDialog(window, title, resources.path("help", f"{page}.md").read_text(encoding="utf-8")).show()


def show_about(window: "Window") -> None:
    """Show what this program is."""
    from annotator.gui.dialogs.pages import AboutDialog

    AboutDialog(window).open()


def may_stop(window: "Window", job: str) -> bool:
    """Ask whether a job under way may be stopped."""
    text = window.tr("{} is still under way. What it has not finished is taken back. Stop it and quit?").format(job)
    stop = QMessageBox.StandardButton.Discard
    return QMessageBox.question(window, "Annotator", text, stop | QMessageBox.StandardButton.Cancel) == stop


def report_bug(window: "Window", report: str) -> None:
    """Save the report of a bug in a job and say where it is."""
    from annotator.gui import crash

    path = crash.save(report)
    refuse(window, Problem("bug", "", {"file": str(path)}))


def _do(window: "Window", act: Any) -> None:
    try:
        act()
    except Refused as refusal:
        window.session.tell(refusal.problem)


def _order(window: "Window", job: Any, **arguments: Any) -> Order:
    session = window.session
    return Order(job, session.file.path, session.device, session.person.id, arguments)


def _folder() -> Path:
    recent = settings.load().recent()
    return recent[0].parent if recent and recent[0].parent.is_dir() else Path.home()


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
