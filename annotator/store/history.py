"""History: what each step changed, and undo and redo as ordinary steps that survive a restart."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from annotator.core.marks import random_id
from annotator.core.problems import Refused
from annotator.store import rows
from annotator.store.files import JobLock
from annotator.store.project import Changed, Project, Step
from annotator.store.schema import Image, lifted

LONG = 2_000
"""A step of more changes than this is undone as a long step, in short transactions."""

_BATCH = 500
_END = 2**62
_PORTION = 200
_BUILT_UPON = {"changed-since", "still-in-use"}


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
    return [read_entry(row) for row in found]


def entry(project: Project, step: str) -> Entry:
    """Return one step."""
    found = project.rows(f"{_ENTRY} WHERE id = ?", (step,))
    if not found:
        raise Refused("no-such-step", step)
    return read_entry(found[0])


def changes(project: Project, step: str, *, backwards: bool = False) -> Iterator[Change]:
    """Yield what a step changed, in order or backwards."""
    order = "DESC" if backwards else "ASC"
    after = -1 if not backwards else _END
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


def kinds_since(project: Project, change: int) -> set[str]:
    """Return the kinds of rows (the tables) in which something has changed after this change."""
    return {row[0] for row in project.rows("SELECT DISTINCT kind FROM change WHERE number > ?", (change,))}


def next_undo(project: Project, person: str) -> Entry | None:
    """Return the step that Undo would take back: the latest of this person on this device that is not undone."""
    # Undo and redo are a stack, so that after an undo what counts is what lay below the step that it took back: a few
    # rows are looked at, however long the history is, and however many steps were undone in a row.
    latest = _latest(project, person, _END)
    while latest is not None and latest.kind == "undo":
        latest = _latest(project, person, entry(project, str(latest.target)).sequence)
    return entry(project, str(latest.target)) if latest is not None and latest.kind == "redo" else latest


def next_redo(project: Project, person: str) -> Entry | None:
    """Return the step that Redo would do again: the earliest undone since this person's last new step on the device."""
    latest = _latest(project, person, _END, abandoned=True)
    while latest is not None and latest.kind == "redo":
        ((undone,),) = project.rows(
            "SELECT max(sequence) FROM step WHERE target = ? AND kind = 'undo' AND sequence < ? AND device = ?",
            (latest.target, latest.sequence, project.device),
        )
        latest = _latest(project, person, undone, abandoned=True)
    return entry(project, str(latest.target)) if latest is not None and latest.kind == "undo" else None


def _latest(project: Project, person: str, before: int, *, abandoned: bool = False) -> Entry | None:
    """Return the latest step of this person on this device before a number of it, even one that came to nothing."""
    found = project.rows(
        f"{_ENTRY} AS mine WHERE device = ? AND person = ? AND sequence < ? AND kind != 'setup'"
        " AND (NOT partial OR ? AND kind = 'do')"
        " AND NOT coalesce((SELECT partial FROM step WHERE id = mine.target), 0) ORDER BY sequence DESC LIMIT 1",
        (project.device, person, before, abandoned),
    )
    return read_entry(found[0]) if found else None


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
        f"{_ENTRY} WHERE target = ? AND kind = 'undo' ORDER BY number DESC LIMIT 1", (target.id,)
    )
    return target, _invert(project, read_entry(taken_back), target, person, kind="redo")


def abandon(project: Project, step: str) -> bool:
    """Take back an open step, whoever left it, and close it; it is offered neither for Undo nor for Redo.

    Return False where others built on it meanwhile: then it stays as far as it came, as a step like any other.
    """
    left = entry(project, step)
    try:
        _take_back(project, left)
    except Refused as refusal:
        if refusal.problem.code not in _BUILT_UPON:
            raise
        _close(project, left.id)
        return False
    return True


