"""Everything that decides a run besides the digits: the same configuration and seed give the same weights, bit for bit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from netviz.network.spec import NetworkSpec

OPTIMISERS: Final = ("sgd", "momentum", "adam")


class ConfigError(ValueError):
    """A setting that can't be used; the message is a sentence that names the field and its range."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of a run. `validate_every` is in steps; None means four times an epoch."""

    spec: NetworkSpec = field(default_factory=NetworkSpec)
    optimiser: str = "momentum"
    learning_rate: float = 0.02
    momentum: float = 0.9
    l2: float = 0.0
    batch_size: int = 64
    seed: int = 0
    validate_every: int | None = None
