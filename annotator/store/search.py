"""Full-text search over articles: words with diacritics folded, beginnings of words, and CJK anywhere in a sentence."""

from annotator.core import hits
from annotator.core.text import storable
from annotator.store.project import Project

Condition = tuple[str, dict[str, str]]
"""A condition on the table `article` in SQL, and its named parameters."""


def index(project: Project, number: int, title: str, text: str) -> None:
    """Index a text for good: texts never change, so neither do their entries."""
    project.db.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
        (number, hits.spread(storable(title)), hits.spread(text)),
    )


def articles(project: Project, query: str) -> list[str]:
    """Return the articles that hold each word (the last may be a beginning) and "quoted phrase" of a query.

    They come as they came in. Corrected titles and the sources of publications are looked through too. An empty query
    finds nothing.
    """
    found = condition(query)
    if found is None:
        return []
    sql, parameters = found
    return [row[0] for row in project.rows(f"SELECT id FROM article WHERE {sql} ORDER BY number", parameters)]


def condition(query: str) -> Condition | None:
    """Return what makes an article one of those that `articles` finds; None for an empty query."""
    query = storable(query).replace("\0", " ")[: hits.LONGEST]
    if not query.strip():
        return None
    expression = fts_query(query)
    like = "%" + query.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    inside = (
        "article.id IN (SELECT article_text.id FROM search JOIN article_text ON article_text.number = search.rowid"
        " WHERE search MATCH :match) OR "
    )
    sql = (
        f"({inside if expression else ''}"
        "article.id IN (SELECT article FROM correction WHERE field IN ('title', 'source')"
        " AND value LIKE :like ESCAPE '\\')"
        " OR article.id IN (SELECT article FROM publication WHERE source LIKE :like ESCAPE '\\'"
        " OR title LIKE :like ESCAPE '\\'))"
    )
    return sql, {"match": expression, "like": like} if expression else {"like": like}


def fts_query(query: str) -> str:
    """Return what the search index understands of a query: nothing of its own syntax comes through."""
    return " ".join(f'"{phrase}"{"*" if begun else ""}' for phrase, begun in hits.spoken(query))
