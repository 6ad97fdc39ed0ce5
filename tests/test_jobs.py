"""Long work: importing, suggesting and exporting, beside hand edits, cancelled, and done twice."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits, jobs, resources
from annotator.core.marks import Span
from annotator.core.problems import Cancelled, Refused
from annotator.core.text import article_id
from annotator.nlp import docbin
from annotator.store import articles, digest, history, runs, spans
from annotator.store.people import Person
from annotator.store.project import Project, open_project

TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
TEXTS = [
    "Poland 😀 leaves the Ottawa Convention.",
    "Zoë e\u0301t\u00a0Norway stays.\r\n\r\nSecond line.",
    "بولندا ستغادر المعاهدة",
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with edits.create(tmp_path / "p.annot", TOML, Person("ann", "Ann"), device="desk") as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three texts, one of them in a folder of its own."""
    made = tmp_path / "texts"
    (made / "deep").mkdir(parents=True)
    for number, text in enumerate(TEXTS):
        (made / ("deep" if number else ".") / f"{number}.txt").write_bytes(text.encode())
    return made


def lines(path: Path, count: int, spans_each: int = 0) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            words = [f"word{number}x{place}" for place in range(max(spans_each, 3))]
            text = " ".join(words)
            starts = [text.index(word) for word in words[:spans_each]]
            marks = [{"label": "ACTOR", "start": start, "end": start + 5} for start in starts]
            file.write(json.dumps({"text": text, "title": f"é {number}", "spans": marks}) + "\n")
    return path


def test_a_folder_comes_in_as_one_step_and_can_be_undone_and_redone(project: Project, folder: Path) -> None:
    report = jobs.import_files(project, "ann", [folder])
    assert (report.articles, report.publications, report.known, report.problems) == (3, 3, 0, ())
    assert [entry.name for entry in history.entries(project)] == ["import", "set-up"]
    before = digest.of(project).rows
    edits.undo(project, "ann")
    assert articles.ids(project) == []
    edits.redo(project, "ann")
    assert digest.of(project).rows == before
    raw = articles.raw_of(project, articles.ids(project)[1])
    assert raw is not None
    assert raw.data == TEXTS[1].encode()


def test_the_same_again_changes_nothing_and_leaves_no_step(project: Project, folder: Path) -> None:
    jobs.import_files(project, "ann", [folder])
    before = digest.of(project)
    report = jobs.import_files(project, "ann", [folder])
    assert (report.articles, report.publications, report.known) == (0, 0, 3)
    assert digest.of(project) == before


