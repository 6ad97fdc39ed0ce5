"""Everything a user can change, one small function each. Each is one step: one transaction, one entry, one Undo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.core import dates
from annotator.core.article import Range
from annotator.core.marks import Attributes, Link, Span, Value, is_pipeline, random_id
from annotator.core.problems import Refused
from annotator.core.scheme import COMPANIONS, Attribute, Label, Role, Scheme, clashing
from annotator.core.scheme_toml import parse_scheme
from annotator.core.suggestions import Decided, place, undecided
from annotator.store import answers, articles, history, links, people, schemes, spans, statuses, verdicts
from annotator.store.history import Entry
from annotator.store.people import Person
from annotator.store.project import Changed, Project, create_project, encode
from annotator.store.verdicts import Verdict


def create(path: Path, toml: str, person: Person, *, device: str, name: str = "") -> Project:
    """Make a new project file with this scheme and its first person, and return it open. It cannot be undone."""
    scheme, problems = parse_scheme(toml)
    if scheme is None:
        raise Refused(problems[0].code, problems[0].where, **problems[0].parameters)
    project = create_project(path, device=device)
    with project.edit("set-up", person.id, kind="setup", name=name or path.stem):
        schemes.put(project, scheme)
        schemes.put_setting(project, "name", name or path.stem)
        people.put(project, person)
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
    span = Span(random_id(), article, person, label, start, end, dict(attributes or {}))
    scheme = schemes.current(project)
    _check_span(project, scheme, span)
    with project.edit("add-span", person, article=article, label=label, words=_words(project, span)):
        _start(project, article, person)
        spans.add(project, span)
        _settle_overlapped(project, scheme, span)
    return span


def change_span(
    project: Project, person: str, span: Span, *, label: str | None = None, extent: Range | None = None,
    attributes: Attributes | None = None, milliseconds: int | None = None,
) -> Span:  # fmt: skip
    """Change an own mark's label, extent or attributes; another author's mark is taken over, changed so. Return the mark."""
    start, end = extent or (span.start, span.end)
    wanted = replace(
        span,
        label=label or span.label,
        start=start,
        end=end,
        attributes=dict(span.attributes if attributes is None else attributes),
    )
    if label and label != span.label and attributes is None:
        wanted = replace(wanted, attributes=_fitting(schemes.current(project), wanted))
    if span.author != person:
        return _take_over(project, person, span, wanted, milliseconds)
    if wanted == span:
        return span
    _check_span(project, schemes.current(project), wanted)
    name = "relabel" if wanted.label != span.label else "resize" if extent else "set-attributes"
    with project.edit(name, person, article=span.article, label=wanted.label, words=_words(project, wanted)):
        _start(project, span.article, person)
        if wanted.label != span.label:
            _unlink_unfit(project, wanted)
        spans.change(project, wanted)
    return wanted


def set_attribute(
    project: Project, person: str, span: Span, key: str, value: Value | None, **companions: Value | None
) -> Span:
    """Give a mark an attribute, with what is stored beside it (`name`, `inferred`), or take it away with None."""
    changed = {
        **span.attributes,
        **{companion: None for companion in _companions(project, span, key)},
        key: value,
        **companions,
    }
    return change_span(
        project, person, span, attributes={name: kept for name, kept in changed.items() if kept not in (None, "")}
    )


def remove_span(project: Project, person: str, span: Span) -> None:
    """Delete an own mark with its links; another author's mark is rejected."""
    if span.author != person:
        reject(project, person, [span])
        return
    with project.edit("remove-span", person, article=span.article, label=span.label, words=_words(project, span)):
        for link in links.touching(project, span.id):
            links.remove(project, link.id)
        spans.remove(project, span.id)


def accept(
    project: Project, person: str, suggested: Sequence[Span], *, bulk: bool = False, milliseconds: int | None = None
) -> list[Span]:
    """Take over marks of another author as they are, a stance with all that it links to; return the own marks.

    In bulk, those that the scheme's overlap rules forbid beside own marks stay undecided; a single one is refused.
    """
    if not suggested:
        return []
    scheme, article = schemes.current(project), suggested[0].article
    parameters = {"count": len(suggested), "label": suggested[0].label, "words": _words(project, suggested[0])}
    made: list[Span] = []
    with project.edit("accept-all" if bulk else "accept", person, article=article, **parameters):
        _start(project, article, person)
        for span in suggested:
            try:
                made += _accept_one(project, scheme, person, span, bulk=bulk, milliseconds=milliseconds)
            except Refused:
                if not bulk:
                    raise
    return made


