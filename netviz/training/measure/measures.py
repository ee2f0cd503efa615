"""What goes on in the layers while a network learns: gradients, updates, idle neurons, histograms."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.forward import ForwardPass, forward_pass
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.training.snapshot import Snapshot

N_BINS: Final = 40
MAX_MEASURES: Final = 2_000
NEARLY_ALL: Final = 0.95  # of the digits: a neuron that stands where φ is flat for so many is saturated
# Of a larger layer, every second, third … number goes into the histogram.
_MOST_IN_HISTOGRAM: Final = 100_000

Part: TypeAlias = Callable[[NetworkSpec, NDArray[np.floating[Any]], int], NDArray[np.floating[Any]]]
"""Takes a layer's weights or biases out of a flat array."""

_serial = itertools.count()


@dataclass(frozen=True, eq=False)
class StepMeasures:
    """Of one step, for each layer: the norm of its gradient, of weights and biases together, and how far the
    step moved its weights, ‖ΔW‖ / ‖W‖ (0 where W is 0). Both float32 (n_layers,), read-only.
    """

    gradient_norm: NDArray[np.float32]
    update_ratio: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Histogram:
    """Numbers counted in N_BINS equally wide bins from `low` to `high`: `counts` int32 (n_layers, N_BINS),
    `low` and `high` float32 (n_layers,). Read-only.
    """

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    counts: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Measures:
    """All that was measured after one step.

    `dead` and `saturated`, float32 (n_hidden,): the share of each hidden layer's neurons that were active for
    none of the digits, where they can die of that, or stood where φ is nearly flat for 95 % of them.
    `weights` has a row for each weight matrix, `activations` one for each column after the pixels.
    """

    step: int
    spec: NetworkSpec
    of_step: StepMeasures
    dead: NDArray[np.float32]
    saturated: NDArray[np.float32]
    weights: Histogram
    activations: Histogram

    @property
    def n_bytes(self) -> int:
        """What it takes in memory, about: the counts, and the objects around them."""
        return self.weights.counts.nbytes + self.activations.counts.nbytes + 2_000


class MeasureCursor(NamedTuple):
    """Where a reader stopped. To any other log than the one that gave it, it means "from the start"."""

    line: int
    total: int


