"""The publication that a file speaks of."""

from annotator.core.article import Publication
from annotator.core.marks import content_id
from annotator.core.text import article_id


def publication(text: str, *, title: str, source: str, published: str, url: str = "", file: str = "") -> Publication:
    """Return a publication of this normalised text; the same one always gets the same id, whatever file it comes in."""
    identity = content_id("publication", article_id(text), title, source, url, published)
    return Publication(identity, title, source, url, published, file)
