"""What can be done with an article of the queue without opening it."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from annotator import edits
from annotator.core.problems import Refused
from annotator.gui.session import Session
from annotator.store import articles, statuses
from annotator.store.articles import Row


def menu_of(parent: QWidget, session: Session, row: Row, show: Callable[[str], object]) -> QMenu:
    """Return the menu of a line; `show` puts its article in front."""
    menu = QMenu(parent)
    project, person = session.file, session.person.id

    now = session.past is None

    def add(words: str, act: Callable[[], object], *, possible: bool = True) -> None:
        made = menu.addAction(words)
        made.setEnabled(possible)
        made.triggered.connect(lambda _checked=False: _do(session, act))

    add(parent.tr("Open"), lambda: show(row.id))
    menu.addSeparator()
    flag = parent.tr("Take the flag away") if row.flagged else parent.tr("Flag")
    add(flag, lambda: edits.flag(project, person, row.id, flagged=not row.flagged), possible=now)
    if row.status in ("done", "skipped"):
        add(parent.tr("Not done after all"), lambda: edits.reopen(project, person, row.id), possible=now)
    else:
        add(parent.tr("Done"), lambda: edits.finish(project, person, row.id), possible=now)
        add(parent.tr("Skip with a reason …"), lambda: _ask_skip(parent, session, row.id), possible=now)
    blind = parent.tr("With suggestions again") if row.blind else parent.tr("Work blind, without suggestions")
    add(blind, lambda: edits.work_blind(project, person, row.id, blind=not row.blind), possible=now)
    menu.addSeparator()
    publications = articles.get(project, row.id).publications if row.id else ()
    address = publications[0].url if publications else ""
    add(parent.tr("Copy address"), lambda: QGuiApplication.clipboard().setText(address), possible=bool(address))
    add(parent.tr("Copy title"), lambda: QGuiApplication.clipboard().setText(row.title))
    return menu


def _ask_skip(parent: QWidget, session: Session, article: str) -> None:
    from annotator.gui.dialogs.skip import SkipPrompt

    def skip(reason: str) -> None:
        _do(session, lambda: edits.skip(session.file, session.person.id, article, reason))

    SkipPrompt(parent.window(), statuses.reasons(session.file), skip).open()


def _do(session: Session, act: Callable[[], object]) -> None:
    try:
        act()
    except Refused as refusal:
        session.tell(refusal.problem)
