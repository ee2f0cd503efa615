"""Few edges: each by itself, shared in every column between the two rows next to it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from netviz.rendering.field.scratch import Floats, Heights


class FewPlan(NamedTuple):
    """Where each edge passes."""

    rows: int
    cells: npt.NDArray[
        np.int32
    ]  # (edges, columns) the upper of the two rows, in a picture of (columns, rows + 1)
    part: Floats  # (edges, columns) the lower one's share


def plan_few(y_in: Heights, y_out: Heights, rows: int, columns: int) -> FewPlan:
    """Plan for edges from each of `y_in` to each of `y_out`."""
    t = (np.arange(columns) + 0.5) / columns
    place = ((1 - t) * y_in[:, None, None] + t * y_out[:, None]).reshape(-1, columns) - 0.5
    place = np.clip(place, 0, rows - 1)
    upper = place.astype(np.int32)
    cells = upper + np.arange(columns, dtype=np.int32) * np.int32(rows + 1)
    return FewPlan(rows, cells, (place - upper).astype(np.float32))


def add_few(density: Floats, strengths: Floats, plan: FewPlan) -> None:
    """Fill `density` (2, rows, columns) with the edges of `strengths` (2, n_in, n_out)."""
    columns = plan.cells.shape[1]
    size = columns * (plan.rows + 1)
    for sign in (0, 1):
        drawn = np.flatnonzero(strengths[sign])
        cells = plan.cells[drawn].ravel().astype(np.intp)
        strength = strengths[sign].ravel()[drawn, None]
        lower = plan.part[drawn] * strength
        upper = strength - lower
        picture = np.bincount(cells, upper.ravel(), size)
        picture[1:] += np.bincount(cells, lower.ravel(), size)[:-1]
        picture = picture.reshape(columns, plan.rows + 1)[:, :-1]
        # As soft as the picture of many edges.
        padded = np.pad(picture, ((0, 0), (1, 1)), mode="edge")
        density[sign] = (0.5 * picture + 0.25 * (padded[:, :-2] + padded[:, 2:])).T
