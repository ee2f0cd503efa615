"""A run, one step after another, without threads: the same configuration, digits and commands give the same weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.data.digits import Digits
from netviz.network.network import Network
from netviz.network.optimisers import Optimiser, make_optimiser
from netviz.training.config import ConfigError, TrainingConfig


@dataclass(frozen=True, eq=False)
class SessionState:
    """All that a run needs to go on bit for bit.

    `step` counts steps from 0. The next mini-batch begins at `offset` in the order of `epoch`, which is a function of seed
    and epoch alone. `parameters` is float32 (n_parameters,), `optimiser_state` float32 (n_slots, n_parameters) with as many slots as the
    optimiser remembers (sgd 0, momentum 1, adam 2), `optimiser_steps` its count of steps. Arrays are read-only.
    """

    config: TrainingConfig
    step: int
    epoch: int
    offset: int
    parameters: NDArray[np.float32]
    optimiser_state: NDArray[np.float32]
    optimiser_steps: int


class StepResult(NamedTuple):
    """What a step saw: loss and accuracy of its mini-batch, before the step. `step` is the number of steps now done."""

    step: int
    loss: float
    accuracy: float


class Session:
    """A network and the digits that it learns from. Not for two threads at once.

    Without digits it can be looked at and saved, but not stepped. `validation_due` says after each step whether the configuration asks for a
    validation here, `has_gradient` whether `network.gradient` belongs to the step that led here.
    """

    def __init__(self, config: TrainingConfig, digits: Digits | None = None) -> None:
        config.check(None if digits is None else len(digits.labels))
        self.config = config
        self.step_count = 0
        self.epoch = 0
        self.offset = 0
        self.has_gradient = False
        self.validation_due = False
        self.network = Network(config.spec, np.float32, config.batch_size)
        self.network.initialise(config.seed)
        self.optimiser = self._make_optimiser()
        self._digits: Digits | None = None
        if digits is not None:
            self.provide(digits)

    @property
    def digits(self) -> Digits | None:
        """The training digits, once they are there."""
        return self._digits

    def provide(self, digits: Digits) -> None:
        """Learn from these. Raises ConfigError where they don't fit the network."""
        sizes = self.config.spec.sizes
        if digits.images.shape[1] != sizes[0]:
            raise ConfigError(
                f"The images have {digits.images.shape[1]} pixels, but the network has {sizes[0]} inputs."
            )
        if int(digits.labels.max()) >= sizes[-1]:
            raise ConfigError(
                f"There are labels up to {int(digits.labels.max())}, but the network has {sizes[-1]} outputs."
            )
        self.config.check(len(digits.labels))
        self._digits = digits
        self._images = digits.images
        self._labels = digits.labels.astype(np.intp)
        self._order = self._epoch_order()
        self._make_batch()

    @np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore")
    def step(self) -> StepResult:
        """One mini-batch: forward, backward, update. Where the loss isn't finite the parameters stay as they are."""
        n = min(self.config.batch_size, len(self._order) - self.offset)
        rows = self._order[self.offset : self.offset + n]
        pixels, x, labels = (
            (self._pixels, self._x, self._batch_labels) if n == len(self._x) else self._short_batch(n)
        )
        self._images.take(rows, axis=0, out=pixels, mode="clip")
        np.copyto(x, pixels)
        np.multiply(x, _SCALE, out=x)
        self._labels.take(rows, out=labels, mode="clip")
        loss, n_correct = self.network.loss_and_gradient(x, labels, self.config.l2)
        if math.isfinite(loss):
            self.optimiser.step(self.network.parameters, self.network.gradient)
            self.has_gradient = True
        self.step_count += 1
        self.offset += n
        self.validation_due = self._is_validation_due(n)
        if self.offset == len(self._order):
            self.epoch += 1
            self.offset = 0
            self._order = self._epoch_order()
        return StepResult(self.step_count, loss, n_correct / n)

    def configure(self, config: TrainingConfig) -> None:
        """New settings from the next step on; what the optimiser remembers stays where the optimiser stays.

        Raises ConfigError where they can't be used, and for another spec or seed: those need a new session.
        """
        config.check(None if self._digits is None else len(self._order))
        if (config.spec, config.seed) != (self.config.spec, self.config.seed):
            raise ConfigError("Another network or seed begins a new run: reset instead.")
        kept = self.optimiser if config.optimiser == self.config.optimiser else None
        self.config = config
        self.optimiser = self._make_optimiser()
        if kept is not None:
            self.optimiser.state[:] = kept.state
            self.optimiser.steps = kept.steps
        self.network.batch_size = config.batch_size
        if self._digits is not None:
            self._make_batch()

    def state(self) -> SessionState:
        """A copy of all that the run needs to go on from here."""
        return SessionState(
            self.config,
            self.step_count,
            self.epoch,
            self.offset,
            _frozen(self.network.parameters),
            _frozen(self.optimiser.state),
            self.optimiser.steps,
        )

    def restore(self, state: SessionState) -> None:
        """Go to exactly this state, another network's too. Raises ConfigError and leaves all as it was where it can't be used."""
        fresh = Session(state.config, self._digits)
        if state.parameters.shape != fresh.network.parameters.shape:
            raise ConfigError(
                f"There are {state.parameters.size:,} parameters, but a network {state.config.spec} has "
                f"{state.config.spec.n_parameters:,}."
            )
        if state.optimiser_state.shape != fresh.optimiser.state.shape:
            raise ConfigError(
                f"The optimiser's state does not belong to {state.config.optimiser} on {state.config.spec}."
            )
        fresh.network.parameters[:] = state.parameters
        fresh.optimiser.state[:] = state.optimiser_state
        fresh.optimiser.steps = state.optimiser_steps
        fresh.step_count, fresh.epoch, fresh.offset = state.step, state.epoch, state.offset
        if fresh._digits is not None:
            fresh._order = fresh._epoch_order()
        self.__dict__ = fresh.__dict__

    def _make_optimiser(self) -> Optimiser:
        config = self.config
        return make_optimiser(
            config.optimiser, config.spec.n_parameters, np.float32, config.learning_rate, config.momentum
        )

    def _is_validation_due(self, n: int) -> bool:
        every = self.config.validate_every
        if every is not None:
            return self.step_count % every == 0
        total = len(self._order)
        if self.epoch >= _EPOCHS_IN_QUARTERS:
            return self.offset == total
        return self.offset * 4 // total > (self.offset - n) * 4 // total

    def _epoch_order(self) -> NDArray[np.int64]:
        generator = np.random.default_rng((self.config.seed, self.epoch))
        return generator.permutation(len(self._labels))

    def _make_batch(self) -> None:
        n, n_in = self.config.batch_size, self.config.spec.sizes[0]
        self._pixels = np.empty((n, n_in), np.uint8)
        self._x = np.empty((n, n_in), np.float32)
        self._batch_labels = np.empty(n, np.intp)

    def _short_batch(self, n: int) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.intp]]:
        """The front of the buffers, for the last mini-batch of an epoch."""
        return self._pixels[:n], self._x[:n], self._batch_labels[:n]


_EPOCHS_IN_QUARTERS = 4
_SCALE = np.full((), 1 / 255, np.float32)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    copy = array.copy()
    copy.flags.writeable = False
    return copy