def _take_back(project: Project, left: Entry) -> None:
    try:
        back = _reversed(project, left)
    except _HalfWay as half:
        # Half taken back is worse than not at all: what is gone comes back. Nobody can have built on what was gone.
        _close(project, _reversed(project, half.step).id, aside=True)
        _close(project, half.step.id, aside=True)
        raise half.why from half
    with project.transaction():
        project.db.execute("UPDATE step SET state = 'closed' WHERE id = ?", (back.id,))
        project.db.execute("UPDATE step SET state = 'closed', partial = kind = 'do' WHERE id = ?", (left.id,))


class _HalfWay(Exception):  # noqa: N818  as with Refused
    """A step that was to take another back found that others had built on it."""

    def __init__(self, step: Entry, why: Refused) -> None:
        super().__init__()
        self.step, self.why = step, why


def _reversed(project: Project, taken: Entry) -> Entry:
    """Make an open step that takes another back, in short transactions, and return it."""
    kind = "redo" if taken.kind == "undo" else "undo"
    back = Step(random_id(), taken.name, {**taken.parameters}, taken.article)
    with project.transaction(synchronous="NORMAL"):
        project.insert_step(back, taken.person, kind=kind, target=taken.target or taken.id, state="open")
    try:
        for batch in _batches(project, taken.id):
            with project.transaction(synchronous="NORMAL"), project.writing(back.id):
                _invert_changes(project, taken.id, back.id, batch)
    except Refused as refusal:
        if refusal.problem.code in _BUILT_UPON:
            raise _HalfWay(entry(project, back.id), refusal) from refusal
        raise
    return entry(project, back.id)


def _close(project: Project, step: str, *, aside: bool = False) -> None:
    """Close an open step; one that is set aside counts neither for Undo nor for Redo."""
    with project.transaction():
        project.db.execute("UPDATE step SET state = 'closed', partial = ? WHERE id = ?", (int(aside), step))


def recover(project: Project) -> list[str]:
    """Take back the open steps of jobs whose process is gone, and return the names of what they were."""
    lock = JobLock(project.path)
    if not lock.left and not _open_steps(project):
        return []
    if not lock.acquire():
        return []  # its job is alive, in another window or command
    try:
        # Read under the lock: a job may have ended, or another window may have taken it back, since.
        # The newest first: one that was taking another back is itself taken back before that one is.
        names = []
        for step, name in _open_steps(project):
            abandon(project, step)
            names.append(name)
    finally:
        lock.release()
    return names


def _open_steps(project: Project) -> list[tuple[str, str]]:
    return [
        (row[0], row[1]) for row in project.rows("SELECT id, name FROM step WHERE state = 'open' ORDER BY number DESC")
    ]


def _invert(project: Project, taken: Entry, target: Entry, person: str, *, kind: str) -> Changed:
    """Apply the inverse of the step `taken` as a new step of this kind about `target`."""
    if taken.state == "open":
        raise Refused("step-still-open", taken.name)
    (count,) = project.rows("SELECT count(*) FROM change WHERE step = ?", (taken.id,))[0]
    try:
        if count > LONG:
            return _invert_long(project, taken, target, person, kind=kind)
        with project.edit(
            target.name, person, article=target.article, kind=kind, target=target.id, **target.parameters
        ) as step:
            _invert_changes(project, taken.id, step.id, changes(project, taken.id, backwards=True))
    except Refused as refusal:
        if refusal.problem.code != "still-in-use":
            raise
        raise _in_use(project, taken) from refusal
    return step.changed


def _invert_long(project: Project, taken: Entry, target: Entry, person: str, *, kind: str) -> Changed:
    with project.long_edit(target.name, person, kind=kind, target=target.id, **target.parameters) as long:
        for batch in _batches(project, taken.id):
            with long.batch():
                _invert_changes(project, taken.id, long.step.id, batch)
    return long.step.changed


