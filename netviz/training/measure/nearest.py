"""The examples that are most like one, by what a layer of a network makes of them: search by example.

The distance is Euclid's, between the activations of a layer. All of them are kept, so that the nearest of
tens of thousands are found while somebody draws: |a − b|² = |a|² − 2 a·b + |b|², of which only a·b is new.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import activations
from netviz.tasks.examples import Examples
from netviz.tasks.input import Picture
from netviz.training.snapshot import Snapshot

MOST_BYTES: Final = 128 << 20
"""That one layer's activations may take; of more examples than that holds, the first ones are looked at."""
_AT_A_TIME: Final = 2048  # examples
_INK: Final = 8192  # pictures, of which one pixel after the other is looked at
_ROUNDING: Final = 1e-5  # of a float32 sum, as a share of it
_MORE: Final = (
    4  # candidates for each that is wanted: rounding may change the order of those that are as near
)


@dataclass(frozen=True, eq=False)
class Nearest:
    """`rows` of the examples, the nearest first, and their distances, float64; both (k,)."""

    rows: NDArray[np.intp]
    distances: NDArray[np.float64]


class _Kept(Protocol):
    """One row for each example."""

    def __len__(self) -> int: ...

    def squared(self, a: NDArray[np.float32]) -> NDArray[np.float32]:
        """|b|² − 2 a·b for each row b, (n,)."""

    def some(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """These rows, (m, d)."""


class _Activations:
    """Rows of float32, (n, d)."""

    def __init__(self, values: NDArray[np.float32]) -> None:
        self._values = values
        self._squares = np.einsum("nd,nd->n", values, values)

    def __len__(self) -> int:
        return len(self._values)

    def squared(self, a: NDArray[np.float32]) -> NDArray[np.float32]:
        result = self._values @ (-2 * a)
        result += self._squares
        return result

    def some(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        return self._values[rows].astype(np.float64)


class _Ink:
    """Pictures as they are stored, uint8 pixel by pixel, (d, n): most of a drawing is paper, which adds
    nothing to a·b.
    """

    def __init__(self, stored: NDArray[np.uint8], factor: float) -> None:
        self._pixels = np.ascontiguousarray(stored.T)
        self._factor = np.float32(factor)
        squares = np.zeros(len(stored), np.int64)
        for first in range(0, len(stored), _AT_A_TIME):
            part = stored[first : first + _AT_A_TIME].astype(np.int64)
            squares[first : first + _AT_A_TIME] = np.einsum("nd,nd->n", part, part)
        self._squares = squares.astype(np.float32) * self._factor**2

    def __len__(self) -> int:
        return len(self._squares)

    def squared(self, a: NDArray[np.float32]) -> NDArray[np.float32]:
        result = self._squares.copy()
        inked = np.flatnonzero(a)
        ink = (-2 * self._factor) * a[inked]
        for first in range(0, len(self), _INK):
            part = slice(first, first + _INK)
            result[part] += ink @ self._pixels[inked, part].astype(np.float32)
        return result

    def some(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        return (self._pixels[:, rows].T.astype(np.float32) * self._factor).astype(np.float64)


@dataclass(frozen=True, eq=False)
class LayerIndex:
    """What a layer of this network makes of the examples; layer 0 is what it reads."""

    snapshot: Snapshot
    examples: Examples
    layer: int
    kept: _Kept

    def __len__(self) -> int:
        """How many examples are looked at."""
        return len(self.kept)

    @property
    def cost(self) -> int:
        """How many numbers have to be looked at for one search, about."""
        return len(self.kept) * self.snapshot.spec.sizes[self.layer]

    def nearest(self, stored: NDArray[Any], k: int) -> Nearest | None:
        """The k examples that are most like this one, (n_in,) as it is stored. What is there several times
        counts once. None where the network gives no numbers.
        """
        snapshot, reads = self.snapshot, self.examples.task.input
        a = activations(snapshot.spec, snapshot.parameters, reads.scaled(stored[None]), self.layer)[0]
        if not np.isfinite(a).all():
            return None
        squared = np.nan_to_num(self.kept.squared(a), nan=np.inf)
        n, wanted = len(self), _MORE * k
        while True:
            wanted = min(wanted, n)
            near = np.argpartition(squared, wanted - 1)[:wanted] if wanted < n else np.arange(n)
            exact = np.sqrt(((self.kept.some(near) - a.astype(np.float64)) ** 2).sum(axis=1))
            near = near[np.lexsort((near, exact))]
            rows = self._once(near, k)
            if len(rows) == k or wanted == n:
                break
            wanted *= 8
        distances = np.sqrt(((self.kept.some(rows) - a.astype(np.float64)) ** 2).sum(axis=1))
        # One example is worked out in another order than many: what is left of that is no distance.
        distances[distances <= _ROUNDING * max(float(np.linalg.norm(a)), 1.0)] = 0.0
        return Nearest(rows, distances)

    def _once(self, rows: NDArray[np.intp], k: int) -> NDArray[np.intp]:
        seen: set[bytes] = set()
        kept: list[int] = []
        for row in rows.tolist():
            content = self.examples.stored[row].tobytes()
            if content not in seen:
                seen.add(content)
                kept.append(row)
                if len(kept) == k:
                    break
        return np.array(kept, np.intp)


def index_of(snapshot: Snapshot, examples: Examples, layer: int) -> Generator[float, None, LayerIndex]:
    """Work out what this layer makes of all examples; yields the share that is done."""
    reads = examples.task.input
    if layer == 0 and isinstance(reads, Picture):
        n = min(len(examples), MOST_BYTES // reads.n)
        yield 0.0
        return LayerIndex(snapshot, examples, layer, _Ink(examples.stored[:n], 1 / reads.most))
    d = snapshot.spec.sizes[layer]
    n = min(len(examples), max(MOST_BYTES // (4 * d), 1))
    values = np.empty((n, d), np.float32)
    for first in range(0, n, _AT_A_TIME):
        yield first / n
        part = slice(first, min(first + _AT_A_TIME, n))
        values[part] = activations(snapshot.spec, snapshot.parameters, examples.inputs(part), layer)
    # A neuron that has grown beyond all numbers is far from everything.
    np.nan_to_num(values, copy=False, nan=0.0, posinf=1e18, neginf=-1e18)
    values.flags.writeable = False
    return LayerIndex(snapshot, examples, layer, _Activations(values))
