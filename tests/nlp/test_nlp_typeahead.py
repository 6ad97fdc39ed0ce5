"""Names as one types them: which fit, which of them first."""

from time import thread_time

import pytest

from annotator.nlp.typeahead import Known, Names, tables

POLAND, POLISARIO = Known("POL", "Poland", "state", ("Republic of Poland",)), Known("x", "Polisario Front", "party")
IVORY = Known("CIV", "Côte d’Ivoire", "state", ("Ivory Coast",))
UN = Known("un", "United Nations", "organisation", ("UN", "U.N."))
UNESCO = Known("unesco", "UNESCO", "organisation")
NAMES = Names(
    (POLISARIO, POLAND, IVORY, UN, UNESCO, Known("pl", "Front of the Polite", "party"), Known("i", "Interpol"))
)


def found(typed: str, used: tuple[str, ...] = ()) -> list[str]:
    return [offer.known.name for offer in NAMES.offers(typed, used)]


def test_beginnings_of_names_go_before_those_of_words_and_those_before_what_only_holds_it() -> None:
    assert found("pol") == ["Poland", "Polisario Front", "Front of the Polite", "Interpol"]


def test_names_that_the_article_uses_go_first_among_equals_and_are_offered_for_nothing_typed() -> None:
    assert found("pol", ("Polisario Front",)) == ["Polisario Front", "Poland", "Front of the Polite", "Interpol"]
    assert found("", ("UNESCO", "Poland")) == ["UNESCO", "Poland"]


def test_a_whole_alias_goes_before_the_beginning_of_another_name_and_is_told() -> None:
    first = NAMES.offers("un")[0]
    assert (first.known, first.alias) == (UN, "UN")


@pytest.mark.parametrize("typed", ["cote", "COTE D'IV", "ivory coast", "Côte"])
def test_accents_and_case_do_not_matter(typed: str) -> None:
    assert found(typed) == ["Côte d’Ivoire"]


@pytest.mark.parametrize("typed", ["Polnd", "Unitde Nations", "Repblic of Poland"])
def test_a_slip_of_the_fingers_is_forgiven_and_told_as_similar(typed: str) -> None:
    first = NAMES.offers(typed)[0]
    assert first.known in (POLAND, UN)
    assert first.similar


def test_what_fits_nothing_finds_nothing() -> None:
    assert found("Zedland") == []
    assert NAMES.exact("Zedland") is None


def test_a_name_means_whose_canonical_name_it_is_before_whose_alias() -> None:
    names = Names((Known("a", "First", "", ("Second",)), Known("b", "Second")))
    assert names.exact("second") == Known("b", "Second")
    beside = Names((Known("", "Poland", "in this article"),), beside=NAMES)
    assert beside.entity("POL") == POLAND


def test_the_tables_that_ship_are_found_by_their_aliases() -> None:
    first = tables("treaty").offers("mine ban")[0]
    assert (first.known.name, first.alias) == ("Ottawa Convention", "Mine Ban Treaty")
    assert tables("actor").offers("lithunia")[0].known.name == "Lithuania"


def test_several_thousand_names_answer_within_a_key_press() -> None:
    many = Names(Known(str(n), f"Organisation {n} of Länder", "", (f"O{n}", f"League {n}")) for n in range(1000))
    many.offers("leagye 17")  # imports what compares spellings
    times = []
    for typed in ("o", "org", "league 1", "leagye 17", "lander") * 3:
        start = thread_time()
        many.offers(typed)
        times.append(thread_time() - start)
    assert sorted(times)[len(times) // 2] < 0.016
