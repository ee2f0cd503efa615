"""The canvas where the GPU is refused (no OpenGL, the `offscreen` platform): the same picture by QPainter."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netviz.rendering.budget import Budget
from netviz.rendering.edges.choice import standing_out
from netviz.rendering.edges.strength import look_of_all, look_of_few
from netviz.rendering.frame import Kept, Work
from netviz.rendering.mist.make import Mist
from netviz.rendering.painter import paint_edges, paint_image, paint_mist, paint_nodes, paint_page
from netviz.rendering.selection import Selection
from netviz.viewmodels.scene import Scene

_PICTURES: Final = ("live", "rest", "focus")


class PaintView(QWidget):
    """Draws what `kept` holds, as RhiView does."""

    presented = Signal(float, int)  # milliseconds, edges drawn anew

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = kept
        self.budget = Budget(software=True)
        self.python_ms = 0.0
        self._pictures: dict[str, QImage] = {}
        self._stands_out = False
        self._dimmed = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def request(self) -> None:
        """Draw a frame soon."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt."""
        began = perf_counter()
        scene = self.kept.scene
        with QPainter(self) as painter:
            if scene is None:
                painter.fillRect(self.rect(), self.palette().window())
                return
            drawn = self._paint(painter, scene)
        self.python_ms = (perf_counter() - began) * 1000
        self.presented.emit(self.python_ms, drawn)

    def _paint(self, painter: QPainter, scene: Scene) -> int:
        scale = self.devicePixelRatio()
        size = (round(self.width() * scale), round(self.height() * scale))
        if not self._pictures or (self._pictures["live"].width(), self._pictures["live"].height()) != size:
            self._pictures = {name: self._blank(size, scale) for name in _PICTURES}
        work = self.kept.work(size, self.budget.slice)
        drawn = self._draw_edges(scene, work)
        camera, kept = self.kept.camera, self.kept
        paint_page(painter, scene, QRectF(self.rect()))
        paint_image(painter, scene, camera)
        if kept.live is not None:
            painter.setOpacity(self._dimmed)
            painter.drawImage(0, 0, self._pictures["rest" if kept.shows_rest else "live"])
            painter.setOpacity(1.0)
        if self._stands_out:
            painter.drawImage(0, 0, self._pictures["focus"])
        paint_nodes(painter, scene, camera)
        return drawn

    def _draw_edges(self, scene: Scene, work: Work) -> int:
        kept, drawn = self.kept, 0
        if work.live and kept.live is not None:
            drawn += self._draw("live", scene, kept.live.ids, mist=self._mist(kept.live, scene))
        if work.rest is not None and kept.rest is not None:
            first, count = work.rest
            some = kept.rest.ids[first : first + count]
            drawn += self._draw("rest", scene, some, mist=None if first else self._mist(kept.rest, scene))
        if work.focus:
            own, self._dimmed = standing_out(scene)
            self._stands_out = own.size > 0
            if self._stands_out:
                drawn += self._draw("focus", scene, own, mist=())
        return drawn

    def _draw(self, name: str, scene: Scene, ids: NDArray[np.uint32], *, mist: Sequence[Mist] | None) -> int:
        """Into a kept picture: over its mist, or over what is there where `mist` is None."""
        picture = self._pictures[name]
        look = look_of_few(scene, ids) if name == "focus" else look_of_all(scene, self.kept.camera)
        if mist is not None:
            picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            paint_mist(painter, mist or (), self.kept.camera)
            paint_edges(painter, scene, ids, look, self.kept.camera)
        return len(ids)

    @staticmethod
    def _mist(selection: Selection, scene: Scene) -> Sequence[Mist]:
        return selection.mist or () if selection.layout == scene.layout.identity else ()

    @staticmethod
    def _blank(size: tuple[int, int], scale: float) -> QImage:
        picture = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        return picture
