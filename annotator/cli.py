"""The command line: one command for each thing that can be done without the window."""

import io
import json
import sys
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator import __version__, resources, settings, words
from annotator.core.problems import Problem, Refused

DONE, WITH_PROBLEMS, REFUSED = 0, 1, 2

app = typer.Typer(
    name="annotator",
    help="Label actors, treaties, stances and dates in news articles about treaties.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ProjectFile = Annotated[Path, typer.Argument(help="The project file (.annot).", metavar="PROJECT")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else, on standard output.")]


def main() -> None:
    """Run the program: the window without arguments, else a command. A refusal is a sentence and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that lacks a character, or the name of a damaged file, ends no command.
            stream.reconfigure(errors="backslashreplace")
    if len(sys.argv) == 1:
        raise SystemExit(_window(None))
    try:
        app(standalone_mode=True)
    except Refused as refusal:
        if "--json" in sys.argv:
            typer.echo(json.dumps({"refused": _plain(refusal.problem)}, ensure_ascii=False))
        _say([refusal.problem])
        raise SystemExit(REFUSED) from None


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Open the window where no command is given."""
    if version:
        typer.echo(f"annotator {__version__}")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        raise typer.Exit(_window(None))


@app.command("open")
def open_(project: ProjectFile) -> None:
    """Open a project in the window."""
    raise typer.Exit(_window(project))


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option("--dir", help="Where to put the sample project; a new folder otherwise.")
    ] = None,
) -> None:
    """Make the sample project, pre-highlight it and open it; without a display, do it unseen and export it."""
    from annotator.gui.demo import run

    raise typer.Exit(run(folder))


@app.command()
def new(
    project: ProjectFile,
    scheme: Annotated[
        str, typer.Option(help="The name of a scheme that ships with the program, or a TOML file.")
    ] = "treaty-stances",
    author: Annotated[str, typer.Option(help="Your name in the project.")] = "",
) -> None:
    """Make a new, empty project."""
    from annotator.core.scheme_toml import parse_scheme
    from annotator.edits import create
    from annotator.store.people import Person

    known, toml = settings.person(), _scheme(scheme)
    _parsed, problems = parse_scheme(toml)
    if problems:
        _say(replace(problem, where=", ".join(filter(None, (scheme, problem.where)))) for problem in problems)
        raise typer.Exit(REFUSED)
    with create(project, toml, Person(known.id, author or known.name), device=settings.device()):
        typer.echo(f"Made {project}.")


@app.command("import")
def import_(
    project: ProjectFile,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.", metavar="PATH...")],
    format: Annotated[str, typer.Option("--format", help="How to read them, against what their names say.")] = "",  # noqa: A002
    author: Annotated[str, typer.Option(help="Whose marks they are where the files do not say.")] = "",
    encoding: Annotated[str, typer.Option(help="The encoding of text files, against what they seem to be in.")] = "",
    as_json: Json = False,
) -> None:
    """Bring articles in, with the marks that their files hold."""
    from annotator import jobs

    with _opened(project) as (opened, person), _progress("Importing") as progress:
        report = jobs.import_files(
            opened, person, paths, format=format, author=author, encoding=encoding, progress=progress
        )
    said = (
        f"{_count(report.articles, 'new article')}, {_count(report.publications, 'publication')},"
        f" {_count(report.marks, 'mark')};"
        f" {_count(report.known, 'article')} known already."
    )
    _finish(report, report.problems, said, as_json=as_json)


