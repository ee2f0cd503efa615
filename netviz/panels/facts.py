"""The numbers of one neuron, pixel or edge, read from a snapshot and the forward pass of what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import ForwardPass
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.scene import Focus


@dataclass(frozen=True, eq=False)
class NeuronFacts:
    """`weights`, `inputs` float32 (n_in,); `inputs`, `z` and `a` are None while nothing is drawn.

    `reference` is the |w| shown at full colour. `kind` is "hidden" or "output".
    """

    title: str
    kind: str
    column: int
    index: int
    weights: NDArray[np.float32]
    inputs: NDArray[np.float32] | None
    bias: float
    z: float | None
    a: float | None
    activation: str
    reference: float


@dataclass(frozen=True)
class PixelFacts:
    """One input pixel; `a` None while nothing is drawn."""

    title: str
    row: int
    column: int
    a: float | None


@dataclass(frozen=True)
class EdgeFacts:
    """One weight, the activation that it multiplies, and its gradient where the snapshot has one."""

    title: str
    source: str
    target: str
    w: float
    a: float | None
    gradient: float | None
    reference: float


Facts = NeuronFacts | PixelFacts | EdgeFacts


def describe(focus: Focus, snapshot: Snapshot, forward: ForwardPass | None) -> Facts | None:
    """The facts behind a focus; None where the focus does not fit the snapshot's network."""
    return None
