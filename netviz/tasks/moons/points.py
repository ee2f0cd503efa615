"""Points of two half moons, made by chance."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.tasks.data_name import DataName
from netviz.tasks.generated import MadeData, find_made, split
from netviz.tasks.moons.task import MOONS

NOISE: Final = 0.1
COUNT: Final = 1000


def make(noise: float = NOISE, count: int = COUNT, seed: int = 0) -> MadeData:
    """So many points, half of each moon: half circles of radius 1 around (0, 0) and, upside down, around
    (1, ½). `noise` is the standard deviation by which each lies beside its moon.
    """
    chance = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    angle = chance.uniform(0, np.pi, count)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    points = np.where(labels[:, None] == 0, upper, lower) + chance.normal(0, noise, (count, 2))
    return split(MOONS, points, labels.astype(np.uint8), chance)


def find(name: DataName) -> MadeData:
    """The points of this name. Raises DataError."""
    return find_made(name, make)
