"""How far a long work is, in one line, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from netviz.rendering import units


class ProgressStrip(QWidget):
    """Hidden while nothing is under way."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words = QLabel(self)
        self._words.setProperty("role", "muted")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        units.hold(self._bar, width=96)
        self._cancel = QPushButton("Cancel", self)
        self._cancel.setProperty("role", "quiet")
        self._cancel.setToolTip("Stop it; no half file is left behind.")
        self._cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._words, self._bar, self._cancel):
            row.addWidget(widget)
        self.hide()

    def begin(self, words: str) -> None:
        """Something begins: `words` say what."""
        self._words.setText(words)
        self.show_share(0.0)
        self.show()

    def show_share(self, share: float) -> None:
        """How far it is, 0 to 1."""
        self._bar.setValue(round(100 * share))
        self._bar.setAccessibleDescription(f"{share:.0%}")

    def end(self) -> None:
        """It is over."""
        self.hide()
