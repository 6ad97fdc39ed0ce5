"""Digests: two projects are equal when theirs are."""

import hashlib
from dataclasses import dataclass

from annotator.store.files import known_failures
from annotator.store.project import Project
from annotator.store.schema import HISTORY, SUGGESTED


@dataclass(frozen=True, slots=True)
class Digest:
    """`rows` is of all current rows but suggestions; `whole` adds the ids of all steps and changes. Not order."""

    rows: str
    whole: str


def of(project: Project) -> Digest:
    """Return the digests of a project."""
    with known_failures(project.path):
        return _of(project)


def _of(project: Project) -> Digest:
    rows, whole = hashlib.sha256(), hashlib.sha256()
    for kind in HISTORY:
        names = project.columns(kind)
        listed = ", ".join(f'"{name}"' for name in names)
        where = " WHERE author NOT GLOB 'model:*'" if kind in SUGGESTED else ""
        for row in project.db.execute(f"SELECT {listed} FROM {kind}{where} ORDER BY id"):
            rows.update(repr((kind, dict(zip(names, row, strict=True)))).encode())
    whole.update(rows.digest())
    for row in project.db.execute("SELECT id FROM step ORDER BY id"):
        whole.update(repr(row).encode())
    for row in project.db.execute("SELECT step, ordinal, kind, row, act FROM change ORDER BY step, ordinal"):
        whole.update(repr(row).encode())
    return Digest(rows.hexdigest(), whole.hexdigest())
