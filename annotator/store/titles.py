"""Articles by a few words of their title, source or text: the best ones, for a list that is typed into."""

from annotator.core import hits
from annotator.core.text import storable
from annotator.store import articles, search
from annotator.store.articles import Row
from annotator.store.project import Project

_TITLE, _TEXT = 12.0, 1.0
"""How much more a word in the title counts than one in the text (SQLite's `bm25`)."""


def best(project: Project, person: str, query: str, limit: int = 20) -> list[Row]:
    """Return the articles that fit a query best, those by source and corrected title first; none for an empty one."""
    query = storable(query).replace("\0", " ")[: hits.LONGEST].strip()
    if not query:
        return []
    like = "%" + query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    named = project.rows(
        "SELECT number FROM article WHERE id IN"
        " (SELECT article FROM publication WHERE source LIKE ?1 ESCAPE '\\' OR title LIKE ?1 ESCAPE '\\' LIMIT ?2)"
        " OR id IN (SELECT article FROM correction WHERE field IN ('title', 'source')"
        " AND value LIKE ?1 ESCAPE '\\' LIMIT ?2)",
        (like, limit),
    )
    expression = search.fts_query(query)
    inside = project.rows(
        "SELECT article.number FROM (SELECT rowid AS place, row_number() OVER () AS rank FROM"
        " (SELECT rowid FROM search WHERE search MATCH ? ORDER BY bm25(search, ?, ?) LIMIT ?))"
        " JOIN article_text ON article_text.number = place JOIN article USING (id) ORDER BY rank",
        (expression, _TITLE, _TEXT, limit),
    ) if expression else []  # fmt: skip
    order = {number: place for place, (number,) in enumerate([*named, *inside])}
    return sorted(articles.queue(project, person, list(order)), key=lambda row: order[row.number])[:limit]


def recent(project: Project, person: str, identities: list[str]) -> list[Row]:
    """Return the lines of these articles, in this order, without those that are not there."""
    numbers = [articles.number_of(project, identity) for identity in identities]
    found = {row.id: row for row in articles.queue(project, person, [number for number in numbers if number >= 0])}
    return [found[identity] for identity in identities if identity in found]
