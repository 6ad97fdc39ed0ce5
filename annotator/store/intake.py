"""Taking records of files in: articles, publications, and the marks of their authors; what cannot come is said."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from annotator.core.article import Article, Publication
from annotator.core.marks import GOLD, Link, Span, Value, content_id, gold_by, is_gold, is_pipeline
from annotator.core.problems import Parameter, Problem
from annotator.core.records import Record
from annotator.core.rules import fits
from annotator.core.scheme import Label, Scheme, clashing, value_problem
from annotator.core.text import article_id, storable
from annotator.store import answers, articles, links, people, spans, statuses
from annotator.store.people import Person
from annotator.store.project import Project

Tell = Callable[[Problem], None]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_RANKS = {"todo": 0, "started": 1, "skipped": 2, "done": 2}


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
    _used: dict[str, str] = field(default_factory=dict)
    """The ids that pipelines' marks got in this import, with their articles: they are written only after it."""

    def take(self, record: Record) -> tuple[str, list[Span], list[Link]] | None:
        """Write a record inside a step; return a pipeline's marks unwritten, because only its run may write them."""
        article = article_of(record)
        if not article.text.strip():
            self.tell(Problem("empty-text", record.where))
            return None
        new = articles.add(self.project, article)
        self.taken.articles += new
        self.taken.known += not new
        if not new and record.raw is None and record.body not in {None, articles.get(self.project, article.id).body}:
            self.tell(Problem("body-known-otherwise", record.where))
        self._publish(article, record)
        author = self._author(record)
        coming = _Coming(self, record, article, author, known=not new)
        coming.take_spans()
        coming.take_links()
        if is_pipeline(author):
            return article.id, coming.spans, coming.links
        self._say_how_far(record, article.id, author)
        self._write(article.id, author, coming)
        self._answer(record, article.id, author)
        return None

    def _publish(self, article: Article, record: Record) -> None:
        raw = articles.keep_raw(self.project, record.raw) if record.raw else None
        for given in article.publications:
            publication = Publication(
                "",
                storable(given.title),
                storable(given.source),
                storable(given.url),
                storable(given.published),
                storable(given.file),
            )
            known = replace(publication, id=articles.publication_id(article.id, publication))
            self.taken.publications += articles.add_publication(self.project, article.id, known, raw)

    def _author(self, record: Record) -> str:
        """Return the author that a record's marks get: `--author` counts where the record names none."""
        given = storable(record.author.strip() or self.author)
        if not given:
            return self.person
        if is_pipeline(given):
            return given
        if is_gold(given):
            # An export says who decided: two reviewers' gold stay two candidates.
            return next(
                (name for name in (record.author_id, given) if name.startswith(f"{GOLD}:")), gold_by(self.person)
            )
        every = people.every(self.project)
        by_id = next((person for person in every if person.id in {record.author_id, given}), None)
        same_name = [person for person in every if person.name == given]
        if by_id is not None:
            return by_id.id
        if len(same_name) == 1 and not record.author_id:
            return same_name[0].id
        newcomer = Person(storable(record.author_id) or content_id("person", given), given, duty="annotator")
        people.put(self.project, newcomer)
        return newcomer.id

    def _say_how_far(self, record: Record, article: str, author: str) -> None:
        """Write the status that a record gives; an older file never takes back what was done here since."""
        here = statuses.of(self.project, article, author)
        if _RANKS.get(record.status, 0) > _RANKS[here]:
            statuses.put(self.project, article, author, record.status)  # type: ignore[arg-type]  # one of the ranks

    def _write(self, article: str, author: str, coming: "_Coming") -> None:
        spans.add_all(self.project, coming.spans)
        links.add_all(self.project, coming.links)
        self.taken.marks += len(coming.spans)
        if coming.spans and statuses.of(self.project, article, author) == "todo":
            statuses.put(self.project, article, author, "started")

    def _answer(self, record: Record, article: str, author: str) -> None:
        if not record.answers:
            return
        here = {item.question: item.value for item in answers.of(self.project, article, author)}
        for item in record.answers:
            declared = self.scheme.question(item.question)
            if declared is None or value_problem(declared, item.value) is not None:
                self.tell(Problem("answer-dropped", record.where, {"question": item.question[:80]}))
            elif item.question not in here:
                answers.put(self.project, article, author, item.question, item.value)
            elif here[item.question] != item.value:
                self.tell(Problem("answer-known-otherwise", record.where, {"question": item.question}))

    def identity(self, given: str, held: Span | None, article: str, author: str, *content: object) -> str:
        """Return a mark's own id where that is free or its own, else the id that its content gives it."""
        elsewhere = self._used.get(given, article) != article
        taken = held is not None and (held.author, held.article) != (author, article)
        own = is_uuid(given) and not elsewhere and not taken
        identity = given if own else content_id("span", article, author, *content)
        if is_pipeline(author):
            self._used[identity] = article
        return identity


