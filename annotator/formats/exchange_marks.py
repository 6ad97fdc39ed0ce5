"""The spans and links of one object of the exchange file, checked one by one."""

import uuid
from collections.abc import Iterator
from typing import Any

from annotator.core.marks import Attributes, Link, Span, Value, content_id
from annotator.core.text import normalise
from annotator.formats.reading import Reading

ON_MARKS = ("verdict", "decision")
"""Keys of marks that travel in the record's `meta`, by the mark's id."""
_SPAN_KEYS = frozenset(
    {"id", "label", "start", "end", "text", "attributes", "confidence", "rule", "verdict", "decision"}
)
_LINK_KEYS = frozenset({"id", "role", "source", "target", "verdict", "decision"})
_DRIFT = 20
"""How far from its offsets a span's own text is looked for, in code points: a few emoji counted twice."""


def read_spans(given: dict[str, Any], line: Reading) -> tuple[tuple[Span, ...], dict[str, str]]:
    """Return the spans that hold, and for each id of the file the id its span got; verdicts and decisions go to `meta`.

    Ids that are UUIDs are kept; others are names inside one file, and their spans get ids by content.
    """
    article, author = line.article, line.author
    spans: dict[str, Span] = {}
    ids: dict[str, str] = {}
    for number, one in _objects(given, "spans", line):
        place = _place(one, number, line)
        label = one.get("label")
        if place is None:
            continue
        if not isinstance(label, str) or not label:
            line.say("span-without-label", number=number)
            continue
        attributes = _attributes(one, number, line)
        stated = one.get("id")
        name = stated if isinstance(stated, str) else ""
        identity = (
            name
            if _is_uuid(name)
            else content_id(article, author, label, *place, attributes, *([name] if name else []))
        )
        if identity in spans or name in ids:
            line.say("mark-id-twice", number=number, id=(name or identity)[:60])
            continue
        spans[identity] = Span(
            identity,
            article,
            author,
            label,
            *place,
            attributes,
            _confidence(one, number, line),
            _rule(one, number, line),
        )
        ids[name or identity] = identity
        _keep_rest(one, number, identity, line)
        _say_unknown(one, number, _SPAN_KEYS, line)
    _say_unread_stances(given, ids, line)
    return tuple(spans.values()), ids


def read_links(given: dict[str, Any], ids: dict[str, str], line: Reading) -> tuple[Link, ...]:
    """Return the links whose two spans came in; `ids` leads from the file's ids to those of the spans."""
    article, author = line.article, line.author
    links: dict[str, Link] = {}
    for number, one in _objects(given, "links", line):
        role, source, target = one.get("role"), one.get("source"), one.get("target")
        if not isinstance(role, str) or not role:
            line.say("link-without-role", number=number)
            continue
        if not isinstance(source, str) or not isinstance(target, str) or source not in ids or target not in ids:
            lost = target if isinstance(source, str) and source in ids else source
            line.say("link-to-unknown-span", number=number, id=str(lost)[:60])
            continue
        stated = one.get("id")
        name = stated if isinstance(stated, str) else ""
        identity = name if _is_uuid(name) else content_id(article, author, role, ids[source], ids[target])
        if identity in links:
            line.say("mark-id-twice", number=number, id=(name or identity)[:60])
            continue
        links[identity] = Link(identity, article, author, role, ids[source], ids[target])
        _keep_rest(one, number, identity, line)
        _say_unknown(one, number, _LINK_KEYS, line)
    return tuple(links.values())


