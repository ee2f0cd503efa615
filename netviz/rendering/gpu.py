"""The few shapes of GPU object that all pipelines share. Nothing here owns anything.

Python does not own Qt's rendering resources: one that is replaced is given back with `deleteLater`, and all
are forgotten when the canvas is told to release them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import (
    QColor,
    QRhi,
    QRhiBuffer,
    QRhiGraphicsPipeline,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiSampler,
    QRhiShaderResourceBindings,
    QRhiShaderStage,
    QRhiTexture,
    QRhiTextureSubresourceUploadDescription,
    QRhiTextureUploadDescription,
    QRhiTextureUploadEntry,
    QRhiVertexInputLayout,
)

from netviz.rendering.camera import Camera
from netviz.rendering.shaders import shader

# Flat arrays lie in textures of this width, row after row; the shaders know it as `& 4095` and `>> 12`.
FOLD: Final = 4096

# The beginning of every pipeline's uniforms: the graphics API's clip space, and the target's size in device
# pixels.
FRAME: Final = [("clip", np.float32, 16), ("screen", np.float32, 4)]

_TEXELS: Final = {1: QRhiTexture.Format.R32F, 4: QRhiTexture.Format.RGBA32F}
_TEXEL_BYTES: Final = {
    QRhiTexture.Format.R32F: 4,
    QRhiTexture.Format.RGBA32F: 16,
    QRhiTexture.Format.RGBA8: 4,
}


class _Resource(Protocol):
    def create(self) -> bool: ...


R = TypeVar("R", bound=_Resource)


def made(resource: R, what: str) -> R:
    """The resource, created. Raises RuntimeError if the graphics driver refuses it."""
    if not resource.create():
        raise RuntimeError(f"The graphics driver refused {what}.")
    return resource


def nearest_sampler(rhi: QRhi) -> QRhiSampler:
    """Texels as they are; the shaders fetch, they never filter."""
    nearest, edge = QRhiSampler.Filter.Nearest, QRhiSampler.AddressMode.ClampToEdge
    return made(rhi.newSampler(nearest, nearest, QRhiSampler.Filter.None_, edge, edge), "a sampler")


def smooth_sampler(rhi: QRhi) -> QRhiSampler:
    """Between texels, a mixture of them."""
    linear, edge = QRhiSampler.Filter.Linear, QRhiSampler.AddressMode.ClampToEdge
    return made(rhi.newSampler(linear, linear, QRhiSampler.Filter.None_, edge, edge), "a sampler")


def uniform_buffer(rhi: QRhi, layout: np.dtype[Any]) -> QRhiBuffer:
    """A block of uniforms, written anew whenever it changes."""
    kind, usage = QRhiBuffer.Type.Dynamic, QRhiBuffer.UsageFlag.UniformBuffer
    return made(rhi.newBuffer(kind, usage, layout.itemsize), "a buffer for uniforms")


def write_uniforms(batch: QRhiResourceUpdateBatch, buffer: QRhiBuffer, values: NDArray[Any]) -> None:
    """Update a whole block of uniforms."""
    _check(values.nbytes == buffer.size(), "uniforms", values.nbytes, buffer.size())
    batch.updateDynamicBuffer(buffer, 0, values.tobytes())


def write_frame(uniforms: NDArray[Any], rhi: QRhi, size: QSize) -> None:
    """Fill in what all uniforms begin with."""
    width, height = size.width(), size.height()
    uniforms["clip"] = rhi.clipSpaceCorrMatrix().data()
    uniforms["screen"] = width, height, 1 / width, 1 / height


def camera_values(camera: Camera, device_scale: float) -> tuple[float, float, float, float]:
    """Zoom and shift from the page to device pixels, and device pixels per logical pixel."""
    return camera.zoom * device_scale, camera.x * device_scale, camera.y * device_scale, device_scale


def rgba(colour: str) -> tuple[float, float, float, float]:
    """#RRGGBB as the shaders take it."""
    c = QColor(colour)
    return c.redF(), c.greenF(), c.blueF(), 1.0


class InstanceBuffer:
    """A vertex buffer with one record for each instance; it grows, and never shrinks."""

    def __init__(self, rhi: QRhi, what: str) -> None:
        self._rhi = rhi
        self._what = what
        self._buffer: QRhiBuffer | None = None
        self.count = 0

    @property
    def buffer(self) -> QRhiBuffer:
        """The buffer as it is now; another one after a larger upload."""
        if self._buffer is None:
            raise RuntimeError(f"Nothing was uploaded as {self._what} yet.")
        return self._buffer

    def upload(self, batch: QRhiResourceUpdateBatch, records: NDArray[Any]) -> None:
        """One copy of the array as it is."""
        self.count = len(records)
        if not self.count:
            return
        if self._buffer is None or self._buffer.size() < records.nbytes:
            if self._buffer is not None:
                self._buffer.deleteLater()
            kind, usage = QRhiBuffer.Type.Static, QRhiBuffer.UsageFlag.VertexBuffer
            room = max(records.nbytes, 4096)
            self._buffer = made(self._rhi.newBuffer(kind, usage, room), f"a buffer for {self._what}")
        _check(records.flags.c_contiguous, self._what, records.nbytes, records.nbytes)
        batch.uploadStaticBuffer(self._buffer, 0, records.nbytes, _memory(records))


