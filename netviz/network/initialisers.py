"""Initialisers: how weights are drawn, a row each."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.layers.dense import Dense

CONSTANT: Final = 0.1


@dataclass(frozen=True)
class Initialiser:
    """`draw(layer, count, generator)`: `count` weights as they begin in such a layer, float32. `name` stands
    in settings and files, `label` on screen. `alike`: all weights begin the same, so that the neurons of a
    layer stay alike for ever.
    """

    name: str
    label: str
    draw: Callable[[Dense, int, np.random.Generator], NDArray[np.float32]]
    alike: bool = False


def _normal(count: int, variance: float, generator: np.random.Generator) -> NDArray[np.float32]:
    # Drawn in float32 for every dtype, so that float64 networks begin at the same weights.
    drawn = generator.standard_normal(count, dtype=np.float32)
    drawn *= np.float32(math.sqrt(variance))
    return drawn


def he(layer: Dense, count: int, generator: np.random.Generator) -> NDArray[np.float32]:
    """Normal with standard deviation √(2/n_in) (He et al. 2015)."""
    return _normal(count, 2 / layer.fan_in, generator)


def xavier(layer: Dense, count: int, generator: np.random.Generator) -> NDArray[np.float32]:
    """Normal with standard deviation √(2/(n_in + n_out)) (Glorot and Bengio 2010)."""
    return _normal(count, 2 / (layer.fan_in + layer.fan_out), generator)


def zero(layer: Dense, count: int, generator: np.random.Generator) -> NDArray[np.float32]:
    """All 0."""
    return np.zeros(count, np.float32)


def constant(layer: Dense, count: int, generator: np.random.Generator) -> NDArray[np.float32]:
    """All 0.1."""
    return np.full(count, CONSTANT, np.float32)


_ROWS: Final = (
    Initialiser("he", "He", he),
    Initialiser("xavier", "Xavier", xavier),
    Initialiser("zero", "zero", zero, alike=True),
    Initialiser("constant", "constant", constant, alike=True),
)
_ALL: Final = {row.name: row for row in _ROWS}

INITIALISERS: Final = tuple(_ALL)
"""Their names, in the order in which they are offered."""
USUAL: Final = _ROWS[0].name
"""The one that is good for most networks."""


def initialiser_named(name: str) -> Initialiser:
    """The initialiser of that name (one of INITIALISERS)."""
    return _ALL[name]
