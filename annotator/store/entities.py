"""Canonical entities that people have added to a project; those that ship with the program stand in `resources/`."""

import json
from dataclasses import dataclass

from annotator.store.project import Project, encode


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or a treaty (`kind`, as the scheme's attribute names it) by its canonical name and its aliases."""

    id: str
    author: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()


def every(project: Project, kind: str | None = None) -> list[Entity]:
    """Return the added entities of a kind, or all, by name."""
    found = project.rows(
        "SELECT id, author, kind, name, aliases FROM entity WHERE ?1 IS NULL OR kind = ?1 ORDER BY name, id", (kind,)
    )
    return [_entity(row) for row in found]


def get(project: Project, identity: str) -> Entity | None:
    """Return an added entity, or None."""
    found = project.rows("SELECT id, author, kind, name, aliases FROM entity WHERE id = ?", (identity,))
    return _entity(found[0]) if found else None


def put(project: Project, entity: Entity) -> None:
    """Write an entity, new or changed, inside a step."""
    project.db.execute(
        "INSERT INTO entity VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " aliases = excluded.aliases WHERE (name, aliases) != (excluded.name, excluded.aliases)",
        (entity.id, entity.author, entity.kind, entity.name, encode(list(entity.aliases))),
    )


def _entity(row: tuple[str, str, str, str, str]) -> Entity:
    identity, author, kind, name, aliases = row
    return Entity(identity, author, kind, name, tuple(json.loads(aliases)))
