"""Neurons on the GPU: a quad each, shaded by activation."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QRhi, QRhiCommandBuffer, QRhiRenderPassDescriptor, QRhiResourceUpdateBatch

from netviz.rendering.camera import Camera
from netviz.rendering.instanced import InstancedQuads
from netviz.rendering.nodes.data import LOOK, PLACE, UNIFORMS, node_looks, node_places, node_uniforms
from netviz.viewmodels.scene import Layout, Scene

SHADERS: Final = ("nodes/node.vert", "nodes/node.frag")
RECORDS: Final = {"places of neurons": PLACE, "looks of neurons": LOOK}


class NodePipeline:
    """Places change with the layout, looks with every picture."""

    def __init__(self, rhi: QRhi) -> None:
        self._quads = InstancedQuads(rhi, SHADERS, RECORDS, UNIFORMS)

    def upload_places(self, batch: QRhiResourceUpdateBatch, layout: Layout) -> None:
        """Where they stand."""
        self._quads.upload_records(batch, 0, node_places(layout))

    def upload_looks(self, batch: QRhiResourceUpdateBatch, scene: Scene) -> None:
        """How they are shaded."""
        self._quads.upload_records(batch, 1, node_looks(scene))

    def upload_uniforms(
        self, batch: QRhiResourceUpdateBatch, scene: Scene, camera: Camera, size: QSize, device_scale: float
    ) -> None:
        """Colours, and the camera."""
        values = node_uniforms(scene, camera.thickness, device_scale)
        self._quads.upload_uniforms(batch, values, camera, size, device_scale)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw all of them, within a pass of `target` whose viewport is set."""
        self._quads.draw(commands, target)
