"""Notices a run whose learning rate is far too high, though its loss is still a number."""

from __future__ import annotations

from typing import Final, NamedTuple

from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog, ValidationPoint

# Of ten digits the most frequent makes up 11 %, not 10: what learned anything is better than that.
_ABOVE_CHANCE: Final = 0.05
FAR_ABOVE: Final = 3.0
# In a row, so that one rough patch is not yet a lost run.
MEASUREMENTS: Final = 2


class Lost(NamedTuple):
    """The figures of a lost run: the validation measured last, at `step`; numbers have no accuracy, which is
    nan then. `before`: its least loss until then, of the validation at step `best`, or of the first
    mini-batch where that was less.

    `since`: the step at which it was found to guess after it had learned something; None where it never had.
    """

    loss: float
    accuracy: float
    step: int
    before: float
    best: int
    since: int | None = None


def guesses(config: TrainingConfig, point: ValidationPoint) -> bool:
    """Whether the network was no better there than one that does not look at its inputs."""
    return config.share(point.loss, point.accuracy) <= config.task.answer.chance + _ABOVE_CHANCE


class Lookout:
    """Looks at a log after each validation, and speaks up once a run."""

    def __init__(self) -> None:
        self._told: int | None = None

    def look(self, log: MetricLog) -> Lost | None:
        """The figures where the run is lost and nobody was told yet."""
        line, config = log.line, log.changes.begun or TrainingConfig()
        _, validation, _ = log.validation_since(None)
        last = validation[-MEASUREMENTS:]
        if line == self._told or len(last) < MEASUREMENTS or not all(guesses(config, p) for p in last):
            return None
        _, points = log.since(None)
        if not len(points):
            return None
        first = float(points.loss[0])
        if any(p.loss <= FAR_ABOVE * first for p in last):
            return None
        self._told = line
        learned = [p.step for p in validation if not guesses(config, p)]
        since = next(p.step for p in validation if p.step > learned[-1]) if learned else None
        before, best = min([(first, int(points.first[0])), *((p.loss, p.step) for p in validation)])
        return Lost(last[-1].loss, last[-1].accuracy, last[-1].step, before, best, since)
