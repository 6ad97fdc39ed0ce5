"""Everything a user can change, one small function each. Each is one step: one transaction, one entry, one Undo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.core import dates
from annotator.core.article import Range
from annotator.core.marks import Attributes, Span, Value, random_id
from annotator.core.problems import Refused
from annotator.core.rules import check_value, fitting, role_of
from annotator.core.scheme import COMPANIONS, Scheme, removed
from annotator.core.scheme_toml import parse_scheme
from annotator.core.text import storable
from annotator.store import answers, articles, history, links, people, schemes, spans, statuses, verdicts
from annotator.store.hand import Hand, hand, left
from annotator.store.history import Entry
from annotator.store.people import Person
from annotator.store.project import Changed, Project, create_project, encode


def create(path: Path, toml: str, person: Person, *, device: str, name: str = "") -> Project:
    """Make a new project file with this scheme and its first person, and return it open. It cannot be undone."""
    scheme, problems = parse_scheme(toml)
    if scheme is None:
        raise Refused(problems[0].code, problems[0].where, **problems[0].parameters)
    project = create_project(path, device=device)
    try:
        with project.edit("set-up", person.id, kind="setup", name=name or path.stem):
            schemes.put(project, scheme)
            schemes.put_setting(project, "name", storable(name or path.stem))
            people.put(project, person)
    except BaseException:
        project.close()
        path.unlink()
        raise
    return project


def join(project: Project, person: Person) -> None:
    """Write a person who opens a project into it, once; what the project already knows of them stays."""
    if all(known.id != person.id for known in people.every(project)):
        with project.edit("join", person.id, kind="setup", name=person.name):
            people.put(project, person)


def add_span(
    project: Project, person: str, article: str, start: int, end: int, label: str, attributes: Attributes | None = None
) -> Span:
    """Label a stretch of an article, and return the mark; a suggestion that it overlaps counts as changed into it."""
    by = hand(project, person)
    span = Span(random_id(), article, person, label, start, end, dict(attributes or {}))
    by.check(span)
    with project.edit("add-span", person, article=article, label=label, words=by.words(span)):
        by.start(article)
        by.add(span)
        by.settle_overlapped(span)
    return span


def change_span(
    project: Project, person: str, span: Span, *, label: str | None = None, extent: Range | None = None,
    attributes: Attributes | None = None, milliseconds: int | None = None,
) -> Span:  # fmt: skip
    """Change an own mark's label, extent or attributes, and return it; another author's is taken over, changed so."""
    by = hand(project, person)
    span = by.now(span)
    start, end = extent or (span.start, span.end)
    kept = span.attributes if label in {None, span.label} else fitting(by.scheme, span.attributes, label or "")
    wanted = replace(
        span,
        label=label or span.label,
        start=start,
        end=end,
        attributes=dict(kept if attributes is None else attributes),
    )
    if span.author != person:
        with project.edit(
            "change-suggestion", person, article=span.article, label=wanted.label, words=by.words(wanted)
        ):
            by.start(span.article)
            return by.take_over(span, wanted, milliseconds)
    if wanted == span:
        return span
    by.check(wanted, before=span)
    moved = (start, end) != (span.start, span.end)
    name = "relabel" if wanted.label != span.label else "resize" if moved else "set-attributes"
    with project.edit(name, person, article=span.article, label=wanted.label, words=by.words(wanted)):
        by.start(span.article)
        if wanted.label != span.label:
            by.unlink_unfit(wanted)
        spans.change(project, wanted)
    return wanted


def set_attribute(
    project: Project, person: str, span: Span, key: str, value: Value | None, **companions: Value | None
) -> Span:
    """Give a mark an attribute, with what is stored beside it (`name`, `inferred`), or take it away with None."""
    by = hand(project, person)
    span = by.now(span)
    label = by.scheme.label(span.label)
    declared = label.attribute(key) if label else None
    beside = COMPANIONS.get(declared.type, ()) if declared else ()
    changed = {**span.attributes, **dict.fromkeys(beside), key: value, **companions}
    return change_span(
        project, person, span, attributes={name: kept for name, kept in changed.items() if kept not in {None, ""}}
    )


def remove_span(project: Project, person: str, span: Span) -> None:
    """Delete an own mark with its links; another author's mark is rejected."""
    if span.author != person:
        reject(project, person, [span])
        return
    by = hand(project, person)
    span = by.now(span)
    with project.edit("remove-span", person, article=span.article, label=span.label, words=by.words(span)):
        for link in links.touching(project, span.id):
            links.remove(project, link.id)
        spans.remove(project, span.id)


def accept(
    project: Project, person: str, suggested: Sequence[Span], *, bulk: bool = False, milliseconds: int | None = None
) -> list[Span]:
    """Take over marks of another author as they are, a stance with all that it links to; return the new own marks.

    In bulk, those that the scheme's overlap rules forbid beside own marks stay undecided; a single one is refused.
    """
    by = hand(project, person)
    there = {span.id: span for span in spans.get(project, [span.id for span in suggested])} if bulk else {}
    others = [there.get(span.id) if bulk else by.now(span) for span in suggested if span.author != person]
    found = [span for span in others if span is not None]
    if not found:
        return []
    first = found[0]
    with project.edit(
        "accept-all" if bulk else "accept", person, article=first.article,
        count=len(found), label=first.label, words=by.words(first),
    ):  # fmt: skip
        by.start(first.article)
        if bulk:
            by.accept_where_allowed(found)
        else:
            for span in found:
                by.accept(span, milliseconds=milliseconds)
    return by.made


