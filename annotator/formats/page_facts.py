"""What a page says about itself: headline, date, outlet, address, language, in meta tags, JSON-LD and elements."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import regex

from annotator.core import dates

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_SCRIPT = 1 << 20
_LONGEST_FACT = 1000
_TITLES = ("og:title", "headline", "dc.title", "twitter:title")
_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "date",
    "parsely-pub-date",
    "sailthru.date",
)
_SOURCES = ("og:site_name", "publisher", "application-name", "dc.publisher")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about its article, each an empty string where it says nothing."""

    title: str
    published: str
    source: str
    url: str
    language: str


def page_facts(tree: "HtmlElement") -> Facts:
    """Return what the page says about itself; the headline as it stands on the page where that can be found."""
    stated = _stated(tree)
    names = [stated[key] for key in _TITLES if stated.get(key)] + [_words(tree.findtext(".//title") or "")]
    shown = [_words(heading.text_content()) for heading in tree.iter("h1")]
    title = next(
        (heading for heading in shown if heading and any(heading in name or name in heading for name in names if name)),
        "",
    )
    if not title:
        title = next((name for name in names if name), shown[0] if len(shown) == 1 else "")
    times = [element.get("datetime", "") for element in tree.iter("time") if _in_article(element)]
    published = next((date for key in (*_DATES, "") for date in [dates.minute(stated.get(key, "") or "")] if date), "")
    return Facts(
        title=title,
        published=published or next((date for date in map(dates.minute, times[:1]) if date), ""),
        source=next((stated[key] for key in _SOURCES if stated.get(key)), ""),
        url=_address(tree, stated),
        language=regex.sub(r"[-_].*", "", tree.get("lang", "") or "").lower()[:3],
    )


def _stated(tree: "HtmlElement") -> dict[str, str]:
    """Return the page's meta tags, item properties and JSON-LD by lower-case name; the first of each counts."""
    stated: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        stated.setdefault(key.lower(), _words(element.get("content", "")))
    for key, value in _linked_data(tree):
        stated.setdefault(key, value)
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        stated.setdefault("datepublished", element.get("datetime") or element.get("content") or "")
    return stated


def _linked_data(tree: "HtmlElement") -> Iterator[tuple[str, str]]:
    """Yield headline, date and publisher of the articles that the page's JSON-LD describes."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        source = script.text or ""
        if len(source) > _LONGEST_SCRIPT:
            continue
        try:
            waiting: list[Any] = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting = item + waiting
            elif isinstance(item, dict):
                waiting.extend(item.get(key) for key in ("@graph", "mainEntity") if item.get(key))
                yield from _article_facts(item)


def _article_facts(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kinds = item.get("@type")
    if not any(
        "Article" in str(kind) or "Posting" in str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    ):
        return
    publisher = item.get("publisher")
    named = publisher.get("name") if isinstance(publisher, dict) else publisher
    for key, value in (
        ("headline", item.get("headline")),
        ("datepublished", item.get("datePublished")),
        ("publisher", named),
    ):
        if isinstance(value, str):
            yield key, _words(value)


def _address(tree: "HtmlElement", stated: dict[str, str]) -> str:
    linked = [
        element.get("href", "")
        for element in tree.iter("link")
        if "canonical" in element.get("rel", "").lower().split()
    ]
    return next(
        (address for address in (*linked, stated.get("og:url", "")) if regex.match(r"https?://\S+$", address)), ""
    )


def _in_article(element: "HtmlElement") -> bool:
    """Tell whether an element belongs to the article and not to a comment below it."""
    above = list(element.iterancestors("article", "main", "header"))
    return bool(above) and not any(
        "comment" in (holder.get("class", "") + holder.get("id", "")).lower() for holder in element.iterancestors()
    )


def _words(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_FACT]
