"""Metrics in a recording: single steps in runs of rows, older ones in one row of bins, and validation."""

from __future__ import annotations

import sqlite3

import numpy as np

from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.measure.points import RECENT, MetricPoints
from netviz.training.recording.tables import coding


class MetricRows:
    """Writes metrics within a transaction of `db`; `log` is what the file holds already.

    It keeps that log going: as it folds its older steps, so does the file.
    """

    def __init__(self, log: MetricLog) -> None:
        self._log = log
        self._folded = log.n_folded

    def add(self, db: sqlite3.Connection, points: MetricPoints) -> None:
        """Loss and accuracy of the steps that followed; with `restart` in the place of all that are there."""
        if points.restart:
            db.execute("DELETE FROM metrics")
            db.execute("DELETE FROM bins")
            self._folded = 0
        self._log.extend(points)
        single = points.first[points.count == 1]
        values = (points.loss[points.count == 1], points.accuracy[points.count == 1])
        gaps = np.flatnonzero(np.diff(single) != 1) + 1
        ends = np.union1d(gaps, np.arange(RECENT, len(single), RECENT))
        for run in np.split(np.arange(len(single)), ends):
            if len(run):
                data = coding.deflate(*(column[run] for column in values))
                row = (int(single[run[0]]), int(single[run[-1]]), data)
                db.execute("INSERT OR REPLACE INTO metrics VALUES (?, ?, ?)", row)
        if self._log.n_folded != self._folded:
            self._write_bins(db)

    def add_validation(self, db: sqlite3.Connection, points: list[ValidationPoint], *, restart: bool) -> None:
        """Measurements on the validation digits; with `restart` in the place of all that are there."""
        if restart:
            db.execute("DELETE FROM validation")
        db.executemany("INSERT INTO validation (step, loss, accuracy) VALUES (?, ?, ?)", points)

    def rewind(self, db: sqlite3.Connection, step: int) -> None:
        """Forget the steps after `step`; the validation's rows are their owner's to delete."""
        self._log.rewind(step)
        _, points = self._log.since(None)
        self.add(db, points)

    def _write_bins(self, db: sqlite3.Connection) -> None:
        """The log has folded its older steps: what stands in the file follows."""
        _, points = self._log.since(None)
        wide = int(np.searchsorted(np.cumsum(points.count), self._log.n_folded, side="right"))
        data = coding.deflate(
            *(
                column[:wide]
                for column in (
                    points.first,
                    points.last,
                    points.count,
                    points.loss,
                    points.loss_min,
                    points.loss_max,
                    points.accuracy,
                    points.accuracy_min,
                    points.accuracy_max,
                )
            )
        )
        db.execute("INSERT OR REPLACE INTO bins VALUES (1, ?, ?)", (wide, data))
        db.execute("DELETE FROM metrics WHERE last <= ?", (int(points.last[wide - 1]),))
        self._folded = self._log.n_folded
