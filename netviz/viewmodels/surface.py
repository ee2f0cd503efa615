"""What a network makes of a whole plane, or of a whole line: each neuron's activation, everywhere."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import ForwardPass, forward_pass
from netviz.tasks.answer import Classes
from netviz.tasks.input import Measures
from netviz.tasks.task import AnyTask
from netviz.training.snapshot import Snapshot

FINE: Final = 48  # cells along a side of the plane
COARSE: Final = 24  # where there are many neurons, and of a neuron's own picture
LINE: Final = 192  # places along a line; every fourth is in a neuron's own picture
_EACH: Final = 4
FEW: Final = 160  # neurons for which the plane is fine
MOST: Final = 600  # neurons of which each has a picture
_SMALLEST: Final = 1e-9


@dataclass(frozen=True)
class Kink:
    """Where along the line the sum z of a hidden neuron is 0. `column` counts from 0, the input."""

    column: int
    index: int
    x: float


@dataclass(frozen=True, eq=False)
class Surfaces:
    """`identity`: that of the snapshot. `values` float32 (n_neurons, rows, columns), the lowest row first:
    the activation of each neuron as a share, -1 to 1, of the largest in its column of the network; of
    classes' outputs the probability. One row where a single number is read. `outputs` float32 (rows, columns,
    n_out) are those of the network as they are; `kinks` only where a single number is read. `largest`: what 1
    stands for in each column.
    """

    identity: tuple[Hashable, ...]
    n_neurons: int
    task: AnyTask
    values: NDArray[np.float32]
    outputs: NDArray[np.float32]
    largest: tuple[float, ...]
    kinks: tuple[Kink, ...] = ()

    @property
    def classes(self) -> Classes | None:
        """What the outputs stand for, where that is one of several."""
        return self.task.answer if isinstance(self.task.answer, Classes) else None

    @property
    def flat(self) -> bool:
        """Whether each is a line, not a plane."""
        return bool(self.values.shape[1] == 1)

    def share(self, inputs: NDArray[np.floating]) -> tuple[float, float]:
        """Where an example lies, (n_in,): across and up, 0 to 1 within the picture."""
        reads = self.task.input
        assert isinstance(reads, Measures)
        shares = [
            (float(value) - low) / (high - low)
            for value, low, high in zip(inputs, reads.low, reads.high, strict=True)
        ]
        return (shares[0], shares[1]) if len(shares) > 1 else (shares[0], 0.5)


def has_surfaces(task: AnyTask) -> bool:
    """Whether what it reads is so little that all of it can be seen: one number, or two."""
    reads = task.input
    return isinstance(reads, Measures) and reads.n <= 2


def cells_of(n_neurons: int) -> int:
    """Along a side of the plane, for a network of so many neurons."""
    return FINE if n_neurons <= FEW else COARSE


@lru_cache(maxsize=8)
def grid(reads: Measures, cells: int) -> NDArray[np.float32]:
    """The middles of so many cells along each side, float32 (cells², 2), row by row, the lowest first;
    along a line float32 (LINE, 1), both ends among them.
    """
    if reads.n == 1:
        places = np.linspace(reads.low[0], reads.high[0], LINE, dtype=np.float32)[:, None]
    else:
        x, y = (
            low + (np.arange(cells, dtype=np.float32) + 0.5) / cells * (high - low)
            for low, high in zip(reads.low, reads.high, strict=True)
        )
        places = np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1).reshape(-1, 2)
        places = places.astype(np.float32)
    places.flags.writeable = False
    return places


def surfaces_of(snapshot: Snapshot) -> Surfaces | None:
    """Those of this network, in one forward pass; None where it reads more than can be seen.

    Of more than MOST neurons none has a picture of its own.
    """
    task, spec = snapshot.task, snapshot.spec
    reads = task.input
    if not isinstance(reads, Measures) or not has_surfaces(task):
        return None
    if spec.sizes[0] != reads.n:
        return None
    cells = cells_of(spec.n_neurons)
    places = grid(reads, cells)
    forward = forward_pass(spec, snapshot.parameters, places)
    if reads.n == 1:
        shape, few = (1, LINE), (slice(None), slice(_EACH // 2, None, _EACH))
    else:
        step = cells // COARSE
        every = slice(step // 2, None, step)
        shape, few = (cells, cells), (every, every)
    values, largest = [], []
    for column, a in enumerate(forward.a if spec.n_neurons <= MOST else ()):
        some = a.reshape(*shape, -1)[few]
        full = 1.0
        if column < spec.n_layers or task.answer.kind == "numbers":
            full = max(float(np.max(np.abs(some), initial=0.0)), _SMALLEST)
        largest.append(full)
        values.append(np.moveaxis(some, 2, 0) / np.float32(full))
    together = np.concatenate(values) if values else np.zeros((0, *shape), np.float32)
    shares = np.nan_to_num(together, nan=0.0, posinf=1.0, neginf=-1.0).clip(-1, 1)
    shares = shares.astype(np.float32)
    shares.flags.writeable = False
    outputs = forward.a[-1].reshape(*shape, -1)
    kinks = _kinks(forward, places[:, 0]) if reads.n == 1 else ()
    return Surfaces(snapshot.identity, spec.n_neurons, task, shares, outputs, tuple(largest), kinks)


def _kinks(forward: ForwardPass, x: NDArray[np.float32]) -> tuple[Kink, ...]:
    """Where sums of hidden neurons cross 0, between two places in a straight line."""
    found = []
    for column, z in enumerate(forward.z[:-1], start=1):
        with np.errstate(invalid="ignore", divide="ignore"):
            crosses = (z[:-1] < 0) != (z[1:] < 0)
            way = z[:-1] / (z[:-1] - z[1:])
        for at, index in zip(*np.nonzero(crosses), strict=True):
            place = float(x[at] + way[at, index] * (x[at + 1] - x[at]))
            if x[0] < place < x[-1]:
                found.append(Kink(column, int(index), place))
    return tuple(found)
