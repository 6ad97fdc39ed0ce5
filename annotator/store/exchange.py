"""Steps on their way between project files: what one file lacks of another, and taking it in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core.problems import Refused
from annotator.core.text import article_id
from annotator.store import history, rows, search
from annotator.store.project import Project, encode, now
from annotator.store.schema import Image, lifted

_STEP = "id, device, sequence, person, kind, target, name, parameters, article, made, seen, schema"


@dataclass(frozen=True, slots=True)
class SentChange:
    """One change on its way: complete, an insert with its row's image too."""

    ordinal: int
    kind: str
    row: str
    act: str
    old: Image | None
    new: Image | None
    schema: int


@dataclass(frozen=True, slots=True)
class SentStep:
    """One step on its way, with the last numbers of other devices that its maker had seen."""

    id: str
    device: str
    sequence: int
    person: str
    kind: str
    target: str | None
    name: str
    parameters: Mapping[str, Any]
    article: str | None
    made: str
    seen: Mapping[str, int]
    schema: int
    changes: tuple[SentChange, ...]


def steps(project: Project, known: Mapping[str, int]) -> Iterator[SentStep]:
    """Yield the closed steps beyond what another file knows of each device, in the order in which they came here."""
    found = project.rows(f"SELECT {_STEP} FROM step WHERE state = 'closed' ORDER BY number")
    for row in found:
        step, device, sequence, person, kind, target, name, parameters, article, made, seen, schema = row
        if sequence > known.get(device, 0):
            changes = tuple(_sent(project, change) for change in history.changes(project, step))
            given, others = json.loads(parameters), json.loads(seen)
            yield SentStep(
                step, device, sequence, person, kind, target, name, given, article, made, others, schema, changes
            )


def texts(project: Project, sent: Iterable[SentStep]) -> dict[str, str]:
    """Return the article texts that these steps need."""
    wanted = {change.row for step in sent for change in step.changes if change.kind == "article"}
    found = {identity: project.text(identity) for identity in sorted(wanted)}
    return {identity: text for identity, text in found.items() if text is not None}


def raws(project: Project, sent: Iterable[SentStep]) -> dict[str, tuple[Any, ...]]:
    """Return the raw bytes that the publications of these steps refer to, as rows."""
    images = (change.new for step in sent for change in step.changes if change.kind == "publication")
    wanted = {str(image["raw"]) for image in images if image and image.get("raw")}
    return {
        identity: row
        for identity in sorted(wanted)
        for row in project.rows("SELECT id, media, encoding, extractor, size, data FROM raw WHERE id = ?", (identity,))
    }


def receive(
    project: Project,
    sent: Iterable[SentStep],
    articles: Mapping[str, str],
    raw: Mapping[str, tuple[Any, ...]] | None = None,
) -> list[SentStep]:
    """Take steps of another file in, each whole and once, and return those that wait for a predecessor.

    Raise Refused when a row is not as the step found it: concurrent changes of one row are for a person to decide.
    """
    waiting = sorted(sent, key=lambda step: (step.device, step.sequence))
    progress = True
    while progress:
        progress, left = False, []
        frontier = project.frontier()
        for step in waiting:
            if step.sequence <= frontier.get(step.device, 0):
                continue
            if not _ready(step, frontier):
                left.append(step)
                continue
            _take(project, step, articles, raw or {})
            frontier[step.device] = step.sequence
            progress = True
        waiting = left
    return waiting


def _ready(step: SentStep, frontier: Mapping[str, int]) -> bool:
    mine = frontier.get(step.device, 0) == step.sequence - 1
    return mine and all(frontier.get(device, 0) >= number for device, number in step.seen.items())


def _take(project: Project, step: SentStep, articles: Mapping[str, str], raw: Mapping[str, tuple[Any, ...]]) -> None:
    newest = max([step.schema, *(change.schema for change in step.changes)])
    if newest > project.versions[-1].number:
        raise Refused("newer-step", step.name, version=newest, known=project.versions[-1].number)
    with project.transaction():
        project.db.execute("INSERT INTO device VALUES (?, '') ON CONFLICT DO NOTHING", (step.device,))
        project.db.execute(
            f"INSERT INTO step ({_STEP}, arrived, state) VALUES ({', '.join('?' * 12)}, ?, 'closed')",
            (
                step.id, step.device, step.sequence, step.person, step.kind, step.target, step.name,
                encode(dict(step.parameters)), step.article, step.made, encode(dict(step.seen)), step.schema, now(),
            ),
        )  # fmt: skip
        with project.writing(step.id):
            for change in step.changes:
                if change.kind == "article" and change.new is not None:
                    _keep_text(project, change.row, articles, _title(step, change.row))
                if change.kind == "publication" and change.new is not None:
                    _keep_raw(project, change.new.get("raw"), raw)
                _play(project, change)


def _play(project: Project, change: SentChange) -> None:
    old, new = (
        image and lifted(change.kind, image, change.schema, project.versions) for image in (change.old, change.new)
    )
    if rows.image(project, change.kind, change.row) != old or (new is not None and new["id"] != change.row):
        raise Refused("conflict", change.kind, row=change.row)
    if new is None:
        rows.remove(project, change.kind, change.row)
    elif old is None:
        rows.put(project, change.kind, new)
    else:
        rows.change(project, change.kind, new)


def _title(step: SentStep, article: str) -> str:
    """Return the title under which a step brings an article in, for the search index."""
    first = [
        change.new
        for change in step.changes
        if change.kind == "publication" and change.new and change.new["article"] == article
    ]
    return str(first[0]["title"]) if first else ""


def _keep_text(project: Project, article: str, articles: Mapping[str, str], title: str) -> None:
    if project.db.execute("SELECT 1 FROM article_text WHERE id = ?", (article,)).fetchone():
        return
    text = articles.get(article)
    if text is None or article_id(text) != article:
        raise Refused("wrong-article-id", article)
    cursor = project.db.execute("INSERT INTO article_text (id, text) VALUES (?, ?)", (article, text))
    search.index(project, int(cursor.lastrowid or 0), title, text)


def _keep_raw(project: Project, identity: object, raw: Mapping[str, tuple[Any, ...]]) -> None:
    if not isinstance(identity, str):
        return
    if project.db.execute("SELECT 1 FROM raw WHERE id = ?", (identity,)).fetchone():
        return
    if identity not in raw:
        raise Refused("missing-raw", identity)
    project.db.execute("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?)", raw[identity])


def _sent(project: Project, change: history.Change) -> SentChange:
    new = change.new
    if change.act == "insert":
        later = project.rows(
            "SELECT old, schema FROM change WHERE article IS ? AND row = ? AND kind = ? AND number > ?"
            " ORDER BY number LIMIT 1",
            (change.article, change.row, change.kind, change.number),
        )
        if later:
            new = lifted(change.kind, json.loads(later[0][0]), later[0][1], project.versions)
        else:
            new = rows.image(project, change.kind, change.row)
    return SentChange(change.ordinal, change.kind, change.row, change.act, change.old, new, project.versions[-1].number)
