"""All that decides a run besides the digits: the same configuration gives the same weights, bit for bit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final

from netviz.network.activations import USUAL, activation_named
from netviz.network.optimisers import optimiser_named
from netviz.network.spec import BYTES_PER_PARAMETER, NetworkSpec, readable_size
from netviz.tasks import all_tasks
from netviz.tasks.digits.augmentation_settings import NO_AUGMENTATION, Augmentation, AugmentationError
from netviz.tasks.digits.task import DIGITS, can_be_augmented
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.schedules import CONSTANT, COSINE, ONE_CYCLE, Schedule, schedule_named
from netviz.training.settings import BATCH_SIZE, SETTINGS

_USUAL_BATCH: Final = 32
_MNIST: Final = 55_000  # training digits

FALLS: Final = COSINE.name
"""How the rate of a new network falls."""

NEWER: Final = {"newer": True}
"""Of a field that the first versions do not know."""
MAX_BYTES: Final = 4e9


class ConfigError(ValueError):
    """A setting that can't be used; the message is a sentence that names the field and its range."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of a run.

    `validate_every` is in steps; None means four times an epoch in the first four epochs, and after every
    epoch from then on. `momentum` matters to optimisers that have one. `l2` is λ in the penalty ½·λ·Σw²,
    with optimisers that have weight decay of their own the λ of that; `l1` is λ in the penalty λ·Σ|w|.
    Biases are free of all of them. `dropout` is the share of the hidden activations that each step leaves
    out, `label_smoothing` the share of the target that is spread evenly over all classes, `clip_norm` the
    largest norm of the gradient of all parameters together, None for any. `augmentation` changes the
    training digits, anew for each mini-batch. `task` is what is learnt, from so many `examples`
    alone, drawn by the seed (None: from all).

    The defaults are what a file means that lacks a field; `new_config` has those of a new network. A field
    that is NEWER is written into files only where it is not its default, so that older versions open them.
    """

    spec: NetworkSpec = all_tasks.DEFAULT.network
    optimiser: str = "momentum"
    learning_rate: float = 0.005
    momentum: float = 0.9
    l2: float = 0.0
    batch_size: int = 32
    seed: int = 0
    validate_every: int | None = None
    schedule: Schedule = CONSTANT
    l1: float = 0.0
    dropout: float = 0.0
    label_smoothing: float = 0.0
    clip_norm: float | None = None
    augmentation: Augmentation = NO_AUGMENTATION
    task: AnyTask = all_tasks.DEFAULT
    examples: int | None = field(default=None, metadata=NEWER)

    def learnt_from(self, n_training: int) -> int:
        """How many of so many training examples are learnt from: the length of an epoch."""
        return n_training if self.examples is None else min(self.examples, n_training)

    def anew(self) -> TrainingConfig:
        """These settings for a new run: its schedule begins with it."""
        return replace(self, schedule=replace(self.schedule, start=0))

    def check(self, n_training: int | None = None) -> None:
        """Raise ConfigError (SpecError for the network's own fields) where this can't be trained.

        `n_training` is the number of training digits, where it is known.
        """
        self.spec.checked()
        complaint = self.task.wrong_loss(self.spec) or self._out_of_place()
        if complaint:
            raise ConfigError(complaint)
        for row in SETTINGS:
            most = None if n_training is None or row is not BATCH_SIZE else self.learnt_from(n_training)
            sentence = row.complaint(row.get(self), most)
            if sentence:
                raise ConfigError(sentence)
        try:
            self.augmentation.check()
        except AugmentationError as error:
            sentence = str(error)
            raise ConfigError(f"Augmentation's {sentence[0].lower()}{sentence[1:]}") from error
        if self.memory > MAX_BYTES:
            raise ConfigError(
                f"Batch size: mini-batches of {self.batch_size:,} on {self.spec} would take about "
                f"{readable_size(self.memory)}; up to {readable_size(MAX_BYTES)} would be right."
            )

    def _out_of_place(self) -> str:
        """Which setting says nothing for this task, in a sentence; empty where none is."""
        reads = self.task.input
        if not self.augmentation.off and not isinstance(reads, Picture):
            return (
                f"Augmentation: it changes pictures, and {self.task.label} has none; no augmentation would "
                "be right."
            )
        if not self.augmentation.off and isinstance(reads, Picture) and not can_be_augmented(reads):
            return (
                f"Augmentation: it changes pictures of {DIGITS.input.size} pixels, and those of "
                f"{self.task.label} have {reads.size}; no augmentation would be right."
            )
        if self.label_smoothing and self.task.answer.kind != "classes":
            return (
                f"Label smoothing: {self.task.label} is answered with {self.task.answer.kind}, which have "
                "no labels; 0 would be right."
            )
        return ""

    @property
    def guessing_loss(self) -> float:
        """The mean loss of a network that does not look at its inputs: one that answers each class as often
        as any other, or always the mean.
        """
        return self.spec.guessing_loss * self.task.answer.variance

    def share(self, loss: float, accuracy: float) -> float:
        """How good a network is that has this loss and accuracy, where 1 is perfect: the accuracy, or for
        numbers, which have none, about the share of their variance that it explains.
        """
        return 1 - loss / self.guessing_loss if math.isnan(accuracy) else accuracy

    @property
    def memory(self) -> float:
        """About how many bytes training takes: all per parameter, and the buffers of a mini-batch."""
        pixels = 5 * self.spec.sizes[0]
        activations = 4 * 4 * sum(self.spec.sizes[1:])
        if self.dropout:
            activations += 4 * sum(self.spec.sizes[1:-1])
        if not self.augmentation.off:
            pixels += 8 * 4 * self.spec.sizes[0]
        return float(self.spec.n_parameters * BYTES_PER_PARAMETER + self.batch_size * (pixels + activations))


def default_rate(optimiser: str, batch_size: int = _USUAL_BATCH, schedule: str = CONSTANT.kind) -> float:
    """A learning rate that is good for most networks.

    Small mini-batches have noisy gradients and many steps, so their rate is lower in proportion; large ones
    have a rate higher by the square root. With Adam and its like, which divide by the gradient's size, both
    matter far less: by the fourth root, as measured.
    """
    kind, course = optimiser_named(optimiser), schedule_named(schedule)
    rate = kind.usual_rate
    if course.falls:
        rate *= kind.one_cycle if course.begins_low and kind.one_cycle is not None else kind.falling
    share = batch_size / _USUAL_BATCH
    if kind.scales:
        return float(f"{rate * share**0.25:.2g}")
    return float(f"{rate * min(share, math.sqrt(share)):.2g}")


def default_schedule(
    optimiser: str, activations: tuple[str, ...] = (USUAL,), *, length_known: bool = True
) -> str:
    """How the rate best changes, for these hidden activations, in a training whose length is known or not.

    RMSprop's mean square begins at 0, so its first steps are up to ten times as long as its rate says: that
    rate has to begin low. With momentum a high rate in the first steps kills, for good, neurons that can
    die; one that begins low costs time, which a training without an end may not have.
    """
    can_die = any(activation_named(name).can_die for name in activations)
    kind = optimiser_named(optimiser)
    kills = kind.has_momentum and can_die and length_known
    return ONE_CYCLE.name if kind.begins_low or kills else FALLS


def plain_config(task: AnyTask = all_tasks.DEFAULT) -> TrainingConfig:
    """What a file means that names this task and nothing else."""
    return TrainingConfig(spec=task.network, task=task)


def new_config(n_training: int = _MNIST, task: AnyTask = all_tasks.DEFAULT) -> TrainingConfig:
    """The settings of a new network for this task, with so many training examples: the rate
    falls along a cosine over its usual epochs, and stays at its end.

    Somebody may train for as long as they please: what was learned by then is kept, and refined.
    """
    steps = task.epochs * math.ceil(n_training / task.batch_size)
    rate = usual_rate(task, task.optimiser, task.batch_size, FALLS)
    return TrainingConfig(
        spec=task.network,
        optimiser=task.optimiser,
        learning_rate=rate,
        batch_size=task.batch_size,
        l2=task.l2,
        validate_every=task.validate_every,
        schedule=Schedule(FALLS, steps),
        task=task,
    )


def usual_rate(task: AnyTask, optimiser: str, batch_size: int, schedule: str) -> float:
    """The learning rate that is good for most networks for this task: its own where it has one for its own
    optimiser and mini-batch, else `default_rate`.
    """
    if task.rate is not None and (optimiser, batch_size) == (task.optimiser, task.batch_size):
        return task.rate
    return default_rate(optimiser, batch_size, schedule)