def reject(
    project: Project, person: str, suggested: Sequence[Span], *, bulk: bool = False, milliseconds: int | None = None
) -> None:
    """Decide that marks of another author are wrong."""
    if not suggested:
        return
    first = suggested[0]
    parameters = {"count": len(suggested), "label": first.label, "words": _words(project, first)}
    with project.edit("reject-all" if bulk else "reject", person, article=first.article, **parameters):
        _start(project, first.article, person)
        verdicts.add_all(
            project,
            (verdicts.about(span, person, "rejected", milliseconds=milliseconds, bulk=bulk) for span in suggested),
        )


def add_stance(
    project: Project,
    person: str,
    article: str,
    evidence: Range,
    attributes: Attributes,
    roles: Mapping[str, Sequence[Span]],
) -> Span:
    """Add a stance: its evidence, its value and the marks that fill its roles; suggestions among those are accepted with it."""
    scheme = schemes.current(project)
    label = next((item for item in scheme.current if item.roles), None)
    if label is None:
        raise Refused("scheme-without-stances")
    stance = Span(random_id(), article, person, label.id, *evidence, dict(attributes))
    _check_span(project, scheme, stance)
    with project.edit(
        "add-stance", person, article=article, words=_words(project, stance), value=str(attributes.get("value", ""))
    ):
        _start(project, article, person)
        spans.add(project, stance)
        for role, targets in roles.items():
            for target in targets:
                _fill(project, scheme, person, stance, role, target)
    return stance


def change_stance(
    project: Project,
    person: str,
    stance: Span,
    evidence: Range,
    attributes: Attributes,
    roles: Mapping[str, Sequence[Span]],
) -> Span:
    """Change an own stance as a whole: evidence, attributes, and the marks that fill its roles."""
    scheme = schemes.current(project)
    wanted = replace(stance, start=evidence[0], end=evidence[1], attributes=dict(attributes))
    _check_span(project, scheme, wanted)
    with project.edit(
        "change-stance",
        person,
        article=stance.article,
        words=_words(project, wanted),
        value=str(attributes.get("value", "")),
    ):
        if wanted != stance:
            spans.change(project, wanted)
        kept = {(role, target.id) for role, targets in roles.items() for target in targets}
        for link in links.touching(project, stance.id):
            if link.source == stance.id and (link.role, link.target) not in kept:
                links.remove(project, link.id)
        for role, targets in roles.items():
            for target in targets:
                _fill(project, scheme, person, wanted, role, target)
    return wanted


def fill_role(project: Project, person: str, stance: Span, role: str, target: Span) -> None:
    """Tie a mark to a role of an own stance; a role that takes one only changes hands."""
    scheme = schemes.current(project)
    with project.edit("fill-role", person, article=stance.article, role=role, words=_words(project, target)):
        declared = _role(scheme, stance, role)
        if declared.maximum == 1:
            for link in links.touching(project, stance.id):
                if (link.source, link.role) == (stance.id, role):
                    links.remove(project, link.id)
        _fill(project, scheme, person, stance, role, target)


def empty_role(project: Project, person: str, stance: Span, role: str, target: str | None = None) -> None:
    """Untie a mark, or all, from a role of an own stance."""
    with project.edit("empty-role", person, article=stance.article, role=role):
        for link in links.touching(project, stance.id):
            if (link.source, link.role) == (stance.id, role) and target in (None, link.target):
                links.remove(project, link.id)


def answer(project: Project, person: str, article: str, question: str, value: Value | None) -> None:
    """Answer a question about the whole article, or take the answer away with None."""
    declared = schemes.current(project).question(question)
    if declared is None:
        raise Refused("unknown-question", question)
    if value is not None:
        _check_value(declared, question, value)
    with project.edit("answer", person, article=article, question=question):
        _start(project, article, person)
        answers.put(project, article, person, question, value)


def finish(project: Project, person: str, article: str) -> None:
    """Say that an article is done; suggestions left undecided are recorded as passed over."""
    left = undecided_suggestions(project, person, article)
    known = {item.mark for item in verdicts.of(project, article, person)}
    with project.edit("done", person, article=article):
        statuses.put(project, article, person, "done")
        verdicts.add_all(
            project, (verdicts.about(span, person, "passed", bulk=True) for span in left if span.id not in known)
        )


def skip(project: Project, person: str, article: str, reason: str) -> None:
    """Put an article aside with a reason."""
    with project.edit("skip", person, article=article, reason=reason):
        statuses.put(project, article, person, "skipped", reason)


