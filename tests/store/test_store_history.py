"""Undo and redo: ordinary steps that survive a restart, refused where others built on what they would take away."""

from collections.abc import Callable

import pytest

from annotator import edits
from annotator.core.article import Article
from annotator.core.marks import Span
from annotator.core.problems import Refused
from annotator.core.text import article_id
from annotator.store import articles, digest, history, links, runs, search, spans, statuses
from annotator.store.project import Project

Make = Callable[..., Project]


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.problem.code


def stance(project: Project, article: str) -> tuple[Span, Span, Span]:
    actor = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    treaty = edits.add_span(project, "ann", article, 24, 41, "TREATY")
    evidence = edits.add_stance(
        project, "ann", article, (0, 41), {"value": "withdraw"}, {"actor": [actor], "treaty": [treaty]}
    )
    return actor, treaty, evidence


def test_undo_restores_the_links_of_a_deleted_stance(project: Project, article: str) -> None:
    _actor, _treaty, evidence = stance(project, article)
    before = links.of(project, article)
    edits.remove_span(project, "ann", evidence)
    assert links.of(project, article) == []
    edits.undo(project, "ann")
    assert links.of(project, article) == before
    assert spans.get(project, [evidence.id]) == [evidence]


def test_undo_and_redo_of_everything_bring_the_same_rows(make: Make, article: str) -> None:
    project = make(new=False)
    actor, _treaty, evidence = stance(project, article)
    edits.change_span(project, "ann", actor, extent=(0, 8))
    edits.set_attribute(project, "ann", evidence, "value", "oppose")
    edits.finish(project, "ann", article)
    full = digest.of(project).rows
    while history.next_undo(project, "ann"):
        edits.undo(project, "ann")
    assert articles.ids(project) == []
    project.close()
    again = make(new=False)
    while history.next_redo(again, "ann"):
        edits.redo(again, "ann")
    assert digest.of(again).rows == full
    assert again.rows("PRAGMA foreign_key_check") == []


def test_redo_is_gone_after_a_new_step(project: Project, article: str) -> None:
    edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    edits.undo(project, "ann")
    edits.skip(project, "ann", article, "later")
    assert code(lambda: edits.redo(project, "ann")) == "nothing-to-redo"


def test_redo_goes_on_where_undo_stopped(project: Project, article: str) -> None:
    for start in (0, 24):
        edits.add_span(project, "ann", article, start, start + 6, "ACTOR")
    edits.undo(project, "ann")
    edits.undo(project, "ann")
    assert [edits.redo(project, "ann")[0].name for _ in range(2)] == ["add-span", "add-span"]
    edits.undo(project, "ann")
    edits.redo(project, "ann")
    assert [span.start for span in spans.of(project, article)] == [0, 24]
    assert code(lambda: edits.redo(project, "ann")) == "nothing-to-redo"


def test_undo_takes_back_only_this_persons_steps_on_this_device(make: Make, project: Project, article: str) -> None:
    laptop = make(new=False, device="laptop")
    edits.add_span(laptop, "ann", article, 0, 6, "ACTOR")
    edits.add_span(project, "bob", article, 0, 6, "ACTOR")
    assert code(lambda: edits.undo(project, "zoe")) == "nothing-to-undo"
    assert edits.undo(project, "bob")[0].name == "add-span"
    assert [span.author for span in spans.of(project, article)] == ["ann"]
    assert edits.undo(laptop, "ann")[0].name == "add-span"


def test_making_the_project_and_joining_it_are_not_undone(make: Make) -> None:
    project = make("new.annot")
    assert code(lambda: edits.undo(project, "ann")) == "nothing-to-undo"


def test_a_row_that_another_step_changed_since_is_refused_naming_who_and_what(
    make: Make, project: Project, article: str
) -> None:
    laptop = make(new=False, device="laptop")
    span = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    edits.change_span(laptop, "ann", span, label="TREATY")
    with pytest.raises(Refused) as refused:
        edits.undo(project, "ann")
    assert refused.value.problem.code == "changed-since"
    assert refused.value.problem.parameters["person"] == "Ann"
    assert refused.value.problem.parameters["step"] == "relabel"
    edits.undo(laptop, "ann")
    assert edits.undo(project, "ann")[0].name == "add-span"


def test_a_mark_to_which_a_later_step_ties_another_is_refused_naming_it(
    make: Make, project: Project, article: str
) -> None:
    laptop = make(new=False, device="laptop")
    actor = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    edits.add_stance(laptop, "ann", article, (0, 41), {"value": "withdraw"}, {"actor": [actor]})
    with pytest.raises(Refused) as refused:
        edits.undo(project, "ann")
    assert (refused.value.problem.code, refused.value.problem.parameters["step"]) == ("changed-since", "add-stance")
    assert spans.get(project, [actor.id]) == [actor]


