"""Lines and arrows of a story on the GPU: a quad each."""

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

from netviz.rendering.arrows.data import COLOUR, FORM, LINE, UNIFORMS, arrow_instances, arrow_uniforms
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
from netviz.viewmodels.scene import Scene

SHADERS: Final = ("arrows/arrow.vert", "arrows/arrow.frag")


class ArrowPipeline:
    """What a story draws along edges, and the pulses; its words, rings and wishes are the painter's."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self._records = tuple(
            InstanceBuffer(rhi, f"{what} of arrows") for what in ("places", "forms", "colours")
        )
        self._uniforms = uniform_buffer(rhi, UNIFORMS)
        stage = QRhiShaderResourceBinding.StageFlag
        both = stage.VertexStage | stage.FragmentStage
        self._bindings = bound(rhi, [QRhiShaderResourceBinding.uniformBuffer(0, both, self._uniforms)])
        self._pipeline: QRhiGraphicsPipeline | None = None

    def upload(
        self, batch: QRhiResourceUpdateBatch, scene: Scene, camera: Camera, size: QSize, device_scale: float
    ) -> None:
        """This scene's, for a target of `size` device pixels."""
        for buffer, records in zip(self._records, arrow_instances(scene), strict=True):
            buffer.upload(batch, records)
        if self._records[0].count:
            values = arrow_uniforms(scene)
            write_frame(values, self._rhi, size)
            values["camera"] = camera_values(camera, device_scale)
            write_uniforms(batch, self._uniforms, values)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw all of them, within a pass of `target` whose viewport is set."""
        n = self._records[0].count
        if not n:
            return
        if self._pipeline is None:
            inputs = QRhiVertexInputLayout()
            stepping = QRhiVertexInputBinding.Classification.PerInstance
            kinds = (LINE, FORM, COLOUR)
            inputs.setBindings([QRhiVertexInputBinding(kind.itemsize, stepping, 1) for kind in kinds])
            four = QRhiVertexInputAttribute.Format.Float4
            inputs.setAttributes([QRhiVertexInputAttribute(k, k, four, 0) for k in range(len(kinds))])
            self._pipeline = pipeline(self._rhi, SHADERS, self._bindings, inputs, target)
        commands.setGraphicsPipeline(self._pipeline)
        commands.setShaderResources(self._bindings)
        commands.setVertexInput(0, [(buffer.buffer, 0) for buffer in self._records])
        commands.draw(4, n)
