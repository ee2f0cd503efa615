"""A plane through the space of all parameters, and what of a network's way lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec

Numbers = NDArray[np.floating[Any]]


class PlaneError(ValueError):
    """There is no such plane; the message is a sentence that says why and what would be right."""


@dataclass(frozen=True, eq=False)
class Plane:
    """The points `origin + α·directions[0] + β·directions[1]`.

    `origin` float32 (n_parameters,), `directions` float32 (2, n_parameters), linearly independent, read-only.
    `kind` is the id of what they were made by (see `directions.KINDS`), `names` what the two are called, as
    a sentence can hold them. `filled`: the second direction is a random one, since the first held all.
    """

    spec: NetworkSpec
    origin: NDArray[np.float32]
    directions: NDArray[np.float32]
    kind: str
    names: tuple[str, str]
    filled: bool = False

    def project(self, parameters: Numbers | list[Numbers]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where the plane comes nearest to each of these networks (k, n_parameters), as (α, β), float64
        (k, 2); and how far it passes each, float64 (k,).
        """
        directions, inverse = self._basis
        points = np.empty((len(parameters), 2))
        distance = np.empty(len(parameters))
        for k, one in enumerate(parameters):  # one at a time: all of them in float64 may be much
            difference = one.astype(np.float64) - self.origin
            points[k] = inverse @ (directions @ difference)
            distance[k] = np.linalg.norm(difference - points[k] @ directions)
        return points, distance

    def part_of(self, vector: Numbers) -> tuple[tuple[float, float], float]:
        """The part of a vector (n_parameters,) that lies in the plane, as (α, β), and how much of its length
        that has.
        """
        directions, inverse = self._basis
        length = float(np.linalg.norm(vector))
        if not 0 < length < np.inf:
            return (0.0, 0.0), 0.0
        inside = inverse @ (directions @ vector)
        return (float(inside[0]), float(inside[1])), float(np.linalg.norm(inside @ directions) / length)

    @cached_property
    def _basis(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The directions in float64, and the inverse of their inner products; a ball asks often."""
        directions = self.directions.astype(np.float64)
        return directions, np.asarray(np.linalg.inv(directions @ directions.T), np.float64)


@dataclass(frozen=True, eq=False)
class Walk:
    """The networks that a run passed: float32 (k, n_parameters) after `steps` (k,), ascending, all of one
    shape; the last is where it stands.
    """

    spec: NetworkSpec
    steps: NDArray[np.int64]
    parameters: NDArray[np.float32]


def share_of_movement(plane: Plane, walk: Walk, distance: NDArray[np.float64]) -> float | None:
    """How much of a walk's movement lies in a plane that passes its networks at this `distance` (k,): of the
    squared distances from the plane's origin. None where it did not move.
    """
    squares = 0.0
    for one in walk.parameters:
        squares += float(np.square(one - plane.origin, dtype=np.float64).sum())
    if not 0 < squares < np.inf:
        return None
    return float(np.clip(1 - np.square(distance).sum() / squares, 0, 1))
