"""Stances: evidence, value and the marks that fill their roles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.core.article import Range
from annotator.core.marks import Attributes, Span, random_id
from annotator.core.problems import Refused
from annotator.core.rules import role_of
from annotator.store import links, spans
from annotator.store.hand import Hand, hand
from annotator.store.project import Project


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
