"""The marks of the article in front: what is re-read step by step is what reading all anew would give."""

import random
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator import edits, jobs, resources
from annotator.core.problems import Refused
from annotator.gui.marks import Marks
from annotator.gui.session import Session
from annotator.store.people import Person

ME = Person("me", "Mia")
STEPS = 60


def act(session: Session, chance: random.Random) -> None:
    """Do one thing that a person may do, by chance."""
    marks, article = session.marks, session.article
    assert marks is not None
    assert article is not None
    mark, other = (chance.choice(marks.ordered()) for _ in range(2))
    match chance.randrange(8):
        case 0:
            edits.accept(session.file, ME.id, [mark])
        case 1:
            edits.reject(session.file, ME.id, [mark])
        case 2:
            edits.remove_span(session.file, ME.id, mark)
        case 3:
            edits.change_span(session.file, ME.id, mark, label=chance.choice(("ACTOR", "TREATY", "DATE")))
        case 4:
            edits.change_span(session.file, ME.id, mark, extent=(mark.start, mark.end + chance.randrange(1, 9)))
        case 5:
            edits.add_stance(session.file, ME.id, article.id, (mark.start, mark.end + 3), {}, {"actor": [other]})
        case 6:
            edits.undo(session.file, ME.id)
        case 7:
            edits.redo(session.file, ME.id)


@pytest.mark.parametrize("seed", range(6))
def test_marks_re_read_after_each_step_are_as_if_read_anew(qtbot: QtBot, tmp_path: Path, seed: int) -> None:
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    path = tmp_path / "sample.annot"
    with edits.create(path, toml, Person("lead", "Lea"), device="another machine") as project:
        jobs.import_files(project, "lead", [resources.path("samples", "harbour-gazette-ottawa.txt")])
        jobs.suggest(project)
    session, chance, done = Session(ME, "here"), random.Random(seed), 0  # noqa: S311 - the same steps each time
    session.open(path)
    for _ in range(STEPS):
        try:
            act(session, chance)
            done += 1
        except Refused:
            continue
        assert session.marks is not None
        anew = Marks(session.file, ME.id, session.marks.article)
        assert session.marks.ordered() == anew.ordered()
        assert session.marks.suggestions == anew.suggestions
        assert session.marks.stances() == anew.stances()
        assert session.marks.suggested_stances() == anew.suggested_stances()
        assert len(session.marks) == len(anew.ordered())
        for number, span in enumerate(anew.ordered()):
            assert session.marks.get(span.id) == span
            assert session.marks.origin(span.id) == anew.origin(span.id)
            assert sorted(link.id for link in session.marks.links_of(span.id)) == sorted(
                link.id for link in anew.links_of(span.id)
            )
            assert session.marks.position(span) == number
    assert done > STEPS // 4
    session.close()