class MeasureLog:
    """What was measured in the course of a run; every method may be called from any thread.

    When there are more than 2,000, every second one is let go. All that it gives belong to networks of one
    shape: another shape begins anew, and what was before it comes back with a rewind to before it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._line = next(_serial)
        self._measures: list[Measures] = []
        self._of_other_shapes: list[Measures] = []  # before those, the newest last

    @property
    def line(self) -> int:
        """Names what the log holds between two rewinds."""
        return self._line

    def add(self, measures: Measures, line: int | None = None) -> None:
        """The next one, in the order of steps. With a `line`, one that was rewound meanwhile is left out."""
        with self._lock:
            if line is not None and line != self._line:
                return
            if self._measures and self._measures[-1].spec.sizes != measures.spec.sizes:
                self._of_other_shapes = [*self._of_other_shapes, *self._measures][-MAX_MEASURES:]
                self._measures = []
                self._line = next(_serial)
            self._measures.append(measures)
            if len(self._measures) > MAX_MEASURES:
                self._measures = self._measures[::2]
                self._line = next(_serial)

    def since(self, cursor: MeasureCursor | None) -> tuple[MeasureCursor, tuple[Measures, ...], bool]:
        """What came after `cursor` (all for None), the next cursor, and whether to restart."""
        with self._lock:
            here = MeasureCursor(self._line, len(self._measures))
            if cursor is not None and cursor.line == self._line:
                return here, tuple(self._measures[cursor.total :]), False
            return here, tuple(self._measures), True

    @property
    def n_bytes(self) -> int:
        """What it takes in memory, about."""
        with self._lock:
            return sum(one.n_bytes for one in (*self._measures, *self._of_other_shapes))

    @property
    def shape_before(self) -> tuple[int, ...] | None:
        """The sizes of the layers that were measured before these; None where these were the first."""
        with self._lock:
            return self._of_other_shapes[-1].spec.sizes if self._of_other_shapes else None

    def rewind(self, step: int) -> None:
        """Forget what came after `step`, where the run goes on."""
        with self._lock:
            kept = [m for m in (*self._of_other_shapes, *self._measures) if m.step <= step]
            begin = len(kept)
            while begin and kept[begin - 1].spec.sizes == kept[-1].spec.sizes:
                begin -= 1
            self._of_other_shapes, self._measures = kept[:begin], kept[begin:]
            self._line = next(_serial)

    def copy(self) -> MeasureLog:
        """Another log with the same content."""
        copy = MeasureLog()
        with self._lock:
            copy._measures, copy._of_other_shapes = list(self._measures), list(self._of_other_shapes)
        return copy

    def __len__(self) -> int:
        with self._lock:
            return len(self._measures)


@np.errstate(over="ignore", invalid="ignore")  # those of an exploded network are infinite
def measure_step(network: Network, before: NDArray[np.floating[Any]]) -> StepMeasures:
    """Of the step that led from the flat parameters `before` to those of `network`, by its gradient."""
    spec = network.spec

    def norms(of: Part, flat: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        return np.array([float(np.linalg.norm(of(spec, flat, layer))) for layer in range(spec.n_layers)])

    def moved(spec: NetworkSpec, flat: NDArray[np.floating[Any]], layer: int) -> NDArray[np.floating[Any]]:
        return as_matrix(spec, flat, layer) - as_matrix(spec, before, layer)

    sizes = norms(as_matrix, before)
    ratio = np.divide(norms(moved, network.parameters), sizes, out=np.zeros_like(sizes), where=sizes > 0)
    gradient = np.hypot(norms(as_matrix, network.gradient), norms(biases, network.gradient))
    return StepMeasures(_float32(gradient / network.factor), _float32(ratio))


@np.errstate(over="ignore", invalid="ignore")
def measure(snapshot: Snapshot, of_step: StepMeasures, pixels: NDArray[np.floating[Any]]) -> Measures:
    """Everything about the network of this snapshot. `pixels` (n, n_in), 0 to 1, are those of digits that
    stay the same throughout the run. For the job thread.
    """
    spec = snapshot.spec
    forward = forward_pass(spec, snapshot.parameters, pixels)
    return Measures(
        snapshot.step,
        spec,
        of_step,
        dead_share(spec, forward),
        saturated_share(spec, forward),
        _histogram([snapshot.W(layer).reshape(-1) for layer in range(spec.n_layers)]),
        _histogram([a.reshape(-1) for a in forward.a[1:]]),
    )


def dead_share(spec: NetworkSpec, forward: ForwardPass) -> NDArray[np.float32]:
    """The share of each hidden layer's neurons that are 0 for all digits of `forward`, where that is for
    good; 0 where the activation's neurons can't die.
    """
    return _float32(
        [
            float(np.mean(~(a > 0).any(axis=0))) if activation.can_die else 0.0
            for a, activation in zip(forward.a[1:-1], spec.activation_functions, strict=True)
        ]
    )


def saturated_share(spec: NetworkSpec, forward: ForwardPass) -> NDArray[np.float32]:
    """The share of each hidden layer's neurons that are where φ is nearly flat for 95 % of digits."""
    return _float32(
        [
            0.0
            if activation.flat is None
            else float(np.mean(activation.flat(z, a).mean(axis=0) >= NEARLY_ALL))
            for z, a, activation in zip(
                forward.z[:-1], forward.a[1:-1], spec.activation_functions, strict=True
            )
        ]
    )


def _histogram(layers: list[NDArray[np.floating[Any]]]) -> Histogram:
    low, high = np.zeros(len(layers), np.float32), np.zeros(len(layers), np.float32)
    counts = np.zeros((len(layers), N_BINS), np.int32)
    for k, numbers in enumerate(layers):
        some = numbers[:: -(-len(numbers) // _MOST_IN_HISTOGRAM)]
        some = some[np.isfinite(some)]
        if not len(some):
            continue
        least, most = float(some.min()), float(some.max())
        low[k], high[k] = least, most
        if most > least:
            where = ((some.astype(np.float64) - least) * (N_BINS / (most - least))).astype(np.intp)
            counts[k] = np.bincount(np.minimum(where, N_BINS - 1), minlength=N_BINS)
        else:
            counts[k, N_BINS // 2] = len(some)
    for array in (low, high, counts):
        array.flags.writeable = False
    return Histogram(low, high, counts)


def _float32(values: Any) -> NDArray[np.float32]:
    array = np.array(values, np.float32)
    array.flags.writeable = False
    return array
