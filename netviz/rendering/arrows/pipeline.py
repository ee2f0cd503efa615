"""Lines and arrows of a story on the GPU: a quad each."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QRhi, QRhiCommandBuffer, QRhiRenderPassDescriptor, QRhiResourceUpdateBatch

from netviz.rendering.arrows.data import COLOUR, FORM, LINE, UNIFORMS, arrow_instances, arrow_uniforms
from netviz.rendering.camera import Camera
from netviz.rendering.instanced import InstancedQuads
from netviz.viewmodels.scene import Scene

SHADERS: Final = ("arrows/arrow.vert", "arrows/arrow.frag")
RECORDS: Final = {"places of arrows": LINE, "forms of arrows": FORM, "colours of arrows": COLOUR}


class ArrowPipeline:
    """What a story draws along edges, and the pulses; its words, rings and wishes are the painter's."""

    def __init__(self, rhi: QRhi) -> None:
        self._quads = InstancedQuads(rhi, SHADERS, RECORDS, UNIFORMS)

    def upload(
        self, batch: QRhiResourceUpdateBatch, scene: Scene, camera: Camera, size: QSize, device_scale: float
    ) -> None:
        """This scene's, for a target of `size` device pixels."""
        for location, records in enumerate(arrow_instances(scene)):
            self._quads.upload_records(batch, location, records)
        if self._quads.count:
            self._quads.upload_uniforms(batch, arrow_uniforms(scene), camera, size, device_scale)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw all of them, within a pass of `target` whose viewport is set."""
        self._quads.draw(commands, target)
