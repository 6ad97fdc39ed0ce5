"""Canonical entities to choose from, by their canonical names."""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from annotator.core.marks import Span
from annotator.core.scheme import Attribute
from annotator.gui.annotate.parts import Line


@lru_cache(maxsize=4)
def known(kind: str) -> dict[str, str]:
    """Return the ids of the entities of a kind (actor, treaty) by their canonical names."""
    # Read when the first such field is shown: the tables take longer than a key press may.
    from annotator.nlp import gazetteer

    tables = gazetteer.treaties() if kind == "treaty" else (*gazetteer.states(), *gazetteer.organisations())
    return {entity.name: entity.id for entity in tables}


class EntityField(Line):
    """A name, chosen by type-ahead over the canonical names and those already used in the article."""

    def __init__(self, attribute: Attribute, span: Span, used: Iterable[str]) -> None:
        super().__init__(str(span.attributes.get("name", "")))
        self._kind = attribute.entities
        self.setPlaceholderText(self.tr("Canonical name"))
        names = sorted({*known(self._kind), *used}, key=str.casefold)
        completer = QCompleter(self)
        self._names, self._offered = names, QStringListModel(names, completer)
        completer.setModel(self._offered)
        self.textEdited.connect(self._begun_first)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(9)
        self.setCompleter(completer)
        self.setCursorPosition(0)

    def _begun_first(self, typed: str) -> None:
        """Offer the names that begin with what was typed before those that hold it."""
        begun = typed.casefold()
        self._offered.setStringList(sorted(self._names, key=lambda name: not name.casefold().startswith(begun)))

    def entity(self) -> tuple[str, str]:
        """Return the id (empty for a name that is in no table) and the name that were chosen."""
        typed = " ".join(self.text().split())
        exact = {name.casefold(): name for name in known(self._kind)}.get(typed.casefold())
        return (known(self._kind)[exact], exact) if exact else ("", typed)
