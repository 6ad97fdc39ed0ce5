"""Full-text search over articles: words with diacritics folded, beginnings of words, and CJK anywhere in a sentence."""

import regex

from annotator.core.text import storable
from annotator.store.project import Project

_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_WORD = regex.compile(r"\"[^\"]+\"|[\p{L}\p{M}\p{N}_]+")
_SPOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_WORDS = 64
# Letters that Unicode does not take apart, so that the index cannot fold them.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ı": "i",
        "ð": "d",
        "þ": "th",
    }
)
LONGEST = 1_000
"""How much of a query is read, in characters: SQLite refuses longer patterns."""


def index(project: Project, number: int, title: str, text: str) -> None:
    """Index a text for good: texts never change, so neither do their entries."""
    project.db.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", (number, _spread(storable(title)), _spread(text))
    )


def articles(project: Project, query: str) -> list[str]:
    """Return the articles that hold each word (the last may be a beginning) and "quoted phrase" of a query.

    They come as they came in. Corrected titles and the sources of publications are looked through too. An empty query
    finds nothing.
    """
    return [identity for _number, identity in _found(project, query)]


def numbers(project: Project, query: str) -> set[int]:
    """Return the local numbers of the articles that `articles` finds."""
    return {number for number, _identity in _found(project, query)}


def _found(project: Project, query: str) -> list[tuple[int, str]]:
    query = storable(query).replace("\0", " ")[:LONGEST]
    if not query.strip():
        return []
    expression = fts_query(query)
    like = "%" + query.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    inside = (
        " id IN (SELECT article_text.id FROM search JOIN article_text ON article_text.number = search.rowid"
        " WHERE search MATCH ?1) OR"
    )
    found = project.rows(
        "SELECT number, id FROM article WHERE"
        + (inside if expression else "")
        + " id IN (SELECT article FROM correction WHERE field IN ('title', 'source') AND value LIKE ?2 ESCAPE '\\')"
        " OR id IN (SELECT article FROM publication WHERE source LIKE ?2 ESCAPE '\\' OR title LIKE ?2 ESCAPE '\\')"
        " ORDER BY number",
        (expression, like),
    )
    return [(number, identity) for number, identity in found]


def fts_query(query: str) -> str:
    """Return what the search index understands of a query: nothing of its own syntax comes through."""
    parts = []
    words = list(_WORD.finditer(query))[:_WORDS]
    for number, match in enumerate(words):
        quoted = match.group().startswith('"')
        # A phrase without a letter or digit has no words, which the index takes for one that nothing holds.
        phrase = " ".join(_SPOKEN.findall(_spread(match.group())))
        if phrase:
            begun = number == len(words) - 1 and not quoted and match.end() == len(query)
            parts.append(f'"{phrase}"{"*" if begun else ""}')
    return " ".join(parts)


def _spread(text: str) -> str:
    """Put spaces around the characters of scripts that write none, so that each is a word to the index."""
    return text if text.isascii() else _CJK.sub(lambda match: f" {match.group()} ", text.translate(_LETTERS))
