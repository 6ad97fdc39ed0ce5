"""A saved web page. The text is all that a reader of the page sees; the body is what of it is the article.

Nothing on the page is run, and nothing is loaded that it points to.
"""

import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from annotator.core.article import Range
from annotator.core.problems import Problem
from annotator.core.records import Raw, Record
from annotator.core.text import NORMALISATION, normalise
from annotator.formats.encoding import decode, is_binary, read_bytes
from annotator.formats.publications import publication

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from annotator.formats.page import PageLine

NAME = "html"
SUFFIXES = (".html", ".htm", ".xhtml")
_LIMIT = 32 << 20
_EXTRACTED = 10_000
"""The most elements of a page that is given to trafilatura: with 10,000 links in a row it takes seconds, with 100,000
minutes. Larger pages do without."""
_CHARSET = regex.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", regex.IGNORECASE
)
_ENDS = frozenset('.!?…。”"’)')


def read(path: Path, *, encoding: str = "") -> Iterator[Record | Problem]:
    """Yield the page as one article, with the title, date, outlet, address and body that its tags and text give."""
    for data in read_bytes(path, _LIMIT):
        yield from [data] if isinstance(data, Problem) else _read(data, path, encoding)


def _read(data: bytes, path: Path, encoding: str) -> Iterator[Record | Problem]:
    # Late, because their patterns take longer to compile than a window may take to open.
    from annotator.core import body, languages
    from annotator.formats.page import visible_lines
    from annotator.formats.page_facts import page_facts

    declared = _CHARSET.search(data[:4096])
    decoded = decode(
        data, path.name, declared=declared[1].decode("ascii", "replace") if declared else "", chosen=encoding
    )
    if is_binary(decoded.text):
        yield Problem("file-not-text", path.name)
        return
    if decoded.problem:
        yield decoded.problem
    tree, is_whole = _parsed(decoded.text)
    if not is_whole:
        yield Problem("page-too-deep", path.name)
    lines = visible_lines(tree) if tree is not None else []
    text = normalise("\n".join(line.text for line in lines)).text
    if tree is None or not text.strip():
        yield Problem("text-empty", path.name)
        return
    facts = page_facts(tree)
    found = body.find(text, boxes=_boxes(lines, _extracted(tree)), title=facts.title)
    yield Record(
        text=text,
        publications=(
            publication(
                text,
                title=facts.title or found.title,
                source=facts.source or found.source,
                published=facts.published or found.published,
                url=facts.url,
                file=path.name,
            ),
        ),
        language=languages.guess("\n".join(text[start:end] for start, end in found.body)) or facts.language[:2],
        body=found.body,
        raw=Raw(data, "text/html", decoded.encoding, f"{NAME}/{NORMALISATION}"),
        where=path.name,
    )


def _parsed(text: str) -> tuple["HtmlElement | None", bool]:
    """Return the page's tree, or None where there is nothing in it, and whether all of the page is in the tree.

    Entities of the page's own are never expanded; what is nested too deep is left out.
    """
    from lxml import etree  # slow to import
    from lxml.html import HTMLParser, document_fromstring

    # NUL ends a document for libxml2; surrogates have no UTF-8.
    source = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, True
    return tree, not any("depth" in str(error.message) for error in parser.error_log)


def _extracted(tree: "HtmlElement") -> set[str]:
    """Return the lines that trafilatura takes for the article; none where it fails or the page is too large for it."""
    if sum(1 for _ in islice(tree.iter(), _EXTRACTED)) == _EXTRACTED:
        return set()
    from copy import deepcopy

    from trafilatura import bare_extraction  # slow to import

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs pages without an article as errors
    document = bare_extraction(
        deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
    )
    extracted = getattr(document, "text", "") or ""
    return {_key(line) for line in extracted.split("\n")} - {""}


def _boxes(lines: list["PageLine"], extracted: set[str]) -> list[Range]:
    """Return where in the text the lines stand that are not the article, by their tags or for want of extraction."""
    taken = [_key(line.text) in extracted for line in lines]
    prose = [line.text[-1] in _ENDS and len(line.text.split()) >= 8 for line in lines]

    def count(*, boxed: bool, only_taken: bool) -> int:
        return sum(
            is_prose and line.boxed == boxed and (is_taken or not only_taken)
            for line, is_taken, is_prose in zip(lines, taken, prose, strict=True)
        )

    # Tags that put most of the extracted paragraphs in boxes, and an extraction that took less than half of the
    # paragraphs outside them, have failed on this page.
    boxes_fail = count(boxed=True, only_taken=True) > count(boxed=False, only_taken=True)
    trusted = boxes_fail or 2 * count(boxed=False, only_taken=True) >= count(boxed=False, only_taken=False) > 0
    boxes: list[Range] = []
    start = 0
    for line, is_taken, is_prose in zip(lines, taken, prose, strict=True):
        if (line.boxed and not boxes_fail) or (trusted and is_prose and not is_taken):
            boxes.append((start, start + len(line.text)))
        start += len(line.text) + 1
    return boxes


def _key(line: str) -> str:
    return "".join(character for character in line.lower() if character.isalnum())
