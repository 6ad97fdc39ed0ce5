"""The tables of a project file, their history triggers, and the migrations that made them."""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_FOREIGN = ("search_", "_sqlite_migrations")
"""How the names of tables begin that are not made by the SQL below."""

APPLICATION_ID = 0x414E4E4F  # "ANNO"

Image = dict[str, Any]
"""A row as history keeps it: column names with their values."""

HISTORY = (
    "setting", "scheme", "person", "entity", "article", "publication", "correction", "assignment", "span", "link",
    "answer", "verdict", "status", "flag", "comment",
)  # fmt: skip
"""The tables whose every change is recorded, parents before children."""

SUGGESTED = ("span", "link", "answer")
"""Of these, the tables that also hold suggestions: rows of pipelines, which history does not record."""

# A span's words and all other long texts stay out of the recorded tables: `article_text` and `raw` only ever grow, so
# that an undone import can be redone. Recorded tables hold no REAL and no BLOB: their rows go through JSON unchanged.
_TABLES = """
CREATE TABLE article_text (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;
CREATE TABLE raw (
  id TEXT PRIMARY KEY, media TEXT NOT NULL, encoding TEXT NOT NULL, extractor TEXT NOT NULL, size INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE TABLE device (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE step (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, sequence INTEGER NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'do', 'undo', 'redo')), target TEXT, name TEXT NOT NULL,
  parameters TEXT NOT NULL,
  article TEXT, made TEXT NOT NULL, arrived TEXT NOT NULL, seen TEXT NOT NULL, schema INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')), partial INTEGER NOT NULL DEFAULT 0, UNIQUE (device, sequence)
) STRICT;
CREATE INDEX step_target ON step (target) WHERE target IS NOT NULL;
CREATE INDEX step_open ON step (state) WHERE state = 'open';
CREATE INDEX step_article ON step (article, number);
CREATE TABLE change (
  number INTEGER PRIMARY KEY, step TEXT NOT NULL REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED,
  ordinal INTEGER NOT NULL, kind TEXT NOT NULL, row TEXT NOT NULL, act TEXT NOT NULL CHECK (act IN ('insert',
  'update', 'delete')),
  old TEXT, new TEXT, article TEXT, author TEXT, schema INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX change_step ON change (step, ordinal);
CREATE INDEX change_article ON change (article, row);
CREATE TABLE current (step TEXT, base INTEGER NOT NULL, schema INTEGER NOT NULL, author TEXT) STRICT;
CREATE TABLE run (
  id TEXT PRIMARY KEY, author TEXT NOT NULL, version TEXT NOT NULL, started TEXT NOT NULL, finished TEXT
) STRICT;
CREATE TABLE suggested (
  article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED, author TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES run (id),
  PRIMARY KEY (article, author)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE scheme (id TEXT PRIMARY KEY, toml TEXT NOT NULL) STRICT;
CREATE TABLE person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, colour TEXT NOT NULL,
  duty TEXT NOT NULL CHECK (duty IN ('annotator', 'reviewer', 'lead'))
) STRICT;
CREATE TABLE article (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE REFERENCES article_text (id) DEFERRABLE INITIALLY DEFERRED,
  language TEXT NOT NULL, body TEXT NOT NULL, meta TEXT NOT NULL
) STRICT;
CREATE TABLE publication (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL, published TEXT NOT NULL,
  file TEXT NOT NULL,
  raw TEXT REFERENCES raw (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX publication_article ON publication (article, position);
CREATE INDEX publication_raw ON publication (raw) WHERE raw IS NOT NULL;
CREATE TABLE correction (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  field TEXT NOT NULL CHECK (field IN ('title', 'source', 'url', 'published', 'body')), value TEXT NOT NULL
) STRICT;
CREATE INDEX correction_article ON correction (article);
CREATE TABLE span (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  label TEXT NOT NULL, start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL, attributes TEXT NOT NULL,
  confidence INTEGER CHECK (confidence BETWEEN 0 AND 1000), rule TEXT NOT NULL, CHECK ("end" > start)
) STRICT;
CREATE INDEX span_place ON span (article, start, "end", author);
CREATE TABLE link (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  role TEXT NOT NULL, source TEXT NOT NULL REFERENCES span (id) DEFERRABLE INITIALLY DEFERRED,
  target TEXT NOT NULL REFERENCES span (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (source, role, target)
) STRICT;
CREATE INDEX link_article ON link (article, author);
CREATE INDEX link_target ON link (target);
CREATE TABLE answer (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  question TEXT NOT NULL, value TEXT NOT NULL
) STRICT;
CREATE INDEX answer_article ON answer (article, author);
CREATE TABLE verdict (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'changed', 'rejected', 'passed')), mark TEXT NOT NULL,
  mark_author TEXT NOT NULL, label TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  result TEXT, milliseconds INTEGER, bulk INTEGER NOT NULL, made TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_place ON verdict (article, author, start, "end");
CREATE INDEX verdict_mark ON verdict (mark);
CREATE TABLE status (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('started', 'done', 'skipped')), reason TEXT NOT NULL
) STRICT;
CREATE INDEX status_article ON status (article, author);
CREATE VIRTUAL TABLE search USING fts5 (title, text, content='', tokenize="unicode61 remove_diacritics 2");
"""

