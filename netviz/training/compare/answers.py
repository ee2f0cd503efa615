"""What two networks answer to the same examples, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples
from netviz.training.jobs.work import Work

A_RIGHT: Final = "a"
B_RIGHT: Final = "b"
BOTH_WRONG: Final = "wrong"
_AT_A_TIME: Final = 500
_MOST: Final = 200  # examples of numbers: those that are answered most differently


@dataclass(frozen=True, eq=False)
class BothAnswers:
    """The outputs of two networks for all of `examples`, float32 (m, n_out), read-only."""

    examples: Examples
    a: NDArray[np.float32]
    b: NDArray[np.float32]

    @property
    def of_classes(self) -> bool:
        """Whether one of several is answered, and not numbers."""
        return self.examples.task.answer.kind == "classes"

    @property
    def right(self) -> tuple[int, int]:
        """How many examples A and B answer rightly, of classes."""
        labels = self.examples.answers
        a, b = (int(np.count_nonzero(answer == labels)) for answer in self.answered)
        return a, b

    @property
    def answered(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The class that A and B answer, (m,)."""
        return self.a.argmax(axis=1), self.b.argmax(axis=1)

    def apart(self) -> NDArray[np.float64]:
        """How far the answers to each example are apart, float64 (m,): the length of the difference."""
        found: NDArray[np.float64] = np.linalg.norm(self.b.astype(np.float64) - self.a, axis=1)
        return found

    def kinds(self) -> Mapping[str, NDArray[np.intp]]:
        """Which examples they answer differently, ascending, by who is right: of numbers, by who is nearer,
        among the 200 that are furthest apart.
        """
        right: NDArray[Any] = self.examples.answers
        if self.of_classes:
            a, b = self.answered
            differ = a != b
            return {
                A_RIGHT: np.flatnonzero(differ & (a == right)),
                B_RIGHT: np.flatnonzero(differ & (b == right)),
                BOTH_WRONG: np.flatnonzero(differ & (a != right) & (b != right)),
            }
        apart = self.apart()
        furthest = np.argsort(-apart, kind="stable")[:_MOST]
        furthest = np.sort(furthest[apart[furthest] > 0])
        off = [np.linalg.norm(outputs.astype(np.float64) - right, axis=1) for outputs in (self.a, self.b)]
        nearer = off[0][furthest] <= off[1][furthest]
        return {A_RIGHT: furthest[nearer], B_RIGHT: furthest[~nearer]}


def answers_of(
    first: NetworkSpec,
    a: NDArray[np.float32],
    second: NetworkSpec,
    b: NDArray[np.float32],
    examples: Examples,
) -> Work[BothAnswers]:
    """Let both networks answer all of them."""
    n, n_out = len(examples), first.sizes[-1]
    found = [np.empty((n, n_out), np.float32) for _ in range(2)]
    for start in range(0, n, _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        x = examples.inputs(part)
        for outputs, spec, parameters in ((found[0], first, a), (found[1], second, b)):
            outputs[part] = forward_pass(spec, parameters, x).a[-1]
        yield start / max(n, 1)
    for outputs in found:
        np.nan_to_num(outputs, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        outputs.flags.writeable = False
    return BothAnswers(examples, found[0], found[1])
