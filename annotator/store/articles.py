"""Articles: their immutable texts, where they appeared, and what was corrected about them."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.core.article import Article, Publication, Range
from annotator.core.marks import content_id
from annotator.core.problems import Refused
from annotator.core.records import Raw
from annotator.core.text import article_id
from annotator.store import search
from annotator.store.filters import ASKED
from annotator.store.project import Project, encode

CORRECTABLE = ("title", "source", "url", "published")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue: an article as a list shows it to one person, with that person's status, flag and stances.

    `reason` is why it was skipped; `asked` tells whether a question about it is open.
    """

    id: str
    title: str
    source: str
    published: str
    status: str
    number: int
    reason: str = ""
    flagged: bool = False
    asked: bool = False
    blind: bool = False
    stances: int = 0


def add(project: Project, article: Article) -> bool:
    """Add an article that the project does not have, inside a step; tell whether it was new."""
    if project.db.execute("SELECT 1 FROM article WHERE id = ?", (article.id,)).fetchone():
        return False
    if article_id(article.text) != article.id:
        raise Refused("wrong-article-id", article.id)
    _keep_text(project, article)
    project.db.execute(
        "INSERT INTO article (id, language, body, meta) VALUES (?, ?, ?, ?)",
        (article.id, article.language, encode(article.body), encode(dict(article.meta))),
    )
    return True


def _keep_text(project: Project, article: Article) -> None:
    cursor = project.db.execute(
        "INSERT INTO article_text (id, text) VALUES (?, ?) ON CONFLICT DO NOTHING", (article.id, article.text)
    )
    if cursor.rowcount:
        search.index(project, int(cursor.lastrowid or 0), article.title, article.text)


def add_publication(project: Project, article: str, publication: Publication, raw: str | None = None) -> bool:
    """Add where an article appeared, after its other publications; tell whether it was new."""
    if project.db.execute("SELECT 1 FROM publication WHERE id = ?", (publication.id,)).fetchone():
        return False
    project.db.execute(
        "INSERT INTO publication (id, article, position, title, source, url, published, file, raw)"
        " SELECT ?, ?, count(*), ?, ?, ?, ?, ?, ? FROM publication WHERE article = ?",
        (
            publication.id, article, publication.title, publication.source, publication.url, publication.published,
            publication.file, raw, article,
        ),
    )  # fmt: skip
    return True


def publication_id(article: str, publication: Publication) -> str:
    """Return the id of a publication: the same place of the same text, read twice, is the same publication."""
    return content_id(
        "publication", article, publication.title, publication.source, publication.url, publication.published
    )


def raw_id(raw: Raw) -> str:
    """Return the id of a file's bytes as read in an encoding: in another they make another article."""
    return f"{hashlib.sha256(raw.data).hexdigest()} {raw.encoding.lower()}"


def keep_raw(project: Project, raw: Raw) -> str:
    """Keep the bytes that an article was read from, packed, and return their id."""
    identity = raw_id(raw)
    project.db.execute(
        "INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (identity, raw.media, raw.encoding, raw.extractor, len(raw.data), zlib.compress(raw.data)),
    )
    return identity


def raw_of(project: Project, article: str) -> Raw | None:
    """Return the bytes that an article was first read from, or None where it came without."""
    found = project.rows(
        "SELECT raw.data, media, encoding, extractor FROM publication JOIN raw ON raw.id = publication.raw"
        " WHERE article = ? ORDER BY position LIMIT 1",
        (article,),
    )
    return Raw(zlib.decompress(found[0][0]), *found[0][1:]) if found else None


def with_raw(project: Project, identity: str) -> str | None:
    """Return the article that was read from these bytes, or None: a re-import is recognised by them first."""
    found = project.rows("SELECT article FROM publication WHERE raw = ? LIMIT 1", (identity,))
    return str(found[0][0]) if found else None


def get(project: Project, article: str) -> Article:
    """Return an article with what was corrected about it; a lead's correction wins, then the writer's id decides."""
    found = project.rows(
        "SELECT article.id, text, language, body, meta FROM article JOIN article_text USING (id) WHERE article.id = ?",
        (article,),
    )
    if not found:
        raise Refused("no-such-article", article)
    identity, text, language, body, meta = found[0]
    publications = tuple(
        Publication(*row)
        for row in project.rows(
            "SELECT id, title, source, url, published, file FROM publication WHERE article = ? ORDER BY position, id",
            (article,),
        )
    )
    read = Article(identity, text, language, _ranges(body), publications, json.loads(meta))
    return corrected(read, corrections(project, article))


def text_of(project: Project, article: str) -> str:
    """Return the text of an article that the project has: that of one taken out again is kept, but not shown."""
    require(project, article)
    text = project.text(article)
    if text is None:
        raise Refused("damaged-project", str(project.path))
    return text


def require(project: Project, article: str) -> None:
    """Refuse an article that the project does not have, or no longer."""
    if not project.rows("SELECT 1 FROM article WHERE id = ?", (article,)):
        raise Refused("no-such-article", article)


def corrections(project: Project, article: str) -> dict[str, str]:
    """Return the corrected fields of an article, with their values in force."""
    found = project.rows(
        "SELECT field, value FROM correction LEFT JOIN person ON person.id = correction.author WHERE article = ?"
        " ORDER BY coalesce(person.duty, '') = 'lead', correction.author",
        (article,),
    )
    return dict(found)


