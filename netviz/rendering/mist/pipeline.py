"""Mist on the GPU: a textured quad for each pair of columns."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QRhi,
    QRhiBuffer,
    QRhiCommandBuffer,
    QRhiGraphicsPipeline,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiSampler,
    QRhiShaderResourceBinding,
    QRhiShaderResourceBindings,
    QRhiTexture,
    QRhiVertexInputLayout,
)

from netviz.rendering.camera import Camera
from netviz.rendering.gpu import (
    FRAME,
    bound,
    camera_values,
    made,
    pipeline,
    smooth_sampler,
    uniform_buffer,
    upload_pixels,
    write_frame,
    write_uniforms,
)
from netviz.rendering.mist.make import Mist

SHADERS: Final = ("mist/mist.vert", "mist/mist.frag")
UNIFORMS: Final[np.dtype[Any]] = np.dtype([*FRAME, ("camera", np.float32, 4), ("rect", np.float32, 4)])


class MistPipeline:
    """Draws sets of mist (see MistSet)."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self._sampler = smooth_sampler(rhi)
        self._pipeline: QRhiGraphicsPipeline | None = None

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor, mist: MistSet) -> None:
        """Draw all quads of a set, within a pass of `target` whose viewport is set."""
        for quad in mist.quads:
            bindings = quad.bind(self._rhi, self._sampler)
            if self._pipeline is None:
                self._pipeline = pipeline(self._rhi, SHADERS, bindings, QRhiVertexInputLayout(), target)
            commands.setGraphicsPipeline(self._pipeline)
            commands.setShaderResources(bindings)
            commands.draw(4)


class MistSet:
    """The mist of one picture."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self._spare: list[_Quad] = []
        self.quads: list[_Quad] = []

    def upload(
        self,
        batch: QRhiResourceUpdateBatch,
        mists: tuple[Mist, ...],
        camera: Camera,
        size: QSize,
        device_scale: float,
        *,
        pixels: bool,
    ) -> None:
        """Place all quads for a target of `size` device pixels; `pixels`: they are others than last time."""
        everything = self.quads + self._spare
        while len(everything) < len(mists):
            everything.append(_Quad(self._rhi))
        self.quads, self._spare = everything[: len(mists)], everything[len(mists) :]
        for quad, mist in zip(self.quads, mists, strict=True):
            if pixels:
                quad.upload(batch, mist)
            values = np.zeros((), UNIFORMS)
            write_frame(values, self._rhi, size)
            values["camera"] = camera_values(camera, device_scale)
            values["rect"] = mist.rect
            write_uniforms(batch, quad.uniforms, values)


class _Quad:
    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self.uniforms: QRhiBuffer = uniform_buffer(rhi, UNIFORMS)
        self._texture: QRhiTexture | None = None
        self._bindings: QRhiShaderResourceBindings | None = None

    def upload(self, batch: QRhiResourceUpdateBatch, mist: Mist) -> None:
        rows, columns = mist.pixels.shape[:2]
        size = QSize(columns, rows)
        if self._texture is None or self._texture.pixelSize() != size:
            for resource in (self._texture, self._bindings):
                if resource is not None:
                    resource.deleteLater()
            self._bindings = None
            self._texture = made(self._rhi.newTexture(QRhiTexture.Format.RGBA8, size), "a texture for mist")
        upload_pixels(batch, self._texture, mist.pixels, size)

    def bind(self, rhi: QRhi, sampler: QRhiSampler) -> QRhiShaderResourceBindings:
        if self._bindings is None:
            stage, binding = QRhiShaderResourceBinding.StageFlag, QRhiShaderResourceBinding
            assert self._texture is not None
            self._bindings = bound(
                rhi,
                [
                    binding.uniformBuffer(0, stage.VertexStage, self.uniforms),
                    binding.sampledTexture(1, stage.FragmentStage, self._texture, sampler),
                ],
            )
        return self._bindings
