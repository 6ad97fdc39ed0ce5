"""Canonical entities: what people add to those that ship with the program."""

from collections.abc import Sequence

from annotator.core.marks import random_id
from annotator.core.problems import Refused
from annotator.core.text import storable
from annotator.store import entities
from annotator.store.entities import Entity
from annotator.store.project import Project


def add_entity(project: Project, person: str, kind: str, name: str, aliases: Sequence[str] = ()) -> Entity:
    """Add a canonical actor or treaty to the project; one of this kind and name that was added before is returned."""
    wanted = _name(name)
    known = {entity.name.casefold(): entity for entity in entities.every(project, kind)}
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    entity = Entity(random_id(), person, kind, wanted, _aliases(wanted, aliases))
    with project.edit("add-entity", person, name=wanted):
        entities.put(project, entity)
    return entity


def change_entity(project: Project, person: str, identity: str, name: str, aliases: Sequence[str]) -> Entity:
    """Rename an entity that was added to the project, or change its aliases; marks hold its id, so none changes."""
    before = entities.get(project, identity)
    if before is None:
        raise Refused("no-such-entity")
    wanted = _name(name)
    entity = Entity(before.id, before.author, before.kind, wanted, _aliases(wanted, aliases))
    with project.edit("change-entity", person, name=wanted):
        entities.put(project, entity)
    return entity


def _name(name: str) -> str:
    wanted = " ".join(storable(name).split())
    if not wanted:
        raise Refused("entity-without-name")
    return wanted


def _aliases(name: str, aliases: Sequence[str]) -> tuple[str, ...]:
    cleaned = (" ".join(storable(alias).split()) for alias in aliases)
    return tuple(dict.fromkeys(alias for alias in cleaned if alias and alias != name))
