"""Loss and accuracy of every step. None is dropped: old ones fold into bins with count, min, mean and max."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Literal, NamedTuple
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import frozen_copy
from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.training.changes import ChangeLog
from netviz.training.measure.hand import HandLog
from netviz.training.measure.measures import MeasureLog
from netviz.training.measure.smoothing import smoothed_at

RECENT: Final = 65_536
FIRST_WIDTH: Final = 16
_FIRST_ROOM: Final = 1024  # steps
MAX_BINS: Final = 8_192
_SMOOTHED_OVER: Final = 256  # steps, more than the bell curve of a smoothed figure reaches

_serial = itertools.count()

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


class MetricCursor(NamedTuple):
    """Where a reader stopped. To any other log than the one that gave it, it means "from the start"."""

    line: int
    total: int


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
    steps = frozen_copy(np.arange(first, first + len(losses)))
    ones = frozen_copy(np.ones(len(steps), np.int64))
    loss, accuracy = (frozen_copy(np.asarray(values, np.float32)) for values in (losses, accuracies))
    return MetricPoints(False, steps, steps, ones, loss, loss, loss, accuracy, accuracy, accuracy)


class ValidationPoint(NamedTuple):
    """Loss and accuracy on the validation examples after `step` steps; the accuracy of numbers is nan."""

    step: int
    loss: float
    accuracy: float


class _Measured(NamedTuple):
    """At which step an operation was done; how many points on the validation examples and on the person's
    own drawings there were by then.
    """

    step: int
    validation: int
    hand: int


class _Run:
    """Nothing but itself."""


class MetricLog:
    """The metrics of a run. The trainer appends, anybody reads; every method may be called from any thread.

    The last 65,536 steps and more are kept one by one, older ones in at most 8,192 bins whose width doubles
    when there are more. `measures` is what was measured of the layers in the same run, `changes` what a
    person changed in it, `hand` how well it reads the person's own drawings. A step that was taught has no
    mini-batch, and so no point.
    """

    def __init__(self) -> None:
        self.measures = MeasureLog()
        self.changes = ChangeLog()
        self.hand = HandLog()
        self.run: object = _Run()
        """Names the run that it tells of; a copy tells of the same one."""
        self.data: DataName = UNKNOWN
        """The digits that its steps learned from; unknown where nobody said."""
        self.cut_from: ReferenceType[MetricLog] | None = None
        """The log that this one is a copy of, without its last steps."""
        self._lock = Lock()
        self._line = next(_serial)
        self._steps = np.empty(min(_FIRST_ROOM, 2 * RECENT), np.int64)
        self._losses = np.empty(min(_FIRST_ROOM, 2 * RECENT), np.float32)
        self._accuracies = np.empty(min(_FIRST_ROOM, 2 * RECENT), np.float32)
        self._n = 0
        self._folded = 0
        self._bins = np.empty(0, _BIN)
        self._width = FIRST_WIDTH
        self._validation: list[ValidationPoint] = []
        self._rewound_to = 0
        # Of each operation, by how many stood before it: its step, and how much was measured by then.
        self._before_operation: dict[int, _Measured] = {}

    def append(self, step: int, loss: float, accuracy: float) -> None:
        """One step's mini-batch, in the order of steps."""
        with self._lock:
            n = self._n
            if n == len(self._steps):
                self._make_room()
                n = self._n
            self._steps[n] = step
            self._losses[n] = loss
            self._accuracies[n] = accuracy
            self._n = n + 1

    def extend(self, points: MetricPoints) -> None:
        """Add what another log's `since` gave; with `restart`, in the place of all steps that are here."""
        with self._lock:
            bins = 0
            if points.restart:
                self._line = next(_serial)
                wide = np.flatnonzero((points.count != 1) | (points.first != points.last))
                bins = int(wide[-1]) + 1 if len(wide) else 0
                self._bins = _as_bins(points, bins)
                self._folded = int(self._bins["count"].sum())
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

    @property
    def n_folded(self) -> int:
        """How many steps have been folded into bins; they are the first ones that `since(None)` gives."""
        return self._folded

    def since(
        self, cursor: MetricCursor | None, until: int | None = None
    ) -> tuple[MetricCursor, MetricPoints]:
        """What came after `cursor` (all for None), and the next cursor. `until`: of the steps that are kept
        one by one, none after this one, where there are any up to it; the cursor waits for them.

        Where points since the cursor have already been folded, or the log was rewound, all of it comes,
        with `restart` set.
        """
        with self._lock:
            end = self._n
            if until is not None:
                end = int(np.searchsorted(self._steps[: self._n], until, side="right")) or self._n
            here = MetricCursor(self._line, self._folded + end)
            if cursor is not None and cursor.line == self._line and cursor.total >= self._folded:
                if cursor.total > here.total:
                    here, end = cursor, cursor.total - self._folded
                return here, self._raw_points(cursor.total - self._folded, end)
            return here, self._all_points(end)

    def rewind(self, step: int) -> None:
        """Forget what came after `step`, where the run goes on. A bin that reaches beyond goes as a whole."""
        self.measures.rewind(step)
        self.changes.rewind(step)
        self.hand.rewind(step)
        with self._lock:
            self._line = next(_serial)
            self._rewound_to = step
            self._before_operation = {
                k: there for k, there in self._before_operation.items() if there.step <= step
            }
            self._n = int(np.searchsorted(self._steps[: self._n], step, side="right"))
            self._validation = [point for point in self._validation if point.step <= step]
            if self._n == 0:
                self._bins = self._bins[self._bins["last"] <= step]
                self._folded = int(self._bins["count"].sum())

    def operated(self, step: int, words: str) -> int:
        """The network was changed by hand. Returns how often it had been before."""
        with self._lock:
            earlier = self.changes.n_operated
            self._before_operation[earlier] = _Measured(step, len(self._validation), len(self.hand.all))
            self.changes.operated(step, words)
        return earlier

    def take_back(self, left: int) -> None:
        """Of what was done by hand only the first so many stay: the others never were, and nor was what was
        measured of them.
        """
        with self._lock:
            self.changes.take_back(left)
            there = self._before_operation.get(left)
            self._before_operation = {k: v for k, v in self._before_operation.items() if k < left}
            if there is None:
                return
            self._line = next(_serial)  # a late result is of the network that never was
            self._rewound_to = there.step - 1
            self._validation = [
                point
                for k, point in enumerate(self._validation)
                if k < there.validation or point.step < there.step
            ]
            self.hand.take_back(there.hand, there.step)

    def until(self, step: int) -> MetricLog:
        """The log of a run that goes on from `step`: this one, or, where it knows of later steps, a copy
        without them. So whoever kept this one has all of it still.
        """
        with self._lock:
            last = int(self._steps[self._n - 1]) if self._n else int(self._bins["last"].max(initial=0))
            changed = (max(change.step, change.last) for change in self.changes.all)
            if max([last, *(point.step for point in self._validation), *changed]) <= step:
                return self
            copy = MetricLog()
            copy.run, copy.data, copy.cut_from = self.run, self.data, ref(self)
            copy.measures = self.measures.copy()
            copy.changes = self.changes.copy()
            copy.hand = self.hand.copy()
            for name in ("_steps", "_losses", "_accuracies"):
                setattr(copy, name, getattr(self, name).copy())
            copy._n, copy._folded, copy._width = self._n, self._folded, self._width
            copy._bins = self._bins.copy()
            copy._validation = list(self._validation)
            copy._before_operation = dict(self._before_operation)
        copy.rewind(step)
        return copy

    @property
    def line(self) -> int:
        """Names what the log holds between two rewinds."""
        return self._line

    @property
    def n_bytes(self) -> int:
        """What it takes in memory, about."""
        with self._lock:
            arrays = (self._steps, self._losses, self._accuracies, self._bins)
            return sum(array.nbytes for array in arrays) + 100 * len(self._validation) + self.measures.n_bytes

    def add_validation(self, step: int, loss: float, accuracy: float, line: int | None = None) -> None:
        """A measurement on the validation digits.

        With the `line` on which the step was made, a late result of steps that were rewound is left out.
        """
        with self._lock:
            if line is not None and line != self._line and step > self._rewound_to:
                return
            self._validation.append(ValidationPoint(step, loss, accuracy))

    def validation_since(
        self, cursor: MetricCursor | None
    ) -> tuple[MetricCursor, list[ValidationPoint], bool]:
        """The validation points after `cursor` (all for None), the next cursor, and whether to restart."""
        with self._lock:
            here = MetricCursor(self._line, len(self._validation))
            if cursor is not None and cursor.line == self._line:
                return here, self._validation[cursor.total :], False
            return here, list(self._validation), True

    def smoothed(self, name: Literal["loss", "accuracy"], step: int) -> float | None:
        """The smoothed `loss` or `accuracy` of the mini-batches at a step, as it stands everywhere; None
        where none was measured up to there.
        """
        with self._lock:
            bins, n = self._bins, self._n
            # Of those one by one, more than a bell curve reaches; older ones only where these don't suffice.
            end = int(np.searchsorted(self._steps[:n], step, side="right"))
            start = max(end - _SMOOTHED_OVER, 0)
            values = self._losses if name == "loss" else self._accuracies
            steps, counts = self._steps[start:end], np.ones(end - start, np.int64)
            values = values[start:end]
            if start == 0 and len(bins):
                steps = np.concatenate([bins["last"], steps])
                counts = np.concatenate([bins["count"], counts])
                values = np.concatenate([bins[name], values])
            first = int(bins["first"][0]) if len(bins) else int(self._steps[0]) if n else 0
            return smoothed_at(first, steps, counts, values, step)

    def last_measured(self, step: int) -> int | None:
        """The last step up to `step` of which there is a point; None where there is none."""
        with self._lock:
            end = int(np.searchsorted(self._steps[: self._n], step, side="right"))
            if end:
                return int(self._steps[end - 1])
            bins = self._bins["last"][self._bins["last"] <= step]
            return int(bins[-1]) if len(bins) else None

    def __len__(self) -> int:
        """How many steps were measured."""
        with self._lock:
            return self._folded + self._n

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
        self._folded += RECENT
        while len(self._bins) > MAX_BINS:
            self._bins = _merge_pairs(self._bins)
            self._width = min(2 * self._width, RECENT)
        for array in (self._steps, self._losses, self._accuracies):
            array[: self._n - RECENT] = array[RECENT : self._n]
        self._n -= RECENT

    def _raw_points(self, start: int, end: int) -> MetricPoints:
        steps = frozen_copy(self._steps[start:end])
        loss = frozen_copy(self._losses[start:end])
        accuracy = frozen_copy(self._accuracies[start:end])
        ones = frozen_copy(np.ones(len(steps), np.int64))
        return MetricPoints(
            restart=False,
            first=steps,
            last=steps,
            count=ones,
            loss=loss,
            loss_min=loss,
            loss_max=loss,
            accuracy=accuracy,
            accuracy_min=accuracy,
            accuracy_max=accuracy,
        )

    def _all_points(self, end: int) -> MetricPoints:
        raw = self._raw_points(0, end)
        bins = self._bins

        def joined(name: str, recent: NDArray[Any]) -> NDArray[Any]:
            return frozen_copy(np.concatenate([bins[name].astype(recent.dtype), recent]))

        return MetricPoints(
            restart=True,
            first=joined("first", raw.first),
            last=joined("last", raw.last),
            count=joined("count", raw.count),
            loss=joined("loss", raw.loss),
            loss_min=joined("loss_min", raw.loss),
            loss_max=joined("loss_max", raw.loss),
            accuracy=joined("accuracy", raw.accuracy),
            accuracy_min=joined("accuracy_min", raw.accuracy),
            accuracy_max=joined("accuracy_max", raw.accuracy),
        )


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
