"""Suggestions: what a pipeline's run wrote for an article, replaced as a whole by its next run."""

from collections.abc import Sequence
from dataclasses import replace as copy

from annotator.core.marks import Link, Span, content_id
from annotator.store import links, spans
from annotator.store.project import Changed, Project, encode


def replace(
    project: Project, run: str, author: str, suggested: Sequence[tuple[str, Sequence[Span], Sequence[Link]]]
) -> None:
    """Write one pipeline's suggestions for some articles, in place of those it made before."""
    written: set[str] = set()
    with project.suggesting(author):
        for article, new_spans, new_links in suggested:
            if not project.db.execute("SELECT 1 FROM article WHERE id = ?", (article,)).fetchone():
                continue  # taken out of the project while the pipeline read it
            written.add(article)
            for table in ("answer", "link", "span"):
                project.db.execute(f"DELETE FROM {table} WHERE article = ? AND author = ?", (article, author))
            free_spans, free_links = _with_free_ids(project, new_spans, new_links)
            spans.add_all(project, free_spans)
            links.add_all(project, free_links)
            project.db.execute(
                "INSERT INTO suggested VALUES (?, ?, ?) ON CONFLICT (article, author) DO UPDATE SET run = excluded.run",
                (article, author, run),
            )
    project.announce(Changed("", "suggested", suggested=frozenset(written)))


def _with_free_ids(
    project: Project, new_spans: Sequence[Span], new_links: Sequence[Link]
) -> tuple[Sequence[Span], Sequence[Link]]:
    """Return suggestions under other ids where a person's marks have theirs: those may be imported suggestions."""
    held_spans = {span.id for span in spans.get(project, [span.id for span in new_spans])}
    held_links = {link.id for link in links.get(project, [link.id for link in new_links])}
    if not held_spans and not held_links:
        return new_spans, new_links
    ids = {span.id: content_id("suggested", span.id) if span.id in held_spans else span.id for span in new_spans}
    return [copy(span, id=ids[span.id]) for span in new_spans], [
        copy(
            link,
            id=content_id("suggested", link.id) if link.id in held_links else link.id,
            source=ids[link.source],
            target=ids[link.target],
        )
        for link in new_links
    ]


def has(project: Project, author: str, article: str, made: Sequence[Span], ties: Sequence[Link]) -> bool:
    """Tell whether a pipeline's suggestions in an article are just these already."""
    if not project.rows("SELECT 1 FROM suggested WHERE article = ? AND author = ?", (article, author)):
        return False
    here = {
        (span.label, span.start, span.end, encode(dict(span.attributes))) for span in spans.of(project, article, author)
    }
    coming = {(span.label, span.start, span.end, encode(dict(span.attributes))) for span in made}
    return here == coming and len(links.of(project, article, author)) == len(ties)


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


def repeatable(project: Project, article: str) -> list[str]:
    """Return the pipelines that have made suggestions in an article; what was imported cannot be made again here."""
    found = project.rows(
        "SELECT run.author FROM suggested JOIN run ON run.id = suggested.run"
        " WHERE article = ? AND version != 'imported' ORDER BY run.author",
        (article,),
    )
    return [row[0] for row in found]


def of_article(project: Project, article: str) -> list[str]:
    """Return the runs whose suggestions an article has."""
    return [row[0] for row in project.rows("SELECT run FROM suggested WHERE article = ? ORDER BY run", (article,))]
