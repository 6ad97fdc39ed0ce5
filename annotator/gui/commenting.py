"""Comments as the window's actions reach them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.gui.window import Window


def new(window: "Window") -> None:
    """Ask for a note or question about what is selected."""
    window.workspace.comments.new()


def show_list(window: "Window") -> None:
    """Show the questions and comments of all articles."""
    from annotator.gui.dialogs.comments import CommentsList

    CommentsList(window, window.session, lambda article, thread: go_to(window, article, thread)).show()


def go_to(window: "Window", article: str, thread: str) -> None:
    """Put the article of a comment in front, and select what it is about."""
    session = window.session
    if session.article is None or session.article.id != article:
        window.workspace.leave(lambda session: session.show_article(article))
    if session.article is not None and session.article.id == article:
        window.workspace.comments.go_to(thread)
        window.activateWindow()
        window.workspace.focus_page()
