"""Beside a network that reads a few numbers: what it answers all over the field, live, and its mini-batch."""

from __future__ import annotations

from netviz.app.screen.presenter import Presenter
from netviz.panels.points.line import NOTHING_TOLD, Told
from netviz.panels.points.panel import PointPanel
from netviz.rendering.canvas import GraphCanvas
from netviz.tasks.task import AnyTask
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.probe import owned


class PointShow:
    """Follows the network on screen: the field is of the step that the picture shows."""

    def __init__(self, task: AnyTask, canvas: GraphCanvas, panel: PointPanel, presenter: Presenter) -> None:
        self._task = task
        self._panel = panel
        self._presenter = presenter
        canvas.painting.connect(self._follow)
        presenter.figures_changed.connect(self._follow)

    def _follow(self) -> None:
        presenter = self._presenter
        training = presenter.training and not presenter.example.empty
        self._panel.show_reading(owned(presenter.example, self._task.example) if training else "")
        scene, named = presenter.scene, presenter.named
        self._panel.show_surfaces(None if scene is None else scene.surfaces, self._told())
        batch = named.batch if named is not None and presenter.training else None
        if batch is None or presenter.playback.travelling:
            self._panel.show_batch(None, None)
        else:
            self._panel.show_batch(batch.pixels, batch.labels)

    def _told(self) -> Told:
        scene = self._presenter.scene
        focus = None if scene is None else scene.focus
        if scene is None or focus is None or focus.source is not None:
            return NOTHING_TOLD
        where = scene.spec.neuron_slices[focus.column]
        name = name_of(scene.spec.sizes, focus.column, focus.index, self._task)
        return Told(focus.column, focus.index, where.start + focus.index, name)
