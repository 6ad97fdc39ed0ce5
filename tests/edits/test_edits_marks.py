"""What a user can change by hand: each act, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import edits, resources
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.scheme_toml import parse_scheme
from annotator.store import answers, articles, history, links, people, schemes, spans, statuses
from annotator.store.people import Person
from annotator.store.project import Project

TOML = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
TEXT = "Poland 😀 will leave the Ottawa Convention, e\u0301tonnant.\u00a0بولندا ستغادر\n   \nNorway stays."
POLAND, OTTAWA = (0, 6), (24, 41)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as why:
        act()
    return why.value.problem.code


def own(project: Project, article: str) -> list[Span]:
    return spans.of(project, article, "ann")


def ties(project: Project, stance: Span) -> set[tuple[str, str]]:
    return {(link.role, link.target) for link in links.touching(project, stance.id) if link.source == stance.id}


@pytest.mark.parametrize("name", ["gold", "gold:x", "model:x", "", " "])
def test_nobody_is_called_like_gold_or_a_pipeline_and_no_file_is_left(tmp_path: Path, name: str) -> None:
    path = tmp_path / "p.annot"
    assert refused(lambda: edits.create(path, TOML, Person("x", name), device="d")) == "reserved-name"
    assert list(tmp_path.iterdir()) == []


def test_a_scheme_that_is_none_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "p.annot"
    assert refused(lambda: edits.create(path, "id = 1", Person("x", "X"), device="d")) == "scheme-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_person_joins_once(project: Project) -> None:
    edits.join(project, Person("bob", "Bob"))
    edits.join(project, Person("bob", "Robert"))
    assert [person.name for person in people.every(project)] == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("place", "label", "attributes", "code"),
    [
        ((0, 6), "NONE", {}, "unknown-label"),
        ((-1, 6), "ACTOR", {}, "span-outside-text"),
        ((6, 6), "ACTOR", {}, "span-outside-text"),
        ((0, len(TEXT) + 1), "ACTOR", {}, "span-outside-text"),
        ((TEXT.index("\n"), TEXT.index("\n") + 4), "ACTOR", {}, "blank-span"),
        ((0, 6), "ACTOR", {"value": "support"}, "unknown-attribute"),
        ((0, 6), "STANCE", {"value": "perhaps"}, "unknown-choice"),
        ((0, 6), "STANCE", {"value": True}, "wrong-type"),
        ((0, 6), "DATE", {"date": "2025-02-30"}, "date-invalid"),
        ((3, 9), "TREATY", {}, "overlap"),
        ((0, 6), "ACTOR", {}, "overlap"),
    ],
)
def test_what_the_text_or_the_scheme_does_not_allow_is_refused(
    project: Project, article: str, place: tuple[int, int], label: str, attributes: dict[str, str | bool], code: str
) -> None:
    if code == "overlap":
        edits.add_span(project, "ann", article, *POLAND, "ACTOR")
    before = len(history.entries(project))
    assert refused(lambda: edits.add_span(project, "ann", article, *place, label, attributes)) == code
    assert len(history.entries(project)) == before


def test_marks_of_others_do_not_stand_in_the_way(project: Project, article: str) -> None:
    edits.add_span(project, "bob", article, 3, 9, "TREATY")
    assert edits.add_span(project, "ann", article, *POLAND, "ACTOR").author == "ann"


def test_a_mark_changes_its_label_and_loses_what_the_new_one_does_not_have(project: Project, article: str) -> None:
    mark = edits.add_span(project, "ann", article, *POLAND, "ACTOR", {"entity": "POL", "name": "Poland"})
    assert edits.change_span(project, "ann", mark, label="TREATY").attributes == {}


def test_each_kind_of_change_has_its_name(project: Project, article: str) -> None:
    mark = edits.add_span(project, "ann", article, *POLAND, "ACTOR")
    mark = edits.change_span(project, "ann", mark, extent=(0, 8))
    mark = edits.change_span(project, "ann", mark, extent=(0, 8), attributes={"name": "Poland"})
    mark = edits.change_span(project, "ann", mark, label="TREATY")
    assert edits.change_span(project, "ann", mark, label="TREATY") == mark
    assert [entry.name for entry in history.entries(project)][:4] == ["relabel", "set-attributes", "resize", "add-span"]


def test_a_change_is_made_to_what_is_in_the_file_now(project: Project, article: str) -> None:
    stale = edits.add_span(project, "ann", article, *POLAND, "ACTOR")
    edits.set_attribute(project, "ann", stale, "name", "Poland")
    edits.change_span(project, "ann", stale, extent=(0, 8))
    assert [(span.end, span.attributes) for span in own(project, article)] == [(8, {"name": "Poland"})]


def test_a_mark_that_is_gone_is_not_changed(project: Project, article: str) -> None:
    mark = edits.add_span(project, "ann", article, *POLAND, "ACTOR")
    edits.remove_span(project, "ann", mark)
    acts: list[Callable[[], object]] = [
        lambda: edits.change_span(project, "ann", mark, label="DATE"),
        lambda: edits.set_attribute(project, "ann", mark, "name", "x"),
        lambda: edits.remove_span(project, "ann", mark),
        lambda: edits.fill_role(project, "ann", mark, "actor", mark),
        lambda: edits.empty_role(project, "ann", mark, "actor"),
        lambda: edits.accept(project, "bob", [mark]),
    ]
    assert {refused(act) for act in acts} == {"mark-gone"}


def test_an_attribute_takes_what_is_stored_beside_it_along(project: Project, article: str) -> None:
    mark = edits.add_span(project, "ann", article, *POLAND, "ACTOR")
    mark = edits.set_attribute(project, "ann", mark, "entity", "POL", name="Poland")
    assert mark.attributes == {"entity": "POL", "name": "Poland"}
    assert edits.set_attribute(project, "ann", mark, "entity", None).attributes == {}


def test_a_role_that_takes_one_changes_hands(project: Project, article: str) -> None:
    first = edits.add_span(project, "ann", article, *OTTAWA, "TREATY")
    second = edits.add_span(project, "ann", article, 9, 13, "TREATY")
    stance = edits.add_stance(project, "ann", article, (0, 41), {"value": "oppose"}, {"treaty": [first]})
    edits.fill_role(project, "ann", stance, "treaty", second)
    assert ties(project, stance) == {("treaty", second.id)}
    before = len(history.entries(project))
    edits.fill_role(project, "ann", stance, "treaty", second)
    assert len(history.entries(project)) == before
    edits.empty_role(project, "ann", stance, "treaty")
    assert ties(project, stance) == set()


def test_a_role_takes_only_what_the_scheme_says(project: Project, article: str) -> None:
    actor = edits.add_span(project, "ann", article, *POLAND, "ACTOR")
    stance = edits.add_stance(project, "ann", article, (0, 41), {"value": "oppose"}, {})
    assert refused(lambda: edits.fill_role(project, "ann", stance, "treaty", actor)) == "role-takes-not"
    assert refused(lambda: edits.fill_role(project, "ann", stance, "owner", actor)) == "unknown-role"
    assert refused(lambda: edits.fill_role(project, "ann", actor, "actor", actor)) == "unknown-role"
    two = [
        actor,
        edits.add_span(project, "ann", article, 9, 13, "TREATY"),
        edits.add_span(project, "ann", article, *OTTAWA, "TREATY"),
    ]
    roles = {"treaty": two[1:]}
    assert refused(lambda: edits.add_stance(project, "ann", article, (0, 6), {}, roles)) == "role-is-full"
    assert len(own(project, article)) == 4


def test_marking_starts_an_article_and_undo_takes_that_back(project: Project, article: str) -> None:
    edits.add_span(project, "ann", article, *POLAND, "ACTOR")
    assert statuses.of(project, article, "ann") == "started"
    edits.undo(project, "ann")
    assert statuses.of(project, article, "ann") == "todo"


def test_questions_are_answered_as_the_scheme_asks(project: Project, article: str) -> None:
    question = '\n[[question]]\nid = "topic"\nname = "Topic"\ntype = "yesno"\n'
    scheme, _problems = parse_scheme(TOML + question)
    assert scheme is not None
    edits.set_scheme(project, "ann", scheme)
    assert refused(lambda: edits.answer(project, "ann", article, "none", True)) == "unknown-question"
    assert refused(lambda: edits.answer(project, "ann", article, "topic", "yes")) == "wrong-type"
    edits.answer(project, "ann", article, "topic", False)
    assert [item.value for item in answers.of(project, article)] == [False]
    edits.answer(project, "ann", article, "topic", None)
    assert answers.of(project, article) == []
    edits.undo(project, "ann")
    assert [item.value for item in answers.of(project, article)] == [False]


def test_a_scheme_that_lacks_an_item_is_refused_and_one_that_retires_it_is_not(project: Project, article: str) -> None:
    old = edits.add_span(project, "ann", article, *POLAND, "STANCE", {"value": "oppose"})
    lacking, _problems = parse_scheme(TOML.replace('id = "oppose"', 'id = "opposes"'))
    retired, _problems = parse_scheme(
        TOML.replace('id = "oppose"', 'id = "oppose"\n    retired = true').replace(
            'key = "3"', 'key = "3"\nretired = true'
        )
    )
    assert lacking is not None
    assert retired is not None
    assert refused(lambda: edits.set_scheme(project, "ann", lacking)) == "scheme-item-removed"
    edits.set_scheme(project, "ann", retired)
    assert edits.change_span(project, "ann", old, extent=(0, 8)).attributes == {"value": "oppose"}
    assert refused(lambda: edits.add_span(project, "ann", article, *OTTAWA, "DATE")) == "retired-label"
    assert (
        refused(lambda: edits.add_span(project, "ann", article, *OTTAWA, "STANCE", {"value": "oppose"}))
        == "retired-item"
    )
    edits.undo(project, "ann")
    edits.undo(project, "ann")
    assert schemes.current(project).hash == parse_scheme(TOML)[0].hash  # type: ignore[union-attr]  # it is sound


def test_corrections_show_and_a_leads_wins(project: Project, article: str) -> None:
    edits.join(project, Person("zoe", "Zoë", duty="annotator"))
    edits.correct(project, "ann", article, {"title": "The lead's"})
    edits.correct(project, "zoe", article, {"title": "Another's"})
    edits.correct(project, "zoe", article, {"published": "2025-03-13T17:29"})
    edits.correct_body(project, "ann", article, [(0, 6), (7, 9)])
    read = articles.get(project, article)
    assert (read.title, read.published, read.body) == ("The lead's", "2025-03-13T17:29", ((0, 6), (7, 9)))
    assert [row.title for row in articles.queue(project, "ann", [1])] == ["The lead's"]
    both = {"source": "Wire", "published": "13/3/2025"}
    assert refused(lambda: edits.correct(project, "ann", article, both)) == "bad-published"
    assert articles.get(project, article).source == read.source
    assert refused(lambda: edits.correct(project, "ann", article, {"language": "fr"})) == "unknown-field"
    assert refused(lambda: edits.correct(project, "ann", article, {"published": "13/3/2025"})) == "bad-published"
    for body in ([(0, len(TEXT) + 1)], [(3, 3)], [(5, 9), (0, 3)], [(-1, 3)]):
        assert refused(lambda given=body: edits.correct_body(project, "ann", article, given)) == "bad-body"  # type: ignore[misc]
