"""Neurons on the GPU: a quad each, shaded by activation."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QRhi,
    QRhiCommandBuffer,
    QRhiGraphicsPipeline,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiShaderResourceBinding,
    QRhiVertexInputAttribute,
    QRhiVertexInputBinding,
    QRhiVertexInputLayout,
)

from netviz.rendering.camera import Camera
from netviz.rendering.gpu import (
    InstanceBuffer,
    bound,
    camera_values,
    pipeline,
    uniform_buffer,
    write_frame,
    write_uniforms,
)
from netviz.rendering.nodes.data import LOOK, PLACE, UNIFORMS, node_looks, node_places, node_uniforms
from netviz.viewmodels.scene import Layout, Scene

SHADERS: Final = ("nodes/node.vert", "nodes/node.frag")


class NodePipeline:
    """Places change with the layout, looks with every picture."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self._places = InstanceBuffer(rhi, "places of neurons")
        self._looks = InstanceBuffer(rhi, "looks of neurons")
        self._uniforms = uniform_buffer(rhi, UNIFORMS)
        stage = QRhiShaderResourceBinding.StageFlag
        both = stage.VertexStage | stage.FragmentStage
        self._bindings = bound(rhi, [QRhiShaderResourceBinding.uniformBuffer(0, both, self._uniforms)])
        self._pipeline: QRhiGraphicsPipeline | None = None

    def upload_places(self, batch: QRhiResourceUpdateBatch, layout: Layout) -> None:
        """Where they stand."""
        self._places.upload(batch, node_places(layout))

    def upload_looks(self, batch: QRhiResourceUpdateBatch, scene: Scene) -> None:
        """How they are shaded."""
        self._looks.upload(batch, node_looks(scene))

    def upload_uniforms(
        self, batch: QRhiResourceUpdateBatch, scene: Scene, camera: Camera, size: QSize, device_scale: float
    ) -> None:
        """Colours, and the camera."""
        values = node_uniforms(scene, camera.thickness, device_scale)
        write_frame(values, self._rhi, size)
        values["camera"] = camera_values(camera, device_scale)
        write_uniforms(batch, self._uniforms, values)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw all of them, within a pass of `target` whose viewport is set."""
        if not self._places.count:
            return
        if self._pipeline is None:
            inputs = QRhiVertexInputLayout()
            stepping = QRhiVertexInputBinding.Classification.PerInstance
            inputs.setBindings([QRhiVertexInputBinding(kind.itemsize, stepping, 1) for kind in (PLACE, LOOK)])
            form = QRhiVertexInputAttribute.Format
            inputs.setAttributes(
                [
                    QRhiVertexInputAttribute(0, 0, form.Float3, 0),
                    QRhiVertexInputAttribute(1, 1, form.Float2, 0),
                ]
            )
            self._pipeline = pipeline(self._rhi, SHADERS, self._bindings, inputs, target)
        commands.setGraphicsPipeline(self._pipeline)
        commands.setShaderResources(self._bindings)
        commands.setVertexInput(0, [(self._places.buffer, 0), (self._looks.buffer, 0)])
        commands.draw(4, self._places.count)
