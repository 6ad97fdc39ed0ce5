"""What an article held at a moment of the past, in a few lines."""

from annotator.core.marks import Value
from annotator.core.scheme import Attribute
from annotator.core.stances import surface
from annotator.gui.session import Session

_MOST_STANCES = 5


def lines(session: Session) -> list[str]:
    """Return how much the article of then held, its stances and answers, and what the selected mark was."""
    then, marks, article = session.past, session.marks, session.article
    if then is None or marks is None or article is None:
        return []
    stances = marks.stances()
    said = [_counts(session, len(then.spans), sum(max(len(stance.actors), 1) for stance in stances))]
    for stance in stances[:_MOST_STANCES]:
        actors = ", ".join(surface(actor, article.text) for actor in stance.actors) or "…"
        treaty = surface(stance.treaty, article.text) if stance.treaty else "…"
        label = then.scheme.label(stance.span.label)
        value = _named(label.value if label else None, stance.value)
        said.append(" · ".join(filter(None, (f"{actors} → {treaty}", value, stance.when))))
    if len(stances) > _MOST_STANCES:
        said.append(session.tr("and {:,} more").format(len(stances) - _MOST_STANCES))
    for answer in then.answers:
        question = then.scheme.question(answer.question)
        said.append(f"{question.name if question else answer.question}: {_named(question, answer.value)}")
    return said + _selected(session)


def _counts(session: Session, marks: int, stances: int) -> str:
    parts = [session.tr("Marks: {:,}").format(marks), session.tr("Stances: {:,}").format(stances)]
    names = {"started": session.tr("started"), "done": session.tr("done"), "skipped": session.tr("skipped")}
    statuses = list(session.past.statuses.values()) if session.past else []
    return " · ".join(parts + [names.get(status, status) for status in statuses[:1] if len(statuses) == 1])


def _selected(session: Session) -> list[str]:
    mark, scheme = session.mark, session.scheme
    if mark is None or session.article is None:
        return []
    label = scheme.label(mark.label)
    given = []
    for key, value in mark.attributes.items():
        declared = label.attribute(key) if label else None
        given.append(f"{declared.name if declared else key} {_named(declared, value)}")
    name = f"{label.name if label else mark.label} “{surface(mark, session.article.text)}”"
    return [": ".join(filter(None, (name, ", ".join(given))))]


def _named(declared: Attribute | None, value: Value) -> str:
    """Return what a value is called: a choice by its name."""
    choice = declared.choice(str(value)) if declared is not None else None
    return choice.name if choice is not None else str(value)
