"""What an operation did to the answers: how good they are, which examples broke, which were mended."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples

_MOST_KEPT: Final = 64_000_000  # bytes of activations between two readings


@dataclass(frozen=True, eq=False)
class Answers:
    """What a network answers to many examples. Arrays are read-only.

    `answers` are classes, int64 (n,), or numbers, float32 (n, n_out); `right` is bool (n,), None for numbers.
    `loss` is the mean; `accuracy`, 0 to 1, is nan for numbers.
    """

    answers: NDArray[Any]
    right: NDArray[np.bool_] | None
    loss: float
    accuracy: float


class Reading:
    """Reads the same examples again and again, and keeps what is the same: only the layers from the first
    one with another number are computed. Not for two threads at once.
    """

    def __init__(self, examples: Examples) -> None:
        self.examples = examples
        self._x: NDArray[np.floating[Any]] | None = None
        self._columns: list[NDArray[Any]] = []  # activations of the hidden columns, as far as they are kept
        self._of: tuple[NetworkSpec, NDArray[np.float32]] | None = None

    @np.errstate(over="ignore", invalid="ignore")
    def read(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> Answers:
        """All examples through the network with these flat parameters, float32 (n_parameters,)."""
        if self._x is None:
            self._x = self.examples.inputs()
        first = self._first_changed(spec, parameters)
        columns = [self._x, *self._columns[: min(first, spec.n_layers - 1)]]
        for layer in range(len(columns) - 1, spec.n_layers - 1):
            z = _sums(spec, parameters, layer, columns[layer])
            a = np.empty_like(z)
            spec.activation_functions[layer].apply(z, a)
            columns.append(a)
        z = _sums(spec, parameters, spec.n_layers - 1, columns[-1])
        hidden = columns[1:]
        keep = sum(column.nbytes for column in hidden) <= _MOST_KEPT
        self._columns, self._of = (hidden, (spec, parameters)) if keep else ([], None)
        return self._judged(spec, z)

    def _first_changed(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> int:
        """Up to which layer all is as it was."""
        if self._of is None:
            return 0
        before, old = self._of
        for layer, (n_in, n_out) in enumerate(spec.shapes):
            if layer >= before.n_layers or before.shapes[layer] != (n_in, n_out):
                return layer
            hidden = layer < spec.n_layers - 1 and layer < before.n_layers - 1
            if hidden and spec.activations[layer] != before.activations[layer]:
                return layer
            same = all(
                np.array_equal(part(spec, parameters, layer), part(before, old, layer))
                for part in (as_matrix, biases)
            )
            if not same:
                return layer
        return spec.n_layers

    def _judged(self, spec: NetworkSpec, z: NDArray[Any]) -> Answers:
        truth, loss = self.examples.answers, spec.loss_function
        if loss.answers == "classes":
            answers = z.argmax(axis=1)
            right = answers == truth
            for array in (answers, right):
                array.flags.writeable = False
            mean = loss.mean(z, truth.astype(np.intp))
            return Answers(answers, right, mean, float(right.mean()))
        outputs = loss.output(z)
        outputs.flags.writeable = False
        return Answers(outputs, None, loss.mean(z, truth.astype(np.float32)), math.nan)


def _sums(spec: NetworkSpec, parameters: NDArray[np.float32], layer: int, a: NDArray[Any]) -> NDArray[Any]:
    return spec.layers[layer].sums(a, as_matrix(spec, parameters, layer), biases(spec, parameters, layer))


@dataclass(frozen=True, eq=False)
class Effect:
    """The answers to the same examples before and after an operation."""

    before: Answers
    after: Answers

    @property
    def broke(self) -> NDArray[np.intp]:
        """The rows that were right and are wrong now, ascending; none for numbers."""
        return self._turned(self.before, self.after)

    @property
    def mended(self) -> NDArray[np.intp]:
        """The rows that were wrong and are right now, ascending; none for numbers."""
        return self._turned(self.after, self.before)

    @staticmethod
    def _turned(good: Answers, bad: Answers) -> NDArray[np.intp]:
        if good.right is None or bad.right is None:
            return np.zeros(0, np.intp)
        return np.flatnonzero(good.right & ~bad.right)
