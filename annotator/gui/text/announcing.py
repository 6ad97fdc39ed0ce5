"""Saying aloud, to those who use a screen reader, which mark was selected."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.text.shown import Shown

_LONGEST = 200


def announcement(mark: Shown, text: str) -> str:
    """Return what is said of a mark: its words, its label, what it stands for, and that it is a suggestion."""
    words = " ".join(text[mark.span.start : mark.span.end].split())
    spoken = words if len(words) <= _LONGEST else words[:_LONGEST] + " …"
    parts = [spoken, mark.name or mark.span.label]
    if mark.says and mark.says != words:
        parts.append(mark.says)
    return ", ".join(parts if mark.decided else [*parts, QCoreApplication.translate("Page", "suggestion")])


def announce(widget: QWidget, mark: Shown, text: str) -> None:
    """Say which mark was selected, where a screen reader listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, announcement(mark, text)))
