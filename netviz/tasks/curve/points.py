"""Points beside a curve, made by chance."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.tasks.curve.task import CURVE
from netviz.tasks.generated import MadeData, split
from netviz.tasks.maker import Maker
from netviz.tasks.recipe import Recipe

NOISE: Final = 0.1
COUNT: Final = 200
USUAL: Final = Recipe(NOISE, COUNT)


def make(noise: float = NOISE, count: int = COUNT, seed: int = 0) -> MadeData:
    """So many points (x, sin 2πx), x evenly by chance from 0 to 1; `noise` is the standard deviation of what
    is added to y.
    """
    return made(Recipe(noise, count, seed))


def made(recipe: Recipe) -> MadeData:
    """The points of this recipe."""
    chance = np.random.default_rng(recipe.seed)
    x = chance.uniform(0, 1, (recipe.count, 1))
    y = np.sin(2 * np.pi * x) + chance.normal(0, recipe.noise, x.shape)
    how = recipe.written(USUAL)
    if not recipe.own:
        return split(CURVE, x, y, chance, how)
    own = np.array(recipe.own, np.float64)
    return split(CURVE, x, y, chance, how, (own[:, :1], own[:, 1:]))


MAKER: Final = Maker(CURVE, USUAL, made)
