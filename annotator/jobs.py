"""Everything long, one function each: importing, suggesting, exporting.

Each runs to its end in the thread or process that calls it. It tells `progress` how far it is (done, of how many; 0
where nobody knows) and stops, with nothing left half-done, when `progress` raises `Cancelled`.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from annotator import formats
from annotator.core.marks import Link, Span, is_gold, is_pipeline
from annotator.core.problems import Problem, Refused
from annotator.core.records import Record
from annotator.formats import Format
from annotator.store import articles, intake, people, runs, schemes, search
from annotator.store.intake import Intake, Taken
from annotator.store.project import LongStep, Project

Progress = Callable[[int, int], None]
Suggested = tuple[str, Sequence[Span], Sequence[Link]]
"""An article with the spans and links that a pipeline suggests in it."""

PAUSE_SECONDS = 0.002
"""How long it then leaves the file alone, so that a hand edit that waits comes in between."""

BATCH_SECONDS = 0.02
"""How long a long job holds the file at a time: hand edits wait no longer than this, and one commit."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought in, and what it could not take."""

    articles: int
    publications: int
    marks: int
    known: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SuggestReport:
    """What a run of a pipeline wrote."""

    pipeline: str
    articles: int
    spans: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote, and what the format could not hold."""

    records: int
    lost: tuple[Problem, ...]


@dataclass(slots=True)
class _Told:
    problems: list[Problem] = field(default_factory=list)


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far a job is."""


def every_format() -> tuple[Format, ...]:
    """Return all formats, that of spaCy too, which is only imported when one of its files is read or written."""
    return (*formats.FORMATS, Format("spacy", (".spacy",), _read_docbin, _write_docbin, _docbin_losses))


def _read_docbin(path: Path, *, encoding: str = "") -> Iterator[Record | Problem]:
    from annotator.nlp import docbin

    return docbin.read(path, encoding=encoding)


def _write_docbin(records: Iterable[Record], out: Path) -> None:
    from annotator.nlp import docbin

    docbin.write(records, out)


def _docbin_losses(record: Record) -> Iterable[Problem]:
    from annotator.nlp import docbin

    return docbin.losses(record)


def import_files(
    project: Project,
    person: str,
    paths: Sequence[Path],
    *,
    format: str = "",  # noqa: A002  what the command line calls it
    author: str = "",
    encoding: str = "",
    progress: Progress = silent,
) -> ImportReport:
    """Bring files and folders in, as one step. Marks without an author in a file are `author`'s, else this person's."""
    known = every_format()
    chosen = formats.by_name(format, known) if format else None
    author = _one_author(project, author)
    told, taken = _Told(), Taken()
    suggested: dict[str, list[tuple[str, list[Span], list[Link]]]] = {}
    found = formats.read_paths(paths, chosen, encoding=encoding, formats=known)
    with project.long_edit("import", person, count=len(paths), file=paths[0].name if paths else "") as long:
        door = Intake(project, schemes.current(project), person, author, told.problems.append, taken)
        for record, marks in _taken_in(project, long, door, _records(found, told), progress):
            if marks is not None:
                suggested.setdefault(record.author.strip() or author, []).append(marks)
    for pipeline, made in suggested.items():
        new = [item for item in made if not runs.has(project, pipeline, *item)]
        taken.marks += sum(len(spans) for _article, spans, _links in new)
        if new:
            _write_run(project, pipeline, "imported", iter(new), silent, len(new))
    return ImportReport(taken.articles, taken.publications, taken.marks, taken.known, tuple(told.problems))


def _one_author(project: Project, given: str) -> str:
    """Return the author that `--author` names: an id for a known person; a name that several have is refused."""
    if not given or is_pipeline(given) or is_gold(given):
        return given
    return people.named(project, given).id if people.knows(project, given) else given