def reopen(project: Project, person: str, article: str) -> None:
    """Take an article that was done or skipped up again."""
    with project.edit("reopen", person, article=article):
        statuses.put(project, article, person, "started")


def correct(project: Project, person: str, article: str, field: str, value: str) -> None:
    """Correct an article's title, source, address or date of publication (ISO date, or date and minute)."""
    if field not in articles.CORRECTABLE:
        raise Refused("unknown-field", field)
    if field == "published" and value and dates.minute(value) != value:
        raise Refused("bad-published", value)
    with project.edit("correct", person, article=article, field=field):
        articles.correct(project, article, person, field, value)


def correct_body(project: Project, person: str, article: str, body: Sequence[Range]) -> None:
    """Correct which stretches of an article are the article itself."""
    length, last = len(articles.get(project, article).text), 0
    for start, end in body:
        if not last <= start < end <= length:
            raise Refused("bad-body", "", start=start, end=end, length=length)
        last = end
    with project.edit("correct", person, article=article, field="body"):
        articles.correct(project, article, person, "body", encode([list(stretch) for stretch in body]))


def set_scheme(project: Project, person: str, scheme: Scheme) -> None:
    """Put a new version of the scheme in force."""
    with project.edit("set-scheme", person, name=scheme.name):
        schemes.put(project, scheme)


def undo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Take back this person's latest step; return which, and what changed."""
    return history.undo(project, person)


def redo(project: Project, person: str) -> tuple[Entry, Changed]:
    """Do again what was undone last; return which step, and what changed."""
    return history.redo(project, person)


def undecided_suggestions(project: Project, person: str, article: str) -> list[Span]:
    """Return the suggestions in an article that this person has still to decide."""
    return _undecided(person, spans.of(project, article), verdicts.of(project, article, person))


def _undecided(person: str, every: Sequence[Span], made: Sequence[Verdict]) -> list[Span]:
    decided = [Decided((item.label, item.start, item.end), item.verdict == "passed") for item in made]
    suggested = (span for span in every if is_pipeline(span.author))
    return undecided(suggested, (span for span in every if span.author == person), decided)


def _start(project: Project, article: str, person: str) -> None:
    if statuses.of(project, article, person) == "todo":
        statuses.put(project, article, person, "started")


def _take_over(project: Project, person: str, span: Span, wanted: Span, milliseconds: int | None) -> Span:
    own = replace(wanted, id=random_id(), author=person, confidence=None, rule="")
    scheme = schemes.current(project)
    _check_span(project, scheme, own)
    with project.edit("change-suggestion", person, article=span.article, label=own.label, words=_words(project, own)):
        _start(project, span.article, person)
        spans.add(project, own)
        verdicts.add_all(project, [verdicts.about(span, person, "changed", result=own.id, milliseconds=milliseconds)])
        _settle_overlapped(project, scheme, own, but=span.id)
    return own


def _accept_one(
    project: Project, scheme: Scheme, person: str, span: Span, *, bulk: bool, milliseconds: int | None
) -> list[Span]:
    """Copy a span, and for a stance what it links to and the links; an own mark that says the same is used as it is."""
    same = _own_alike(project, person, span)
    made = []
    mine = same or replace(span, id=random_id(), author=person, confidence=None, rule="")
    if same is None:
        _check_span(project, scheme, mine)
        spans.add(project, mine)
        made.append(mine)
    verdicts.add_all(
        project, [verdicts.about(span, person, "accepted", result=mine.id, milliseconds=milliseconds, bulk=bulk)]
    )
    for link in links.touching(project, span.id):
        if link.source == span.id:
            (target,) = spans.get(project, [link.target])
            made += _accept_one(project, scheme, person, target, bulk=bulk, milliseconds=None)
            tied = _own_alike(project, person, target)
            assert tied is not None  # noqa: S101  just accepted
            links.add_all(project, [Link(random_id(), span.article, person, link.role, mine.id, tied.id)])
    return made


def _own_alike(project: Project, person: str, span: Span) -> Span | None:
    """Return a person's mark of the same label and range, if there is one."""
    near = spans.overlapping(project, span.article, span.start, span.end)
    return next((item for item in near if item.author == person and place(item) == place(span)), None)


