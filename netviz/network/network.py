"""The network as it is trained: forward and backward side by side, in buffers that are allocated once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.network.activations import Array
from netviz.network.arrays import aligned_zeros
from netviz.network.connections import as_matrix, biases
from netviz.network.first_weights import initialise
from netviz.network.spec import NetworkSpec

_TINY: Final = 1e-30  # below it, squares of float32 numbers have lost digits


class Network:
    """A dense network and its gradient. Not for two threads at once.

    `parameters` and `gradient` are flat (spec.n_parameters,), in the order that NetworkSpec describes; `W`,
    `b`, `dW` and `db` are views of them, one a layer. Buffers for mini-batches of `batch_size` are
    allocated at once, those for another size when the first of that size comes.

    `gradient` holds `factor` times the gradient. Training puts the learning rate there: the backward pass
    then begins with η/n instead of 1/n, at no cost, and the optimiser has a pass over all parameters less
    to make. It may be another before each pass. `smoothing` is the label smoothing of the loss.
    """

    def __init__(
        self,
        spec: NetworkSpec,
        dtype: DTypeLike = np.float32,
        batch_size: int | None = None,
        factor: float = 1.0,
        smoothing: float = 0.0,
    ) -> None:
        self.spec = spec
        self.dtype = np.dtype(dtype)
        self.factor = factor
        self.smoothing = smoothing
        self.parameters = aligned_zeros((spec.n_parameters,), self.dtype)
        self.gradient = aligned_zeros((spec.n_parameters,), self.dtype)
        self.W, self.b = _views(spec, self.parameters)
        self.dW, self.db = _views(spec, self.gradient)
        self._weights = self.parameters[: spec.n_edges]
        self._weight_gradient = self.gradient[: spec.n_edges]
        self._buffers: dict[int, _Buffers] = {}
        if batch_size is not None:
            self.expect(batch_size, factor, smoothing)

    def initialise(self, seed: int) -> None:
        """Begin anew, as `spec.initialiser` says."""
        initialise(self.spec, self.parameters, seed)

    def loss_and_gradient(
        self,
        x: Array,
        labels: NDArray[Any],
        l2: float = 0.0,
        l1: float = 0.0,
        masks: Sequence[Array] | None = None,
    ) -> tuple[float, float]:
        """Forward and backward pass over one mini-batch; fills `gradient`.

        `x` is (n, n_in) in this network's dtype, `labels` (n,), or the numbers (n, n_out)
        where the loss is one for numbers, `masks` one (n, size) for each hidden layer,
        which multiply its activations (see Dropout). Returns the mean loss per example, without the
        penalties, and the number of right answers, nan where they are numbers. The gradient is that of the
        mean loss plus `penalty(l2, l1)`, times `factor`; |w| counts as flat where w is 0.
        """
        n = len(x)
        buffers = self._buffers.get(n)
        if buffers is None:
            buffers = self._buffers[n] = _Buffers(self, n)
        z, delta, ones = buffers.z, buffers.delta, buffers.ones

        first = self.spec.layers[0]
        first.sums_into(x, self.W[0], self.b[0], z[0])
        if masks is None:
            for apply, z_here, a_here, sums_into, W, b, z_next in buffers.forward:
                apply(z_here, a_here)
                sums_into(a_here, W, b, z_next)
        else:
            buffers.forward_masked(masks)

        batch_loss = buffers.loss
        if batch_loss.factor != self.factor:
            batch_loss.set_factor(self.factor)
        loss, n_correct = batch_loss(z[-1], labels, delta[-1])

        for layer, a, W, dW, db, delta_here, delta_before, derivative, z_before, slope in buffers.backward:
            layer.gradient_into(a, delta_here, ones, dW, db)
            layer.before_into(delta_here, W, delta_before)
            if masks is None:
                derivative(z_before, a, slope)
            np.multiply(delta_before, slope, out=delta_before)
        first.gradient_into(x, delta[0], ones, self.dW[0], self.db[0])

        if l2:
            decay = buffers.decay()
            np.multiply(self._weights, l2 * self.factor, out=decay)
            np.add(self._weight_gradient, decay, out=self._weight_gradient)
        if l1:
            decay = buffers.decay()
            np.sign(self._weights, out=decay)
            np.multiply(decay, l1 * self.factor, out=decay)
            np.add(self._weight_gradient, decay, out=self._weight_gradient)
        return loss, n_correct

    def gradient_norm(self) -> float:
        """The length of the gradient of all parameters together, without `factor`."""
        squares = float(np.dot(self.gradient, self.gradient))
        if not (_TINY < squares < math.inf):
            # Squares beyond the range of float32; where an element isn't finite, neither is this.
            squares = float(np.square(self.gradient, dtype=np.float64).sum())
        return math.sqrt(squares) / self.factor

    def clip_gradient(self, largest: float) -> None:
        """Shorten the gradient to this length where it is longer (Pascanu, Mikolov and Bengio 2013)."""
        norm = self.gradient_norm()
        if largest < norm < math.inf:
            np.multiply(self.gradient, largest / norm, out=self.gradient)

    def expect(self, batch_size: int, factor: float = 1.0, smoothing: float = 0.0) -> None:
        """From now on most mini-batches have this size: allocate for it, free what other sizes took."""
        self.factor = factor
        self.smoothing = smoothing
        self._buffers = {batch_size: _Buffers(self, batch_size)}


class _Buffers:
    """All that a pass over mini-batches of `n` examples writes to, so that a step allocates nothing.

    `forward` and `backward` have a row for each hidden layer, in the order in which the pass meets them:
    the loops unpack the row instead of looking everything up, which in small networks is a good part of the
    time.
    """

    def __init__(self, network: Network, n: int) -> None:
        spec, dtype = network.spec, network.dtype
        outputs = spec.sizes[1:]
        self.z = [aligned_zeros((n, size), dtype) for size in outputs]
        self.delta = [aligned_zeros((n, size), dtype) for size in outputs]
        self.ones = np.ones(n, dtype)
        self.loss = spec.loss_function.batch(n, outputs[-1], dtype, network.factor, network.smoothing)
        self._decay = np.zeros(0, dtype)
        self._n_edges = spec.n_edges
        hidden = [aligned_zeros((n, size), dtype) for size in outputs[:-1]]
        slopes = [aligned_zeros((n, size), dtype) for size in outputs[:-1]]
        activations = spec.activation_functions
        self.forward = [
            (
                activations[k].apply,
                self.z[k],
                hidden[k],
                spec.layers[k + 1].sums_into,
                network.W[k + 1],
                network.b[k + 1],
                self.z[k + 1],
            )
            for k in range(len(hidden))
        ]
        self.backward = [
            (
                spec.layers[k + 1],
                hidden[k],
                network.W[k + 1],
                network.dW[k + 1],
                network.db[k + 1],
                self.delta[k + 1],
                self.delta[k],
                activations[k].derivative,
                self.z[k],
                slopes[k],
            )
            for k in reversed(range(len(hidden)))
        ]

    def forward_masked(self, masks: Sequence[Array]) -> None:
        """The forward pass behind z[0] with masked activations; leaves the masked slopes for the way back.

        The slopes are taken here because some derivatives are formulas in the activation before its mask.
        """
        for row, back, mask in zip(self.forward, reversed(self.backward), masks, strict=True):
            apply, z_here, a_here, sums_into, W, b, z_next = row
            *_, derivative, _, slope = back
            apply(z_here, a_here)
            derivative(z_here, a_here, slope)
            np.multiply(slope, mask, out=slope)
            np.multiply(a_here, mask, out=a_here)
            sums_into(a_here, W, b, z_next)

    def decay(self) -> Array:
        """Room for the penalty's gradient, only where there is a penalty."""
        if not len(self._decay):
            self._decay = aligned_zeros((self._n_edges,), self._decay.dtype)
        return self._decay


def _views(spec: NetworkSpec, flat: Array) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """The matrices (n_in, n_out) and the vectors (n_out,) of each layer in a flat array."""
    layers = range(spec.n_layers)
    matrices = tuple(as_matrix(spec, flat, layer) for layer in layers)
    vectors = tuple(biases(spec, flat, layer) for layer in layers)
    return matrices, vectors
