"""The exchange record: one JSON object a line, for one article with one author's marks, both ways.

Reading believes what is given, finds what is missing (title, date, source, language, body), says what it cannot take.
Writing what was read gives the same bytes again. What a `Record` has no place for travels in its `meta`, under the same
key: `comments`, and the `verdict` and `decision` of marks by the mark's id; writing puts them back where they stood.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from annotator.core.article import Publication
from annotator.core.marks import Link, Span
from annotator.core.problems import Problem
from annotator.core.records import Record
from annotator.core.text import article_id
from annotator.formats.aside import written_aside
from annotator.formats.exchange import read_object
from annotator.formats.exchange_marks import ON_MARKS

if TYPE_CHECKING:
    from annotator.core.stances import Stance

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")
LONGEST_LINE = 64 << 20

# JSON leaves them as they are, but `str.splitlines` and much else would end the line there.
_SEPARATORS = {ord(character): f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


def read(path: Path, *, encoding: str = "") -> Iterator[Record | Problem]:
    """Yield a record for each line, and problems for what a line holds that cannot be taken; the rest comes in."""
    with path.open("rb") as file:
        if not file.read(1):
            yield Problem("file-empty", path.name)
        file.seek(0)
        for number, line in enumerate(_lines(file), 1):
            where = f"{path.name}:{number}"
            if line is None:
                yield Problem("line-too-long", where, {"megabytes": LONGEST_LINE >> 20})
            elif line.strip():
                given = _parsed(line, where, encoding or "utf-8")
                if isinstance(given, Problem):
                    yield given
                    if given.code in {"json-array", "json-not-lines"} and number == 1:
                        return
                else:
                    yield from read_object(given, where)


def write(records: Iterable[Record], out: Path) -> None:
    """Write one line for each record, UTF-8, keys in the order of the contract."""
    with written_aside(out) as file:
        for record in records:
            line = json.dumps(exchange_object(record), ensure_ascii=False, allow_nan=False)
            file.write(line.translate(_SEPARATORS).encode("utf-8") + b"\n")


def exchange_object(record: Record) -> dict[str, Any]:
    """Return the record as the object that is written, keys in the order of the contract."""
    from annotator.core.stances import read_stances  # late: most files are read

    first = record.publications[0] if record.publications else Publication("")
    meta = dict(record.meta)
    comments = meta.pop("comments", None)
    on_marks = _taken_from(meta, {mark.id for mark in record.spans} | {link.id for link in record.links})
    if record.author_id:
        meta["author_id"] = record.author_id
    written: dict[str, Any] = {
        "id": article_id(record.text),
        "title": first.title,
        "text": record.text,
        "source": first.source,
        "url": first.url,
        "published": first.published,
        "language": record.language,
        "body": None if record.body is None else [list(stretch) for stretch in record.body],
        "author": record.author,
        "status": record.status,
        "spans": [_span(span, record.text) | _of_mark(on_marks, span.id) for span in record.spans],
        "links": [_link(link) | _of_mark(on_marks, link.id) for link in record.links],
        "stances": [
            _stance(stance, record.text, first.published) for stance in read_stances(record.spans, record.links)
        ],
        "answers": {answer.question: answer.value for answer in record.answers},
        "meta": meta,
    }
    if comments is not None:
        written["comments"] = comments
    if len(record.publications) > 1 or first.file:
        written["publications"] = [asdict(publication) for publication in record.publications]
    return written


def _taken_from(meta: dict[str, Any], marks: set[str]) -> dict[str, dict[str, Any]]:
    """Return what `meta` keeps for these marks, by key and mark, and leave only the rest in it."""
    taken: dict[str, dict[str, Any]] = {}
    for key in ON_MARKS:
        kept = meta.get(key)
        if isinstance(kept, dict) and kept.keys() & marks:
            taken[key] = {mark: value for mark, value in kept.items() if mark in marks}
            meta[key] = {mark: value for mark, value in kept.items() if mark not in marks}
            if not meta[key]:
                del meta[key]
    return taken


def _lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines of a file without a byte order mark; None for one over the limit, which is never held whole."""
    opening = True
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            yield None
        else:
            yield line.removeprefix(b"\xef\xbb\xbf") if opening else line
        opening = False


def _parsed(line: bytes, where: str, encoding: str) -> dict[str, Any] | Problem:
    """Return a line's object, or what is wrong with the line."""
    if line.strip() in {b"{", b"["}:
        return Problem("json-not-lines", where)
    problem = None
    try:
        given = json.loads(line.decode(encoding), parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        problem = Problem("line-not-utf-8", where, {"byte": error.start})
    except json.JSONDecodeError as error:
        problem = Problem("json-invalid", where, {"column": error.colno, "reason": error.msg})
    except (ValueError, LookupError, RecursionError) as error:
        problem = Problem("json-invalid", where, {"column": 1, "reason": str(error)})
    if problem:
        return problem
    return (
        given
        if isinstance(given, dict)
        else Problem("json-array" if isinstance(given, list) else "json-not-object", where)
    )


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")  # noqa: EM102


def _finite(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        raise ValueError(f"{digits} is too large a number")  # noqa: EM102
    return number


def _span(span: Span, text: str) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": span.id,
        "label": span.label,
        "start": span.start,
        "end": span.end,
        "text": text[span.start : span.end],
        "attributes": dict(span.attributes),
    }
    if span.confidence is not None:
        written["confidence"] = span.confidence
    if span.rule:
        written["rule"] = span.rule
    return written


def _link(link: Link) -> dict[str, Any]:
    return {"id": link.id, "role": link.role, "source": link.source, "target": link.target}


def _of_mark(on_marks: dict[str, dict[str, Any]], mark: str) -> dict[str, Any]:
    return {key: values[mark] for key, values in on_marks.items() if mark in values}


def _stance(stance: "Stance", text: str, published: str) -> dict[str, Any]:
    from annotator.core.stances import surface

    return {
        "span": stance.span.id,
        "actors": [surface(actor, text) for actor in stance.actors],
        "treaty": surface(stance.treaty, text) if stance.treaty else None,
        "value": stance.value,
        "date": stance.when or None,
        "reported": published[:10] or None,
    }
