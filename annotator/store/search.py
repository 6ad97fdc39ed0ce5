"""Full-text search over articles: words with diacritics folded, beginnings of words, and CJK anywhere in a sentence."""

import regex

from annotator.store.project import Project

_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_WORD = regex.compile(r"\"[^\"]+\"|[\p{L}\p{M}\p{N}_]+")


def index(project: Project, number: int, title: str, text: str) -> None:
    """Index a text for good: texts never change, so neither do their entries."""
    project.db.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", (number, _spread(title), _spread(text))
    )


def articles(project: Project, query: str) -> list[str]:
    """Return the articles that hold every word of a query (the last as a beginning), or every "quoted phrase", as they came.

    Corrected titles and the sources of publications are looked through too. An empty query finds nothing.
    """
    expression = fts_query(query)
    like = "%" + query.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if not query.strip():
        return []
    found = project.rows(
        "SELECT article.id FROM article WHERE"
        + (" number IN (SELECT article.number FROM search JOIN article_text ON article_text.number = search.rowid"
           " JOIN article USING (id) WHERE search MATCH ?1) OR" if expression else "")
        + " id IN (SELECT article FROM correction WHERE field IN ('title', 'source') AND value LIKE ?2 ESCAPE '\\')"
        " OR id IN (SELECT article FROM publication WHERE source LIKE ?2 ESCAPE '\\' OR title LIKE ?2 ESCAPE '\\')"
        " ORDER BY number",
        (expression, like),
    )  # fmt: skip
    return [row[0] for row in found]


def fts_query(query: str) -> str:
    """Return what the search index understands of a query: nothing of its own syntax comes through."""
    parts = []
    words = _WORD.findall(query)
    for number, word in enumerate(words):
        phrase = _spread(word.strip('"')).replace('"', " ").strip()
        if phrase:
            begun = number == len(words) - 1 and not word.startswith('"') and not query.endswith((" ", "\t"))
            parts.append(f'"{phrase}"{"*" if begun else ""}')
    return " ".join(parts)


def _spread(text: str) -> str:
    """Put spaces around the characters of scripts that write none, so that each is a word to the index."""
    return text if text.isascii() else _CJK.sub(lambda match: f" {match.group()} ", text)
