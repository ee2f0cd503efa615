"""What single inputs did to an answer: they are set to another value, and the network is asked again."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.training.snapshot import Snapshot


def occluded(
    snapshot: Snapshot, x: NDArray[Any], without: NDArray[Any], places: NDArray[np.intp]
) -> NDArray[np.float64]:
    """How far each of these inputs moves the last output's z against the first's: that difference with the
    example x, (n_inputs,), less that with the input set to its value in `without`, (n_inputs,). (m,); nought
    where the numbers are not finite.
    """
    rows = np.repeat(np.asarray(x, np.float32)[None], len(places) + 1, axis=0)
    rows[np.arange(1, len(rows)), places] = np.asarray(without)[places]
    with np.errstate(over="ignore", invalid="ignore"):
        z = forward_pass(snapshot.spec, snapshot.parameters, rows).z[-1].astype(np.float64)
        margin = z[:, -1] - z[:, 0]
        moved = margin[0] - margin[1:]
    return np.where(np.isfinite(moved), moved, 0.0)
