"""How long the rest will take."""

from datetime import UTC, datetime, timedelta

from annotator.core.pace import BREAK, FEWEST, seconds_left

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def steps(*minutes: tuple[float, str | None]) -> list[tuple[str, str | None]]:
    """Return steps at these minutes of the morning, the newest first."""
    return [((START + timedelta(minutes=at)).isoformat(), article) for at, article in reversed(minutes)]


def test_nothing_is_said_before_it_means_something() -> None:
    few = steps(*((at, f"a{at}") for at in range(FEWEST)))
    assert seconds_left(few, 10) is None
    assert seconds_left([], 10) is None


def test_the_pace_is_the_time_between_articles_that_were_finished() -> None:
    regular = steps(*((2 * at, f"a{at}") for at in range(FEWEST + 1)))
    assert seconds_left(regular, 10) == 20 * 60
    assert seconds_left(regular, 0) is None


def test_a_night_counts_as_a_short_break() -> None:
    made = [(2.0 * at, f"a{at}") for at in range(FEWEST + 1)]
    later = [(at + 14 * 60, f"b{at}") for at, _article in made]
    left = seconds_left(steps(*made, *later), 1)
    assert left == (2 * 2 * FEWEST * 60 + BREAK.total_seconds()) / (2 * FEWEST + 1)


def test_steps_between_tell_a_long_article_from_a_break() -> None:
    long = [(0.0, "a"), *((4.0 * at, None) for at in range(1, 10)), (40.0, "b")]
    rest = [(40 + 2.0 * at, f"c{at}") for at in range(1, FEWEST)]
    assert seconds_left(steps(*long, *rest), FEWEST) == (40 + 2 * (FEWEST - 1)) * 60


def test_an_article_finished_twice_counts_once_and_what_has_no_end_yet_not_at_all() -> None:
    made = [(2.0 * at, f"a{at % 6}") for at in range(12)]
    assert seconds_left(steps(*made, (24.0, None)), 6) == 22 * 60
