import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annotator.core.article import Publication
from annotator.core.marks import Answer, Link, Span
from annotator.core.problems import Problem, Refused
from annotator.core.records import Record
from annotator.core.text import article_id
from annotator.nlp import docbin
from annotator.nlp.documents import document

TEXT = "🎈 Poland\u00a0left  the\n\nOttawa-Treaty e\u0301 שלום.\n"


def a_span(start: int, end: int, label: str = "ACTOR", identity: str = "s1", text: str = TEXT, **rest: str) -> Span:
    return Span(identity, article_id(text), "gold", label, start, end, rest)


def a_record(*spans: Span, text: str = TEXT) -> Record:
    publication = Publication("p1", "Title 🎈", "Source", "https://example.org", "2025-03-13T17:29", "a.txt")
    return Record(
        text, (publication,), "en", ((0, 10), (12, 20)), "gold", "id-1", "done", spans, meta={"note": ["é", 1]}
    )


def read_back(record: Record, folder: Path) -> list[Record | Problem]:
    out = folder / "out.spacy"
    docbin.write([record], out)
    return list(docbin.read(out))


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    record = a_record(
        a_span(2, 8, entity="POL", name="Poland"), a_span(20, 26, "TREATY", "s2"), a_span(21, 24, identity="s3")
    )
    (back,) = read_back(record, tmp_path)
    assert isinstance(back, Record)
    assert replace(back, where="") == record


def test_marks_off_every_token_and_in_white_space_are_held(tmp_path: Path) -> None:
    record = a_record(*(a_span(start, start + 1, identity=f"s{start}") for start in range(len(TEXT))))
    (back,) = read_back(record, tmp_path)
    assert isinstance(back, Record)
    assert back.spans == record.spans
    assert docbin.losses(record) == []


def test_entities_have_no_white_space_at_their_edges_and_no_overlaps() -> None:
    record = a_record(
        a_span(1, 9), a_span(2, 8, identity="s2"), a_span(9, 9 + 4, identity="s3"), a_span(18, 20, identity="s4")
    )
    doc = docbin.to_doc(record, Vocab())
    assert [entity.text for entity in doc.ents] == ["Poland", "left"]
    assert len(doc.spans[docbin.GROUP]) == 4


def test_the_evidence_of_a_stance_hides_no_entity() -> None:
    record = a_record(a_span(2, 8), a_span(0, 30, "STANCE", "s2"))
    assert [entity.text for entity in docbin.to_doc(record, Vocab()).ents] == ["Poland"]


def test_what_cannot_be_held_is_named() -> None:
    overlapping = a_record(a_span(2, 8), a_span(2, 6, identity="s2"), a_span(40, 400, identity="s3"))
    record = replace(
        overlapping,
        links=(Link("l1", "", "gold", "actor", "s9", "s1"),),
        answers=(Answer("a1", "", "gold", "relevant", value=True),),
    )
    assert {problem.code: problem.parameters["count"] for problem in docbin.losses(record)} == {
        "spacy-loses-spans": 1,
        "spacy-loses-links": 1,
        "spacy-loses-answers": 1,
        "spacy-hides-overlaps": 1,
    }


def test_a_file_of_another_program_is_read_by_its_entities(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("Poland left.\r\n🎈 Latvia stayed.")
    doc.set_ents([spacy.tokens.Span(doc, 0, 1, label="GPE", kb_id="Q36"), *_entity(doc, "Latvia")])
    DocBin(docs=[doc, nlp(" \n ")]).to_disk(tmp_path / "foreign.spacy")
    record, empty = docbin.read(tmp_path / "foreign.spacy")
    assert isinstance(record, Record)
    assert [(span.label, record.text[span.start : span.end], span.attributes) for span in record.spans] == [
        ("GPE", "Poland", {"entity": "Q36"}),
        ("GPE", "Latvia", {}),
    ]
    assert isinstance(empty, Problem)
    assert empty.code == "text-empty"


def _entity(doc: spacy.tokens.Doc, word: str) -> list[spacy.tokens.Span]:
    return [spacy.tokens.Span(doc, token.i, token.i + 1, label="GPE") for token in doc if token.text == word]


@pytest.mark.parametrize("content", [b"", b"no docbin", b"x\x9c\x03\x00"])
def test_a_file_that_is_no_docbin_is_a_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.spacy").write_bytes(content)
    (problem,) = docbin.read(tmp_path / "broken.spacy")
    assert isinstance(problem, Problem)
    assert problem.code == "file-unreadable"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        docbin.write([a_record()], tmp_path / "no folder" / "out.spacy")
    assert refused.value.problem.code == "cannot-write"
    assert list(tmp_path.iterdir()) == []


NASTY = st.text(
    st.sampled_from("aB 1.-'’\n\t\u00a0\u0301🎈שé—(") | st.characters(exclude_categories=["Cs"]), max_size=40
)


@given(NASTY, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_a_document_has_exactly_the_text_and_holds_every_mark(text: str, marks: list[tuple[int, int]]) -> None:
    inside = [(start, end) for start, end in marks if start < end <= len(text)]
    doc = document(Vocab(), text, marks=inside)
    assert doc.text == text
    for start, end in inside:
        span = doc.char_span(start, end)
        assert span is not None
        assert span.text == text[start:end]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(NASTY.filter(lambda text: text.strip("\ufeff\r") == text and bool(text.strip())), st.data())
def test_any_record_comes_back_from_a_file(tmp_path: Path, text: str, data: st.DataObject) -> None:
    text = text.replace("\r", "")
    if not text.strip():
        return
    edges = st.integers(0, len(text))
    pairs = [sorted(pair) for pair in data.draw(st.lists(st.tuples(edges, edges), max_size=6))]
    spans = [
        a_span(start, end, identity=f"s{i}", text=text, name="é") for i, (start, end) in enumerate(pairs) if start < end
    ]
    record = a_record(*spans, text=text)
    (back,) = read_back(record, tmp_path)
    assert isinstance(back, Record)
    assert replace(back, where="") == record


@pytest.mark.slow
def test_spacy_train_takes_what_is_written(tmp_path: Path) -> None:
    docbin.write([a_record(a_span(1, 9), a_span(20, 26, "TREATY", "s2"))] * 6, tmp_path / "train.spacy")
    python = [sys.executable, "-m", "spacy"]
    subprocess.run(
        [*python, "init", "config", "config.cfg", "--pipeline", "ner"], cwd=tmp_path, check=True, capture_output=True
    )
    data = ["--paths.train", "train.spacy", "--paths.dev", "train.spacy"]
    run = subprocess.run(
        [*python, "train", "config.cfg", *data, "--training.max_steps", "1"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
