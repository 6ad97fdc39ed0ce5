"""The past: an article as it was after a step, in the order in which changes arrived in this file.

Suggestions are not in the history, so the past is without them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.core.article import Article, Publication
from annotator.core.marks import Answer, Attributes, Link, Span
from annotator.core.problems import Refused
from annotator.core.scheme import Scheme
from annotator.store import articles, history, schemes
from annotator.store.history import Entry
from annotator.store.project import Project
from annotator.store.schema import SUGGESTED, Image, lifted

_IN_ARTICLE = ("publication", "correction", "span", "link", "answer", "status")
_EVERYWHERE = ("setting", "scheme", "person")


@dataclass(frozen=True, slots=True)
class Past:
    """An article after a step: everybody's marks of then, drawn by the scheme of then; `statuses` are by person."""

    step: Entry
    article: Article
    scheme: Scheme
    spans: tuple[Span, ...]
    links: tuple[Link, ...]
    answers: tuple[Answer, ...]
    statuses: Mapping[str, str]


def of_author(then: Past, author: str | None) -> Past:
    """Return the past with one author's marks only; with None everybody's, as those of one author without a name."""
    if author is None:
        return replace(
            then,
            spans=tuple(replace(span, author="") for span in then.spans),
            links=tuple(replace(link, author="") for link in then.links),
        )
    return replace(
        then,
        spans=tuple(span for span in then.spans if span.author == author),
        links=tuple(link for link in then.links if link.author == author),
        answers=tuple(answer for answer in then.answers if answer.author == author),
        statuses={person: status for person, status in then.statuses.items() if person == author},
    )


def of(project: Project, article: str, step: str) -> Past:
    """Return an article as it was after a step; refuse one that the project did not have then."""
    made = history.entry(project, step)
    last = _last_change(project, step)
    since = _since(project, article, last)
    then = {kind: _images(project, kind, article, since) for kind in ("article", *_IN_ARTICLE)}
    since = _since(project, None, last)
    then |= {kind: _images(project, kind, None, since) for kind in _EVERYWHERE}
    text = project.text(article)
    if not then["article"] or text is None:
        raise Refused("not-there-then")
    return Past(
        made,
        _article(then, text),
        _scheme(then),
        tuple(_spans(then["span"])),
        tuple(Link(**image) for image in then["link"]),
        tuple(Answer(**{**image, "value": json.loads(image["value"])}) for image in then["answer"]),
        {image["author"]: image["status"] for image in then["status"]},
    )


def latest(project: Project, until: str) -> str:
    """Return the last step that had arrived by a time."""
    found = project.rows("SELECT id FROM step WHERE arrived <= ? ORDER BY number DESC LIMIT 1", (until,))
    if not found:
        raise Refused("not-there-then")
    return str(found[0][0])


def _last_change(project: Project, step: str) -> int:
    found = project.rows("SELECT number FROM change WHERE step = ? ORDER BY ordinal DESC LIMIT 1", (step,))
    return int(found[0][0]) if found else 0


def _since(project: Project, article: str | None, change: int) -> dict[tuple[str, str], Image | None]:
    """Return the rows that changed after a change, as they were right after it; None for those that were not there."""
    found = project.rows(
        # SQLite takes the other columns from the row with the smallest number: the first change of each row since.
        "SELECT kind, row, act, old, schema, min(number) FROM change WHERE article IS ? AND number > ?"
        " GROUP BY row, kind",
        (article, change),
    )
    if any(act != "insert" and old is None for _kind, _row, act, old, _schema, _number in found):
        raise Refused("damaged-history", article or "")
    # Thousands of images are read as one text, in half the time.
    images = json.loads(f"[{','.join(old or 'null' for _kind, _row, _act, old, _schema, _number in found)}]")
    return {
        (kind, row): image and lifted(kind, image, schema, project.versions)
        for (kind, row, _act, _old, schema, _number), image in zip(found, images, strict=True)
    }


def _images(
    project: Project, kind: str, article: str | None, since: Mapping[tuple[str, str], Image | None]
) -> list[Image]:
    """Return the rows of a table as they were: those of now, but for those that changed since."""
    names = project.columns(kind)
    listed = ", ".join(f'"{name}"' for name in names)
    where = "1" if article is None else f"{'id' if kind == 'article' else 'article'} = ?"
    if kind in SUGGESTED:
        where += " AND author NOT GLOB 'model:*'"
    found = project.rows(f"SELECT {listed} FROM {kind} WHERE {where}", () if article is None else (article,))
    now = (dict(zip(names, row, strict=True)) for row in found)
    kept = [image for image in now if (kind, image["id"]) not in since]
    return kept + [image for (table, _row), image in since.items() if table == kind and image is not None]


def _article(then: Mapping[str, list[Image]], text: str) -> Article:
    (image,) = then["article"]
    appeared = sorted(then["publication"], key=lambda row: (row["position"], row["id"]))
    fields = ("id", "title", "source", "url", "published", "file")
    publications = tuple(Publication(*(row[field] for field in fields)) for row in appeared)
    body = tuple((int(start), int(end)) for start, end in json.loads(image["body"]))
    found = Article(image["id"], text, image["language"], body, publications, json.loads(image["meta"]))
    leads = {person["id"] for person in then["person"] if person["duty"] == "lead"}
    made = sorted(then["correction"], key=lambda row: (row["author"] in leads, row["author"]))
    return articles.corrected(found, {row["field"]: row["value"] for row in made})


def _scheme(then: Mapping[str, list[Image]]) -> Scheme:
    settings: dict[str, Any] = {image["id"]: image["value"] for image in then["setting"]}
    texts = {image["id"]: image["toml"] for image in then["scheme"]}
    if settings.get("scheme") not in texts:
        raise Refused("project-without-scheme")
    return schemes.parsed(texts[settings["scheme"]])


def _spans(images: list[Image]) -> list[Span]:
    read: dict[str, Attributes] = {}  # most marks of an article have the attributes of another one too
    for image in images:
        text = image["attributes"]
        if text not in read:
            read[text] = json.loads(text)
    made = (
        Span(
            image["id"], image["article"], image["author"], image["label"], image["start"], image["end"],
            read[image["attributes"]], None, image["rule"],
        )
        for image in images
    )  # fmt: skip
    return sorted(made, key=lambda span: (span.start, -span.end, span.id))
