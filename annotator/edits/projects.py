"""Projects: their people and schemes, and undo and redo."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.problems import Refused
from annotator.core.scheme import Scheme, removed
from annotator.core.scheme_toml import parse_scheme
from annotator.core.text import storable
from annotator.store import history, people, schemes
from annotator.store.history import Entry
from annotator.store.people import Person
from annotator.store.project import Changed, Project, create_project


def create(path: Path, toml: str, person: Person, *, device: str, name: str = "") -> Project:
    """Make a new project file with this scheme and its first person, and return it open. It cannot be undone."""
    scheme, problems = parse_scheme(toml)
    if scheme is None:
        raise Refused(problems[0].code, problems[0].where, **problems[0].parameters)
    project = create_project(path, device=device)
    try:
        with project.edit("set-up", person.id, kind="setup", name=name or path.stem):
            schemes.put(project, scheme)
            schemes.put_setting(project, "name", storable(name or path.stem))
            people.put(project, person)
    except BaseException:
        project.close()
        path.unlink()
        raise
    return project


def join(project: Project, person: Person) -> None:
    """Write a person who opens a project into it, once; what the project already knows of them stays."""
    if all(known.id != person.id for known in people.every(project)):
        with project.edit("join", person.id, kind="setup", name=person.name):
            people.put(project, person)


def set_scheme(project: Project, person: str, scheme: Scheme, *, after: str = "") -> None:
    """Put a new version of the scheme in force; refuse one that lacks an item, because marks may hold its id.

    `after` is the hash of the version that it was made from: refused, if another is in force by now.
    """
    if after and after != schemes.current(project).hash:
        raise Refused("scheme-changed-meanwhile")
    read, problems = parse_scheme(scheme.toml)
    if read is None:
        raise Refused(problems[0].code, problems[0].where, **problems[0].parameters)
    lacking = removed(schemes.current(project), read)
    if lacking:
        raise Refused("scheme-item-removed", lacking[0], count=len(lacking))
    with project.edit("set-scheme", person, name=read.name):
        schemes.put(project, read)


def undo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Take back this person's latest step; return which, and what changed. Refuse to take a scheme from its marks."""
    last = history.next_undo(project, person)
    if last is not None and last.name == "set-scheme" and (held := schemes.held_only_since(project, last.id)):
        raise Refused("scheme-in-use", item=held)
    return history.undo(project, person)


def redo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Do again what was undone last; return which step, and what changed."""
    return history.redo(project, person)


def undo_back_to(project: Project, person: str, number: int) -> Iterator[Entry]:
    """Take this person's steps since the one with this number back, the latest first, and yield each.

    Those that are made meanwhile stay. Raise Refused where others built on one; what is behind it stays taken back.
    """
    latest = history.next_undo(project, person)
    following = latest
    while latest is not None and following is not None and number < following.number <= latest.number:
        yield undo(project, person)[0]
        following = history.next_undo(project, person)
