"""What the doctor finds in a project that was altered outside the program."""

import sqlite3
from collections.abc import Callable

import pytest

from annotator import edits
from annotator.store import checks
from annotator.store.project import Project, open_project

Make = Callable[..., Project]


def found(project: Project, *statements: str) -> list[str]:
    """Return the problems of a project after these statements, made with the triggers out of the way."""
    project.close()
    connection = sqlite3.connect(project.path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _name, sql in triggers:
        connection.execute(sql)
    connection.close()
    with open_project(project.path, device="desk", write=False) as opened:
        return [problem.code for problem in checks.problems(opened)]


def test_a_sound_project_has_no_problems(project: Project, article: str) -> None:
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    assert found(project) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE article_text SET text = text || '!'", "changed-text"),
        ('UPDATE span SET "end" = 100000', "span-outside-text"),
        ("UPDATE span SET label = 'GONE'", "unknown-label"),
        ("DELETE FROM article", "broken-reference"),
        ("UPDATE step SET state = 'open' WHERE name = 'add-span'", "step-left-open"),
    ],
)
def test_what_was_altered_is_said(project: Project, article: str, statement: str, code: str) -> None:
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    assert code in found(project, statement)
