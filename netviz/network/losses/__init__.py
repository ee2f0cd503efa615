"""Losses, a file each, and the table of them. Whoever needs a fact of a loss asks its row."""

from __future__ import annotations

from typing import Final

from netviz.network.losses.loss import Answers, BatchLoss, Loss
from netviz.network.losses.sigmoid_squared_error import SIGMOID_SQUARED_ERROR
from netviz.network.losses.softmax_cross_entropy import SOFTMAX_CROSS_ENTROPY
from netviz.network.losses.squared_error import SQUARED_ERROR

__all__ = ["ALL_LOSSES", "FOR_NUMBERS", "LOSSES", "Answers", "BatchLoss", "Loss", "loss_named"]

_ALL: Final = {row.name: row for row in (SOFTMAX_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR, SQUARED_ERROR)}

ALL_LOSSES: Final = tuple(_ALL)
"""The names of all of them."""
LOSSES: Final = tuple(name for name, row in _ALL.items() if row.answers == "classes")
"""The names of those for classes, in the order in which they are offered; the first is the usual one."""
FOR_NUMBERS: Final = tuple(name for name, row in _ALL.items() if row.answers == "numbers")
"""The names of those for numbers."""


def loss_named(name: str) -> Loss:
    """The loss of that name (one of ALL_LOSSES)."""
    return _ALL[name]
