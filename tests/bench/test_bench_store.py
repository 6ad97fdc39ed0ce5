"""How fast the store is: one edit in a crowded article, search in a large project, import and export beside raw SQLite."""

import json
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits, jobs, resources
from annotator.core.article import Article, Publication
from annotator.core.marks import Link, Span, random_id
from annotator.core.text import article_id
from annotator.store import articles, history, links, runs, search, spans, statuses
from annotator.store.people import Person
from annotator.store.project import Project

pytestmark = [pytest.mark.slow, pytest.mark.bench]

TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
CROWDED = "Zoë 😀 stays. " * 15_400
OWN, SUGGESTED, STANCES = 2_000, 2_000, 200


def say(text: str) -> None:
    print(f"\n{text}")


def milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, str]]:
    """Return a project with an article of 200,000 characters, 2,000 own spans, 2,000 suggestions and 200 stances."""
    path = tmp_path_factory.mktemp("crowded") / "p.annot"
    with edits.create(path, TOML, Person("ann", "Ann"), device="desk") as project:
        article = article_id(CROWDED)
        with project.edit("import", "ann", article=article, count=1, file="x"):
            articles.add(project, Article(article, CROWDED, "en", ((0, len(CROWDED)),)))
            own = [Span(f"o{n}", article, "ann", "ACTOR", n * 52, n * 52 + 3, {"name": "Zoë"}) for n in range(OWN)]
            stances = [
                Span(f"st{n}", article, "ann", "STANCE", n * 520, n * 520 + 40, {"value": "oppose"})
                for n in range(STANCES)
            ]
            spans.add_all(project, own + stances)
            links.add_all(
                project, [Link(f"l{n}", article, "ann", "actor", f"st{n}", f"o{n * 10}") for n in range(STANCES)]
            )
        suggested = [
            Span(random_id(), article, "model:m", "TREATY", n * 104 + 13 * 4, n * 104 + 13 * 4 + 3, {}, 0.5)
            for n in range(SUGGESTED)
        ]
        with project.run("model:m", "1") as run:
            runs.replace(project, run, "model:m", [(article, suggested, [])])
        project.db.execute("PRAGMA synchronous = OFF")
        yield project, article


Timed = Callable[[str, Callable[[], object]], object]


def edit_once(project: Project, article: str, number: int, timed: Timed) -> None:
    """Do each kind of edit once, each at its own place."""
    at = 13 * (number * 8 + 1) + 2
    mark = timed("add_span", lambda: edits.add_span(project, "ann", article, at + 4, at + 9, "DATE"))
    assert isinstance(mark, Span)
    moved = timed(
        "change_span (extent)", lambda: edits.change_span(project, "ann", mark, extent=(mark.start, mark.end - 1))
    )
    timed("change_span (label)", lambda: edits.change_span(project, "ann", moved, label="TREATY"))  # type: ignore[arg-type]
    timed("set_attribute", lambda: edits.set_attribute(project, "ann", mark, "name", "x"))
    stance = spans.get(project, [f"st{number}"])[0]
    timed("fill_role", lambda: edits.fill_role(project, "ann", stance, "treaty", mark))
    timed("empty_role", lambda: edits.empty_role(project, "ann", stance, "treaty"))
    timed("remove_span", lambda: edits.remove_span(project, "ann", mark))
    timed("undo", lambda: edits.undo(project, "ann"))
    timed("redo", lambda: edits.redo(project, "ann"))
    suggestion = spans.overlapping(project, article, 104 * (number + 900) + 52, 104 * (number + 900) + 53)
    (one,) = [span for span in suggestion if span.author == "model:m"]
    timed("accept", lambda: edits.accept(project, "bob", [one]))
    timed("reject", lambda: edits.reject(project, "zoe", [one]))
    evidence = (104 * number + 30, 104 * number + 45)
    timed(
        "add_stance",
        lambda: edits.add_stance(project, "eve", article, evidence, {"value": "oppose"}, {"treaty": [one]}),
    )


def test_one_edit_in_a_crowded_article(crowded: tuple[Project, str], monkeypatch: pytest.MonkeyPatch) -> None:
    project, article = crowded
    transaction = project.transaction
    # Without the wait for the disk, which is the disk's.
    monkeypatch.setattr(project, "transaction", lambda **_synchronous: transaction(synchronous="OFF"))
    took: dict[str, list[float]] = {}

    def timed(name: str, act: Callable[[], object]) -> object:
        result: list[object] = []
        took.setdefault(name, []).append(milliseconds(lambda: result.append(act())))
        return result[0]

    for number in range(60):
        edit_once(project, article, number, timed)
    timed("finish", lambda: edits.finish(project, "ann", article))
    say(
        "\n".join(
            f"{name:>22}: median {statistics.median(times):5.2f} ms, longest {max(times):5.2f}"
            for name, times in took.items()
        )
    )
    medians = {name: statistics.median(times) for name, times in took.items() if name != "finish"}
    assert max(medians.values()) < 12, medians


def test_a_long_history_does_not_slow_an_edit(crowded: tuple[Project, str]) -> None:
    project, article = crowded
    for number in range(2_000):
        edits.skip(project, "kim", article, f"{number}")
    took = [milliseconds(lambda: history.next_redo(project, "kim")) for _ in range(20)]
    undo = [milliseconds(lambda: history.next_undo(project, "kim")) for _ in range(20)]
    say(f"after 2,000 steps: next_redo {statistics.median(took):.2f} ms, next_undo {statistics.median(undo):.2f} ms")
    assert statistics.median(took) < 5
    assert statistics.median(undo) < 5


