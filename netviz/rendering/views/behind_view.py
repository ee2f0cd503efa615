"""The canvas where the graphics device is a program: it draws the edges, the painter does all else."""

from __future__ import annotations

from time import thread_time
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QRhi,
    QRhiCommandBuffer,
    QRhiReadbackDescription,
    QRhiReadbackResult,
)
from PySide6.QtWidgets import QWidget

from netviz.rendering.budget import Budget
from netviz.rendering.frame import NO_WORK, Kept, Work
from netviz.rendering.views.device_widget import DeviceWidget
from netviz.rendering.views.edge_pictures import CLEAR, EdgePictures
from netviz.rendering.views.paint_view import PaintView
from netviz.viewmodels.scene import Scene

_SMALL: Final = QSize(64, 64)
# Edges of a neuron in focus that are drawn at once; they are wider than others, and cost more.
_FOCUS_MOST: Final = 240


class BehindView(PaintView):
    """Lets a device that is never on the screen draw the edges, and lays their pictures over each other.

    A QRhiWidget makes Qt put its whole window together on the graphics device, each time a label changes. A
    software device takes 10 to 30 ms for that; the painter lays kept pictures over each other in one or two.
    """

    failed = Signal(str)

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(kept, parent)
        self.backend, self.device, self.software = "", "", False
        self._window = QWidget()
        self._window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._reader = _Reader(kept, self._window)
        self._reader.started.connect(self._started)
        self._reader.failed.connect(self.failed)
        self._reader.resize(_SMALL)
        self._window.resize(_SMALL)
        self._window.show()
        self._reader.grabFramebuffer()
        self.destroyed.connect(self._window.deleteLater)

    @property
    def works(self) -> bool:
        """Whether there is a device at all."""
        return self._reader.problem is None and bool(self.backend)

    @property
    def problem(self) -> str:
        """Why there is none, in a sentence."""
        return self._reader.problem or "Qt finds no way to draw with this machine's graphics driver."

    def give_back(self) -> None:
        """Let the device go; nothing is drawn any more."""
        self._reader.give_back()
        self._window.close()

    def focus_most(self) -> int | None:
        """Of a neuron's edges at most so many are drawn at once."""
        return _FOCUS_MOST

    def draw_edges(self, scene: Scene, work: Work, size: tuple[int, int], scale: float) -> int:
        """Draw what is to be done into the kept pictures; how many edges that took."""
        if work == NO_WORK:
            return 0
        began = thread_time()
        pictures = self._reader.draw(scene, work, QSize(*size), scale)
        self.qt_seconds += thread_time() - began - self._reader.python_ms / 1000
        for name, picture in pictures.items():
            picture.setDevicePixelRatio(scale)
            self.pictures[name] = picture
        self.stands_out, self.dimmed = self._reader.stands_out, self._reader.dimmed
        return self._reader.edges_drawn

    def _started(self, backend: str, device: str, software: bool) -> None:
        self.backend, self.device, self.software = backend, device, software
        self.budget = Budget(software)


class _Reader(DeviceWidget):
    """Draws pictures of edges when asked, and copies them to memory. What itself shows is nothing."""

    def __init__(self, kept: Kept, parent: QWidget) -> None:
        super().__init__(kept, parent)
        self._behind = parent
        self._drawn = False
        self.stands_out = False
        self.dimmed = 1.0
        self.edges_drawn = 0
        self._pictures: EdgePictures | None = None
        self._asked: tuple[Scene, Work, QSize, float] | None = None
        self._read: dict[str, QRhiReadbackResult] = {}

    def draw(self, scene: Scene, work: Work, size: QSize, scale: float) -> dict[str, QImage]:
        """The pictures that this work has changed, and that are to be seen."""
        self._asked = (scene, work, size, scale)
        self._read = {}
        self._drawn = False
        self.edges_drawn = 0
        self.update()
        # In answer to an event Qt draws without Python's lock, so that the trainer goes on meanwhile.
        QCoreApplication.sendEvent(self._behind, QEvent(QEvent.Type.UpdateRequest))
        if not self._drawn:
            self.grabFramebuffer()
        if not self._drawn or self._pictures is None:
            return {}
        rhi = self._pictures.rhi
        if any(result.data.isEmpty() for result in self._read.values()):
            rhi.finish()  # a device that hands its pixels over later
        read, self._read = self._read, {}
        return {name: _image(result, rhi.isYUpInFramebuffer()) for name, result in read.items()}

    def begin(self, rhi: QRhi) -> None:
        """There is a device, or another one."""
        self._pictures = EdgePictures(rhi)

    def end(self) -> None:
        """Forget all that was made on the device."""
        self._pictures = None
        self._read = {}

    def record(self, commands: QRhiCommandBuffer) -> None:
        """Record one frame."""
        asked, self._asked = self._asked, None
        if asked is not None and self._pictures is not None:
            self._draw(commands, self._pictures, *asked)
        commands.beginPass(self.renderTarget(), self.palette().window().color(), CLEAR)
        commands.endPass()

    def _draw(
        self,
        commands: QRhiCommandBuffer,
        pictures: EdgePictures,
        scene: Scene,
        work: Work,
        size: QSize,
        scale: float,
    ) -> None:
        self._drawn = True
        batch = pictures.rhi.nextResourceUpdateBatch()
        batch, drawn = pictures.draw(commands, batch, size, self.kept, scene, work, scale)
        for name in drawn:
            if name != "rest" or self.kept.shows_rest:
                self._read[name] = QRhiReadbackResult()
                batch.readBackTexture(QRhiReadbackDescription(pictures.texture(name)), self._read[name])
        commands.resourceUpdate(batch)
        self.stands_out, self.dimmed = pictures.stands_out, pictures.dimmed
        self.edges_drawn = pictures.edges_drawn


def _image(result: QRhiReadbackResult, upside_down: bool) -> QImage:
    size = result.pixelSize
    form = QImage.Format.Format_RGBA8888_Premultiplied
    image = QImage(result.data.data(), size.width(), size.height(), 4 * size.width(), form)
    if upside_down:
        image = image.flipped(Qt.Orientation.Vertical)
    # The painter's own format, for it is laid down often. A copy, for the bytes go with the result.
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