def test_an_import_in_which_someone_marked_since_is_refused_naming_them(project: Project, article: str) -> None:
    with project.edit("join", "bob", kind="setup"):
        project.db.execute("INSERT INTO person VALUES ('bob', 'Bob', 'red', 'annotator')")
    edits.add_span(project, "bob", article, 0, 6, "ACTOR")
    with pytest.raises(Refused) as refused:
        edits.undo(project, "ann")
    assert refused.value.problem.code == "changed-since"
    assert (refused.value.problem.parameters["person"], refused.value.problem.parameters["step"]) == ("Bob", "add-span")
    assert articles.ids(project) == [article]


def suggestion(article: str, name: str = "s") -> Span:
    return Span(name, article, "model:a", "ACTOR", 0, 6, {}, 0.5)


def test_undoing_an_import_takes_its_suggestions_along_and_redo_brings_the_article_without(
    project: Project, article: str
) -> None:
    with project.run("model:a", "1") as run:
        runs.replace(project, run, "model:a", [(article, [suggestion(article)], [])])
    edits.undo(project, "ann")
    assert project.rows("SELECT count(*) FROM span") == [(0,)]
    assert search.articles(project, "Ottawa") == []
    edits.redo(project, "ann")
    assert spans.of(project, article) == []
    assert runs.missing(project, "model:a") == [article]
    assert search.articles(project, "Ottawa") == [article]


def test_a_row_that_one_step_made_and_changed_can_be_undone_after_others_changed_it_and_took_it_back(
    project: Project, article: str
) -> None:
    with project.edit("both", "ann", article=article):
        statuses.put(project, article, "bob", "started")
        statuses.put(project, article, "bob", "done")
    edits.reopen(project, "bob", article)
    edits.undo(project, "bob")
    assert edits.undo(project, "ann")[0].name == "both"
    assert statuses.of(project, article, "bob") == "todo"


def test_undo_of_a_long_step_is_refused_naming_who_and_leaves_everything(project: Project, article: str) -> None:
    text = "word " * 2_100
    with project.edit("import", "ann", count=1, file="x"):
        articles.add(project, Article(article_id(text), text))
    long = article_id(text)
    with project.long_edit("many", "ann") as step:
        for first in range(0, 2_100, 300):
            with step.batch():
                spans.add_all(
                    project,
                    [
                        Span(f"{number}", long, "ann", "ACTOR", number * 5, number * 5 + 4)
                        for number in range(first, first + 300)
                    ],
                )
    with project.edit("relabel", "bob", article=long):
        spans.change(project, Span("3", long, "ann", "TREATY", 15, 19))
    before = digest.of(project).rows
    with pytest.raises(Refused) as refused:
        edits.undo(project, "ann")
    assert (refused.value.problem.code, refused.value.problem.parameters["person"]) == ("changed-since", "bob")
    assert digest.of(project).rows == before
    edits.undo(project, "bob")
    edits.undo(project, "ann")
    assert spans.of(project, long) == []
    edits.redo(project, "ann")
    assert len(spans.of(project, long)) == 2_100


def test_history_can_be_asked_for_one_article_and_up_to_a_time(project: Project, article: str) -> None:
    edits.skip(project, "ann", article, "later")
    everything = history.entries(project)
    assert [entry.name for entry in everything] == ["skip", "import", "set-up"]
    assert [entry.name for entry in history.entries(project, article=article)] == ["skip", "import"]
    assert history.entries(project, until="2000-01-01") == []
    assert len(history.entries(project, until=everything[1].made)) >= 2


def test_one_window_undoes_and_redoes_what_another_did(make: Make, project: Project, article: str) -> None:
    other = make(new=False)
    mark = edits.add_span(project, "ann", article, 0, 6, "ACTOR")
    assert edits.undo(other, "ann")[0].name == "add-span"
    assert spans.of(project, article) == []
    assert edits.redo(project, "ann")[1].of("span") == {mark.id}
    assert spans.of(other, article) == [mark]
    assert code(lambda: edits.redo(other, "ann")) == "nothing-to-redo"


def test_an_edit_that_finds_the_file_locked_is_refused_and_can_be_made_again(
    make: Make, project: Project, article: str
) -> None:
    other = make(new=False)
    project.db.execute("PRAGMA busy_timeout = 20")
    with other.edit("x", "bob", article=article):
        statuses.put(other, article, "bob", "done")
        assert code(lambda: edits.add_span(project, "ann", article, 0, 6, "ACTOR")) == "locked-project"
    assert edits.add_span(project, "ann", article, 0, 6, "ACTOR").label == "ACTOR"
