from collections.abc import Callable

import pytest

Found = Callable[..., list[tuple[str, str]]]
OTTAWA = "Ottawa Convention"
TITLE = (
    "Convention on the Prohibition of the Use, Stockpiling, Production and Transfer of Anti-Personnel Mines "
    "and on their Destruction"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"They left the {TITLE} (Ottawa Convention).", [(TITLE, OTTAWA), (OTTAWA, OTTAWA)]),
        (
            f"They left the {TITLE.lower()}.".replace("convention on", "Convention on"),
            [(TITLE.replace(TITLE[1:], TITLE[1:].lower()), OTTAWA)],
        ),
        (
            "both the Ottawa and Dublin Conventions",
            [("Ottawa", OTTAWA), ("Dublin Conventions", "Convention on Cluster Munitions")],
        ),
        ("Russia suspended the CFE treaty.", [("CFE", "Treaty on Conventional Armed Forces in Europe")]),
        ("the New START Treaty, then New START again", [("New START Treaty", "New START"), ("New START", "New START")]),
        (
            "the Aarhus convention and the anti-personnel mine ban convention",
            [("Aarhus convention", "Aarhus Convention"), ("anti-personnel mine ban convention", OTTAWA)],
        ),
        ("🎈 the Ottawa\u00a0Convention 🎈", [("Ottawa\u00a0Convention", OTTAWA)]),
        ("a ministry that swears by Locarno", [("Locarno", "Locarno Treaties")]),
        ("the Svalbard Fisheries Protocol was signed", [("Svalbard Fisheries Protocol",) * 2]),
        (
            "the Treaty between Freedonia and Sylvania on Ducks entered into force",
            [("Treaty between Freedonia and Sylvania on Ducks",) * 2],
        ),
        (
            "what everybody else calls the Chagos treaty",
            [("Chagos treaty", "Agreement concerning the Chagos Archipelago including Diego Garcia")],
        ),
    ],
)
def test_treaties_are_found_by_name_title_and_form(found: Found, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "TREATY") == expected


def test_an_acronym_in_brackets_is_an_alias_for_the_whole_text(found: Found) -> None:
    text = "The Freedonia Duck Pond Agreement (FDPA) is old. Nobody reads the FDPA."
    assert [name for _, name in found(text, "TREATY")] == ["Freedonia Duck Pond Agreement"] * 3


def test_the_convention_alone_means_the_last_one_named(found: Found) -> None:
    text = "The Ottawa Convention is old. The Rome Statute is not. The Convention holds; so does the Statute."
    assert [name for _, name in found(text, "TREATY")] == [OTTAWA, "Rome Statute", OTTAWA, "Rome Statute"]


def test_the_year_before_a_treaty_stays_outside(found: Found) -> None:
    assert found("the 1997 Ottawa Convention", "TREATY") == [(OTTAWA, OTTAWA)]
    assert found("the 1997 Ottawa Convention", "DATE") == [("1997", "1997")]


@pytest.mark.parametrize(
    "text",
    [
        "He spoke at the Republican National Convention.",
        "The Convention Centre in Geneva is full.",
        "Treaty negotiations ended.",
        "The treaty and the convention hold; the torture convention too.",
        "in the Swiss town of Locarno",
        "They want a Free Trade Agreement.",
        "the plastics treaty and a landmine ban treaty",
        "",
    ],
)
def test_words_in_another_sense_are_no_treaties(found: Found, text: str) -> None:
    assert found(text, "TREATY") == []
