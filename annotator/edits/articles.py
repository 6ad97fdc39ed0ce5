"""Articles: how far one is with them, answers about them, and what is corrected."""

from collections.abc import Mapping, Sequence

from annotator.core import dates
from annotator.core.article import Range
from annotator.core.marks import Value
from annotator.core.problems import Refused
from annotator.core.rules import check_value
from annotator.core.text import storable
from annotator.store import answers, articles, assignments, comments, people, spans, statuses, verdicts
from annotator.store.hand import hand, left
from annotator.store.project import Project, encode


def answer(project: Project, person: str, article: str, question: str, value: Value | None) -> None:
    """Answer a question about the whole article, or take the answer away with None."""
    by = hand(project, person)
    articles.require(project, article)
    declared = by.scheme.question(question)
    if declared is None:
        raise Refused("unknown-question", question)
    if value is not None:
        check_value(declared, value)
    with project.edit("answer", person, article=article, question=question):
        by.start(article)
        answers.put(project, article, person, question, value)


def finish(project: Project, person: str, article: str) -> None:
    """Say that an article is done; suggestions left undecided are recorded as passed over."""
    articles.require(project, article)
    blind = assignments.is_blind(project, article, person)  # what was never shown was not passed over
    passed = [] if blind else left(person, spans.of(project, article), verdicts.of(project, article, person))
    known = {item.mark for item in verdicts.of(project, article, person)}
    with project.edit("done", person, article=article):
        statuses.put(project, article, person, "done")
        verdicts.add_all(
            project,
            (verdicts.about(span, person, "passed", bulk=True) for span in passed if span.id not in known),
        )


def skip(project: Project, person: str, article: str, reason: str) -> None:
    """Put an article aside with a reason."""
    articles.require(project, article)
    with project.edit("skip", person, article=article, reason=reason):
        statuses.put(project, article, person, "skipped", storable(reason))


def reopen(project: Project, person: str, article: str) -> None:
    """Take an article that was done or skipped up again."""
    articles.require(project, article)
    with project.edit("reopen", person, article=article):
        statuses.put(project, article, person, "started")


def correct(project: Project, person: str, article: str, fields: Mapping[str, str]) -> None:
    """Correct an article's title, source, url or published (ISO date, or date and minute), several in one step."""
    for field, value in fields.items():
        if field not in articles.CORRECTABLE:
            raise Refused("unknown-field", field)
        if field == "published" and value and dates.minute(value) != value:
            raise Refused("bad-published", value)
    articles.require(project, article)
    with project.edit("correct", person, article=article, field=" ".join(fields)):
        for field, value in fields.items():
            articles.correct(project, article, person, field, storable(value))


def correct_body(project: Project, person: str, article: str, body: Sequence[Range]) -> None:
    """Correct which stretches of an article are the article itself; something of it must be."""
    if not body:
        raise Refused("body-empty")
    length, last = len(articles.text_of(project, article)), 0
    for start, end in body:
        if not last <= start < end <= length:
            raise Refused("bad-body", "", start=start, end=end, length=length)
        last = end
    with project.edit("correct", person, article=article, field="body"):
        articles.correct(project, article, person, "body", encode([list(stretch) for stretch in body]))


def flag(project: Project, person: str, article: str, *, flagged: bool = True) -> None:
    """Flag an article to come back to it, or take the flag away."""
    articles.require(project, article)
    with project.edit("flag" if flagged else "unflag", person, article=article):
        comments.put_flag(project, article, person, flagged=flagged)


def assign(project: Project, lead: str, article: str, person: str, *, blind: bool = False) -> None:
    """Give an article to a person; blind means that it is worked on without suggestions, to measure their influence."""
    articles.require(project, article)
    name = people.name_of(project, person)
    with project.edit("assign-blind" if blind else "assign", lead, article=article, name=name):
        assignments.put(project, lead, article, person, blind=blind)


def work_blind(project: Project, person: str, article: str, *, blind: bool) -> None:
    """Work on an article without suggestions, or with them again; blind work that a lead gave only a lead ends."""
    articles.require(project, article)
    giver = assignments.giver(project, article, person)
    is_lead = any(known.id == person and known.duty == "lead" for known in people.every(project))
    if not blind and giver not in (None, person) and not is_lead:
        raise Refused("blind-by-lead", "", name=people.name_of(project, str(giver)))
    with project.edit("work-blind" if blind else "work-seeing", person, article=article):
        assignments.put(project, person, article, person, blind=blind)


def unassign(project: Project, lead: str, article: str, person: str) -> None:
    """Take an article back from a person."""
    articles.require(project, article)
    with project.edit("unassign", lead, article=article, name=people.name_of(project, person)):
        assignments.remove(project, article, person)
