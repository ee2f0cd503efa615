"""The canvas where the graphics device is a program: drawn behind the window, shown as an image."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netviz.rendering.budget import Budget
from netviz.rendering.frame import Kept
from netviz.rendering.rhi_view import RhiView

_FIRST_SIZE: Final = QSize(64, 64)


class BehindView(QWidget):
    """Draws with a RhiView in a window that is never on the screen, and shows what it drew.

    A QRhiWidget makes Qt put its whole window together on the graphics device, each time a label changes. A
    software device takes 10 to 30 ms for that; a window of plain widgets shows a label in less than one.
    """

    presented = Signal(float, int)  # milliseconds, edges drawn anew
    failed = Signal(str)

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = kept
        self.backend, self.device, self.software = "", "", False
        self._picture = QImage()
        self._stale = True
        self._behind = QWidget()
        self._behind.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._behind.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._view = RhiView(kept, self._behind)
        self._view.reads_back = True
        self._view.started.connect(self._started)
        self._view.failed.connect(self.failed)
        self._view.resize(_FIRST_SIZE)
        self._behind.resize(_FIRST_SIZE)
        self._behind.show()
        self._view.grabFramebuffer()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.destroyed.connect(self._behind.deleteLater)

    @property
    def works(self) -> bool:
        """Whether there is a device at all."""
        return self._view.problem is None and bool(self.backend)

    @property
    def problem(self) -> str:
        """Why there is none, in a sentence."""
        return self._view.problem or "Qt finds no way to draw with this machine's graphics driver."

    @property
    def budget(self) -> Budget:
        """How many edges a frame can take."""
        return self._view.budget

    @property
    def python_ms(self) -> float:
        """What the last frame cost in Python."""
        return self._view.python_ms

    def request(self) -> None:
        """Draw a frame soon."""
        self._stale = True
        self.update()

    def give_back(self) -> None:
        """Let the device go; nothing is drawn any more."""
        self._view.give_back()
        self._behind.close()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt; also when only the labels above have changed, for which the picture is there."""
        scale = self.devicePixelRatio()
        size = QSize(round(self.width() * scale), round(self.height() * scale))
        if self._stale or self._picture.size() != size:
            self._draw(size, scale)
        with QPainter(self) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(0, 0, self._picture)

    def _draw(self, size: QSize, scale: float) -> None:
        began = perf_counter()
        self._stale = False
        if self._view.size() != self.size():
            self._behind.resize(self.size())
            self._view.resize(self.size())
        if self._view.fixedColorBufferSize() != size:
            self._view.setFixedColorBufferSize(size)
        self._view.update()
        # In answer to an event Qt draws without Python's lock, so the trainer goes on. grabFramebuffer()
        # keeps it for the whole frame; it is for a device that hands its pixels over later.
        QCoreApplication.sendEvent(self._behind, QEvent(QEvent.Type.UpdateRequest))
        picture = self._view.taken() or self._view.grabFramebuffer()
        if not picture.isNull():
            picture.setDevicePixelRatio(scale)
            self._picture = picture
        self.presented.emit((perf_counter() - began) * 1000, self._view.edges_in_frame)

    def _started(self, backend: str, device: str, software: bool) -> None:
        self.backend, self.device, self.software = backend, device, software
