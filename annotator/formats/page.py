"""The visible text of a web page, line by line, and which lines stand in boxes around the article."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "select",
        "datalist",
        "textarea",
        "input",
        "map",
    ]
)
_BLOCKS = frozenset(
    [
        "html",
        "body",
        "address",
        "article",
        "aside",
        "blockquote",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_BOX_TAGS = frozenset(["nav", "aside", "footer", "form", "button", "figcaption", "figure", "menu", "dialog"])
_BOX_ROLES = frozenset(
    [
        "navigation",
        "dialog",
        "complementary",
        "contentinfo",
        "banner",
        "search",
        "menu",
        "alert",
        "alertdialog",
        "toolbar",
    ]
)
_BOX_NAMES = regex.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|promo\w*|ads?|advert\w*|sponsor\w*|newsletter|subscri\w*|signup|comments?"
    r"|disqus"
    r"|cookies?|consent|gdpr|breadcrumbs?|crumbs|tags?|taglist|keywords|by-?line|author-(?:box|bio|info)|caption|credits?|side-?bar"
    r"|trending|popular"
    r"|most-?read|more-(?:news|from|on)|read-?more|read-?also|recirc\w*|widgets?|footer|copyright|menu|navbar|nav|topbar|masthead"
    r"|pagination|paywall"
    r"|pull-?quote|toolbar|print|skip-?link|login|modal|popup|banner|ticker)(?:$|[\s_-])",
    regex.IGNORECASE,
)
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_SPACE = regex.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line that a reader of the page sees; `boxed` where its tags say that it is not the article."""

    text: str
    boxed: bool


def visible_lines(tree: "HtmlElement") -> list[PageLine]:
    """Return the page's lines in the order of its source, white space folded as browsers do; nothing is run."""
    from lxml.etree import iterwalk  # slow to import

    lines: list[PageLine] = []
    pieces: list[str] = []
    depth_boxed = 0  # how many open elements are boxes

    def end_line() -> None:
        text = _SPACE.sub(" ", "".join(pieces)).strip(" ")
        if text.strip():
            lines.append(PageLine(text, depth_boxed > 0))
        pieces.clear()

    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):  # comments and processing instructions
            if event == "end":
                pieces.append(element.tail or "")
            continue
        breaks = element.tag in _BLOCKS
        if event == "start":
            if breaks:
                end_line()
            if _is_unseen(element):
                walk.skip_subtree()
                continue
            depth_boxed += is_box(element)
            pieces.append(element.text or "")
            continue
        if breaks or element.tag == "br":
            end_line()
        elif element.tag in {"td", "th"}:
            pieces.append("\t ")
        if not _is_unseen(element):
            depth_boxed -= is_box(element)
        pieces.append(element.tail or "")
    end_line()
    return lines


def is_box(element: "HtmlElement") -> bool:
    """Tell whether an element is, by its tag, role or names, something that stands around an article."""
    if element.tag in _BOX_TAGS or element.get("role", "").lower() in _BOX_ROLES:
        return True
    if element.tag == "header":
        return not any(above.tag in {"article", "main"} for above in element.iterancestors())
    # Themes name the whole page after its sidebar or cookie state: only inner elements are told by their names.
    if element.tag in {"html", "body", "main", "article", "h1"}:
        return False
    return _BOX_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}"[:300]) is not None


def _is_unseen(element: "HtmlElement") -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
    )
