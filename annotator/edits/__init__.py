"""Everything a user can change, one small function each. Each is one step: one transaction, one entry, one Undo.

A function refuses with `Refused` what the scheme, the file or good sense forbid; then nothing was changed.
"""

from annotator.edits.articles import (
    answer,
    assign,
    correct,
    correct_body,
    finish,
    flag,
    reopen,
    skip,
    unassign,
    work_blind,
)
from annotator.edits.comments import comment, remove_comment, reply, reword
from annotator.edits.entities import add_entity, change_entity
from annotator.edits.marks import (
    accept,
    add_span,
    add_spans,
    change_span,
    reject,
    remove_span,
    set_attribute,
    undecided_suggestions,
)
from annotator.edits.projects import create, join, redo, set_scheme, undo, undo_back_to
from annotator.edits.stances import add_stance, change_stance, empty_role, fill_role

__all__ = [  # noqa: RUF022  in the order of a table of contents
    # projects
    "create", "join", "set_scheme", "undo", "redo", "undo_back_to",
    # marks
    "add_span", "add_spans", "change_span", "set_attribute", "remove_span", "accept", "reject", "undecided_suggestions",
    # stances
    "add_stance", "change_stance", "fill_role", "empty_role",
    # articles
    "answer", "finish", "skip", "reopen", "flag", "correct", "correct_body", "assign", "unassign", "work_blind",
    # comments and questions
    "comment", "reply", "reword", "remove_comment",
    # canonical entities
    "add_entity", "change_entity",
]  # fmt: skip
