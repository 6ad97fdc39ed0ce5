"""Opening the scheme editor over the window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from annotator.gui.window import Window


def open_editor(window: "Window") -> QDialog:
    """Show the editor of the project's scheme over the window, and return it."""
    from annotator.gui.scheme.editor import SchemeEditor

    editor = SchemeEditor(window, window.session, window.theme, page_keys(window))
    editor.saved.connect(lambda sentence: window.session.said.emit(sentence, "done"))
    editor.open()
    return editor


def page_keys(window: "Window") -> dict[str, str]:
    """Return the characters that do something on the page, in lower case, with what that is called."""
    found: dict[str, str] = {}
    for action in window.shortcuts.declared():
        if action.page and not action.id.startswith("label-"):
            for key in (*action.keys, *window.shortcuts.keys(action.id)):
                if len(key) == 1:
                    found[key.lower()] = window.shortcuts.name(action.id)
    return found
