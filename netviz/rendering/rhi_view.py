"""The canvas on the GPU: Qt's own rendering layer, with the edges in kept textures."""

from __future__ import annotations

import functools
from collections.abc import Callable
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QRhi,
    QRhiColorAttachment,
    QRhiCommandBuffer,
    QRhiDepthStencilClearValue,
    QRhiReadbackDescription,
    QRhiReadbackResult,
    QRhiRenderTarget,
    QRhiResourceUpdateBatch,
    QRhiTexture,
    QRhiTextureRenderTarget,
    QRhiTextureRenderTargetDescription,
    QRhiViewport,
)
from PySide6.QtWidgets import QRhiWidget, QWidget

from netviz.rendering.blit.pipeline import BlitPipeline
from netviz.rendering.budget import Budget, is_software
from netviz.rendering.edges.choice import standing_out
from netviz.rendering.edges.pipeline import EdgePipeline, EdgeSet
from netviz.rendering.edges.strength import look_of_all, look_of_few
from netviz.rendering.frame import Kept, Work
from netviz.rendering.gpu import made
from netviz.rendering.image.pipeline import ImagePipeline
from netviz.rendering.mist.pipeline import MistPipeline, MistSet
from netviz.rendering.nodes.pipeline import NodePipeline
from netviz.viewmodels.scene import Scene

_CLEAR: Final = QRhiDepthStencilClearValue(1.0, 0)
_NOTHING: Final = QColor(0, 0, 0, 0)
_PICTURES: Final = ("live", "rest", "focus")


def _guarded(
    override: Callable[[RhiView, QRhiCommandBuffer], None],
) -> Callable[[RhiView, QRhiCommandBuffer], None]:
    # On Python 3.11 an exception that leaves an override called by Qt's renderer can end the process.
    @functools.wraps(override)
    def guarded(self: RhiView, commands: QRhiCommandBuffer) -> None:
        if self.problem is not None:
            return
        try:
            override(self, commands)
        except Exception as error:  # noqa: BLE001 - whatever it is, the painter takes over
            self.fail(str(error) or type(error).__name__)

    return guarded


class RhiView(QRhiWidget):
    """Draws what `kept` holds.

    Its owner calls `request` after a change; `presented` tells what a frame took.
    """

    presented = Signal(float, int)  # milliseconds, edges drawn anew
    started = Signal(str, str, bool)  # backend, device, whether it is a program on the processor
    failed = Signal(str)

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = kept
        self.problem: str | None = None
        self.budget = Budget(software=True)  # until the device is known
        self.python_ms = 0.0  # of the last frame, in this module and what it calls
        self.reads_back = False  # whether each frame is copied to memory, for `taken`
        self._gpu: _Gpu | None = None
        self._read_back: QRhiReadbackResult | None = None
        self._frame_began = 0.0
        self._edges_in_frame = 0
        # Without a size a QRhiWidget in a layout gets none, and never renders.
        self.setMinimumSize(64, 64)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.renderFailed.connect(self._refused)
        self.frameSubmitted.connect(self._submitted)

    @property
    def edges_in_frame(self) -> int:
        """How many edges the last frame drew anew."""
        return self._edges_in_frame

    def request(self) -> None:
        """Draw a frame soon."""
        self.update()

    def taken(self) -> QImage | None:
        """The last frame, if it `reads_back` and the device has already handed it over."""
        result, self._read_back = self._read_back, None
        if result is None or self._gpu is None or result.data.isEmpty():
            return None
        size = result.pixelSize
        image = QImage(
            result.data.data(), size.width(), size.height(), 4 * size.width(), QImage.Format.Format_RGBX8888
        )
        # Both make a copy, for the bytes go with the result.
        return image.flipped(Qt.Orientation.Vertical) if self._gpu.rhi.isYUpInFramebuffer() else image.copy()

    def fail(self, sentence: str) -> None:
        """Give up; told after Qt's renderer has returned."""
        if self.problem is None:
            self.problem = sentence
            QTimer.singleShot(0, self, lambda: self.failed.emit(sentence))

    @_guarded
    def initialize(self, _commands: QRhiCommandBuffer) -> None:
        """Called by Qt before the first frame, and whenever the device or the target is another one."""
        rhi = self.rhi()
        if self._gpu is not None and self._gpu.rhi is rhi:
            return
        self._gpu = _Gpu(rhi)
        info = rhi.driverInfo()  # held: its fields live no longer than it does
        device = bytes(info.deviceName.data()).decode(errors="replace")
        software = is_software(device) or info.deviceType == type(info).DeviceType.CpuDevice.value
        if software != self.budget.software:
            self.budget = Budget(software)
        self.kept.edges_changed()
        self.started.emit(rhi.backendName(), device, software)

    def give_back(self) -> None:
        """Let the device go, while it is still there; nothing is drawn any more.

        What Python still holds of a device that is gone would later be taken for what lies in its place.
        """
        self.problem = self.problem or "closed"
        self._gpu = self._read_back = None

    def releaseResources(self) -> None:
        """Called by Qt when the graphics device goes: everything made on it is gone with it."""
        self._gpu = None

    @_guarded
    def render(self, commands: QRhiCommandBuffer) -> None:  # type: ignore[override]
        """Called by Qt for each frame."""
        self._frame_began = perf_counter()
        self._edges_in_frame = 0
        gpu, scene = self._gpu, self.kept.scene
        target = self.renderTarget()
        if gpu is None:
            return
        if scene is None:
            commands.beginPass(target, self.palette().window().color(), _CLEAR)
            commands.endPass()
            return
        size = target.pixelSize()
        work = self.kept.work((size.width(), size.height()), self.budget.slice)
        self._edges_in_frame = gpu.draw(commands, target, self.kept, scene, work, self.devicePixelRatio())
        if self.reads_back:
            self._read_back = QRhiReadbackResult()
            batch = gpu.rhi.nextResourceUpdateBatch()
            batch.readBackTexture(QRhiReadbackDescription(self.colorTexture()), self._read_back)
            commands.resourceUpdate(batch)
        self.python_ms = (perf_counter() - self._frame_began) * 1000

    def _submitted(self) -> None:
        if self._frame_began:
            took = (perf_counter() - self._frame_began) * 1000
            self._frame_began = 0.0
            self.presented.emit(took, self._edges_in_frame)

    def _refused(self) -> None:
        self.fail("Qt could not draw with this machine's graphics driver.")


