"""Notices a run whose learning rate is far too high, though its loss is still a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from netviz.training.measure.metrics import MetricLog

# Ten digits, of which the most frequent makes up 11 %: a network that learned anything reads more than that.
CHANCE: Final = 0.15
FAR_ABOVE: Final = 3.0
# In a row, so that one rough patch is not yet a lost run.
MEASUREMENTS: Final = 2


@dataclass(frozen=True)
class Lost:
    """The figures of a lost run: the loss of its first mini-batch, and what was measured last.

    `since`: the step at which it was found to guess after it had learned something; None where it never had.
    """

    first_loss: float
    loss: float
    accuracy: float
    since: int | None = None


class Lookout:
    """Looks at a log after each validation, and speaks up once a run."""

    def __init__(self) -> None:
        self._told: int | None = None

    def look(self, log: MetricLog) -> Lost | None:
        """The figures where the run is lost and nobody was told yet."""
        line = log.line
        _, validation, _ = log.validation_since(None)
        last = validation[-MEASUREMENTS:]
        if line == self._told or len(last) < MEASUREMENTS or any(p.accuracy > CHANCE for p in last):
            return None
        _, points = log.since(None)
        if not len(points):
            return None
        first = float(points.loss[0])
        if any(p.loss <= FAR_ABOVE * first for p in last):
            return None
        self._told = line
        learned = [p.step for p in validation if p.accuracy > CHANCE]
        since = next(p.step for p in validation if p.step > learned[-1]) if learned else None
        return Lost(first, last[-1].loss, last[-1].accuracy, since)
