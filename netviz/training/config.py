"""Everything that decides a run besides the digits: the same configuration and seed give the same weights, bit for bit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from numbers import Real
from typing import Final

from netviz.network.spec import BYTES_PER_PARAMETER, NetworkSpec, readable_size

OPTIMISERS: Final = ("sgd", "momentum", "adam")

MAX_LEARNING_RATE: Final = 1_000_000.0
MAX_L2: Final = 100.0
MAX_SEED: Final = 2**63 - 1
MAX_BYTES: Final = 4e9


class ConfigError(ValueError):
    """A setting that can't be used; the message is a sentence that names the field and its range."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of a run.

    `validate_every` is in steps; None means four times an epoch in the first four epochs, and after every epoch from then on.
    `momentum` matters to the optimiser "momentum" only; `l2` is λ in the penalty ½·λ·Σw².
    """

    spec: NetworkSpec = field(default_factory=NetworkSpec)
    optimiser: str = "momentum"
    learning_rate: float = 0.02
    momentum: float = 0.9
    l2: float = 0.0
    batch_size: int = 64
    seed: int = 0
    validate_every: int | None = None

    def check(self, n_training: int | None = None) -> None:
        """Raise ConfigError (SpecError for the network's own fields) where this can't be trained.

        `n_training` is the number of training digits, where it is known.
        """
        self.spec.checked()
        if self.optimiser not in OPTIMISERS:
            raise ConfigError(
                f"Optimiser: there is no “{self.optimiser}”; sgd, momentum or adam would be right."
            )
        if not (_is_finite(self.learning_rate) and 0 < self.learning_rate <= MAX_LEARNING_RATE):
            raise ConfigError(
                f"Learning rate: {self.learning_rate} can't be used; a number above 0, at most {MAX_LEARNING_RATE:,.0f}, would be right "
                "(0.001 to 0.1 is usual)."
            )
        if not (_is_finite(self.momentum) and 0 <= self.momentum < 1):
            raise ConfigError(
                f"Momentum: {self.momentum} can't be used; 0 or more, below 1, would be right (0.9 is usual)."
            )
        if not (_is_finite(self.l2) and 0 <= self.l2 <= MAX_L2):
            raise ConfigError(
                f"L2: {self.l2} can't be used; 0 to {MAX_L2:.0f} would be right (0.0001 is usual)."
            )
        largest = n_training if n_training is not None else 1_000_000
        if not _is_whole(self.batch_size) or not 1 <= self.batch_size <= largest:
            raise ConfigError(
                f"Batch size: {self.batch_size} can't be used; a whole number from 1 to {largest:,} would be right."
            )
        if not _is_whole(self.seed) or not 0 <= self.seed <= MAX_SEED:
            raise ConfigError(
                f"Seed: {self.seed} can't be used; a whole number from 0 to {MAX_SEED:,} would be right."
            )
        if self.validate_every is not None and (
            not _is_whole(self.validate_every) or self.validate_every < 1
        ):
            raise ConfigError(
                f"Validate every: {self.validate_every} steps can't be used; a whole number from 1 up would be right."
            )
        if self.memory > MAX_BYTES:
            raise ConfigError(
                f"Batch size: mini-batches of {self.batch_size:,} on {self.spec} would take about {readable_size(self.memory)}; "
                f"up to {readable_size(MAX_BYTES)} would be right: make the mini-batch or the layers smaller."
            )

    @property
    def memory(self) -> float:
        """About how many bytes training takes: everything per parameter, and the buffers of one mini-batch."""
        pixels = 5 * self.spec.sizes[0]
        activations = 4 * 4 * sum(self.spec.sizes[1:])
        return float(self.spec.n_parameters * BYTES_PER_PARAMETER + self.batch_size * (pixels + activations))


def _is_finite(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
