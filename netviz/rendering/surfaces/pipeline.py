"""Neurons' surfaces on the GPU: a quad each, and one texture that holds all their pictures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QRhi,
    QRhiCommandBuffer,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiTexture,
)

from netviz.rendering.camera import Camera
from netviz.rendering.gpu import made, smooth_sampler, upload_pixels
from netviz.rendering.instanced import InstancedQuads
from netviz.rendering.nodes.data import PLACE, node_places
from netviz.rendering.surfaces.data import (
    LOOK,
    UNIFORMS,
    as_one,
    surface_looks,
    surface_uniforms,
)
from netviz.rendering.surfaces.form import shown
from netviz.rendering.surfaces.pictures import surface_pictures
from netviz.viewmodels.scene import Scene

SHADERS: Final = ("surfaces/surface.vert", "surfaces/surface.frag")
RECORDS: Final = {"places of surfaces": PLACE, "looks of surfaces": LOOK}


class SurfacePipeline:
    """Draws nothing where the scene has no surfaces."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self._quads = InstancedQuads(rhi, SHADERS, RECORDS, UNIFORMS)
        self._sampler = smooth_sampler(rhi)
        self._texture: QRhiTexture | None = None
        self._uploaded: tuple[object, ...] = ()
        self._side = 1
        self._shown = False

    def upload(
        self, batch: QRhiResourceUpdateBatch, scene: Scene, camera: Camera, size: QSize, device_scale: float
    ) -> None:
        """Places, looks, and the pictures where they are others than before."""
        surfaces = scene.surfaces
        self._shown = shown(scene)
        if not self._shown or surfaces is None:
            return
        if self._uploaded != (surfaces, scene.palette):
            self._uploaded = (surfaces, scene.palette)
            pictures = surface_pictures(surfaces, scene.palette)
            self._side = pictures.shape[1]
            whole = as_one(pictures)
            pixels = QSize(whole.shape[1], whole.shape[0])
            if self._texture is None or self._texture.pixelSize() != pixels:
                old, new = self._texture, self._rhi.newTexture(QRhiTexture.Format.RGBA8, pixels)
                self._texture = made(new, "a texture for what neurons give")
                self._quads.show(self._texture, self._sampler)
                if old is not None:
                    old.deleteLater()
            upload_pixels(batch, self._texture, whole, pixels)
        assert self._texture is not None
        of_all = self._texture.pixelSize()
        self._quads.upload_records(batch, 0, node_places(scene.layout))
        self._quads.upload_records(batch, 1, surface_looks(scene))
        values = surface_uniforms(
            scene, self._side, (of_all.width(), of_all.height()), camera.zoom, device_scale
        )
        self._quads.upload_uniforms(batch, values, camera, size, device_scale)

    def draw(self, commands: QRhiCommandBuffer, target: QRhiRenderPassDescriptor) -> None:
        """Draw all of them, within a pass of `target` whose viewport is set."""
        if self._shown:
            self._quads.draw(commands, target)
