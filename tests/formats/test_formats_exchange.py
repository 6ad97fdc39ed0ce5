"""The exchange file: what comes in, what is a problem, and that nothing changes on the way."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.article import Publication
from annotator.core.marks import Answer, Link, Span
from annotator.core.problems import Problem
from annotator.core.records import Record
from annotator.core.text import article_id, normalise
from annotator.formats import by_name, jsonl, read_paths

TEXT = "🇵🇱 Poland and e\u0301\u00a0بولندا left.\nThe Ottawa Convention stays."
KEYS = ["id", "title", "text", "source", "url", "published", "language", "body", "author", "status"]
KEYS += ["spans", "links", "stances", "answers", "meta"]
SPACE = UUID(int=7)


def read(path: Path, *objects: Any) -> tuple[list[Record], list[Problem]]:
    """Return the records and problems of a file with these objects as lines."""
    file = path / "x.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    return split(file)


def split(file: Path) -> tuple[list[Record], list[Problem]]:
    """Return what a file holds, sorted into records and problems."""
    found = list(read_paths([file]))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Problem)]


def span(quote: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """Return a span on the first place of a quote."""
    start = text.index(quote)
    return {"label": "ACTOR", "start": start, "end": start + len(quote), "text": quote} | more


def test_a_text_alone_is_enough(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path, {"text": TEXT})
    assert (record.text, record.body, problems) == (TEXT, ((0, len(TEXT)),), [])


def test_offsets_slice_right_with_emoji_and_combining_marks(tmp_path: Path) -> None:
    quotes = ["🇵🇱", "Poland", "e\u0301", "بولندا", "Ottawa Convention"]
    (record,), problems = read(tmp_path, {"text": TEXT, "spans": [span(quote) for quote in quotes]})
    assert [record.text[one.start : one.end] for one in record.spans] == quotes
    assert problems == []


def test_offsets_are_carried_over_the_normalisation(tmp_path: Path) -> None:
    raw = "\ufeffPoland\r\nleft\ud800 the Ottawa Convention."
    (record,), problems = read(
        tmp_path, {"text": raw, "spans": [span("Ottawa Convention", raw)], "body": [[1, len(raw)]]}
    )
    (found,) = record.spans
    assert record.text[found.start : found.end] == "Ottawa Convention"
    assert record.body == ((0, len(record.text)),)
    assert problems == []


def test_a_span_past_the_end_is_said_with_its_line(tmp_path: Path) -> None:
    _, problems = read(tmp_path, {"text": "x" * 45, "spans": [{"label": "A", "start": 40, "end": 52}]})
    (problem,) = problems
    assert (problem.code, problem.where) == ("span-outside-text", "x.jsonl:1")
    assert problem.parameters == {"number": 1, "start": 40, "end": 52, "length": 45}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"start": True}, "span-offsets-wrong"),
        ({"start": "3"}, "span-offsets-wrong"),
        ({"start": 3.0}, "span-offsets-wrong"),
        ({"end": None}, "span-offsets-wrong"),
        ({"start": -1}, "span-outside-text"),
        ({"end": 10**30}, "span-outside-text"),
        ({"start": 9, "end": 3}, "span-outside-text"),
        ({"start": 4, "end": 4}, "span-empty"),
        ({"label": ""}, "span-without-label"),
        ({"label": 7}, "span-without-label"),
        ({"text": "Latvia"}, "span-text-differs"),
    ],
)
def test_a_wrong_span_is_left_out_with_a_problem_and_the_rest_comes_in(
    tmp_path: Path, wrong: dict[str, Any], code: str
) -> None:
    (record,), problems = read(tmp_path, {"text": TEXT, "spans": [span("Poland") | wrong, span("Ottawa Convention")]})
    assert [record.text[one.start : one.end] for one in record.spans] == ["Ottawa Convention"]
    assert [problem.code for problem in problems] == [code]


def test_a_span_whose_text_stands_nearby_is_moved_and_said(tmp_path: Path) -> None:
    drifted = span("Ottawa Convention")
    drifted |= {"start": drifted["start"] + 2, "end": drifted["end"] + 2}
    (record,), problems = read(tmp_path, {"text": TEXT, "spans": [drifted]})
    assert record.text[record.spans[0].start : record.spans[0].end] == "Ottawa Convention"
    assert [problem.code for problem in problems] == ["span-moved"]


def test_names_of_spans_inside_the_file_tie_links_and_become_ids_by_content(tmp_path: Path) -> None:
    one = {
        "text": TEXT,
        "spans": [span("Poland", id="T1"), span("left", id="T2", label="STANCE")],
        "links": [{"role": "actor", "source": "T2", "target": "T1"}],
    }
    first, problems = read(tmp_path, one)
    again, _ = read(tmp_path, one)
    actor, stance = first[0].spans
    (link,) = first[0].links
    assert (link.source, link.target) == (stance.id, actor.id)
    assert str(UUID(actor.id)) == actor.id
    assert first == again
    assert problems == []


def test_a_link_to_nowhere_and_an_id_given_twice_are_problems(tmp_path: Path) -> None:
    (record,), problems = read(
        tmp_path,
        {
            "text": TEXT,
            "spans": [span("Poland", id="T1"), span("left", id="T1")],
            "links": [{"role": "actor", "source": "T1", "target": "T9"}, {"source": "T1", "target": "T1"}, 5],
        },
    )
    assert len(record.spans) == 1
    assert record.links == ()
    assert [problem.code for problem in problems] == [
        "mark-id-twice",
        "link-to-unknown-span",
        "link-without-role",
        "mark-not-object",
    ]


def test_unknown_keys_and_another_id_are_kept_in_meta(tmp_path: Path) -> None:
    (record,), problems = read(tmp_path, {"id": 12, "text": TEXT, "mood": ["😀", None], "meta": {"a": 1}})
    assert record.meta == {"a": 1, "id": 12, "mood": ["😀", None]}
    assert problems == []


def test_verdicts_decisions_comments_and_unread_keys_are_not_lost_silently(tmp_path: Path) -> None:
    (record,), problems = read(
        tmp_path,
        {"text": TEXT, "comments": [{"text": "?"}], "spans": [span("Poland", verdict="accepted", colour="red")]},
    )
    written = jsonl.exchange_object(record)
    assert written["spans"][0]["verdict"] == "accepted"
    assert written["comments"] == [{"text": "?"}]
    assert written["meta"] == {}
    assert [(problem.code, problem.parameters["key"]) for problem in problems] == [("mark-key-not-held", "colour")]


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"published": "2025-02-30"}, "published-invalid"),
        ({"published": "2025-03-13T17:29:01Z"}, "published-cut"),
        ({"published": 2025}, "not-a-string"),
        ({"title": ["x"]}, "not-a-string"),
        ({"status": "ready"}, "status-unknown"),
        ({"body": [[0, 9999]]}, "body-outside-text"),
        ({"body": [[3, True]]}, "body-outside-text"),
        ({"body": [[0, 9], [5, 12]]}, "body-overlaps"),
        ({"spans": {}}, "not-a-list"),
        ({"spans": [span("Poland", attributes={"year": 1997})]}, "attribute-made-text"),
        ({"spans": [span("Poland", attributes={"x": None})]}, "attribute-wrong"),
        ({"spans": [span("Poland", confidence=True)]}, "confidence-wrong"),
        ({"answers": {"q": 3}}, "answer-wrong"),
        ({"meta": 3}, "meta-wrong"),
        ({"id": "0" * 64}, "article-id-differs"),
        ({"title": "half \ud83d"}, "surrogates-removed"),
        ({"stances": [{"actors": ["Poland"]}]}, "stances-without-span"),
        ({"text": "a\0b"}, "text-has-nul"),
    ],
)
def test_what_is_wrong_is_said_and_the_article_comes_in(tmp_path: Path, given_: dict[str, Any], code: str) -> None:
    records, problems = read(tmp_path, {"text": TEXT} | given_)
    assert [problem.code for problem in problems] == [code]
    assert len(records) == 1


def test_bad_lines_are_said_by_number_and_good_ones_come_in(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    lines = [
        b"\xef\xbb\xbf" + b'{"text": "one"}',
        b"",
        b"nope",
        b'{"text": "\xff"}',
        b"[1]",
        b"7",
        b'{"text": NaN}',
        b"{}",
    ]
    lines += [b'{"text": " "}', b"[" * 100_000, b'{"text": "x", "a": 1e999}', b'{"text": "two"}']
    file.write_bytes(b"\n".join(lines))
    records, problems = split(file)
    assert [record.text for record in records] == ["one", "two"]
    assert [(problem.code, problem.where) for problem in problems] == [
        ("json-invalid", "x.jsonl:3"),
        ("line-not-utf-8", "x.jsonl:4"),
        ("json-array", "x.jsonl:5"),
        ("json-not-object", "x.jsonl:6"),
        ("json-invalid", "x.jsonl:7"),
        ("text-missing", "x.jsonl:8"),
        ("text-empty", "x.jsonl:9"),
        ("json-invalid", "x.jsonl:10"),
        ("json-invalid", "x.jsonl:11"),
    ]


@pytest.mark.parametrize(
    ("content", "code"), [('[\n{"text": "x"}\n]', "json-not-lines"), ('[{"text": "x"}]', "json-array")]
)
def test_a_file_that_is_one_list_is_one_problem(tmp_path: Path, content: str, code: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(content, encoding="utf-8")
    records, problems = split(file)
    assert (records, [problem.code for problem in problems]) == ([], [code])


def test_a_line_without_end_is_refused_and_the_next_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 1 << 20)
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"text": "' + b"a" * (3 << 20) + b'"}\n{"text": "next"}\n')
    records, problems = split(file)
    assert [record.text for record in records] == ["next"]
    assert [(problem.code, problem.where) for problem in problems] == [("line-too-long", "x.jsonl:1")]


def test_keys_are_written_in_the_order_of_the_contract_and_stances_are_read_from_marks(tmp_path: Path) -> None:
    article = article_id(TEXT)
    spans = [
        Span("s", article, "gold", "STANCE", 0, 30, {"value": "withdraw"}),
        Span("a", article, "gold", "ACTOR", 3, 9, {"name": "Poland"}, confidence=0.5, rule="r"),
        Span("t", article, "gold", "TREATY", TEXT.index("Ottawa"), TEXT.index(" stays")),
    ]
    links = [Link("1", article, "gold", "actor", "s", "a"), Link("2", article, "gold", "treaty", "s", "t")]
    record = Record(
        TEXT,
        (Publication("p", "T", "S", "", "2025-03-13T17:29"),),
        "en",
        ((0, 5),),
        author="gold",
        author_id="u",
        spans=spans,
        links=links,
        answers=[Answer("q", article, "gold", "on-topic", value=True)],
    )
    out = tmp_path / "out.jsonl"
    jsonl.write([record], out)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert list(written) == KEYS
    assert written["stances"] == [
        {
            "span": "s",
            "actors": ["Poland"],
            "treaty": "Ottawa Convention",
            "value": "withdraw",
            "date": None,
            "reported": "2025-03-13",
        }
    ]
    assert written["spans"][1]["confidence"] == 0.5
    assert written["answers"] == {"on-topic": True}
    assert written["meta"] == {"author_id": "u"}


def test_nothing_is_lost_by_the_format() -> None:
    assert list(by_name("jsonl").losses(Record(TEXT))) == []


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
meta_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(words, children, max_size=3),
    max_leaves=6,
)


@st.composite
def exchange_records(draw: st.DrawFn) -> Record:
    """Draw a record as the store would give it to the writer."""
    letters = st.sampled_from("ab \n🇵🇱e\u0301بو\u00a0\u200f.\t\0")
    text = normalise("x" + draw(st.text(letters | st.characters(), max_size=60))).text
    article, spans = article_id(text), []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        attributes = draw(st.dictionaries(words, words | st.booleans(), max_size=2))
        label = draw(st.sampled_from(["ACTOR", "TREATY", "STANCE"]))
        confidence = draw(st.none() | st.floats(0, 1))
        spans.append(Span(str(uuid5(SPACE, str(number))), article, "A", label, start, end, attributes, confidence))
    links = [
        Link(
            str(uuid5(SPACE, f"l{number}")), article, "A", draw(st.sampled_from(["actor", "treaty"])), one.id, other.id
        )
        for number, (one, other) in enumerate(pairwise(spans))
    ]
    meta = draw(
        st.dictionaries(
            words.filter(lambda key: key not in {*KEYS, "author_id", "publications"}), meta_values, max_size=3
        )
    )
    publications = tuple(
        Publication(
            f"p{number}", draw(words), draw(words), draw(words), draw(st.sampled_from(["", "2025-03-13"])), "f.txt"
        )
        for number in range(draw(st.integers(0, 2)))
    )
    edges = (
        sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=2))) if len(text) > 2 else [0, len(text)]
    )
    return Record(
        text,
        publications,
        draw(words),
        ((edges[0], edges[1]),),
        draw(words),
        draw(words),
        "done",
        spans,
        links,
        meta=meta,
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(exchange_records())
def test_export_import_export_gives_the_same_bytes(tmp_path: Path, record: Record) -> None:
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    jsonl.write([record], first)
    records, problems = split(first)
    jsonl.write(records, second)
    assert [problem for problem in problems if problem.code != "text-has-nul"] == []
    assert second.read_bytes() == first.read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from([*KEYS, "x"]),
        meta_values
        | st.lists(
            st.fixed_dictionaries({"start": meta_values, "end": meta_values, "label": meta_values, "id": meta_values})
        ),
        max_size=8,
    )
)
def test_no_object_makes_the_reader_raise(tmp_path: Path, given_: dict[str, Any]) -> None:
    records, problems = read(tmp_path, {"text": TEXT} | given_)
    jsonl.write(records, tmp_path / "out.jsonl")
    assert records or problems


def test_writing_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    bad = Record("x", meta={"a": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        jsonl.write([Record("y"), bad], out)
    assert out.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_record_is_one_line_whatever_ends_lines_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    text = "one\u2028two\u2029three\x85four\x1cfive\n"
    jsonl.write([Record(text)], out)
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["text"] == text
