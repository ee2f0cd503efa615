"""What the runs of "Why layers?" have shown: from what was measured, also where that disappoints."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.training.figures import percent

Measured = tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]  # steps, validation accuracies
STANDARD_ERRORS: Final = 2.0
_NAMES: Final = ("no hidden layer", "one hidden layer", "two hidden layers")
_ORDINALS: Final = ("first hidden layer", "second")


def why_layers(runs: Sequence[Measured], n_validation: int) -> str:
    """`runs`: validation accuracy (0 to 1) of networks with no, one and two hidden layers, by step; measured
    on `n_validation` digits.
    """
    common = _common_step(runs)
    if common is None or len(runs) != len(_NAMES) or n_validation < 1:
        return (
            "The same examples for three networks: without a hidden layer, with one, with two. Press Train "
            "all; each is measured on the validation examples again and again."
        )
    right = [float(accuracy[step == common][-1]) for step, accuracy in runs]
    figures = ", ".join(f"{name} {percent(share)}" for name, share in zip(_NAMES, right, strict=True))
    said = [
        _brings(which, before, after, n_validation)
        for which, before, after in zip(_ORDINALS, right, right[1:], strict=False)
    ]
    return f"After {common:,} steps, of the validation examples right: {figures}. {' '.join(said)}"


def _common_step(runs: Sequence[Measured]) -> int | None:
    """The last step at which all were measured."""
    if not runs or any(not len(step) for step, _ in runs):
        return None
    steps = [set(np.asarray(step, np.int64).tolist()) for step, _ in runs]
    shared = set.intersection(*steps)
    return max(shared) if shared else None


def _brings(which: str, before: float, after: float, n: int) -> str:
    points = 100 * abs(after - before)
    chance = sqrt((before * (1 - before) + after * (1 - after)) / n)
    if abs(after - before) <= STANDARD_ERRORS * chance:
        return f"What the {which} changes is so little that chance alone may make it."
    return f"The {which} {'brings' if after > before else 'costs'} {points:.1f} points."
