"""What the history says of steps and times."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from annotator.gui.session import Session
from annotator.store.timeline import Line

_WEEK = 7


def name_of(session: Session, line: Line) -> str:
    """Return what a step is called, with what was done: undone, done again."""
    name = session.name_of(line.entry)
    if line.entry.kind == "undo":
        return session.tr("Undo: {}").format(name)
    return session.tr("Redo: {}").format(name) if line.entry.kind == "redo" else name


def day_name(session: Session, day: date) -> str:
    """Return a day as people call it: today, yesterday, else with its date."""
    ago = (datetime.now().astimezone().date() - day).days
    written = QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM yyyy")
    return {0: session.tr("Today"), 1: session.tr("Yesterday")}.get(ago, written)


def moment(session: Session, stored: str) -> str:
    """Return when something was, in a few words: `today 14:03`, `Tuesday 14:03`, `12 March 2025 14:03`."""
    when = datetime.fromisoformat(stored).astimezone()
    ago = (datetime.now().astimezone().date() - when.date()).days
    day = QDate(when.year, when.month, when.day)
    words = QLocale().toString(day, "dddd" if 0 <= ago < _WEEK else "d MMMM yyyy")
    return f"{session.tr('today') if ago == 0 else words} {when:%H:%M}"


def clock(line: Line) -> str:
    """Return when a step was made: the time, with the day where it came here on another."""
    made, came = (datetime.fromisoformat(time).astimezone() for time in (line.entry.made, line.arrived))
    if made.date() == came.date():
        return f"{made:%H:%M}"
    return f"{QLocale().toString(QDate(made.year, made.month, made.day), 'd MMM yyyy')} {made:%H:%M}"


def in_full(session: Session, line: Line, *, title: bool = True) -> str:
    """Return who made a step, when to the second, and in which article."""
    made = datetime.fromisoformat(line.entry.made).astimezone()
    day = QLocale().toString(QDate(made.year, made.month, made.day), "dddd d MMMM yyyy")
    parts = [
        line.who,
        f"{day}, {made:%H:%M:%S}",
        line.title if title else "",
        session.tr("undone") if line.undone else "",
    ]
    return " · ".join(part for part in parts if part)


def initials(name: str) -> str:
    """Return the one or two letters that stand for a person."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"
