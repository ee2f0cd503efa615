"""Operations on a single neuron, edge or bias."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases, edge_ends, edges_into, edges_out_of
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.naming import name_of
from netviz.tasks.task import AnyTask
from netviz.training.experiments.operations.operation import (
    Operation,
    check_column,
    check_edge,
    check_number,
)
from netviz.training.figures import said


@dataclass(frozen=True)
class SetWeight(Operation):
    """The weight of one edge becomes `value`."""

    kind: ClassVar[str] = "set weight"
    edge: int
    value: float

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_edge(spec, self.edge)
        check_number(self.value, "a weight")

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        parameters[self.edge] = self.value

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Set the weight {_edge(spec, self.edge, task)} to {said(self.value, 4)}"


@dataclass(frozen=True)
class SetBias(Operation):
    """The bias of one neuron becomes `value`."""

    kind: ClassVar[str] = "set bias"
    column: int
    index: int
    value: float

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        _check_has_bias(spec, self.column, self.index)
        check_number(self.value, "a bias")

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        biases(spec, parameters, self.column - 1)[self.index] = self.value

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return (
            f"Set the bias of {name_of(spec.sizes, self.column, self.index, task)} to {said(self.value, 4)}"
        )


@dataclass(frozen=True)
class ScaleEdge(Operation):
    """The weight of one edge is multiplied by `factor`."""

    kind: ClassVar[str] = "scale edge"
    edge: int
    factor: float

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_edge(spec, self.edge)
        check_number(self.factor, "a factor")

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        parameters[self.edge] *= np.float32(self.factor)

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Multiply the weight {_edge(spec, self.edge, task)} by {said(self.factor, 4)}"


@dataclass(frozen=True)
class ScaleNeuron(Operation):
    """The incoming weights and the bias of a neuron are multiplied by `factor`, and so is its sum."""

    kind: ClassVar[str] = "scale neuron"
    column: int
    index: int
    factor: float

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        _check_has_bias(spec, self.column, self.index)
        check_number(self.factor, "a factor")

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        parameters[edges_into(spec, self.column, self.index)] *= np.float32(self.factor)
        biases(spec, parameters, self.column - 1)[self.index] *= np.float32(self.factor)

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Multiply {name_of(spec.sizes, self.column, self.index, task)} by {said(self.factor, 4)}"


@dataclass(frozen=True)
class SilenceNeuron(Operation):
    """Nobody hears a neuron any more: all its outgoing weights become 0. Its own weights and bias stay, so it
    still computes; the biases behind it stay too.
    """

    kind: ClassVar[str] = "silence neuron"
    column: int
    index: int

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_column(spec, self.column, self.index)
        if self.column == len(spec.sizes) - 1:
            raise SpecError(
                "Operation: an output leads nowhere, so it can't be silenced; a hidden neuron would be right."
            )

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        parameters[edges_out_of(spec, self.column, self.index)] = 0

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Silence {name_of(spec.sizes, self.column, self.index, task)}"


@dataclass(frozen=True)
class SilenceEdge(Operation):
    """The weight of one edge becomes 0."""

    kind: ClassVar[str] = "silence edge"
    edge: int

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_edge(spec, self.edge)

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        parameters[self.edge] = 0

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Silence the edge {_edge(spec, self.edge, task)}"


@dataclass(frozen=True)
class DeleteNeuron(Operation):
    """A hidden neuron goes, with all its edges and its bias: the network is smaller."""

    kind: ClassVar[str] = "delete neuron"
    column: int
    index: int

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_column(spec, self.column, self.index)
        if not 0 < self.column < len(spec.sizes) - 1:
            raise SpecError(
                "Operation: inputs and outputs are the task's, and stay; a hidden neuron would be right."
            )
        if spec.sizes[self.column] == 1:
            raise SpecError(
                f"Operation: layer {self.column} has this neuron alone; to remove the layer would be right."
            )

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """Nothing that stays is another."""

    def shape(self, spec: NetworkSpec) -> NetworkSpec:
        """As Operation says."""
        sizes = list(spec.sizes)
        sizes[self.column] -= 1
        return replace(spec, sizes=tuple(sizes))

    def staying(self, spec: NetworkSpec) -> NDArray[np.intp]:
        """As Operation says."""
        stays = np.ones(spec.n_parameters, bool)
        as_matrix(spec, stays, self.column - 1)[:, self.index] = False
        as_matrix(spec, stays, self.column)[self.index] = False
        biases(spec, stays, self.column - 1)[self.index] = False
        return np.flatnonzero(stays)

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Delete {name_of(spec.sizes, self.column, self.index, task)}"


def _edge(spec: NetworkSpec, edge: int, task: AnyTask) -> str:
    """`pixel 12·5 → neuron 1·3`."""
    column, source, target = edge_ends(spec, edge)
    return f"{name_of(spec.sizes, column - 1, source, task)} → {name_of(spec.sizes, column, target, task)}"


def _check_has_bias(spec: NetworkSpec, column: int, index: int) -> None:
    check_column(spec, column, index)
    if column == 0:
        raise SpecError(
            "Operation: an input has no bias and no weights of its own; another neuron would be right."
        )
