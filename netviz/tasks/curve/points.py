"""Points beside a curve, made by chance."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.tasks.curve.task import CURVE
from netviz.tasks.data_name import DataName
from netviz.tasks.generated import MadeData, find_made, split

NOISE: Final = 0.1
COUNT: Final = 200


def make(noise: float = NOISE, count: int = COUNT, seed: int = 0) -> MadeData:
    """So many points (x, sin 2πx), x evenly by chance from 0 to 1; `noise` is the standard deviation of what
    is added to y.
    """
    chance = np.random.default_rng(seed)
    x = chance.uniform(0, 1, (count, 1))
    return split(CURVE, x, np.sin(2 * np.pi * x) + chance.normal(0, noise, x.shape), chance)


def find(name: DataName) -> MadeData:
    """The points of this name. Raises DataError."""
    return find_made(name, make)
