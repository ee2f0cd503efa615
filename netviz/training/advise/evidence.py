"""What is known about a run that advice can rest on: its losses, validations and what was measured of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from netviz.tasks.task import AnyTask
from netviz.training.config import TrainingConfig
from netviz.training.measure.measures import Measures
from netviz.training.measure.metrics import MetricLog, ValidationPoint

LAST_VALIDATIONS: Final = 4
EARLY: Final = 20  # steps whose mean loss is that of the beginning
LATE: Final = 100
_BETTER: Final = 0.05  # of the examples
_LITTLE: Final = 4 / 9  # of the way from chance to perfect: half of the ten digits
_RISEN: Final = 1.15  # of the least validation loss
_RISEN_STEADILY: Final = 1.05  # of the least mean of some validations in a row: chance evens out
_STEADY: Final = 6  # validations
_MEMORISED: Final = 0.5  # training loss, as a share of the validation loss
_PARTED: Final = 0.7
_LATEST: Final = 5  # measurements whose median is the present


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known about a run. `goal`: the validation accuracy that it is to reach, 0 to 1; None for none.

    `steps` are those that its log covers, `early_loss` and `late_loss` the mean loss of the first 20 and the
    last 100 of them, `step` is where the run stands. `validation` and `measures` are in order of steps.
    `between` is the mean accuracy of the mini-batches from the first to the last of the last four
    validations, NaN where the settings were others meanwhile; `n_validation` examples are validated on.
    `first_loss` is that of the first mini-batch, `last_loss` that of the last few, or of a later validation.
    `taught` is the last step that was applied to one digit (-1: none), `untaught` the loss before the first
    of them; each NaN where it is not known. `highest_rate` is the highest that the run was set to.
    """

    config: TrainingConfig
    step: int
    steps: int
    early_loss: float
    late_loss: float
    validation: tuple[ValidationPoint, ...]
    measures: tuple[Measures, ...]
    goal: float | None = None
    between: float = math.nan
    n_validation: int = 5_000
    first_loss: float = math.nan
    last_loss: float = math.nan
    taught: int = -1
    untaught: float = math.nan
    highest_rate: float = 0.0

    @classmethod
    def of(
        cls,
        config: TrainingConfig,
        log: MetricLog,
        goal: float | None = None,
        *,
        since: int = 0,
        n_validation: int = 5_000,
    ) -> Evidence:
        """What this log tells of the run with these settings, which hold from step `since` on."""
        _, points = log.since(None)
        _, validation, _ = log.validation_since(None)
        _, measures, _ = log.measures.since(None)
        n = len(points)
        loss = points.loss.astype(float)
        last = validation[-LAST_VALIDATIONS:]
        between = np.zeros(n, bool)
        if len(last) == LAST_VALIDATIONS and last[0].step >= since:
            between = (points.first > last[0].step) & (points.last <= last[-1].step)
        seen = float(points.count[between].sum())
        taught = [change for change in log.changes.all if change.kind == "taught"]
        untaught = log.smoothed("loss", taught[0].step) if taught else None
        # What was measured before a lesson says nothing about the network after it.
        late = loss[points.first > log.changes.last_taught][-_LATEST:]
        now = float(late.mean()) if len(late) else math.nan
        if validation and validation[-1].step >= (points.last[-1] if len(late) else log.changes.last_taught):
            now = validation[-1].loss
        return cls(
            config,
            int(points.last[-1]) if n else 0,
            int(points.count.sum()),
            float(loss[:EARLY].mean()) if n else math.nan,
            float(loss[-LATE:].mean()) if n else math.nan,
            tuple(validation),
            tuple(m for m in measures if m.spec.sizes == config.spec.sizes),
            goal,
            float(points.accuracy[between] @ points.count[between]) / seen if seen else math.nan,
            n_validation,
            float(loss[0]) if n else math.nan,
            now,
            log.changes.last_taught,
            math.nan if untaught is None else untaught,
            log.changes.highest_rate,
        )

    @property
    def rate(self) -> float:
        """The learning rate of the present step."""
        return self.config.schedule.rate_at(self.config.learning_rate, self.step)

    @property
    def task(self) -> AnyTask:
        """What it learns."""
        return self.config.task

    def is_little(self, share: float) -> bool:
        """Whether so good a network has not learnt much."""
        chance = self.task.answer.chance
        return share < chance + _LITTLE * (1 - chance)

    @property
    def share(self) -> float | None:
        """Mean of the last two validations, 1 for perfect (TrainingConfig.share); None where there were
        fewer.
        """
        last = self.validation[-2:]
        return sum(map(self.share_at, last)) / 2 if len(last) == 2 else None

    @property
    def best_share(self) -> float | None:
        """The best mean of two validations in a row: one alone may be luck. None for fewer."""
        return max(self._pairs(), default=None)

    @property
    def improves(self) -> bool:
        """Whether it is better now than it once was, more than by chance, whatever the loss says."""
        pairs = self._pairs()
        return bool(pairs) and pairs[-1] > min(pairs) + _BETTER

    @property
    def overfits(self) -> bool:
        """Whether the validation loss has risen while the training loss fell: far, or little and for good."""
        if len(self.validation) <= LAST_VALIDATIONS:
            return False
        losses = [point.loss for point in self.validation]
        earlier, last = losses[:-LAST_VALIDATIONS], losses[-LAST_VALIDATIONS:]
        mean, least = sum(last) / len(last), min(earlier)
        if not self.late_loss < least:
            return False  # both losses rose: that is another trouble
        far = mean > _RISEN * least and min(last) > least and self.late_loss < _MEMORISED * mean
        steadily = min(losses[-_STEADY:]) > _RISEN_STEADILY * self._least_in_a_row
        return far or (steadily and self.late_loss < _PARTED * mean)

    @property
    def has_memorised(self) -> bool:
        """Whether the training loss is by far below the last validations'."""
        last = [point.loss for point in self.validation[-LAST_VALIDATIONS:]]
        return bool(last) and self.late_loss < _MEMORISED * sum(last) / len(last)

    @property
    def _least_in_a_row(self) -> float:
        """The least mean of some validations in a row, of those before the last ones; infinite for fewer."""
        losses = [point.loss for point in self.validation[:-_STEADY]]
        rows = (losses[k : k + _STEADY] for k in range(len(losses) - _STEADY + 1))
        return min((sum(row) / _STEADY for row in rows), default=math.inf)

    @property
    def flat_loss(self) -> float:
        """The loss that a network has before it has learnt anything: that of the beginning, or that of
        answering the same for every example, which first weights are often worse than.
        """
        return min(self.early_loss, self.config.guessing_loss)

    @property
    def latest(self) -> Measures | None:
        """What was measured last of the layers."""
        return self.measures[-1] if self.measures else None

    def _pairs(self) -> list[float]:
        return [(self.share_at(a) + self.share_at(b)) / 2 for a, b in pairwise(self.validation)]

    def share_at(self, point: ValidationPoint) -> float:
        """How good it was at that validation."""
        return self.config.share(point.loss, point.accuracy)

    def norms(self, measures: tuple[Measures, ...]) -> tuple[float, float]:
        """The median norms of the gradient at the first and at the last layer's weights."""
        first, last = (
            sorted(float(m.of_step.gradient_norm[place]) for m in measures)[len(measures) // 2]
            for place in (0, -1)
        )
        return first, last

    @property
    def moved(self) -> float | None:
        """How far a step moved the weights of the layer that it moved most, as a share of their norm: the
        median of what was measured last; None where nothing was.
        """
        last = self.measures[-_LATEST:]
        if not last:
            return None
        return sorted(float(m.of_step.update_ratio.max()) for m in last)[len(last) // 2]
