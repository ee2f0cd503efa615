"""Messages that stand in the window and wait, instead of dialogs that stop everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

NOTE_MS: Final = 4000


@dataclass(frozen=True)
class Offer:
    """A button on a message; `decline` is called where the message is put away instead."""

    title: str
    accept: Callable[[], None]
    decline: Callable[[], None] | None = None


class Banner(QFrame):
    """One sentence, perhaps a button, and a way to put it away. A new message replaces the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offer = QPushButton(self)
        self._offer.clicked.connect(self._accept)
        self._away = QPushButton("Dismiss", self)
        self._away.setProperty("role", "quiet")
        self._away.clicked.connect(self._put_away)
        self._accepted: Callable[[], None] | None = None
        self._declined: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._text, 1)
        row.addWidget(self._offer)
        row.addWidget(self._away)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that stands there; empty while hidden."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def offer_button(self) -> QPushButton:
        """The button of an offer."""
        return self._offer

    def say(self, sentence: str, *, error: bool = False, offer: Offer | None = None) -> None:
        """Show a sentence. A note goes by itself after a while; an error or an offer stays until put away."""
        self._text.setText(sentence)
        self._accepted = offer.accept if offer else None
        self._declined = offer.decline if offer else None
        self._offer.setText(offer.title if offer else "")
        self._offer.setVisible(offer is not None)
        role = "banner" if error else "note"
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
        self.show()
        if error or offer:
            self._timer.stop()
        else:
            self._timer.start(NOTE_MS)

    def take_back(self, sentence: str) -> None:
        """What this sentence says holds no longer; another one stays."""
        if sentence and self.text == sentence:
            self.hide()

    def give_way(self) -> None:
        """Another room needs the height: a note goes, and an offer that the room's own buttons make too. An
        error stays, and an offer whose refusal means something.
        """
        if self.property("role") != "banner" and self._declined is None:
            self.hide()

    def _accept(self) -> None:
        self.hide()
        if self._accepted is not None:
            self._accepted()

    def _put_away(self) -> None:
        self.hide()
        if self._declined is not None:
            self._declined()
