"""Records on their way in: what fits comes, once; what does not is said; what was done here since stays."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from annotator import edits
from annotator.core.article import Publication
from annotator.core.marks import Answer, Link, Span, random_id
from annotator.core.problems import Problem
from annotator.core.records import Raw, Record
from annotator.core.scheme_toml import parse_scheme
from annotator.core.text import article_id
from annotator.store import answers, articles, digest, intake, links, people, schemes, spans, statuses
from annotator.store.intake import Intake, Taken
from annotator.store.project import Project

TEXT = "Poland 😀 leaves the Ottawa Convention."
ONE, TWO, THREE = (random_id() for _ in range(3))

Take = Callable[..., tuple[Taken, list[Problem]]]


@pytest.fixture
def take(project: Project) -> Take:
    def taken(*records: Record, author: str = "") -> tuple[Taken, list[Problem]]:
        told: list[Problem] = []
        door = Intake(project, schemes.current(project), "ann", author, told.append, Taken())
        with project.edit("import", "ann", count=1, file="x"):
            for record in records:
                door.take(record)
        return door.taken, told

    return taken


def mark(identity: str, label: str, start: int, end: int, **attributes: str | bool) -> Span:
    return Span(identity, "", "", label, start, end, attributes)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


RECORD = Record(
    TEXT,
    (Publication("", "Titre é 😀", "Wire", "", "2025-03-13"),),
    "en",
    author="Bob",
    status="done",
    spans=(
        mark(ONE, "ACTOR", 0, 6, name="Poland"),
        mark(TWO, "TREATY", 20, 37),
        mark(THREE, "STANCE", 0, 37, value="withdraw"),
    ),
    links=(Link(random_id(), "", "", "actor", THREE, ONE), Link("not a uuid", "", "", "treaty", THREE, TWO)),
    where="wire.jsonl:1",
)


def test_a_record_comes_in_whole_and_goes_out_as_it_came(project: Project, take: Take) -> None:
    taken, told = take(RECORD)
    assert (taken, told) == (Taken(1, 1, 3, 0), [])
    ((article, author),) = intake.records(project, None, articles.ids(project))
    out = intake.record_of(project, article, author)
    assert (out.author, out.status, out.text) == ("Bob", "done", TEXT)
    assert {span.id for span in out.spans} == {ONE, TWO, THREE}
    assert {(link.role, link.target) for link in out.links} == {("actor", ONE), ("treaty", TWO)}


def test_the_same_again_changes_nothing(project: Project, take: Take) -> None:
    take(RECORD)
    before = digest.of(project)
    assert take(RECORD) == (Taken(0, 0, 0, 1), [])
    assert digest.of(project) == before


def test_marks_without_ids_are_the_same_marks_when_read_twice(project: Project, take: Take) -> None:
    record = replace(RECORD, spans=tuple(replace(span, id=f"s{n}") for n, span in enumerate(RECORD.spans)), links=())
    take(record)
    before = digest.of(project)
    assert take(record)[1] == []
    assert digest.of(project) == before


def test_an_older_file_takes_nothing_back_that_was_done_here_since(project: Project, take: Take) -> None:
    take(replace(RECORD, status="started", author=""))
    article = article_id(TEXT)
    edits.finish(project, "ann", article)
    (actor,) = spans.get(project, [ONE])
    edits.set_attribute(project, "ann", actor, "name", "Republic of Poland")
    before = digest.of(project)
    _taken, told = take(replace(RECORD, status="started", author=""))
    assert codes(told) == ["mark-known-otherwise"]
    assert told[0].where == "wire.jsonl:1"
    assert digest.of(project) == before
    assert statuses.of(project, article, "ann") == "done"


@pytest.mark.parametrize(
    ("spans_in", "said"),
    [
        ((mark(ONE, "NONE", 0, 3),), ["unknown-label"]),
        ((mark(ONE, "ACTOR", 0, 99),), ["span-outside-text"]),
        ((mark(ONE, "ACTOR", -1, 3),), ["span-outside-text"]),
        ((mark(ONE, "ACTOR", 3, 3),), ["span-outside-text"]),
        ((mark(ONE, "ACTOR", 0, 6, colour="red"),), ["attribute-dropped"]),
        ((mark(ONE, "STANCE", 0, 6, value="maybe"),), ["value-dropped"]),
        ((mark(ONE, "STANCE", 0, 6, value=True),), ["value-dropped"]),
        ((mark(ONE, "DATE", 0, 6, date="2025-02-30"),), ["value-dropped"]),
        ((mark(ONE, "ACTOR", 0, 6), mark(TWO, "TREATY", 3, 9)), ["overlap-dropped"]),
        ((mark(ONE, "ACTOR", 0, 6), mark(TWO, "ACTOR", 0, 6)), ["overlap-dropped"]),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_comes(
    project: Project, take: Take, spans_in: tuple[Span, ...], said: list[str]
) -> None:
    _taken, told = take(replace(RECORD, spans=(*spans_in, mark(THREE, "TREATY", 20, 37)), links=()))
    assert codes(told) == said
    assert spans.get(project, [THREE])
    assert project.rows("PRAGMA foreign_key_check") == []


def test_marks_over_those_that_are_here_already_are_said(project: Project, take: Take) -> None:
    take(replace(RECORD, links=()))
    other = replace(
        RECORD, spans=(mark(random_id(), "TREATY", 3, 10), mark(random_id(), "ACTOR", 0, 6, name="Poland")), links=()
    )
    assert codes(take(other)[1]) == ["overlap-dropped"]
    assert len(spans.of(project, article_id(TEXT))) == 3


@pytest.mark.parametrize(
    ("role", "source", "target"),
    [
        ("owner", THREE, ONE),
        ("treaty", THREE, ONE),
        ("actor", ONE, TWO),
        ("actor", THREE, "gone"),
        ("actor", "gone", ONE),
    ],
)
def test_a_link_that_the_scheme_has_no_place_for_is_said(take: Take, role: str, source: str, target: str) -> None:
    _taken, told = take(replace(RECORD, links=(Link("x", "", "", role, source, target),)))
    assert codes(told) == ["link-dropped"]


def test_links_given_twice_or_once_too_often_are_no_trouble(project: Project, take: Take) -> None:
    fourth = random_id()
    given = (*RECORD.links, *RECORD.links, Link("x", "", "", "treaty", THREE, fourth))
    _taken, told = take(replace(RECORD, spans=(*RECORD.spans, mark(fourth, "TREATY", 9, 15)), links=given))
    assert codes(told) == ["link-dropped"]
    assert len(links.of(project, article_id(TEXT))) == 2


def test_one_id_in_two_articles_or_for_two_authors_is_no_trouble(project: Project, take: Take) -> None:
    _taken, told = take(RECORD, replace(RECORD, text=TEXT + "!"), replace(RECORD, author="Zoë"))
    assert told == []
    assert project.rows("SELECT count(*), count(DISTINCT id) FROM span") == [(9, 9)]
    assert project.rows("SELECT count(*) FROM link") == [(6,)]


def test_gold_keeps_the_reviewer_who_decided(project: Project, take: Take) -> None:
    take(replace(RECORD, author="gold", author_id="gold:zoe"), replace(RECORD, author="gold"))
    assert sorted(spans.count(project)) == ["gold:ann", "gold:zoe"]


@pytest.mark.parametrize(("author", "given"), [("", "ann"), ("  ", "ann"), ("Ann", "ann"), ("gold:zoe", "gold:zoe")])
def test_marks_belong_to_whom_the_file_says_or_else_to_who_imports(
    project: Project, take: Take, author: str, given: str
) -> None:
    take(replace(RECORD, author=author))
    assert list(spans.count(project)) == [given]


def test_a_new_name_is_a_new_person_and_the_same_one_the_next_time(project: Project, take: Take) -> None:
    take(replace(RECORD, author="Zoë 😀"))
    take(replace(RECORD, author="Zoë 😀", text=TEXT + "!"))
    assert [person.name for person in people.every(project)] == ["Ann", "Zoë 😀"]


@pytest.mark.parametrize("text", ["", " \n\u00a0", "\t"])
def test_empty_text_is_a_problem_and_no_article(project: Project, take: Take, text: str) -> None:
    assert codes(take(replace(RECORD, text=text))[1]) == ["empty-text"]
    assert articles.ids(project) == []


def test_answers_are_checked_and_those_given_here_stay(project: Project, take: Take) -> None:
    toml = (
        schemes.current(project).toml
        + '\n[[question]]\nid = "topic"\ntype = "choice"\nchoice = [{id = "x"}, {id = "y"}]\n'
    )
    scheme, _problems = parse_scheme(toml)
    assert scheme is not None
    edits.set_scheme(project, "ann", scheme)
    given = [Answer("", "", "", question, value) for question, value in (("topic", "x"), ("no", "x"), ("topic", "z"))]
    assert codes(take(replace(RECORD, author="", answers=given))[1]) == ["answer-dropped", "answer-dropped"]
    edits.answer(project, "ann", article_id(TEXT), "topic", "y")
    assert codes(take(replace(RECORD, author="", answers=given[:1]))[1]) == ["answer-known-otherwise"]
    assert [item.value for item in answers.of(project, article_id(TEXT), "ann")] == ["y"]


def test_names_of_damaged_files_are_kept_as_far_as_they_can_be(project: Project, take: Take) -> None:
    take(replace(RECORD, publications=(Publication("", "t\ud800", file="bad\udcff.txt"),)))
    (publication,) = articles.get(project, article_id(TEXT)).publications
    assert (publication.title, publication.file) == ("t?", "bad?.txt")


def test_bytes_read_in_another_encoding_are_other_bytes() -> None:
    raw = Raw("Łódź".encode(), "text/plain", "utf-8", "plain 1")
    assert articles.raw_id(raw) == articles.raw_id(replace(raw, extractor="plain 2"))
    assert articles.raw_id(raw) != articles.raw_id(replace(raw, encoding="cp1250"))


def test_thousands_of_marks_come_in_without_comparing_each_with_each(project: Project, take: Take) -> None:
    text = "word " * 6_000
    many = tuple(mark(f"s{number}", "ACTOR", number * 5, number * 5 + 4) for number in range(6_000))
    taken, told = take(Record(text, spans=many))
    assert (taken.marks, told) == (6_000, [])
