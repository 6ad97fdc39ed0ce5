"""The form of the item in front: its fields, what is wrong with each, and what may be done with it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.core import scheme_draft as draft
from annotator.core.scheme import Attribute, Choice, Label, Role
from annotator.core.scheme_draft import Kind, kind_of
from annotator.core.scheme_toml import MOST_IN_A_ROLE, plain
from annotator.gui.annotate.parts import button, empty, label, tick
from annotator.gui.language import translated as tr
from annotator.gui.scheme import fields, sayings
from annotator.gui.scheme.editing import Editing
from annotator.gui.scheme.fields import Chosen, Field, Number, OneCharacter, Scroll, Several, Typed
from annotator.gui.scheme.swatches import Swatches
from annotator.gui.theme import Theme


class Form(QFrame):
    """Shows one item; every change of a field is one of the draft, seen in the preview at once."""

    def __init__(self, editing: Editing, theme: Theme) -> None:
        super().__init__()
        self._editing, self._theme = editing, theme
        self.fields: dict[str, Field] = {}
        self._shape: object = None
        self.scrolled = Scroll()
        self._column = self.scrolled.column
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.scrolled)
        editing.changed.connect(self._on_change)
        editing.chosen.connect(self._on_choice)
        editing.counted.connect(self._show_facts)
        self._build()

    def start(self) -> None:
        """Put the focus into the name, all of it selected."""
        name = self.fields["name"].widget
        name.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(name, Typed):
            name.selectAll()

    def add(self, kind: Kind) -> None:
        """Add an item to the one in front, and ask for its name."""
        self._editing.add(self._editing.place, kind)
        self.start()

    def go_to(self, field: str) -> None:
        """Put the focus into a field of the item in front."""
        found = self.fields.get(field) or self.fields["name"]
        found.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scrolled.ensureWidgetVisible(found.widget)

    def _on_choice(self) -> None:
        if self._shape_now() != self._shape:
            self._build()
        else:
            self._refresh()

    def _on_change(self) -> None:
        # While a name is typed the item's place may follow it: the form stays, with the caret where it is.
        if self._shape_now()[1:] != self._shape[1:]:  # type: ignore[index]  # it is set when the form is built
            self._build()
        else:
            self._shape = self._shape_now()
            self._refresh()

    def _shape_now(self) -> tuple[object, ...]:
        """Return what decides which fields there are."""
        place, item = self._editing.place, self._editing.item
        retired = item is not None and item.retired
        targets = [found.id for found in self._editing.draft.current] if isinstance(item, Role) else []
        return place, kind_of(place), getattr(item, "type", ""), retired, self._editing.is_new(place), targets

    def _build(self) -> None:
        focused = next((name for name, field in self.fields.items() if field.widget.hasFocus()), "")
        same = self._shape is not None and self._shape[0] == self._editing.place  # type: ignore[index]  # as above
        self._shape = self._shape_now()
        empty(self._column)
        self.fields = {}
        self._facts = label("", "dim", wrap=True)
        self._facts.setAccessibleName(tr("About this item"))
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place, item = self._editing.place, self._editing.item
        self._column.addWidget(label(sayings.kind_name(kind_of(place)).upper(), "section"))
        self._column.addWidget(self._facts)
        self._line("name", tr("Name"), self._editing.rename, lambda: (self._editing.item or self._editing.draft).name)
        if item is not None and item.retired:
            said = tr("Retired: marks that have it keep it, and new ones cannot get it.")
            self._column.addSpacing(8)
            self._column.addWidget(label(said, wrap=True))
        elif isinstance(item, Label):
            self._build_label()
        elif isinstance(item, Attribute):
            self._build_attribute(new=self._editing.is_new(place))
        elif isinstance(item, Choice):
            self._build_choice()
        elif isinstance(item, Role):
            self._build_role()
        self._build_foot()
        self._column.addStretch(1)
        self._refresh()
        if same and focused in self.fields:
            self.fields[focused].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_label(self) -> None:
        beside = QHBoxLayout()
        for field, name in (("key", tr("Key on the page")), ("letter", tr("Letter at its marks"))):
            column = QVBoxLayout()
            self._one(field, name, column)
            beside.addLayout(column, 1)
        self._column.addLayout(beside)
        for field in ("key", "letter"):
            self._column.addWidget(self.fields[field].said)
        self._swatches(with_none=False)
        self._help(tr("What it is for"))
        ends = {"token": tr("snap to whole words"), "character": tr("exactly what was selected")}
        self._choose("snap", tr("The ends of a mark"), ends)
        overlaps = {
            "nested": tr("one may stand inside another"),
            "none": tr("may not overlap other marks"),
            "any": tr("may overlap anything"),
        }
        self._choose("overlap", tr("Beside other marks"), overlaps)
        self._tick("evidence", tr("Is evidence, and underlined"))
        hint = tr("What pipelines call it (PERSON, GPE …), with commas between")
        names = tr("Names in other pipelines")
        self._line(
            "mapped",
            names,
            lambda text: self._set("mapped", _split(text)),
            lambda: _mapped(self._editing, self.fields["mapped"].widget),
            hint,
        )

    def _build_attribute(self, *, new: bool) -> None:
        types = {
            "choice": tr("a choice"), "text": tr("words"), "entity": tr("a canonical name"), "date": tr("a date"),
            "yesno": tr("yes or no"),
        }  # fmt: skip
        chosen = self._choose("type", tr("What it takes"), types, self._set_type)
        chosen.setEnabled(new)
        if not new:
            chosen.setToolTip(tr("Marks hold values of this kind: make another attribute instead."))
        if getattr(self._editing.item, "type", "") == "entity":
            kinds = {"": tr("of any kind"), "actor": tr("of actors"), "treaty": tr("of treaties")}
            self._choose("entities", tr("Canonical names"), kinds)
        self._tick("required", tr("Must be given"))
        self._help(tr("What it says"))

    def _build_choice(self) -> None:
        self._one("key", tr("Letter that takes it"), self._column)
        self._column.addWidget(self.fields["key"].said)
        self._swatches(with_none=True)
        self._help(tr("When to choose it"))

    def _build_role(self) -> None:
        column = QWidget()
        column.setAccessibleName(tr("Labels that may fill it"))
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        self._targets: dict[str, QCheckBox] = {}
        for target in self._editing.draft.current:
            box = tick(plain(target.name, 40), on=False)
            box.toggled.connect(partial(self._set_target, target.id))
            self._targets[target.id] = box
            lines.addWidget(box)
        self._add("labels", tr("Labels that may fill it"), column, lambda: None)
        least = Number(MOST_IN_A_ROLE, none=tr("none needed"))
        least.valueChanged.connect(lambda number: self._set("minimum", number))
        self._add("minimum", tr("At least"), least, lambda: getattr(self._editing.item, "minimum", 0))
        most = Number(MOST_IN_A_ROLE, none=tr("any number"))
        most.valueChanged.connect(lambda number: self._set("maximum", number))
        self._add("maximum", tr("At most"), most, lambda: getattr(self._editing.item, "maximum", 0))
        self._help(tr("Who or what fills it"))

    def _build_foot(self) -> None:
        """Offer to add what the item may have, and to retire, bring back or delete it."""
        place, item = self._editing.place, self._editing.item
        said = label("", "danger", wrap=True)
        said.hide()
        self._column.addSpacing(10)
        row = QHBoxLayout()
        for kind in () if item is not None and item.retired else draft.may_hold(self._editing.draft, place):
            made = button(adding(kind), partial(self.add, kind))
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setObjectName(f"add-{kind}")
            row.addWidget(made)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addWidget(said)
        self.fields["items"] = Field("items", said, lambda: None, said)
        if item is None:
            return
        if self._editing.is_new(place):
            words, hint = tr("Delete"), tr("No mark can have it yet")
        elif item.retired:
            words, hint = tr("Bring back"), tr("New marks can get it again")
        else:
            words, hint = tr("Retire"), tr("Marks keep it, new ones cannot get it; it can be brought back")
        row = QHBoxLayout()
        self.fate: QPushButton = button(words, self._editing.delete_or_retire, "", hint)
        self.fate.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fate.setObjectName("fate")
        row.addWidget(self.fate)
        row.addStretch(1)
        self._column.addLayout(row)

    def _refresh(self) -> None:
        place = self._editing.place
        for name, field in self.fields.items():
            if isinstance(field.widget, Swatches):
                item = self._editing.item
                letter = getattr(item, "letter", "") or getattr(item, "key", "")
                field.widget.show_colour(getattr(item, "colour", ""), letter)
            else:
                field.show()
            field.tell(self._editing.faults_at(place, name))
        item = self._editing.item
        if isinstance(item, Role) and "labels" in self.fields:
            for target, box in self._targets.items():
                fields.show_value(box, target in item.labels)
        self._show_facts()

    def _show_facts(self) -> None:
        """Show the id, which is what marks store, and how many of them do."""
        place, uses = self._editing.place, self._editing.uses
        identity = place[-1] if place else self._editing.draft.id
        facts = [tr("id {}").format(identity)]
        if place and self._editing.is_new(place):
            facts.append(tr("new, not saved yet"))
        elif place and uses is not None:
            facts.append(sayings.marks(uses.get(place, 0), place))
        self._facts.setText(" · ".join(facts))

    def _set(self, field: str, value: object) -> None:
        self._editing.change(field, **{field: value})

    def _set_type(self, value: object) -> None:
        item = self._editing.item
        kept = item.choices if isinstance(item, Attribute) and value == "choice" else ()
        self._editing.change("type", type=value, choices=kept, entities="")

    def _set_target(self, target: str, on: bool) -> None:  # noqa: FBT001  a ticked box
        item = self._editing.item
        if isinstance(item, Role):
            left = [identity for identity in item.labels if identity != target]
            self._editing.change(f"labels {target}", labels=(*left, target) if on else tuple(left))

    def _add(self, field: str, name: str, widget: QWidget, read: Callable[[], Any], hint: str = "") -> None:
        self.fields[field] = fields.place(self._column, name, field, widget, read, hint)
        self._column.addWidget(self.fields[field].said)

    def _line(
        self, field: str, name: str, write: Callable[[str], None], read: Callable[[], Any], hint: str = ""
    ) -> None:
        made = Typed()
        made.textEdited.connect(write)
        self._add(field, name, made, read, hint)

    def _one(self, field: str, name: str, column: QVBoxLayout) -> None:
        made = OneCharacter()
        made.textEdited.connect(lambda text: self._set(field, text.strip()))
        self.fields[field] = fields.place(column, name, field, made, lambda: getattr(self._editing.item, field, ""))

    def _help(self, name: str) -> None:
        made = Several()
        made.textChanged.connect(lambda: self._set("help", made.toPlainText()))
        self._add("help", name, made, lambda: getattr(self._editing.item, "help", ""))

    def _tick(self, field: str, name: str) -> None:
        made = tick(name, on=False)
        made.toggled.connect(lambda on: self._set(field, on))
        self._add(field, name, made, lambda: getattr(self._editing.item, field, False))

    def _choose(
        self, field: str, name: str, choices: dict[str, str], write: Callable[[object], None] | None = None
    ) -> Chosen:
        made = Chosen(choices)
        made.taken.connect(write or partial(self._set, field))
        self._add(field, name, made, lambda: getattr(self._editing.item, field, ""))
        return made

    def _swatches(self, *, with_none: bool) -> None:
        made = Swatches(self._theme, with_none=with_none)
        made.taken.connect(partial(self._set, "colour"))
        self._add("colour", tr("Colour"), made, lambda: None)


def adding(kind: str) -> str:
    """Return what the button that adds an item says."""
    return {
        "label": tr("＋ Label"),
        "question": tr("＋ Question"),
        "attribute": tr("＋ Attribute"),
        "role": tr("＋ Role"),
        "choice": tr("＋ Choice"),
    }[kind]


def _mapped(editing: Editing, line: QWidget) -> str:
    """Return the names that pipelines use, as they were typed: a comma at the end begins another."""
    names = editing.item.mapped if isinstance(editing.item, Label) else ()
    return line.text() if isinstance(line, Typed) and _split(line.text()) == names else ", ".join(names)


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))
