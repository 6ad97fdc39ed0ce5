"""Citations: the words of an article with where they stand, as plain text and with a link."""

import unicodedata
from dataclasses import dataclass
from html import escape

from annotator.core.article import Article, Range
from annotator.core.publishing import written
from annotator.core.scheme import Scheme
from annotator.core.stances import Stance, surface


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation, as plain text and as HTML."""

    text: str
    html: str


def cite(article: Article, stretch: Range, record: str = "") -> Citation:
    """Return the words of a stretch in quotation marks, with title, source, date and address as far as known.

    The words are exactly those of the article, with each run of white space as one space. `record` stands before them.
    """
    quote = f"“{_one_line(article.text[slice(*stretch)])}”"
    first = article.publications[0] if article.publications else None
    title, url = (_one_line(first.title), _one_line(first.url)) if first else ("", "")
    facts = [_one_line(article.source), written(_one_line(article.published))]
    plain = _line(quote, [f"“{title}”" if title else "", *facts, url])
    marked = _line(_marked_up(quote), [_linked(title, url), *(_marked_up(fact) for fact in facts)])
    above = [f"<b>{_marked_up(record)}</b>", marked] if record else [marked]
    return Citation(f"{record}\n{plain}" if record else plain, "".join(f"<p>{line}</p>" for line in above))


def is_web_address(url: str) -> bool:
    """Tell whether an address leads to a web page: nothing else is ever opened."""
    scheme, colon, rest = url.partition("://")
    return bool(colon) and scheme.lower() in ("http", "https") and bool(rest.strip("/")) and _one_line(url) == url


def record_of(stance: Stance, article: Article, scheme: Scheme) -> str:
    """Return a stance as one line: `Poland → Ottawa Convention: considers withdrawal (2025-03-07)`.

    What is not known is an ellipsis; without a date of its own the stance says when it was reported.
    """
    label = scheme.label(stance.span.label)
    found = (attribute.choice(stance.value) for attribute in (label.attributes if label else ()))
    value = next((choice.name for choice in found if choice), stance.value)
    actors = ", ".join(dict.fromkeys(surface(actor, article.text) for actor in stance.actors))
    treaty = surface(stance.treaty, article.text) if stance.treaty else ""
    reported = f"reported {article.published[:10]}" if article.published else ""
    when = stance.when or reported
    said = f"{actors or '…'} → {treaty or '…'}: {value.lower() or '…'}"
    return f"{said} ({when})" if when else said


def _line(quote: str, facts: list[str]) -> str:
    known = ", ".join(fact for fact in facts if fact)
    return f"{quote} — {known}" if known else quote


def _linked(title: str, url: str) -> str:
    words = _marked_up(f"“{title}”" if title else url)
    return f'<a href="{escape(url)}">{words}</a>' if is_web_address(url) else words


def _marked_up(text: str) -> str:
    # Each part keeps its own direction: a Hebrew quotation does not turn an English title round.
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def _one_line(text: str) -> str:
    """Return a text on one line, without the control characters that no paper can show."""
    return " ".join("".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text).split())
