"""Optimisers on flat arrays: a step is a handful of numpy calls, whatever the number of layers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

import numpy as np
from numpy.typing import DTypeLike

from netviz.network.activations import Array
from netviz.network.arrays import PIECE, aligned_zeros, pieces

_FLUSH_EVERY: Final = 128
_NEGLIGIBLE: Final = 1e-20


class Optimiser(ABC):
    """Changes the flat parameters by the flat gradient, in place.

    `state` is (n_slots, n_parameters), all zeros at first: what the optimiser remembers of every parameter.
    `steps` counts its steps. Both together are all of its memory. `learning_rate` η may be another before
    each step. `gradient_factor` is what it wants the gradient multiplied with (see Network.factor): the
    learning rate, where only η·g matters.
    """

    label: ClassVar[str]
    """What it is called on screen."""
    in_words: ClassVar[str]
    """The same within a sentence."""
    has_momentum: ClassVar[bool] = False
    """Whether the setting “momentum” matters to it."""
    own_decay: ClassVar[bool] = False
    """Whether it lets the weights decay by itself, where others get a penalty."""
    begins_low: ClassVar[bool] = False
    """Whether its first steps are so long that the rate has to begin low."""
    scales: ClassVar[bool] = False
    """Whether it divides by the gradient's size, so that the mini-batch's matters far less."""
    usual_rate: ClassVar[float]
    """At this constant rate the digits' usual network, of 16-16, learns well, in mini-batches of 32."""
    falling: ClassVar[float] = 2.0
    """A schedule that lets the rate fall to next to nothing can begin so many times higher."""
    one_cycle: ClassVar[float | None] = None
    """The same for one that also begins low, where that is another."""
    slots: ClassVar[tuple[str, ...]]
    scaled: ClassVar[bool]
    """Whether the gradient comes multiplied with the learning rate."""

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float) -> None:
        self.state: Array = aligned_zeros((len(self.slots), n_parameters), dtype)
        self.steps = 0
        self.learning_rate = learning_rate

    @property
    def gradient_factor(self) -> float:
        """The learning rate or 1."""
        return self.learning_rate if self.scaled else 1.0

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
                for piece in pieces(len(slot)):
                    part = slot[piece]
                    np.multiply(part, np.abs(part) >= _NEGLIGIBLE, out=part)


class GradientDescent(Optimiser):
    """Stochastic gradient descent: θ ← θ − η·g."""

    label = "SGD"
    in_words = "plain gradient descent"
    usual_rate = 0.05
    slots = ()
    scaled = True

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        np.subtract(parameters, gradient, out=parameters)


class Momentum(Optimiser):
    """Gradient descent with momentum: v ← μ·v + η·g, θ ← θ − v (Sutskever et al. 2013, with −v for v)."""

    label = "SGD with momentum"
    in_words = "momentum"
    usual_rate = 0.005
    falling = 4.0
    has_momentum = True
    slots = ("velocity",)
    scaled = True

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float, momentum: float) -> None:
        super().__init__(n_parameters, dtype, learning_rate)
        self.momentum = momentum

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        velocity = self.state[0]
        np.multiply(velocity, self.momentum, out=velocity)
        np.add(velocity, gradient, out=velocity)
        np.subtract(parameters, velocity, out=parameters)
        self._flush()


class Nesterov(Optimiser):
    """Nesterov's momentum: v ← μ·v + η·g, θ ← θ − (η·g + μ·v) (Sutskever et al. 2013, section 7.1).

    The parameters are those of the point that the gradient is taken at, as is usual in practice (Bengio et
    al. 2013).
    """

    label = "SGD with Nesterov momentum"
    in_words = "Nesterov's momentum"
    usual_rate = 0.005
    falling = 4.0
    has_momentum = True
    slots = ("velocity",)
    scaled = True

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float, momentum: float) -> None:
        super().__init__(n_parameters, dtype, learning_rate)
        self.momentum = momentum
        self._scratch = aligned_zeros((min(n_parameters, PIECE),), dtype)

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        for piece in pieces(len(parameters)):
            self._step_of(parameters[piece], gradient[piece], self.state[0, piece])
        self._flush()

    def _step_of(self, parameters: Array, gradient: Array, velocity: Array) -> None:
        scratch = self._scratch[: len(parameters)]
        np.multiply(velocity, self.momentum, out=velocity)
        np.add(velocity, gradient, out=velocity)
        np.multiply(velocity, self.momentum, out=scratch)
        np.add(scratch, gradient, out=scratch)
        np.subtract(parameters, scratch, out=parameters)


