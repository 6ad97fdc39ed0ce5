"""What the queue says of itself: nothing found, all done, and at the foot how far one is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from annotator.core.pace import seconds_left
from annotator.gui.annotate.parts import button, label
from annotator.store.filters import Tally


class NothingFound(QWidget):
    """Stands where the list would be, with what was asked and the way back."""

    clear_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        self._title, self._words = label("", "", wrap=True), label("", "dim", wrap=True)
        for part in (self._title, self._words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch()
        self.clear_button = button(self.tr("Show all articles"), self.clear_asked.emit)
        row.addWidget(self.clear_button)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(2)

    def show_asked(self, searched: str, asked: list[str], *, empty: bool) -> None:
        """Say what was looked for; `empty` means that there are no articles at all."""
        self.clear_button.setVisible(not empty)
        if empty:
            self._title.setText(self.tr("No articles yet"))
            self._words.setText(self.tr("Import some, and they are listed here."))
            return
        self._title.setText(self.tr("Nothing found"))
        parts = [f"“{searched}”"] if searched else []
        self._words.setText(" · ".join(parts + asked))

    @property
    def sentence(self) -> str:
        """Return what is said."""
        return f"{self._title.text()} {self._words.text()}".strip()


class AllDone(QFrame):
    """A quiet word when every article is done or skipped: what was made."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 11, 13, 11)
        column.setSpacing(3)
        self._title, self._words = label(self.tr("✓ All done"), "ok"), label("", "dim", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._words)
        self.hide()

    def show_tally(self, tally: Tally) -> None:
        """Show what was made, once nothing is left."""
        self.setVisible(bool(tally.total) and not tally.left)
        parts = [
            self.tr("1 article") if tally.done == 1 else self.tr("{:,} articles").format(tally.done),
            self.tr("1 mark") if tally.marks == 1 else self.tr("{:,} marks").format(tally.marks),
            self.tr("1 stance") if tally.stances == 1 else self.tr("{:,} stances").format(tally.stances),
            self.tr("{:,} skipped").format(tally.skipped) if tally.skipped else "",
        ]
        self._words.setText(" · ".join(part for part in parts if part))

    @property
    def sentence(self) -> str:
        """Return what is said."""
        return self._words.text()


class Foot(QWidget):
    """How many articles are done, and about how long the rest will take."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.count, self.left = label("", "dim"), label("", "dim")
        self.left.setToolTip(self.tr("At the pace of your last articles"))
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.left)
        column.addLayout(row)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Articles done"))
        column.addWidget(self.progress)

    def show_tally(self, tally: Tally) -> None:
        """Show how far one is."""
        self.progress.setMaximum(max(tally.total, 1))
        self.progress.setValue(tally.done + tally.skipped)
        said = self.tr("{:,} of {:,} done").format(tally.done, tally.total)
        if tally.skipped:
            said += " · " + self.tr("{:,} skipped").format(tally.skipped)
        self.count.setText(said)
        self.progress.setAccessibleDescription(said)
        seconds = seconds_left(tally.steps, tally.left)
        self.left.setText("" if seconds is None else self.tr("≈ {} left").format(self._time(seconds)))

    def _time(self, seconds: float) -> str:
        """Return a time as one would say it: in minutes, hours, or days of eight hours."""
        minutes = seconds / 60
        if minutes < 50:
            return self.tr("{} min").format(max(5 * round(minutes / 5), 5) if minutes > 7 else max(round(minutes), 1))
        hours = minutes / 60
        if hours < 16:
            return self.tr("{} h").format(round(hours))
        return self.tr("{} days").format(round(hours / 8))