def reject(
    project: Project, person: str, suggested: Sequence[Span], *, bulk: bool = False, milliseconds: int | None = None
) -> None:
    """Decide that marks of another author are wrong."""
    if not suggested:
        return
    by, first = hand(project, person), suggested[0]
    with project.edit(
        "reject-all" if bulk else "reject", person, article=first.article,
        count=len(suggested), label=first.label, words=by.words(first),
    ):  # fmt: skip
        by.start(first.article)
        by.reject(suggested, bulk=bulk, milliseconds=milliseconds)


def add_stance(
    project: Project, person: str, article: str, evidence: Range, attributes: Attributes,
    roles: Mapping[str, Sequence[Span]],
) -> Span:  # fmt: skip
    """Add a stance: its evidence, its value and the marks that fill its roles; suggestions there are accepted too."""
    by = hand(project, person)
    label = next((item for item in by.scheme.current if item.roles), None)
    if label is None:
        raise Refused("scheme-without-stances")
    stance = Span(random_id(), article, person, label.id, *evidence, dict(attributes))
    by.check(stance)
    value = str(attributes.get("value", ""))
    with project.edit("add-stance", person, article=article, words=by.words(stance), value=value):
        by.start(article)
        by.add(stance)
        _fill_all(by, stance, roles)
    return stance


def change_stance(
    project: Project, person: str, stance: Span, evidence: Range, attributes: Attributes,
    roles: Mapping[str, Sequence[Span]],
) -> Span:  # fmt: skip
    """Change a stance as a whole: evidence, attributes, and the marks that fill its roles; return the own stance.

    Another author's stance is taken over, changed so.
    """
    by = hand(project, person)
    stance = by.now(stance)
    wanted = replace(stance, start=evidence[0], end=evidence[1], attributes=dict(attributes))
    if stance.author == person:
        by.check(wanted, before=stance)
    value = str(attributes.get("value", ""))
    with project.edit("change-stance", person, article=stance.article, words=by.words(wanted), value=value):
        by.start(stance.article)
        if stance.author != person:
            wanted = by.take_over(stance, wanted, None)
        elif wanted != stance:
            spans.change(project, wanted)
        _fill_all(by, wanted, roles)
    return wanted


def _fill_all(by: Hand, stance: Span, roles: Mapping[str, Sequence[Span]]) -> None:
    """Give a stance just these marks in its roles; what stays tied is left as it is."""
    kept = {(role, (by.accept(target) if target.author != by.person else target).id)
            for role, targets in roles.items() for target in targets}  # fmt: skip
    for link in links.touching(by.project, stance.id):
        if link.source == stance.id and (link.role, link.target) not in kept:
            links.remove(by.project, link.id)
    for role, targets in roles.items():
        for target in targets:
            by.fill(stance, role, target)


def fill_role(project: Project, person: str, stance: Span, role: str, target: Span) -> None:
    """Tie a mark to a role of a stance, which is accepted first; a role that takes one only changes hands."""
    by = hand(project, person)
    stance, target = by.now(stance), by.now(target)
    with project.edit("fill-role", person, article=stance.article, role=role, words=by.words(target)):
        by.start(stance.article)
        own = stance if stance.author == person else by.accept(stance)
        mine = target if target.author == person else by.accept(target)
        if role_of(by.scheme, own, role).maximum == 1:
            for link in by.filled(own, role):
                if link.target != mine.id:
                    links.remove(project, link.id)
        by.fill(own, role, mine)


def empty_role(project: Project, person: str, stance: Span, role: str, target: str | None = None) -> None:
    """Untie a mark, or all, from a role of a stance, which is accepted first."""
    by = hand(project, person)
    stance = by.now(stance)
    with project.edit("empty-role", person, article=stance.article, role=role):
        by.start(stance.article)
        own = stance if stance.author == person else by.accept(stance)
        if target is not None and own is not stance:
            target = next((by.accept(span).id for span in spans.get(project, [target])), target)
        for link in by.filled(own, role):
            if target in {None, link.target}:
                links.remove(project, link.id)


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
    passed = undecided_suggestions(project, person, article)
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


def correct(project: Project, person: str, article: str, field: str, value: str) -> None:
    """Correct an article's title, source, address or date of publication (ISO date, or date and minute)."""
    if field not in articles.CORRECTABLE:
        raise Refused("unknown-field", field)
    if field == "published" and value and dates.minute(value) != value:
        raise Refused("bad-published", value)
    articles.require(project, article)
    with project.edit("correct", person, article=article, field=field):
        articles.correct(project, article, person, field, storable(value))


def correct_body(project: Project, person: str, article: str, body: Sequence[Range]) -> None:
    """Correct which stretches of an article are the article itself."""
    length, last = len(articles.text_of(project, article)), 0
    for start, end in body:
        if not last <= start < end <= length:
            raise Refused("bad-body", "", start=start, end=end, length=length)
        last = end
    with project.edit("correct", person, article=article, field="body"):
        articles.correct(project, article, person, "body", encode([list(stretch) for stretch in body]))


def set_scheme(project: Project, person: str, scheme: Scheme) -> None:
    """Put a new version of the scheme in force; refuse one that lacks an item, because marks may hold its id."""
    read, problems = parse_scheme(scheme.toml)
    if read is None:
        raise Refused(problems[0].code, problems[0].where, **problems[0].parameters)
    lacking = removed(schemes.current(project), read)
    if lacking:
        raise Refused("scheme-item-removed", lacking[0], count=len(lacking))
    with project.edit("set-scheme", person, name=read.name):
        schemes.put(project, read)


def undo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Take back this person's latest step; return which, and what changed."""
    return history.undo(project, person)


def redo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Do again what was undone last; return which step, and what changed."""
    return history.redo(project, person)


def undecided_suggestions(project: Project, person: str, article: str) -> list[Span]:
    """Return the suggestions in an article that this person has still to decide."""
    return left(person, spans.of(project, article), verdicts.of(project, article, person))
