"""Suggestions: what a pipeline's run wrote for an article, replaced as a whole by its next run."""

from collections.abc import Sequence

from annotator.core.marks import Link, Span
from annotator.store import links, spans
from annotator.store.project import Changed, Project


def replace(
    project: Project, run: str, author: str, suggested: Sequence[tuple[str, Sequence[Span], Sequence[Link]]]
) -> None:
    """Write one pipeline's suggestions for some articles, in place of those it made before."""
    with project.suggesting(author):
        for article, new_spans, new_links in suggested:
            if not project.db.execute("SELECT 1 FROM article WHERE id = ?", (article,)).fetchone():
                continue  # taken out of the project while the pipeline read it
            for table in ("answer", "link", "span"):
                project.db.execute(f"DELETE FROM {table} WHERE article = ? AND author = ?", (article, author))
            spans.add_all(project, new_spans)
            links.add_all(project, new_links)
            project.db.execute(
                "INSERT INTO suggested VALUES (?, ?, ?) ON CONFLICT (article, author) DO UPDATE SET run = excluded.run",
                (article, author, run),
            )
    project.announce(Changed("", "suggested", suggested=frozenset(article for article, _spans, _links in suggested)))


def missing(project: Project, author: str) -> list[str]:
    """Return the articles for which a pipeline has not yet made suggestions, as they came."""
    found = project.rows(
        "SELECT article.id FROM article LEFT JOIN suggested ON suggested.article = article.id AND suggested.author = ?"
        " WHERE suggested.article IS NULL ORDER BY article.number",
        (author,),
    )
    return [row[0] for row in found]


def pipelines(project: Project) -> list[str]:
    """Return the pipelines that have made suggestions, the latest run first."""
    return [row[0] for row in project.rows("SELECT author FROM run GROUP BY author ORDER BY max(started) DESC")]


def of_article(project: Project, article: str) -> list[str]:
    """Return the runs whose suggestions an article has."""
    return [row[0] for row in project.rows("SELECT run FROM suggested WHERE article = ? ORDER BY run", (article,))]
