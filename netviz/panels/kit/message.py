"""A message: what is said, of which kind, until when; and the card that shows one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from netviz.panels.kit.own_keys import keeps

Kind = Literal["note", "done", "warning", "error", "question"]
NAMES: Final[dict[Kind, str]] = {
    "note": "Note",
    "done": "Done",
    "warning": "Warning",
    "error": "Error",
    "question": "Question",
}
MARKS: Final[dict[Kind, str]] = {"note": "i", "done": "✓", "warning": "!", "error": "✕", "question": "?"}
"""The kind is never told by a colour alone."""
WIDEST: Final = 68  # characters of a line


class Offer(NamedTuple):
    """A button on a message; `decline` is called where the message is put away instead."""

    title: str
    accept: Callable[[], None]
    decline: Callable[[], None] | None = None


@dataclass(frozen=True, eq=False)
class Message:
    """One sentence or two. `about` is what it speaks of: of one thing only the newest message stands."""

    sentence: str
    kind: Kind
    about: str
    offer: Offer | None = None
    holds: Callable[[], bool] | None = None
    lasts: bool = True


class MessageCard(QFrame):
    """A message with its mark, its button and a way to put it away."""

    accepted = Signal()
    put_away = Signal()

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self.setProperty("role", "message")
        self.setProperty("kind", message.kind)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(f"{NAMES[message.kind]}: {message.sentence}")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        mark = QLabel(MARKS[message.kind], self)
        mark.setProperty("role", "mark")
        mark.setProperty("kind", message.kind)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel(message.sentence, self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.offer_button = QPushButton(message.offer.title if message.offer else "", self)
        self.offer_button.setProperty("role", "primary")
        self.offer_button.setVisible(message.offer is not None)
        self.offer_button.clicked.connect(self.accepted)
        self.away_button = QPushButton("Dismiss", self)
        self.away_button.setProperty("role", "quiet")
        self.away_button.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        for button in (self.offer_button, self.away_button):
            # A click leaves the keys where they are; Tab and the menu's row come here.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(message.sentence if button is self.offer_button else "Put this message away.")
            button.installEventFilter(self)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def has_focus(self) -> bool:
        """Whether one of its buttons has the keys."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def take_focus(self) -> None:
        """To the button that answers it."""
        button = self.away_button if self.message.offer is None else self.offer_button
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def wish(self, widest: int) -> QSize:
        """The size that it takes at a width of at most `widest` pixels, or of what its buttons need."""
        around = self.sizeHint().width() - self._text.sizeHint().width()
        words = self._text.fontMetrics().horizontalAdvance(self.message.sentence) + 4
        line = self._text.fontMetrics().averageCharWidth() * WIDEST
        least = self.minimumSizeHint()
        width = max(min(widest, around + min(words, line)), least.width())
        return QSize(width, max(least.height(), self.heightForWidth(width)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt before its buttons see a key: Space, Return and Esc are theirs while they have it."""
        if keeps(event, (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.put_away.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QPushButton):
                watched.click()
                return True
        return False
