"""Edges on the GPU: ids in, lines out. The weights are the network's own flat array, uploaded as it is."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QRhi,
    QRhiBuffer,
    QRhiCommandBuffer,
    QRhiGraphicsPipeline,
    QRhiRenderPassDescriptor,
    QRhiResourceUpdateBatch,
    QRhiShaderResourceBinding,
    QRhiShaderResourceBindings,
    QRhiVertexInputAttribute,
    QRhiVertexInputBinding,
    QRhiVertexInputLayout,
)

from netviz.rendering.camera import Camera
from netviz.rendering.edges.data import INSTANCE, UNIFORMS, edge_uniforms
from netviz.rendering.edges.strength import Look
from netviz.rendering.gpu import (
    FoldedTexture,
    InstanceBuffer,
    bound,
    camera_values,
    nearest_sampler,
    pipeline,
    uniform_buffer,
    write_frame,
    write_uniforms,
)
from netviz.viewmodels.scene import Layout, Scene

SHADERS: Final = ("edges/edge.vert", "edges/edge.frag")


class EdgePipeline:
    """Holds weights, gains and places; draws sets of edges from them (see EdgeSet)."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self._weights = FoldedTexture(rhi, 1, "weights")
        self._nodes = FoldedTexture(rhi, 4, "neurons")
        self._gains = FoldedTexture(rhi, 1, "gains")
        self._sampler = nearest_sampler(rhi)
        self._pipeline: QRhiGraphicsPipeline | None = None
        self._sets: list[EdgeSet] = []

    def new_set(self) -> EdgeSet:
        """A further set of edges over the same weights."""
        new = EdgeSet(self._rhi)
        self._sets.append(new)
        return new

    def upload_weights(self, batch: QRhiResourceUpdateBatch, scene: Scene) -> None:
        """One copy of the flat array."""
        self._rebind(self._weights.upload(batch, scene.weights))

    def upload_gains(self, batch: QRhiResourceUpdateBatch, scene: Scene) -> None:
        """What each neuron's outgoing weights are multiplied with."""
        self._rebind(self._gains.upload(batch, scene.gain))

    def upload_places(self, batch: QRhiResourceUpdateBatch, layout: Layout) -> None:
        """Where edges begin and end."""
        self._rebind(self._nodes.upload(batch, np.ascontiguousarray(np.hstack([layout.xy, layout.port]))))

    def draw(
        self,
        commands: QRhiCommandBuffer,
        target: QRhiRenderPassDescriptor,
        edges: EdgeSet,
        first: int,
        count: int,
    ) -> None:
        """Draw `count` edges of a set from `first` on, within a pass of `target` whose viewport is set."""
        count = min(count, edges.count - first)
        if count <= 0:
            return
        bindings = self._bindings(edges)
        if self._pipeline is None:
            inputs = QRhiVertexInputLayout()
            stepping = QRhiVertexInputBinding.Classification.PerInstance
            inputs.setBindings([QRhiVertexInputBinding(INSTANCE.itemsize, stepping, 1)])
            inputs.setAttributes([QRhiVertexInputAttribute(0, 0, QRhiVertexInputAttribute.Format.UInt, 0)])
            self._pipeline = pipeline(self._rhi, SHADERS, bindings, inputs, target)
        commands.setGraphicsPipeline(self._pipeline)
        commands.setShaderResources(bindings)
        # Not every graphics API can begin at a later instance: the buffer's offset does.
        commands.setVertexInput(0, [(edges.ids.buffer, first * INSTANCE.itemsize)])
        commands.draw(4, count)

    def _bindings(self, edges: EdgeSet) -> QRhiShaderResourceBindings:
        if edges.bindings is None:
            vertex, binding = QRhiShaderResourceBinding.StageFlag.VertexStage, QRhiShaderResourceBinding
            edges.bindings = bound(
                self._rhi,
                [
                    binding.uniformBuffer(0, vertex, edges.uniforms),
                    binding.sampledTexture(1, vertex, self._weights.texture, self._sampler),
                    binding.sampledTexture(2, vertex, self._nodes.texture, self._sampler),
                    binding.sampledTexture(3, vertex, self._gains.texture, self._sampler),
                ],
            )
        return edges.bindings

    def _rebind(self, replaced: bool) -> None:
        if replaced:
            for edges in self._sets:
                edges.forget_bindings()


class EdgeSet:
    """Which edges are drawn, in what order, and how: one set for the picture, one for what is in focus."""

    def __init__(self, rhi: QRhi) -> None:
        self._rhi = rhi
        self.ids = InstanceBuffer(rhi, "edges")
        self.uniforms: QRhiBuffer = uniform_buffer(rhi, UNIFORMS)
        self.bindings: QRhiShaderResourceBindings | None = None

    @property
    def count(self) -> int:
        """How many edges."""
        return self.ids.count

    def upload_ids(self, batch: QRhiResourceUpdateBatch, ids: NDArray[np.uint32]) -> None:
        """The edges, weakest first."""
        self.ids.upload(batch, np.ascontiguousarray(ids, np.uint32))

    def upload_uniforms(
        self,
        batch: QRhiResourceUpdateBatch,
        scene: Scene,
        look: Look,
        camera: Camera,
        size: QSize,
        device_scale: float,
    ) -> None:
        """How they look: from the scene and the camera, for a target of `size` device pixels."""
        values = edge_uniforms(scene, look, camera.thickness, device_scale)
        write_frame(values, self._rhi, size)
        values["camera"] = camera_values(camera, device_scale)
        write_uniforms(batch, self.uniforms, values)

    def forget_bindings(self) -> None:
        """After a texture was replaced."""
        if self.bindings is not None:
            self.bindings.deleteLater()
            self.bindings = None