def _objects(given: dict[str, Any], key: str, line: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a list with their numbers, from 1."""
    listed = given.get(key)
    if listed is not None and not isinstance(listed, list):
        line.say("not-a-list", key=key)
        return
    for number, one in enumerate(listed or (), 1):
        if isinstance(one, dict):
            yield number, one
        else:
            line.say("mark-not-object", key=key, number=number)


def _place(one: dict[str, Any], number: int, line: Reading) -> tuple[int, int] | None:
    """Return where a span stands in the normalised text, or None where it cannot stand."""
    start, end = one.get("start"), one.get("end")
    # bool is an int in Python: `true` is no offset.
    if type(start) is not int or type(end) is not int:
        line.say("span-offsets-wrong", number=number)
        return None
    if start < 0 or end < start or end > len(line.raw):
        line.say("span-outside-text", number=number, start=_sane(start), end=_sane(end), length=len(line.raw))
        return None
    place = line.normalised.position(start), line.normalised.position(end)
    if place[0] == place[1]:
        line.say("span-empty", number=number, start=start)
        return None
    quote = one.get("text")
    if quote is None:
        return place
    if not isinstance(quote, str):
        line.say("span-text-wrong", number=number)
        return place
    return place if line.text[slice(*place)] == normalise(quote).text else _drifted(place, quote, number, line)


def _drifted(place: tuple[int, int], quote: str, number: int, line: Reading) -> tuple[int, int] | None:
    """Return where the span's own text stands near its offsets, if it stands there once; either way say so."""
    wanted = normalise(quote).text
    low = max(0, place[0] - _DRIFT)
    around = line.text[low : place[0] + _DRIFT + len(wanted)]
    first = around.find(wanted) if wanted.strip() else -1
    if first < 0 or around.find(wanted, first + 1) >= 0:
        line.say(
            "span-text-differs",
            number=number,
            start=place[0],
            end=place[1],
            text=quote[:60],
            found=line.text[slice(*place)][:60],
        )
        return None
    line.say("span-moved", number=number, start=place[0], end=place[1], moved=low + first, text=quote[:60])
    return low + first, low + first + len(wanted)


def _attributes(one: dict[str, Any], number: int, line: Reading) -> Attributes:
    listed = one.get("attributes")
    if listed is None:
        return {}
    if not isinstance(listed, dict):
        line.say("attributes-wrong", number=number)
        return {}
    attributes: dict[str, Value] = {}
    for name, value in listed.items():
        if isinstance(value, str | bool):
            attributes[name] = value
        elif isinstance(value, int | float):
            attributes[name] = str(value)
            line.say("attribute-made-text", number=number, name=name[:60], value=str(value)[:60])
        else:
            line.say("attribute-wrong", number=number, name=name[:60])
    return attributes


def _confidence(one: dict[str, Any], number: int, line: Reading) -> float | None:
    confidence = one.get("confidence")
    if confidence is None:
        return None
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        line.say("confidence-wrong", number=number)
        return None
    return confidence


def _rule(one: dict[str, Any], number: int, line: Reading) -> str:
    rule = one.get("rule")
    if rule is not None and not isinstance(rule, str):
        line.say("mark-key-not-held", number=number, key="rule")
    return rule if isinstance(rule, str) else ""


def _keep_rest(one: dict[str, Any], number: int, identity: str, line: Reading) -> None:
    """Put a mark's verdict and decision into `meta`, by the mark's id."""
    for key in ON_MARKS:
        if one.get(key) is None:
            continue
        kept = line.meta.setdefault(key, {})
        if isinstance(kept, dict):
            kept[identity] = one[key]
        else:
            line.say("mark-key-not-held", number=number, key=key)


def _say_unknown(one: dict[str, Any], number: int, known: frozenset[str], line: Reading) -> None:
    for key in one:
        if key not in known:
            line.say("mark-key-not-held", number=number, key=key[:60])


def _say_unread_stances(given: dict[str, Any], ids: dict[str, str], line: Reading) -> None:
    """Say which stances of the file have no span: stances are read from spans and links, never from their own list."""
    listed = given.get("stances")
    unread = (
        [one for one in listed if not isinstance(one, dict) or one.get("span") not in ids]
        if isinstance(listed, list)
        else []
    )
    if unread:
        line.say("stances-without-span", count=len(unread))


def _is_uuid(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


def _sane(number: int) -> int | str:
    """Return the number, or a word for one too long to print."""
    return number if abs(number) < 10**15 else "very large"
