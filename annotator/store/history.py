"""History: what each step changed, and undo and redo as ordinary steps that survive a restart."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from annotator.core.problems import Refused
from annotator.store import rows
from annotator.store.project import Changed, Project, Step
from annotator.store.schema import Image, lifted

LONG = 2_000
"""A step of more changes than this is undone as a long step, in short transactions."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One step as the history shows it."""

    number: int
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
    state: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change as recorded, its images lifted to the current version. An insert has none: its row is its image."""

    number: int
    step: str
    ordinal: int
    kind: str
    row: str
    act: str
    old: Image | None
    new: Image | None
    article: str | None
    author: str | None


_ENTRY = "SELECT number, id, device, sequence, person, kind, target, name, parameters, article, made, state FROM step"


def entries(project: Project, *, article: str | None = None, until: str | None = None, limit: int = -1) -> list[Entry]:
    """Return the steps, newest first: all, or those in one article, or those that arrived up to a time."""
    found = project.rows(
        f"{_ENTRY} WHERE (?1 IS NULL OR article = ?1 OR id IN (SELECT step FROM change WHERE change.article = ?1))"
        " AND (?2 IS NULL OR arrived <= ?2) ORDER BY number DESC LIMIT ?3",
        (article, until, limit),
    )
    return [_entry(row) for row in found]


def entry(project: Project, step: str) -> Entry:
    """Return one step."""
    found = project.rows(f"{_ENTRY} WHERE id = ?", (step,))
    if not found:
        raise Refused("no-such-step", step)
    return _entry(found[0])


def changes(project: Project, step: str, *, backwards: bool = False) -> Iterator[Change]:
    """Yield what a step changed, in order or backwards."""
    order = "DESC" if backwards else "ASC"
    after = -1 if not backwards else 2**62
    compare = "<" if backwards else ">"
    while True:
        found = project.rows(
            "SELECT number, step, ordinal, kind, row, act, old, new, article, author, schema FROM change"
            f" WHERE step = ? AND ordinal {compare} ? ORDER BY ordinal {order} LIMIT {_BATCH}",
            (step, after),
        )
        for row in found:
            yield _change(project, row)
        if len(found) < _BATCH:
            return
        after = found[-1][2]


def last_change(project: Project) -> int:
    """Return the number of the latest change in this file."""
    return int(project.rows("SELECT coalesce(max(number), 0) FROM change")[0][0])


def touched_since(project: Project, change: int) -> set[str]:
    """Return the articles in which something has changed after this change."""
    return {
        row[0]
        for row in project.rows(
            "SELECT DISTINCT article FROM change WHERE number > ? AND article IS NOT NULL", (change,)
        )
    }


def next_undo(project: Project, person: str) -> Entry | None:
    """Return the step that Undo would take back: the latest of this person on this device that is not undone."""
    found = project.rows(
        f"{_ENTRY} AS mine WHERE device = ? AND person = ? AND kind = 'do' AND coalesce((SELECT kind FROM step"
        " WHERE target = mine.id ORDER BY number DESC LIMIT 1), 'redo') = 'redo' ORDER BY sequence DESC LIMIT 1",
        (project.device, person),
    )
    return _entry(found[0]) if found else None


def next_redo(project: Project, person: str) -> Entry | None:
    """Return the step that Redo would do again: the earliest undone since this person's last new step on this device."""
    found = project.rows(
        f"{_ENTRY} AS mine WHERE device = ?1 AND person = ?2 AND kind = 'do' AND (SELECT kind FROM step"
        " WHERE target = mine.id ORDER BY number DESC LIMIT 1) = 'undo' AND (SELECT max(sequence) FROM step"
        " WHERE target = mine.id AND kind = 'undo' AND device = ?1) > (SELECT max(sequence) FROM step WHERE device = ?1 AND person = ?2"
        " AND kind = 'do') ORDER BY sequence ASC LIMIT 1",
        (project.device, person),
    )
    return _entry(found[0]) if found else None


def undo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Take back this person's latest step, as a step of its own; return which, and what changed."""
    target = next_undo(project, person)
    if target is None:
        raise Refused("nothing-to-undo")
    return target, _invert(project, target, target, person, kind="undo")


