"""The mean loss at each point of a grid in a plane of parameters.

Along two directions the first layer's sums are linear, X(W + αD₁ + βD₂) = XW + αXD₁ + βXD₂: three products
serve the whole grid, and only the small layers behind are computed anew at each point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Array
from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec
from netviz.training.jobs.work import Work
from netviz.training.landscape.plane import Plane

FIRST: Final = 9  # points on a side of the first, coarse picture
_NUMBERS_AT_A_TIME: Final = 131_072  # of a layer: what is worked on stays in the processor's cache
_FEWEST: Final = 16


@dataclass(frozen=True, eq=False)
class Grid:
    """Mean losses: `loss[i, j]`, float64, belongs to `alphas[i]` and `betas[j]`, both float64 and ascending.
    Where the network gives no number, neither is this one.
    """

    alphas: NDArray[np.float64]
    betas: NDArray[np.float64]
    loss: NDArray[np.float64]

    @property
    def lowest(self) -> tuple[int, int] | None:
        """Where the least loss of what is seen stands; None where no loss is finite."""
        finite = np.where(np.isfinite(self.loss), self.loss, np.inf)
        i, j = np.unravel_index(int(finite.argmin()), finite.shape)
        return (int(i), int(j)) if np.isfinite(finite[i, j]) else None


def survey(
    plane: Plane,
    alphas: NDArray[np.float64],
    betas: NDArray[np.float64],
    x: Array,
    answers: NDArray[Any],
    seen: Callable[[Grid], None] | None = None,
) -> Work[Grid]:
    """The losses over a grid, from examples `x` float32 (m, n_in) with `answers` (m,) or (m, n_out).

    `seen` gets coarser grids of some of these points, as soon as each is there; the work returns the whole.
    """
    loss = np.full((len(alphas), len(betas)), np.nan)
    missing = np.ones(loss.shape, np.bool_)
    levels = list(_levels(max(loss.shape)))
    total, done = loss.size, 0
    for level, n in enumerate(levels):
        rows, columns = (_spread(len(axis), n) for axis in (alphas, betas))
        here = np.zeros_like(missing)
        here[np.ix_(rows, columns)] = True
        here &= missing
        before = done
        for share in _fill(plane, alphas, betas, x, answers, here, loss):
            yield (before + share * int(here.sum())) / total
        done += int(here.sum())
        missing &= ~here
        if seen is not None and level < len(levels) - 1:
            seen(_frozen(alphas[rows], betas[columns], loss[np.ix_(rows, columns)]))
    return _frozen(alphas, betas, loss)


def _levels(n: int) -> list[int]:
    """How many points there are on a side, from coarse to fine: for 41 these are 9, 21 and 41."""
    levels = [n]
    while levels[0] > 3 * FIRST:
        levels.insert(0, levels[0] // 2 + 1)
    return levels if levels[0] <= FIRST else [FIRST, *levels]


def _spread(n: int, some: int) -> NDArray[np.intp]:
    """The places of some of n points, evenly, both ends among them."""
    return np.unique(np.rint(np.linspace(0, n - 1, min(some, n))).astype(np.intp))


def _frozen(alphas: NDArray[np.float64], betas: NDArray[np.float64], loss: NDArray[np.float64]) -> Grid:
    arrays = (alphas.copy(), betas.copy(), loss.copy())
    for array in arrays:
        array.flags.writeable = False
    return Grid(*arrays)


def _fill(
    plane: Plane,
    alphas: NDArray[np.float64],
    betas: NDArray[np.float64],
    x: Array,
    answers: NDArray[Any],
    wanted: NDArray[np.bool_],
    loss: NDArray[np.float64],
) -> Work[None]:
    """Write the losses that are `wanted`, some examples at a time, so that memory is bounded."""
    spec = plane.spec
    some = max(_NUMBERS_AT_A_TIME // max(spec.sizes[1:]), _FEWEST)
    starts = range(0, len(x), some)
    rows = np.flatnonzero(wanted.any(axis=1))
    sums = np.zeros(loss.shape)
    done, total = 0, max(len(starts) * len(rows), 1)
    for start in starts:
        part = slice(start, start + some)
        points = _Points(plane, x[part], answers[part])
        for row in rows:
            columns = np.flatnonzero(wanted[row])
            sums[row, columns] += points.losses(alphas[row], betas[columns])
            done += 1
            yield done / total
    loss[wanted] = sums[wanted] / len(x)


class _Points:
    """The losses of some examples at points of the plane. Examples are columns here: reductions over the few
    outputs then run along memory.
    """

    def __init__(self, plane: Plane, x: Array, answers: NDArray[Any]) -> None:
        spec, m = plane.spec, len(x)
        self._m, self._spec, self._answers = m, spec, answers
        self._first = [_first_sums(spec, flat, x) for flat in (plane.origin, *plane.directions)]
        self._row = np.empty_like(self._first[0])
        self._scaled = np.empty_like(self._row)
        self._z = [np.empty((size, m), np.float32) for size in spec.sizes[1:]]
        self._a = [np.empty((size, m), np.float32) for size in spec.sizes[1:-1]]
        # The parameters behind the first layer, and views of them as they are for the present point.
        self._rest = [_behind_first(spec, flat) for flat in (plane.origin, *plane.directions)]
        self._rest_row, self._rest_here = (np.empty_like(self._rest[0]) for _ in range(2))
        self._W, self._b, begin = [], [], 0
        for n_in, n_out in spec.shapes[1:]:
            part, n = self._rest_here[begin:], n_in * n_out
            self._W.append(part[:n].reshape(n_in, n_out).T)
            self._b.append(part[n : n + n_out].reshape(-1, 1))
            begin += n + n_out

    @np.errstate(over="ignore", invalid="ignore", divide="ignore")
    def losses(self, alpha: float, betas: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sums of the losses at (α, each β)."""
        spec, z, a = self._spec, self._z, self._a
        base, along, across = self._first
        np.multiply(along, np.float32(alpha), out=self._row)
        np.add(self._row, base, out=self._row)
        np.multiply(self._rest[1], np.float32(alpha), out=self._rest_row)
        np.add(self._rest_row, self._rest[0], out=self._rest_row)
        found = np.empty(len(betas))
        for k, beta in enumerate(betas):
            np.multiply(across, np.float32(beta), out=self._scaled)
            np.add(self._scaled, self._row, out=z[0])
            np.multiply(self._rest[2], np.float32(beta), out=self._rest_here)
            np.add(self._rest_here, self._rest_row, out=self._rest_here)
            for layer, activation in enumerate(spec.activation_functions):
                activation.apply(z[layer], a[layer])
                np.dot(self._W[layer], a[layer], out=z[layer + 1])
                np.add(z[layer + 1], self._b[layer], out=z[layer + 1])
            found[k] = spec.loss_function.mean(z[-1].T, self._answers) * self._m
        return found


@np.errstate(over="ignore", invalid="ignore")
def _first_sums(spec: NetworkSpec, flat: Array, x: Array) -> Array:
    """The first layer's sums of each example, (n_out, m); of a direction, how they change along it."""
    sums: Array = np.dot(as_matrix(spec, flat, 0).T, x.T)
    sums += biases(spec, flat, 0)[:, None]
    return sums


def _behind_first(spec: NetworkSpec, flat: Array) -> Array:
    """A copy of the later layers' weights and biases, layer by layer; empty where there is one layer."""
    parts = [
        part
        for layer in range(1, spec.n_layers)
        for part in (as_matrix(spec, flat, layer).ravel(), biases(spec, flat, layer))
    ]
    return np.concatenate(parts) if parts else np.empty(0, np.float32)
