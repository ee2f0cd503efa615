"""The input image on the GPU: one quad, a texel a cell."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QRhi,
    QRhiCommandBuffer,
    QRhiGraphicsPipeline,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiShaderResourceBinding,
    QRhiShaderResourceBindings,
    QRhiTexture,
    QRhiVertexInputLayout,
)

from netviz.rendering.camera import Camera
from netviz.rendering.gpu import (
    bound,
    made,
    nearest_sampler,
    pipeline,
    uniform_buffer,
    upload_pixels,
    write_frame,
    write_uniforms,
)
from netviz.rendering.image.data import UNIFORMS, image_uniforms
from netviz.tasks.input import picture_of
from netviz.viewmodels.scene import Scene

SHADERS: Final = ("image/image.vert", "image/image.frag")


class ImagePipeline:
    """Draws nothing for a network whose inputs are no picture."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self._sampler = nearest_sampler(rhi)
        self._uniforms = uniform_buffer(rhi, UNIFORMS)
        self._texture: QRhiTexture | None = None
        self._bindings: QRhiShaderResourceBindings | None = None
        self._pipeline: QRhiGraphicsPipeline | None = None

    def upload_shades(self, batch: QRhiResourceUpdateBatch, scene: Scene) -> None:
        """The pixels of the digit."""
        picture = picture_of(scene.spec.sizes[0]) if scene.layout.image is not None else None
        if picture is None:
            self._forget_texture()
            return
        size = QSize(picture.columns, picture.rows)
        if self._texture is None or self._texture.pixelSize() != size:
            self._forget_texture()
            new = self._rhi.newTexture(QRhiTexture.Format.R32F, size)
            self._texture = made(new, "a texture for the input image")
        upload_pixels(batch, self._texture, np.ascontiguousarray(scene.shade[: picture.n]), size)

    def upload_uniforms(
        self, batch: QRhiResourceUpdateBatch, scene: Scene, camera: Camera, size: QSize, device_scale: float
    ) -> None:
        """Place and colours."""
        values = image_uniforms(scene, camera, device_scale)
        write_frame(values, self._rhi, size)
        write_uniforms(batch, self._uniforms, values)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw it, within a pass of `target` whose viewport is set."""
        if self._texture is None:
            return
        if self._bindings is None:
            stage, binding = QRhiShaderResourceBinding.StageFlag, QRhiShaderResourceBinding
            both = stage.VertexStage | stage.FragmentStage
            picture = binding.sampledTexture(1, stage.FragmentStage, self._texture, self._sampler)
            self._bindings = bound(self._rhi, [binding.uniformBuffer(0, both, self._uniforms), picture])
        if self._pipeline is None:
            self._pipeline = pipeline(self._rhi, SHADERS, self._bindings, QRhiVertexInputLayout(), target)
        commands.setGraphicsPipeline(self._pipeline)
        commands.setShaderResources(self._bindings)
        commands.draw(4)

    def _forget_texture(self) -> None:
        for resource in (self._texture, self._bindings):
            if resource is not None:
                resource.deleteLater()
        self._texture = self._bindings = None