def _batches(project: Project, step: str) -> Iterator[list[Change]]:
    """Yield what a step changed, backwards, in portions that one short transaction can invert."""
    every = changes(project, step, backwards=True)
    while batch := list(islice(every, _PORTION)):
        yield batch


def _invert_changes(project: Project, taken: str, making: str, batch: Iterable[Change]) -> None:
    for change in batch:
        refuse_if_built_upon(project, taken, change, making)
        rows.invert(project, change)


def refuse_if_built_upon(project: Project, step: str, change: Change, making: str = "") -> None:
    """Refuse when a row is no longer as this change left it, naming who changed it since and by what.

    Within one step a row may change several times: going backwards, the earlier changes find the row as the inverses
    of the later ones left it, recorded by the step that is being made.
    """
    later = project.rows(
        "SELECT old, schema, step FROM change WHERE article IS ? AND row = ? AND kind = ? AND number > ? AND step != ?"
        " ORDER BY number",
        (change.article, change.row, change.kind, change.number, making),
    )
    others = [by for _old, _schema, by in later if by != step]
    if not others:
        return
    if change.act == "insert":
        # The row as it was inserted stands where it was changed first, by whomever.
        old, schema, _by = later[0]
        expected = image_of(project, change.kind, old, schema) if old else None
    else:
        expected = change.new
    if rows.image(project, change.kind, change.row) != expected:
        raise _changed_since(project, others[-1])


def _changed_since(project: Project, step: str) -> Refused:
    ((person, name, made),) = project.rows(f"{_WHO} FROM step {_NAMED} WHERE step.id = ?", (step,))
    return Refused("changed-since", "", person=person, step=name, made=_minute(made))


def _in_use(project: Project, taken: Entry) -> Refused:
    """Return the refusal that names who built on what this step made."""
    found = project.rows(
        f"{_WHO} FROM change AS mine JOIN span ON span.id = mine.row"
        " JOIN link ON link.source = span.id OR link.target = span.id JOIN change AS theirs"
        " ON theirs.article = link.article AND theirs.row = link.id"
        f" AND theirs.act = 'insert' AND theirs.step != mine.step JOIN step ON step.id = theirs.step {_NAMED}"
        " WHERE mine.step = ? AND mine.kind = 'span' AND mine.act = 'insert' ORDER BY theirs.number DESC LIMIT 1",
        (taken.id,),
    ) or project.rows(
        f"{_WHO} FROM change AS mine JOIN change AS theirs ON theirs.article = mine.row AND theirs.step != mine.step"
        f" JOIN step ON step.id = theirs.step {_NAMED} WHERE mine.step = ? AND mine.kind = 'article'"
        " AND mine.act = 'insert' ORDER BY theirs.number DESC LIMIT 1",
        (taken.id,),
    )
    person, name, made = found[0] if found else (taken.person, taken.name, taken.made)
    return Refused("changed-since", "", person=person, step=name, made=_minute(made))


def _minute(made: str) -> str:
    return f"{made[:10]} {made[11:16]} UTC"


_WHO = "SELECT coalesce(person.name, step.person), step.name, step.made"
_NAMED = "LEFT JOIN person ON person.id = step.person"


def read_entry(row: tuple[Any, ...]) -> Entry:
    """Return the step that a row of its twelve columns is, in their order."""
    number, step, device, sequence, person, kind, target, name, parameters, article, made, state = row
    given = json.loads(parameters)
    return Entry(number, step, device, sequence, person, kind, target, name, given, article, made, state)


def _change(project: Project, row: tuple[Any, ...]) -> Change:
    number, step, ordinal, kind, identity, act, old, new, article, author, schema = row
    before, after = (image_of(project, kind, image, schema) if image else None for image in (old, new))
    return Change(number, step, ordinal, kind, identity, act, before, after, article, author)


def image_of(project: Project, kind: str, text: str, schema: int) -> Image:
    """Return a recorded image as the current version would hold it."""
    return lifted(kind, json.loads(text), schema, project.versions)
