"""All that decides a run besides the digits: the same configuration gives the same weights, bit for bit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from netviz.network.spec import BYTES_PER_PARAMETER, NetworkSpec, readable_size

OPTIMISERS: Final = ("sgd", "momentum", "adam")

# With these 784-16-16-10 learns well at every batch size from 10 to 128.
USUAL_LEARNING_RATES: Final = {"sgd": 0.05, "momentum": 0.005, "adam": 0.001}

MAX_LEARNING_RATE: Final = 1_000_000.0
MAX_L2: Final = 100.0
MAX_BATCH: Final = 1_000_000
MAX_SEED: Final = 2**63 - 1
MAX_BYTES: Final = 4e9


class ConfigError(ValueError):
    """A setting that can't be used; the message is a sentence that names the field and its range."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of a run.

    `validate_every` is in steps; None means four times an epoch in the first four epochs, and after every
    epoch from then on. `momentum` matters to the optimiser "momentum" only; `l2` is λ in the penalty
    ½·λ·Σw².
    """

    spec: NetworkSpec = field(default_factory=NetworkSpec)
    optimiser: str = "momentum"
    learning_rate: float = 0.005
    momentum: float = 0.9
    l2: float = 0.0
    batch_size: int = 32
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
        largest_batch = n_training if n_training is not None else MAX_BATCH
        every = self.validate_every
        for name, value, right, what in (
            (
                "Learning rate",
                self.learning_rate,
                _is_number(self.learning_rate) and 0 < self.learning_rate <= MAX_LEARNING_RATE,
                f"a number above 0, at most {MAX_LEARNING_RATE:,.0f}, would be right (0.001 to 0.1 is usual)",
            ),
            (
                "Momentum",
                self.momentum,
                _is_number(self.momentum) and 0 <= self.momentum < 1,
                "a number from 0 to below 1 would be right (0.9 is usual)",
            ),
            (
                "L2",
                self.l2,
                _is_number(self.l2) and 0 <= self.l2 <= MAX_L2,
                f"a number from 0 to {MAX_L2:g} would be right (0.0001 is usual)",
            ),
            (
                "Batch size",
                self.batch_size,
                _is_whole(self.batch_size) and 1 <= self.batch_size <= largest_batch,
                f"a whole number from 1 to {largest_batch:,} would be right",
            ),
            (
                "Seed",
                self.seed,
                _is_whole(self.seed) and 0 <= self.seed <= MAX_SEED,
                f"a whole number from 0 to {MAX_SEED:,} would be right",
            ),
            (
                "Validate every",
                every,
                every is None or (_is_whole(every) and every >= 1),
                "a whole number of steps from 1 up would be right",
            ),
        ):
            if not right:
                raise ConfigError(f"{name}: {_written(value)} can't be used; {what}.")
        if self.memory > MAX_BYTES:
            raise ConfigError(
                f"Batch size: mini-batches of {self.batch_size:,} on {self.spec} would take about "
                f"{readable_size(self.memory)}; up to {readable_size(MAX_BYTES)} would be right."
            )

    @property
    def memory(self) -> float:
        """About how many bytes training takes: all per parameter, and the buffers of a mini-batch."""
        pixels = 5 * self.spec.sizes[0]
        activations = 4 * 4 * sum(self.spec.sizes[1:])
        return float(self.spec.n_parameters * BYTES_PER_PARAMETER + self.batch_size * (pixels + activations))


def _written(value: object) -> str:
    """As a person would write it: `0`, not `0.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _is_number(value: object) -> bool:
    """Whether this is a finite number; settings from a file may be anything."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
