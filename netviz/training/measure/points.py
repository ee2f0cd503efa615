"""Loss and accuracy of steps, point by point: the last ones each, older ones folded into bins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import frozen_copy
from netviz.training.measure.smoothing import smoothed_at

RECENT: Final = 65_536
FIRST_WIDTH: Final = 16
_FIRST_ROOM: Final = 1024  # steps
MAX_BINS: Final = 8_192
_SMOOTHED_OVER: Final = 256  # steps, more than the bell curve of a smoothed figure reaches

# Means in float64, so that folding again and again adds no rounding.
_BIN = np.dtype(
    [
        ("first", np.int64),
        ("last", np.int64),
        ("count", np.int64),
        ("loss", np.float64),
        ("loss_min", np.float32),
        ("loss_max", np.float32),
        ("accuracy", np.float64),
        ("accuracy_min", np.float32),
        ("accuracy_max", np.float32),
    ]
)


@dataclass(frozen=True, eq=False)
class MetricPoints:
    """Points of one or more steps each, in order. All arrays are (n,) and read-only.

    `first` and `last` are the steps that a point covers (equal for a single one), `count` how many points
    were measured there. Loss and accuracy come as mean, min and max, float32; all three are equal for a
    single step. `restart`: these replace all that was read before.
    """

    restart: bool
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    count: NDArray[np.int64]
    loss: NDArray[np.float32]
    loss_min: NDArray[np.float32]
    loss_max: NDArray[np.float32]
    accuracy: NDArray[np.float32]
    accuracy_min: NDArray[np.float32]
    accuracy_max: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.first)


def single_steps(first: int, losses: NDArray[np.float32], accuracies: NDArray[np.float32]) -> MetricPoints:
    """The points of steps `first`, `first` + 1, … with these losses and accuracies, each (n,)."""
    return _singles(np.arange(first, first + len(losses)), losses, accuracies)


class FoldingPoints:
    """The points of one run's steps. Whoever holds it lets one thread at a time in.

    The last 65,536 steps and more are kept one by one, older ones in at most 8,192 bins whose width doubles
    when there are more.
    """

    def __init__(self) -> None:
        self._steps = np.empty(min(_FIRST_ROOM, 2 * RECENT), np.int64)
        self._losses = np.empty(min(_FIRST_ROOM, 2 * RECENT), np.float32)
        self._accuracies = np.empty(min(_FIRST_ROOM, 2 * RECENT), np.float32)
        self._n = 0
        self._bins = np.empty(0, _BIN)
        self._width = FIRST_WIDTH
        self.n_folded = 0
        """How many steps have been folded into bins."""

    def __len__(self) -> int:
        """How many steps were measured."""
        return self.n_folded + self._n

    @property
    def n_bytes(self) -> int:
        """What it takes in memory."""
        return sum(array.nbytes for array in (self._steps, self._losses, self._accuracies, self._bins))

    @property
    def last(self) -> int:
        """The last step of which there is a point; 0 where there is none."""
        return int(self._steps[self._n - 1]) if self._n else int(self._bins["last"].max(initial=0))

    def append(self, step: int, loss: float, accuracy: float) -> None:
        """One step, in the order of steps."""
        n = self._n
        if n == len(self._steps):
            self._make_room()
            n = self._n
        self._steps[n] = step
        self._losses[n] = loss
        self._accuracies[n] = accuracy
        self._n = n + 1

    def extend(self, points: MetricPoints) -> None:
        """Add these; with `restart`, in the place of all that are here."""
        bins = 0
        if points.restart:
            wide = np.flatnonzero((points.count != 1) | (points.first != points.last))
            bins = int(wide[-1]) + 1 if len(wide) else 0
            self._bins = _as_bins(points, bins)
            self.n_folded = int(self._bins["count"].sum())
            widest = int(self._bins["count"].max(initial=FIRST_WIDTH))
            self._width = min(1 << (widest - 1).bit_length(), RECENT)
            self._n = 0
        start, end = bins, len(points)
        while start < end:
            if self._n == len(self._steps):
                self._make_room()
            here = slice(self._n, min(self._n + end - start, len(self._steps)))
            there = slice(start, start + here.stop - here.start)
            self._steps[here] = points.last[there]
            self._losses[here] = points.loss[there]
            self._accuracies[here] = points.accuracy[there]
            self._n, start = here.stop, there.stop

    def cut(self, step: int) -> None:
        """Forget what came after `step`. A bin that reaches beyond goes as a whole."""
        self._n = self._singles_until(step)
        if self._n == 0:
            self._bins = self._bins[self._bins["last"] <= step]
            self.n_folded = int(self._bins["count"].sum())

    def copy(self) -> FoldingPoints:
        """The same points; neither knows of the other's next ones."""
        copy = FoldingPoints()
        copy._steps, copy._losses = self._steps.copy(), self._losses.copy()
        copy._accuracies, copy._bins = self._accuracies.copy(), self._bins.copy()
        copy._n, copy.n_folded, copy._width = self._n, self.n_folded, self._width
        return copy

    def total(self, until: int | None) -> int:
        """How many there are up to step `until` (all for None). All that are folded count, and all where
        every one of those kept one by one is later.
        """
        singles = self._n if until is None else self._singles_until(until) or self._n
        return self.n_folded + singles

    def singles(self, start: int, end: int) -> MetricPoints:
        """Those from the `start`-th to before the `end`-th of all, which are still kept one by one."""
        here = slice(start - self.n_folded, end - self.n_folded)
        return _singles(self._steps[here], self._losses[here], self._accuracies[here])

    def all(self, end: int) -> MetricPoints:
        """The bins, and those kept one by one to before the `end`-th of all, with `restart` set."""
        recent = self.singles(self.n_folded, end)
        bins = self._bins

        def joined(name: str, recent: NDArray[Any]) -> NDArray[Any]:
            return frozen_copy(np.concatenate([bins[name].astype(recent.dtype), recent]))

        return MetricPoints(
            restart=True,
            first=joined("first", recent.first),
            last=joined("last", recent.last),
            count=joined("count", recent.count),
            loss=joined("loss", recent.loss),
            loss_min=joined("loss_min", recent.loss),
            loss_max=joined("loss_max", recent.loss),
            accuracy=joined("accuracy", recent.accuracy),
            accuracy_min=joined("accuracy_min", recent.accuracy),
            accuracy_max=joined("accuracy_max", recent.accuracy),
        )

    def smoothed(self, name: Literal["loss", "accuracy"], step: int) -> float | None:
        """The smoothed `loss` or `accuracy` at a step; None where none was measured up to there."""
        bins = self._bins
        # Of those one by one, more than a bell curve reaches; older ones only where these don't suffice.
        end = self._singles_until(step)
        start = max(end - _SMOOTHED_OVER, 0)
        values = self._losses if name == "loss" else self._accuracies
        steps, counts = self._steps[start:end], np.ones(end - start, np.int64)
        values = values[start:end]
        if start == 0 and len(bins):
            steps = np.concatenate([bins["last"], steps])
            counts = np.concatenate([bins["count"], counts])
            values = np.concatenate([bins[name], values])
        first = int(bins["first"][0]) if len(bins) else int(self._steps[0]) if self._n else 0
        return smoothed_at(first, steps, counts, values, step)

    def last_until(self, step: int) -> int | None:
        """The last step up to `step` of which there is a point; None where there is none."""
        end = self._singles_until(step)
        if end:
            return int(self._steps[end - 1])
        bins = self._bins["last"][self._bins["last"] <= step]
        return int(bins[-1]) if len(bins) else None

    def _singles_until(self, step: int) -> int:
        """How many of those kept one by one are of no later step."""
        return int(np.searchsorted(self._steps[: self._n], step, side="right"))

    def _make_room(self) -> None:
        """Grow with the run: most logs that undo and branches keep are short."""
        if len(self._steps) == 2 * RECENT:
            self._fold()
            return
        for name in ("_steps", "_losses", "_accuracies"):
            old = getattr(self, name)
            new = np.empty(min(2 * len(old), 2 * RECENT), old.dtype)
            new[: self._n] = old[: self._n]
            setattr(self, name, new)

    def _fold(self) -> None:
        """Fold the older half of the full block into bins."""
        steps = self._steps[:RECENT].reshape(-1, self._width)
        fresh = np.empty(len(steps), _BIN)
        fresh["first"], fresh["last"], fresh["count"] = steps[:, 0], steps[:, -1], self._width
        for name, values in (("loss", self._losses), ("accuracy", self._accuracies)):
            rows = values[:RECENT].reshape(-1, self._width)
            fresh[name] = rows.mean(axis=1, dtype=np.float64)
            fresh[name + "_min"] = rows.min(axis=1)
            fresh[name + "_max"] = rows.max(axis=1)
        self._bins = np.concatenate([self._bins, fresh])
        self.n_folded += RECENT
        while len(self._bins) > MAX_BINS:
            self._bins = _merge_pairs(self._bins)
            self._width = min(2 * self._width, RECENT)
        for array in (self._steps, self._losses, self._accuracies):
            array[: self._n - RECENT] = array[RECENT : self._n]
        self._n -= RECENT


