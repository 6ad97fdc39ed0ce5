"""Where a mark came from: who suggested it, how sure and by which rule if one asks, and what became of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.core.marks import Span
from annotator.gui.annotate import parts
from annotator.gui.annotate.parts import button, label
from annotator.store.verdicts import Verdict


class Provenance(QWidget):
    """Two dim lines; the details of a suggestion are shown when asked for, and then for every mark."""

    def __init__(self) -> None:
        super().__init__()
        self._details = ""
        self._asked = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._by_name = label(self.tr("Suggested by"), "dim")
        self._by = label("", "dim", wrap=True)
        self._why = button(self.tr("why?"), self._toggle, "link", self.tr("Confidence and rule"))
        self._verdict_name = label(self.tr("Verdict"), "dim")
        self._verdict = label("", "dim", wrap=True)
        for row, parts_of_row in enumerate(((self._by_name, self._by, self._why), (self._verdict_name, self._verdict))):
            for column, part in enumerate(parts_of_row):
                grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop if column != 1 else Qt.AlignmentFlag(0))

    def show_origin(self, mark: Span | None, origin: Verdict | None, *, own: bool) -> None:
        """Show who suggested a mark, and for an own one what verdict it came of."""
        by, details, verdict = "", "", ""
        if mark is not None and not own:
            by = mark.author.removeprefix("model:")
            told = [f"{mark.confidence:.2f}"] if mark.confidence is not None else []
            details = " · ".join([*told, *([mark.rule.replace("-", " ")] if mark.rule else [])])
        elif origin is not None:
            by = origin.mark_author.removeprefix("model:")
            verdict = {"accepted": self.tr("✓ accepted"), "changed": self.tr("✎ changed")}.get(
                origin.verdict, origin.verdict
            )
            if origin.bulk:
                verdict += self.tr(", with all that was left")
            elif origin.milliseconds is not None:
                verdict += self.tr(", {:,.1f} s").format(origin.milliseconds / 1000)
        elif mark is not None:
            verdict = self.tr("marked by hand")
        self._details = details
        parts.put(self._by, f"{by} · {details}" if details and self._asked else by)
        parts.show(self._by_name, on=bool(by))
        parts.show(self._why, on=bool(details))
        parts.put(self._verdict, verdict)
        parts.show(self._verdict_name, on=bool(verdict))
        parts.show(self, on=mark is not None)

    def _toggle(self) -> None:
        self._asked = not self._asked
        by = self._by.text().partition(" · ")[0]
        self._by.setText(f"{by} · {self._details}" if self._asked else by)
