"""A loss landscape as it is shown and written: a plane, the losses over it, and what of a run lies there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Array
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples
from netviz.training.jobs.work import Work
from netviz.training.landscape.directions import RANDOM, WEIGHTS
from netviz.training.landscape.grid import Grid, survey
from netviz.training.landscape.plane import Plane, Walk, share_of_movement

GRID: Final = 41
EXAMPLES: Final = 2000
_MARGIN: Final = 0.3  # of the path's larger side, around it
_LEAST_SIDE: Final = 0.35  # of the larger side: no picture is a strip
_REACH: Final = 1.0  # to either side, of random directions and of weights
_AT_A_TIME: Final = 1000  # examples


@dataclass(frozen=True, eq=False)
class Sample:
    """The training examples that losses are means over: their `rows`, ascending, `x` float32 (m, n_in) and
    their `answers`, as losses take them.
    """

    rows: NDArray[np.int64]
    x: Array
    answers: NDArray[Any]


@dataclass(frozen=True)
class Frame:
    """Which part of a plane is looked at: from one α to another, and from one β to another."""

    alphas: tuple[float, float]
    betas: tuple[float, float]

    def widened(self, aspect: float) -> Frame:
        """As much more of one side as gives the frame this width by its height; a length is as long on
        either side.
        """
        width, height = self.alphas[1] - self.alphas[0], self.betas[1] - self.betas[0]
        more = max(aspect * height - width, 0.0) / 2, max(width / aspect - height, 0.0) / 2
        return Frame(
            (self.alphas[0] - more[0], self.alphas[1] + more[0]),
            (self.betas[0] - more[1], self.betas[1] + more[1]),
        )

    def axes(self, n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """`n` points on either side."""
        return np.linspace(*self.alphas, n), np.linspace(*self.betas, n)


@dataclass(frozen=True, eq=False)
class Landscape:
    """What a plane shows of a loss.

    `path` float64 (k, 2): where the plane comes nearest to the run's network of each of `path_steps` (k,),
    and `distance` (k,) how far off it is; none for a network without its run. `share`: how much of the
    run's movement the plane holds, None where nothing is known of it. `descent`: where the gradient of these
    examples leads at the origin, downhill, (α, β), of the plane's part of it; `gradient_share`: how much of
    the gradient's length that part has.
    """

    plane: Plane
    grid: Grid
    sample: Sample
    path: NDArray[np.float64]
    path_steps: NDArray[np.int64]
    distance: NDArray[np.float64]
    share: float | None
    descent: tuple[float, float]
    gradient_share: float

    @property
    def n_dimensions(self) -> int:
        """How many parameters the network has."""
        return self.plane.spec.n_parameters


def sample_of(examples: Examples, count: int = EXAMPLES) -> Sample:
    """So many training examples, evenly out of all: always the same."""
    n = len(examples)
    rows = np.unique(np.rint(np.linspace(0, n - 1, min(count, n))).astype(np.int64))
    rows.flags.writeable = False
    answers = examples.task.answer.trained(examples.answers[rows])
    return Sample(rows, np.ascontiguousarray(examples.inputs(rows), np.float32), answers)


def frame_around(plane: Plane, path: NDArray[np.float64]) -> Frame:
    """What of a plane is seen first: a run's path with room around it, or its directions' length."""
    reach = _REACH if plane.kind in (RANDOM, WEIGHTS) else 0.0
    low = np.minimum(path.min(axis=0, initial=0.0), -reach)
    high = np.maximum(path.max(axis=0, initial=0.0), reach)
    side = float((high - low).max()) or 1.0
    margin = np.maximum(_MARGIN * side, (_LEAST_SIDE * side - (high - low)) / 2)
    if reach and not len(path):
        margin = np.zeros(2)
    low, high = low - margin, high + margin
    return Frame((float(low[0]), float(high[0])), (float(low[1]), float(high[1])))


def explore(
    plane: Plane,
    walk: Walk | None,
    sample: Sample,
    n: int = GRID,
    frame: Frame | None = None,
    seen: Callable[[Landscape], None] | None = None,
) -> Work[Landscape]:
    """The landscape over a plane, `n` points on a side; `seen` gets coarser ones as they come."""
    ground = yield from ground_of(plane, walk, sample)
    return (yield from surveyed(ground, frame or frame_around(plane, ground.path), n, seen))


def ground_of(plane: Plane, walk: Walk | None, sample: Sample) -> Work[Landscape]:
    """All of a landscape but the losses: whoever looks at another part of the plane needs it once."""
    path, distance = plane.project(list(walk.parameters) if walk is not None else [])
    _, gradient = yield from loss_and_gradient(plane.spec, plane.origin, sample)
    descent, gradient_share = plane.part_of(-gradient)
    return Landscape(
        plane,
        Grid(np.zeros(0), np.zeros(0), np.zeros((0, 0))),
        sample,
        path,
        walk.steps if walk is not None else np.zeros(0, np.int64),
        distance,
        share_of_movement(plane, walk, distance) if walk is not None else None,
        descent,
        gradient_share,
    )


def surveyed(
    ground: Landscape, frame: Frame, n: int, seen: Callable[[Landscape], None] | None = None
) -> Work[Landscape]:
    """The losses over a part of the plane, `n` points on a side; `seen` gets coarser ones as they come."""

    def coarse(grid: Grid) -> None:
        if seen is not None:
            seen(replace(ground, grid=grid))

    alphas, betas = frame.axes(n)
    sample = ground.sample
    grid = yield from survey(ground.plane, alphas, betas, sample.x, sample.answers, coarse)
    return replace(ground, grid=grid)


def loss_and_gradient(
    spec: NetworkSpec, parameters: Array, sample: Sample
) -> Work[tuple[float, NDArray[np.float64]]]:
    """The mean data loss of these examples for a network (n_parameters,), and its gradient, of that shape."""
    network = Network(spec)
    network.parameters[:] = parameters
    loss, gradient = 0.0, np.zeros(spec.n_parameters)
    for start in range(0, len(sample.x), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        share = len(sample.x[part]) / len(sample.x)
        # Not around the yield: whoever goes on, or ends it, may be another thread.
        with np.errstate(over="ignore", invalid="ignore"):
            loss += network.loss_and_gradient(sample.x[part], sample.answers[part])[0] * share
            gradient += network.gradient * share
        yield 0.0
    return loss, gradient
