"""Beside a network that reads a few numbers: what it answers along the field, live."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.app.screen.presenter import Presenter
from netviz.network.forward import forward_pass
from netviz.panels.points.panel import PointPanel
from netviz.rendering.canvas import GraphCanvas
from netviz.tasks.answer import Numbers
from netviz.tasks.task import AnyTask

_PLACES: Final = 161


class PointShow:
    """Follows the network on screen: the curve is of the step that the picture shows."""

    def __init__(self, task: AnyTask, canvas: GraphCanvas, panel: PointPanel, presenter: Presenter) -> None:
        self._panel = panel
        self._presenter = presenter
        self._shown: tuple[object, ...] = ()
        self._has_curve = isinstance(task.answer, Numbers) and task.input.n == 1
        side = panel.field.across
        self._places = np.linspace(side.low, side.high, _PLACES, dtype=np.float32)[:, None]
        canvas.painting.connect(self._follow)
        presenter.told.connect(self._follow)

    def _follow(self) -> None:
        shown = self._presenter.snapshot
        training = self._presenter.training and not self._presenter.example.empty
        self._panel.show_reading("point" if training else "")
        if not self._has_curve or shown is None or shown.identity == self._shown:
            return
        self._shown = shown.identity
        with np.errstate(over="ignore", invalid="ignore"):
            y = forward_pass(shown.spec, shown.parameters, self._places).a[-1][:, :1]
        self._panel.show_curve(np.hstack([self._places, y])[np.isfinite(y[:, 0])])
