"""When an article was published, as people type it and as they read it."""

from datetime import datetime

from annotator.core import dates

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read(typed: str) -> str:
    """Return the ISO date or minute that somebody typed (`13 March 2025 17:29`), or an empty string for no full date.

    Numbers alone are read day first, as everywhere else.
    """
    typed = " ".join(typed.split())
    value = dates.minute(typed)
    if value:
        return value
    found = dates.stated(typed)
    return found[0][1] if len(found) == 1 and found[0][0] == (0, len(typed)) else ""


def written(value: str, *, weekday: bool = False) -> str:
    """Return an ISO date or minute in words (`13 March 2025, 17:29`); anything else as it stands."""
    if not dates.minute(value):
        return value
    moment = datetime.fromisoformat(value)
    # Not by strftime, which Qt makes speak the language of the system.
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    day = f"{_DAYS[moment.weekday()]}, {day}" if weekday else day
    return f"{day}, {moment:%H:%M}" if "T" in value else day
