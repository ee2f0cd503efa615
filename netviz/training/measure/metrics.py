"""The log of a run: loss and accuracy of every step, and what else was measured and done. None is dropped."""

from __future__ import annotations

import itertools
from threading import Lock
from typing import Literal, NamedTuple
from weakref import ReferenceType, ref

from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.training.changes import ChangeLog
from netviz.training.measure.hand import HandLog
from netviz.training.measure.measures import MeasureLog
from netviz.training.measure.points import FoldingPoints, MetricPoints

_serial = itertools.count()


class MetricCursor(NamedTuple):
    """Where a reader stopped. To any other log than the one that gave it, it means "from the start"."""

    line: int
    total: int


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

    Old steps fold into bins with count, min, mean and max (`points.py`). `measures` is what was measured of
    the layers in the same run, `changes` what a person changed in it, `hand` how well it reads the person's
    own drawings. A step that was taught has no mini-batch, and so no point.
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
        self._points = FoldingPoints()
        self._validation: list[ValidationPoint] = []
        self._rewound_to = 0
        # Of each operation, by how many stood before it: its step, and how much was measured by then.
        self._before_operation: dict[int, _Measured] = {}

    def append(self, step: int, loss: float, accuracy: float) -> None:
        """One step's mini-batch, in the order of steps."""
        with self._lock:
            self._points.append(step, loss, accuracy)

    def extend(self, points: MetricPoints) -> None:
        """Add what another log's `since` gave; with `restart`, in the place of all steps that are here."""
        with self._lock:
            if points.restart:
                self._line = next(_serial)
            self._points.extend(points)

    @property
    def n_folded(self) -> int:
        """How many steps have been folded into bins; they are the first ones that `since(None)` gives."""
        return self._points.n_folded

    def since(
        self, cursor: MetricCursor | None, until: int | None = None
    ) -> tuple[MetricCursor, MetricPoints]:
        """What came after `cursor` (all for None), and the next cursor. `until`: of the steps that are kept
        one by one, none after this one, where there are any up to it; the cursor waits for them.

        Where points since the cursor have already been folded, or the log was rewound, all of it comes,
        with `restart` set.
        """
        with self._lock:
            points = self._points
            here = MetricCursor(self._line, points.total(until))
            if cursor is not None and cursor.line == self._line and cursor.total >= points.n_folded:
                if cursor.total > here.total:
                    here = cursor
                return here, points.singles(cursor.total, here.total)
            return here, points.all(here.total)

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
            self._points.cut(step)
            self._validation = [point for point in self._validation if point.step <= step]

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
            changed = (max(change.step, change.last) for change in self.changes.all)
            if max([self._points.last, *(point.step for point in self._validation), *changed]) <= step:
                return self
            copy = MetricLog()
            copy.run, copy.data, copy.cut_from = self.run, self.data, ref(self)
            copy.measures = self.measures.copy()
            copy.changes = self.changes.copy()
            copy.hand = self.hand.copy()
            copy._points = self._points.copy()
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
            return self._points.n_bytes + 100 * len(self._validation) + self.measures.n_bytes

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
            return self._points.smoothed(name, step)

    def last_measured(self, step: int) -> int | None:
        """The last step up to `step` of which there is a point; None where there is none."""
        with self._lock:
            return self._points.last_until(step)

    def __len__(self) -> int:
        """How many steps were measured."""
        with self._lock:
            return len(self._points)
