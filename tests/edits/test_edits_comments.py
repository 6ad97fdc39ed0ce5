"""Comments, questions, flags, blind work and canonical names: steps like any other, undone and exchanged like them."""

from collections.abc import Callable

import pytest

from annotator import edits
from annotator.core.problems import Refused
from annotator.store import assignments, comments, digest, entities, spans
from annotator.store.project import Project


def texts(project: Project, article: str) -> list[str]:
    return [thread.first.text for thread in comments.of(project, article)]


def test_a_question_about_a_mark_outlives_the_mark(project: Project, article: str) -> None:
    mark = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    edits.comment(project, "ann", article, " Is this an actor? ", mark, question=True)
    edits.remove_span(project, "ann", mark)
    (thread,) = comments.of(project, article)
    first = thread.first
    assert (first.kind, first.text, first.extent, first.label) == ("question", "Is this an actor?", (0, 6), "ACTOR")
    assert (first.mark, first.mark_author) == (mark.id, "ann")


def test_comments_stand_in_text_order_the_whole_article_first(project: Project, article: str) -> None:
    edits.comment(project, "ann", article, "late", (7, 9))
    edits.comment(project, "ann", article, "all of it")
    edits.comment(project, "ben", article, "early", (0, 3))
    assert texts(project, article) == ["all of it", "early", "late"]


def test_resolving_is_a_row_of_whoever_does_it_and_can_be_taken_back(project: Project, article: str) -> None:
    asked = edits.comment(project, "ann", article, "Why?", question=True)
    edits.reply(project, "ben", asked.id, "Because.")
    assert comments.count_waiting(project) == 1
    edits.reply(project, "ben", asked.id, "", kind="resolved")
    (thread,) = comments.of(project, article)
    assert not thread.is_open
    assert [answer.kind for answer in thread.answers] == ["reply", "resolved"]
    assert comments.waiting(project) == []
    edits.reply(project, "ann", asked.id, "", kind="reopened")
    assert [thread.first.id for thread in comments.waiting(project)] == [asked.id]
    edits.undo(project, "ann")
    assert comments.count_waiting(project) == 0
    assert comments.articles_with(project) == [1]
    assert comments.articles_with(project, waiting_only=True) == []


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("comment-empty", lambda p, a, c: edits.comment(p, "ann", a, " \n")),
        ("comment-empty", lambda p, a, c: edits.reply(p, "ann", c, "")),
        ("comment-gone", lambda p, a, c: edits.reply(p, "ann", "nothing", "x")),
        ("comment-of-another", lambda p, a, c: edits.reword(p, "ben", c, "x")),
        ("comment-of-another", lambda p, a, c: edits.remove_comment(p, "ben", c)),
        ("span-outside-text", lambda p, a, c: edits.comment(p, "ann", a, "x", (0, 10**6))),
        ("no-such-article", lambda p, a, c: edits.comment(p, "ann", "gone", "x")),
    ],
)
def test_what_makes_no_sense_is_refused(
    project: Project, article: str, code: str, act: Callable[[Project, str, str], object]
) -> None:
    said = edits.comment(project, "ann", article, "Hm.")
    before = digest.of(project)
    with pytest.raises(Refused) as refused:
        act(project, article, said.id)
    assert refused.value.problem.code == code
    assert digest.of(project) == before


def test_a_comment_that_others_answered_stays(project: Project, article: str) -> None:
    asked = edits.comment(project, "ann", article, "Why?", question=True)
    mine = edits.reply(project, "ann", asked.id, "I mean it.")
    edits.reword(project, "ann", asked.id, "How?", question=False)
    assert comments.of(project, article)[0].first.kind == "note"
    edits.reply(project, "ben", asked.id, "So.")
    with pytest.raises(Refused, match="comment-answered"):
        edits.remove_comment(project, "ann", asked.id)
    edits.remove_comment(project, "ann", mine.id)
    edits.undo(project, "ben")
    edits.remove_comment(project, "ann", asked.id)
    assert comments.of(project, article) == []
    edits.undo(project, "ann")
    assert texts(project, article) == ["How?"]


def test_a_flag_is_one_persons(project: Project, article: str) -> None:
    edits.flag(project, "ann", article)
    assert comments.flagged(project, "ann") == [1]
    assert not comments.is_flagged(project, article, "ben")
    edits.flag(project, "ann", article, flagged=False)
    assert not comments.is_flagged(project, article, "ann")
    edits.undo(project, "ann")
    assert comments.is_flagged(project, article, "ann")


def test_blind_work_passes_nothing_over(project: Project, article: str, suggest: Callable[..., object]) -> None:
    suggest()
    edits.assign(project, "ben", article, "ann", blind=True)
    assert assignments.is_blind(project, article, "ann")
    assert not assignments.is_blind(project, article, "ben")
    edits.finish(project, "ann", article)
    assert project.rows("SELECT count(*) FROM verdict") == [(0,)]
    edits.unassign(project, "ben", article, "ann")
    edits.finish(project, "ann", article)
    assert project.rows("SELECT count(*) > 0 FROM verdict") == [(1,)]


def test_a_missing_entity_is_added_once(project: Project) -> None:
    added = edits.add_entity(project, "ann", "actor", " Harbour  League ", ["HL", "HL", ""])
    assert (added.name, added.aliases) == ("Harbour League", ("HL",))
    assert edits.add_entity(project, "ben", "actor", "harbour league") == added
    edits.change_entity(project, "ben", added.id, "Harbour Union", ["HU"])
    assert [entity.name for entity in entities.every(project, "actor")] == ["Harbour Union"]
    assert entities.every(project, "treaty") == []
    with pytest.raises(Refused, match="entity-without-name"):
        edits.add_entity(project, "ann", "actor", "  ")


def test_every_occurrence_is_labelled_in_one_step(
    project: Project, article: str, suggest: Callable[..., object]
) -> None:
    suggest()
    own = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    with pytest.raises(Refused, match="nothing-to-label"):
        edits.add_spans(project, "ann", article, [(0, 6), (3, 9)], "ACTOR")
    made = edits.add_spans(project, "ann", article, [(0, 6), (10, 14)], "TREATY")
    assert [(span.start, span.end, span.label) for span in made] == [(0, 6, "TREATY"), (10, 14, "TREATY")]
    edits.undo(project, "ann")
    assert [span.id for span in spans.of(project, article) if span.author == "ann"] == [own.id]
