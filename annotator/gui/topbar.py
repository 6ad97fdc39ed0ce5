"""The bar on top: the project's name, the way to everything, and who works here."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from annotator.gui.annotate.parts import chip, label
from annotator.gui.bindings import Bindings, key_name
from annotator.gui.session import Session
from annotator.store import schemes


class TopBar(QFrame):
    """Says which project is open, and for whom."""

    asked = Signal(str)
    """The id of an action."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "bar")
        self.setObjectName("topbar")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        self._name = Elided("title")
        self._file = chip("")
        row.addWidget(self._name)
        row.addWidget(self._file, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.search = SearchButton(self.tr("Search articles, labels, commands"))
        self.search.clicked.connect(lambda _checked=False: self.asked.emit("palette"))
        row.addWidget(self.search)
        self._person = chip("", "blue")
        row.addWidget(self._person, 0, Qt.AlignmentFlag.AlignVCenter)
        session.project_changed.connect(self.show_project)
        self.show_project()

    def set_bindings(self, bindings: Bindings) -> None:
        """Show the key of the search."""
        self.search.show_key(next(iter(bindings.of("palette")), ""))

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


class Elided(QLabel):
    """A name on one line, cut with dots where there is no room for all of it."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().sizeHint().width(), 5 * self.fontMetrics().height()), super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)
        self.setToolTip(self.text() if text != self.text() else "")


class SearchButton(QPushButton):
    """Looks like a field to type in, with the key that leads there; a click opens the palette."""

    def __init__(self, words: str) -> None:
        super().__init__(autoDefault=False)
        self.setObjectName("search")
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 6, 0)
        self._words = Elided("dim")
        self._words.setText(words)
        self._key = label("", "keycap")
        row.addWidget(self._words, 1)
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        for part in (self._words, self._key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_key(self, key: str) -> None:
        """Show the key that does the same."""
        self._key.setText(key_name(key) if key else "")
        self._key.setVisible(bool(key))

    @property
    def key(self) -> str:
        """Return the key that is shown."""
        return self._key.text()

    def sizeHint(self) -> QSize:
        inner = self._words.sizeHint().width() + self._key.sizeHint().width()
        return QSize(inner + 60, self.fontMetrics().height() + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._key.sizeHint().width() + 5 * self.fontMetrics().height(), self.sizeHint().height())
