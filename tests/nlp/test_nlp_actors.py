from collections.abc import Callable

import pytest

Found = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Poland, the Baltic States and Finland left.", ["Poland", "Baltic states", "Finland"]),
        ("A U.S.-Russia pact was in force.", ["United States", "Russia"]),
        ("Côte d’Ivoire and Cote d'Ivoire are one, says Türkiye.", ["Côte d’Ivoire", "Côte d’Ivoire", "Turkey"]),
        (
            "The Gambia signed before Guinea-Bissau and Equatorial Guinea.",
            ["Gambia", "Guinea-Bissau", "Equatorial Guinea"],
        ),
        ("🎈🎈 Moldova\u00a0and Papua\u00a0New\u00a0Guinea ratified 🎈", ["Moldova", "Papua New Guinea"]),
    ],
)
def test_states_are_found_by_every_name(found: Found, text: str, expected: list[str]) -> None:
    assert [name for _, name in found(text, "ACTOR")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.-led group met pro-Russia deputies in an EU-wide vote.",
        "Polish soldiers and Latvians crossed the Gulf of Finland and the South China Sea.",
        "A mill near Moscow, Idaho, and a diner in Rome, Georgia.",
        "",
        "\u202e\u200f🎈\u00a0",
    ],
)
def test_adjectives_seas_and_towns_of_the_same_name_are_nothing(found: Found, text: str) -> None:
    assert found(text, "ACTOR") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vilnius believes that withdrawal is near.", [("Vilnius", "Lithuania")]),
        ("They accused Moscow of a breach.", [("Moscow", "Russia")]),
        (
            "Warsaw, Riga and Tallinn remain committed.",
            [("Warsaw", "Poland"), ("Riga", "Latvia"), ("Tallinn", "Estonia")],
        ),
        ("Ankara's decision was upheld.", [("Ankara", "Turkey")]),
        ("Tiraspol has announced no position.", [("Tiraspol", "Transnistria")]),
        ("A ruling from Strasbourg is due.", [("Strasbourg", "European Court of Human Rights")]),
    ],
)
def test_a_capital_that_acts_stands_for_its_government(
    found: Found, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, "ACTOR") == expected


@pytest.mark.parametrize(
    "text",
    [
        "They met in Warsaw and flew to Riga.",
        "WARSAW — The talks ended.",
        "HELSINKI, 3 May (Wire) – The talks ended.",
        "Notice was given in Ottawa and Budapest.",
        "The streets of Vilnius were empty; Kyiv's airport was closed.",
        "Fighting reached Crimea and Kaliningrad.",
    ],
)
def test_a_capital_that_is_a_place_is_nothing(found: Found, text: str) -> None:
    assert found(text, "ACTOR") == []


def test_a_person_is_found_by_title_and_later_by_surname(found: Found) -> None:
    text = (
        "Polish Defence Minister Władysław Kosiniak-Kamysz met Dovilė Šakalienė. "
        "For her part, Šakalienė agreed; Kosiniak-Kamysz’s aide did not. Mr Sakaliene-Rose is nobody here."
    )
    names = [name for _, name in found(text, "ACTOR")]
    assert names[:4] == [
        "Władysław Kosiniak-Kamysz",
        "Dovilė Šakalienė",
        "Dovilė Šakalienė",
        "Władysław Kosiniak-Kamysz",
    ]


def test_a_family_name_that_comes_first_is_the_one_used_later(found: Found) -> None:
    text = "Prime Minister Han Duck-soo chaired the meeting. Han says it is over."
    assert found(text, "ACTOR") == [("Han Duck-soo", "Han Duck-soo"), ("Han", "Han Duck-soo")]


def test_a_name_with_combining_marks_is_marked_whole(found: Found) -> None:
    text = "Prime Minister Andrej Plenkovic\u0301 said so. Plenkovic\u0301 left."
    assert [stretch for stretch, _ in found(text, "ACTOR")] == ["Andrej Plenkovic\u0301", "Plenkovic\u0301"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lithuania's Ministry of Defense proposed it.",
            [("Lithuania", "Lithuania"), ("Ministry of Defense", "Ministry of Defense (Lithuania)")],
        ),
        ("The Russian Foreign Ministry spoke.", [("Russian Foreign Ministry", "Ministry of Foreign Affairs (Russia)")]),
        ("The Polish Sejm voted.", [("Sejm", "Sejm")]),
        (
            "The Polish Ministry of National Defense reported this.",
            [("Polish Ministry of National Defense", "Ministry of National Defense (Poland)")],
        ),
        ("The Government of Malta agreed.", [("Government of Malta", "Malta")]),
        ("The Trump administration left.", [("Trump administration", "Trump administration")]),
        ("The Left-Green Movement and Pirate Party oppose it.", [("Left-Green Movement",) * 2, ("Pirate Party",) * 2]),
        (
            "The Northern Lights Fishing Council (NLFC) said no. The NLFC left.",
            [("Northern Lights Fishing Council",) * 2] + [("NLFC", "Northern Lights Fishing Council")] * 2,
        ),
        ("the foreign ministry and the parliament", []),
    ],
)
def test_bodies_are_found_by_their_form(found: Found, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "ACTOR") == expected


def test_a_body_keeps_the_name_of_the_treaty_inside_it(found: Found) -> None:
    organisation = "Preparatory Commission for the Comprehensive Nuclear-Test-Ban Treaty Organization"
    text = f"The International Campaign to Ban Landmines and the {organisation} met."
    assert [name for _, name in found(text, "ACTOR")] == ["International Campaign to Ban Landmines", "CTBTO"]
    assert found(text, "TREATY") == []
