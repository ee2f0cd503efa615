"""What leaves the trainer: frozen, read-only, complete in itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.first_weights import begins_so
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.task import AnyTask

MOST_SHOWN: Final = 32  # digits of a mini-batch that leave the trainer


@dataclass(frozen=True, eq=False)
class MiniBatch:
    """The examples that a step learned from, as they are stored: augmented, where that is on.

    `pixels` (k, n_in), of the digits uint8, and `labels` int64 (k,), or the right numbers float32 (k, n_out),
    read-only: its first 32 at most, of `size`; a mini-batch is in random order, so they are a fair sample. It
    began at `offset` in the order of `epoch`, which counts from 0.
    """

    epoch: int
    offset: int
    size: int
    pixels: NDArray[Any]
    labels: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The network at one step. Layout, scene and GPU buffers are made from its own `spec`, never another.

    `parameters` is float32 (spec.n_parameters,), read-only. `gradient` is the same shape or None; it is the
    mean gradient of the mini-batch that led to this step. `run` names the run, `generation` grows by one
    with every change of shape or content that is not a training step (reset, load, undo), `step` counts
    training steps from 0. `batch`: the mini-batch that led to this step; None at a step that was not just
    trained. `epoch` counts from 1: the one that this step belongs to; None where that is not known.
    `task`: what it learns.
    """

    run: str
    generation: int
    step: int
    spec: NetworkSpec
    parameters: NDArray[np.float32]
    gradient: NDArray[np.float32] | None = None
    batch: MiniBatch | None = None
    epoch: int | None = None
    task: AnyTask = DEFAULT

    @property
    def identity(self) -> tuple[str, int, int]:
        """Equal for two snapshots that show the same network."""
        return (self.run, self.generation, self.step)

    @property
    def weights(self) -> NDArray[np.float32]:
        """All edges, float32 (spec.n_edges,): a view of the front of `parameters`."""
        return self.parameters[: self.spec.n_edges]

    def W(self, layer: int) -> NDArray[np.float32]:
        """Weight matrix `layer` (0 = from the input), a read-only view (n_in, n_out)."""
        return as_matrix(self.spec, self.parameters, layer)

    def b(self, layer: int) -> NDArray[np.float32]:
        """Biases of the layer that weight matrix `layer` leads to, a read-only view (n_out,)."""
        return biases(self.spec, self.parameters, layer)


def is_untrained(snapshot: Snapshot, seed: int) -> bool:
    """Whether its weights are still those that it began with: another program's file has step 0 too."""
    return begins_so(snapshot.spec, snapshot.parameters, seed)
