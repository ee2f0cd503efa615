"""Two directions through the weights: along a run, at random, through three of its steps, or two weights."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix
from netviz.network.spec import NetworkSpec
from netviz.training.landscape.plane import Plane, PlaneError, Walk

RUN: Final = "run"
RANDOM: Final = "random"
STEPS: Final = "steps"
WEIGHTS: Final = "weights"
KINDS: Final = (RUN, RANDOM, STEPS, WEIGHTS)

_SEED: Final = 0  # the same network has the same random plane
_NOTHING: Final = 1e-6  # of the first direction's length: a second one so much shorter is rounding


def along_run(walk: Walk) -> Plane:
    """The plane through the run's last network that holds most of its movement: the first two principal
    directions of the differences to it, of length 1 and at right angles (Li et al. 2018, section 7).

    They come from the small matrix of inner products, (k, k). The run comes from the left, and where it is
    furthest from the first direction is above: a longer walk turns no picture round. Where it moved along a
    line only, the second direction is a random one. Raises PlaneError where it did not move.
    """
    origin = walk.parameters[-1]
    differences = walk.parameters[:-1] - origin
    k = len(differences)
    gram = np.empty((k, k))
    for i in range(k):  # a row at a time in float64: small differences at the end of a long way count
        gram[i] = differences @ differences[i]
    values, vectors = np.linalg.eigh((gram + gram.T) / 2) if k else (np.zeros(0), np.zeros((0, 0)))
    if not k or not np.isfinite(values[-1]) or values[-1] <= 0:
        raise PlaneError(
            "This run has not moved yet, so there is no direction along it; a random one would be right."
        )
    first = _unit(vectors[:, -1] @ differences.astype(np.float64))
    second = vectors[:, -2] @ differences.astype(np.float64) if k > 1 else np.zeros_like(first)
    second = _across(first, second)
    filled = float(np.linalg.norm(second)) <= _NOTHING * np.sqrt(values[-1])
    if filled:
        second = _across(first, _filter_normalised(walk.spec, origin, np.random.default_rng(_SEED)))
    second = _unit(second)
    first = -first if np.dot(first, differences[0]) > 0 else first
    heights = differences @ second.astype(np.float32)
    second = -second if heights[np.abs(heights).argmax()] < 0 else second
    return _plane(walk.spec, origin, first, second, RUN, ("along the run", "across it"), filled=filled)


def at_random(spec: NetworkSpec, origin: NDArray[np.float32], seed: int = _SEED) -> Plane:
    """Two random directions, filter-normalised (Li et al. 2018, section 4): drawn from N(0, 1), then what
    leads into each neuron is given the length of the weights that lead into it; biases stay as they are.
    """
    random = np.random.default_rng(seed)
    first, second = (_filter_normalised(spec, origin, random) for _ in range(2))
    names = ("a random direction", "another one")
    if np.linalg.norm(first) == 0:
        raise PlaneError("All weights are 0, so a random direction has no length to be given.")
    return _plane(spec, origin, first, second, RANDOM, names)


def through(walk: Walk, three: tuple[int, int, int]) -> Plane:
    """The plane through three networks of a walk, by their places in it; its origin is the first of them.

    Directions have length 1 and stand at right angles. Raises PlaneError where the three lie on a line.
    """
    a, b, c = (walk.parameters[place].astype(np.float64) for place in three)
    first, second = b - a, c - a
    if np.linalg.norm(first) > 0:
        first = _unit(first)
        across = _across(first, second)
        if np.linalg.norm(across) > _NOTHING * np.linalg.norm(second):
            names = tuple(f"towards step {walk.steps[place]:,}" for place in three[1:])
            origin = walk.parameters[three[0]]
            return _plane(walk.spec, origin, first, _unit(across), STEPS, (names[0], names[1]))
    raise PlaneError("These three steps lie on one line; three different ones would be right.")


def of_weights(spec: NetworkSpec, origin: NDArray[np.float32], two: tuple[int, int]) -> Plane:
    """Two weights alone, by their places in the flat array. PlaneError where there is no such one."""
    for one in two:
        if not 0 <= one < spec.n_edges:
            raise PlaneError(
                f"There is no weight {one:,}: this network has those from 0 to {spec.n_edges - 1:,}."
            )
    if two[0] == two[1]:
        raise PlaneError("Two different weights would be right.")
    directions = np.zeros((2, spec.n_parameters), np.float32)
    directions[[0, 1], list(two)] = 1
    return _plane(
        spec, origin, directions[0], directions[1], WEIGHTS, (f"weight {two[0]:,}", f"weight {two[1]:,}")
    )


def _filter_normalised(
    spec: NetworkSpec, origin: NDArray[np.float32], random: np.random.Generator
) -> NDArray[np.float64]:
    drawn = np.zeros(spec.n_parameters)
    drawn[: spec.n_edges] = random.standard_normal(spec.n_edges)
    for layer in range(spec.n_layers):
        W = as_matrix(spec, drawn, layer)
        wanted = np.linalg.norm(as_matrix(spec, origin, layer).astype(np.float64), axis=0)
        W *= wanted / np.maximum(np.linalg.norm(W, axis=0), np.finfo(np.float64).tiny)
    return drawn


def _across(first: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """What of a direction stands at right angles to a unit one; twice, as rounding leaves a little."""
    for _ in range(2):
        other = other - np.dot(first, other) * first
    return other


def _unit(direction: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(direction / np.linalg.norm(direction), np.float64)


def _plane(
    spec: NetworkSpec,
    origin: NDArray[np.float32],
    first: NDArray[np.floating],
    second: NDArray[np.floating],
    kind: str,
    names: tuple[str, str],
    *,
    filled: bool = False,
) -> Plane:
    directions = np.stack([first, second]).astype(np.float32)
    origin = origin.copy()
    for array in (origin, directions):
        array.flags.writeable = False
    return Plane(spec, origin, directions, kind, names, filled)
