"""CSV for spreadsheets."""

import csv
from pathlib import Path

import pytest

from annotator.core.article import Publication
from annotator.core.marks import Answer, Link, Span
from annotator.core.records import Record
from annotator.formats import by_name, spreadsheet

TEXT = "🇵🇱 Poland, Latvia\nleft the Ottawa Convention."


def record(name: str = "Poland") -> Record:
    """Return an article with one stance of two actors."""
    treaty = TEXT.index("Ottawa")
    spans = [
        Span("s", "", "gold", "STANCE", 3, len(TEXT), {"value": "withdraw"}),
        Span("a", "", "gold", "ACTOR", 3, 9, {"name": name, "entity": "POL", "odd": "x"}),
        Span("b", "", "gold", "ACTOR", 11, 17),
        Span("t", "", "gold", "TREATY", treaty, treaty + 17),
    ]
    links = [
        Link(f"l{span.id}", "", "gold", role, "s", span.id)
        for span, role in zip(spans[1:], ["actor", "actor", "treaty"], strict=True)
    ]
    return Record(TEXT, (Publication("p", "=T", "S"),), spans=spans, links=links, author="gold")


def rows(path: Path, *records: Record) -> list[dict[str, str]]:
    """Return the rows written for these records."""
    out = path / "x.csv"
    spreadsheet.write(records, out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_span_and_each_stance_of_each_actor_is_a_row(tmp_path: Path) -> None:
    found = rows(tmp_path, record())
    assert [row["kind"] for row in found] == ["span"] * 4 + ["stance"] * 2
    assert [(row["actor"], row["treaty"], row["value"]) for row in found[4:]] == [
        ("Poland", "Ottawa Convention", "withdraw"),
        ("Latvia", "Ottawa Convention", "withdraw"),
    ]
    assert found[4]["evidence"] == TEXT[3:]
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in found[:4]] == [row["text"] for row in found[:4]]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_starts_a_formula(tmp_path: Path, name: str) -> None:
    found = rows(tmp_path, record(name))
    assert {row["name"] for row in found} >= {"'" + name}
    assert found[0]["title"] == "'=T"


def test_no_records_leave_a_header(tmp_path: Path) -> None:
    assert rows(tmp_path) == []


def test_what_the_table_cannot_hold_is_said() -> None:
    full = record()
    answered = Record(
        full.text,
        full.publications * 2,
        body=((0, 3),),
        spans=full.spans,
        answers=[Answer("q", "", "", "q", "a")],
        meta={"m": 1},
    )
    codes = {problem.code for problem in by_name("csv").losses(answered)}
    assert codes == {
        "csv-loses-text",
        "csv-loses-body",
        "csv-loses-answers",
        "csv-loses-publications",
        "csv-loses-meta",
        "csv-loses-attribute",
    }
