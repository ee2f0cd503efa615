"""The canvas on the GPU: Qt's own rendering layer, with the edges in kept textures."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QRhi, QRhiCommandBuffer, QRhiRenderTarget, QRhiTexture, QRhiViewport
from PySide6.QtWidgets import QWidget

from netviz.rendering.arrows.pipeline import ArrowPipeline
from netviz.rendering.blit.pipeline import BlitPipeline
from netviz.rendering.fonts import text_scale
from netviz.rendering.frame import Kept, Work
from netviz.rendering.image.pipeline import ImagePipeline
from netviz.rendering.nodes.pipeline import NodePipeline
from netviz.rendering.surfaces.pipeline import SurfacePipeline
from netviz.rendering.views.device_widget import DeviceWidget
from netviz.rendering.views.edge_pictures import CLEAR, EdgePictures
from netviz.viewmodels.scene import Scene


class RhiView(DeviceWidget):
    """Draws what `kept` holds, in the window itself.

    Its owner calls `request` after a change; `presented` tells what a frame took.
    """

    presented = Signal(float, int)  # milliseconds, edges drawn anew

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(kept, parent)
        self._gpu: _Gpu | None = None
        self._edges_in_frame = 0
        self.frameSubmitted.connect(self._submitted)

    def draw_ahead(self) -> bool:
        """A device draws edges in the frame itself."""
        return False

    def request(self) -> None:
        """Draw a frame soon."""
        self.update()

    def begin(self, rhi: QRhi) -> None:
        """There is a device, or another one."""
        self._gpu = _Gpu(rhi)

    def end(self) -> None:
        """Forget all that was made on the device."""
        self._gpu = None

    def record(self, commands: QRhiCommandBuffer) -> None:
        """Record one frame."""
        self._edges_in_frame = 0
        gpu, scene = self._gpu, self.kept.scene
        target = self.renderTarget()
        if gpu is None:
            return
        if scene is None:
            commands.beginPass(target, self.palette().window().color(), CLEAR)
            commands.endPass()
            return
        size = target.pixelSize()
        work = self.kept.work((size.width(), size.height()), self.budget.slice)
        self._edges_in_frame = gpu.draw(
            commands, target, self.kept, scene, work, self.devicePixelRatio() * text_scale()
        )

    def _submitted(self) -> None:
        if self.frame_began:
            took = (perf_counter() - self.frame_began) * 1000
            self.frame_began = 0.0
            self.presented.emit(took, self._edges_in_frame)


class _Gpu:
    """Everything that lives on one graphics device; dropped as a whole when the device goes."""

    def __init__(self, rhi: QRhi) -> None:
        self.rhi = rhi
        self._pictures = EdgePictures(rhi)
        self._image = ImagePipeline(rhi)
        self._nodes = NodePipeline(rhi)
        self._surfaces = SurfacePipeline(rhi)
        self._arrows = ArrowPipeline(rhi)
        self._blits: dict[str, tuple[QRhiTexture, BlitPipeline]] = {}
        self._placed: object = None

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
        size, camera = QSize(target.pixelSize()), kept.camera
        batch = self.rhi.nextResourceUpdateBatch()
        if self._placed != scene.layout.identity:
            self._placed = scene.layout.identity
            self._nodes.upload_places(batch, scene.layout)
        pictures = self._pictures
        batch, _ = pictures.draw(commands, batch, size, kept, scene, work, device_scale)
        self._image.upload_shades(batch, scene)
        self._image.upload_uniforms(batch, scene, camera, size, device_scale)
        self._nodes.upload_looks(batch, scene)
        self._nodes.upload_uniforms(batch, scene, camera, size, device_scale)
        self._surfaces.upload(batch, scene, camera, size, device_scale)
        self._arrows.upload(batch, scene, camera, size, device_scale)
        blits = []
        if kept.live is not None:
            blits.append(self._blit("rest" if kept.shows_rest else "live"))
            blits[-1].upload_opacity(batch, pictures.dimmed)
        if pictures.stands_out:
            blits.append(self._blit("focus"))
            blits[-1].upload_opacity(batch, 1.0)
        commands.beginPass(target, QColor(scene.palette.page), CLEAR, batch)
        commands.setViewport(QRhiViewport(0, 0, size.width(), size.height()))
        form = target.renderPassDescriptor()
        self._image.draw(commands, form)
        for blit in blits:
            blit.draw(commands, form)
        self._nodes.draw(commands, form)
        self._surfaces.draw(commands, form)
        self._arrows.draw(commands, form)
        commands.endPass()
        return pictures.edges_drawn

    def _blit(self, name: str) -> BlitPipeline:
        texture = self._pictures.texture(name)
        if name in self._blits and self._blits[name][0] is not texture:
            self._blits.pop(name)[1].give_back()
        if name not in self._blits:
            self._blits[name] = (texture, BlitPipeline(self.rhi, texture))
        return self._blits[name][1]
