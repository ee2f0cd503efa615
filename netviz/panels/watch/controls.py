"""Train or pause, one step, reset, and how fast."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from netviz.panels.kit.figures import digits_width, sized
from netviz.panels.kit.icons import SIZE, icon
from netviz.panels.kit.slider import Slider
from netviz.panels.settings.pace import POSITIONS, pace_at, pace_text, position_of
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette


class Controls(Themed, QWidget):
    """One row for the top of the window."""

    train_toggled = Signal(bool)  # True: train, False: pause
    step_clicked = Signal()
    reset_clicked = Signal()
    pace_changed = Signal(object)  # float steps per second, or None for full speed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = False
        self._pace: float | None = None
        self._train = QPushButton("Train", self)
        self._train.setProperty("role", "primary")
        self._step = QPushButton("Step", self)
        self._reset = QPushButton("Reset", self)
        self._step.setToolTip(
            "Train on one mini-batch, then wait, so that you can see what one step changes."
        )
        self._reset.setToolTip("New random weights, the same settings; undo brings this network back.")
        self._slider = Slider(self)
        self._slider.setRange(0, POSITIONS)
        self._slider.setSingleStep(20)
        self._slider.setPageStep(100)
        units.hold(self._slider, width=104)
        self._slider.setToolTip(
            "How fast to train: from one step in eight seconds, to follow by eye, to full speed "
            "at the right end."
        )
        self._slider.setAccessibleName("Pace")
        self._words = QLabel(self)
        self._words.setProperty("role", "muted")
        self._words.setToolTip(self._slider.toolTip())
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for button in (self._train, self._step, self._reset):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._train)
        row.addWidget(self._step)
        row.addWidget(self._reset)
        row.addWidget(self._words)
        row.addWidget(self._slider)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._train.clicked.connect(lambda: self.train_toggled.emit(not self._training))
        self._step.clicked.connect(self.step_clicked)
        self._reset.clicked.connect(self.reset_clicked)
        self._slider.valueChanged.connect(self._moved)
        self.set_pace(None)
        self.show_phase("idle")

    def show_phase(self, phase: str) -> None:
        """`idle`, `training`, `paused`, `diverged` or `stopped`, as the trainer has it; no signal."""
        self._training = phase == "training"
        self._train.setEnabled(phase not in ("diverged", "stopped"))
        self._step.setEnabled(phase not in ("diverged", "stopped"))
        self._reset.setEnabled(phase != "stopped")
        # The space keeps the icon off the word; Qt has no setting for it.
        self._train.setText(" Pause" if self._training else " Train")
        if phase == "diverged":
            tip = "The loss is no longer a number: reset, or go back to the last good step at a lower rate."
        elif self._training:
            tip = "Finish the step that runs, then wait."
        else:
            tip = "Show the network mini-batch after mini-batch and let every weight move a little each time."
        self._train.setToolTip(tip)
        self._train.setAccessibleName("Pause" if self._training else "Train")
        self._dress()

    def set_pace(self, pace: float | None) -> None:
        """Move the slider without a signal."""
        self._pace = pace
        self._slider.blockSignals(True)
        self._slider.setValue(position_of(pace))
        self._slider.blockSignals(False)
        self._words.setText(_trains(pace))

    def pace(self) -> float | None:
        """Steps per second; None is full speed."""
        return self._pace

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._dress()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._dress()

    def _moved(self, position: int) -> None:
        pace = pace_at(position)
        self._words.setText(_trains(pace))
        if pace != self._pace:
            self._pace = pace
            self.pace_changed.emit(pace)

    def _dress(self) -> None:
        colour = self._palette.accent_text
        self._train.setIcon(icon("pause" if self._training else "play", colour))
        # One width for both words, so that nothing beside the button moves when it changes.
        words = sized(self._train.font(), Type.BODY, self._train.font().weight().Bold)
        widest = max(digits_width(words, word) for word in ("Train", "Pause"))
        units.hold(self._train, width=widest + SIZE + 42)
        told = sized(self._words.font(), Type.CAPTION)
        units.hold(self._words, width=max(digits_width(told, _trains(p)) for p in (0.7, 1000.0, None)) + 4)
        for button in (self._train, self._step, self._reset):
            button.setIconSize(units.size(SIZE, SIZE))


def _trains(pace: float | None) -> str:
    """The pace with its noun: the timeline has one of its own, in the same unit."""
    return "trains at full speed" if pace is None else f"trains {pace_text(pace)}"
