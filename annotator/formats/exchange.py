"""One object of the exchange file, checked field by field, as a record."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import regex

from annotator.core.article import Publication, Range
from annotator.core.marks import Answer, content_id
from annotator.core.problems import Problem
from annotator.core.records import Record
from annotator.core.text import Normalised, normalise
from annotator.formats.exchange_marks import read_links, read_spans
from annotator.formats.publications import publication
from annotator.formats.reading import Reading

if TYPE_CHECKING:
    from annotator.core.body import Found

_KEYS = frozenset(
    {"id", "title", "text", "source", "url", "published", "language", "body", "author", "status"}
    | {"spans", "links", "stances", "answers", "meta", "publications"}
)
_STATUSES = frozenset({"", "todo", "started", "done", "skipped"})
_SURROGATES = regex.compile("[\ud800-\udfff]")
_DEEPEST = 64


def read_object(given: dict[str, Any], where: str) -> Iterator[Record | Problem]:
    """Yield the object's record and then its problems; only problems where it has no text."""
    raw = given.get("text")
    line = Reading(where, raw, normalise(raw)) if isinstance(raw, str) else Reading(where, "", Normalised("", ()))
    if not isinstance(raw, str):
        line.say("text-missing")
    elif not line.text.strip():
        line.say("text-empty")
    else:
        if "\0" in line.text:
            line.say("text-has-nul", count=line.text.count("\0"))
        yield _record(_clean({key: value for key, value in given.items() if key != "text"}, line), line)
    yield from line.problems


def _record(given: dict[str, Any], line: Reading) -> Record:
    # Late, because their patterns take longer to compile than a window may take to open.
    from annotator.core import body, languages

    found = None if {"title", "published", "source", "body"} <= given.keys() else body.find(line.text)
    line.author = _string(given, "author", line)
    line.meta = _meta(given, line)
    author_id = line.meta.pop("author_id", "")
    if not isinstance(author_id, str):
        line.say("not-a-string", key="author_id")
        author_id = ""
    spans, ids = read_spans(given, line)
    stretches = _body(given, line)
    if stretches is None and found:
        stretches = found.body
    return Record(
        text=line.text,
        publications=_publications(given, found, line),
        language=_string(given, "language", line) if given.get("language") is not None else languages.guess(line.text),
        body=stretches,
        author=line.author,
        author_id=author_id,
        status=_status(given, line),
        spans=spans,
        links=read_links(given, ids, line),
        answers=_answers(given, line),
        meta=line.meta,
        where=line.where,
    )


def _string(given: dict[str, Any], key: str, line: Reading, missing: str = "") -> str:
    """Return a string field; `missing` where it is not given, and, with a problem, where it is no string."""
    value = given.get(key)
    if value is None:
        return missing
    if not isinstance(value, str):
        line.say("not-a-string", key=key)
        return missing
    return value


def _status(given: dict[str, Any], line: Reading) -> str:
    status = _string(given, "status", line)
    if status not in _STATUSES:
        line.say("status-unknown", status=status[:40])
        return ""
    return status


def _publications(given: dict[str, Any], found: "Found | None", line: Reading) -> tuple[Publication, ...]:
    first = _publication(given, found, line)
    listed = given.get("publications")
    if listed is not None and not (isinstance(listed, list) and all(isinstance(one, dict) for one in listed)):
        line.say("publications-wrong")
        listed = None
    every = tuple(_listed_publication(one, line) for one in listed or ())
    # The fields of the article itself are those of its first publication; where they differ, they are what was meant.
    return every if every and _appearance(every[0]) == _appearance(first) else (first, *every)


def _publication(given: dict[str, Any], found: "Found | None", line: Reading, file: str = "") -> Publication:
    from annotator.core import dates

    published = _string(given, "published", line, found.published if found else "")
    believed = dates.minute(published)
    if published and not believed:
        line.say("published-invalid", value=published[:40])
    elif believed != published:
        line.say("published-cut", value=published[:40], used=believed)
    return publication(
        line.text,
        title=_string(given, "title", line, found.title if found else ""),
        source=_string(given, "source", line, found.source if found else ""),
        url=_string(given, "url", line),
        published=believed,
        file=file,
    )


def _listed_publication(given: dict[str, Any], line: Reading) -> Publication:
    made = _publication(given, None, line, _string(given, "file", line))
    stated = given.get("id")
    return replace(made, id=stated) if isinstance(stated, str) and stated else made


def _appearance(published: Publication) -> tuple[str, ...]:
    return published.title, published.source, published.url, published.published


def _body(given: dict[str, Any], line: Reading) -> tuple[Range, ...] | None:
    listed = given.get("body")
    if listed is None:
        return None
    stretches: list[Range] = []
    for stretch in listed if isinstance(listed, list) else [listed]:
        ends = tuple(stretch) if isinstance(stretch, list) and len(stretch) == 2 else (None, None)
        if not all(type(edge) is int for edge in ends) or not 0 <= ends[0] <= ends[1] <= len(line.raw):
            line.say("body-outside-text", stretch=str(stretch)[:40], length=len(line.raw))
            continue
        start, end = line.normalised.position(ends[0]), line.normalised.position(ends[1])
        if start == end:
            continue
        if stretches and start < stretches[-1][1]:
            line.say("body-overlaps", stretch=str(stretch)[:40])
            continue
        stretches.append((start, end))
    return tuple(stretches)


def _answers(given: dict[str, Any], line: Reading) -> tuple[Answer, ...]:
    listed = given.get("answers")
    if listed is None:
        return ()
    if not isinstance(listed, dict):
        line.say("answers-wrong")
        return ()
    answers = []
    for question, value in listed.items():
        if isinstance(value, str | bool):
            identity = content_id(line.article, line.author, "answer", question, value)
            answers.append(Answer(identity, line.article, line.author, question, value))
        else:
            line.say("answer-wrong", question=question[:60])
    return tuple(answers)


def _meta(given: dict[str, Any], line: Reading) -> dict[str, Any]:
    """Return the object's meta with its unknown keys, its comments, and an id that is not this text's hash."""
    listed = given.get("meta")
    if listed is not None and not isinstance(listed, dict):
        line.say("meta-wrong")
    meta: dict[str, Any] = dict(listed) if isinstance(listed, dict) else {}
    unknown = {key: value for key, value in given.items() if key not in _KEYS}
    stated = given.get("id")
    if stated is not None and stated != line.article:
        # A hash that is not this text's is a sign of a changed text; any other id is the file's own affair.
        if isinstance(stated, str) and regex.fullmatch(r"[0-9a-f]{64}", stated):
            line.say("article-id-differs", id=stated[:12])
        else:
            unknown["id"] = stated
    for key, value in unknown.items():
        if key in meta and meta[key] != value:
            line.say("key-given-twice", key=key[:60])
        meta.setdefault(key, value)
    return meta


def _clean(given: dict[str, Any], line: Reading) -> dict[str, Any]:
    """Return the object without lone surrogates in its strings, which no file in UTF-8 can hold."""
    found: list[str] = []

    def clean(value: Any, depth: int) -> Any:
        if isinstance(value, str):
            if not _SURROGATES.search(value):
                return value
            found.append(value)
            return _SURROGATES.sub("", value)
        if depth > _DEEPEST and isinstance(value, list | dict):
            line.say("nested-too-deep", levels=_DEEPEST)
            return None
        if isinstance(value, list):
            return [clean(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return {clean(key, depth): clean(item, depth + 1) for key, item in value.items()}
        return value

    cleaned: dict[str, Any] = clean(given, 0)
    if found:
        line.say("surrogates-removed", count=len(found))
    return cleaned