class _Picture:
    """A kept texture of the target's size that edges are drawn into."""

    def __init__(self, rhi: QRhi, size: QSize) -> None:
        flag = QRhiTexture.Flag.RenderTarget
        self.texture = made(rhi.newTexture(QRhiTexture.Format.RGBA8, size, 1, flag), "a texture to draw into")
        description = QRhiTextureRenderTargetDescription(QRhiColorAttachment(self.texture))
        keep = QRhiTextureRenderTarget.Flag.PreserveColorContents
        self.fresh = rhi.newTextureRenderTarget(description)
        self.added = rhi.newTextureRenderTarget(description, keep)
        # The passes differ in nothing that matters to a pipeline, but each target wants a description of its
        # own.
        self.passes = [t.newCompatibleRenderPassDescriptor() for t in (self.fresh, self.added)]
        for t, description_of_pass in zip((self.fresh, self.added), self.passes, strict=True):
            t.setRenderPassDescriptor(description_of_pass)
            made(t, "a texture to draw into")
        self.blit = BlitPipeline(rhi, self.texture)

    def give_back(self) -> None:
        self.blit.give_back()
        for resource in (self.fresh, self.added, *self.passes, self.texture):
            resource.deleteLater()


class _Gpu:
    """Everything that lives on one graphics device; dropped as a whole when the device goes."""

    def __init__(self, rhi: QRhi) -> None:
        self.rhi = rhi
        self._image = ImagePipeline(rhi)
        self._nodes = NodePipeline(rhi)
        self._edges = EdgePipeline(rhi)
        self._mist = MistPipeline(rhi)
        self._sets: dict[str, EdgeSet] = {name: self._edges.new_set() for name in _PICTURES}
        self._mists: dict[str, MistSet] = {name: MistSet(rhi) for name in ("live", "rest")}
        self._pictures: dict[str, _Picture] = {}
        self._size = QSize()
        self._placed: object = None
        self._weighed: object = None
        self._chosen: dict[str, object] = {}
        self._misted: dict[str, object] = {}
        self._stands_out = False
        self._own = np.empty(0, np.uint32)
        self._dimmed = 1.0

    def draw(
        self,
        commands: QRhiCommandBuffer,
        target: QRhiRenderTarget,
        kept: Kept,
        scene: Scene,
        work: Work,
        device_scale: float,
    ) -> int:
        """Record one frame; how many edges it draws anew."""
        size, camera = target.pixelSize(), kept.camera
        self._resize(size)
        edges = self._edges
        batch = self.rhi.nextResourceUpdateBatch()
        if self._placed != scene.layout.identity:
            self._placed = scene.layout.identity
            edges.upload_places(batch, scene.layout)
            self._nodes.upload_places(batch, scene.layout)
        if self._weighed is None or (work.live and self._weighed != scene.edge_key):
            self._weighed = scene.edge_key
            edges.upload_weights(batch, scene)
            edges.upload_gains(batch, scene)
        drawn = 0
        for name, selection in (("live", kept.live), ("rest", kept.rest)):
            if selection is not None and self._chosen.get(name) is not selection:
                self._chosen[name] = selection
                self._sets[name].upload_ids(batch, selection.ids)
        if work.focus:
            own, self._dimmed = standing_out(scene)
            self._own = own
            self._stands_out = own.size > 0
            if self._stands_out:
                self._sets["focus"].upload_ids(batch, own)
        passes: list[tuple[str, int, int]] = []
        if work.live:
            passes.append(("live", 0, self._sets["live"].count))
        if work.rest is not None:
            passes.append(("rest", *work.rest))
        if work.focus and self._stands_out:
            passes.append(("focus", 0, self._sets["focus"].count))
        for name, first, count in passes:
            look = look_of_few(scene, self._own) if name == "focus" else look_of_all(scene, camera)
            self._sets[name].upload_uniforms(batch, scene, look, camera, size, device_scale)
            picture = self._pictures[name]
            into = picture.added if first else picture.fresh
            mist = None if first else self._mists.get(name)
            if mist is not None:
                self._upload_mist(batch, name, kept, scene, size, device_scale)
            commands.beginPass(into, _NOTHING, _CLEAR, batch)
            commands.setViewport(QRhiViewport(0, 0, size.width(), size.height()))
            if mist is not None:
                self._mist.draw(commands, picture.passes[0], mist)
            edges.draw(commands, picture.passes[0], self._sets[name], first, count)
            commands.endPass()
            drawn += count
            batch = self.rhi.nextResourceUpdateBatch()
        self._lay_over(commands, target, batch, kept, scene, device_scale)
        return drawn

    def _upload_mist(
        self,
        batch: QRhiResourceUpdateBatch,
        name: str,
        kept: Kept,
        scene: Scene,
        size: QSize,
        device_scale: float,
    ) -> None:
        selection = kept.live if name == "live" else kept.rest
        if selection is None:
            return
        # Mist made for another layout would lie beside the neurons: rather none until the new one is there.
        mist = selection.mist if selection.layout == scene.layout.identity else None
        anew = self._misted.get(name) is not mist
        self._misted[name] = mist
        mist = mist or ()
        self._mists[name].upload(batch, mist, kept.camera, size, device_scale, pixels=anew)

    def _lay_over(
        self,
        commands: QRhiCommandBuffer,
        target: QRhiRenderTarget,
        batch: QRhiResourceUpdateBatch,
        kept: Kept,
        scene: Scene,
        device_scale: float,
    ) -> None:
        size, camera = target.pixelSize(), kept.camera
        self._image.upload_shades(batch, scene)
        self._image.upload_uniforms(batch, scene, camera, size, device_scale)
        self._nodes.upload_looks(batch, scene)
        self._nodes.upload_uniforms(batch, scene, camera, size, device_scale)
        shown = self._pictures["rest" if kept.shows_rest else "live"] if kept.live is not None else None
        if shown is not None:
            shown.blit.upload_opacity(batch, self._dimmed)
        if self._stands_out:
            self._pictures["focus"].blit.upload_opacity(batch, 1.0)
        commands.beginPass(target, QColor(scene.palette.page), _CLEAR, batch)
        commands.setViewport(QRhiViewport(0, 0, size.width(), size.height()))
        form = target.renderPassDescriptor()
        self._image.draw(commands, form)
        if shown is not None:
            shown.blit.draw(commands, form)
        if self._stands_out:
            self._pictures["focus"].blit.draw(commands, form)
        self._nodes.draw(commands, form)
        commands.endPass()

    def _resize(self, size: QSize) -> None:
        if size != self._size:
            for picture in self._pictures.values():
                picture.give_back()
            self._pictures = {name: _Picture(self.rhi, size) for name in _PICTURES}
            self._size = QSize(size)
