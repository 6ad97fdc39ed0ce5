"""The demo: the sample project, pre-highlighted and opened; without a display exported and photographed."""

import os
import tempfile
from pathlib import Path

import typer

from annotator import edits, jobs, resources, settings
from annotator.doctor import has_display
from annotator.store.people import Person
from annotator.store.project import Project

_ROUNDS = 10  # until everything that waits for the next round of events has been drawn


def run(folder: Path | None) -> int:
    """Make the demo in a folder and show it; return the exit status."""
    folder = folder or Path(tempfile.mkdtemp(prefix="annotator-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.annot"
    seen = has_display()
    if path.exists():
        typer.echo(f"{path} is there already.")
    else:
        with make(path) as project:
            if not seen:
                _export(project, folder)
    if seen:
        from annotator.gui.app import run as show

        typer.echo(f"Opening {path}.")
        return show(path)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    picture = folder / "demo.png"
    _photograph(path, picture)
    typer.echo(f"Picture of the window: {picture}")
    return 0


def make(path: Path) -> Project:
    """Make the sample project in a file, with its articles pre-highlighted, and return it open."""
    known = settings.person()
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    project = edits.create(path, toml, Person(known.id, known.name), device=settings.device(), name="Sample")
    taken = jobs.import_files(project, known.id, [resources.path("samples")])
    typer.echo(f"Project: {path} ({taken.articles} articles)")
    made = jobs.suggest(project)
    typer.echo(f"Pre-highlighted: {made.spans} suggestions in {made.articles} articles, {made.seconds:.1f} s")
    return project


def _export(project: Project, folder: Path) -> None:
    out = folder / "demo.jsonl"
    report = jobs.export(project, out, "jsonl", author="model:default")
    typer.echo(f"Exported: {out} ({report.records} records)")


def _photograph(path: Path, picture: Path) -> None:
    """Open the project unseen, accept the first suggestions as a person would, and save a picture of the window."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    from annotator.gui import marking
    from annotator.gui.app import make_application, make_window

    # The platform without a screen warns of each window that it has no screen for hints about sizes.
    qInstallMessageHandler(
        lambda kind, _where, said: None if kind == QtMsgType.QtWarningMsg else typer.echo(said, err=True)
    )
    application = make_application()
    window = make_window()
    window.resize(1280, 800)
    window.show()
    window.open_project(path)
    for _ in range(6):
        if window.session.mark is not None:
            marking.accept(window.session)
    for _ in range(_ROUNDS):
        application.processEvents()
    window.grab().save(str(picture))
    window.close()
