"""How a step is made: optimiser, learning rate and its schedule, mini-batch, clipping."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netviz.panels import rate
from netviz.panels.fields import ChoiceField, TextField, read_number, read_whole
from netviz.panels.figures import short
from netviz.panels.rate_slider import rate_slider
from netviz.panels.settings_dialog import Check
from netviz.panels.train.bound import Bound, optional, read_optional
from netviz.panels.train.schedule_sketch import ScheduleSketch
from netviz.panels.words import OPTIMISER
from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette

SCHEDULE: Final = {
    "constant": "constant",
    "cosine": "cosine",
    "step": "step",
    "warm-up": "warm-up",
    "one-cycle": "one-cycle",
}
WITH_MOMENTUM: Final = ("momentum", "nesterov")


class StepSheet(QWidget):
    """Takes effect with the next step, also while training runs."""

    changed = Signal(object)  # TrainingConfig
    find_rate_clicked = Signal()

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step, self._digits = 0, 0
        self.bound: Bound[TrainingConfig] = Bound(TrainingConfig(), check, self)
        self.bound.changed.connect(self._changed)
        text, choice = self.bound.text, self.bound.choice
        self.optimiser = choice(
            ChoiceField("Optimiser", "The rule that turns gradients into changes of the weights.", OPTIMISER),
            lambda c: c.optimiser,
            lambda c, value: replace(c, optimiser=value),
        )
        self.momentum = text(
            TextField(
                "Momentum", "The share of the last change that is carried on into the next one: 0 to below 1."
            ),
            lambda c: short(c.momentum),
            lambda c, t: replace(c, momentum=read_number("Momentum", t)),
        )
        self.rate = text(
            TextField(
                "Learning rate",
                "How far each step moves the weights against their gradient: above 0; 0.001 to 0.1 is usual.",
            ),
            lambda c: short(c.learning_rate),
            lambda c, t: replace(c, learning_rate=read_number("Learning rate", t)),
        )
        self.slider = rate_slider()
        self.find_rate = QPushButton("Find a rate…", self)
        self.find_rate.setProperty("role", "quiet")
        self.find_rate.setToolTip(
            "Try rates from tiny to too large on a copy of this network, and see which is good."
        )
        self.schedule = choice(
            ChoiceField(
                "Schedule",
                "How the learning rate changes in the course of the run; it begins at the present step.",
                SCHEDULE,
            ),
            lambda c: c.schedule.kind,
            lambda c, value: replace(c, schedule=replace(c.schedule, kind=value, start=self._step)),
        )
        self.over = text(
            TextField("Over steps", "How many steps the schedule takes: a whole number from 1 up."),
            lambda c: f"{c.schedule.steps}",
            lambda c, t: replace(c, schedule=replace(c.schedule, steps=read_whole("Over steps", t))),
        )
        self.drop = text(
            TextField("Times", "What the rate is multiplied with each time: above 0, at most 1."),
            lambda c: short(c.schedule.drop),
            lambda c, t: replace(c, schedule=replace(c.schedule, drop=read_number("Times", t))),
        )
        self.sketch = ScheduleSketch(self)
        self.again = QPushButton("From here", self)
        self.again.setProperty("role", "quiet")
        self.again.setToolTip("Let the schedule begin once more, at the present step.")
        self.batch = text(
            TextField(
                "Batch size",
                "How many digits the network sees for each step: 1 up to all; 16 to 256 is usual.",
            ),
            lambda c: f"{c.batch_size}",
            lambda c, t: replace(c, batch_size=read_whole("Batch size", t)),
        )
        self.clip = text(
            TextField(
                "Gradient clipping",
                "Gradients longer than this are shortened to it: above 0 (1 is usual), or empty for never.",
            ),
            lambda c: optional(c.clip_norm),
            lambda c, t: replace(c, clip_norm=read_optional("Gradient clipping", t)),
        )
        self.clip.edit.setPlaceholderText("never")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.slider, 1)
        beside.addWidget(self.find_rate)
        length = QHBoxLayout()
        length.addWidget(self.over, 1)
        length.addWidget(self.again)
        for part in (
            self.rate,
            beside,
            self.optimiser,
            self.momentum,
            self.batch,
            self.clip,
            self.schedule,
            length,
            self.drop,
            self.sketch,
        ):
            if isinstance(part, QHBoxLayout):
                column.addLayout(part)
            else:
                column.addWidget(part)
        column.addStretch(1)
        self.slider.valueChanged.connect(self._slid)
        self.find_rate.clicked.connect(self.find_rate_clicked)
        self.again.clicked.connect(self._begin_again)
        self._dress()

    def set_config(self, config: TrainingConfig, *, afresh: bool = False) -> None:
        """Show what runs; no signal."""
        self.bound.show(config, afresh=afresh)
        self._dress()

    def show_step(self, step: int, digits: int) -> None:
        """This step is next; an epoch has so many digits (0: not known yet)."""
        self._step = step
        self.sketch.show_step(step)
        if digits != self._digits:
            self._digits = digits
            self._dress()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self.bound.apply_palette(palette)
        self.sketch.apply_palette(palette)

    def _changed(self, config: TrainingConfig) -> None:
        self._dress()
        self.changed.emit(config)

    def _dress(self) -> None:
        config, schedule = self.bound.value, self.bound.value.schedule
        scheduled = schedule.kind != "constant"
        self.momentum.setEnabled(config.optimiser in WITH_MOMENTUM)
        for widget in (self.over, self.again, self.sketch):
            widget.setVisible(scheduled)
        self.drop.setVisible(schedule.kind == "step")
        self.sketch.show_schedule(schedule, config.learning_rate)
        steps = -(-self._digits // config.batch_size)
        self.sketch.show_length(f"{schedule.steps / steps:.3g} epochs" if steps else "")
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(rate.position_of(config.learning_rate))
            self.slider.blockSignals(False)

    def _slid(self, position: int) -> None:
        self.bound.offer(replace(self.bound.value, learning_rate=rate.rate_at(position)))

    def _begin_again(self) -> None:
        config = self.bound.value
        self.bound.offer(replace(config, schedule=replace(config.schedule, start=self._step)))