@app.command()
def suggest(
    project: ProjectFile,
    pipeline: Annotated[
        str, typer.Option(help="“default”, an installed spaCy pipeline, or the folder of one.")
    ] = "default",
    chosen: Annotated[
        list[str] | None,
        typer.Option("--articles", help="Ids of articles (or their beginnings); else all not yet seen."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Pre-highlight articles with a spaCy pipeline."""
    from annotator import jobs
    from annotator.store import articles

    with _opened(project) as (opened, _person), _progress("Reading") as progress:
        ids = [articles.find(opened, given) for given in chosen] if chosen else None
        report = jobs.suggest(opened, pipeline, chosen=ids, progress=progress)
    spans, read = _count(report.spans, "suggestion"), _count(report.articles, "article")
    said = f"{report.pipeline}: {spans} in {read}, {report.seconds:.1f} s."
    _finish(report, (), said, as_json=as_json)


@app.command()
def export(
    project: ProjectFile,
    out: Annotated[Path, typer.Argument(help="The file to write.", metavar="OUT")],
    format: Annotated[str, typer.Option("--format", help="jsonl, spacy or csv.")],  # noqa: A002
    author: Annotated[str, typer.Option(help="A person, gold or model:NAME; else every person and gold.")] = "",
    query: Annotated[str, typer.Option("--filter", help="Only articles that this search finds.")] = "",
    lossy: Annotated[bool, typer.Option("--lossy", help="Write even what the format can only hold in part.")] = False,
    as_json: Json = False,
) -> None:
    """Write the dataset: one author's marks, or everyone's but the pipelines'."""
    from annotator import jobs

    with _opened(project, write=False) as (opened, _person), _progress("Exporting") as progress:
        report = jobs.export(opened, out, format, author=author, query=query, lossy=lossy, progress=progress)
    _finish(report, report.lost, f"{_count(report.records, 'record')} written to {out}.", as_json=as_json)


@app.command()
def history(
    project: ProjectFile,
    article: Annotated[str, typer.Option(help="Only what happened in this article (an id, or its beginning).")] = "",
    at: Annotated[str, typer.Option(help="Only what had happened by this time (ISO, UTC).")] = "",
    as_json: Json = False,
) -> None:
    """List what was done, the newest first; with both options also the article as it was at that time."""
    from annotator.core.naming import named
    from annotator.core.scheme import Scheme
    from annotator.store import articles, past, people, schemes
    from annotator.store import history as steps

    with _opened(project, write=False) as (opened, _person):
        wanted = articles.find(opened, article) if article else None
        names = {person.id: person.name for person in people.every(opened)}
        until = _time(at)
        found = steps.entries(opened, article=wanted, until=until)
        then = past.of(opened, wanted, past.latest(opened, until)) if wanted and until else None
        scheme = schemes.current(opened) if schemes.setting(opened, "scheme") else Scheme("", "", ())
    if as_json:
        listed = {"steps": [asdict(entry) for entry in found]}
        typer.echo(json.dumps({**listed, **({"then": _past(then)} if then else {})}, ensure_ascii=False))
        return
    for line in _past_lines(then, names) if then else ():
        typer.echo(line)
    for entry in found:
        kind = {"undo": "undo: ", "redo": "redo: "}.get(entry.kind, "")
        who, what = names.get(entry.person, entry.person), words.step_name(entry.name, named(scheme, entry.parameters))
        typer.echo(f"{entry.made}  {who}  {kind}{what}")


def _past(then: Any) -> dict[str, Any]:
    """Return an article as it was, as JSON can hold it."""
    about = {"id": then.article.id, "title": then.article.title, "published": then.article.published}
    marks = {name: _plain(getattr(then, name)) for name in ("spans", "links", "answers")}
    return {**about, "body": then.article.body, "scheme": then.scheme.hash, **marks, "statuses": dict(then.statuses)}


def _past_lines(then: Any, names: dict[str, str]) -> Iterable[str]:
    """Yield an article as it was, to be read: its title, its marks in text order, answers and statuses."""
    text = then.article.text
    words = {span.id: " ".join(text[span.start : span.end].split()) for span in then.spans}
    yield then.article.title or then.article.id
    for span in then.spans:
        given = [f"{name} {value}" for name, value in span.attributes.items()]
        given += [f"{link.role} “{words[link.target]}”" for link in then.links if link.source == span.id]
        place = f"{span.label} {span.start}–{span.end} “{words[span.id]}”"
        yield f"  {': '.join(filter(None, (place, ', '.join(given))))} ({names.get(span.author, span.author)})"
    for answer in then.answers:
        yield f"  {answer.question}: {answer.value} ({names.get(answer.author, answer.author)})"
    for person, status in then.statuses.items():
        yield f"  {status} ({names.get(person, person)})"


@app.command()
def doctor(
    project: Annotated[Path | None, typer.Argument(help="Also check this project.", metavar="[PROJECT]")] = None,
    as_json: Json = False,
) -> None:
    """Check the installation, and a project."""
    from annotator.doctor import examine

    report = examine(project)
    _finish(report, report.problems, "\n".join(report.lines()), as_json=as_json)


@app.command("check", hidden=True)
def check(what: Annotated[str, typer.Argument(help="pipeline or window")]) -> None:
    """Try one part of the installation, in a process of its own: the doctor asks for it."""
    from annotator.doctor import TRIALS

    problem = TRIALS[what]()
    if problem is not None:
        _say([problem])
        raise typer.Exit(WITH_PROBLEMS)


@app.command()
def info(
    project: Annotated[
        Path | None, typer.Argument(help="Also say what is in this project.", metavar="[PROJECT]")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a table for a report.")] = False,
    as_json: Json = False,
) -> None:
    """Say what is installed, and what is in a project, with its digests."""
    from annotator.doctor import describe

    facts = describe(project)
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    elif markdown:
        typer.echo("| | |\n|---|---|")
        for name, value in facts.items():
            typer.echo(f"| {name} | {_cell(value)} |")
    else:
        width = max(len(name) for name in facts)
        for name, value in facts.items():
            typer.echo(f"{name:<{width}}  {value}")


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")


def _window(project: Path | None) -> int:
    from annotator.gui.app import run

    return run(project)


def _scheme(given: str) -> str:
    """Return the TOML of a scheme, by name or from a file."""
    file = Path(given)
    if file.suffix == ".toml":
        if not file.is_file():
            raise Refused("no-such-file", given)
        try:
            return file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise Refused("scheme-not-toml", given, reason="not UTF-8") from error
        except OSError as error:
            raise Refused("file-unreadable", given, reason=error.strerror or type(error).__name__) from error
    names = sorted(path.stem for path in resources.path("schemes").glob("*.toml"))
    if given not in names:
        raise Refused("unknown-scheme", given, known=", ".join(names))
    return resources.path("schemes", f"{given}.toml").read_text(encoding="utf-8")


def _time(given: str) -> str | None:
    from datetime import UTC, datetime

    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise Refused("bad-time", given) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def _opened(path: Path, *, write: bool = True) -> Any:
    """Open a project as the person who works here."""
    from annotator import edits
    from annotator.store.people import Person
    from annotator.store.project import open_project

    known = settings.person()
    with open_project(path, device=settings.device(), write=write) as project:
        if write:
            edits.join(project, Person(known.id, known.name))
        yield project, known.id


@contextmanager
def _progress(what: str) -> Any:
    """Show how far a job is, on standard error and only to a terminal; Ctrl+C stops the job cleanly."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _finish(report: object, problems: Iterable[Problem], said: str, *, as_json: bool) -> None:
    problems = list(problems)
    if as_json:
        typer.echo(json.dumps(_plain(report), ensure_ascii=False))
    else:
        typer.echo(said)
    _say(problems)
    if problems:
        raise typer.Exit(WITH_PROBLEMS)


def _plain(value: Any) -> Any:
    """Return a report as JSON can hold it; each problem with its sentence."""
    if isinstance(value, Problem):
        return {"code": value.code, "where": value.where, **dict(value.parameters), "sentence": words.sentence(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def _say(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(words.sentence(problem), file=sys.stderr)  # noqa: T201  standard error is what this is for


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    main()
