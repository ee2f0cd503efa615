"""Labels that are likely wrong: the network is sure of another answer, on an example that it learns from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import predict
from netviz.tasks.examples import Data, Examples
from netviz.training.jobs.work import Work
from netviz.training.measure.health.places import TRAINING, Places, in_split
from netviz.training.snapshot import Snapshot

ENOUGH: Final = 0.5
"""Of what chance leaves open, so much must a network know before its doubts say anything."""
FAR: Final = 5.0
"""Robust deviations that a number lies off, where it is likely wrong."""
_AT_A_TIME: Final = 1000
_NORMAL: Final = 1.4826  # deviations for each median absolute deviation of a normal distribution


@dataclass(frozen=True, eq=False)
class Doubts:
    """Training examples that are likely labelled wrongly, the likeliest first.

    `answer` (k,) and `confidence` (k,): what the network says instead, with what probability; of numbers what
    it answers, and how many robust deviations that is off. `knows`: what it explains of training examples,
    0 (chance) to 1; below ENOUGH its doubts are not asked for, and there are none.
    """

    places: Places
    answer: NDArray[Any]
    confidence: NDArray[np.float64]
    knows: float

    @property
    def asked(self) -> bool:
        """Whether it knows enough to be asked."""
        return self.knows >= ENOUGH


def doubts(snapshot: Snapshot, data: Data) -> Work[Doubts]:
    """Ask this network about all training examples."""
    examples = data.training
    outputs = yield from _outputs(snapshot, examples)
    if data.task.answer.kind == "classes":
        return _of_classes(outputs, examples.answers.astype(np.intp), data.task.answer.chance)
    return _of_numbers(outputs, examples.answers)


def _of_classes(p: NDArray[Any], label: NDArray[np.intp], chance: float) -> Doubts:
    """Confident learning (Northcutt, Jiang and Chuang 2021): an example is doubted where the network gives
    another class more than it gives on average to examples labelled as that class.
    """
    rows, answer = np.arange(len(label)), p.argmax(axis=1)
    counts = np.bincount(label, minlength=p.shape[1])
    given = np.bincount(label, p[rows, label], p.shape[1])
    usual = np.where(counts > 0, given / np.maximum(counts, 1), np.inf)
    knows = (float((answer == label).mean()) - chance) / (1 - chance) if chance < 1 else 0.0
    over = np.where(p >= usual, p, -1.0)
    other = over.argmax(axis=1)
    sure = (over[rows, other] > 0) & (other != label) & (other == answer) & (knows >= ENOUGH)
    found = np.flatnonzero(sure)
    # The surest of the other answer, beside what is left for the label.
    margin = p[found, answer[found]] - p[found, label[found]]
    found = found[np.argsort(-margin, kind="stable")]
    return Doubts(in_split(TRAINING, found), answer[found], p[found, answer[found]].astype(np.float64), knows)


def _of_numbers(found: NDArray[Any], right: NDArray[Any]) -> Doubts:
    """Answers farther off than noise would explain: by the median of all that they are off, which a few wrong
    ones do not move.
    """
    off = np.abs(found.astype(np.float64) - right)
    typical = np.maximum(_NORMAL * np.median(off, axis=0), 1e-12)
    far = (off / typical).max(axis=1)
    whole = float(np.square(right - right.mean(axis=0)).sum())
    knows = 1 - float(np.square(off).sum()) / whole if whole else 0.0
    chosen = np.flatnonzero((far > FAR) & (knows >= ENOUGH))
    chosen = chosen[np.argsort(-far[chosen], kind="stable")]
    return Doubts(in_split(TRAINING, chosen), found[chosen], far[chosen], knows)


def _outputs(snapshot: Snapshot, examples: Examples) -> Work[NDArray[Any]]:
    n = len(examples)
    outputs = np.empty((n, snapshot.spec.sizes[-1]), np.float32)
    for start in range(0, n, _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        _, outputs[part] = predict(snapshot.spec, snapshot.parameters, examples.inputs(part))
        yield start / n
    # Sums of weights may overflow where each weight is finite: that is no confidence at all.
    return np.nan_to_num(outputs, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
