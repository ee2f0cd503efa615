"""While training runs, what trains is shown: the mini-batch lies where the drawing was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from netviz.app.screen.presenter import Presenter
from netviz.app.watch.live_arrows import LiveArrows
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.watch.batch_sheet import BatchSheet
from netviz.rendering.canvas import GraphCanvas
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.probe import owned

_BESIDE: Final = 24.0  # units that are kept free before the first column


class BatchShow:
    """Puts the sheet over the network's input, for as long as the step on screen is one that is trained.

    It looks when a picture of the network is painted, and when figures change: all are of one step.
    """

    def __init__(
        self,
        picture: Picture,
        task: AnyTask,
        canvas: GraphCanvas,
        draw: DrawPanel,
        presenter: Presenter,
        live: LiveArrows,
        *,
        room: Callable[[], str],
    ) -> None:
        self.sheet = BatchSheet(picture, task, canvas)
        self._task = task
        self._canvas = canvas
        self._draw = draw
        self._presenter = presenter
        self._live = live
        self._room = room
        canvas.painting.connect(self._follow)
        presenter.figures_changed.connect(self._follow)

    def _now(self) -> Snapshot | None:
        """The network after the step that is told of, or on its way; None while nothing trains."""
        presenter, live = self._presenter, self._live
        if presenter.playback.travelling or self._room() not in ("watch", "train"):
            return None
        # Beside a sweep all numbers are of its step.
        return live.told_snapshot or (presenter.named if presenter.training else None)

    def _follow(self) -> None:
        now, scene, example = self._now(), self._canvas.scene, self._presenter.example
        image = None if scene is None else scene.layout.image
        own = example.source == "pad"
        what = "" if example.empty else owned(example, "drawing" if own else self._task.example)
        self._draw.show_reading(what if self._presenter.training else "")
        if now is None or now.batch is None or scene is None or image is None:
            self.sheet.hide()
            return
        left, top, side = image
        x, y = self._canvas.camera.to_screen(left, top)
        side *= self._canvas.camera.zoom
        self.sheet.show_batch(
            now.batch, now.step, read=what if own or not what else f"The {self._task.example} on the pad"
        )
        column, _ = self._canvas.camera.to_screen(scene.layout.column_x[1], 0.0)
        self.sheet.stand(x, y, side, column - x - _BESIDE)
        self.sheet.show()
