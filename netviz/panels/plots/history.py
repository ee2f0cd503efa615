"""What the plots hold of a run: the points of its logs, as arrays that grow and stay bounded."""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.panels.plots.fold import Track
from netviz.panels.run.columns import Array
from netviz.training.measure.hand import HandPoint
from netviz.training.measure.metrics import MetricCursor, MetricLog, ValidationPoint
from netviz.viewmodels.score import ACCURACY, Score

MOST: Final = 200_000  # points; a log that is read anew has fewer, as it folds what is old
_FIELDS: Final = {
    "first": np.int64,
    "last": np.int64,
    "count": np.int64,
    "loss": np.float32,
    "loss_min": np.float32,
    "loss_max": np.float32,
    "accuracy": np.float32,
    "accuracy_min": np.float32,
    "accuracy_max": np.float32,
}


class Figures(NamedTuple):
    """Loss or accuracy at a step: of its mini-batch (the mean of several, where it is not `single`), smoothed
    over those up to it, and of the validation digits, as measured last; None where there is none.

    `trained_at` and `validated_at`: the steps of the last two, where they are earlier ones.
    """

    batch: float | None
    single: bool
    training: float | None
    validation: float | None
    trained_at: int | None = None
    validated_at: int | None = None


class MetricHistory:
    """Loss and accuracy of every mini-batch, and of the validation digits."""

    def __init__(self, score: Score = ACCURACY) -> None:
        """`score`: what stands for the accuracy, where there is none."""
        self.score = score
        self._log: MetricLog | None = None
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._at: MetricCursor | None = None
        self._validation_at: MetricCursor | None = None
        self._n = 0
        self._arrays: dict[str, NDArray[Any]] = {name: np.empty(0, kind) for name, kind in _FIELDS.items()}
        self._validation: list[ValidationPoint] = []
        self._shown: dict[str, tuple[Array, Array]] = {}  # of them, until there are more
        self._hand: tuple[HandPoint, ...] = ()

    def pull(self, log: MetricLog) -> bool:
        """Take what is new; False where nothing was. Another log starts afresh."""
        if log is not self._log:
            self.clear()
            self._log = log
        fresh = self._pull_batches(log)
        at, points, replaces = log.validation_since(self._validation_at)
        if at != self._validation_at:
            self._validation = points if replaces else self._validation + points
            self._shown = {}
            self._validation_at = at
            fresh = True
        if log.hand.all is not self._hand:
            self._hand, fresh = log.hand.all, True
        return fresh

    def _pull_batches(self, log: MetricLog) -> bool:
        at, points = log.since(self._at if self._n <= MOST else None)
        if at == self._at:
            return False
        self._at = at
        if points.restart:
            self._n = 0
        end = self._n + len(points)
        for name in _FIELDS:
            array = self._arrays[name]
            if end > len(array):
                longer = np.empty(max(end, 2 * len(array)), array.dtype)
                longer[: self._n] = array[: self._n]
                array = self._arrays[name] = longer
            array[self._n : end] = getattr(points, name)
        self._n = end
        return True

    def __len__(self) -> int:
        """How many points there are."""
        return self._n

    def track(self, name: str) -> Track:
        """`loss` or `accuracy` of the mini-batches."""
        a, n = self._arrays, self._n
        if name == "accuracy" and not self.score.share:
            mean, high, low = (
                self.score.of_all(a[field][:n], a[field][:n]) for field in ("loss", "loss_min", "loss_max")
            )
            return Track(a["first"][:n], a["last"][:n], a["count"][:n], mean, low, high)
        return Track(
            *(a[field][:n] for field in ("first", "last", "count", name, f"{name}_min", f"{name}_max"))
        )

    def validation(self, name: str) -> tuple[Array, Array]:
        """The steps at which the validation digits were read, and their `loss` or `accuracy`."""
        if name not in self._shown:
            step = np.array([point.step for point in self._validation], np.float64)
            value = np.array([self._of(name, point) for point in self._validation], np.float64)
            self._shown[name] = step, value
        return self._shown[name]

    @property
    def hand(self) -> tuple[Array, Array]:
        """The steps at which the person's own drawings were read, and the share that was read rightly."""
        points = np.array(self._hand, np.float64).reshape(-1, 2)
        return points[:, 0], points[:, 1]

    def hand_at(self, step: float) -> HandPoint | None:
        """What was measured of them last up to a step; None where nothing was."""
        return next((point for point in reversed(self._hand) if point.step <= step), None)

    def _of(self, name: str, point: ValidationPoint) -> float:
        return float(point.loss) if name == "loss" else self.score.of(point.loss, point.accuracy)

    def figures(self, name: Literal["loss", "accuracy"], step: float) -> Figures:
        """What there is of one step: all of it from one pull, so that figures beside each other agree."""
        if name == "accuracy" and not self.score.share:
            found, score = self.figures("loss", step), self.score
            batch, training, validation = (
                None if value is None else score.of(value, value)
                for value in (found.batch, found.training, found.validation)
            )
            return found._replace(batch=batch, training=training, validation=validation)
        a, n, at = self._arrays, self._n, int(step)
        batch = training = trained_at = None
        single = True
        if n and self._log is not None:
            k = int(np.searchsorted(a["last"][:n], at))
            if k < n and a["first"][k] <= at:
                batch, single = float(a[name][k]), bool(a["count"][k] == 1)
            training = self._log.smoothed(name, at)
            # A taught step has no mini-batch.
            trained_at = self._log.last_measured(at) if batch is None else None
        measured = [point for point in self._validation if point.step <= at]
        validation = float(getattr(measured[-1], name)) if measured else None
        validated_at = measured[-1].step if measured and measured[-1].step != at else None
        return Figures(batch, single, training, validation, trained_at, validated_at)

    @property
    def reach(self) -> tuple[int, int] | None:
        """The first and the last step that was measured, or None."""
        steps = [int(self._arrays["first"][0]), int(self._arrays["last"][self._n - 1])] if self._n else []
        steps += [point.step for point in self._validation[-1:]]
        return (min(steps), max(steps)) if steps else None
