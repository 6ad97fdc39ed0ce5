"""Rows as history sees them: images, and changes played forwards and backwards."""

from typing import TYPE_CHECKING

from annotator.core.problems import Refused
from annotator.store.schema import HISTORY, SUGGESTED, Image

if TYPE_CHECKING:
    from annotator.store.history import Change
    from annotator.store.project import Project


def image(project: "Project", kind: str, row: str) -> Image | None:
    """Return the current image of a row, or None where there is none."""
    _known(kind)
    names = project.columns(kind)
    listed = ", ".join(f'"{name}"' for name in names)
    found = project.rows(f"SELECT {listed} FROM {kind} WHERE id = ?", (row,))
    return dict(zip(names, found[0], strict=True)) if found else None


def put(project: "Project", kind: str, new: Image) -> None:
    """Insert a row from its image."""
    _check(project, kind, new)
    names = ", ".join(f'"{name}"' for name in new)
    marks = ", ".join("?" for _ in new)
    project.db.execute(f"INSERT INTO {kind} ({names}) VALUES ({marks})", tuple(new.values()))


def change(project: "Project", kind: str, new: Image) -> None:
    """Give a row the values of an image."""
    _check(project, kind, new)
    names = ", ".join(f'"{name}" = ?' for name in new if name != "id")
    values = [value for name, value in new.items() if name != "id"]
    project.db.execute(f"UPDATE {kind} SET {names} WHERE id = ?", (*values, new["id"]))


def remove(project: "Project", kind: str, row: str) -> None:
    """Delete a row; an article takes the suggestions made for it along, because they are derived from it."""
    _known(kind)
    if kind == "article":
        for table in reversed(SUGGESTED):
            project.db.execute(f"DELETE FROM {table} WHERE article = ? AND author GLOB 'model:*'", (row,))
        project.db.execute("DELETE FROM suggested WHERE article = ?", (row,))
    project.db.execute(f"DELETE FROM {kind} WHERE id = ?", (row,))


def invert(project: "Project", recorded: "Change") -> None:
    """Apply the inverse of a change."""
    if recorded.act == "insert":
        remove(project, recorded.kind, recorded.row)
    elif recorded.old is None:
        raise Refused("damaged-history", recorded.step)
    elif recorded.act == "delete":
        put(project, recorded.kind, recorded.old)
    else:
        change(project, recorded.kind, recorded.old)


def _known(kind: str) -> None:
    # Kinds come from change rows, which may come from a foreign file: never into SQL unseen.
    if kind not in HISTORY:
        raise Refused("damaged-history", kind)


def _check(project: "Project", kind: str, new: Image) -> None:
    # The same holds for the columns of an image, which must be just those of the table.
    _known(kind)
    if new.keys() != set(project.columns(kind)):
        raise Refused("damaged-history", kind)
