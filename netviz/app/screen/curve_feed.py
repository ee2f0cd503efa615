"""Feeds the curves below the network from the trainer's log, at their own pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.playing.playback import Past

if TYPE_CHECKING:
    from netviz.panels.watch.curves import Curves

EVERY: Final = 1.6  # seconds, while training runs: one plot is drawn in 0.8
SOON: Final = 0.25  # where steps are so slow that each can be told of
EVERY_UNSEEN: Final = 0.33  # where another room is open, whose figures are told with them


class CurveFeed:
    """They are shown once they are loaded; when they are due is worked out all the same."""

    def __init__(self) -> None:
        self._curves: Curves | None = None
        self._next = self._soon = 0.0
        self._told_step: int | None = None

    def show_on(self, curves: Curves) -> None:
        """The plots are loaded: feed these from now on."""
        self._curves = curves
        self._next = 0.0

    def due(self, now: float, told_step: int | None, *, training: bool, by_one: bool = False) -> bool:
        """Now and then, sooner where it is one step later only (`by_one`); but where a step is named over the
        network, when another one is named.
        """
        last, self._told_step = self._told_step, told_step
        early = now < (self._soon if by_one else self._next)
        if training and (early if told_step is None else told_step == last):
            return False
        seen = self._curves is None or self._curves.isVisible()
        self._next = now + (EVERY if seen else EVERY_UNSEEN)
        self._soon = now + SOON
        return True

    def finish(self) -> None:
        """Let the plot that was left out follow, to the same step."""
        if self._curves is not None:
            self._curves.finish()

    def pull(
        self,
        log: MetricLog,
        shown: Snapshot,
        samples_per_second: float | None,
        next_validation: int | None = None,
    ) -> None:
        """Draw what is new, with the cursor at what is shown; the speed is None while training rests.

        While it runs, the curves end at the step that is shown and named, though training is further already.
        """
        if self._curves is not None:
            # One plot a tick, the other in the next, to the same step: two at once would hold up a frame.
            one = samples_per_second is not None
            live = samples_per_second is not None and not isinstance(shown, Past)
            self._curves.pull(log, one=one, until=shown.step if live else None)
            self._curves.set_cursor(shown.step)
            self._curves.show_numbers(shown.step, samples_per_second, next_validation, epoch=shown.epoch)
