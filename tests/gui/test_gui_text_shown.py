from annotator import resources
from annotator.core.marks import Span
from annotator.core.scheme import Scheme
from annotator.core.scheme_toml import parse_scheme
from annotator.gui.text.announcing import announcement
from annotator.gui.text.placed import arrange
from annotator.gui.text.shown import Shown, all_shown, shown


def scheme(toml: str | None = None) -> Scheme:
    text = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    made, problems = parse_scheme(toml or text)
    assert made is not None, problems
    return made


def mark(label: str, start: int = 0, end: int = 6, *, decided: bool = True, **attributes: str) -> Shown:
    span = Span(f"{label} {start} {end}", "a", "p", label, start, end, attributes)
    return shown(span, scheme(), decided=decided)


def test_an_entity_takes_letter_and_colour_of_its_label() -> None:
    found = mark("TREATY")
    assert (found.letter, found.colour, found.evidence, found.chip) == ("T", "amber", False, "")


def test_evidence_takes_colour_and_letter_of_its_value() -> None:
    found = mark("STANCE", value="considers_withdrawal")
    assert (found.letter, found.colour, found.evidence, found.chip) == ("S", "amber", True, "C")


def test_evidence_without_a_value_keeps_the_colour_of_its_label() -> None:
    assert (mark("STANCE").colour, mark("STANCE").chip) == ("red", "")


def test_what_the_scheme_does_not_know_is_grey_with_a_question_mark() -> None:
    assert (mark("NOVEL").letter, mark("NOVEL").colour) == ("?", "grey")
    assert (mark("STANCE", value="no such").chip, mark("STANCE", value="no such").colour) == ("?", "grey")


def test_a_retired_label_is_grey_with_a_question_mark() -> None:
    toml = scheme().toml.replace('id = "ACTOR"', 'id = "ACTOR"\nretired = true', 1)
    found = shown(Span("x", "a", "p", "ACTOR", 0, 6), scheme(toml), decided=True)
    assert (found.letter, found.colour) == ("?", "grey")


def test_the_outer_of_nested_boxes_grows() -> None:
    outer, inner, apart = mark("ACTOR", 0, 20), mark("TREATY", 0, 6), mark("DATE", 30, 34)
    found = arrange([inner, apart, outer])
    assert [found.level[item.id] for item in (inner, outer, apart)] == [0, 1, 0]
    assert [found.roof[item.id] for item in (inner, outer, apart)] == [1, 1, 0]
    assert found.entities.index(outer) < found.entities.index(inner)


def test_overlapping_evidence_gets_lanes_and_a_lane_is_used_again_when_free() -> None:
    one, two, three = mark("STANCE", 0, 20), mark("STANCE", 10, 30), mark("STANCE", 20, 40)
    assert [arrange([three, two, one]).lane[item.id] for item in (one, two, three)] == [0, 1, 0]


def test_a_selected_mark_is_announced_with_its_words_its_label_and_what_it_stands_for() -> None:
    assert announcement(mark("ACTOR", decided=False), "Poland 😀") == "Poland, Actor, suggestion"
    assert announcement(mark("ACTOR"), "Po\n nd") == "Po nd, Actor"
    assert (
        announcement(mark("ACTOR", name="Lithuania", decided=False), "Vilnius")
        == "Vilniu, Actor, Lithuania, suggestion"
    )
    assert announcement(mark("ACTOR", name="Poland"), "Poland") == "Poland, Actor"
    assert announcement(mark("DATE", date="2025-03-07"), "Friday") == "Friday, Date, 2025-03-07"
    assert (
        announcement(mark("STANCE", value="considers_withdrawal"), "leaves") == "leaves, Stance, considers withdrawal"
    )


def test_a_mark_knows_the_name_of_its_label_and_what_it_carries() -> None:
    assert (mark("ACTOR", entity="POL").name, mark("ACTOR", entity="POL").says) == ("Actor", "POL")
    assert mark("ACTOR", entity="POL", name="Poland").says == "Poland"
    assert (mark("NOVEL").name, mark("NOVEL").says) == ("NOVEL", "")


def test_many_marks_are_shown_as_each_alone() -> None:
    spans = [mark("ACTOR", name="Poland").span, mark("STANCE", 3, 9, value="joins").span, mark("NOVEL").span]
    own = {spans[0].id}
    assert all_shown(spans, scheme(), own) == [shown(span, scheme(), decided=span.id in own) for span in spans]


def test_more_evidences_than_lanes_share_the_last_and_none_is_left_out() -> None:
    every = [mark("STANCE", 0, 40 + number) for number in range(6)]
    found = arrange(every)
    assert sorted(found.lane.values()) == [0, 1, 2, 3, 3, 3]
    assert len(found.crowded) == 3
    assert arrange(every[:4]).crowded == frozenset()