class RMSProp(Optimiser):
    """RMSProp: s ← ρ·s + (1 − ρ)·g², θ ← θ − η·g/(√s + ε); ρ = 0.99, ε = 1e-8 (Tieleman and Hinton 2012)."""

    label = "RMSProp"
    in_words = "RMSProp"
    begins_low = True
    scales = True
    usual_rate = 0.001
    falling = 1.5
    one_cycle = 4.0
    slots = ("mean_square",)
    scaled = False
    rho: ClassVar[float] = 0.99
    epsilon: ClassVar[float] = 1e-8

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float) -> None:
        super().__init__(n_parameters, dtype, learning_rate)
        self._scratch = aligned_zeros((min(n_parameters, PIECE),), dtype)

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        for piece in pieces(len(parameters)):
            self._step_of(parameters[piece], gradient[piece], self.state[0, piece])
        self._flush()

    def _step_of(self, parameters: Array, gradient: Array, mean_square: Array) -> None:
        scratch = self._scratch[: len(parameters)]
        np.multiply(gradient, gradient, out=scratch)
        np.subtract(scratch, mean_square, out=scratch)
        np.multiply(scratch, 1 - self.rho, out=scratch)
        np.add(mean_square, scratch, out=mean_square)
        np.sqrt(mean_square, out=scratch)
        np.add(scratch, self.epsilon, out=scratch)
        np.divide(gradient, scratch, out=scratch)
        np.multiply(scratch, self.learning_rate, out=scratch)
        np.subtract(parameters, scratch, out=parameters)


class Adam(Optimiser):
    """Adam (Kingma and Ba 2015, algorithm 1): β₁ = 0.9, β₂ = 0.999, ε = 1e-8."""

    label = "Adam"
    in_words = "Adam"
    scales = True
    usual_rate = 0.001
    slots = ("first_moment", "second_moment")
    scaled = False
    beta_1: ClassVar[float] = 0.9
    beta_2: ClassVar[float] = 0.999
    epsilon: ClassVar[float] = 1e-8

    def __init__(self, n_parameters: int, dtype: DTypeLike, learning_rate: float) -> None:
        super().__init__(n_parameters, dtype, learning_rate)
        self._scratch = aligned_zeros((min(n_parameters, PIECE),), dtype)

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        self.steps += 1
        for piece in pieces(len(parameters)):
            self._step_of(parameters[piece], gradient[piece], self.state[0, piece], self.state[1, piece])
        self._flush()

    def _step_of(self, parameters: Array, gradient: Array, m: Array, v: Array) -> None:
        scratch = self._scratch[: len(parameters)]
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


class AdamW(Adam):
    """Adam with decoupled weight decay: w ← w − η·λ·w, then Adam's step (Loshchilov and Hutter 2019).

    Only the first `n_edges` parameters, the weights, decay; biases are free.
    """

    label = "AdamW"
    in_words = "AdamW"
    own_decay = True

    def __init__(
        self, n_parameters: int, dtype: DTypeLike, learning_rate: float, decay: float, n_edges: int
    ) -> None:
        super().__init__(n_parameters, dtype, learning_rate)
        self.decay = decay
        self._n_edges = n_edges

    def step(self, parameters: Array, gradient: Array) -> None:
        """As Optimiser says."""
        if self.decay:
            weights = parameters[: self._n_edges]
            np.multiply(weights, 1 - self.learning_rate * self.decay, out=weights)
        super().step(parameters, gradient)


def optimiser_slots(name: str) -> tuple[str, ...]:
    """What the optimiser of that name remembers of every parameter."""
    return _KINDS[name].slots


def make_optimiser(
    name: str,
    n_parameters: int,
    dtype: DTypeLike,
    learning_rate: float,
    momentum: float,
    decay: float = 0.0,
    n_edges: int = 0,
) -> Optimiser:
    """The optimiser of that name: "sgd", "momentum", "nesterov", "rmsprop", "adam" or "adamw".

    `momentum` matters to "momentum" and "nesterov" only, `decay` (of the first `n_edges` parameters) to
    "adamw" only.
    """
    kind = _KINDS[name]
    if issubclass(kind, AdamW):
        return kind(n_parameters, dtype, learning_rate, decay, n_edges)
    if issubclass(kind, Momentum | Nesterov):
        return kind(n_parameters, dtype, learning_rate, momentum)
    return kind(n_parameters, dtype, learning_rate)


_KINDS: Final[dict[str, type[Optimiser]]] = {
    "sgd": GradientDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "rmsprop": RMSProp,
    "adam": Adam,
    "adamw": AdamW,
}

OPTIMISERS: Final = tuple(_KINDS)
"""Their names, in the order in which they are offered."""
USUAL: Final = "momentum"
"""What a run takes where nobody says another."""
ADAPTIVE: Final = "adam"
"""The usual one where the gradients of one network are of very different sizes."""


def optimiser_named(name: str) -> type[Optimiser]:
    """The optimiser of that name, with its facts (one of OPTIMISERS)."""
    return _KINDS[name]
