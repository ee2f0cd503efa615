"""Optimisers on flat arrays: a step is a handful of numpy calls, whatever the number of layers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

import numpy as np
from numpy.typing import DTypeLike

from netviz.network.activations import Array
from netviz.network.arrays import aligned_zeros

_FLUSH_EVERY: Final = 128
_NEGLIGIBLE: Final = 1e-20


class Optimiser(ABC):
    """Changes the flat parameters by the flat gradient, in place.

    `state` is (n_slots, n_parameters), all zeros at first: what the optimiser remembers of every parameter.
    `steps` counts its steps. Both together are all of its memory. `gradient_factor` is what it wants the
    gradient multiplied with (see Network.factor): the learning rate η, where only η·g matters.
    """

    slots: ClassVar[tuple[str, ...]]
    gradient_factor: float

    def __init__(self, n_parameters: int, dtype: DTypeLike) -> None:
        self.state: Array = aligned_zeros((len(self.slots), n_parameters), dtype)
        self.steps = 0

    @abstractmethod
    def step(self, parameters: Array, gradient: Array) -> None:
        """Change `parameters` (n_parameters,) by `gradient`, which stays as it is.

        `gradient` is of the same shape and already multiplied with `gradient_factor`.
        """

    def _flush(self) -> None:
        """Set what has faded away to exactly 0.

        A remembered gradient that is multiplied by 0.9 at every step ends among the subnormal numbers and
        stays there, and those are computed up to 30 times slower. Weights of pixels that are rarely inked
        get there.
        """
        if self.steps % _FLUSH_EVERY == 0:
            for slot in self.state:
                np.multiply(slot, np.abs(slot) >= _NEGLIGIBLE, out=slot)


class GradientDescent(Optimiser):
    """Stochastic gradient descent: θ ← θ − η·g."""

    slots = ()

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float) -> None:
        super().__init__(n_parameters, dtype)
        self.gradient_factor = learning_rate

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        np.subtract(parameters, gradient, out=parameters)


class Momentum(Optimiser):
    """Gradient descent with momentum: v ← μ·v + η·g, θ ← θ − v (Sutskever et al. 2013, with −v for v)."""

    slots = ("velocity",)

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float, momentum: float) -> None:
        super().__init__(n_parameters, dtype)
        self.gradient_factor = learning_rate
        self.momentum = momentum

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        velocity = self.state[0]
        np.multiply(velocity, self.momentum, out=velocity)
        np.add(velocity, gradient, out=velocity)
        np.subtract(parameters, velocity, out=parameters)
        self._flush()


class Adam(Optimiser):
    """Adam (Kingma and Ba 2015, algorithm 1): β₁ = 0.9, β₂ = 0.999, ε = 1e-8."""

    slots = ("first_moment", "second_moment")
    beta_1: ClassVar[float] = 0.9
    beta_2: ClassVar[float] = 0.999
    epsilon: ClassVar[float] = 1e-8

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float) -> None:
        super().__init__(n_parameters, dtype)
        self.gradient_factor = 1.0
        self.learning_rate = learning_rate
        self._scratch = aligned_zeros((n_parameters,), dtype)

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        m, v = self.state
        scratch = self._scratch
        np.subtract(gradient, m, out=scratch)
        np.multiply(scratch, 1 - self.beta_1, out=scratch)
        np.add(m, scratch, out=m)
        np.multiply(gradient, gradient, out=scratch)
        np.subtract(scratch, v, out=scratch)
        np.multiply(scratch, 1 - self.beta_2, out=scratch)
        np.add(v, scratch, out=v)
        # η·m̂/(√v̂ + ε) with the corrections for the start gathered in two numbers.
        root = (1 - self.beta_2**self.steps) ** 0.5
        np.sqrt(v, out=scratch)
        np.add(scratch, self.epsilon * root, out=scratch)
        np.divide(m, scratch, out=scratch)
        np.multiply(scratch, self.learning_rate * root / (1 - self.beta_1**self.steps), out=scratch)
        np.subtract(parameters, scratch, out=parameters)
        self._flush()


def optimiser_slots(name: str) -> tuple[str, ...]:
    """What the optimiser of that name remembers of every parameter."""
    kinds: dict[str, type[Optimiser]] = {"sgd": GradientDescent, "momentum": Momentum, "adam": Adam}
    return kinds[name].slots


def make_optimiser(
    name: str, n_parameters: int, dtype: DTypeLike, learning_rate: float, momentum: float
) -> Optimiser:
    """The optimiser of that name: "sgd", "momentum" or "adam"; `momentum` matters to "momentum" only."""
    if name == "sgd":
        return GradientDescent(n_parameters, dtype, learning_rate)
    if name == "momentum":
        return Momentum(n_parameters, dtype, learning_rate, momentum)
    return Adam(n_parameters, dtype, learning_rate)
