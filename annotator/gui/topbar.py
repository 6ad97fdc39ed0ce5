"""The bar on top: menus in one button, the project's name, and who works here."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from annotator.gui.annotate.parts import chip, label
from annotator.gui.session import Session
from annotator.store import schemes


class TopBar(QFrame):
    """Says which project is open, and for whom."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "bar")
        self.setObjectName("topbar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        self._name = label("", "title")
        self._file = chip("")
        row.addWidget(self._name)
        row.addWidget(self._file, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.search = QToolButton()
        self.search.setText(self.tr("Search articles    Ctrl+F"))
        self.search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.search.setMinimumWidth(240)
        row.addWidget(self.search)
        self._person = chip("", "blue")
        row.addWidget(self._person, 0, Qt.AlignmentFlag.AlignVCenter)
        session.project_changed.connect(self.show_project)
        self.show_project()

    def show_project(self) -> None:
        """Show the project that is open now."""
        project = self._session.project
        self.setVisible(project is not None)
        if project is not None:
            name = schemes.setting(project, "name") or project.path.stem
            self._name.setText(name)
            self._file.setText(project.path.name)
            self._file.setToolTip(str(project.path))
            self._file.setVisible(project.path.stem != name)
        self._person.setText(self._session.person.name)
        self._person.setToolTip(self.tr("You work as {}").format(self._session.person.name))
