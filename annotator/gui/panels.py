"""The parts of the window that can be put away: queue, inspector, the frame of the window itself."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from annotator import settings

if TYPE_CHECKING:
    from annotator.gui.window import Window

_QUEUE, _ARTICLE, _INSPECTOR = 204, 420, 247
_NARROWEST, _HISTORY = 340, 300
"""The least widths of the three parts, in pixels, that of the article in a window of double size, and the history's."""

_WIDE = (272, 330)
"""How wide queue and inspector are until somebody moves their edges."""


def toggle(window: "Window", panel: str) -> None:
    """Show or hide the `queue` or the `inspector`; what had the focus in a hidden one leaves it to the page."""
    part = _panels(window)[panel]
    _show(window, part, shown=part.isHidden())


def toggle_quiet(window: "Window") -> None:
    """Hide both panels, for reading; show both where none is left to hide."""
    parts = _panels(window).values()
    shown = all(part.isHidden() for part in parts)
    for part in parts:
        _show(window, part, shown=shown)


def toggle_full_screen(window: "Window") -> None:
    """Give the window the whole screen, or its frame again."""
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


def _panels(window: "Window") -> dict[str, QWidget]:
    return {"queue": window.workspace.queue, "inspector": window.workspace.inspector}


def _show(window: "Window", part: QWidget, *, shown: bool) -> None:
    held = not shown and part.isAncestorOf(window.focusWidget() or window)
    part.setVisible(shown)
    if held:
        window.workspace.focus_page()


def keep(window: "Window") -> None:
    """Remember how wide the panels are, and which are hidden."""
    splitter = window.workspace.splitter
    hidden = tuple(name for name, part in _panels(window).items() if part.isHidden())
    settings.load().save(settings.PANELS_HIDDEN, hidden)
    if not hidden:  # the widths of hidden panels are not known
        settings.load().save(settings.PANEL_WIDTHS, bytes(splitter.saveState().data()))


def restore(window: "Window") -> None:
    """Show the panels as they were when the window was closed."""
    kept = settings.load()
    if widths := kept.get(settings.PANEL_WIDTHS):
        window.workspace.splitter.restoreState(widths)
    for name in kept.get(settings.PANELS_HIDDEN):
        if name in _panels(window):
            _panels(window)[name].hide()


def fit(window: "Window", scale: float) -> None:
    """Keep the panels wide enough for text that is so many times as large; the article gives way a little."""
    splitter = window.workspace.splitter
    parts = [part for number in range(splitter.count()) if (part := splitter.widget(number)) is not None]
    article, inspector = _ARTICLE - (_ARTICLE - _NARROWEST) * (scale - 1), _INSPECTOR * scale
    widths = [round(width) for width in (_QUEUE * scale, article, inspector, max(_HISTORY, inspector))]
    other = parts[0].minimumWidth() != widths[0]
    for part, width in zip(parts, widths, strict=False):
        part.setMinimumWidth(width)
    if other:  # the widths that fitted letters of another size do not fit these
        queue, side = (round(width * scale) for width in _WIDE)
        roomy = splitter.width() - queue - side >= widths[1]
        left, right = (queue, side) if roomy else (widths[0], widths[2])
        rest = max(splitter.width() - left - right, widths[1])
        shown = right if window.workspace.inspector.isVisible() else 0
        splitter.setSizes([left, rest, shown, right - shown][: len(parts)])
    window.workspace.queue.reload()  # its lines are as high as their words


def place_of(window: "Window", part: QWidget) -> str:
    """Return where the focus is, by the keys that work there: `page`, `stance`, `field`, `list` or `part`."""
    workspace = window.workspace
    form = workspace.inspector.form
    if part is workspace.page or workspace.page.isAncestorOf(part):
        return "page"
    if form is not None and form.isAncestorOf(part):
        return "stance"
    if isinstance(part, QLineEdit | QTextEdit | QPlainTextEdit | QComboBox | QAbstractSpinBox):
        return "field"
    return "list" if part is workspace.queue.list else "part"
