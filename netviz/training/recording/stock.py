"""What a recording holds, by its sizes: which snapshots and states go when it reaches its budget."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Final

import numpy as np

from netviz.training.recording.tables import rows
from netviz.training.recording.thinning import thin

# Shares of the budget: the rest is for metrics, and for what SQLite itself takes.
_ALL: Final = 0.92
_STATES: Final = 0.4
_DOWN_TO: Final = 0.93  # so that not every commit has to thin


_PAGE: Final = 4096  # bytes; a row takes whole ones


class Stock:
    """Steps and sizes of the snapshots and states in a file, kept in memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._snapshots: dict[int, tuple[int, int]] = {}
        self._bases: dict[int, int] = {}
        self._dependants: Counter[int] = Counter()
        self._states: dict[int, tuple[int, int]] = {}
        self._pinned: set[int] = set()
        self.marked: set[int] = set()
        self._snapshot_bytes = self._state_bytes = 0
        self._last_step = -1
        for number, step, size, base in connection.execute(
            "SELECT id, step, length(data), base FROM snapshots ORDER BY step, generation, id"
        ):
            counted = (rows.count(value, "a snapshot") for value in (number, step, size))
            self.add_snapshot(*counted, base=None if base is None else rows.count(base, "a base"))
        for number, size, pinned in connection.execute("SELECT snapshot, length(data), pinned FROM states"):
            if number not in self._snapshots:
                raise rows.Damaged("a part of its snapshots is missing")
            size = rows.count(size, "a state")
            self.add_state(number, self._snapshots[number][0], size, pinned=bool(pinned))
        self.marked.update(step for (step,) in connection.execute("SELECT step FROM marks"))

    @property
    def last_step(self) -> int:
        """The step of the last snapshot, -1 where there is none."""
        return self._last_step

    def add_snapshot(self, number: int, step: int, size: int, *, base: int | None) -> None:
        """Snapshot `number` has so many bytes, as a difference to `base`."""
        size = _on_disk(size)
        self._snapshots[number] = (step, size)
        self._snapshot_bytes += size
        self._last_step = max(self._last_step, step)
        if base is not None:
            self._bases[number] = base
            self._dependants[base] += 1

    def add_state(self, number: int, step: int, size: int, *, pinned: bool) -> None:
        """The state of snapshot `number` has so many bytes besides."""
        size = _on_disk(size)
        self._states[number] = (step, size)
        self._state_bytes += size
        if pinned:
            self._pinned.add(number)

    def unpin(self, connection: sqlite3.Connection, step: int) -> None:
        """The states of this step may go: nobody can come to what stood there before any more."""
        earlier = [(number,) for number in self._pinned if self._states[number][0] == step]
        connection.executemany("UPDATE states SET pinned = 0 WHERE snapshot = ?", earlier)
        self._pinned.difference_update(number for (number,) in earlier)

    def thin(self, budget: int, keep: int) -> list[tuple[str, str, list[int]]]:
        """What has to be deleted for the budget, as table, column and numbers; `keep` is still needed."""
        gone = []
        room = _ALL * budget
        if self._state_bytes > _STATES * room:
            gone.append(("states", "snapshot", self._thin_states(int(_DOWN_TO * _STATES * room))))
        if self._state_bytes + self._snapshot_bytes > room:
            out = self._thin_snapshots(int(_DOWN_TO * room) - self._state_bytes, keep)
            gone.append(("snapshots", "id", out))
        return gone

    def _thin_states(self, bytes_left: int) -> list[int]:
        numbers, steps, sizes = _in_order(self._states)
        protected = np.array([n in self._pinned or self._states[n][0] in self.marked for n in numbers])
        excess = self._state_bytes - bytes_left
        out = [numbers[place] for place in thin(steps, sizes, protected, excess)]
        for number in out:
            self._state_bytes -= self._states.pop(number)[1]
        return out

    def _thin_snapshots(self, bytes_left: int, keep: int) -> list[int]:
        gone: list[int] = []
        # Twice: what nothing is a difference to any more can only go after that.
        for _ in range(2):
            excess = self._snapshot_bytes - bytes_left
            if excess <= 0:
                break
            numbers, steps, sizes = _in_order(self._snapshots)
            protected = np.array(
                [
                    number == keep
                    or number in self._states
                    or self._dependants[number] > 0
                    or self._snapshots[number][0] in self.marked
                    for number in numbers
                ]
            )
            for place in thin(steps, sizes, protected, excess):
                number = numbers[place]
                self._snapshot_bytes -= self._snapshots.pop(number)[1]
                base = self._bases.pop(number, None)
                if base is not None:
                    self._dependants[base] -= 1
                gone.append(number)
        return gone


def _on_disk(size: int) -> int:
    return -(-(size + 100) // _PAGE) * _PAGE


def _in_order(
    items: dict[int, tuple[int, int]],
) -> tuple[list[int], np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    numbers = sorted(items, key=lambda number: (items[number][0], number))
    steps = np.array([items[number][0] for number in numbers], np.int64)
    sizes = np.array([items[number][1] for number in numbers], np.int64)
    return numbers, steps, sizes
