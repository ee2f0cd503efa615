"""The straight line from one network to another, through the landscape of the loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.training.compare.matching import Matching, NoPairError
from netviz.training.jobs.work import Work
from netviz.training.landscape.landscape import Sample

POINTS: Final = 41


@dataclass(frozen=True, eq=False)
class Between:
    """Mean losses of the same examples along (1 − t)·A + t·B: `t` float64 (n,) from 0 to 1, `own` and
    `matched` (n,) with B's neurons in their own order, and as they were matched.
    """

    t: NDArray[np.float64]
    own: NDArray[np.float64]
    matched: NDArray[np.float64]
    n_examples: int


def barrier(losses: NDArray[np.float64]) -> tuple[int, float]:
    """Where the highest of these losses (n,) lies, and how far above the higher end: 0 where none is higher.
    A loss that is no number counts as beyond all.
    """
    heights = np.where(np.isfinite(losses), losses, np.inf)
    top = int(heights.argmax())
    ends = max(heights[0], heights[-1])
    return top, 0.0 if heights[top] <= ends else float(heights[top] - ends)


def check_line(first: NetworkSpec, second: NetworkSpec) -> None:
    """Raise NoPairError where the points between would be networks of no kind."""
    if (first.activations, first.loss) != (second.activations, second.loss):
        raise NoPairError(
            "A and B have different activations or losses: what lies between is neither kind of network."
        )


def line_between(matching: Matching, sample: Sample, n: int = POINTS) -> Work[Between]:
    """The losses at `n` points, both ends among them."""
    t = np.linspace(0.0, 1.0, n)
    found = []
    for turn, end in enumerate((matching.b, matching.matched)):
        losses = np.empty(n)
        for k, share in enumerate(t):
            here = at(matching.a, end, float(share))
            losses[k] = evaluate(matching.spec, here, sample.x, sample.answers).loss
            yield (turn * n + k + 1) / (2 * n)
        losses.flags.writeable = False
        found.append(losses)
    t.flags.writeable = False
    return Between(t, found[0], found[1], len(sample.x))


def at(a: NDArray[np.float32], b: NDArray[np.float32], t: float) -> NDArray[np.float32]:
    """The network (1 − t)·A + t·B, float32 (n_parameters,)."""
    here: NDArray[np.float32] = ((1 - t) * a.astype(np.float64) + t * b).astype(np.float32)
    return here
