"""A sample article that shows a scheme at work: each label, nested marks, suggestions, and a stance of each value."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.core.article import Article, Publication
from annotator.core.marks import Span
from annotator.core.scheme import Choice, Label, Scheme
from annotator.core.scheme_toml import plain

DECIDED, SUGGESTED = "sample", "model:sample"

_SHOWN = 40
_MOST = 24  # of labels, and of a label's values: the sample is read at a glance


@dataclass(slots=True)
class _Writing:
    """A text that grows, with the marks that stand in it."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def add(self, words: str) -> None:
        self.text += words

    def mark(self, words: str, label: Label, author: str = DECIDED) -> None:
        """Add marked words."""
        start = len(self.text)
        self.text += words
        self.put(start, label, author)

    def put(self, start: int, label: Label, author: str = DECIDED, **attributes: str) -> None:
        """Mark all from here to the end."""
        identity = f"sample-{len(self.spans)}"
        self.spans.append(Span(identity, "sample", author, label.id, start, len(self.text), attributes))

    def row(self, labels: Iterable[Label], author: str) -> None:
        """Add the names of labels, each marked as what it names."""
        for number, label in enumerate(labels):
            self.add(", " if number else "")
            self.mark(_name(label), label, author)


def sample(scheme: Scheme, title: str, source: str = "") -> tuple[Article, list[Span]]:
    """Return the article and its marks; those of the author `SUGGESTED` are suggestions."""
    writing = _Writing()
    labels = list(scheme.current[:_MOST])
    entities = [label for label in labels if not label.evidence]
    if entities:
        writing.add("Each label once, as somebody has marked it: ")
        writing.row(entities, DECIDED)
        writing.add(".\n\nSuggestions, until somebody decides: ")
        writing.row(entities, SUGGESTED)
        writing.add(".\n\n")
    _nested(writing, entities)
    for label in (label for label in labels if label.evidence):
        _evidence(writing, label, [item for item in labels if item in _filling(scheme, label)])
    publication = Publication("sample", title, source, "", "2025-03-13")
    return Article(
        "sample", writing.text.strip() or "…", "en", ((0, len(writing.text.strip()) or 1),), (publication,)
    ), (writing.spans)


def _nested(writing: _Writing, entities: list[Label]) -> None:
    holding = [label for label in entities if label.overlap != "none"]
    if len(holding) < 2:
        return
    outer, inner = holding[1], holding[0]
    writing.add("One inside another: ")
    start = len(writing.text)
    writing.add("the ")
    writing.mark(_name(inner), inner)
    writing.add(f" {_name(outer)}")
    writing.put(start, outer)
    writing.add(".\n\n")


def _filling(scheme: Scheme, label: Label) -> list[Label]:
    """Return the labels that may fill the roles of a label, in the order of its roles."""
    ids = [target for role in label.roles if not role.retired for target in role.labels]
    found = (scheme.label(target) for target in dict.fromkeys(ids))
    return [item for item in found if item is not None and not item.retired and not item.evidence]


def _evidence(writing: _Writing, label: Label, inside: list[Label]) -> None:
    """Add a sentence for each value of a label that is drawn as an underline, and one that is suggested."""
    value = label.value
    used = [item for item in value.choices if not item.retired] if value else []
    choices: list[Choice | None] = [*used[:_MOST]] or [None]
    for choice in choices:
        start = len(writing.text)
        writing.add(f"{_name(label)}, {_short(choice.name)}: " if choice else f"{_name(label)}: ")
        writing.row(inside[:2], DECIDED)
        writing.add(" stand in its evidence" if inside else "these words are its evidence")
        attributes = {value.id: choice.id} if value is not None and choice is not None else {}
        writing.put(start, label, **attributes)
        writing.add(".\n\n")
    start = len(writing.text)
    writing.add(f"{_name(label)}, suggested: these words may be its evidence")
    writing.put(start, label, SUGGESTED)
    writing.add(".\n\n")


def _name(label: Label) -> str:
    return _short(label.name)


def _short(name: str) -> str:
    return plain(name, _SHOWN) or "…"
