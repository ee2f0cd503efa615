"""The networks whose training is measured, of the digits."""

from __future__ import annotations

from typing import Final

# Layers' sizes, and the mini-batch.
TRAINED: Final = (
    *(((784, 16, 16, 10), batch) for batch in (10, 32, 128)),
    *(((784, 128, 64, 10), batch) for batch in (32, 64, 128)),
)
GOAL_SIZES: Final = (784, 128, 64, 10)  # reaches the accuracy that is the goal
