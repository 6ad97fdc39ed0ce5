"""Taking records of files into a project: articles, publications, and the marks of their authors, each said if it cannot come."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from annotator.core.article import Article
from annotator.core.marks import GOLD, Link, Span, content_id, gold_by, is_pipeline
from annotator.core.problems import Problem
from annotator.core.records import Record
from annotator.core.scheme import Label, Scheme, clashing
from annotator.core.text import article_id
from annotator.store import answers, articles, links, people, spans, statuses
from annotator.store.people import Person
from annotator.store.project import Project

Tell = Callable[[Problem], None]


@dataclass(slots=True)
class Taken:
    """What came in: new articles, new places of known ones, marks, and articles that were there already."""

    articles: int = 0
    publications: int = 0
    marks: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class Intake:
    """How records come in: who imports, under which scheme, and for whom marks without an author count."""

    project: Project
    scheme: Scheme
    person: str
    author: str
    tell: Tell
    taken: Taken

    def take(self, record: Record) -> tuple[str, list[Span], list[Link]] | None:
        """Write a record inside a step; return a pipeline's marks unwritten, because only its run may write them."""
        article = article_of(record)
        if not article.text.strip():
            self.tell(Problem("empty-text", record.where))
            return None
        new = articles.add(self.project, article)
        self.taken.articles += new
        self.taken.known += not new
        self._publish(article, record)
        author = self._author(record)
        marks, ties = self._fitting(record, article, author)
        if is_pipeline(author):
            return article.id, marks, ties
        self.taken.marks += self._write(article.id, author, marks, ties)
        for answer in record.answers:
            answers.put(self.project, article.id, author, answer.question, answer.value)
        if (
            record.status in ("started", "done", "skipped")
            and statuses.of(self.project, article.id, author) != record.status
        ):
            statuses.put(self.project, article.id, author, record.status)  # type: ignore[arg-type]  # one of those three
        return None

    def _publish(self, article: Article, record: Record) -> None:
        raw = articles.keep_raw(self.project, record.raw) if record.raw else None
        for publication in article.publications:
            known = replace(publication, id=articles.publication_id(article.id, publication))
            self.taken.publications += articles.add_publication(self.project, article.id, known, raw)

    def _author(self, record: Record) -> str:
        """Return the author that a record's marks get: `--author` counts where the record names none."""
        given = record.author or self.author
        if not given:
            return self.person
        if given == GOLD:
            return gold_by(self.person)
        if is_pipeline(given):
            return given
        every = people.every(self.project)
        by_id = next((person for person in every if person.id in (record.author_id, given)), None)
        same_name = [person for person in every if person.name == given]
        if by_id is not None:
            return by_id.id
        if len(same_name) == 1 and not record.author_id:
            return same_name[0].id
        newcomer = Person(record.author_id or content_id("person", given), given, duty="annotator")
        people.put(self.project, newcomer)
        return newcomer.id

    def _fitting(self, record: Record, article: Article, author: str) -> tuple[list[Span], list[Link]]:
        """Return the record's marks as this project's scheme takes them, with a problem for each that it does not."""
        marks: dict[str, Span] = {}
        for span in record.spans:
            label = self.scheme.label(span.label)
            if label is None:
                self.tell(
                    Problem(
                        "unknown-label",
                        record.where,
                        {"label": span.label, "known": ", ".join(x.id for x in self.scheme.current)},
                    )
                )
                continue
            mine = replace(span, article=article.id, author=author, attributes=self._attributes(record, label, span))
            other = clashing(self.scheme, span.label, span.start, span.end, _near(marks, span))
            if other is not None and not is_pipeline(author):
                self.tell(
                    Problem(
                        "overlap-dropped", record.where, {"label": span.label, "start": span.start, "end": span.end}
                    )
                )
                continue
            marks[span.id] = self._identified(mine)
        ties = []
        for link in record.links:
            source, target = marks.get(link.source), marks.get(link.target)
            role = source and (label := self.scheme.label(source.label)) and label.role(link.role)
            if source is None or target is None or not role:
                self.tell(Problem("link-dropped", record.where, {"role": link.role}))
                continue
            identity = link.id if _is_uuid(link.id) else content_id("link", author, source.id, link.role, target.id)
            ties.append(Link(identity, article.id, author, link.role, source.id, target.id))
        return list(marks.values()), ties

    def _attributes(self, record: Record, label: Label, span: Span) -> dict[str, str | bool]:
        kept = {key: value for key, value in span.attributes.items() if key in label.keys}
        for key in span.attributes.keys() - kept.keys():
            self.tell(
                Problem(
                    "attribute-dropped",
                    record.where,
                    {"attribute": key, "label": label.id, "start": span.start, "end": span.end},
                )
            )
        return kept

    def _identified(self, span: Span) -> Span:
        """Return a span under its own id if that is free or its own, else under the id that its content gives it."""
        by_content = content_id(
            "span", span.article, span.author, span.label, span.start, span.end, dict(span.attributes)
        )
        if not _is_uuid(span.id):
            return replace(span, id=by_content)
        held = spans.get(self.project, [span.id])
        return span if not held or held[0].author == span.author else replace(span, id=by_content)

    def _write(self, article: str, author: str, marks: list[Span], ties: list[Link]) -> int:
        """Write marks that are not there yet; one that was changed here since stays as it is here, and is said."""
        new = []
        for span in marks:
            held = spans.get(self.project, [span.id])
            if not held:
                new.append(span)
            elif replace(held[0], confidence=span.confidence, rule=span.rule) != span:
                self.tell(
                    Problem("mark-known-otherwise", "", {"label": span.label, "start": span.start, "end": span.end})
                )
        spans.add_all(self.project, new)
        present = {(link.source, link.role, link.target) for link in links.of(self.project, article, author)}
        links.add_all(self.project, (tie for tie in ties if (tie.source, tie.role, tie.target) not in present))
        if new and statuses.of(self.project, article, author) == "todo":
            statuses.put(self.project, article, author, "started")
        return len(new)


