"""A point before a network that reads a few numbers: the cross in its field."""

from __future__ import annotations

import numpy as np

from netviz.app.run.undo import History
from netviz.app.screen.filled_paper import FilledPaper
from netviz.app.screen.paper import PLACED, Sheet
from netviz.panels.points.panel import PointPanel
from netviz.tasks.task import AnyTask
from netviz.viewmodels.probe import Example, example


class PointPaper(FilledPaper):
    """Ties the cross to the undo stack: one entry for a move, however long it took.

    Where a number is answered the cross says both what is read and what should be answered.
    """

    def __init__(self, task: AnyTask, panel: PointPanel, stack: History) -> None:
        super().__init__(task, stack, PLACED)
        self._panel = panel
        panel.chosen.connect(self._chosen)
        panel.settled.connect(self._settled)

    def _chosen(self, x: float, y: float) -> None:
        self._lay(self._of(x, y))

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
