"""Training that pauses by itself: when it is to, and why it did."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from netviz.app.program.parts import Parts
from netviz.app.window.banner import Offer

WHY_PAUSED: Final = "why it paused"  # what the message is about


class Stops(QObject):
    """Whatever room is open, it holds what was chosen in Train, and says it when that is met."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._window = parts.window
        self._trainer = parts.trainer
        self._intents = parts.intents
        self._why = ""
        parts.presenter.phase_changed.connect(self._say)
        parts.clock.tick.connect(self._say)
        parts.intents.stop_when(parts.settings.stop_conditions())

    def _say(self, *_: object) -> None:
        """Of its own accord; what was said goes as soon as it goes on, by whatever way."""
        status = self._trainer.status
        words = status.message if status.met else ""
        if words == self._why:
            return
        self._window.banner.withdraw(WHY_PAUSED)
        self._why = words
        if words:
            self._window.banner.say(words, offer=Offer("Train on", self._intents.train), about=WHY_PAUSED)
            QApplication.alert(self._window)
