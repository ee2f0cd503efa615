"""The strip over every room that says that the network on screen is one of the past, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class PastBar(QFrame):
    """Hidden while the newest step is on screen. It also asks from where to train, in the same place."""

    newest_clicked = Signal()
    branch_clicked = Signal()
    train_newest_clicked = Signal()
    train_here_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "past")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = QLabel(self)
        self.words.setProperty("role", "value")
        self.more = QLabel(self)
        self.more.setProperty("role", "muted")
        self.more.setWordWrap(True)
        self.newest = self._button("Newest", self.newest_clicked, "Show the newest step again (J).")
        self.branch = self._button(
            "Branch here", self.branch_clicked, "Begin a new run from exactly this step; the other is kept."
        )
        self.train_newest = self._button("", self.train_newest_clicked, "Go on from the newest step.")
        self.train_here = self._button(
            "Branch here and train", self.train_here_clicked, "A new run from this step; the other is kept."
        )
        self.cancel = self._button("Stay", None, "Do not train, and stay at this step.")
        self.cancel.clicked.connect(self.withdraw)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 16, 4)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.more, 1)
        # What begins a branch does not come to lie where "Newest" was.
        for button in (self.newest, self.branch, self.train_here, self.train_newest, self.cancel):
            row.addWidget(button)
        self._step = self._last = 0
        self._about = ""
        self._asks = self._one = False
        self.setAccessibleName("A step that is past is on screen")
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether it asks from where to train."""
        return self._asks and not self.isHidden()

    def show_past(self, step: int, last: int, about: str) -> None:
        """`step` is on screen, `last` is the newest; `about`: what that means in the room that is open."""
        self._step, self._last, self._about = step, last, about
        self._dress()
        self.show()

    def show_newest(self) -> None:
        """The newest step is on screen: there is nothing to say."""
        self._asks = False
        self.hide()

    def ask(self, *, one: bool = False) -> None:
        """From where to train, or from where to make `one` step."""
        self._asks, self._one = True, one
        self._dress()
        self.train_here.setFocus()

    def withdraw(self) -> None:
        """Nobody asks any more."""
        self._asks = False
        self._dress()

    def _dress(self) -> None:
        if self._asks:
            what = "One step from" if self._one else "Train from"
            self.words.setText(f"{what} where? You see step {self._step:,}")
            self.more.setText("")
        else:
            self.words.setText(f"You see step {self._step:,}")
            self.more.setText(f"of {self._last:,}. {self._about}")
        self.train_here.setText("Branch here and make one step" if self._one else "Branch here and train")
        go_on = "One step from" if self._one else "Go on from"
        self.train_newest.setText(f"{go_on} the newest, step {self._last:,}")
        for button in (self.newest, self.branch):
            button.setVisible(not self._asks)
        for button in (self.train_newest, self.train_here, self.cancel):
            button.setVisible(self._asks)

    def _button(self, text: str, clicked: SignalInstance | None, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(True)
        button.setToolTip(tip)
        if clicked is not None:
            button.clicked.connect(clicked)
        return button
