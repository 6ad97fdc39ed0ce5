from annotator import resources
from annotator.core.marks import Span
from annotator.core.scheme import Scheme
from annotator.core.scheme_toml import parse_scheme
from annotator.gui.text.announcing import announcement
from annotator.gui.text.placed import arrange
from annotator.gui.text.shown import Shown, shown


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


def test_the_outer_of_nested_boxes_grows_and_letters_at_one_spot_stand_side_by_side() -> None:
    outer, inner, apart = mark("ACTOR", 0, 20), mark("TREATY", 0, 6), mark("DATE", 30, 34)
    found = arrange([inner, apart, outer])
    assert [found.level[item.id] for item in (inner, outer, apart)] == [0, 1, 0]
    assert [found.roof[item.id] for item in (inner, outer, apart)] == [1, 1, 0]
    assert [found.rank[item.id] for item in (outer, inner, apart)] == [0, 1, 0]
    assert found.entities.index(outer) < found.entities.index(inner)


def test_overlapping_evidence_gets_lanes_and_a_lane_is_used_again_when_free() -> None:
    one, two, three = mark("STANCE", 0, 20), mark("STANCE", 10, 30), mark("STANCE", 20, 40)
    assert [arrange([three, two, one]).lane[item.id] for item in (one, two, three)] == [0, 1, 0]


def test_a_selected_mark_is_announced_with_its_words_and_label() -> None:
    assert announcement(mark("ACTOR", decided=False), "Poland 😀") == "Poland, Actor, suggestion"
    assert announcement(mark("ACTOR"), "Po\n nd") == "Po nd, Actor"
