"""How far a network's reading reaches: accuracy over the amount of a distortion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import predict
from netviz.tasks.pictures.distortions import distort, distortion_named
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.jobs.work import Work
from netviz.training.measure.examination import Interval, wilson
from netviz.training.snapshot import Snapshot

_AT_A_TIME: Final = 1000


@dataclass(frozen=True, eq=False)
class RobustnessCurve:
    """Of `count` digits distorted by `amounts[k]`, `n_correct[k]` were read right; both (n,), read-only."""

    kind: str
    amounts: NDArray[np.float64]
    n_correct: NDArray[np.int64]
    count: int

    @property
    def accuracy(self) -> NDArray[np.float64]:
        """The shares that were read right, (n,)."""
        return self.n_correct / self.count

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """The 95 % confidence interval of each."""
        return tuple(wilson(int(n), self.count) for n in self.n_correct)


def robustness(
    snapshot: Snapshot, digits: Pictures, kind: str, amounts: Sequence[float] | None = None, seed: int = 0
) -> Work[RobustnessCurve]:
    """Let this network read all of `digits`, distorted by each amount in turn (the kind's usual ones).

    What is left to chance falls the same way for every amount. Raises DistortionError.
    """
    reads = digits.task.input
    chosen = distortion_named(kind, reads).amounts if amounts is None else tuple(amounts)
    n_correct = np.zeros(len(chosen), np.int64)
    parts = range(0, len(digits), _AT_A_TIME)
    for k, amount in enumerate(chosen):
        for i, start in enumerate(parts):
            part = slice(start, start + _AT_A_TIME)
            # Each part has chances of its own.
            distorted = distort(digits.images[part], kind, amount, seed + start, reads)
            x = reads.scaled(distorted, snapshot.parameters.dtype)
            answers, _ = predict(snapshot.spec, snapshot.parameters, x)
            n_correct[k] += np.count_nonzero(answers == digits.labels[part])
            yield (k + (i + 1) / len(parts)) / len(chosen)
    n_correct.flags.writeable = False
    along = np.array(chosen, np.float64)
    along.flags.writeable = False
    return RobustnessCurve(kind, along, n_correct, len(digits))
