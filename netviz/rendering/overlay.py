"""The words over the canvas, and a story's moment: a transparent widget, painted only when they change."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from netviz.rendering.arrows.data import by_device
from netviz.rendering.arrows.painter import paint_lines, paint_moment
from netviz.rendering.camera import Camera
from netviz.rendering.fonts import text_scale
from netviz.rendering.labels import (
    outputs_place,
    outputs_written,
    paint_all_but_outputs,
    paint_outputs,
)
from netviz.rendering.pointing.lens import Lens, paint_lens
from netviz.rendering.units import area, begin, covered
from netviz.viewmodels.scene import Scene


class LabelOverlay(QWidget):
    """Lies over the whole canvas and lets the pointer through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._camera = Camera()
        self._lens: Lens | None = None
        self._key: tuple[Hashable, ...] = ()
        self._words_key: tuple[Hashable, ...] = ()
        self._outputs: tuple[Hashable, ...] = ()
        self._kept = {name: _Picture() for name in ("words", "outputs", "moment")}
        self.device_draws = False  # lines and arrows along edges, where it can
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def show_labels(self, scene: Scene, camera: Camera, lens: Lens | None = None) -> None:
        """Words for this scene; nothing happens where they are the same as before."""
        outputs = outputs_written(scene)
        marked = (scene.focus, scene.pointed, scene.edge_key if scene.pointed is not None else None)
        seen = None if lens is None else (lens, scene.shade.tobytes()), scene.pulses
        words = (scene.layout.identity, scene.palette, scene.captions, marked, camera)
        key = (words, id(scene.moment), seen)
        self._scene, self._camera, self._lens = scene, camera, lens
        if key != self._key:
            self.update()
        elif outputs != self._outputs:
            self.update(covered(self._outputs_place(scene)))
        self._key, self._words_key, self._outputs = key, words, outputs

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt."""
        if self._scene is None:
            return
        with begin(self) as painter:
            family = self.font().family()
            for lines in () if self.device_draws else self._scene.pulses:
                paint_lines(painter, lines, self._scene.palette, self._camera)
            self._lay_words(painter, self._scene, family)
            self._paint_moment(painter, self._scene, family)
            if self._lens is not None:
                paint_lens(painter, self._scene, self._camera, self._lens, family)

    def _lay_words(self, painter: QPainter, scene: Scene, family: str) -> None:
        """The canvas below is painted more often than its words change: they are kept as pictures."""
        camera, scale = self._camera, self._pixels_per_unit()

        def words(own: QPainter) -> None:
            paint_all_but_outputs(own, scene, camera, family)

        def outputs(own: QPainter) -> None:
            paint_outputs(own, scene, camera, family)

        key = (self._words_key, family)
        self._kept["words"].lay(painter, self._page(), scale, key, words)
        place = self._outputs_place(scene)
        self._kept["outputs"].lay(painter, place, scale, (*key, self._outputs), outputs)

    def _paint_moment(self, painter: QPainter, scene: Scene, family: str) -> None:
        """While training runs the network moves more often than its arrows: they are kept as a picture."""
        moment = scene.moment
        along_edges = not (self.device_draws and by_device(scene))

        def paint(own: QPainter) -> None:
            paint_moment(own, scene, self._camera, family, along_edges=along_edges, notes=False)

        if moment is None or moment.n_stages:
            paint(painter)
            return
        # The moment itself, compared by identity.
        key = (moment, scene.layout.identity, scene.palette, self._camera, along_edges)
        self._kept["moment"].lay(painter, self._page(), self._pixels_per_unit(), key, paint)

    def _page(self) -> QRect:
        return area(self).toAlignedRect()

    def _outputs_place(self, scene: Scene) -> QRect:
        page = self._page()
        return outputs_place(scene, self._camera, page.width(), page.height())

    def _pixels_per_unit(self) -> float:
        return self.devicePixelRatio() * text_scale()


class _Picture:
    """Something painted, kept until its key changes."""

    def __init__(self) -> None:
        self._pixels = QPixmap()
        self._key: Hashable = None

    def lay(
        self,
        painter: QPainter,
        place: QRect,
        scale: float,
        key: Hashable,
        paint: Callable[[QPainter], None],
    ) -> None:
        """Put it at `place`, in units, painted anew if `key` is another one than before."""
        if place.isEmpty():
            return  # off the screen
        size, key = place.size() * scale, (key, place.getRect(), scale)
        if key != self._key:
            self._key = key
            if self._pixels.size() != size:
                self._pixels = QPixmap(size)
                self._pixels.setDevicePixelRatio(scale)
            self._pixels.fill(Qt.GlobalColor.transparent)
            with QPainter(self._pixels) as own:
                own.translate(-place.topLeft())
                paint(own)
        painter.drawPixmap(place.topLeft(), self._pixels)
