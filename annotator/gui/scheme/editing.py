"""The scheme as it is being edited: the draft, which item is in front, and what can be taken back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.core import scheme_draft as draft
from annotator.core.scheme import Scheme
from annotator.core.scheme_draft import Difference, Item, Kind, Place
from annotator.core.scheme_faults import Fault, faults


class Editing(QObject):
    """Holds every version of the draft since the editor was opened; nothing is written before it is saved."""

    changed = Signal()
    """The draft is another."""
    chosen = Signal()
    """Another item is in front."""
    counted = Signal()
    """It is known how many marks hold each item."""

    def __init__(self, scheme: Scheme, taken: Mapping[str, str]) -> None:
        super().__init__()
        self.in_force = scheme
        self.draft = scheme
        self.place: Place = ()
        self.uses: Mapping[Place, int] | None = None
        self.faults: list[Fault] = []
        self._taken = taken
        self._undo: list[tuple[Scheme, Place]] = []
        self._redo: list[tuple[Scheme, Place]] = []
        self._field = ""
        self._check()

    @property
    def item(self) -> Item | None:
        """Return the item in front, or None while it is the scheme itself."""
        return draft.item_at(self.draft, self.place)

    @property
    def has_changes(self) -> bool:
        """Tell whether the draft differs from the scheme in force."""
        return self.draft != self.in_force

    @property
    def problems(self) -> list[Fault]:
        """Return what has to be mended before the draft can be saved."""
        return [fault for fault in self.faults if not fault.advice]

    def faults_at(self, place: Place, field: str = "") -> list[Fault]:
        """Return the faults of an item, or of one of its fields; problems come before advice."""
        found = [fault for fault in self.faults if fault.place == place and field in {"", fault.field}]
        return sorted(found, key=lambda fault: fault.advice)

    def differences(self) -> list[Difference]:
        """Return what saving would change."""
        return draft.differences(self.in_force, self.draft)

    def is_new(self, place: Place) -> bool:
        """Tell whether no version in force had an item: it may be deleted, and gets its id from its name."""
        return draft.item_at(self.in_force, place) is None

    def choose(self, place: Place) -> None:
        """Put an item in front."""
        if place != self.place and (not place or draft.item_at(self.draft, place) is not None):
            self.place, self._field = place, ""
            self.chosen.emit()

    def change(self, field: str, **fields: Any) -> None:
        """Change some fields of the item in front; what is typed into one field without a pause is one change."""
        self._put(draft.changed(self.draft, self.place, **fields), self.place, field)

    def rename(self, name: str) -> None:
        """Call the item in front so."""
        made, place = draft.named(self.draft, self.place, name, in_force=self.in_force)
        self._put(made, place, "name")

    def add(self, owner: Place, kind: Kind) -> None:
        """Add an item and put it in front."""
        self.take(*draft.added(self.draft, owner, kind))

    def delete_or_retire(self) -> None:
        """Delete the item in front if it is new, else retire it, or bring it back."""
        place, item = self.place, self.item
        if item is None:
            return
        if self.is_new(place):
            self.take(draft.removed_at(self.draft, place), place[:-2])
        else:
            self.take(draft.changed(self.draft, place, retired=not item.retired), place)

    def shift(self, step: int) -> None:
        """Move the item in front one up or down."""
        if self.place:
            self.take(draft.shifted(self.draft, self.place, step), self.place)

    def move(self, place: Place, to: int) -> None:
        """Move an item to another position among those beside it."""
        self.take(draft.moved(self.draft, place, to), place)

    def take(self, made: Scheme, place: Place) -> None:
        """Take another draft, as one change."""
        self._put(made, place, "")

    def undo(self) -> None:
        """Take back the last change."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Make again what was taken back last."""
        self._step(self._redo, self._undo)

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a change to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Tell whether a change was taken back."""
        return bool(self._redo)

    def count(self, uses: Mapping[Place, int]) -> None:
        """Take how many marks hold each item."""
        self.uses = uses
        self.counted.emit()

    def _put(self, made: Scheme, place: Place, field: str) -> None:
        if made == self.draft:
            return
        if not field or field != self._field:
            self._undo.append((self.draft, self.place))
        self._redo.clear()
        self._field = field
        self._show(made, place, anew=not field)

    def _step(self, source: list[tuple[Scheme, Place]], target: list[tuple[Scheme, Place]]) -> None:
        if source:
            made, place = source.pop()
            target.append((self.draft, self.place))
            self._field = ""
            self._show(made, place, anew=True)

    def _show(self, made: Scheme, place: Place, *, anew: bool) -> None:
        self.draft, self.place = made, place
        self._check()
        self.changed.emit()
        if anew:
            self.chosen.emit()

    def _check(self) -> None:
        self.faults = faults(self.draft, self._taken)
