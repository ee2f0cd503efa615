"""A point before a network that reads a few numbers: the cross in its field."""

from __future__ import annotations

import numpy as np

from netviz.app.run.undo import History, Replaced
from netviz.app.screen.paper import PLACED, Paper, Sheet
from netviz.panels.points.panel import PointPanel
from netviz.tasks.task import AnyTask
from netviz.viewmodels.probe import Example, example


class PointPaper(Paper):
    """Ties the cross to the undo stack: one entry for a move, however long it took.

    Where a number is answered the cross says both what is read and what should be answered.
    """

    def __init__(self, task: AnyTask, panel: PointPanel, stack: History) -> None:
        super().__init__(stack)
        self._task = task
        self._panel = panel
        self._from: Sheet | None = None  # what lay there before the move that goes on
        panel.chosen.connect(self._chosen)
        panel.settled.connect(self._settled)

    def _chosen(self, x: float, y: float) -> None:
        if self._from is None:
            self._from = self._sheet
        self._sheet = Sheet(picked=self._of(x, y))
        self._example = self._sheet.picked or self._example
        self.changed.emit()

    def _settled(self) -> None:
        before, self._from = self._from, None
        if before is not None:
            self._stack.push(Replaced(PLACED, before, self._sheet, self._put))
            self.settled.emit()

    def _of(self, x: float, y: float) -> Example:
        if self._task.input.n == 1:
            return example(np.array([x]), "pad", label=y, task=self._task)
        return example(np.array([x, y]), "pad", task=self._task)

    def _put(self, sheet: Sheet) -> None:
        super()._put(sheet)
        picked = sheet.picked
        if picked is None:
            self._panel.show_place(None)
            return
        x, *more = map(float, picked.pixels)
        self._panel.show_place((x, more[0] if more else float(picked.label or 0.0)))
