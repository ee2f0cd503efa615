"""Feeds the timeline: where in the run one is, and what is known of the run."""

from __future__ import annotations

import numpy as np

from netviz.app.run.past.reader import Held
from netviz.panels.run.timeline import Timeline
from netviz.training.measure.metrics import MetricCursor, MetricLog, ValidationPoint
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.playing.travel import Travel
from netviz.viewmodels.score import ACCURACY


class TimelineFeed:
    """It reads the log from where it read it last."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._validation_at: MetricCursor | None = None
        self._measured: list[ValidationPoint] = []
        self.score = ACCURACY

    def show(
        self, shown: Snapshot | None, travel: Travel, held: Held | None, log: MetricLog, *, newest: bool
    ) -> None:
        """The step that is told of, the `newest` or one that is past, the one that is wanted, and what `log`
        tells of the run; nothing while nothing is on screen.
        """
        if shown is None:
            return
        first, last = travel.range
        wanted = None if travel.live or travel.step == shown.step else travel.step
        live = travel.live and newest
        last = shown.step if live else max(last, shown.step)
        timeline = self._timeline
        timeline.show_playing(travel.direction)
        timeline.show_place(min(first, last), last, shown.step, live=live, wanted=wanted, epoch=shown.epoch)
        timeline.show_speed(travel.speed, chosen=travel.chosen)
        timeline.show_marked(held is not None and shown.step in held.marks)
        timeline.show_changes(log.changes.all)
        self._validation_at, points, restart = log.validation_since(self._validation_at)
        if points or restart:
            self._measured = points if restart else [*self._measured, *points]
            steps = np.array([point.step for point in self._measured], np.int64)
            score = self.score
            found = [score.of(point.loss, point.accuracy) for point in self._measured]
            accuracy = np.clip(np.array(found, np.float32), 0, 1)
            timeline.show_accuracy(steps, accuracy)

    def show_held(self, held: Held | None) -> None:
        """Which steps are kept and marked; None: nothing is recorded."""
        self._timeline.show_kept(np.empty(0, np.int64) if held is None else held.steps)
        self._timeline.show_marks(() if held is None else held.marks)
