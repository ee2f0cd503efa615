"""What is said beside a landscape: what it shows, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.training.figures import percent, significant
from netviz.training.landscape.directions import RANDOM, RUN, STEPS, WEIGHTS
from netviz.training.landscape.landscape import Landscape

_ARROW: Final = (
    "The arrow shows the way downhill {where}, there alone: farther on it may go up, and its length says "
    "nothing. {share} of the gradient’s length lies in the plane."
)


_HARDLY: Final = 0.02  # of what is seen


@dataclass(frozen=True)
class Ball:
    """A network on the map: where the plane comes nearest to it, and how far off that it is.

    Where they are known: its own mean `loss` on the sample, and where its gradient leads, downhill, in the
    plane, (α, β), with how much of the gradient's length that has.
    """

    step: int
    alpha: float
    beta: float
    distance: float
    loss: float | None = None
    descent: tuple[float, float] | None = None
    gradient_share: float = 0.0


def ball_at(landscape: Landscape, step: int) -> Ball | None:
    """The network of the path that is nearest to this step; None where there is no path."""
    if not len(landscape.path_steps):
        return None
    k = int(np.abs(landscape.path_steps - step).argmin())
    alpha, beta = (float(number) for number in landscape.path[k])
    return Ball(int(landscape.path_steps[k]), alpha, beta, float(landscape.distance[k]))


def title(landscape: Landscape, n_runs: int = 1) -> str:
    """What is seen, in a line, of so many runs."""
    what = {
        RUN: counted(n_runs, "along the path of this run", "along the paths of these runs"),
        RANDOM: "along two random directions",
        STEPS: "through three steps of this run",
        WEIGHTS: "over two of its weights",
    }[landscape.plane.kind]
    return f"The loss of {landscape.plane.spec} {what}"


def slice_of(landscape: Landscape) -> str:
    """How little of it all this is."""
    words = f"{landscape.n_dimensions:,} dimensions, one for each weight and bias; this is a slice of two"
    if landscape.share is not None:
        words += f", and {percent(landscape.share, 0)} of the run’s movement lies in it"
    words += ". All other directions are left out. "
    if landscape.plane.kind == WEIGHTS:
        words += "The numbers along its sides say by how much each of the two weights has changed."
    else:
        words += (
            "The numbers along its sides are lengths: how far all weights and biases together have moved."
        )
    if landscape.plane.filled:
        words += " The run went straight, so the second direction is a random one."
    return words


def measured(landscape: Landscape) -> str:
    """What the height is."""
    n = len(landscape.sample.rows)
    return counted(
        n,
        "Each point is this network with other weights and biases. Shade and height are its loss on one "
        "training example, without penalties; the scale is logarithmic.",
        "Each point is this network with other weights and biases. Shade and height are its mean loss over "
        "{n} training examples, without penalties; the scale is logarithmic.",
    )


def of_ball(landscape: Landscape, ball: Ball | None, *, surface: bool = False, trains: bool = False) -> str:
    """What the ball is, and how far from the plane; on the map, or on a surface. `trains`: it goes on, and
    its step is soon another than the one that was said.
    """
    if ball is None:
        return "The cross is the network itself."
    which = (
        "the ball is the network as it trains" if trains else f"the ball is the network at step {ball.step:,}"
    )
    words = which[0].upper() + which[1:]
    far, across = float(landscape.distance.max(initial=0.0)), float(np.hypot(ball.alpha, ball.beta))
    if len(landscape.path) > 1:
        way = "The line is the run’s way, from the small circle on"
        if far > _HARDLY * float(np.ptp(landscape.path, axis=0).max()):
            way += ", as a shadow: it ran beside the plane, at other losses"
        if surface:
            way = "The line is the run’s way, laid on the surface"
        if _too_short(landscape):
            way = "The run’s own way is too short to be seen at this scale"
        words = f"{way}; {which}"
    own = "" if ball.loss is None else significant(ball.loss)
    if ball.distance <= 1e-4 * max(far, across, 1e-9):
        return f"{words}, which lies in the plane{own and '; its loss is ' + own}."
    away = f"{words}, {significant(ball.distance, 2)} away from the plane"
    if not surface:
        comma = f", {own}," if own else ""
        return (
            f"{away}: that is the radius of the dashed ring, which is seen where it is larger than the ball. "
            f"So its own loss{comma} is another than the map’s below it."
        )
    if own:
        return (
            f"{away}. It stands at the height of its own loss, {own}; the dashed stem leads to the surface."
        )
    return f"{away}, so its own loss is another than the surface’s."


def _too_short(landscape: Landscape) -> bool:
    """Whether the run's way is hardly a point beside what is seen: another run went so much further."""
    return hardly_moves(landscape.path, seen_of(landscape))


def seen_of(landscape: Landscape) -> float:
    """How wide or high the part of the plane is that is seen, whichever is more."""
    grid = landscape.grid
    return max(float(np.ptp(grid.alphas)), float(np.ptp(grid.betas)))


def hardly_moves(points: NDArray[np.float64], seen: float) -> bool:
    """Whether a way over these points (k, 2) is hardly a point where so much of the plane is seen."""
    return float(np.ptp(points, axis=0).max()) < _HARDLY * seen


def of_lowest(landscape: Landscape) -> str:
    """The lowest of the points that were worked out: between them, and on the run's way, it may be lower."""
    lowest = landscape.grid.lowest
    if lowest is None:
        return ""
    points = " × ".join(map(str, landscape.grid.loss.shape))
    loss = significant(float(landscape.grid.loss[lowest]))
    return (
        f"The diamond is the lowest of {points} points, {loss}, and stands around what lies there; a valley "
        "between the points is not seen."
    )


def of_marks(landscape: Landscape, ball: Ball | None = None) -> str:
    """The lowest point and the arrow."""
    there, share = "", 0.0
    if ball is not None and ball.descent is not None:
        there, share = "at the ball", ball.gradient_share
    elif landscape.gradient_share > 0:
        there, share = "at 0, 0", landscape.gradient_share
    arrow = ""
    if there:
        arrow = (
            f"The arrow points where the loss falls right {there}; its length says nothing, further on it "
            f"may rise. {percent(share, 0)} of the gradient’s length lies in the plane."
        )
    return " ".join(filter(None, (of_lowest(landscape), arrow)))


def sentences(landscape: Landscape, ball: Ball | None, *, surface: bool = False) -> tuple[str, ...]:
    """All of it, without the title, on a map or on a surface."""
    return (
        slice_of(landscape),
        f"{measured(landscape)} {of_ball(landscape, ball, surface=surface)}",
        of_lowest(landscape) if surface else of_marks(landscape, ball),
    )
