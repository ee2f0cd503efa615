"""Points of shapes in a plane, made by chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.generated import MadeData, split
from netviz.tasks.maker import Maker
from netviz.tasks.plane.tasks import CIRCLES, CLOUDS, MOONS, SPIRALS, XOR
from netviz.tasks.recipe import Recipe
from netviz.tasks.task import AnyTask

Points: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.intp]

USUAL: Final = Recipe(noise=0.1, count=1000)

_INNER: Final = 0.4  # radius of the inner circle; the outer one's is 1
_GAP: Final = 0.1  # no point of the quadrants is made nearer to an axis
_FIRST_TURN, _LAST_TURN = 0.5, 3.0  # half turns of a spiral's arms, which are their radii
_FAR, _SPREAD = 1.2, 0.25  # of the clouds: from the middle of the plane, and around their own


def _moons(chance: np.random.Generator, labels: Labels, noise: float) -> Points:
    """Half circles of radius 1 around (0, 0) and, upside down, around (1, ½)."""
    angle = chance.uniform(0, np.pi, len(labels))
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return np.where(labels[:, None] == 0, upper, lower) + chance.normal(0, noise, (len(labels), 2))


def _circles(chance: np.random.Generator, labels: Labels, noise: float) -> Points:
    """Circles of radius 1 and 0.4 around (0, 0)."""
    angle = chance.uniform(0, 2 * np.pi, len(labels))
    radius = np.where(labels == 0, 1.0, _INNER)
    return _turned(radius, angle) + chance.normal(0, noise, (len(labels), 2))


def _xor(chance: np.random.Generator, labels: Labels, noise: float) -> Points:
    """Evenly over the four quadrants, 0.1 to 1 from both axes: x and y have one sign, or each its own."""
    away = chance.uniform(_GAP, 1, (len(labels), 2))
    sign = np.where(chance.random(len(labels)) < 0.5, -1.0, 1.0)
    signs = np.stack([sign, np.where(labels == 0, sign, -sign)], axis=1)
    return np.asarray(away * signs + chance.normal(0, noise, (len(labels), 2)))


def _spirals(chance: np.random.Generator, labels: Labels, noise: float) -> Points:
    """Arms of Archimedes' spiral, r = φ/π for φ from ½π to 3π; the second is the first, turned by π."""
    turns = chance.uniform(_FIRST_TURN, _LAST_TURN, len(labels))
    return _turned(turns, (turns + labels) * np.pi) + chance.normal(0, noise, (len(labels), 2))


def _clouds(chance: np.random.Generator, labels: Labels, noise: float) -> Points:
    """Normal distributions around three places at equal distances, each with the deviation ¼ + noise."""
    middle = _turned(np.full(len(labels), _FAR), (0.5 + labels * 2 / 3) * np.pi)
    return middle + chance.normal(0, _SPREAD + noise, (len(labels), 2))


def _turned(radius: Points, angle: Points) -> Points:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


class Shape(NamedTuple):
    """One of these tasks: `places(chance, labels, noise)` makes a point for each label; `usual` is what is
    made where nobody says otherwise.
    """

    task: AnyTask
    places: Callable[[np.random.Generator, Labels, float], Points]
    usual: Recipe = USUAL

    def make(self, noise: float | None = None, count: int | None = None, seed: int = 0) -> MadeData:
        """So many points, as many of each class. `noise`: the standard deviation by which each lies beside
        its place. None is what is usual.
        """
        usual = self.usual
        return self.made(
            Recipe(
                usual.noise if noise is None else noise,
                usual.count if count is None else count,
                seed,
            )
        )

    def made(self, recipe: Recipe) -> MadeData:
        """The points of this recipe."""
        chance = np.random.default_rng(recipe.seed)
        labels = np.arange(recipe.count) % self.task.answer.n
        points = self.places(chance, labels, recipe.noise)
        how = recipe.written(self.usual)
        if not recipe.own:
            return split(self.task, points, labels.astype(np.uint8), chance, how)
        own = np.array(recipe.own, np.float64)
        placed = own[:, :-1], own[:, -1].astype(np.uint8)
        return split(self.task, points, labels.astype(np.uint8), chance, how, placed)

    @property
    def maker(self) -> Maker:
        """Who makes them."""
        return Maker(self.task, self.usual, self.made)


SHAPES: Final = (
    Shape(MOONS, _moons),
    Shape(CIRCLES, _circles),
    Shape(XOR, _xor, Recipe(noise=0.0, count=1000)),
    Shape(SPIRALS, _spirals),
    Shape(CLOUDS, _clouds),
)
