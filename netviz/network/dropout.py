"""Dropout: masks that leave a share of the hidden activations out of a step."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import DTypeLike

from netviz.network.activations import Array
from netviz.network.arrays import aligned_zeros
from netviz.network.spec import NetworkSpec

_STREAM: Final = 2  # keeps the numbers apart from what else a run draws from its seed


class Dropout:
    """Makes the masks of inverted dropout, in a buffer that is allocated once (Srivastava et al. 2014).

    A hidden activation is 0 with probability `share`, else divided by 1 − share; so its expectation stays
    as it is, and nothing has to be scaled where the network is used.
    """

    def __init__(self, spec: NetworkSpec, share: float, dtype: DTypeLike = np.float32) -> None:
        self.share = share
        self._hidden = spec.sizes[1:-1]
        self._dtype = np.dtype(dtype)
        self._kept_factor = np.asarray(1 / (1 - share), self._dtype)
        self._room: dict[int, tuple[Array, Array, tuple[Array, ...]]] = {}

    def masks(self, n: int, seed: int, step: int) -> tuple[Array, ...]:
        """One mask (n, size) for each hidden layer: a function of seed and step alone.

        They are overwritten by the next call.
        """
        if n not in self._room:
            self._room[n] = self._make_room(n)
        drawn, flat, masks = self._room[n]
        np.random.default_rng((seed, _STREAM, step)).random(out=drawn, dtype=np.float32)
        np.greater_equal(drawn, np.float32(self.share), out=flat)
        np.multiply(flat, self._kept_factor, out=flat)
        return masks

    def _make_room(self, n: int) -> tuple[Array, Array, tuple[Array, ...]]:
        total = n * sum(self._hidden)
        flat = aligned_zeros((total,), self._dtype)
        ends = np.cumsum([0, *(n * size for size in self._hidden)])
        masks = tuple(flat[ends[k] : ends[k + 1]].reshape(n, size) for k, size in enumerate(self._hidden))
        return aligned_zeros((total,), np.float32), flat, masks
