"""The people of a project, and the names by which authors are asked for."""

from dataclasses import dataclass
from typing import Literal

from annotator.core.marks import GOLD, is_gold, is_pipeline
from annotator.core.problems import Refused
from annotator.core.text import storable
from annotator.store.project import Project

Duty = Literal["annotator", "reviewer", "lead"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works on the project."""

    id: str
    name: str
    colour: str = "blue"
    duty: Duty = "lead"


def every(project: Project) -> list[Person]:
    """Return everyone, by name."""
    return [Person(*row) for row in project.rows("SELECT id, name, colour, duty FROM person ORDER BY name, id")]


def put(project: Project, person: Person) -> None:
    """Write a person, new or changed, inside a step; refuse a name that authors have who are nobody."""
    if not person.name.strip() or is_gold(person.name) or is_pipeline(person.name):
        raise Refused("reserved-name", person.name)
    project.db.execute(
        "INSERT INTO person VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " colour = excluded.colour, duty = excluded.duty"
        " WHERE (name, colour, duty) != (excluded.name, excluded.colour, excluded.duty)",
        (person.id, storable(person.name), person.colour, person.duty),
    )


def knows(project: Project, given: str) -> bool:
    """Tell whether anyone has this id or name."""
    return any(given in {person.id, person.name} for person in every(project))


def named(project: Project, given: str) -> Person:
    """Return the one person with this id or name; refuse an unknown or ambiguous one, saying who there is."""
    found = [person for person in every(project) if given in {person.id, person.name}]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{person.name} ({person.id})" for person in (found or every(project)))
    raise Refused("ambiguous-person" if found else "no-such-person", given, known=known or "–")


def authors(project: Project, given: str) -> list[str]:
    """Return the authors that a name asks for: `gold` is every reviewer's, `model:NAME` a pipeline, else one person."""
    if is_pipeline(given):
        return [given]
    if is_gold(given):
        found = project.rows(
            "SELECT author FROM span WHERE author GLOB 'gold:*'"
            " UNION SELECT author FROM status WHERE author GLOB 'gold:*'"
            " UNION SELECT author FROM answer WHERE author GLOB 'gold:*'"
        )
        return sorted(row[0] for row in found if given in (GOLD, row[0]))
    return [named(project, given).id]


def name_of(project: Project, author: str) -> str:
    """Return what an author is called in files: a person's name, `gold`, or `model:NAME`."""
    if is_gold(author):
        return GOLD
    found = project.rows("SELECT name FROM person WHERE id = ?", (author,))
    return found[0][0] if found else author
