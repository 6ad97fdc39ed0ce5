"""Steps on their way between project files: what one file lacks of another, and taking it in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core.problems import Refused
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
        if row[2] > known.get(row[1], 0):
            changes = tuple(_sent(project, change) for change in history.changes(project, row[0]))
            yield SentStep(
                *row[:7], json.loads(row[7]), row[8], row[9], json.loads(row[10]), project.versions[-1].number, changes
            )


def texts(project: Project, sent: Iterable[SentStep]) -> dict[str, str]:
    """Return the article texts that these steps need."""
    wanted = {change.row for step in sent for change in step.changes if change.kind == "article"}
    found = (
        (identity, project.rows("SELECT text FROM article_text WHERE id = ?", (identity,)))
        for identity in sorted(wanted)
    )
    return {identity: text[0][0] for identity, text in found if text}


def receive(project: Project, sent: Iterable[SentStep], articles: Mapping[str, str]) -> list[SentStep]:
    """Take steps of another file in, each whole and once, and return those that wait for a predecessor.

    Raise Refused when a row is not as the step found it: concurrent changes of one row are for a person to decide.
    """
    waiting = list(sent)
    progress = True
    while progress:
        progress, left = False, []
        for step in waiting:
            frontier = project.frontier()
            if step.sequence <= frontier.get(step.device, 0):
                progress = True
            elif _ready(step, frontier):
                _take(project, step, articles)
                progress = True
            else:
                left.append(step)
        waiting = left
    return waiting


def _ready(step: SentStep, frontier: Mapping[str, int]) -> bool:
    mine = frontier.get(step.device, 0) == step.sequence - 1
    return mine and all(frontier.get(device, 0) >= number for device, number in step.seen.items())


def _take(project: Project, step: SentStep, articles: Mapping[str, str]) -> None:
    if step.schema > project.versions[-1].number:
        raise Refused("newer-step", step.name, version=step.schema, known=project.versions[-1].number)
    with project.transaction():
        project.db.execute("INSERT INTO device VALUES (?, '') ON CONFLICT DO NOTHING", (step.device,))
        project.db.execute(
            f"INSERT INTO step ({_STEP}, arrived, state) VALUES ({', '.join('?' * 12)}, ?, 'closed')",
            (
                step.id, step.device, step.sequence, step.person, step.kind, step.target, step.name, encode(dict(step.parameters)),
                step.article, step.made, encode(dict(step.seen)), step.schema, now(),
            ),
        )  # fmt: skip
        with project.writing(step.id):
            for change in step.changes:
                _play(project, change, articles)


def _play(project: Project, change: SentChange, articles: Mapping[str, str]) -> None:
    old, new = (
        image and lifted(change.kind, image, change.schema, project.versions) for image in (change.old, change.new)
    )
    if rows.image(project, change.kind, change.row) != old:
        raise Refused("conflict", change.kind, row=change.row)
    if change.kind == "article" and new is not None:
        _keep_text(project, change.row, articles)
    if new is None:
        rows.remove(project, change.kind, change.row)
    elif old is None:
        rows.put(project, change.kind, new)
    else:
        rows.change(project, change.kind, new)


def _keep_text(project: Project, article: str, articles: Mapping[str, str]) -> None:
    from annotator.core.text import article_id

    if project.db.execute("SELECT 1 FROM article_text WHERE id = ?", (article,)).fetchone():
        return
    text = articles.get(article)
    if text is None or article_id(text) != article:
        raise Refused("wrong-article-id", article)
    cursor = project.db.execute("INSERT INTO article_text (id, text) VALUES (?, ?)", (article, text))
    search.index(project, int(cursor.lastrowid or 0), "", text)


def _sent(project: Project, change: history.Change) -> SentChange:
    new = change.new
    if change.act == "insert":
        later = project.rows(
            "SELECT old, schema FROM change WHERE row = ? AND kind = ? AND number > ? ORDER BY number LIMIT 1",
            (change.row, change.kind, change.number),
        )
        new = (
            lifted(change.kind, json.loads(later[0][0]), later[0][1], project.versions)
            if later
            else rows.image(project, change.kind, change.row)
        )
    return SentChange(change.ordinal, change.kind, change.row, change.act, change.old, new, project.versions[-1].number)
