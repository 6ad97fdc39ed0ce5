"""What people have corrected about an article, beside what was found when it was imported."""

from dataclasses import dataclass

from annotator.core.article import Publication
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person made of one field. The last of `of` for a field is in force."""

    field: str
    author: str
    value: str


def of(project: Project, article: str) -> list[Correction]:
    """Return the corrections of an article, for each field the one in force last: a lead's, then by the writer's id."""
    found = project.rows(
        "SELECT field, correction.author, value FROM correction LEFT JOIN person ON person.id = correction.author"
        " WHERE article = ? ORDER BY field, coalesce(person.duty, '') = 'lead', correction.author",
        (article,),
    )
    return [Correction(*row) for row in found]


def found(project: Project, article: str) -> Publication:
    """Return where an article appeared first, as it was found; an empty publication where nothing was."""
    rows = project.rows(
        "SELECT id, title, source, url, published, file FROM publication WHERE article = ?"
        " ORDER BY position, id LIMIT 1",
        (article,),
    )
    return Publication(*rows[0]) if rows else Publication("")
