"""The learning rate over the steps of a run, as each schedule of the program has it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from netviz.panels.concepts.pencil import Axes, Pencil
from netviz.panels.concepts.sketch import Knob, Sketch
from netviz.training.figures import percent
from netviz.training.schedules import SCHEDULES, Schedule, schedule_named

_STEPS = 1000


class ScheduleSketch(Sketch):
    """One knob chooses the schedule, the point asks for the rate at a step."""

    def made(self) -> tuple[Knob, ...]:
        kinds = len(SCHEDULES)
        return Knob("", 0, _STEPS, 300, 1, free=True), Knob("schedule", 1, kinds, 2, 1)

    def _schedule(self) -> Schedule:
        kind = SCHEDULES[round(self.value(1)) - 1]
        return Schedule(kind, max(_STEPS // schedule_named(kind).part, 1))

    def _axes(self) -> Axes:
        return Axes(self.box.adjusted(4, 6, -4, -12), (0, _STEPS), (0, 1.1))

    def spot(self, k: int) -> QPointF:
        step = self.value(0)
        return self._axes().at(step, self._schedule().factor_at(round(step)))

    def pull(self, k: int, point: QPointF) -> None:
        self.turn(0, self._axes().across(point))

    def draw(self, pencil: Pencil) -> None:
        axes = self._axes()
        pencil.ground(axes, "step", "learning rate")
        steps = np.arange(0, _STEPS + 1, 5, dtype=float)
        shares = np.array([self._schedule().factor_at(int(step)) for step in steps])
        pencil.curve(axes, steps, shares, pencil.palette.text, 2)

    def sentence(self) -> str:
        schedule = self._schedule()
        share = percent(schedule.factor_at(round(self.value(0))))
        step = f"{self.value(0):.0f}"
        return f"The schedule “{schedule.row.label}”: at step {step} of 1000 the rate is {share} of η."
