"""How well a run reads the hand of the person who draws: measured beside the validation examples."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple


class HandPoint(NamedTuple):
    """The share of a person's own drawings that was read rightly after `step` steps."""

    step: int
    accuracy: float


class HandLog:
    """Those of a run, in the order in which they came; every method may be called from any thread."""

    def __init__(self, points: Iterable[HandPoint] = ()) -> None:
        self._lock = Lock()
        self._all = tuple(points)

    @property
    def all(self) -> tuple[HandPoint, ...]:
        """All of them; the same tuple while there are no others."""
        return self._all

    def add(self, step: int, accuracy: float) -> None:
        """One more."""
        with self._lock:
            self._all = (*self._all, HandPoint(step, accuracy))

    def rewind(self, step: int) -> None:
        """Forget what came after `step`."""
        with self._lock:
            if self._all and self._all[-1].step > step:
                self._all = tuple(point for point in self._all if point.step <= step)

    def take_back(self, left: int, step: int) -> None:
        """Only the first so many stay, and what is of before `step`."""
        with self._lock:
            if len(self._all) > left:
                self._all = tuple(p for k, p in enumerate(self._all) if k < left or p.step < step)

    def copy(self) -> HandLog:
        """Another log with the same points."""
        return HandLog(self._all)
