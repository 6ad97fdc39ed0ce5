"""What each setting does to the open window: they take effect at once, and are kept."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from annotator import settings
from annotator.core.problems import Refused
from annotator.settings import Setting

if TYPE_CHECKING:
    from annotator.gui.window import Window

_APPLY: Mapping[Setting[Any], "Callable[[Window, Any], object]"] = {
    settings.THEME: lambda window, _value: window.apply_theme(),
    settings.WINDOW_SCALE: lambda window, _value: window.apply_theme(),
    settings.TEXT_ZOOM: lambda window, value: window.zoom_to(round(value * 100)),
    settings.LINE_SPACING: lambda window, value: window.page.set_look(spacing=round(value * 100)),
    settings.READING_FONT: lambda window, value: window.page.set_look(family=value),
    settings.MEASURE: lambda window, value: window.page.set_look(measure=value),
    settings.LABEL_CHIPS: lambda window, value: window.page.set_look(chips=value),
    settings.PARAGRAPH_NUMBERS: lambda window, value: window.page.set_look(numbers=value),
    settings.SHOW_SUGGESTIONS: lambda window, value: window.session.set_show_suggestions(show=value),
    settings.KEY_BINDINGS: lambda window, _value: window.shortcuts.rebind(),
}
_AT_START = tuple(setting for setting in _APPLY if setting not in {settings.THEME, settings.WINDOW_SCALE})


def choose(window: "Window", setting: Setting[Any], value: object) -> None:
    """Keep a setting and let the open window show it; what cannot be kept is said, and holds until the end."""
    try:
        settings.load().save(setting, value)
    except Refused as refusal:
        window.session.tell(refusal.problem)
    if setting in _APPLY:
        _APPLY[setting](window, value)


def apply_all(window: "Window") -> None:
    """Let a window that has just been furnished show every setting."""
    kept = settings.load()
    for setting in _AT_START:
        _APPLY[setting](window, kept.get(setting))


def is_heard(setting: Setting[Any]) -> bool:
    """Tell whether an open window shows a setting at once."""
    return setting in _APPLY
