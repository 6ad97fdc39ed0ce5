"""The form for what is seldom asked of the queue: every change is in force at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.core.translation import QT_TR_NOOP
from annotator.gui.annotate.parts import button, label, line, row_of, tick
from annotator.gui.language import translated
from annotator.store.filters import Filter

STATUSES = {
    "": QT_TR_NOOP("Any"),
    "open": QT_TR_NOOP("To do or started"),
    "todo": QT_TR_NOOP("Not begun"),
    "started": QT_TR_NOOP("Started"),
    "done": QT_TR_NOOP("Done"),
    "skipped": QT_TR_NOOP("Skipped"),
}
"""The statuses that can be asked for, and what they are called."""


class FilterForm(QFrame):
    """A sheet over the queue that closes when one clicks elsewhere, or with Esc or Enter."""

    changed = Signal(object)
    """The filter that is asked for now."""

    def __init__(self, parent: QWidget, asked: Filter, scheme: Scheme) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Filter"))
        self._asked = asked
        labels = {"": self.tr("Any")} | {item.id: item.name for item in scheme.labels}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(8)
        self._column.addWidget(label(self.tr("Show only"), "section"))
        statuses = {key: translated(words) for key, words in STATUSES.items()}
        self._status = self._choice(self.tr("Status"), "status", statuses)
        self._choice(self.tr("With mark"), "with_label", labels)
        self._choice(self.tr("Without"), "without_label", labels)
        self._source = self._choice(self.tr("Source"), "source", {"": self.tr("Any")})
        self._language = self._choice(self.tr("Language"), "language", {"": self.tr("Any")})
        for field, name in (("since", self.tr("From")), ("until", self.tr("To"))):
            self._date(field, name)
        for field, words in (
            ("flagged", self.tr("Flagged by me")),
            ("commented", self.tr("Commented on")),
            ("asked", self.tr("With an open question")),
            ("suggested", self.tr("With suggestions left")),
            ("blind", self.tr("To be done blind")),
        ):
            self._tick(field, words)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Show all"), self._clear))
        row.addWidget(button(self.tr("Close"), self.close, "primary"))
        self._column.addLayout(row)

    def start(self) -> None:
        """Take the focus."""
        self._status.setFocus(Qt.FocusReason.PopupFocusReason)

    def offer(self, sources: Sequence[str], languages: Sequence[str]) -> None:
        """Offer the sources and languages that there are."""
        for box, known, chosen in (
            (self._source, sources, self._asked.source),
            (self._language, languages, self._asked.language),
        ):
            with QSignalBlocker(box):  # nothing is chosen by offering it
                while box.count() > 1:
                    box.removeItem(1)
                for value in dict.fromkeys([*([chosen] if chosen else []), *known]):
                    box.addItem(value, value)
                box.setCurrentIndex(max(box.findData(chosen), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def _choice(self, name: str, field: str, offered: dict[str, str]) -> QComboBox:
        box = QComboBox()
        box.setMaxVisibleItems(14)
        box.setMinimumWidth(170)
        for value, words in offered.items():
            box.addItem(words, value)
        chosen = str(getattr(self._asked, field))
        if box.findData(chosen) < 0:
            box.addItem(chosen, chosen)
        box.setCurrentIndex(box.findData(chosen))
        box.currentIndexChanged.connect(lambda _index: self._ask(field, box.currentData() or ""))
        self._column.addLayout(row_of(name, box))
        return box

    def _date(self, field: str, name: str) -> None:
        made = line(getattr(self._asked, field), name, "2025-03-13")
        made.setToolTip(self.tr("A year, a month or a day: 2025, 2025-03 or 2025-03-13"))
        made.textChanged.connect(lambda text: self._ask(field, text.strip()) if _is_date(text.strip()) else None)
        self._column.addLayout(row_of(name, made))

    def _tick(self, field: str, words: str) -> None:
        box: QCheckBox = tick(words, on=bool(getattr(self._asked, field)))
        box.toggled.connect(lambda on: self._ask(field, on))
        self._column.addWidget(box)

    def _ask(self, field: str, value: Any) -> None:
        self._asked = replace(self._asked, **{field: value})
        self.changed.emit(self._asked)

    def _clear(self) -> None:
        self.changed.emit(Filter())
        self.close()


def _is_date(text: str) -> bool:
    """Tell whether a text is empty or the beginning of an ISO date: a year, a month or a day."""
    parts = text.split("-")
    lengths = [len(part) for part in parts]
    return not text or (lengths == [4, 2, 2][: len(parts)] and all(part.isdigit() for part in parts))
