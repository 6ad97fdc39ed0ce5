"""Suggestions accepted, corrected, rejected and passed over, with all that hangs on them."""

from collections.abc import Callable

import pytest

from annotator import edits, resources
from annotator.core.marks import Link, Span
from annotator.core.problems import Refused
from annotator.core.scheme_toml import parse_scheme
from annotator.store import history, links, runs, spans, statuses, verdicts
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


def test_a_new_mark_settles_the_suggestions_that_it_overlaps(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    suggest()
    mark = edits.add_span(project, "ann", article, 0, 8, "ACTOR")
    assert [item.label for item in edits.undecided_suggestions(project, "ann", article)] == ["STANCE", "TREATY"]
    assert [(item.verdict, item.result) for item in verdicts.of(project, article)] == [("changed", mark.id)]


def test_a_mark_that_changes_its_label_leaves_the_roles_that_do_not_take_it(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    _actor, _treaty, stance = suggest()
    mine = next(span for span in edits.accept(project, "ann", [stance]) if span.label == "STANCE")
    actor = next(span for span in own(project, article) if span.label == "ACTOR")
    edits.change_span(project, "ann", actor, label="DATE")
    assert {role for role, _target in ties(project, mine)} == {"treaty"}
    edits.undo(project, "ann")
    assert {role for role, _target in ties(project, mine)} == {"actor", "treaty"}


def test_nothing_is_done_to_an_article_that_was_taken_out(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    (suggested, _treaty, _stance) = suggest()
    edits.undo(project, "ann")
    acts: list[Callable[[], object]] = [
        lambda: edits.add_span(project, "ann", article, *POLAND, "ACTOR"),
        lambda: edits.accept(project, "ann", [suggested]),
        lambda: edits.reject(project, "ann", [suggested]),
        lambda: edits.finish(project, "ann", article),
        lambda: edits.skip(project, "ann", article, "x"),
        lambda: edits.reopen(project, "ann", article),
        lambda: edits.correct(project, "ann", article, {"title": "x"}),
        lambda: edits.correct_body(project, "ann", article, [(0, 3)]),
        lambda: edits.add_stance(project, "ann", article, (0, 6), {"value": "oppose"}, {}),
    ]
    assert {refused(act) for act in acts} == {"no-such-article"}


def test_accepting_a_stance_accepts_what_it_links_to_in_the_same_step(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    _actor, _treaty, stance = suggest()
    made = edits.accept(project, "ann", [stance], milliseconds=900)
    assert {span.label for span in made} == {"ACTOR", "TREATY", "STANCE"}
    (mine,) = [span for span in made if span.label == "STANCE"]
    assert {role for role, _target in ties(project, mine)} == {"actor", "treaty"}
    assert edits.undecided_suggestions(project, "ann", article) == []
    assert all(span.confidence is None and span.rule == "" for span in own(project, article))
    edits.undo(project, "ann")
    assert own(project, article) == []
    assert len(edits.undecided_suggestions(project, "ann", article)) == 3


def test_accepting_twice_or_from_two_pipelines_makes_nothing_twice(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    (*_rest, stance), (*_others, same) = suggest(), suggest("model:b", "t")
    edits.accept(project, "ann", [stance])
    assert edits.accept(project, "ann", [stance]) == []
    assert edits.accept(project, "ann", [same]) == []
    assert len(own(project, article)) == 3
    assert len(links.of(project, article, "ann")) == 2


def test_a_stance_takes_the_actor_that_was_corrected_not_the_one_suggested(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    actor, _treaty, stance = suggest()
    mine = edits.change_span(project, "ann", actor, extent=(0, 8))
    made = edits.accept(project, "ann", [stance])
    (own_stance,) = [span for span in made if span.label == "STANCE"]
    assert ("actor", mine.id) in ties(project, own_stance)
    assert sum(span.label == "ACTOR" for span in own(project, article)) == 1


def test_a_corrected_stance_keeps_what_it_links_to(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    _actor, _treaty, stance = suggest()
    mine = edits.set_attribute(project, "ann", stance, "value", "oppose")
    assert {role for role, _target in ties(project, mine)} == {"actor", "treaty"}
    assert verdicts.on(project, "ann", stance.id)[0].verdict == "changed"


def test_accepting_all_leaves_what_the_rules_forbid_and_nothing_of_it_half_done(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    _actor, _treaty, stance = suggest()
    edits.add_span(project, "ann", article, 5, 12, "DATE")
    edits.undo(project, "ann")
    with project.edit("add-span", "ann", article=article):
        spans.add(project, Span("in the way", article, "ann", "DATE", 3, 12))
    edits.accept(project, "ann", edits.undecided_suggestions(project, "ann", article), bulk=True)
    assert sorted(span.label for span in own(project, article)) == ["DATE", "TREATY"]
    assert links.of(project, article, "ann") == []
    assert verdicts.on(project, "ann", stance.id) == []
    assert refused(lambda: edits.accept(project, "ann", [stance])) == "overlap"


def test_accepting_all_is_one_step_and_marked_as_bulk(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    assert len(edits.accept(project, "ann", suggest(), bulk=True)) == 3
    made = verdicts.of(project, article)
    assert [item.bulk for item in made] == [True] * 3
    assert history.entries(project)[0].name == "accept-all"


def test_suggestions_that_tie_each_other_round_in_a_circle_are_accepted_once(project: Project, article: str) -> None:
    toml = TOML.replace('labels = ["ACTOR"]', 'labels = ["ACTOR", "STANCE"]')
    scheme, _problems = parse_scheme(toml)
    assert scheme is not None
    edits.set_scheme(project, "ann", scheme)
    one, two = (Span(name, article, "model:a", "STANCE", 0, end, {}) for name, end in (("one", 6), ("two", 41)))
    ring = [Link("x", article, "model:a", "actor", "one", "two"), Link("y", article, "model:a", "actor", "two", "one")]
    with project.run("model:a", "1") as run:
        runs.replace(project, run, "model:a", [(article, [one, two], ring)])
    assert len(edits.accept(project, "ann", [one])) == 2
    assert len(links.of(project, article, "ann")) == 2


def test_rejecting_twice_is_rejecting_once(project: Project, article: str, suggest: Callable[..., list[Span]]) -> None:
    actor, _treaty, _stance = suggest()
    edits.remove_span(project, "ann", actor)
    before = len(history.entries(project))
    edits.reject(project, "ann", [actor])
    assert len(history.entries(project)) == before
    assert [item.verdict for item in verdicts.of(project, article)] == ["rejected"]
    assert actor.id not in {item.id for item in edits.undecided_suggestions(project, "ann", article)}


def test_what_was_rejected_is_not_suggested_again_by_the_next_run(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    edits.reject(project, "ann", suggest())
    suggest("model:a", "again")
    assert edits.undecided_suggestions(project, "ann", article) == []


def test_filling_a_role_of_a_suggested_stance_makes_it_ones_own(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    _actor, _treaty, stance = suggest()
    norway = edits.add_span(project, "ann", article, TEXT.index("Norway"), TEXT.index("Norway") + 6, "ACTOR")
    edits.fill_role(project, "ann", stance, "actor", norway)
    (mine,) = [span for span in own(project, article) if span.label == "STANCE"]
    assert ("actor", norway.id) in ties(project, mine)
    assert len(ties(project, stance)) == 2
    suggest()


def test_a_suggested_actor_that_fills_a_role_is_accepted(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    actor, treaty, _stance = suggest()
    stance = edits.add_stance(
        project, "ann", article, (0, 30), {"value": "oppose"}, {"actor": [actor], "treaty": [treaty]}
    )
    assert {role for role, _target in ties(project, stance)} == {"actor", "treaty"}
    assert {item.verdict for item in verdicts.of(project, article)} == {"accepted"}


def test_a_stance_is_changed_as_a_whole(project: Project, article: str, suggest: Callable[..., list[Span]]) -> None:
    actor, treaty, suggested = suggest()
    stance = edits.add_stance(project, "ann", article, (0, 30), {"value": "oppose"}, {"actor": [actor]})
    changed = edits.change_stance(project, "ann", stance, (0, 41), {"value": "withdraw"}, {"treaty": [treaty]})
    assert (changed.id, changed.end, changed.attributes) == (stance.id, 41, {"value": "withdraw"})
    assert {role for role, _target in ties(project, stance)} == {"treaty"}
    other = edits.change_stance(project, "bob", suggested, (0, 20), {"value": "neutral"}, {"actor": [actor]})
    assert other.author == "bob"
    assert {role for role, _target in ties(project, other)} == {"actor"}


def test_done_records_what_was_left_as_passed_over_once(
    project: Project, article: str, suggest: Callable[..., list[Span]]
) -> None:
    suggest()
    edits.finish(project, "ann", article)
    edits.reopen(project, "ann", article)
    edits.finish(project, "ann", article)
    assert [item.verdict for item in verdicts.of(project, article)] == ["passed"] * 3
    assert statuses.of(project, article, "ann") == "done"
    assert len(edits.undecided_suggestions(project, "ann", article)) == 3
