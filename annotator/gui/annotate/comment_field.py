"""The small form in which a comment, an answer or a change of one is written."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.gui.annotate.parts import button, label

_FEWEST, _MOST = 2, 9


class Words(QPlainTextEdit):
    """A field of some lines: Enter or Ctrl+Enter takes what is typed, Shift+Enter begins a line, Esc leaves."""

    entered = Signal()
    given_up = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def put(self, text: str) -> None:
        """Show a text, with the caret at its end."""
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
            else:
                self.entered.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter and Esc here; leave Ctrl+Z to the window while there is nothing typed to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def _grow(self) -> None:
        lines = min(
            max(round(self.document().size().height()), _FEWEST), _MOST
        )  # a plain text counts its size in lines
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 16)
        scrolls = self.document().size().height() > _MOST
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)


class CommentField(QWidget):
    """What it is about, the words, whether they ask, and Save. It saves nothing itself."""

    saved = Signal()
    cancelled = Signal()
    """The person goes back to the page; what is typed is kept by whoever shows this."""
    discarded = Signal()
    typed = Signal()
    """The words, or whether they ask, are other ones."""

    def __init__(self, name: str, hint: str, about: str = "", *, asks: bool | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        self.about = label(about, "dim", wrap=True)
        column.addWidget(self.about)
        self.about.setVisible(bool(about))
        self.words = Words(name, hint)
        self.words.entered.connect(self.saved)
        self.words.given_up.connect(self.cancelled)
        self.words.textChanged.connect(self._on_typed)
        column.addWidget(self.words)
        self._kinds = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(5)
        if asks is not None:
            for number, kind in enumerate((self.tr("Note"), self.tr("Question to the reviewer"))):
                made = QPushButton(kind)
                made.setCheckable(True)
                made.setChecked(asks == bool(number))
                made.setAutoDefault(False)
                made.setProperty("role", "chip")
                made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                self._kinds.addButton(made, number)
                row.addWidget(made)
            self._kinds.idClicked.connect(lambda _number: self.typed.emit())
            row.addStretch()
            column.addLayout(row)
            row = QHBoxLayout()
        self.save = button(self.tr("Save"), self.saved.emit, "primary", self.tr("Enter; Shift+Enter begins a new line"))
        self._discard = button(self.tr("Discard"), self.discarded.emit, "quiet")
        self._cancel = button(self.tr("Cancel"), self.cancelled.emit, "quiet", self.tr("Esc; what is typed is kept"))
        for part in (self.save, self._cancel, self._discard):
            row.addWidget(part)
        row.addStretch()
        column.addLayout(row)
        self._on_typed()

    @property
    def text(self) -> str:
        """Return what is typed."""
        return self.words.toPlainText()

    @property
    def asks(self) -> bool:
        """Tell whether it is a question."""
        return self._kinds.checkedId() == 1

    def set_asks(self, *, asks: bool) -> None:
        """Make it a question, or a note."""
        chosen = self._kinds.button(int(asks))
        if chosen is not None:
            chosen.setChecked(True)

    def start(self) -> None:
        """Put the focus into the words."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # from one of the buttons
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _on_typed(self) -> None:
        some = bool(self.text.strip())
        self.save.setEnabled(some)
        self._discard.setVisible(some)
        self.typed.emit()
