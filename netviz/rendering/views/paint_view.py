"""The canvas by QPainter: where there is no graphics device (no OpenGL, the `offscreen` platform)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from time import perf_counter, thread_time
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netviz.rendering.budget import Budget
from netviz.rendering.camera import Camera
from netviz.rendering.edges.choice import standing_out
from netviz.rendering.edges.strength import look_of_all, look_of_few
from netviz.rendering.fonts import text_scale
from netviz.rendering.frame import NO_WORK, Kept, Work
from netviz.rendering.mist.make import Mist
from netviz.rendering.painter import (
    columns_place,
    paint_edges,
    paint_image,
    paint_mist,
    paint_nodes,
    paint_page,
)
from netviz.rendering.selection import Selection
from netviz.rendering.units import area, begin, covered, high, wide
from netviz.rendering.views.edge_pictures import PICTURES
from netviz.viewmodels.scene import Scene

# Edges of a neuron in focus that are drawn at once.
_FOCUS_MOST: Final = 100


class _Ahead(NamedTuple):
    """What was drawn for the next frame before it is painted, and what that cost."""

    anew: bool = False
    milliseconds: float = 0.0
    python_ms: float = 0.0
    edges: int = 0

    def and_then(self, anew: bool, milliseconds: float, python_ms: float, edges: int) -> _Ahead:
        """More was drawn before it was painted."""
        return _Ahead(
            self.anew or anew,
            self.milliseconds + milliseconds,
            self.python_ms + python_ms,
            self.edges + edges,
        )


class PaintView(QWidget):
    """Draws what `kept` holds, as RhiView does: kept pictures of the edges, and all else over them.

    The pictures move with the camera until there are others.
    """

    presented = Signal(float, int)  # milliseconds, edges drawn anew

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = kept
        self.budget = Budget(software=True)
        self.python_ms = 0.0  # processor time of the last frame, without what Qt drew meanwhile
        self.qt_seconds = 0.0
        self.pictures: dict[str, QImage] = {}
        self.stands_out = False
        self.dimmed = 1.0
        self._ground = QImage()
        self._ground_key: tuple[Hashable, ...] = ()
        self._grounds = 0  # how often it was drawn
        self._asked = True  # for a frame whose edges are not drawn yet
        self._ahead = _Ahead()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def draw_ahead(self) -> bool:
        """Draw the edges that the next frame shows anew; True if there were some."""
        scene, size = self.kept.scene, self._device_size()
        self._asked = True
        if scene is not None and not self.visibleRegion().isEmpty():
            self._draw_ahead(scene, size)
        return self._ahead.edges > 0

    def request(self) -> None:
        """Paint a frame soon: of the neurons alone, where nothing changed below them."""
        scene = self.kept.scene
        below = None if scene is None else self._what_is_below(scene, self._device_size())
        if scene is None or self._asked or self._ahead.anew or self._ground_key != below:
            self.update()
        else:
            self.update(covered(columns_place(scene, self.kept.camera)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Called by Qt."""
        scene, size = self.kept.scene, self._device_size()
        if scene is not None and (self._asked or self.kept.out_of_place(size)):
            self._draw_ahead(scene, size)
        began, worked, self.qt_seconds = perf_counter(), thread_time(), 0.0
        with begin(self) as painter:
            if scene is None:
                painter.fillRect(area(self), self.palette().window())
                return
            before = self._grounds
            self._paint(painter, scene, size)
        if self._grounds != before and event.rect() != self.rect():
            self.update()  # more has changed than one could tell when the frame was asked for
        ahead, self._ahead = self._ahead, _Ahead()
        self.python_ms = ahead.python_ms + (thread_time() - worked - self.qt_seconds) * 1000
        self.presented.emit(ahead.milliseconds + (perf_counter() - began) * 1000, ahead.edges)

    def focus_most(self) -> int | None:
        """Of a neuron's edges at most so many are drawn at once; None for all."""
        return _FOCUS_MOST

    def draw_edges(self, scene: Scene, work: Work, size: tuple[int, int], scale: float) -> int:
        """Draw what is to be done into the kept pictures; how many edges that took."""
        kept, drawn = self.kept, 0
        if not self.pictures or (self.pictures["live"].width(), self.pictures["live"].height()) != size:
            self.pictures = {name: self._blank(size, scale) for name in PICTURES}
        if work.live and kept.live is not None:
            drawn += self._draw("live", scene, kept.live.ids, mist=self._mist(kept.live, scene))
        if work.rest is not None and kept.rest is not None:
            first, count = work.rest
            some = kept.rest.ids[first : first + count]
            drawn += self._draw("rest", scene, some, mist=None if first else self._mist(kept.rest, scene))
        if work.focus:
            own, self.dimmed = standing_out(scene)
            own = own if work.focus_most is None else own[-work.focus_most :]
            self.stands_out = own.size > 0
            if self.stands_out:
                drawn += self._draw("focus", scene, own, mist=())
        return drawn

    def _draw_ahead(self, scene: Scene, size: tuple[int, int]) -> None:
        """Draw the edges that the next frame shows anew."""
        began, worked, self.qt_seconds = perf_counter(), thread_time(), 0.0
        work = self.kept.work(size, self.budget.slice, self.focus_most())
        edges = self.draw_edges(scene, work, size, self._pixels_per_unit())
        python_ms = (thread_time() - worked - self.qt_seconds) * 1000
        self._ahead = self._ahead.and_then(work != NO_WORK, (perf_counter() - began) * 1000, python_ms, edges)
        self._asked = False

    def _paint(self, painter: QPainter, scene: Scene, size: tuple[int, int]) -> None:
        began = thread_time()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        below = self._below_neurons(scene, size, self._pixels_per_unit(), anew=self._ahead.anew)
        painter.drawImage(0, 0, below)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self.qt_seconds += thread_time() - began
        paint_nodes(painter, scene, self.kept.camera, kept=True)

    def _below_neurons(self, scene: Scene, size: tuple[int, int], scale: float, *, anew: bool) -> QImage:
        """Page, digit and edges as one picture, kept: often nothing moves but the neurons' shades."""
        kept, key = self.kept, self._what_is_below(scene, size)
        shown = "rest" if kept.shows_rest else "live"
        if not anew and key == self._ground_key:
            return self._ground
        if (self._ground.width(), self._ground.height()) != size:
            self._ground = QImage(*size, QImage.Format.Format_RGB32)
        self._ground.setDevicePixelRatio(scale)
        self._ground_key = key
        self._grounds += 1
        with QPainter(self._ground) as painter:
            paint_page(painter, scene, area(self))
            paint_image(painter, scene, kept.camera)
            if kept.live is not None:
                painter.setOpacity(self.dimmed)
                self._lay_over(painter, shown, kept.edges_camera)
                painter.setOpacity(1.0)
            if self.stands_out:
                self._lay_over(painter, "focus", kept.focus_camera)
        return self._ground

    def _what_is_below(self, scene: Scene, size: tuple[int, int]) -> tuple[Hashable, ...]:
        kept = self.kept
        cameras = (kept.camera, kept.edges_camera, kept.focus_camera)
        pixels = scene.shade[scene.spec.neuron_slices[0]].tobytes()
        seen = (kept.shows_rest, kept.live is not None, self.stands_out, self.dimmed)
        return (scene.layout.identity, scene.palette, cameras, pixels, seen, size, self._pixels_per_unit())

    def _pixels_per_unit(self) -> float:
        return self.devicePixelRatio() * text_scale()

    def _device_size(self) -> tuple[int, int]:
        scale = self.devicePixelRatio()
        return round(self.width() * scale), round(self.height() * scale)

    def _lay_over(self, painter: QPainter, name: str, drawn_for: Camera) -> None:
        """A kept picture, moved to where the camera is now."""
        picture, camera = self.pictures.get(name), self.kept.camera
        if picture is None:
            return
        if camera == drawn_for:
            painter.drawImage(0, 0, picture)
            return
        larger = camera.zoom / drawn_for.zoom
        left, top = camera.x - drawn_for.x * larger, camera.y - drawn_for.y * larger
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, wide(self) * larger, high(self) * larger), picture)

    def _draw(self, name: str, scene: Scene, ids: NDArray[np.uint32], *, mist: Sequence[Mist] | None) -> int:
        """Into a kept picture: over its mist, or over what is there where `mist` is None."""
        picture = self.pictures[name]
        look = look_of_few(scene, ids) if name == "focus" else look_of_all(scene)
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
