from collections.abc import Callable
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2].parent / "shared" / "articles" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two seed articles are not beside the repository")

Found = Callable[..., list[tuple[str, str]]]
OTTAWA, CLUSTER = "Ottawa Convention", "Convention on Cluster Munitions"


@pytest.fixture
def first() -> str:
    return (SEEDS / "caliber-ottawa-2025-03-13.txt").read_text(encoding="utf-8")


@pytest.fixture
def second() -> str:
    return (SEEDS / "ukrinform-ottawa-statement.txt").read_text(encoding="utf-8")


def test_the_actors_of_the_first_seed_are_found(found: Found, first: str) -> None:
    names = {name for _, name in found(first, "ACTOR", "2025-03-13T17:29")}
    expected = "Poland|Lithuania|Finland|Latvia|Russia|Belarus|Ukraine|NATO|Baltic states|Donald Tusk|Dovilė Šakalienė"
    assert set(expected.split("|")) <= names
    assert {"Władysław Kosiniak-Kamysz", "Antti Hakkanen", "Ministry of Defense (Lithuania)"} <= names


def test_vilnius_stands_for_lithuania_and_warsaw_is_a_place(found: Found, first: str) -> None:
    capitals = {pair for pair in found(first, "ACTOR") if pair[0] in ("Vilnius", "Warsaw")}
    assert capitals == {("Vilnius", "Lithuania")}


def test_both_conventions_are_found_by_all_their_names(found: Found, first: str, second: str) -> None:
    pairs = {*found(first, "TREATY"), *found(second, "TREATY")}
    assert {(OTTAWA, OTTAWA), (CLUSTER, CLUSTER), ("CCM", CLUSTER), ("Ottawa", OTTAWA)} <= pairs
    assert {("Dublin Conventions", CLUSTER), ("Convention", OTTAWA)} <= pairs
    assert any(name == OTTAWA and stretch.startswith("Convention on the Prohibition") for stretch, name in pairs)


def test_every_date_of_the_first_seed_has_its_value(found: Found, first: str) -> None:
    story = first[first.index("Eastern NATO") : first.index("By Khagan")]
    assert found(story, "DATE", "2025-03-13T17:29") == [
        ("13 March 2025", "2025-03-13"),
        ("March 7", "2025-03-07"),
        ("January 2024", "2024-01"),
        ("July 2024", "2024-07"),
        ("January 2025", "2025-01"),
        ("December 2024", "2024-12"),
        ("March 2025", "2025-03"),
    ]


def test_the_actors_of_the_second_seed_are_found(found: Found, second: str) -> None:
    pairs = set(found(second, "ACTOR", "2025-03-18"))
    assert {("Warsaw", "Poland"), ("Riga", "Latvia"), ("Vilnius", "Lithuania"), ("Tallinn", "Estonia")} <= pairs
    assert {("Polish Ministry of National Defense", "Ministry of National Defense (Poland)")} <= pairs
    assert {("Alliance", "NATO"), ("Donald Tusk", "Donald Tusk"), ("Estonia", "Estonia")} <= pairs