class FoldedTexture:
    """A flat float32 array, (n,) or (n, 4), in a texture `FOLD` wide.

    Uploading is one copy: no padding, no loop.
    """

    def __init__(self, rhi: QRhi, channels: int, what: str) -> None:
        self._rhi = rhi
        self._channels = channels
        self._what = what
        self._rows = 0
        self._texture: QRhiTexture | None = None

    @property
    def texture(self) -> QRhiTexture:
        """The texture as it is now."""
        if self._texture is None:
            raise RuntimeError(f"Nothing was uploaded as {self._what} yet.")
        return self._texture

    def upload(self, batch: QRhiResourceUpdateBatch, values: NDArray[np.float32]) -> bool:
        """Replace the contents;

        True if that took a new texture, which whoever has bound the old one must know.
        """
        n = len(values)
        _check(values.dtype == np.float32 and values.flags.c_contiguous, self._what, values.nbytes, 4 * n)
        rows = max(-(-n // FOLD), 1)
        replaced = rows > self._rows
        if replaced:
            limit = self._rhi.resourceLimit(QRhi.ResourceLimit.TextureSizeMax)
            if rows > limit:
                raise RuntimeError(
                    f"The graphics device has no room for {n:,} {self._what}: its limit is {limit * FOLD:,}."
                )
            if self._texture is not None:
                self._texture.deleteLater()
            texture = self._rhi.newTexture(_TEXELS[self._channels], QSize(FOLD, rows))
            self._texture = made(texture, f"a texture for {self._what}")
            self._rows = rows
        full = n // FOLD * FOLD
        if full:
            upload_pixels(batch, self.texture, values[:full], QSize(FOLD, full // FOLD))
        if n > full:
            upload_pixels(batch, self.texture, values[full:], QSize(n - full, 1), QPoint(0, full // FOLD))
        return replaced


def upload_pixels(
    batch: QRhiResourceUpdateBatch,
    texture: QRhiTexture,
    pixels: NDArray[Any],
    size: QSize,
    top_left: QPoint | None = None,
) -> None:
    """Copy a contiguous array into a part of a texture; the array's bytes are exactly that part's."""
    needed = size.width() * size.height() * _TEXEL_BYTES[texture.format()]
    _check(pixels.nbytes == needed and pixels.flags.c_contiguous, "pixels", pixels.nbytes, needed)
    source = QRhiTextureSubresourceUploadDescription(_memory(pixels), pixels.nbytes)
    source.setSourceSize(size)
    source.setDestinationTopLeft(top_left or QPoint(0, 0))
    batch.uploadTexture(texture, QRhiTextureUploadDescription(QRhiTextureUploadEntry(0, 0, source)))


def pipeline(
    rhi: QRhi,
    shaders: tuple[str, str],
    bindings: QRhiShaderResourceBindings,
    inputs: QRhiVertexInputLayout,
    target: QRhiRenderPassDescriptor,
) -> QRhiGraphicsPipeline:
    """Triangle strips, premultiplied blending, no depth: what everything here is drawn with."""
    result = rhi.newGraphicsPipeline()
    kind = QRhiShaderStage.Type
    result.setShaderStages(
        [QRhiShaderStage(kind.Vertex, shader(shaders[0])), QRhiShaderStage(kind.Fragment, shader(shaders[1]))]
    )
    result.setTopology(QRhiGraphicsPipeline.Topology.TriangleStrip)
    blend = QRhiGraphicsPipeline.TargetBlend()
    blend.enable = True
    factor = QRhiGraphicsPipeline.BlendFactor
    # The stubs say int where PySide wants the enumeration.
    blend.srcColor = blend.srcAlpha = cast(int, factor.One)
    blend.dstColor = blend.dstAlpha = cast(int, factor.OneMinusSrcAlpha)
    result.setTargetBlends([blend])
    result.setVertexInputLayout(inputs)
    result.setShaderResourceBindings(bindings)
    result.setRenderPassDescriptor(target)
    return made(result, f"the pipeline of {shaders[0]}")


def bound(rhi: QRhi, bindings: Sequence[Any]) -> QRhiShaderResourceBindings:
    """Uniforms and textures, bound together."""
    result = rhi.newShaderResourceBindings()
    result.setBindings(list(bindings))
    return made(result, "a set of bindings")


def _memory(array: NDArray[Any]) -> int:
    # PySide takes an array where its stubs say `data: int` (a const void*); it copies from there and checks
    # no sizes.
    return cast(int, array)


def _check(fits: bool, what: str, given: int, wanted: int) -> None:
    if not fits:
        raise RuntimeError(f"Uploading {what}: {given} bytes do not fit {wanted}.")
