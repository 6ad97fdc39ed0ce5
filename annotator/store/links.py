"""Links in the file."""

from collections.abc import Iterable

from annotator.core.marks import Link
from annotator.store.project import Project, encode

_LINK = "SELECT id, article, author, role, source, target FROM link"


def of(project: Project, article: str, author: str | None = None) -> list[Link]:
    """Return the links of an article, of one author or of all."""
    found = project.rows(
        f"{_LINK} WHERE article = ?1 AND (?2 IS NULL OR author = ?2) ORDER BY source, role, target", (article, author)
    )
    return [Link(*row) for row in found]


def get(project: Project, ids: Iterable[str]) -> list[Link]:
    """Return the links with these ids; ids that are gone are left out."""
    wanted = list(ids)
    if not wanted:
        return []
    found = project.rows(f"{_LINK} WHERE id IN (SELECT value FROM json_each(?))", (encode(wanted),))
    return [Link(*row) for row in found]


def touching(project: Project, span: str) -> list[Link]:
    """Return the links from and to a span."""
    return [Link(*row) for row in project.rows(f"{_LINK} WHERE source = ?1 OR target = ?1 ORDER BY id", (span,))]


def add_all(project: Project, links: Iterable[Link]) -> None:
    """Write links."""
    project.db.executemany(
        "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)",
        ((link.id, link.article, link.author, link.role, link.source, link.target) for link in links),
    )


def remove(project: Project, link: str) -> None:
    """Delete a link."""
    project.db.execute("DELETE FROM link WHERE id = ?", (link,))
