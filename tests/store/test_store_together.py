"""One file, opened several times by one process and by others: nobody's log is taken from under him."""

import subprocess
import sys
from pathlib import Path

from annotator import edits, resources
from annotator.core.article import Article, Publication
from annotator.core.text import article_id
from annotator.store import articles, spans
from annotator.store.people import Person
from annotator.store.project import open_project

TEXT = "Poland😀leaves" * 40
ARTICLE = Article(article_id(TEXT), TEXT, body=((0, len(TEXT)),), publications=(Publication("p", "Title"),))
OTHER = """
import sys
from pathlib import Path
from annotator import edits
from annotator.store import articles
from annotator.store.project import open_project
with open_project(Path(sys.argv[1]), device="other") as project:
    (article,) = articles.ids(project)
    for place in range(int(sys.argv[2]), int(sys.argv[2]) + 5):
        edits.add_span(project, "other", article, place, place + 1, "STANCE", {"value": "neutral"})
"""


def test_a_second_opening_in_one_process_keeps_its_locks(tmp_path: Path) -> None:
    path = tmp_path / "together.annot"
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    with edits.create(path, toml, Person("me", "Me"), device="mine") as project:
        with project.edit("import", "me"):
            articles.add(project, ARTICLE)
        for turn in range(4):
            # As the search of the window does, beside the window.
            with open_project(path, device="mine", write=False):
                subprocess.run([sys.executable, "-c", OTHER, str(path), str(10 * turn)], check=True)
                assert path.with_name(path.name + "-wal").exists()
            place = 100 + turn
            edits.add_span(project, "me", ARTICLE.id, place, place + 1, "STANCE", {"value": "neutral"})
            assert project.rows("PRAGMA integrity_check") == [("ok",)]
    with open_project(path, device="mine") as again:
        made = {author: len(spans.of(again, ARTICLE.id, author)) for author in ("me", "other")}
        assert made == {"me": 4, "other": 20}
        assert again.rows("PRAGMA integrity_check") == [("ok",)]
    assert not path.with_name(path.name + "-wal").exists()


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.annot"
    toml = resources.path("schemes", "treaty-stances.toml").read_text(encoding="utf-8")
    project = edits.create(path, toml, Person("me", "Me"), device="mine")
    project.close()
    project.close()
    with open_project(path, device="mine") as again:
        assert articles.count(again) == 0
