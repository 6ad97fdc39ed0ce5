"""What stands in the inspector while nothing is selected: the few keys that lead on."""

from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.gui.annotate import parts
from annotator.gui.annotate.parts import label


class NothingSelected(QWidget):
    """A line of words, and the most useful keys as caps."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(9)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._first = label("", "dim", wrap=True)
        grid.addWidget(self._first, 0, 0, 1, 2)
        self._keys: list[QWidget] = []
        for row, (key, what) in enumerate(
            (
                ("Tab", self.tr("to the next mark or suggestion")),
                ("1 – 3", self.tr("label the word at the caret")),
                ("S", self.tr("a stance about selected words")),
                ("?", self.tr("all keys")),
            ),
            1,
        ):
            cap, said = label(key, "keycap"), label(what, "dim", wrap=True)
            grid.addWidget(cap, row, 0)
            grid.addWidget(said, row, 1)
            self._keys += [cap, said]

    def show_keys(self, *, article: bool) -> None:
        """Show the keys of an open article, or that there is none."""
        parts.put(
            self._first,
            self.tr("Nothing is selected. Select words with the mouse, or:")
            if article
            else self.tr("No article is open."),
        )
        for part in self._keys:
            parts.show(part, on=article)