def redo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Do again what was undone last; return which step, and what changed."""
    target = next_redo(project, person)
    if target is None:
        raise Refused("nothing-to-redo")
    (taken_back,) = project.rows(
        f"{_ENTRY} WHERE target = ? AND kind = 'undo' AND device = ? ORDER BY number DESC LIMIT 1",
        (target.id, project.device),
    )
    return target, _invert(project, _entry(taken_back), target, person, kind="redo")


def abandon(project: Project, step: str) -> None:
    """Take back an open step, whoever left it, and close it; it will not be offered for Undo."""
    left = entry(project, step)
    original = entry(project, left.target) if left.target else left
    kind = "redo" if left.kind == "undo" else "undo"
    with project.transaction(synchronous="FULL"):
        project.db.execute("UPDATE step SET state = 'closed' WHERE id = ?", (step,))
        (count,) = project.db.execute("SELECT count(*) FROM change WHERE step = ?", (step,)).fetchone()
        if count == 0:
            project.db.execute("DELETE FROM step WHERE id = ?", (step,))
            return
        taking_back = Step(_new_id(), left.name, {**left.parameters}, None)
        project.insert_step(taking_back, left.person, kind=kind, target=original.id, state="closed")
        with project.writing(taking_back.id):
            for change in changes(project, step, backwards=True):
                rows.invert(project, change)


def recover(project: Project) -> list[str]:
    """Take back the open steps of jobs whose process is gone, and return the names of what they were."""
    open_steps = project.rows("SELECT id, name FROM step WHERE state = 'open' ORDER BY number DESC")
    if not open_steps:
        return []
    from annotator.store.files import JobLock

    lock = JobLock(project.path)
    if not lock.acquire():
        return []  # its job is alive, in another window or command
    with closing(_Releasing(lock)):
        for step, _name in open_steps:
            abandon(project, step)
    return [name for _step, name in open_steps]


class _Releasing:
    def __init__(self, lock: Any) -> None:
        self.close = lock.release


def _invert(project: Project, taken: Entry, target: Entry, person: str, *, kind: str) -> Changed:
    """Apply the inverse of the step `taken` as a new step of this kind about `target`."""
    if taken.state == "open":
        raise Refused("step-still-open", taken.name)
    (count,) = project.rows("SELECT count(*) FROM change WHERE step = ?", (taken.id,))[0]
    if count > LONG:
        return _invert_long(project, taken, target, person, kind=kind)
    try:
        with project.edit(
            target.name, person, article=target.article, kind=kind, target=target.id, **target.parameters
        ) as step:
            for change in changes(project, taken.id, backwards=True):
                refuse_if_built_upon(project, taken.id, change)
                rows.invert(project, change)
    except Refused as refusal:
        if refusal.problem.code != "still-in-use":
            raise
        raise _in_use(project, taken) from refusal
    return step.changed


def _invert_long(project: Project, taken: Entry, target: Entry, person: str, *, kind: str) -> Changed:
    with project.long_edit(target.name, person, kind=kind, target=target.id, **target.parameters) as long:
        pending: list[Change] = []
        for change in changes(project, taken.id, backwards=True):
            pending.append(change)
            if len(pending) == _BATCH:
                _invert_batch(project, long, taken.id, pending)
                pending = []
        _invert_batch(project, long, taken.id, pending)
    return long.step.changed


def _invert_batch(project: Project, long: Any, step: str, batch: list[Change]) -> None:
    with long.batch():
        for change in batch:
            refuse_if_built_upon(project, step, change)
            rows.invert(project, change)


def refuse_if_built_upon(project: Project, step: str, change: Change) -> None:
    """Refuse when a row is no longer as this change left it, naming who changed it since and by what.

    Within one step a row may change several times: only the step's last change of a row is compared; going
    backwards, the earlier ones find the row as the later ones' inverses left it.
    """
    later = project.rows(
        "SELECT change.number, change.act, change.old, change.schema, change.step FROM change WHERE change.row = ? AND change.kind = ?"
        " AND change.number > ? AND change.step != ? ORDER BY change.number",
        (change.row, change.kind, change.number, step),
    )
    # The inverse at hand is recorded too, by the step being made.
    making = project.rows("SELECT step FROM current")
    later = [row for row in later if not making or row[4] != making[0][0]]
    if not later:
        return
    if change.act == "insert":
        first = later[0]
        expected = _image(project, change.kind, first[2], first[3]) if first[2] else None
    else:
        expected = change.new
    if rows.image(project, change.kind, change.row) != expected:
        who = project.rows(
            "SELECT coalesce(person.name, step.person), step.name, step.made FROM step LEFT JOIN person ON person.id = step.person WHERE step.id = ?",
            (later[-1][4],),
        )[0]
        raise Refused("changed-since", "", person=who[0], step=who[1], made=who[2])


def _in_use(project: Project, taken: Entry) -> Refused:
    """Return the refusal that names who built on what this step made."""
    found = project.rows(
        "SELECT coalesce(person.name, step.person), step.name, step.made FROM change AS mine JOIN span ON span.id = mine.row"
        " JOIN link ON link.source = span.id OR link.target = span.id"
        " JOIN change AS theirs ON theirs.row = link.id AND theirs.act = 'insert' AND theirs.step != mine.step JOIN step ON step.id = theirs.step"
        " LEFT JOIN person ON person.id = step.person WHERE mine.step = ? AND mine.kind = 'span' AND mine.act = 'insert' ORDER BY theirs.number DESC LIMIT 1",
        (taken.id,),
    )
    if not found:
        found = project.rows(
            "SELECT coalesce(person.name, step.person), step.name, step.made FROM change AS mine JOIN change AS theirs"
            " ON theirs.article = mine.row AND theirs.step != mine.step JOIN step ON step.id = theirs.step LEFT JOIN person ON person.id = step.person"
            " WHERE mine.step = ? AND mine.kind = 'article' AND mine.act = 'insert' ORDER BY theirs.number DESC LIMIT 1",
            (taken.id,),
        )
    person, name, made = found[0] if found else ("", taken.name, taken.made)
    return Refused("changed-since", "", person=person, step=name, made=made)


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(*row[:8], json.loads(row[8]), *row[9:])


def _change(project: Project, row: tuple[Any, ...]) -> Change:
    number, step, ordinal, kind, row_id, act, old, new, article, author, schema = row
    return Change(
        number, step, ordinal, kind, row_id, act,
        _image(project, kind, old, schema) if old else None, _image(project, kind, new, schema) if new else None, article, author,
    )  # fmt: skip


def _image(project: Project, kind: str, text: str, schema: int) -> Image:
    return lifted(kind, json.loads(text), schema, project.versions)


def _new_id() -> str:
    from annotator.core.marks import random_id

    return random_id()