def _singles(
    steps: NDArray[np.int64], losses: NDArray[np.float32], accuracies: NDArray[np.float32]
) -> MetricPoints:
    """A point for each of these steps, which nobody changes afterwards."""
    steps, ones = frozen_copy(steps), frozen_copy(np.ones(len(steps), np.int64))
    loss, accuracy = (frozen_copy(np.asarray(values, np.float32)) for values in (losses, accuracies))
    return MetricPoints(False, steps, steps, ones, loss, loss, loss, accuracy, accuracy, accuracy)


def _as_bins(points: MetricPoints, n: int) -> NDArray[np.void]:
    """The first `n` points as bins."""
    bins = np.empty(n, _BIN)
    for name in _BIN.names or ():
        bins[name] = getattr(points, name)[:n]
    return bins


def _merge_pairs(bins: NDArray[np.void]) -> NDArray[np.void]:
    """Every two neighbours as one bin; an odd one at the end stays as it is."""
    even = len(bins) // 2 * 2
    left, right = bins[:even:2], bins[1:even:2]
    merged = left.copy()
    merged["last"] = right["last"]
    merged["count"] = left["count"] + right["count"]
    for name in ("loss", "accuracy"):
        merged[name] = (left[name] * left["count"] + right[name] * right["count"]) / merged["count"]
        merged[name + "_min"] = np.minimum(left[name + "_min"], right[name + "_min"])
        merged[name + "_max"] = np.maximum(left[name + "_max"], right[name + "_max"])
    return np.concatenate([merged, bins[even:]])
