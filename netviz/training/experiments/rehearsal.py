"""Plain gradient steps on the side: a short training run whose steps are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.input import Input

STEPS: Final = 48
BATCH: Final = 32
RATE: Final = 0.1
# Memory for the kept parameters; a larger network keeps fewer steps.
_BUDGET: Final = 64 * 2**20
# A loss so many times that of the first mini-batch is no chance of the draw; a trained network's is small.
_TOO_MUCH: Final = 3.0
_LITTLE: Final = 0.5
_SLOWER: Final = 10.0
_ATTEMPTS: Final = 6


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """Plain gradient descent from a network, without momentum or L2.

    `parameters[k]` float32 (n_parameters,): after k steps, read-only; `loss` float32 (steps + 1,): of the
    mini-batch that step k + 1 is made from; the last entry is of one more batch. `batch_size`, `rate`: of
    each step.
    """

    parameters: tuple[NDArray[np.float32], ...]
    loss: NDArray[np.float32]
    batch_size: int
    rate: float

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return len(self.parameters) - 1


def rehearse(
    spec: NetworkSpec,
    parameters: NDArray[Any],
    images: NDArray[Any],
    labels: NDArray[Any],
    seed: int,
    rate: float = RATE,
    batch_size: int = BATCH,
    *,
    reads: Input,
) -> Rehearsal:
    """Train for up to STEPS steps on mini-batches of `batch_size` examples drawn by `seed`; `images`
    (n, sizes[0]), stored as `reads` says, `labels` (n,), or numbers.

    At a smaller rate than `rate` where that one makes the loss rise: the run's own `rate` says which.
    """
    for _ in range(_ATTEMPTS):
        run = _run(spec, parameters, reads, images, labels, seed, rate, batch_size)
        if run is not None:
            return run
        rate = float(f"{rate / _SLOWER:.3g}")
    # Whatever happens, there is a run: one that hardly moves.
    run = _run(spec, parameters, reads, images, labels, seed, rate, batch_size, anyhow=True)
    assert run is not None
    return run


def _run(
    spec: NetworkSpec,
    parameters: NDArray[Any],
    reads: Input,
    images: NDArray[Any],
    labels: NDArray[Any],
    seed: int,
    rate: float,
    batch_size: int,
    *,
    anyhow: bool = False,
) -> Rehearsal | None:
    """A run at this rate; None if it makes the loss rise, unless it is wanted `anyhow`."""
    network = Network(spec, np.float32, batch_size)
    network.parameters[:] = parameters
    steps = int(np.clip(_BUDGET // (4 * spec.n_parameters), 4, STEPS))
    rng = np.random.default_rng(seed)
    kept, losses = [_kept(network)], []
    for step in range(steps + 1):
        chosen = rng.integers(0, len(labels), batch_size)
        x = reads.scaled(images[chosen])
        with np.errstate(over="ignore", invalid="ignore"):
            loss, _ = network.loss_and_gradient(x, _as_trained(labels[chosen]))
        losses.append(loss)
        if not (anyhow or loss <= _TOO_MUCH * max(losses[0], _LITTLE)):
            return None
        if step < steps:
            network.parameters -= np.float32(rate) * network.gradient
            kept.append(_kept(network))
    loss_curve = np.array(losses, np.float32)
    loss_curve.flags.writeable = False
    return Rehearsal(tuple(kept), loss_curve, batch_size, rate)


def _as_trained(right: NDArray[Any]) -> NDArray[Any]:
    """Labels (n,), or numbers (n, n_out)."""
    return right.reshape(len(right), -1) if right.dtype.kind == "f" else right.astype(np.intp)


def _kept(network: Network) -> NDArray[np.float32]:
    parameters = network.parameters.astype(np.float32)
    parameters.flags.writeable = False
    return parameters
