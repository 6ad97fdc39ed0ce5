"""Ids, authors, stances and what is left to decide."""

from annotator.core.marks import Link, Span, content_id, gold_by, is_gold, is_pipeline
from annotator.core.stances import read_stances, surface
from annotator.core.suggestions import Decided, undecided


def span(identity: str, label: str, start: int, end: int, **attributes: str) -> Span:
    return Span(identity, "a", "p", label, start, end, attributes)


def test_the_same_content_has_the_same_id_whatever_the_order_of_its_attributes() -> None:
    assert content_id("span", "a", {"b": "1", "a": "😀"}) == content_id("span", "a", {"a": "😀", "b": "1"})
    assert content_id("span", "ab", "c") != content_id("span", "a", "bc")


def test_gold_and_pipelines_are_told_from_people() -> None:
    assert is_gold("gold")
    assert is_gold(gold_by("r"))
    assert is_pipeline("model:x")
    assert not any((is_gold("golden"), is_pipeline("models"), is_gold("model:gold")))


def test_a_stance_has_its_actors_in_text_order_and_no_date_of_its_own_without_a_link() -> None:
    marks = [
        span("s", "STANCE", 0, 40, value="oppose"),
        span("late", "ACTOR", 30, 35),
        span("early", "ACTOR", 1, 5),
        span("t", "TREATY", 60, 70, name="Ottawa Convention"),
    ]
    ties = [
        Link(f"l{number}", "a", "p", role, "s", target)
        for number, (role, target) in enumerate(
            (("actor", "late"), ("actor", "early"), ("treaty", "t"), ("date", "gone"))
        )
    ]
    (stance,) = read_stances(marks, ties)
    assert [actor.id for actor in stance.actors] == ["early", "late"]
    assert stance.treaty is not None
    assert (stance.treaty.id, stance.when, stance.value) == ("t", "", "oppose")


def test_a_mark_without_a_name_is_called_by_its_words_on_one_line() -> None:
    assert surface(span("x", "ACTOR", 0, 14), "Saudi \n Arabia 😀") == "Saudi Arabia"
    assert surface(span("x", "ACTOR", 0, 3, name="KSA 😀"), "abc") == "KSA 😀"


def test_what_was_rejected_or_marked_alike_is_not_suggested_again_but_what_was_passed_over_is() -> None:
    suggested = [span(name, "ACTOR", start, start + 3) for name, start in (("a", 0), ("b", 10), ("c", 20), ("d", 30))]
    own = [span("mine", "ACTOR", 0, 3), span("other", "TREATY", 10, 13)]
    decided = [Decided(("ACTOR", 20, 23), passed=False), Decided(("ACTOR", 30, 33), passed=True)]
    assert [item.id for item in undecided(suggested, own, decided)] == ["b", "d"]


def test_two_pipelines_that_suggest_the_same_make_one_decision() -> None:
    assert len(undecided([span("a", "ACTOR", 0, 3), span("b", "ACTOR", 0, 3)], [], [])) == 1
