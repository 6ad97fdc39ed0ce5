"""The timeline: the steps as a long list shows them, read by their local numbers, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from annotator.core.article import Range
from annotator.store import history, rows, spans
from annotator.store.history import Change, Entry
from annotator.store.project import Project, encode

_STEP = ", ".join(
    f"step.{name}"
    for name in ("number", "id", "device", "sequence", "person", "kind", "target", "name", "parameters", "article",
                 "made", "state")
)  # fmt: skip

MOST_CHANGES = 200
"""Of a step that changed more, so many changes are looked at for where it happened."""

_PLACED = {"span", "link", "verdict", "comment"}


@dataclass(frozen=True, slots=True)
class Line:
    """One step in the list: when it came, its person's name and colour, its article's title, and if it is undone."""

    entry: Entry
    arrived: str
    who: str
    colour: str
    title: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a search looks at of a step: its number, arrival and person, and its name with parameters as stored."""

    number: int
    arrived: str
    person: str
    name: str
    parameters: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step touched an article: a stretch, the mark that stands or stood there, the thread that is about it."""

    article: str
    mark: str | None
    extent: Range | None
    thread: str | None = None


def last(project: Project) -> int:
    """Return the number of the latest step; 0 where there is none."""
    return int(project.rows("SELECT coalesce(max(number), 0) FROM step")[0][0])


def arrived(project: Project, number: int) -> str:
    """Return when the step of this number, or the next one before it, came here."""
    found = project.rows("SELECT arrived FROM step WHERE number <= ? ORDER BY number DESC LIMIT 1", (number,))
    return str(found[0][0]) if found else ""


def numbers_in(project: Project, article: str) -> list[int]:
    """Return the numbers of the steps that changed something in an article, the latest first."""
    found = project.rows(
        "SELECT number FROM step WHERE article = ?1"
        " UNION SELECT number FROM step WHERE id IN (SELECT step FROM change WHERE article = ?1)"
        " ORDER BY 1 DESC",
        (article,),
    )
    return [row[0] for row in found]


def touching_since(project: Project, article: str, number: int) -> list[int]:
    """Return the numbers of the steps after a number that changed something in an article, the latest first."""
    found = project.rows(
        "SELECT number FROM step WHERE number > ?1 AND (article = ?2 OR EXISTS"
        " (SELECT 1 FROM change WHERE change.step = step.id AND change.article = ?2)) ORDER BY number DESC",
        (number, article),
    )
    return [row[0] for row in found]


def told(project: Project, numbers: Sequence[int]) -> list[Told]:
    """Return what a search looks at of the steps with these numbers, the latest first."""
    where, given = _among(numbers)
    found = project.rows(
        f"SELECT number, arrived, person, name, parameters FROM step WHERE {where} ORDER BY number DESC", given
    )
    return [Told(*row) for row in found]


def lines(project: Project, numbers: Sequence[int]) -> list[Line]:
    """Return the lines of the steps with these numbers, the latest first."""
    where, given = _among(numbers)
    found = project.rows(
        f"SELECT {_STEP}, arrived, coalesce(person.name, step.person), coalesce(person.colour, 'grey'),"
        " coalesce(publication.title, ''),"
        " coalesce((SELECT kind FROM step AS later WHERE target = step.id ORDER BY number DESC LIMIT 1), '') = 'undo'"
        " FROM step LEFT JOIN person ON person.id = step.person"
        " LEFT JOIN publication ON publication.article = step.article AND position = 0"
        f" WHERE step.{where} ORDER BY step.number DESC",
        given,
    )
    return [
        Line(history.read_entry(tuple(step)), arrived, who, colour, title, bool(undone))
        for *step, arrived, who, colour, title, undone in found
    ]


def _among(numbers: Sequence[int]) -> tuple[str, tuple[Any, ...]]:
    if isinstance(numbers, range):
        return "number BETWEEN ? AND ?", ((min(numbers), max(numbers)) if numbers else (1, 0))
    return "number IN (SELECT value FROM json_each(?))", (encode(list(numbers)),)


def count_to_undo(project: Project, person: str, after: int, most: int) -> int:
    """Return how many steps of a person on this device after a number are not undone; at most so many are counted."""
    ((count,),) = project.rows(
        # The plus keeps SQLite to the numbers: by the device it would look at all the steps before as well.
        "SELECT count(*) FROM (SELECT 1 FROM step AS mine WHERE number > ? AND +device = ? AND person = ?"
        " AND kind = 'do' AND NOT partial"
        " AND coalesce((SELECT kind FROM step WHERE target = mine.id ORDER BY number DESC LIMIT 1), '') != 'undo'"
        " LIMIT ?)",
        (after, project.device, person, most),
    )
    return int(count)


def places(project: Project, step: str) -> list[Place]:
    """Return where a step touched its article, the first of them first in the text; what is gone by its place."""
    looked_at = islice(history.changes(project, step), MOST_CHANGES)
    found = [place for change in looked_at if change.kind in _PLACED for place in _places(project, change)]
    return sorted(found, key=lambda place: place.extent or (-1, -1))


def _places(project: Project, change: Change) -> list[Place]:
    image = change.new or rows.image(project, change.kind, change.row) or change.old
    if change.act == "insert" and image is None:
        image = _inserted(project, change)
    if image is None:
        return []
    if change.kind == "link":
        return [Place(span.article, span.id, (span.start, span.end)) for span in spans.get(project, [image["source"]])]
    extent = None if image["start"] is None else (image["start"], image["end"])
    if change.kind == "comment":
        return [Place(image["article"], image["mark"], extent, image["thread"] or image["id"])]
    marks = [image["id"]] if change.kind == "span" else [image["result"], image["mark"]]
    return [Place(image["article"], mark, extent) for mark in marks]


def _inserted(project: Project, change: Change) -> dict[str, Any] | None:
    """Return the image of a row that a step inserted and that is gone by now."""
    found = project.rows(
        "SELECT old, schema FROM change WHERE article IS ? AND row = ? AND kind = ? AND number > ?"
        " AND act = 'delete' ORDER BY number LIMIT 1",
        (change.article, change.row, change.kind, change.number),
    )
    return history.image_of(project, change.kind, *found[0]) if found else None
