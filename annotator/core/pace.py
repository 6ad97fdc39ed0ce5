"""Pace: how long the articles that are left will take a person who goes on as lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta

BREAK = timedelta(minutes=5)
"""Nobody thinks longer about one decision: a longer pause was a break, and counts as this much."""

FEWEST = 5
"""From fewer finished articles than this no pace can be told."""


def seconds_left(steps: Sequence[tuple[str, str | None]], articles_left: int) -> float | None:
    """Return how long so many articles will take, or None where nothing can be said yet.

    `steps` are a person's latest, the newest first: when each was made, and the article that it finished, if it did.
    What counts is the time from the first of these articles finished to the last, without breaks; an article that was
    finished twice counts once.
    """
    spent = pending = timedelta()
    before: datetime | None = None
    finished: set[str] = set()
    for made, article in reversed(steps):
        now = datetime.fromisoformat(made)
        if before is not None:
            pending += min(max(now - before, timedelta()), BREAK)
            if article is not None:
                spent, pending = spent + pending, timedelta()
                finished.add(article)
        if before is not None or article is not None:
            before = now
    if len(finished) < FEWEST or not articles_left:
        return None
    return spent.total_seconds() / len(finished) * articles_left
