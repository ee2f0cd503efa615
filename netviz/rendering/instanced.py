"""Quads on the GPU, one for each record of a few arrays: what neurons and a story's arrows have in common."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QRhi,
    QRhiCommandBuffer,
    QRhiGraphicsPipeline,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiSampler,
    QRhiShaderResourceBinding,
    QRhiTexture,
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

_FORMATS: Final = {
    8: QRhiVertexInputAttribute.Format.Float2,
    12: QRhiVertexInputAttribute.Format.Float3,
    16: QRhiVertexInputAttribute.Format.Float4,
}


class InstancedQuads:
    """One array of records for each of the vertex shader's inputs, and uniforms that both shaders see.

    `records` names the arrays, in the order of the inputs' locations, and gives each one's dtype: a single
    field of two to four float32. `uniforms` begins with `gpu.FRAME` and has a `camera`.
    """

    def __init__(
        self,
        rhi: QRhi,
        shaders: tuple[str, str],
        records: dict[str, np.dtype[Any]],
        uniforms: np.dtype[Any],
    ) -> None:
        self._rhi = rhi
        self._shaders = shaders
        self._kinds = tuple(records.values())
        self._buffers = tuple(InstanceBuffer(rhi, what) for what in records)
        self._uniforms = uniform_buffer(rhi, uniforms)
        self._bindings = bound(rhi, [self._uniform_binding()])
        self._pipeline: QRhiGraphicsPipeline | None = None

    def show(self, texture: QRhiTexture, sampler: QRhiSampler) -> None:
        """What the fragment shader takes colours from, at binding 1; again where another takes its place."""
        stage = QRhiShaderResourceBinding.StageFlag.FragmentStage
        for resource in (self._bindings, self._pipeline):
            if resource is not None:
                resource.deleteLater()
        sampled = QRhiShaderResourceBinding.sampledTexture(1, stage, texture, sampler)
        self._bindings = bound(self._rhi, [self._uniform_binding(), sampled])
        self._pipeline = None

    def _uniform_binding(self) -> QRhiShaderResourceBinding:
        stage = QRhiShaderResourceBinding.StageFlag
        both = stage.VertexStage | stage.FragmentStage
        return QRhiShaderResourceBinding.uniformBuffer(0, both, self._uniforms)

    @property
    def count(self) -> int:
        """How many quads."""
        return self._buffers[0].count

    def upload_records(self, batch: QRhiResourceUpdateBatch, location: int, records: NDArray[Any]) -> None:
        """Those of one input."""
        self._buffers[location].upload(batch, records)

    def upload_uniforms(
        self,
        batch: QRhiResourceUpdateBatch,
        values: NDArray[Any],
        camera: Camera,
        size: QSize,
        device_scale: float,
    ) -> None:
        """These values; the frame, of `size` device pixels, and the camera are filled in here."""
        write_frame(values, self._rhi, size)
        values["camera"] = camera_values(camera, device_scale)
        write_uniforms(batch, self._uniforms, values)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw all of them, within a pass of `target` whose viewport is set."""
        if not self.count:
            return
        if self._pipeline is None:
            inputs = QRhiVertexInputLayout()
            stepping = QRhiVertexInputBinding.Classification.PerInstance
            inputs.setBindings([QRhiVertexInputBinding(kind.itemsize, stepping, 1) for kind in self._kinds])
            inputs.setAttributes(
                [
                    QRhiVertexInputAttribute(at, at, _FORMATS[kind.itemsize], 0)
                    for at, kind in enumerate(self._kinds)
                ]
            )
            self._pipeline = pipeline(self._rhi, self._shaders, self._bindings, inputs, target)
        commands.setGraphicsPipeline(self._pipeline)
        commands.setShaderResources(self._bindings)
        commands.setVertexInput(0, [(buffer.buffer, 0) for buffer in self._buffers])
        commands.draw(4, self.count)
