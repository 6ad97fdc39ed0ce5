"""The project's own settings, the versions of its scheme, and what of a scheme its marks hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from annotator.core.problems import Refused
from annotator.core.scheme import Scheme
from annotator.core.scheme_draft import Place, item_at, places
from annotator.core.scheme_toml import parse_scheme
from annotator.store.project import Project

_BY_HAND = "author NOT GLOB 'model:*'"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the scheme, with when it was put in force last, and by whom."""

    hash: str
    toml: str
    made: str
    person: str
    in_force: bool


def current(project: Project) -> Scheme:
    """Return the scheme in force."""
    found = project.rows("SELECT toml FROM scheme WHERE id = (SELECT value FROM setting WHERE id = 'scheme')")
    if not found:
        raise Refused("project-without-scheme", str(project.path))
    return parsed(found[0][0])


def put(project: Project, scheme: Scheme) -> None:
    """Put a version of the scheme in force; earlier ones stay, by their hash."""
    project.db.execute("INSERT INTO scheme VALUES (?, ?) ON CONFLICT DO NOTHING", (scheme.hash, scheme.toml))
    put_setting(project, "scheme", scheme.hash)


def versions(project: Project) -> list[Version]:
    """Return the versions that were in force, the one that is so now first; what was undone is none."""
    # An insert has no image of its own: the value that a change left is the one that the next found.
    found = project.rows(
        "SELECT step.made, coalesce(person.name, step.person), change.old ->> '$.value' FROM change"
        " JOIN step ON step.id = change.step LEFT JOIN person ON person.id = step.person"
        " WHERE change.article IS NULL AND change.row = 'scheme' AND change.kind = 'setting' ORDER BY change.number"
    )
    texts = dict(project.rows("SELECT id, toml FROM scheme"))
    now = setting(project, "scheme")
    left = [*(old for _made, _person, old in found[1:]), now]
    latest = {hash_: (made, person) for (made, person, _old), hash_ in zip(found, left, strict=True) if hash_ in texts}
    made = [Version(key, texts[key], *told, in_force=key == now) for key, told in latest.items()]
    return sorted(made, key=lambda version: (version.in_force, version.made), reverse=True)


def uses(project: Project) -> Iterator[tuple[Place, int]]:
    """Yield the places of the items that marks hold, with how many do; suggestions are none.

    Of millions of marks this takes seconds, so it comes label by label: who asked may stop in between.
    """
    for label in current(project).labels:
        place: Place = ("label", label.id)
        ids = [attribute.id for attribute in label.attributes]
        # Ids are letters, digits and _, so that they stand in a path as they are.
        each = "".join(f", count(attributes ->> '$.{identity}')" for identity in ids)
        (counts,) = project.rows(f"SELECT count(*){each} FROM span WHERE label = ? AND {_BY_HAND}", (label.id,))
        yield place, counts[0]
        for attribute, count in zip(label.attributes, counts[1:], strict=True):
            yield (*place, "attribute", attribute.id), count
            if attribute.type == "choice" and count:
                for value, held in project.rows(
                    f"SELECT attributes ->> ? AS value, count(*) FROM span WHERE label = ? AND {_BY_HAND}"
                    " AND value IS NOT NULL GROUP BY value",
                    (f"$.{attribute.id}", label.id),
                ):
                    yield (*place, "attribute", attribute.id, "choice", str(value)), held
    for owner, role, count in project.rows(
        "SELECT label, role, count(*) FROM link JOIN span ON span.id = link.source"
        f" WHERE link.{_BY_HAND} GROUP BY label, role"
    ):
        yield ("label", owner, "role", role), count
    answered: dict[str, int] = {}
    for question, value, count in project.rows(
        f"SELECT question, value ->> '$', count(*) FROM answer WHERE {_BY_HAND} GROUP BY question, value"
    ):
        answered[question] = answered.get(question, 0) + count
        yield ("question", question, "choice", str(value)), count
    yield from ((("question", question), count) for question, count in answered.items())


def held_only_since(project: Project, step: str) -> str:
    """Return the name of an item that marks hold and that the scheme has only since a step, or an empty string."""
    found = project.rows(
        "SELECT toml FROM scheme WHERE id = (SELECT old ->> '$.value' FROM change WHERE step = ? AND kind = 'setting'"
        " AND row = 'scheme' AND act = 'update')",
        (step,),
    )
    if not found:
        return ""
    now, before = current(project), parsed(found[0][0])
    for place in places(now):
        item = item_at(now, place)
        if item is not None and item_at(before, place) is None and any(_holders(project, place)):
            return item.name
    return ""


def _holders(project: Project, place: Place) -> Iterator[tuple[object, ...]]:
    """Yield one row if a mark holds an item."""
    kinds, ids = place[::2], place[1::2]
    path = f"$.{ids[1]}" if len(ids) > 1 else ""
    if kinds == ("label",):
        sql, given = "SELECT 1 FROM span WHERE label = ?", ids
    elif kinds == ("label", "attribute"):
        sql, given = "SELECT 1 FROM span WHERE label = ? AND attributes ->> ? IS NOT NULL", (ids[0], path)
    elif kinds == ("label", "attribute", "choice"):
        sql, given = "SELECT 1 FROM span WHERE label = ? AND attributes ->> ? = ?", (ids[0], path, ids[2])
    elif kinds == ("label", "role"):
        sql, given = "SELECT 1 FROM link WHERE (SELECT label FROM span WHERE id = source) = ? AND role = ?", ids
    elif kinds == ("question",):
        sql, given = "SELECT 1 FROM answer WHERE question = ?", ids
    else:
        sql, given = "SELECT 1 FROM answer WHERE question = ? AND value ->> '$' = ?", ids
    yield from project.rows(f"{sql} AND {_BY_HAND} LIMIT 1", given)


def setting(project: Project, name: str) -> str:
    """Return a setting of the project, or an empty string."""
    found = project.rows("SELECT value FROM setting WHERE id = ?", (name,))
    return found[0][0] if found else ""


def put_setting(project: Project, name: str, value: str) -> None:
    """Write a setting of the project."""
    project.db.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value"
        " WHERE value != excluded.value",
        (name, value),
    )


@lru_cache(maxsize=8)
def parsed(toml: str) -> Scheme:
    """Return the scheme that a version of it is; refuse one that cannot be used."""
    scheme, problems = parse_scheme(toml)
    if scheme is None:
        raise Refused("bad-scheme", problems[0].where, problem=problems[0].code)
    return scheme