def _fill(project: Project, scheme: Scheme, person: str, stance: Span, role: str, target: Span) -> None:
    declared = _role(scheme, stance, role)
    if target.label not in declared.labels:
        raise Refused("role-takes-not", role, label=target.label, known=", ".join(declared.labels))
    if target.author != person:
        target = (
            _own_alike(project, person, target)
            or _accept_one(project, scheme, person, target, bulk=False, milliseconds=None)[0]
        )
    filled = [link for link in links.touching(project, stance.id) if (link.source, link.role) == (stance.id, role)]
    if any(link.target == target.id for link in filled):
        return
    if 0 < declared.maximum <= len(filled):
        raise Refused("role-is-full", role, maximum=declared.maximum)
    links.add_all(project, [Link(random_id(), stance.article, person, role, stance.id, target.id)])


def _role(scheme: Scheme, stance: Span, role: str) -> Role:
    label = scheme.label(stance.label)
    declared = label.role(role) if label else None
    if declared is None:
        raise Refused("unknown-role", role)
    return declared


def _settle_overlapped(project: Project, scheme: Scheme, span: Span, but: str = "") -> None:
    """Count undecided suggestions that a new own mark overlaps as changed into it: nobody should have to reject them as well."""
    label = scheme.label(span.label)
    if label is None or label.overlap == "any":
        return
    near = spans.overlapping(project, span.article, span.start, span.end)
    made = verdicts.overlapping(project, span.article, span.author, span.start, span.end)
    overlapped = [
        item
        for item in _undecided(span.author, near, made)
        if item.id != but and (other := scheme.label(item.label)) and other.overlap != "any"
    ]
    verdicts.add_all(project, (verdicts.about(item, span.author, "changed", result=span.id) for item in overlapped))


def _unlink_unfit(project: Project, span: Span) -> None:
    """Untie a mark that changes its label from roles that do not take the new one."""
    scheme = schemes.current(project)
    for link in links.touching(project, span.id):
        (source,) = spans.get(project, [link.source])
        label = scheme.label(span.label if link.source == span.id else source.label)
        role = label.role(link.role) if label else None
        if role is None or (link.target == span.id and span.label not in role.labels):
            links.remove(project, link.id)


def _check_span(project: Project, scheme: Scheme, span: Span) -> None:
    label = scheme.label(span.label)
    if label is None:
        raise Refused("unknown-label", span.label, known=", ".join(item.id for item in scheme.current))
    if label.retired:
        raise Refused("retired-label", label.name)
    text = articles.text_of(project, span.article)
    if not 0 <= span.start < span.end <= len(text):
        raise Refused("span-outside-text", "", start=span.start, end=span.end, length=len(text))
    if not text[span.start : span.end].strip():
        raise Refused("blank-span", "", start=span.start, end=span.end)
    for key, value in span.attributes.items():
        _check_attribute(label, key, value)
    near = spans.overlapping(project, span.article, span.start, span.end)
    own = [other for other in near if other.author == span.author and other.id != span.id]
    other = clashing(scheme, span.label, span.start, span.end, own)
    if other is not None:
        raise Refused("overlap", "", label=label.name, other=_words(project, other))


def _check_attribute(label: Label, key: str, value: Value) -> None:
    if key not in label.keys:
        raise Refused("unknown-attribute", key, label=label.name)
    declared = label.attribute(key)
    if declared is not None:
        _check_value(declared, key, value)


def _check_value(declared: Attribute, key: str, value: Value) -> None:
    if (declared.type == "yesno") != isinstance(value, bool):
        raise Refused("wrong-type", key)
    if declared.type == "choice" and declared.choice(str(value)) is None:
        raise Refused(
            "unknown-choice", str(value), attribute=declared.name, known=", ".join(item.id for item in declared.choices)
        )
    if declared.type == "date":
        problem = dates.check(str(value))
        if problem is not None:
            raise Refused(problem.code, problem.where, **problem.parameters)


def _fitting(scheme: Scheme, span: Span) -> dict[str, Value]:
    """Return those of a mark's attributes that its label knows: an entity of one kind says nothing about another."""
    label = scheme.label(span.label)
    kept = {key: value for key, value in span.attributes.items() if label and key in label.keys}
    return {key: value for key, value in kept.items() if key not in ("entity", "name")}


def _companions(project: Project, span: Span, key: str) -> tuple[str, ...]:
    label = schemes.current(project).label(span.label)
    declared = label.attribute(key) if label else None
    return COMPANIONS.get(declared.type, ()) if declared else ()


def _words(project: Project, span: Span) -> str:
    """Return the beginning of a mark's words, for the history."""
    words = " ".join(articles.text_of(project, span.article)[span.start : span.end].split())
    return words if len(words) <= 40 else words[:39] + "…"
