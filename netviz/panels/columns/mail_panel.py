"""Where one types or pastes a mail: what counts lights up in it, and below stands what each did."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.columns.effects import Effect, EffectList
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.spam.mail import marks
from netviz.tasks.task import AnyTask

LONGEST: Final = 20_000  # characters that are read
_LINES: Final = 8
_FAINTEST: Final = 0.16  # of a class's colour behind a word
_STRONGEST: Final = 0.62
ABOUT: Final = (
    "The mails to learn from are of 1998–99 and of one firm: “george” is one of its people, “hp” its name, "
    "“650” its area code."
)
HOW: Final = (
    "Each bar: how far the answer would move back if that number were 0, computed anew for each "
    "(occlusion), as the difference of the outputs before softmax."
)
PICKED: Final = "One of the validation mails. Spambase keeps its numbers, not its text."
PLACEHOLDER: Final = "Type or paste a mail. Words and signs that the network reads light up."


class MailText(QPlainTextEdit):
    """`left`: the keys go elsewhere, so what stands there is whole."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Not where the whole window is left or closed: then nobody is done with the text.
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()


class MailPanel(Themed, QWidget):
    """Values in, signals out: `typed` has the text, `settled` says that it is whole for now; `asked` that an
    example is wanted.
    """

    typed = Signal(str)
    settled = Signal()
    asked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = f"Type a {task.example}"
        self._title = QLabel(self._usual, self)
        self._title.setProperty("role", "title")
        self.example = QPushButton("An example", self)
        self.example.setProperty("role", "quiet")
        self.example.setToolTip(f"Puts one of the validation {task.examples} here: its numbers.")
        self.example.clicked.connect(self.asked)
        self.edit = MailText(self)
        self.edit.setPlaceholderText(PLACEHOLDER)
        self.edit.setAccessibleName("The mail")
        self.edit.setTabChangesFocus(True)
        self.edit.setToolTip(ABOUT)
        units.hold(self.edit, least_height=84)
        self.counted = QLabel(self)
        self.counted.setProperty("role", "muted")
        self.counted.setWordWrap(True)
        units.hold(self.counted, least_width=1)
        self.effects = EffectList(_LINES, self)
        self.effects.setToolTip(HOW)
        about = QLabel(ABOUT, self)
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        units.hold(about, least_width=1)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.example)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        column.addWidget(self.edit, 1)
        column.addWidget(self.counted)
        column.addWidget(self.effects)
        column.addWidget(about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._places: dict[int, float] = {}
        self._inks = ("", "")
        # Whoever hears of it may paint at once, which Qt's text does not survive while it changes.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._changed)
        self.edit.textChanged.connect(self._soon.start)
        self.edit.left.connect(self._left)

    def sizeHint(self) -> QSize:
        return units.size(190, 400)

    @property
    def text(self) -> str:
        """What is read of what stands there."""
        return self.edit.toPlainText()[:LONGEST]

    def show_reading(self, what: str) -> None:
        """While training runs, `Your mail` or `This mail`: it is only read, not learnt from."""
        title = what or self._usual
        if title != self._title.text():
            self._title.setText(title)

    def show_text(self, text: str, note: str = "") -> None:
        """This mail; no signal. `note` stands where a mail without a text would."""
        self.edit.setPlaceholderText(note or PLACEHOLDER)
        if text != self.edit.toPlainText():
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
            self._light_up()

    def show_effects(
        self, effects: tuple[Effect, ...], places: dict[int, float], counted: str, inks: tuple[str, str]
    ) -> None:
        """What each did. `places`: the same, -1 to 1, by the place of its number; `counted`: how many do."""
        self.effects.show_effects(effects, inks)
        if counted != self.counted.text():
            self.counted.setText(counted)
        if (places, inks) != (self._places, self._inks):
            self._places, self._inks = places, inks
            self._light_up()

    def _left(self) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._changed()
        self.settled.emit()

    def _changed(self) -> None:
        self._light_up()
        self.typed.emit(self.text)

    def _light_up(self) -> None:
        text, found = self.text, []
        for mark in marks(text):
            effect = self._places.get(mark.place, 0.0)
            shade = QColor(self._inks[effect > 0] or self._palette.muted)
            shade.setAlphaF(_FAINTEST + (_STRONGEST - _FAINTEST) * min(abs(effect), 1.0))
            of = QTextCharFormat()
            of.setBackground(shade)
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.edit.document())
            cursor.setPosition(_in_qt(text, mark.start))
            cursor.setPosition(_in_qt(text, mark.end), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, of
            found.append(selection)
        self.edit.setExtraSelections(found)


def _in_qt(text: str, place: int) -> int:
    """Where Qt has this place: it counts a character beyond the first 65,536 twice."""
    return place if text.isascii() else len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
