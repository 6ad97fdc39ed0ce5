"""Marks: spans labelled, changed and removed, suggestions accepted and rejected."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.core.article import Range
from annotator.core.marks import Attributes, Span, Value, random_id
from annotator.core.problems import Refused
from annotator.core.rules import fitting
from annotator.core.scheme import COMPANIONS
from annotator.core.suggestions import place
from annotator.store import links, spans, verdicts
from annotator.store.hand import hand, left
from annotator.store.project import Project


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


def add_spans(
    project: Project, person: str, article: str, extents: Sequence[Range], label: str,
    attributes: Attributes | None = None,
) -> list[Span]:  # fmt: skip
    """Label several stretches of an article alike, in one step, and return the marks.

    A suggestion of this label that stands there already is accepted, or changed to these attributes. Stretches that the
    scheme's overlap rules forbid beside own marks are left out.
    """
    by = hand(project, person)
    suggested = {place(span): span for span in undecided_suggestions(project, person, article)}
    with project.edit("add-spans", person, article=article, label=label, count=len(extents)):
        by.start(article)
        for start, end in extents:
            span = Span(random_id(), article, person, label, start, end, dict(attributes or {}))
            by.add_where_allowed(span, suggested.get(place(span)))
        if not by.made:
            raise Refused("nothing-to-label")
    return by.made


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


def undecided_suggestions(project: Project, person: str, article: str) -> list[Span]:
    """Return the suggestions in an article that this person has still to decide."""
    return left(person, spans.of(project, article), verdicts.of(project, article, person))


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