def corrected(article: Article, fields: Mapping[str, str]) -> Article:
    """Return an article with these of its fields corrected."""
    body = _ranges(fields["body"]) if "body" in fields else article.body
    first = article.publications[0] if article.publications else Publication("")
    changed = replace(first, **{field: value for field, value in fields.items() if field in CORRECTABLE})
    publications = article.publications if changed == first else (changed, *article.publications[1:])
    return replace(article, body=body, publications=publications)


def correct(project: Project, article: str, person: str, field: str, value: str) -> None:
    """Write this person's correction of a field; an empty value of `body` is not one."""
    project.db.execute(
        "INSERT INTO correction VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value"
        " WHERE value != excluded.value",
        (content_id("correction", article, person, field), article, person, field, value),
    )


def ids(project: Project) -> list[str]:
    """Return the ids of all articles, in the order in which they came."""
    return [row[0] for row in project.rows("SELECT id FROM article ORDER BY number")]


def unchanged_since(project: Project, article: str, change: int) -> bool:
    """Tell whether nothing of an article, nor what stands in no article (people and their duties), has changed since.

    `change` is what `history.last_change` returned before the article was read. Suggestions are not looked at.
    """
    return not project.rows(
        "SELECT 1 FROM change WHERE number > ? AND (+article = ? OR +article IS NULL) LIMIT 1", (change, article)
    )


def texts(project: Project, numbers: Iterable[int]) -> list[tuple[int, str]]:
    """Return the texts of the articles with these local numbers, with the numbers; those taken out are left out."""
    return project.rows(
        "SELECT article.number, text FROM article JOIN article_text USING (id)"
        " WHERE article.number IN (SELECT value FROM json_each(?))",
        (encode(list(numbers)),),
    )


def existing(project: Project, identities: Iterable[str]) -> list[str]:
    """Return those of these articles that the project has."""
    return [
        row[0]
        for row in project.rows(
            "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))", (encode(list(identities)),)
        )
    ]


def number_of(project: Project, article: str) -> int:
    """Return the local number of an article: its place among those that came; -1 where it is not."""
    found = project.rows("SELECT number FROM article WHERE id = ?", (article,))
    return int(found[0][0]) if found else -1


def with_number(project: Project, number: int) -> str | None:
    """Return the article with a local number, or None where it has been taken out."""
    found = project.rows("SELECT id FROM article WHERE number = ?", (number,))
    return str(found[0][0]) if found else None


def beside(project: Project, article: str, *, forward: bool) -> str | None:
    """Return the article that came after, or before, this one; None at the end."""
    compare, order = (">", "ASC") if forward else ("<", "DESC")
    found = project.rows(
        f"SELECT id FROM article WHERE number {compare} (SELECT number FROM article WHERE id = ?)"
        f" ORDER BY number {order} LIMIT 1",
        (article,),
    )
    return found[0][0] if found else None


def count(project: Project) -> int:
    """Return how many articles there are."""
    return int(project.rows("SELECT count(*) FROM article")[0][0])


def find(project: Project, given: str) -> str:
    """Return the id of the article that an id, or the beginning of just one, names."""
    wanted = given.lower()
    found = project.rows("SELECT id FROM article WHERE id >= ? AND id < ? LIMIT 2", (wanted, f"{wanted}g"))
    if not wanted:
        found = []
    if len(found) != 1:
        raise Refused("ambiguous-article" if found else "no-such-article", given)
    return str(found[0][0])


def queue(project: Project, person: str, numbers: Iterable[int]) -> list[Row]:
    """Return the queue's lines of the articles with these local numbers, in the order in which they came."""
    found = project.rows(
        # Where there is no title, the first words of the body stand for it.
        "SELECT article.id, coalesce(nullif(title, ''),"
        " (SELECT substr(text, coalesce(article.body ->> '$[0][0]', 0) + 1, 90) FROM article_text"
        " WHERE article_text.id = article.id), ''), coalesce(source, ''), coalesce(published, ''),"
        " coalesce(status, 'todo'), article.number, coalesce(reason, ''),"
        " EXISTS (SELECT 1 FROM flag WHERE flag.article = article.id AND flag.author = :person),"
        f" EXISTS ({ASKED} AND asked.article = article.id),"
        " EXISTS (SELECT 1 FROM assignment WHERE assignment.article = article.id AND person = :person AND blind = 1),"
        " (SELECT count(*) FROM link WHERE link.article = article.id AND link.author = :person AND role = 'actor'),"
        " EXISTS (SELECT 1 FROM correction WHERE correction.article = article.id AND field != 'body') FROM article"
        " LEFT JOIN publication ON publication.article = article.id AND position = 0"
        " LEFT JOIN status ON status.article = article.id AND status.author = :person"
        " WHERE number IN (SELECT value FROM json_each(:numbers)) ORDER BY number",
        {"person": person, "numbers": encode(list(numbers))},
    )
    lines = []
    for (
        identity,
        title,
        source,
        published,
        status,
        number,
        reason,
        flagged,
        asked,
        blind,
        stances,
        is_corrected,
    ) in found:
        row = Row(
            identity, title, source, published, status, number, reason, bool(flagged), bool(asked), bool(blind), stances
        )
        lines.append(_corrected_row(project, row) if is_corrected else row)
    return lines


def _corrected_row(project: Project, row: Row) -> Row:
    fields = corrections(project, row.id)
    return replace(
        row,
        title=fields.get("title", row.title),
        source=fields.get("source", row.source),
        published=fields.get("published", row.published),
    )


def _ranges(text: str) -> tuple[Range, ...]:
    return tuple((int(start), int(end)) for start, end in json.loads(text))