def suggest(
    project: Project, pipeline: str = "default", *, chosen: Sequence[str] | None = None, progress: Progress = silent
) -> SuggestReport:
    """Pre-highlight the chosen articles, or all that this pipeline has not seen, in place of what it suggested before.

    A run that is stopped keeps what it has written: suggestions can be made anew at any time.
    """
    from annotator.nlp import pipelines

    started = time.monotonic()
    loaded = pipelines.load(pipeline, labels=schemes.current(project).mapping)
    wanted = list(chosen) if chosen is not None else runs.missing(project, loaded.author)
    written = _Count()
    # An import may be undone while its articles are read.
    reading = (articles.get(project, article) for article in wanted if articles.existing(project, [article]))
    made = ((item.article, item.spans, item.links) for item in loaded.suggest(reading))
    _write_run(project, loaded.author, loaded.version, written.counting(made), progress, len(wanted))
    return SuggestReport(loaded.author, written.articles, written.spans, time.monotonic() - started)


def export(
    project: Project, out: Path, format: str, *, author: str = "", query: str = "", lossy: bool = False,  # noqa: A002
    progress: Progress = silent,
) -> ExportReport:  # fmt: skip
    """Write one author's marks, or everyone's but the pipelines', for all articles or those that a search finds.

    Raise Refused, with nothing written, when the format cannot hold something and `lossy` does not allow it.
    """
    target = formats.by_name(format, every_format())
    if target.write is None:
        raise Refused("format-not-written", target.name)
    if out.exists() and out.samefile(project.path):
        raise Refused("project-not-replaced", str(out))
    authors = people.authors(project, author) if author else None
    chosen = search.articles(project, query) if query else articles.ids(project)
    wanted = list(intake.records(project, authors, chosen))
    lost: list[Problem] = []
    if target.losses is not formats.nothing_lost:
        lost = [problem for record in _made(project, wanted, silent) for problem in target.losses(record)]
    if lost and not lossy:
        raise Refused("export-loses", str(out), count=len(lost), format=target.name, first=lost[0].code)
    target.write(_made(project, wanted, progress), out)
    return ExportReport(len(wanted), tuple(lost))


@dataclass(slots=True)
class _Count:
    articles: int = 0
    spans: int = 0

    def counting(
        self, made: Iterable[tuple[str, Sequence[Span], Sequence[Link]]]
    ) -> Iterator[tuple[str, Sequence[Span], Sequence[Link]]]:
        for item in made:
            self.articles += 1
            self.spans += len(item[1])
            yield item


def _records(found: Iterable[Record | Problem], told: _Told) -> Iterator[Record]:
    for item in found:
        if isinstance(item, Problem):
            told.problems.append(item)
        else:
            yield item


def _taken_in(
    project: Project, long: LongStep, door: Intake, found: Iterator[Record], progress: Progress
) -> Iterator[tuple[Record, tuple[str, list[Span], list[Link]] | None]]:
    """Write records in short transactions: files are read between them, never inside."""
    done = 0
    while pending := deque(islice(found, 32)):
        while pending:
            ready = []
            with long.batch():
                until = time.perf_counter() + BATCH_SECONDS
                while pending and time.perf_counter() < until:
                    record = pending.popleft()
                    ready.append((record, door.take(_as_known(project, record))))
            done += len(ready)
            time.sleep(PAUSE_SECONDS)
            progress(done, 0)
            yield from ready


def _as_known(project: Project, record: Record) -> Record:
    """Return the record; where the same bytes came in before, with the text they gave then, which has the marks."""
    if record.raw is None or record.spans:
        return record
    known = articles.with_raw(project, articles.raw_id(record.raw))
    if known is None:
        return record
    return replace(record, text=articles.text_of(project, known), publications=(), raw=None)


def _write_run(
    project: Project,
    author: str,
    version: str,
    made: Iterator[Suggested],
    progress: Progress,
    total: int,
) -> None:
    done = 0
    with project.run(author, version) as run:
        while batch := list(islice(made, 8)):
            runs.replace(project, run, author, batch)
            done += len(batch)
            progress(done, total)


def _made(project: Project, wanted: Sequence[tuple[str, str]], progress: Progress) -> Iterator[Record]:
    for done, (article, author) in enumerate(wanted, 1):
        yield intake.record_of(project, article, author)
        if done % 50 == 0 or done == len(wanted):
            progress(done, len(wanted))