def test_search_and_queue_in_a_hundred_thousand_articles(tmp_path: Path) -> None:
    with edits.create(tmp_path / "p.annot", TOML, Person("ann", "Ann"), device="desk") as project:
        started = time.perf_counter()
        with project.edit("import", "ann", kind="setup", count=1, file="x"):
            for number in range(100_000):
                text = f"Article {number} says that land{number % 997} leaves convention{number % 89}. 波兰退出条约{number % 7}。"
                publication = Publication(f"p{number}", f"Title {number}", f"Source {number % 31}", "", "2025-03-13")
                articles.add(project, Article(article_id(text), text, "en", (), (publication,)))
                articles.add_publication(project, article_id(text), publication)
        say(f"100,000 articles put in: {time.perf_counter() - started:.1f} s")
        for query, least in (
            ("land13", 100),
            ('"land13 leaves"', 100),
            ("land13 conv", 100),
            ("title 99", 1_000),
            ("波兰退出", 100_000),
        ):
            found = search.articles(project, query)
            took = statistics.median(milliseconds(lambda: search.articles(project, query)) for _ in range(5))  # noqa: B023
            say(f"search {query}: {len(found):,} found in {took:.0f} ms")
            assert len(found) >= least
            assert took < (2_000 if len(found) > 10_000 else 300)
        took = statistics.median(milliseconds(lambda: statuses.next_open(project, "ann", found[500])) for _ in range(5))
        say(f"next_open: {took:.1f} ms; ids: {milliseconds(lambda: articles.ids(project)):.0f} ms")
        assert took < 200


COUNT, EACH = 10_000, 20


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of 10,000 small articles with 20 spans each."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(COUNT):
            words = [f"w{number:05}é{place:02}" for place in range(EACH)]
            marks = [
                {
                    "id": random_id(), "label": "ACTOR", "start": place * 10, "end": place * 10 + 9,
                    "text": words[place], "attributes": {"name": "Zoë 😀"},
                }
                for place in range(EACH)
            ]  # fmt: skip
            record = {
                "text": " ".join(words), "title": f"Title {number}", "source": "Wire", "url": "", "published": "2025-03-13",
                "language": "en", "body": [[0, 199]], "author": "Ann", "spans": marks, "links": [],
            }  # fmt: skip
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def raw_import(source: Path, out: Path) -> None:
    connection = sqlite3.connect(out)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE article (id TEXT PRIMARY KEY, text, title)")
    connection.execute("CREATE TABLE span (id TEXT PRIMARY KEY, article, author, label, start, end, attributes)")
    connection.execute("CREATE INDEX span_article ON span (article, author)")
    rows, marks = [], []
    with source.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            identity = article_id(record["text"])
            rows.append((identity, record["text"], record["title"]))
            marks += [
                (
                    span["id"],
                    identity,
                    record["author"],
                    span["label"],
                    span["start"],
                    span["end"],
                    json.dumps(span["attributes"]),
                )
                for span in record["spans"]
            ]
    connection.executemany("INSERT INTO article VALUES (?, ?, ?)", rows)
    connection.executemany("INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?)", marks)
    connection.commit()
    connection.close()


def raw_export(source: Path, out: Path) -> None:
    connection = sqlite3.connect(source)
    with out.open("w", encoding="utf-8") as file:
        for identity, text, title in connection.execute("SELECT * FROM article"):
            found = connection.execute("SELECT * FROM span WHERE article = ?", (identity,)).fetchall()
            marks = [
                {
                    "id": row[0],
                    "label": row[3],
                    "start": row[4],
                    "end": row[5],
                    "attributes": json.loads(row[6]),
                    "text": text[row[4] : row[5]],
                }
                for row in found
            ]
            file.write(
                json.dumps({"id": identity, "text": text, "title": title, "spans": marks}, ensure_ascii=False) + "\n"
            )
    connection.close()


def test_import_and_export_beside_raw_sqlite(many: Path, tmp_path: Path) -> None:
    raw_in = milliseconds(lambda: raw_import(many, tmp_path / "raw.db")) / 1000
    raw_out = milliseconds(lambda: raw_export(tmp_path / "raw.db", tmp_path / "raw.jsonl")) / 1000
    with edits.create(tmp_path / "p.annot", TOML, Person("ann", "Ann"), device="desk") as project:
        own_in = milliseconds(lambda: jobs.import_files(project, "ann", [many])) / 1000
        own_out = milliseconds(lambda: jobs.export(project, tmp_path / "own.jsonl", "jsonl")) / 1000
        assert project.rows("SELECT count(*) FROM span") == [(COUNT * EACH,)]
        again = milliseconds(lambda: jobs.import_files(project, "ann", [many])) / 1000
        undo = milliseconds(lambda: edits.undo(project, "ann")) / 1000
    say(f"import {own_in:.1f} s, raw {raw_in:.1f} s: {own_in / raw_in:.1f} times")
    say(f"export {own_out:.1f} s, raw {raw_out:.1f} s: {own_out / raw_out:.1f} times")
    say(f"the same again {again:.1f} s; undo of the import {undo:.1f} s")
    assert own_in / raw_in < 15
    assert own_out / raw_out < 8
