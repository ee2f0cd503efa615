"""When training pauses of its own accord."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from netviz.training.config import ConfigError

MOST_EPOCHS: Final = 1_000_000
MOST_SECONDS: Final = 1e9
MOST_PATIENCE: Final = 1_000_000


@dataclass(frozen=True)
class StopConditions:
    """Training pauses as soon as one of these is met; None: that one never is.

    `epochs` and `seconds` (of training, pauses not counted) begin to count when the conditions are set, when
    another network comes, and when they were met. `validation_accuracy` is a share, 0 to 1. `patience` is
    how many validations in a row may bring no better accuracy than the best before them.
    """

    epochs: float | None = None
    seconds: float | None = None
    validation_accuracy: float | None = None
    patience: int | None = None

    @property
    def none(self) -> bool:
        """Whether training goes on until it is paused."""
        return self == StopConditions()

    def check(self) -> None:
        """Raise ConfigError where one of them can't be used."""
        accuracy, patience = self.validation_accuracy, self.patience
        for name, value, right, what in (
            (
                "Epochs",
                self.epochs,
                self.epochs is None or (_is_number(self.epochs) and 0 < self.epochs <= MOST_EPOCHS),
                f"a number above 0, at most {MOST_EPOCHS:,}, or none",
            ),
            (
                "Seconds",
                self.seconds,
                self.seconds is None or (_is_number(self.seconds) and 0 < self.seconds <= MOST_SECONDS),
                f"a number above 0, at most {MOST_SECONDS:,.0f}, or none",
            ),
            (
                "Validation accuracy",
                accuracy,
                accuracy is None or (_is_number(accuracy) and 0 < accuracy <= 1),
                "a share above 0, at most 1 (100 %), or none",
            ),
            (
                "Patience",
                patience,
                patience is None or (_is_whole(patience) and 1 <= patience <= MOST_PATIENCE),
                f"a whole number of validations from 1 to {MOST_PATIENCE:,}, or none",
            ),
        ):
            if not right:
                raise ConfigError(f"{name}: {value} can't be used; {what}, would be right.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