_VIEWS = """
CREATE VIEW article_view AS
SELECT article.id, publication.title, publication.source, publication.published, publication.url, article.language,
  article_text.text
FROM article JOIN article_text USING (id)
LEFT JOIN publication ON publication.article = article.id AND publication.position = 0;

CREATE VIEW author_view AS
SELECT id, name, duty FROM person UNION ALL SELECT 'gold:' || id, 'gold', 'reviewed by ' || name FROM person;

CREATE VIEW span_view AS
SELECT span.id, span.article, article_view.title, coalesce(author_view.name, span.author) AS author, span.label,
  span.start, span."end", substr(article_view.text, span.start + 1, span."end" - span.start) AS words,
  span.attributes ->> '$.name' AS name, span.attributes ->> '$.date' AS date, span.attributes ->> '$.value' AS value,
  span.attributes
FROM span JOIN article_view ON article_view.id = span.article LEFT JOIN author_view ON author_view.id = span.author;

CREATE VIEW stance_view AS
SELECT coalesce(actor.name, actor.words) AS actor, coalesce(treaty.name, treaty.words) AS treaty, stance.value,
  date.date AS date, article_view.published AS reported, stance.words AS evidence, stance.author, stance.title,
  stance.article, stance.id AS span
FROM span_view AS stance JOIN article_view ON article_view.id = stance.article
LEFT JOIN link AS to_actor ON to_actor.source = stance.id AND to_actor.role = 'actor'
LEFT JOIN span_view AS actor ON actor.id = to_actor.target
LEFT JOIN link AS to_treaty ON to_treaty.source = stance.id AND to_treaty.role = 'treaty'
LEFT JOIN span_view AS treaty ON treaty.id = to_treaty.target
LEFT JOIN link AS to_date ON to_date.source = stance.id AND to_date.role = 'date'
LEFT JOIN span_view AS date ON date.id = to_date.target
WHERE stance.label = 'STANCE';

CREATE VIEW history_view AS
SELECT step.number, step.made, coalesce(person.name, step.person) AS person, step.kind, step.name, step.article,
  step.parameters,
  (SELECT count(*) FROM change WHERE change.step = step.id) AS changes
FROM step LEFT JOIN person ON person.id = step.person;
"""


# Comments keep what they are about by id and as a copy, like verdicts: the mark may be gone tomorrow.
_TEAMWORK = """
CREATE TABLE entity (
  id TEXT PRIMARY KEY, author TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL
) STRICT;
CREATE TABLE assignment (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  person TEXT NOT NULL, blind INTEGER NOT NULL CHECK (blind IN (0, 1))
) STRICT;
CREATE INDEX assignment_article ON assignment (article, person);
CREATE INDEX assignment_person ON assignment (person);
CREATE TABLE flag (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX flag_article ON flag (article, author);
CREATE TABLE comment (
  id TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'question', 'reply', 'resolved', 'reopened')),
  thread TEXT REFERENCES comment (id) DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL, made TEXT NOT NULL,
  start INTEGER, "end" INTEGER, mark TEXT, mark_author TEXT, label TEXT, attributes TEXT,
  CHECK ((thread IS NULL) = (kind IN ('note', 'question'))), CHECK ((start IS NULL) = ("end" IS NULL)),
  CHECK (mark IS NULL OR start IS NOT NULL)
) STRICT;
CREATE INDEX comment_article ON comment (article);
CREATE INDEX comment_thread ON comment (thread) WHERE thread IS NOT NULL;
CREATE VIEW comment_view AS
SELECT comment.id, comment.article, article_view.title, coalesce(author_view.name, comment.author) AS author,
  comment.kind, comment.thread, comment.text, comment.made,
  substr(article_view.text, comment.start + 1, comment."end" - comment.start) AS words, comment.label
FROM comment JOIN article_view ON article_view.id = comment.article
LEFT JOIN author_view ON author_view.id = comment.author;
"""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the file: the SQL that makes it from the one before, and how an older row image is lifted to it."""

    number: int
    sql: str
    lift: Callable[[str, Image], Image]


def _unchanged(_kind: str, image: Image) -> Image:
    return image


VERSIONS: tuple[Version, ...] = (Version(1, _TABLES + _VIEWS, _unchanged), Version(2, _TEAMWORK, _unchanged))


def migrate(connection: sqlite3.Connection, versions: tuple[Version, ...] = VERSIONS) -> None:
    """Bring a file to the last of these versions, each in a transaction of its own, and make its triggers anew."""
    # Imported here: it takes 0.35 s, which opening a project of the current version must not wait for.
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    database = sqlite_utils.Database(connection, execute_plugins=False)
    migrations = Migrations("annotator")
    for version in versions:
        migrations(name=f"version_{version.number}")(_migration(version))
    migrations.apply(database)


def _migration(version: Version) -> Callable[[Any], None]:
    def apply(database: Any) -> None:
        connection: sqlite3.Connection = database.conn
        for trigger in _names(connection, "trigger"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in _statements(version.sql):
            connection.execute(statement)
        for kind in HISTORY:
            # A table that a later version adds is not there yet.
            for statement in _triggers(connection, kind) if columns(connection, kind) else ():
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version.number}")

    return apply


def _statements(sql: str) -> list[str]:
    return [statement.strip() for statement in sql.split(";\n") if statement.strip(" \n;")]


def _names(connection: sqlite3.Connection, kind: str) -> list[str]:
    return [
        row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name", (kind,))
    ]


def columns(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Return the columns of a recorded table that its images hold: all but its local number."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({kind})") if row[1] != "number"]


def _triggers(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Return the statements that make a table's history triggers, generated from its columns."""
    names = columns(connection, kind)
    article = "{row}.article" if "article" in names else ("{row}.id" if kind == "article" else "NULL")
    author = "{row}.author" if "author" in names else "NULL"
    pairs = ", ".join(f"'{name}', {{row}}.\"{name}\"" for name in names)

    def record(act: str, row: str, old: str, new: str) -> str:
        where = f" WHEN {row}.author NOT GLOB 'model:*'" if kind in SUGGESTED else ""
        return (
            f"CREATE TRIGGER {kind}_{act} AFTER {act.upper()} ON {kind}{where} BEGIN "
            "INSERT INTO change (step, ordinal, kind, row, act, old, new, article, author, schema) VALUES ("
            "coalesce((SELECT step FROM current), RAISE(ABORT, 'written outside a step')), "
            "(SELECT coalesce(max(number), 0) + 1 FROM change) - (SELECT base FROM current), "
            f"'{kind}', {row}.id, '{act}', {old}, {new}, {article.format(row=row)}, {author.format(row=row)}, "
            "(SELECT schema FROM current)); END"
        )

    def image(row: str) -> str:
        return f"json_object({pairs.format(row=row)})"

    recorded = [
        record("insert", "NEW", "NULL", "NULL"),
        record("update", "NEW", image("OLD"), image("NEW")),
        record("delete", "OLD", image("OLD"), "NULL"),
    ]
    return recorded + (_suggestion_triggers(kind) if kind in SUGGESTED else [])


