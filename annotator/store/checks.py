"""Whether a project is sound: its pages, its references, its texts and where its marks stand."""

from collections.abc import Iterator

from annotator.core.problems import Problem
from annotator.core.text import article_id
from annotator.store import articles, schemes, spans
from annotator.store.project import Project


def problems(project: Project) -> Iterator[Problem]:
    """Yield what is wrong in a project: damaged pages, broken references, changed texts, marks outside their text."""
    where = str(project.path)
    for (message,) in project.rows("PRAGMA integrity_check(20)"):
        if message != "ok":
            yield Problem("damaged-page", where, {"message": str(message)})
    for table, row, parent, _key in project.rows("PRAGMA foreign_key_check"):
        yield Problem("broken-reference", where, {"table": table, "row": int(row or 0), "parent": parent})
    for article in articles.ids(project):
        yield from _of_article(project, article, where)
    for (step,) in project.rows("SELECT name FROM step WHERE state = 'open'"):
        yield Problem("step-left-open", where, {"step": step})


def _of_article(project: Project, article: str, where: str) -> Iterator[Problem]:
    scheme, text = schemes.current(project), articles.text_of(project, article)
    place = f"{where}, {article[:12]}"
    if article_id(text) != article:
        yield Problem("changed-text", where, {"article": article})
    for span in spans.of(project, article):
        if span.end > len(text):
            yield Problem("span-outside-text", place, {"start": span.start, "end": span.end, "length": len(text)})
        if scheme.label(span.label) is None:
            known = ", ".join(label.id for label in scheme.current)
            yield Problem("unknown-label", place, {"label": span.label, "known": known})


def counts(project: Project) -> dict[str, int]:
    """Return the version of the file, and how many articles and steps it holds."""
    return {
        "file version": project.rows("PRAGMA user_version")[0][0],
        "articles": articles.count(project),
        "steps": project.rows("SELECT count(*) FROM step")[0][0],
    }
