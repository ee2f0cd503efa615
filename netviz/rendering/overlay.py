"""The words over the canvas, and a story's moment: a transparent widget, painted only when they change."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netviz.rendering.arrows.painter import paint_moment
from netviz.rendering.camera import Camera
from netviz.rendering.labels import paint_labels
from netviz.rendering.lens import Lens, paint_lens
from netviz.viewmodels.scene import Scene


class LabelOverlay(QWidget):
    """Lies over the whole canvas and lets the pointer through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._camera = Camera()
        self._note = ""
        self._lens: Lens | None = None
        self._key: tuple[Hashable, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def show_labels(self, scene: Scene, camera: Camera, note: str, lens: Lens | None = None) -> None:
        """Words for this scene; nothing happens where they are the same as before."""
        outputs = scene.probability.tobytes()
        marked = (scene.focus, scene.pointed, scene.edge_key if scene.pointed is not None else None)
        seen = None if lens is None else (lens, scene.shade.tobytes())
        key = (scene.layout.identity, scene.palette, outputs, marked, id(scene.moment), camera, note, seen)
        self._scene, self._camera, self._note, self._lens = scene, camera, note, lens
        if key != self._key:
            self._key = key
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt."""
        if self._scene is None:
            return
        with QPainter(self) as painter:
            family = self.font().family()
            paint_labels(painter, self._scene, self._camera, family, note=self._note, height=self.height())
            paint_moment(painter, self._scene, self._camera, family)
            if self._lens is not None:
                paint_lens(painter, self._scene, self._camera, self._lens, family)
