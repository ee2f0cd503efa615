"""The network as it is trained: forward and backward side by side, in buffers that are allocated once."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array, activation_named
from netviz.network.initialisers import initialise
from netviz.network.losses import batch_loss
from netviz.network.spec import NetworkSpec


class Network:
    """A dense network and its gradient.

    `parameters` and `gradient` are flat (spec.n_parameters,), in the order that NetworkSpec describes; `W`, `b`, `dW`, `db` are
    views of them, one a layer. `batch_size` is the largest batch that it takes.
    """

    def __init__(self, spec: NetworkSpec, dtype: DTypeLike = np.float32, batch_size: int = 64) -> None:
        self.spec = spec
        self.dtype = np.dtype(dtype)
        self.batch_size = batch_size
        self.parameters: Array = np.zeros(spec.n_parameters, self.dtype)
        self.gradient: Array = np.zeros(spec.n_parameters, self.dtype)
        self.W = tuple(
            self.parameters[s].reshape(n) for s, n in zip(spec.weight_slices, spec.shapes, strict=True)
        )
        self.b = tuple(self.parameters[s] for s in spec.bias_slices)
        self.dW = tuple(
            self.gradient[s].reshape(n) for s, n in zip(spec.weight_slices, spec.shapes, strict=True)
        )
        self.db = tuple(self.gradient[s] for s in spec.bias_slices)
        self._weights = self.parameters[: spec.n_edges]
        self._weight_gradient = self.gradient[: spec.n_edges]
        self._activations = tuple(activation_named(name) for name in spec.activations)
        self._buffers: dict[int, _Buffers] = {}

    def initialise(self, seed: int) -> None:
        """Begin anew, as `spec.initialiser` says."""
        initialise(self.spec, self.parameters, seed)

    def penalty(self, l2: float) -> float:
        """The L2 penalty ½·λ·Σw² over all weights; biases are free."""
        return 0.5 * l2 * float(np.dot(self._weights, self._weights))

    def loss_and_gradient(self, x: Array, labels: NDArray[np.intp], l2: float = 0.0) -> tuple[float, int]:
        """Forward and backward pass over one mini-batch; fills `gradient`.

        `x` is (n, n_in) of this network's dtype with n at most `batch_size`, `labels` (n,). Returns the mean loss per example, without the penalty,
        and the number of right answers. The gradient is that of the mean loss plus `penalty(l2)`.
        """
        n = len(x)
        buffers = self._buffers.get(n)
        if buffers is None:
            buffers = self._buffers[n] = _Buffers(self.spec, n, self.dtype)
        z, a, delta = buffers.z, buffers.a, buffers.delta
        last = self.spec.n_layers - 1

        a[0] = x
        for layer in range(last):
            np.dot(a[layer], self.W[layer], out=z[layer])
            np.add(z[layer], self.b[layer], out=z[layer])
            self._activations[layer].apply(z[layer], a[layer + 1])
        np.dot(a[last], self.W[last], out=z[last])
        np.add(z[last], self.b[last], out=z[last])

        loss, n_correct = buffers.loss(z[last], labels, delta[last])

        for layer in range(last, -1, -1):
            np.dot(a[layer].T, delta[layer], out=self.dW[layer])
            np.dot(buffers.ones, delta[layer], out=self.db[layer])
            if layer > 0:
                np.dot(delta[layer], self.W[layer].T, out=delta[layer - 1])
                slope = buffers.slope[layer - 1]
                self._activations[layer - 1].derivative(z[layer - 1], a[layer], slope)
                np.multiply(delta[layer - 1], slope, out=delta[layer - 1])
        if l2:
            np.multiply(self._weights, l2, out=buffers.decay)
            np.add(self._weight_gradient, buffers.decay, out=self._weight_gradient)
        return loss, n_correct


class _Buffers:
    """All that a pass over batches of `n` examples writes to, so that a step allocates nothing."""

    def __init__(self, spec: NetworkSpec, n: int, dtype: DTypeLike) -> None:
        outputs = spec.sizes[1:]
        self.z = [np.empty((n, size), dtype) for size in outputs]
        self.a = [np.empty((0, 0), dtype), *(np.empty((n, size), dtype) for size in outputs[:-1])]
        self.delta = [np.empty((n, size), dtype) for size in outputs]
        self.slope = [np.empty((n, size), dtype) for size in outputs[:-1]]
        self.ones = np.ones(n, dtype)
        self.decay = np.empty(spec.n_edges, dtype)
        self.loss = batch_loss(spec.loss, n, outputs[-1], dtype)
