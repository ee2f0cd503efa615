"""Operations on a layer of weights, or on all of them (`layer` None)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.task import AnyTask
from netviz.training.experiments.operations.operation import (
    Operation,
    check_layer,
    check_number,
    column_words,
    layer_words,
    layers_of,
)
from netviz.training.figures import percent, said

FEWEST_BITS: Final = 2
MOST_BITS: Final = 8


def _weights(spec: NetworkSpec, parameters: NDArray[np.float32], layer: int) -> NDArray[np.float32]:
    """Those of a layer, a view, one after the other."""
    return as_matrix(spec, parameters, layer).reshape(-1)


@dataclass(frozen=True)
class ScaleLayer(Operation):
    """The weights and biases of a layer are multiplied by `factor`."""

    kind: ClassVar[str] = "scale layer"
    layer: int | None
    factor: float

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_layer(spec, self.layer)
        check_number(self.factor, "a factor")

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        for layer in layers_of(spec, self.layer):
            for part in (_weights(spec, parameters, layer), biases(spec, parameters, layer)):
                part *= np.float32(self.factor)

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Multiply {layer_words(spec, self.layer)}, and the biases, by {said(self.factor, 4)}"


@dataclass(frozen=True)
class AddNoise(Operation):
    """Each weight gets a normal random number, whose standard deviation is `share` of that of its layer's
    weights. The numbers are a function of `seed`. Biases stay.
    """

    kind: ClassVar[str] = "add noise"
    layer: int | None
    share: float
    seed: int

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_layer(spec, self.layer)
        check_number(self.share, "the noise's share", 0, 100)
        check_number(self.seed, "a seed", 0, 2**31 - 1)

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        for layer in layers_of(spec, self.layer):
            weights = _weights(spec, parameters, layer)
            chance = np.random.default_rng((self.seed, layer))
            spread = float(weights.std(dtype=np.float64))
            weights += (self.share * spread * chance.standard_normal(len(weights))).astype(np.float32)

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Add {percent(self.share, 0)} noise to {layer_words(spec, self.layer)}, seed {self.seed}"


@dataclass(frozen=True)
class Prune(Operation):
    """The weakest weights of each layer, this share of them, become 0: those nearest to 0, of equals the
    first ones. Each layer gives the same share, as the weights of layers differ in size. Biases stay.
    """

    kind: ClassVar[str] = "prune"
    layer: int | None
    share: float

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_layer(spec, self.layer)
        check_number(self.share, "the share of weights", 0, 1)

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        for layer in layers_of(spec, self.layer):
            weights = _weights(spec, parameters, layer)
            weakest = np.argsort(np.abs(weights), kind="stable")[: self.count(len(weights))]
            weights[weakest] = 0

    def count(self, n: int) -> int:
        """How many of `n` weights go."""
        return round(self.share * n)

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Prune the weakest {percent(self.share, 0)} of {layer_words(spec, self.layer)}"


@dataclass(frozen=True)
class Quantise(Operation):
    """Each weight becomes the nearest of 2ⁿ − 1 levels, which lie evenly and symmetrically around 0 up to the
    largest weight of its layer. Biases stay.
    """

    kind: ClassVar[str] = "quantise"
    layer: int | None
    bits: int

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        check_layer(spec, self.layer)
        check_number(self.bits, "the number of bits", FEWEST_BITS, MOST_BITS)

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        highest = self.levels // 2
        for layer in layers_of(spec, self.layer):
            weights = _weights(spec, parameters, layer)
            step = float(np.abs(weights).max()) / highest
            if step > 0:
                weights[:] = np.rint(weights / step) * step

    @property
    def levels(self) -> int:
        """How many there are."""
        return int(2**self.bits - 1)

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Quantise {layer_words(spec, self.layer)} to {self.bits} bits"


@dataclass(frozen=True)
class NoBiases(Operation):
    """All biases become 0."""

    kind: ClassVar[str] = "no biases"

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says: every network has biases."""

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        parameters[spec.n_edges :] = 0

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return "Set all biases to 0"


@dataclass(frozen=True)
class AllAlike(Operation):
    """All weights of a layer become 1 / (its number of inputs), and all biases 0: each neuron gives the mean
    of what it gets, and all of a layer are alike.
    """

    kind: ClassVar[str] = "all alike"

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says: any network has weights."""

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        for layer, (n_in, _) in enumerate(spec.shapes):
            as_matrix(spec, parameters, layer)[:] = 1 / n_in
            biases(spec, parameters, layer)[:] = 0

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return "Make all weights of each layer alike"


@dataclass(frozen=True)
class SilenceLayer(Operation):
    """Nobody hears a layer of neurons any more: all its outgoing weights become 0, so only the biases behind
    it say something.
    """

    kind: ClassVar[str] = "silence layer"
    column: int

    def check(self, spec: NetworkSpec) -> None:
        """As Operation says."""
        if not 0 <= self.column < len(spec.sizes) - 1:
            raise SpecError(
                f"Operation: {spec} has no layer {self.column} that leads anywhere; 0, the input, to "
                f"{len(spec.sizes) - 2} would be right."
            )

    def change(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> None:
        """As Operation says."""
        _weights(spec, parameters, self.column)[:] = 0

    def words(self, spec: NetworkSpec, task: AnyTask) -> str:
        """As Operation says."""
        return f"Silence {column_words(spec, self.column)}"