def test_the_same_bytes_in_another_encoding_are_another_article(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Łódź stays in it.".encode("cp1250"))
    jobs.import_files(project, "ann", [file], encoding="cp1252")
    jobs.import_files(project, "ann", [file], encoding="cp1250")
    jobs.import_files(project, "ann", [file], encoding="cp1250")
    assert [project.text(article) for article in articles.ids(project)][1] == "Łódź stays in it."
    assert articles.count(project) == 2


def test_what_cannot_be_read_is_a_problem_and_the_rest_comes(project: Project, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.xyz").write_bytes(b"\x89PNG")
    report = jobs.import_files(project, "ann", [folder, folder / "none"])
    assert report.articles == 3
    assert {problem.code for problem in report.problems} >= {"unknown-format", "file-missing"}


def test_an_import_that_is_stopped_leaves_nothing(project: Project, tmp_path: Path) -> None:
    before = digest.of(project).rows

    def stop(done: int, _total: int) -> None:
        if done > 40:
            raise Cancelled

    with pytest.raises(Cancelled):
        jobs.import_files(project, "ann", [lines(tmp_path / "many.jsonl", 200)], progress=stop)
    assert digest.of(project).rows == before
    assert history.next_redo(project, "ann") is None
    assert jobs.import_files(project, "ann", [tmp_path / "many.jsonl"]).articles == 200


def test_a_name_that_two_people_have_is_refused_as_an_author(project: Project, folder: Path) -> None:
    for identity in ("b1", "b2"):
        edits.join(project, Person(identity, "Bob"))
    with pytest.raises(Refused) as refused:
        jobs.import_files(project, "ann", [folder], author="Bob")
    assert refused.value.problem.code == "ambiguous-person"
    assert articles.ids(project) == []


def test_suggestions_are_derived_and_leave_no_step(project: Project, folder: Path) -> None:
    jobs.import_files(project, "ann", [folder])
    before = digest.of(project)
    report = jobs.suggest(project)
    assert (report.pipeline, report.articles) == ("model:default", 3)
    assert report.spans == len([span for article in articles.ids(project) for span in spans.of(project, article)]) > 0
    assert digest.of(project) == before
    assert jobs.suggest(project).articles == 0
    ids = {span.id for article in articles.ids(project) for span in spans.of(project, article)}
    jobs.suggest(project, chosen=articles.ids(project))
    assert {span.id for article in articles.ids(project) for span in spans.of(project, article)} == ids


def test_suggestions_that_a_person_imported_as_their_own_do_not_stop_a_run(
    project: Project, folder: Path, tmp_path: Path
) -> None:
    jobs.import_files(project, "ann", [folder])
    jobs.suggest(project)
    out = tmp_path / "out.jsonl"
    jobs.export(project, out, "jsonl", author="model:default")
    out.write_text(out.read_text(encoding="utf-8").replace('"model:default"', '"Ann"'), encoding="utf-8")
    with edits.create(tmp_path / "other.annot", TOML, Person("ann", "Ann"), device="desk") as other:
        jobs.import_files(other, "ann", [out])
        jobs.suggest(other)
        assert {span.author for span in spans.of(other, article_id(TEXTS[0]))} == {"ann", "model:default"}


def test_an_article_that_is_taken_out_while_it_is_read_is_passed_over(project: Project, folder: Path) -> None:
    jobs.import_files(project, "ann", [folder])
    ids = articles.ids(project)
    edits.undo(project, "ann")
    assert jobs.suggest(project, chosen=ids).articles == 0
    with project.run("model:x", "1") as run:
        runs.replace(project, run, "model:x", [(ids[0], [Span("s", ids[0], "model:x", "ACTOR", 0, 3)], [])])
    assert project.rows("SELECT count(*) FROM span") == [(0,)]


def test_everything_comes_back_from_an_export(project: Project, folder: Path, tmp_path: Path) -> None:
    jobs.import_files(project, "ann", [folder])
    jobs.suggest(project)
    for article in articles.ids(project):
        edits.accept(project, "ann", edits.undecided_suggestions(project, "ann", article), bulk=True)
        edits.finish(project, "ann", article)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert jobs.export(project, first, "jsonl").records == 3
    with edits.create(tmp_path / "other.annot", TOML, Person("ann", "Ann"), device="desk") as other:
        assert jobs.import_files(other, "ann", [first]).problems == ()
        jobs.export(other, second, "jsonl")
    assert second.read_bytes() == first.read_bytes()
    before = digest.of(project)
    jobs.import_files(project, "ann", [first])
    assert digest.of(project) == before


def test_an_export_never_replaces_the_project(project: Project, folder: Path) -> None:
    jobs.import_files(project, "ann", [folder])
    (project.path.parent / "link.annot").symlink_to(project.path)
    for out in (project.path, project.path.parent / "link.annot"):
        with pytest.raises(Refused) as refused:
            jobs.export(project, out, "jsonl")
        assert refused.value.problem.code == "project-not-replaced"
    assert articles.count(project) == 3


def test_what_a_format_cannot_hold_is_refused_unless_allowed(project: Project, folder: Path, tmp_path: Path) -> None:
    jobs.import_files(project, "ann", [folder])
    out = tmp_path / "out.csv"
    with pytest.raises(Refused) as refused:
        jobs.export(project, out, "csv")
    assert refused.value.problem.code == "export-loses"
    assert not out.exists()
    assert jobs.export(project, out, "csv", lossy=True).lost
    assert out.exists()


def test_the_format_of_spacy_is_listed_as_it_says_of_itself() -> None:
    listed = jobs.every_format()[-1]
    assert (listed.name, listed.suffixes) == (docbin.NAME, docbin.SUFFIXES)


def test_files_of_spacy_in_a_folder_come_in_and_are_the_same_when_they_go_out(
    project: Project, folder: Path, tmp_path: Path
) -> None:
    jobs.import_files(project, "ann", [folder])
    actor = edits.add_span(project, "ann", article_id(TEXTS[0]), 0, 6, "ACTOR", {"name": "Poland 😀"})
    out = tmp_path / "out"
    out.mkdir()
    jobs.export(project, out / "o.spacy", "spacy", lossy=True)
    with edits.create(tmp_path / "other.annot", TOML, Person("ann", "Ann"), device="desk") as other:
        assert jobs.import_files(other, "ann", [out]).articles == 3
        (back,) = spans.of(other, actor.article)
        assert (back.label, back.start, back.end, back.attributes) == ("ACTOR", 0, 6, actor.attributes)


def edit_beside(path: Path, article: str, work: Callable[[Project], object]) -> list[float]:
    """Do work in another thread, and edit by hand as long as it lasts; return how long each edit took."""
    failed: list[BaseException] = []

    def other() -> None:
        try:
            with open_project(path, device="desk") as project:
                work(project)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=other)
    waits: list[float] = []
    with open_project(path, device="desk") as project:
        thread.start()
        while thread.is_alive():
            started = time.perf_counter()
            mark = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
            waits.append(time.perf_counter() - started)
            edits.remove_span(project, "ann", mark)
            thread.join(0.005)
    assert failed == []
    return sorted(waits)


@pytest.mark.slow
@pytest.mark.bench
def test_hand_edits_hardly_wait_for_an_import(project: Project, folder: Path, tmp_path: Path) -> None:
    jobs.import_files(project, "ann", [folder])
    article = article_id(TEXTS[0])
    file = lines(tmp_path / "many.jsonl", 3_000, 20)
    project.close()
    waits = edit_beside(project.path, article, lambda other: jobs.import_files(other, "ann", [file]))
    p95 = waits[int(len(waits) * 0.95)]
    print(f"\n{len(waits)} hand edits beside an import: p95 {p95 * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms")
    assert p95 < 0.2
    with open_project(project.path, device="desk") as again:
        assert articles.count(again) == 3_003
        assert again.rows("PRAGMA foreign_key_check") == []


def test_suggestions_of_a_file_that_uses_an_id_twice_all_come(project: Project, tmp_path: Path) -> None:
    mark = {"id": "5b1d7f2e-94c3-4d0a-8e0b-6a1f3c2d4e5f", "label": "ACTOR", "start": 0, "end": 6}
    records = [{"text": text, "author": "model:x", "spans": [mark]} for text in TEXTS]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    jobs.import_files(project, "ann", [tmp_path / "a.jsonl"])
    assert [len(spans.of(project, article)) for article in articles.ids(project)] == [1, 1, 1]
    assert jobs.import_files(project, "ann", [tmp_path / "a.jsonl"]).marks == 0
