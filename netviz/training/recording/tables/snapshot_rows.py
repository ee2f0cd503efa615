"""Snapshots in a recording: exact ones, and those that are differences to the exact one before them."""

from __future__ import annotations

import sqlite3
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.training.recording.tables import coding

_GROUP: Final = 16  # snapshots that are differences to one, at most


class SnapshotRows:
    """Writes snapshots within a transaction of a database; the first of each writer is exact."""

    def __init__(self) -> None:
        self._base: tuple[int, NDArray[np.float32]] | None = None
        self._generation = 0  # of the base
        self._since_base = 0

    @property
    def base(self) -> int:
        """The id of the snapshot that the next ones may be differences to, 0 where there is none."""
        return self._base[0] if self._base else 0

    def begin_anew(self) -> None:
        """What was written may be gone: the next one is exact."""
        self._base = None

    def add(
        self,
        db: sqlite3.Connection,
        step: int,
        config: int,
        parameters: NDArray[np.float32],
        generation: int,
        kept: int,
    ) -> tuple[int, int, int | None]:
        """Write the parameters, `kept` as coding says, or exactly where they can be no difference.

        Its id, how many bytes it takes, and the id of what it is a difference to.
        """
        base = self._base
        if (
            kept == coding.EXACT  # a state stands for itself, whatever goes
            or base is None
            or self._since_base >= _GROUP
            or base[1].size != parameters.size
            or generation != self._generation
        ):
            base, kept = None, coding.EXACT
        kept, data = coding.encode(parameters, kept, None if base is None else base[1])
        row = (step, generation, config, None if base is None else base[0], kept, data)
        cursor = db.execute(
            "INSERT INTO snapshots (step, generation, config, base, kept, data) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
        snapshot = cursor.lastrowid or 0
        if base is None:
            # What came from the trainer never changes; large weights are not kept twice.
            stays = parameters.flags.owndata and not parameters.flags.writeable
            self._base = (snapshot, parameters if stays else parameters.copy())
            self._generation, self._since_base = generation, 0
        self._since_base += 1
        return snapshot, len(data), None if base is None else base[0]