def _suggestion_triggers(kind: str) -> list[str]:
    """Return the statements that keep suggestions to their runs: only with its article may a step delete one."""
    statements = []
    for act, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        allowed = f"author = {row}.author" + (" OR step IS NOT NULL" if act == "delete" else "")
        statements.append(
            f"CREATE TRIGGER {kind}_suggestion_{act} BEFORE {act.upper()} ON {kind}"
            f" WHEN {row}.author GLOB 'model:*' BEGIN SELECT RAISE(ABORT, 'suggestion written outside a run')"
            f" WHERE NOT EXISTS (SELECT 1 FROM current WHERE {allowed}); END"
        )
    # Nothing becomes, or stops being, a suggestion by an update.
    statements.append(
        f"CREATE TRIGGER {kind}_author BEFORE UPDATE OF author ON {kind} WHEN OLD.author IS NOT NEW.author BEGIN "
        "SELECT RAISE(ABORT, 'the author of a mark never changes'); END"
    )
    return statements


def lifted(kind: str, image: Image, schema: int, versions: tuple[Version, ...] = VERSIONS) -> Image:
    """Return an old row image as the last version would hold it."""
    for version in versions:
        if version.number > schema:
            image = version.lift(kind, image)
    return image


def shape(connection: sqlite3.Connection) -> Mapping[str, str]:
    """Return everything that a file's schema holds: its objects' kinds and names, with the SQL that made them.

    Quotes and white space are set aside where SQLite's search index and sqlite-utils wrote the SQL: releases differ.
    """
    rows = connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
    return {
        f"{kind} {name} of {table}": re.sub(r"[\s\"'\[\]`]+", "", sql) if table.startswith(_FOREIGN) else sql
        for kind, name, table, sql in rows
        if name != "sqlite_stat1"
    }


def fingerprint(shaped: Mapping[str, str]) -> str:
    """Return a hash of a shape."""
    return hashlib.sha256(repr(sorted(shaped.items())).encode()).hexdigest()


def expected_shape(versions: tuple[Version, ...] = VERSIONS) -> Mapping[str, str]:
    """Return the shape that a file of the last of these versions has, by making one in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, versions)
        return shape(connection)
    finally:
        connection.close()


KNOWN_SHAPES: Mapping[int, str] = {
    1: "838747fc499db4f7c6c2663d5b292e6d258a2d2b4e26f9e5e41c88d3b12bc93f",
    2: "cfd51cd1397d109d07df214b01d808affdd7f70628941a53b08b1ca37f0b9949",
}
"""The fingerprints of `expected_shape` for each version, so that opening a file need not make one; a test compares."""
