"""A run, step by step, without threads: the same configuration, digits and commands give the same weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import aligned_zeros, frozen_copy, frozen_zeros_or_copy, same_bits
from netviz.network.dropout import Dropout
from netviz.network.network import Network
from netviz.network.optimisers import Optimiser, make_optimiser, optimiser_named
from netviz.tasks.digits.augmentation import Augmenter
from netviz.tasks.examples import Examples
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.lesson import Lesson, taught
from netviz.training.fit import check_examples, check_state
from netviz.training.settings import EPOCHS_IN_QUARTERS
from netviz.training.snapshot import MOST_SHOWN, MiniBatch, Snapshot

_STREAM_OF_EXAMPLES: Final = 5  # keeps the numbers apart from what else a run draws from its seed


@dataclass(frozen=True, eq=False)
class SessionState:
    """All that a run needs to go on bit for bit.

    `step` counts steps from 0. The next mini-batch begins at `offset` in the order of `epoch`, which is a
    function of seed and epoch alone. `parameters` is float32 (n_parameters,), `optimiser_state` float32
    (n_slots, n_parameters) with as many slots as the optimiser remembers (`optimiser_slots`),
    `optimiser_steps` its count of steps. Arrays are read-only.
    """

    config: TrainingConfig
    step: int
    epoch: int
    offset: int
    parameters: NDArray[np.float32]
    optimiser_state: NDArray[np.float32]
    optimiser_steps: int

    @property
    def epoch_number(self) -> int:
        """The epoch that the last step belongs to, counted from 1."""
        return _epoch_number(self.step, self.epoch, self.offset)

    def snapshot(self) -> Snapshot:
        """The network alone, of no run."""
        config, epoch = self.config, self.epoch_number
        return Snapshot("", 0, self.step, config.spec, self.parameters, epoch=epoch, task=config.task)

    @property
    def is_finite(self) -> bool:
        """Whether all its numbers are: the loss of the last step was that of the weights before."""
        return _are_finite(self.parameters, self.optimiser_state)


class StepResult(NamedTuple):
    """What a step saw: loss and accuracy of its mini-batch, before the update. `step` counts them from 1.

    The accuracy is nan where the answers are numbers.
    """

    step: int
    loss: float
    accuracy: float


class Session:
    """A network and the examples that it learns from. Not for two threads at once.

    Without them it can be looked at, saved and restored, but not stepped. `validation_due` says after each
    step whether the configuration asks for a validation here.
    """

    def __init__(self, config: TrainingConfig, digits: Examples | None = None) -> None:
        """Raises ConfigError, or SpecError for the network's own fields."""
        config.check(None if digits is None else len(digits))
        self.config = config
        self.digits: Examples | None = None
        self.step_count = 0
        self.epoch = 0
        self.offset = 0
        self._last_state: ReferenceType[SessionState] | None = None
        self._last_parameters: ReferenceType[NDArray[np.float32]] | None = None
        self._has_gradient = False
        self._batch_at: tuple[int, int, int] | None = None  # epoch, offset, size of the last mini-batch
        self.validation_due = False
        self.optimiser = _make_optimiser(config)
        self.network = _make_network(config, self.optimiser)
        self.network.initialise(config.seed)
        self._augmenter: Augmenter | None = None
        self._prepare()
        if digits is not None:
            self.provide(digits)

    def provide(self, digits: Examples) -> None:
        """Learn from these. Raises ConfigError where they don't fit the network."""
        check_examples(self.config, digits)
        self._chosen: NDArray[np.int64] | None = None
        self._order: NDArray[np.int64]
        self._images = digits.stored
        self._labels = digits.task.answer.trained(digits.answers)
        self._factor = digits.task.input.factor
        self._choose()
        self._augmenter = None
        self._make_batch()
        self.digits = digits  # last: the window's thread asks at any time how far it is

    @np.errstate(all="ignore")
    def step(self) -> StepResult:
        """One mini-batch: forward, backward, update. No update if the loss isn't finite."""
        if self._scheduled:
            self._set_rate()
        n = min(self.config.batch_size, len(self._order) - self.offset)
        end = self.offset + n
        rows = self._order[self.offset : end]
        pixels, x, labels = self._pixels, self._x, self._batch_labels
        if n < len(x):
            # The last mini-batch of an epoch: the front of the same buffers.
            pixels, x, labels = pixels[:n], x[:n], labels[:n]
        self._images.take(rows, axis=0, out=pixels, mode="clip")
        if self._augmenter is not None:
            self._augmenter.apply(pixels, self.epoch, self.offset)
        np.copyto(x, pixels)
        np.multiply(x, self._factor, out=x)
        self._labels.take(rows, axis=0, out=labels, mode="clip")
        masks = None
        if self._dropout is not None:
            masks = self._dropout.masks(n, self.config.seed, self.step_count)
        loss, n_correct = self.network.loss_and_gradient(x, labels, self._l2, self.config.l1, masks)
        if math.isfinite(loss):
            if self.config.clip_norm is not None:
                self.network.clip_gradient(self.config.clip_norm)
            self.optimiser.step(self.network.parameters, self.network.gradient)
        self._has_gradient = True
        self._batch_at = (self.epoch, self.offset, n)
        self.step_count += 1
        self.validation_due = self._is_validation_due(self.offset, end)
        if end < len(self._order):
            self.offset = end
        else:
            self.epoch, self.offset = self.epoch + 1, 0
            self._order = self._epoch_order()
        return StepResult(self.step_count, loss, n_correct / n)

    def teach(self, lesson: Lesson) -> bool:
        """One step on one digit that a person gave; False, and nothing is done, where it would leave numbers
        that are not finite.

        It takes no mini-batch and leaves the optimiser alone: place in the epoch and memory stay.
        """
        after = taught(self.config, self.network.parameters, lesson)
        if after is None:
            return False
        self.network.parameters[:] = after
        self.step_count += 1
        self._has_gradient = False
        self._batch_at = None
        self.validation_due = False
        return True

    def configure(self, config: TrainingConfig) -> None:
        """New settings from the next step on; what the optimiser remembers stays where the optimiser stays.

        Raises ConfigError where they can't be used, and for another spec or seed: those need a new session.
        """
        config.check(None if self.digits is None else len(self.digits))
        if (config.spec, config.seed) != (self.config.spec, self.config.seed):
            raise ConfigError("Another network or seed begins a new run; reset would be right.")
        optimiser = _make_optimiser(config)
        if config.optimiser == self.config.optimiser:
            optimiser.state[:] = self.optimiser.state
            optimiser.steps = self.optimiser.steps
        self.network.gradient *= np.float32(optimiser.gradient_factor / self.network.factor)
        self.network.expect(config.batch_size, optimiser.gradient_factor, config.label_smoothing)
        self.config = config
        self.optimiser = optimiser
        self._prepare()
        if self.digits is not None:
            if config.learnt_from(len(self._labels)) != self._n_learnt:
                self._choose()
            self._make_batch()

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, as the schedule has it."""
        return self.config.schedule.rate_at(self.config.learning_rate, self.step_count)

    @property
    def seen(self) -> int:
        """How many digits were trained on, each as often as it was."""
        return self.offset + (0 if self.digits is None else self.epoch * len(self._order))

    @property
    def epoch_number(self) -> int:
        """The epoch that the last step belongs to, counted from 1."""
        return _epoch_number(self.step_count, self.epoch, self.offset)

    def mini_batch(self) -> MiniBatch | None:
        """What the last step learned from, as the network got it; None where there was no step just now."""
        if self._batch_at is None:
            return None
        epoch, offset, size = self._batch_at
        shown = min(size, MOST_SHOWN)
        return MiniBatch(
            epoch, offset, size, frozen_copy(self._pixels[:shown]), frozen_copy(self._batch_labels[:shown])
        )

    @property
    def is_finite(self) -> bool:
        """Whether all numbers are, of the network and of what the optimiser remembers."""
        return _are_finite(self.network.parameters, self.optimiser.state)

    @property
    def next_validation(self) -> int | None:
        """The step after which validation is due next, as the settings are now; None without digits."""
        every, batch = self.config.validate_every, self.config.batch_size
        if every is not None:
            return (self.step_count // every + 1) * every
        if self.digits is None:
            return None
        total, seen = len(self._order), self.offset
        quarter = 4 if self.epoch >= EPOCHS_IN_QUARTERS else 4 * seen // total + 1
        # The mini-batch that reaches this many of the epoch's digits.
        until = min(-(-quarter * total // 4), total)
        return self.step_count + -(-(until - seen) // batch)

    def gradient(self) -> NDArray[np.float32] | None:
        """The gradient that the last step went by, of its mini-batch's mean loss and of the penalties, after
        clipping; None where there was no step yet.
        """
        if not self._has_gradient:
            return None
        gradient: NDArray[np.float32] = self.network.gradient / np.float32(self.network.factor)
        gradient.flags.writeable = False
        return gradient

    def parameters(self) -> NDArray[np.float32]:
        """A read-only copy of all weights and biases; the last one, where nothing has changed since and
        somebody still has it: what is seen, measured, recorded and taken back of one step is one array.
        """
        last = None if self._last_parameters is None else self._last_parameters()
        if last is None or not same_bits(last, self.network.parameters):
            last = frozen_copy(self.network.parameters)
            self._last_parameters = ref(last)
        return last

    def state(self) -> SessionState:
        """A copy of all that the run needs to go on from here; the last one, where nothing has changed since
        and somebody still has it: undo, the recorder and the way back then share it.
        """
        last = None if self._last_state is None else self._last_state()
        if last is None or not self._is_at(last):
            last = self._copied()
            self._last_state = ref(last)
        return last

    def _copied(self) -> SessionState:
        return SessionState(
            self.config,
            self.step_count,
            self.epoch,
            self.offset,
            self.parameters(),
            frozen_zeros_or_copy(self.optimiser.state),
            self.optimiser.steps,
        )

    def _is_at(self, state: SessionState) -> bool:
        place = (self.step_count, self.epoch, self.offset, self.optimiser.steps)
        return (
            state.config == self.config
            and (state.step, state.epoch, state.offset, state.optimiser_steps) == place
            and same_bits(state.parameters, self.network.parameters)
            and same_bits(state.optimiser_state, self.optimiser.state)
        )

    @classmethod
    def at(cls, state: SessionState, digits: Examples | None = None) -> Session:
        """A session that goes on from exactly this state. Raises ConfigError where that can't be."""
        session = cls(state.config, digits)
        session.restore(state)
        return session

    def restore(self, state: SessionState) -> None:
        """Go to exactly this state, another network's too. Raises ConfigError and leaves all as it was."""
        config, digits = state.config, self.digits
        config.check(None if digits is None else len(digits))
        if digits is not None:
            check_examples(config, digits)
        check_state(config, state)
        optimiser = _make_optimiser(config)
        network = _make_network(config, optimiser)
        network.parameters[:] = state.parameters
        optimiser.state[:] = state.optimiser_state
        optimiser.steps = state.optimiser_steps
        self.config, self.network, self.optimiser = config, network, optimiser
        self._prepare()
        self.step_count, self.epoch, self.offset = state.step, state.epoch, state.offset
        self._last_state = ref(state)
        self._last_parameters = ref(state.parameters)
        self._has_gradient = False
        self._batch_at = None
        self.validation_due = False
        if digits is not None:
            self.provide(digits)

    def _is_validation_due(self, start: int, end: int) -> bool:
        """Whether the mini-batch from `start` to `end` in the epoch's order reached a point of validation."""
        every = self.config.validate_every
        if every is not None:
            return self.step_count % every == 0
        total = len(self._order)
        if self.epoch >= EPOCHS_IN_QUARTERS:
            return end == total
        return 4 * end // total > 4 * start // total

    def _epoch_order(self) -> NDArray[np.int64]:
        order: NDArray[np.int64] = np.random.default_rng((self.config.seed, self.epoch)).permutation(
            self._n_learnt
        )
        return order if self._chosen is None else self._chosen[order]

    def _choose(self) -> None:
        """Which examples are learnt from. The first ones of one order: more of them hold all of fewer."""
        n = len(self._labels)
        self._n_learnt = self.config.learnt_from(n)
        self._chosen = None
        if self._n_learnt < n:
            chance = np.random.default_rng((self.config.seed, _STREAM_OF_EXAMPLES, 0, 0))
            self._chosen = chance.permutation(n)[: self._n_learnt]
        if self.offset >= self._n_learnt:
            # The state comes from a larger set of digits: its epoch is over.
            self.epoch, self.offset = self.epoch + 1, 0
        self._order = self._epoch_order()

    def _prepare(self) -> None:
        """What the configuration asks for besides the network and its optimiser."""
        config = self.config
        self._l2 = 0.0 if optimiser_named(config.optimiser).own_decay else config.l2
        self._dropout = Dropout(config.spec, config.dropout) if config.dropout else None
        self._scheduled = config.schedule.row.has_steps

    def _set_rate(self) -> None:
        """The learning rate of the step to come."""
        self.optimiser.learning_rate = self.learning_rate
        self.network.factor = self.optimiser.gradient_factor

    def _make_batch(self) -> None:
        self._batch_at = None
        n, n_in = self.config.batch_size, self.config.spec.sizes[0]
        self._pixels = np.empty((n, n_in), self._images.dtype)
        self._x = aligned_zeros((n, n_in), np.float32)
        self._batch_labels = np.empty((n, *self._labels.shape[1:]), self._labels.dtype)
        augmentation = self.config.augmentation
        if augmentation.off:
            self._augmenter = None
        elif self._augmenter is None or self._augmenter.augmentation != augmentation:
            self._augmenter = Augmenter(augmentation, self.config.seed, len(self._labels))


def _epoch_number(step: int, epoch: int, offset: int) -> int:
    """Counted from 1: an epoch ends with the step that leads to the start of the next."""
    return max(epoch, 1) if step and not offset else epoch + 1


def _are_finite(parameters: NDArray[np.float32], optimiser_state: NDArray[np.float32]) -> bool:
    return bool(np.isfinite(parameters).all() and np.isfinite(optimiser_state).all())


def _make_network(config: TrainingConfig, optimiser: Optimiser) -> Network:
    return Network(
        config.spec, np.float32, config.batch_size, optimiser.gradient_factor, config.label_smoothing
    )


def _make_optimiser(config: TrainingConfig) -> Optimiser:
    spec = config.spec
    return make_optimiser(
        config.optimiser,
        spec.n_parameters,
        np.float32,
        config.learning_rate,
        config.momentum,
        config.l2,
        spec.n_edges,
    )
