"""How a step is made: optimiser, learning rate and its schedule, mini-batch, clipping."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netviz.panels.settings import rate
from netviz.panels.settings.bound import Bound
from netviz.panels.settings.rate_slider import rate_slider
from netviz.panels.settings.schedule_sketch import ScheduleSketch
from netviz.panels.settings.setting_fields import bound_field, choice_field
from netviz.training import settings
from netviz.training.config import TrainingConfig


class StepSheet(QWidget):
    """A schedule begins at the present step, in a plan with the first one."""

    find_rate_clicked = Signal()

    def __init__(self, bound: Bound[TrainingConfig], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step, self._digits = 0, 0
        self.bound = bound
        self.optimiser = bound_field(bound, settings.OPTIMISER)
        self.momentum = bound_field(bound, settings.MOMENTUM)
        self.rate = bound_field(bound, settings.LEARNING_RATE)
        self.slider = rate_slider()
        self.find_rate = QPushButton("Find a rate…", self)
        self.find_rate.setProperty("role", "quiet")
        self.find_rate.setToolTip(
            "Try rates from tiny to too large on a copy of this network, and see which is good."
        )
        self.schedule = bound.choice(
            choice_field(settings.SCHEDULE),
            settings.SCHEDULE.get,
            lambda c, value: replace(c, schedule=replace(c.schedule, kind=value, start=self._step)),
        )
        self.over = bound_field(bound, settings.SCHEDULE_STEPS, "Over steps")
        self.drop = bound_field(bound, settings.SCHEDULE_DROP, "Times")
        self.sketch = ScheduleSketch(self)
        self.again = QPushButton("From here", self)
        self.again.setProperty("role", "quiet")
        self.again.setToolTip("Let the schedule begin once more, at the present step.")
        self.batch = bound_field(bound, settings.BATCH_SIZE)
        self.examples = bound_field(bound, settings.EXAMPLES)
        self.examples.edit.setPlaceholderText(settings.EXAMPLES.nothing)
        self.clip = bound_field(bound, settings.CLIP_NORM)
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
            self.examples,
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
        # A network that is planned has no rate to find yet, and no step to begin at but the first.
        self.find_rate.setVisible(not bound.plan)
        self.slider.valueChanged.connect(self._slid)
        self.find_rate.clicked.connect(self.find_rate_clicked)
        self.again.clicked.connect(self._begin_again)
        bound.shown.connect(self._dress)
        self._dress()

    @property
    def step(self) -> int:
        """The step that is next."""
        return self._step

    def show_step(self, step: int, digits: int) -> None:
        """This step is next; an epoch has so many digits (0: not known yet)."""
        self._step = step
        self.sketch.show_step(step)
        self._show_length()
        if digits != self._digits:
            self._digits = digits
            self._dress()

    def _dress(self) -> None:
        config, schedule = self.bound.value, self.bound.value.schedule
        scheduled = settings.SCHEDULE_STEPS.applies(config)
        self.momentum.setEnabled(settings.MOMENTUM.applies(config))
        for widget in (self.over, self.sketch):
            widget.setVisible(scheduled)
        self.again.setVisible(scheduled and not self.bound.plan)
        self.drop.setVisible(settings.SCHEDULE_DROP.applies(config))
        self.sketch.show_schedule(schedule, config.learning_rate)
        self._show_length()
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(rate.position_of(config.learning_rate))
            self.slider.blockSignals(False)

    def _show_length(self) -> None:
        """How far its end is, with mini-batches as they are now: earlier ones may have been others."""
        config = self.bound.value
        schedule, an_epoch = config.schedule, -(-self._digits // config.batch_size)
        ahead = schedule.start + schedule.steps - max(self._step, schedule.start)
        self.sketch.show_length(f"{ahead / an_epoch:.2g} epochs" if an_epoch and ahead > 0 else "")

    def _slid(self, position: int) -> None:
        self.bound.offer(replace(self.bound.value, learning_rate=rate.rate_at(position)))

    def _begin_again(self) -> None:
        config = self.bound.value
        self.bound.offer(replace(config, schedule=replace(config.schedule, start=self._step)))
