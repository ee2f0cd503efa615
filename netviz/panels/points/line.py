"""Along a field of one number: what the network answers there, and where its neurons bend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.input import Measures
from netviz.viewmodels.surface import Surfaces


@dataclass(frozen=True)
class Told:
    """The neuron that is told of, if one is: its place in the network, its place among all, its name."""

    column: int = -1
    index: int = -1
    neuron: int | None = None
    name: str = ""


_POINTS: Final = 100  # of a function that is drawn from side to side
NOTHING_TOLD: Final = Told()


def line_of(surfaces: Surfaces, told: Told) -> tuple[NDArray[Any], NDArray[Any]]:
    """The curve of the answers, (n, 2), and a place on it for each kink, (k, 2): of all hidden neurons, or of
    the one that is told of.
    """
    reads, y = surfaces.task.input, surfaces.outputs[0, :, 0].astype(np.float64)
    assert isinstance(reads, Measures)
    x = np.linspace(reads.low[0], reads.high[0], len(y))
    places = np.array(
        [
            kink.x
            for kink in surfaces.kinks
            if told.neuron is None or (kink.column, kink.index) == (told.column, told.index)
        ]
    )
    finite = np.isfinite(y)
    if not finite.any():
        return np.zeros((0, 2)), np.zeros((0, 2))
    kinks = np.column_stack([places, np.interp(places, x[finite], y[finite])])
    return np.column_stack([x, y])[finite], kinks


def function_of(stroke: list[tuple[float, float]], wide: float) -> list[tuple[float, float]]:
    """What a hand drew as a function: one y for each of its x, a hundred points to the field's width."""
    x, y = np.array(stroke, np.float64).T
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    count = max(round((x[-1] - x[0]) / wide * _POINTS) + 1, 1)
    places = np.linspace(x[0], x[-1], count)
    return list(zip(places.tolist(), np.interp(places, x, y).tolist(), strict=True))
