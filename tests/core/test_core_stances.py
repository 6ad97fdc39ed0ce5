"""Stances that say the same twice, or contradict each other."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.marks import Span
from annotator.core.stances import Clash, Stance, clashes

TEXT = "Poland 😀 leaves the Pact on Friday. POLAND stays in the Pact. Estonia joins the Treaty."


def mark(words: str, label: str, **attributes: str) -> Span:
    start = TEXT.index(words)
    return Span(f"{label} {words}", "article", "me", label, start, start + len(words), attributes)


POLAND, AGAIN, ESTONIA = mark("Poland", "ACTOR"), mark("POLAND", "ACTOR"), mark("Estonia", "ACTOR")
PACT, TREATY = mark("Pact", "TREATY"), mark("Treaty", "TREATY")
FRIDAY = mark("Friday", "DATE", date="2025-03-07")


def stance(
    identity: str, actors: tuple[Span, ...], treaty: Span | None, value: str, date: Span | None = None
) -> Stance:
    attributes = {"value": value} if value else {}
    return Stance(Span(identity, "article", "me", "STANCE", 0, 9, attributes), actors, treaty, date)


LEAVES = stance("leaves", (POLAND,), PACT, "withdraw")


def test_another_value_of_the_same_actor_treaty_and_date_contradicts() -> None:
    stays = stance("stays", (AGAIN, ESTONIA), PACT, "support")
    assert clashes([LEAVES, stays], TEXT) == {"leaves": [Clash(stays, False)], "stays": [Clash(LEAVES, False)]}


def test_the_same_record_twice_is_said_twice() -> None:
    again = stance("again", (AGAIN,), PACT, "withdraw")
    assert clashes([LEAVES, again], TEXT)["leaves"] == [Clash(again, True)]


def test_names_of_one_entity_are_the_same_actor() -> None:
    warsaw = replace(ESTONIA, attributes={"entity": "POL", "name": "Poland"})
    poland = replace(POLAND, attributes={"entity": "POL", "name": "Poland"})
    pair = [stance("one", (poland,), PACT, "withdraw"), stance("two", (warsaw,), PACT, "support")]
    assert set(clashes(pair, TEXT)) == {"one", "two"}


def test_another_date_treaty_or_actor_and_what_is_incomplete_clash_with_nothing() -> None:
    others = [
        stance("dated", (POLAND,), PACT, "support", FRIDAY),
        stance("elsewhere", (POLAND,), TREATY, "support"),
        stance("another", (ESTONIA,), PACT, "support"),
        stance("valueless", (POLAND,), PACT, ""),
        stance("actorless", (), PACT, "support"),
        stance("without treaty", (POLAND,), None, "support"),
    ]
    assert clashes([LEAVES, *others], TEXT) == {}


STANCES = st.lists(
    st.builds(
        lambda actors, treaty, value, date: (tuple(actors), treaty, value, date),
        st.lists(st.sampled_from((POLAND, AGAIN, ESTONIA)), max_size=3, unique_by=lambda span: span.id),
        st.sampled_from((PACT, TREATY, None)),
        st.sampled_from(("withdraw", "support", "")),
        st.sampled_from((FRIDAY, None)),
    ),
    max_size=12,
)


@given(STANCES, st.randoms())
def test_clashes_are_mutual_never_with_itself_and_the_same_in_any_order(
    parts: list[tuple[object, ...]], chance: object
) -> None:
    every = [stance(str(number), *part) for number, part in enumerate(parts)]  # type: ignore[arg-type]
    found = clashes(every, TEXT)
    for identity, several in found.items():
        for clash in several:
            assert clash.other.span.id != identity
            mutual = next(back for back in found[clash.other.span.id] if back.other.span.id == identity)
            assert mutual.repeats == clash.repeats
    mixed = list(every)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    as_sets = {
        identity: {(clash.other.span.id, clash.repeats) for clash in several} for identity, several in found.items()
    }
    anew = clashes(mixed, TEXT)
    assert as_sets == {
        identity: {(clash.other.span.id, clash.repeats) for clash in several} for identity, several in anew.items()
    }
