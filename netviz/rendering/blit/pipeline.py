"""A kept picture on the GPU: laid over the frame, as it is or dimmed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PySide6.QtGui import (
    QRhi,
    QRhiCommandBuffer,
    QRhiGraphicsPipeline,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiShaderResourceBinding,
    QRhiTexture,
    QRhiVertexInputLayout,
)

from netviz.rendering.gpu import bound, nearest_sampler, pipeline, uniform_buffer, write_uniforms

SHADERS: Final = ("blit/blit.vert", "blit/blit.frag")
UNIFORMS: Final[np.dtype[Any]] = np.dtype([("options", np.float32, 4)])


class BlitPipeline:
    """Lays one texture of the frame's own size over it; make another where the texture is replaced."""

    def __init__(self, rhi: QRhi, picture: QRhiTexture) -> None:
        self._rhi = rhi
        self._uniforms = uniform_buffer(rhi, UNIFORMS)
        stage, binding = QRhiShaderResourceBinding.StageFlag.FragmentStage, QRhiShaderResourceBinding
        self._bindings = bound(
            rhi,
            [
                binding.uniformBuffer(0, stage, self._uniforms),
                binding.sampledTexture(1, stage, picture, nearest_sampler(rhi)),
            ],
        )
        self._pipeline: QRhiGraphicsPipeline | None = None

    def upload_opacity(self, batch: QRhiResourceUpdateBatch, opacity: float) -> None:
        """1 lays it over as it is."""
        values = np.zeros((), UNIFORMS)
        values["options"] = opacity, 0.0, 0.0, 0.0
        write_uniforms(batch, self._uniforms, values)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw it, within a pass of `target` whose viewport is set."""
        if self._pipeline is None:
            inputs = QRhiVertexInputLayout()
            self._pipeline = pipeline(self._rhi, SHADERS, self._bindings, inputs, target)
        commands.setGraphicsPipeline(self._pipeline)
        commands.setShaderResources(self._bindings)
        commands.draw(3)

    def give_back(self) -> None:
        """Before another takes its place."""
        for resource in (self._pipeline, self._bindings, self._uniforms):
            if resource is not None:
                resource.deleteLater()
