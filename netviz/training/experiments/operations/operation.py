"""An operation: a frozen value that makes other parameters of a network's, the same ones each time."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import frozen_copy
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.task import AnyTask
from netviz.training.config import ConfigError
from netviz.training.session import SessionState

LARGEST: Final = 1e6
"""The largest weight, bias or factor that somebody may set."""


@dataclass(frozen=True)
class Operation(ABC):
    """Something done to a network by hand. What it is not about stays as it is, bit for bit.

    `layer` counts the weight matrices from 0, `column` the columns of neurons from 0, the input; `index` the
    neurons of a column, `edge` is the index of a weight in the flat array.
    """

    kind: ClassVar[str]
    """Names it in files."""

    @abstractmethod
    def check(self, spec: NetworkSpec) -> None:
        """Raise SpecError, a sentence, where this can't be done to such a network."""

    @abstractmethod
    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """Do it to these parameters, float32 (n_parameters,), in place."""

    @abstractmethod
    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """What is done, as a sentence begins: `Silence neuron 2·5`."""

    def shape(self, spec: NetworkSpec) -> NetworkSpec:
        """The shape of the network that comes out."""
        return spec

    def staying(self, spec: NetworkSpec) -> NDArray[np.intp] | None:
        """Which parameters the network that comes out still has, ascending; None for all."""
        return None

    def applied(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> NDArray[np.float32]:
        """The parameters that come out, float32 (shape(spec).n_parameters,), a new read-only array.

        Raises SpecError where it can't be done, or where a number would come out that is not finite.
        """
        self.check(spec)
        changed = np.array(parameters, np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            self.change(spec, changed)
        staying = self.staying(spec)
        if staying is not None:
            changed = changed[staying]
        if not np.isfinite(changed).all():
            raise SpecError(
                "Operation: numbers would come out that are too large for float32; less would be right."
            )
        changed.flags.writeable = False
        return changed

    def on(self, state: SessionState) -> SessionState:
        """The same run after it; step, epoch and settings stay. Of parameters that are others now the
        optimiser remembers nothing; of all others what it did. Raises SpecError or ConfigError.
        """
        if not state.is_finite:
            raise ConfigError(
                "Operation: some of the network's numbers are not finite; going back to the last good step "
                "would be right."
            )
        spec, before, memory = state.config.spec, state.parameters, state.optimiser_state
        parameters = self.applied(spec, before)
        staying = self.staying(spec)
        if staying is not None:
            before, memory = before[staying], memory[:, staying]
        config = replace(state.config, spec=self.shape(spec))
        config.check()
        same = before.view(np.int32) == parameters.view(np.int32)
        kept = np.where(same, memory, np.float32(0))
        return replace(state, config=config, parameters=parameters, optimiser_state=frozen_copy(kept))

    def table(self) -> dict[str, Any]:
        """It as a table of plain values, fit for JSON."""
        return {"kind": self.kind, **{field.name: getattr(self, field.name) for field in fields(self)}}


def check_column(spec: NetworkSpec, column: int, index: int) -> None:
    """Raise SpecError where there is no such neuron."""
    if not 0 <= column < len(spec.sizes) or not 0 <= index < spec.sizes[column]:
        raise SpecError(
            f"Operation: {spec} has no neuron {index + 1} in column {column}; another would be right."
        )


def check_edge(spec: NetworkSpec, edge: int) -> None:
    """Raise SpecError where there is no such edge."""
    if not 0 <= edge < spec.n_edges:
        raise SpecError(
            f"Operation: {spec} has no edge {edge}; one of 0 to {spec.n_edges - 1:,} would be right."
        )


def check_layer(spec: NetworkSpec, layer: int | None) -> None:
    """Raise SpecError where there is no such layer of weights."""
    if layer is not None and not 0 <= layer < spec.n_layers:
        raise SpecError(
            f"Operation: {spec} has no layer {layer + 1} of weights; 1 to {spec.n_layers} would be right."
        )


def check_number(number: float, what: str, low: float = -LARGEST, high: float = LARGEST) -> None:
    """Raise SpecError where a number is none, or not between these."""
    if not math.isfinite(number) or not low <= number <= high:
        raise SpecError(f"Operation: {what} can't be {number:g}; {low:,g} to {high:,g} would be right.")


def layers_of(spec: NetworkSpec, layer: int | None) -> tuple[int, ...]:
    """This layer of weights, or all of them."""
    return tuple(range(spec.n_layers)) if layer is None else (layer,)


def layer_words(spec: NetworkSpec, layer: int | None) -> str:
    """`all weights`, `the weights into layer 2`, `the weights into the output`."""
    if layer is None:
        return "all weights"
    return f"the weights into {column_words(spec, layer + 1)}"


def column_words(spec: NetworkSpec, column: int) -> str:
    """`the input`, `layer 2`, `the output`."""
    if column == 0:
        return "the input"
    return "the output" if column == len(spec.sizes) - 1 else f"layer {column}"