def article_of(record: Record) -> Article:
    """Return the article of a record; without a body, all of it is."""
    body = ((0, len(record.text)),) if record.body is None and record.text else record.body or ()
    return Article(
        article_id(record.text), record.text, record.language or "und", body, record.publications, dict(record.meta)
    )


def _near(marks: dict[str, Span], span: Span) -> list[Span]:
    return [other for other in marks.values() if other.start < span.end and span.start < other.end]


def _is_uuid(given: str) -> bool:
    try:
        return str(uuid.UUID(given)) == given.lower()
    except ValueError:
        return False


def record_of(project: Project, article: str, author: str) -> Record:
    """Return an article with one author's marks, as writers take it; an empty author is nobody, without marks."""
    read = articles.get(project, article)
    marks = spans.of(project, article, author) if author else []
    return Record(
        text=read.text,
        publications=read.publications,
        language=read.language,
        body=read.body,
        author=people.name_of(project, author),
        author_id=author if author and not is_pipeline(author) else "",
        status=statuses.of(project, article, author) if author and not is_pipeline(author) else "",
        spans=marks,
        links=links.of(project, article, author) if author else [],
        answers=answers.of(project, article, author) if author else [],
        meta=read.meta,
    )


def records(project: Project, authors: list[str] | None, chosen: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (article, author) for everything that these authors made in the chosen articles.

    Without authors: everyone who is not a pipeline, and nobody once for an article that nobody has marked.
    """
    for article in chosen:
        found = project.rows(
            "SELECT author FROM span WHERE article = ?1 UNION SELECT author FROM status WHERE article = ?1"
            " UNION SELECT author FROM answer WHERE article = ?1 UNION SELECT author FROM suggested WHERE article = ?1 ORDER BY 1",
            (article,),
        )
        present = [row[0] for row in found]
        if authors is not None:
            yield from ((article, author) for author in present if author in authors)
            continue
        made = [author for author in present if not is_pipeline(author)]
        yield from ((article, author) for author in made or [""])
