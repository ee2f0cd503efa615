"""The kept pictures of edges on a graphics device: textures that are drawn anew only where they are stale."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QColor,
    QRhi,
    QRhiColorAttachment,
    QRhiCommandBuffer,
    QRhiDepthStencilClearValue,
    QRhiResourceUpdateBatch,
    QRhiTexture,
    QRhiTextureRenderTarget,
    QRhiTextureRenderTargetDescription,
    QRhiViewport,
)

from netviz.rendering.edges.choice import standing_out
from netviz.rendering.edges.pipeline import EdgePipeline, EdgeSet
from netviz.rendering.edges.strength import look_of_all, look_of_few
from netviz.rendering.frame import Kept, Work
from netviz.rendering.gpu import made
from netviz.rendering.mist.pipeline import MistPipeline, MistSet
from netviz.viewmodels.scene import Scene

CLEAR: Final = QRhiDepthStencilClearValue(1.0, 0)
_NOTHING: Final = QColor(0, 0, 0, 0)
# All edges that a frame can take; all that a resting picture has; those that stand out.
PICTURES: Final = ("live", "rest", "focus")


class EdgePictures:
    """Draws edges and mist into textures, one for each of PICTURES, all of the same size."""

    def __init__(self, rhi: QRhi) -> None:
        self.rhi = rhi
        self.stands_out = False  # whether there is a picture of what stands out
        self.dimmed = 1.0  # the opacity of all others
        self.edges_drawn = 0  # by the last `draw`
        self._edges = EdgePipeline(rhi)
        self._mist = MistPipeline(rhi)
        self._sets: dict[str, EdgeSet] = {name: self._edges.new_set() for name in PICTURES}
        self._mists: dict[str, MistSet] = {name: MistSet(rhi) for name in ("live", "rest")}
        self._pictures: dict[str, _Picture] = {}
        self._size = QSize()
        self._placed: object = None
        self._weighed: object = None
        self._chosen: dict[str, object] = {}
        self._misted: dict[str, object] = {}
        self._own = np.empty(0, np.uint32)

    def texture(self, name: str) -> QRhiTexture:
        """A picture as it is now; another texture after the size has changed."""
        return self._pictures[name].texture

    def draw(
        self,
        commands: QRhiCommandBuffer,
        batch: QRhiResourceUpdateBatch,
        size: QSize,
        kept: Kept,
        scene: Scene,
        work: Work,
        device_scale: float,
    ) -> tuple[QRhiResourceUpdateBatch, tuple[str, ...]]:
        """Draw what is to be done, `size` device pixels large; an unused batch, and the pictures drawn."""
        self._resize(size)
        self._upload(batch, kept, scene, work)
        passes = self._passes(work)
        for name, first, count in passes:
            look = look_of_few(scene, self._own) if name == "focus" else look_of_all(scene)
            self._sets[name].upload_uniforms(batch, scene, look, kept.camera, size, device_scale)
            picture = self._pictures[name]
            into = picture.added if first else picture.fresh
            mist = None if first else self._mists.get(name)
            if mist is not None:
                self._upload_mist(batch, name, kept, scene, size, device_scale)
            commands.beginPass(into, _NOTHING, CLEAR, batch)
            commands.setViewport(QRhiViewport(0, 0, size.width(), size.height()))
            if mist is not None:
                self._mist.draw(commands, picture.passes[0], mist)
            self._edges.draw(commands, picture.passes[0], self._sets[name], first, count)
            commands.endPass()
            batch = self.rhi.nextResourceUpdateBatch()
        self.edges_drawn = sum(count for _, _, count in passes)
        return batch, tuple(name for name, _, _ in passes)

    def _upload(self, batch: QRhiResourceUpdateBatch, kept: Kept, scene: Scene, work: Work) -> None:
        """What edges are, where it is another than on the device."""
        if self._placed != scene.layout.identity:
            self._placed = scene.layout.identity
            self._edges.upload_places(batch, scene.layout)
        if self._weighed is None or (work.live and self._weighed != scene.edge_key):
            self._weighed = scene.edge_key
            self._edges.upload_weights(batch, scene)
            self._edges.upload_gains(batch, scene)
        for name, selection in (("live", kept.live), ("rest", kept.rest)):
            if selection is not None and self._chosen.get(name) is not selection:
                self._chosen[name] = selection
                self._sets[name].upload_ids(batch, selection.ids)
        if work.focus:
            own, self.dimmed = standing_out(scene)
            self._own = own if work.focus_most is None else own[-work.focus_most :]
            self.stands_out = own.size > 0
            if self.stands_out:
                self._sets["focus"].upload_ids(batch, self._own)

    def _passes(self, work: Work) -> list[tuple[str, int, int]]:
        """The pictures that are to be drawn, each with the first of its edges and how many."""
        passes: list[tuple[str, int, int]] = []
        if work.live:
            passes.append(("live", 0, self._sets["live"].count))
        if work.rest is not None:
            passes.append(("rest", *work.rest))
        if work.focus and self.stands_out:
            passes.append(("focus", 0, self._sets["focus"].count))
        return passes

    def _upload_mist(
        self,
        batch: QRhiResourceUpdateBatch,
        name: str,
        kept: Kept,
        scene: Scene,
        size: QSize,
        device_scale: float,
    ) -> None:
        selection = kept.live if name == "live" else kept.rest
        if selection is None:
            return
        # Mist made for another layout would lie beside the neurons: rather none until the new one is there.
        mist = selection.mist if selection.layout == scene.layout.identity else None
        anew = self._misted.get(name) is not mist
        self._misted[name] = mist
        mist = mist or ()
        self._mists[name].upload(batch, mist, kept.camera, size, device_scale, pixels=anew)

    def _resize(self, size: QSize) -> None:
        if size != self._size:
            for picture in self._pictures.values():
                picture.give_back()
            self._pictures = {name: _Picture(self.rhi, size) for name in PICTURES}
            self._size = QSize(size)


class _Picture:
    """A kept texture that edges are drawn into."""

    def __init__(self, rhi: QRhi, size: QSize) -> None:
        flags = QRhiTexture.Flag.RenderTarget | QRhiTexture.Flag.UsedAsTransferSource
        self.texture = made(
            rhi.newTexture(QRhiTexture.Format.RGBA8, size, 1, flags), "a texture to draw into"
        )
        description = QRhiTextureRenderTargetDescription(QRhiColorAttachment(self.texture))
        keep = QRhiTextureRenderTarget.Flag.PreserveColorContents
        self.fresh = rhi.newTextureRenderTarget(description)
        self.added = rhi.newTextureRenderTarget(description, keep)
        # The passes differ in nothing that matters to a pipeline, but each target wants a description of its
        # own.
        self.passes = [t.newCompatibleRenderPassDescriptor() for t in (self.fresh, self.added)]
        for t, description_of_pass in zip((self.fresh, self.added), self.passes, strict=True):
            t.setRenderPassDescriptor(description_of_pass)
            made(t, "a texture to draw into")

    def give_back(self) -> None:
        for resource in (self.fresh, self.added, *self.passes, self.texture):
            resource.deleteLater()
