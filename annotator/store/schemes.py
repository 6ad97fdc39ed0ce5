"""The project's own settings and the versions of its scheme."""

from functools import lru_cache

from annotator.core.problems import Refused
from annotator.core.scheme import Scheme
from annotator.core.scheme_toml import parse_scheme
from annotator.store.project import Project


def current(project: Project) -> Scheme:
    """Return the scheme in force."""
    found = project.rows("SELECT toml FROM scheme WHERE id = (SELECT value FROM setting WHERE id = 'scheme')")
    if not found:
        raise Refused("project-without-scheme", str(project.path))
    return _parsed(found[0][0])


def put(project: Project, scheme: Scheme) -> None:
    """Put a version of the scheme in force; earlier ones stay, by their hash."""
    project.db.execute("INSERT INTO scheme VALUES (?, ?) ON CONFLICT DO NOTHING", (scheme.hash, scheme.toml))
    put_setting(project, "scheme", scheme.hash)


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
def _parsed(toml: str) -> Scheme:
    scheme, problems = parse_scheme(toml)
    if scheme is None:
        raise Refused("bad-scheme", problems[0].where, problem=problems[0].code)
    return scheme
