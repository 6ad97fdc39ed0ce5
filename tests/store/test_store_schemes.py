"""Versions of the scheme, and what of a scheme marks hold."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import edits, resources
from annotator.core import scheme_draft as draft
from annotator.core.article import Article
from annotator.core.problems import Refused
from annotator.core.scheme import Scheme
from annotator.core.scheme_writer import written
from annotator.core.text import article_id
from annotator.store import articles, schemes
from annotator.store.people import Person
from annotator.store.project import Project

TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
TEXT = "Poland 😀 will leave the Ottawa Convention."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with edits.create(tmp_path / "p.annot", TOML, Person("ann", "Ann"), device="desk") as made:
        with made.edit("import", "ann", count=1, file="x"):
            articles.add(made, Article(article_id(TEXT), TEXT, "en", (), ()))
        edits.join(made, Person("bo", "Bo"))
        yield made


def renamed(project: Project, name: str) -> Scheme:
    return written(draft.changed(schemes.current(project), ("label", "ACTOR"), name=name))


def test_marks_are_counted_by_what_of_the_scheme_they_hold(project: Project) -> None:
    article = article_id(TEXT)
    actor = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    treaty = edits.add_span(project, "ann", article, 24, 41, "TREATY", {"name": "Ottawa Convention"})
    edits.add_stance(project, "bo", article, (0, 42), {"value": "withdraw"}, {})
    edits.add_stance(project, "ann", article, (0, 42), {"value": "withdraw"}, {"actor": [actor], "treaty": [treaty]})
    found = dict(schemes.uses(project))
    assert found["label", "ACTOR"] == 1
    assert found["label", "STANCE"] == found["label", "STANCE", "attribute", "value"] == 2
    assert found["label", "STANCE", "attribute", "value", "choice", "withdraw"] == 2
    assert found["label", "STANCE", "role", "treaty"] == 1
    assert ("label", "STANCE", "attribute", "value", "choice", "oppose") not in found
    assert found["label", "TREATY", "attribute", "entity"] == found["label", "DATE"] == 0


def test_answers_are_counted_by_their_question_and_value(project: Project) -> None:
    edits.set_scheme(project, "ann", with_all_kinds(schemes.current(project)))
    edits.answer(project, "ann", article_id(TEXT), "novel_question", True)
    found = dict(schemes.uses(project))
    assert found["question", "novel_question"] == 1


def test_versions_are_listed_with_when_and_who_and_undone_ones_are_not(project: Project) -> None:
    edits.set_scheme(project, "ann", renamed(project, "Agent"))
    edits.set_scheme(project, "bo", renamed(project, "Party"))
    found = schemes.versions(project)
    assert [(version.person, version.in_force) for version in found] == [("Bo", True), ("Ann", False), ("Ann", False)]
    assert ["Agent" in version.toml for version in found] == [False, True, False]
    edits.undo(project, "bo")
    assert ["Party" in version.toml for version in schemes.versions(project)] == [False, False]
    assert schemes.versions(project)[0].in_force


def test_a_scheme_made_from_a_version_that_is_no_longer_in_force_is_refused(project: Project) -> None:
    mine, before = renamed(project, "Mine"), schemes.current(project).hash
    edits.set_scheme(project, "bo", renamed(project, "Theirs"))
    with pytest.raises(Refused) as refusal:
        edits.set_scheme(project, "ann", mine, after=before)
    assert refusal.value.problem.code == "scheme-changed-meanwhile"
    assert schemes.current(project).labels[0].name == "Theirs"


def with_all_kinds(scheme: Scheme) -> Scheme:
    """Return the scheme with one new item of each kind, in the order label, attribute, choice, role, questions."""
    for owner, kind in (
        ((), "label"),
        (("label", "ACTOR"), "attribute"),
        (("label", "STANCE", "attribute", "value"), "choice"),
        (("label", "STANCE"), "role"),
        ((), "question"),
    ):
        scheme, place = draft.added(scheme, owner, kind)  # type: ignore[arg-type]  # a kind
        scheme, _place = draft.named(scheme, place, f"Novel {kind}", in_force=Scheme("", "", ()))
    return written(scheme)


@pytest.mark.parametrize("kind", ["label", "attribute", "choice", "role", "question"])
def test_a_scheme_is_not_taken_back_from_under_the_marks_of_another(project: Project, kind: str) -> None:
    article = article_id(TEXT)
    edits.set_scheme(project, "ann", with_all_kinds(schemes.current(project)))
    if kind == "label":
        edits.add_span(project, "bo", article, 0, 6, "NOVEL_LABEL")
    elif kind == "attribute":
        edits.add_span(project, "bo", article, 0, 6, "ACTOR", {"novel_attribute": "x"})
    elif kind == "choice":
        edits.add_stance(project, "bo", article, (0, 42), {"value": "novel_choice"}, {})
    elif kind == "role":
        actor = edits.add_span(project, "bo", article, 0, 6, "ACTOR")
        edits.add_stance(project, "bo", article, (0, 42), {"value": "oppose"}, {"novel_role": [actor]})
    else:
        edits.answer(project, "bo", article, "novel_question", True)
    with pytest.raises(Refused) as refusal:
        edits.undo(project, "ann")
    assert refusal.value.problem.code == "scheme-in-use"
    assert refusal.value.problem.parameters["item"] == f"Novel {kind}"
    edits.undo(project, "bo")
    edits.undo(project, "ann")
    assert schemes.current(project).label("NOVEL_LABEL") is None


def test_an_old_version_comes_back_with_what_it_lacks_retired(project: Project) -> None:
    before = schemes.current(project)
    edits.set_scheme(project, "ann", with_all_kinds(before))
    now = schemes.current(project)
    back, kept = draft.carried(before, now)
    assert {place[-1] for place in kept} == {"NOVEL_LABEL", "novel_attribute", "novel_choice", "novel_role", "novel_question"}  # fmt: skip
    edits.set_scheme(project, "ann", written(back))
    label = schemes.current(project).label("NOVEL_LABEL")
    assert label is not None
    assert label.retired
    assert [item.id for item in schemes.current(project).current] == [item.id for item in before.current]
    assert replace(back, toml="") == replace(schemes.current(project), toml="")