class _Coming:
    """The marks of one record on their way in: as this project's scheme takes them, beside those that are there."""

    def __init__(self, intake: Intake, record: Record, article: Article, author: str, *, known: bool) -> None:
        self.spans: list[Span] = []
        self.links: list[Link] = []
        self._intake, self._record, self._article, self._author = intake, record, article, author
        self._beside = known and not is_pipeline(author)
        self._marks: dict[str, Span] = {}
        own = spans.of(intake.project, article.id, author) if self._beside else []
        self._own = {span.id: span for span in own}
        self._at = {(span.label, span.start, span.end): span for span in own}
        self._near = _Near(own)

    def take_spans(self) -> None:
        """Take those spans that fit; one that is here already, or was changed here since, stays as it is here."""
        held = {span.id: span for span in spans.get(self._intake.project, [span.id for span in self._record.spans])}
        for span in self._record.spans:
            mine = self._fitting(span, held.get(span.id))
            if mine is None:
                continue
            here = self._own.get(mine.id) or self._at.get((mine.label, mine.start, mine.end))
            if here is not None:
                self._marks[span.id] = here
                if not _same(here, mine):
                    self._tell("mark-known-otherwise", label=mine.label, start=mine.start, end=mine.end)
                continue
            if not is_pipeline(self._author) and self._clashes(mine):
                self._tell("overlap-dropped", label=mine.label, start=mine.start, end=mine.end)
                continue
            self._marks[span.id] = mine
            self._own[mine.id] = mine
            self._near.add(mine)
            self.spans.append(mine)

    def take_links(self) -> None:
        """Take those links whose spans came or are here, and whose role has a place for them."""
        project, scheme = self._intake.project, self._intake.scheme
        present = links.of(project, self._article.id, self._author) if self._beside else []
        ties = {(link.source, link.role, link.target) for link in present}
        held = {link.id for link in links.get(project, [link.id for link in self._record.links])}
        for link in self._record.links:
            source, target = self._marks.get(link.source), self._marks.get(link.target)
            if source is None or target is None or not fits(scheme, link.role, source, target):
                self._tell("link-dropped", role=link.role[:80])
                continue
            tie = (source.id, link.role, target.id)
            if tie in ties:
                continue
            label = scheme.label(source.label)
            role = label.role(link.role) if label else None
            if role and 0 < role.maximum <= sum(1 for other in ties if other[:2] == tie[:2]):
                self._tell("link-dropped", role=link.role)
                continue
            free = is_uuid(link.id) and link.id not in held
            held.add(link.id)
            ties.add(tie)
            identity = link.id if free else content_id("link", self._author, *tie)
            self.links.append(Link(identity, self._article.id, self._author, link.role, source.id, target.id))

    def _fitting(self, span: Span, held: Span | None) -> Span | None:
        label = self._intake.scheme.label(span.label)
        if label is None:
            known = ", ".join(item.id for item in self._intake.scheme.current)
            self._tell("unknown-label", label=span.label[:80], known=known)
            return None
        length, place = len(self._article.text), (span.start, span.end)
        if not 0 <= span.start < span.end <= length:
            self._tell("span-outside-text", start=span.start, end=span.end, length=length)
            return None
        article, author, attributes = self._article.id, self._author, self._attributes(label, span)
        identity = self._intake.identity(span.id, held, article, author, label.id, *place, attributes)
        return Span(identity, article, author, label.id, *place, attributes, span.confidence, storable(span.rule))

    def _attributes(self, label: Label, span: Span) -> dict[str, Value]:
        kept: dict[str, Value] = {}
        if not span.attributes:
            return kept
        keys = label.keys
        for key, given in span.attributes.items():
            value = storable(given) if isinstance(given, str) else given
            declared = label.attribute(key)
            if key not in keys or (declared is not None and value_problem(declared, value) is not None):
                where: dict[str, Parameter] = {"label": label.id, "start": span.start, "end": span.end}
                code = "value-dropped" if key in keys else "attribute-dropped"
                self._tell(code, attribute=key[:80], value=str(value)[:80], **where)
            else:
                kept[key] = value
        return kept

    def _clashes(self, span: Span) -> bool:
        return clashing(self._intake.scheme, span.label, span.start, span.end, self._near.of(span)) is not None

    def _tell(self, code: str, **parameters: Parameter) -> None:
        self._intake.tell(Problem(code, self._record.where, parameters))


class _Near:
    """Spans by where they stand, so that an article with thousands of marks is not searched through for each."""

    _BITS = 9

    def __init__(self, marks: Iterable[Span]) -> None:
        self._at: dict[int, list[Span]] = {}
        for span in marks:
            self.add(span)

    def add(self, span: Span) -> None:
        for part in self._parts(span):
            self._at.setdefault(part, []).append(span)

    def of(self, span: Span) -> list[Span]:
        found = {other.id: other for part in self._parts(span) for other in self._at.get(part, ())}
        return [other for other in found.values() if other.start < span.end and span.start < other.end]

    def _parts(self, span: Span) -> range:
        return range(span.start >> self._BITS, (span.end - 1 >> self._BITS) + 1)


def article_of(record: Record) -> Article:
    """Return the article of a record; without a body, all of it is."""
    body = ((0, len(record.text)),) if record.body is None and record.text else record.body or ()
    return Article(
        article_id(record.text), record.text, record.language or "und", body, record.publications, dict(record.meta)
    )


def is_uuid(given: str) -> bool:
    """Tell whether a text is a UUID, spelled as we spell them: other ids of files are names inside one file."""
    return _UUID.fullmatch(given) is not None


def _same(here: Span, coming: Span) -> bool:
    return (here.label, here.start, here.end, dict(here.attributes)) == (
        coming.label, coming.start, coming.end, dict(coming.attributes),
    )  # fmt: skip


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
            " UNION SELECT author FROM answer WHERE article = ?1"
            " UNION SELECT author FROM suggested WHERE article = ?1 ORDER BY 1",
            (article,),
        )
        present = [row[0] for row in found]
        if authors is not None:
            yield from ((article, author) for author in present if author in authors)
            continue
        made = [author for author in present if not is_pipeline(author)]
        yield from ((article, author) for author in made or [""])
