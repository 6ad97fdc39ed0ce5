"""Opening and closing the history beside the page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator import settings
from annotator.gui import panels
from annotator.gui.annotate.history_panel import HistoryPanel
from annotator.gui.annotate.history_travel import Banner, over

if TYPE_CHECKING:
    from annotator.gui.window import Window


def toggle(window: "Window") -> None:
    """Show the history in the place of the inspector, or the inspector again."""
    panel = panel_of(window)
    if put_away(window):
        window.workspace.focus_page()
        return
    workspace = window.workspace
    if not workspace.inspector.settle():
        return
    panel = panel or _made(window)
    sizes = workspace.splitter.sizes()
    panel.set_theme(window.theme)
    panel.open()
    workspace.inspector.hide()
    place, other = workspace.splitter.indexOf(panel), workspace.splitter.indexOf(workspace.inspector)
    if sizes[other]:
        sizes[place], sizes[other] = sizes[other], 0
        workspace.splitter.setSizes(sizes)


def put_away(window: "Window") -> bool:
    """Show the inspector and the article of now in the place of the history; tell whether that was open."""
    panel, workspace = panel_of(window), window.workspace
    if panel is None or panel.isHidden():
        return False
    panel.run.cancel()
    panel.model.stop()
    panel.travel.back()
    sizes = workspace.splitter.sizes()
    panel.hide()
    workspace.inspector.show()
    place, other = workspace.splitter.indexOf(panel), workspace.splitter.indexOf(workspace.inspector)
    if sizes[place]:
        sizes[other], sizes[place] = sizes[place], 0
        workspace.splitter.setSizes(sizes)
    return True


def panel_of(window: "Window") -> HistoryPanel | None:
    """Return the history, if it has been opened since the program was started."""
    return window.workspace.splitter.findChild(HistoryPanel, options=Qt.FindChildOption.FindDirectChildrenOnly)


def _made(window: "Window") -> HistoryPanel:
    workspace = window.workspace
    panel = HistoryPanel(window.session, window.theme)
    workspace.splitter.addWidget(panel)
    panels.fit(window, settings.load().get(settings.WINDOW_SCALE))
    banner = Banner(window.session, panel.travel)
    over(workspace.page, banner)
    banner.left.connect(panel.travel.back)
    panel.closed.connect(lambda: toggle(window))
    panel.travel.moved.connect(lambda number: workspace.inspector.setEnabled(not number))
    return panel
