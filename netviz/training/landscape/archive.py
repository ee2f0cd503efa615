"""A landscape as arrays of NumPy, from which anybody can compute any point again."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from netviz.training.landscape.landscape import Landscape


def npz_bytes(landscape: Landscape) -> bytes:
    """An .npz file: `loss[i, j]` is the mean data loss of the training rows `examples` at
    `origin + alphas[i]·directions[0] + betas[j]·directions[1]`; `path` (k, 2) and `path_steps` (k,) say where
    the plane comes nearest to the run. Parameters are in the order of NetworkSpec.
    """
    written = BytesIO()
    np.savez(
        written,
        alphas=landscape.grid.alphas,
        betas=landscape.grid.betas,
        loss=landscape.grid.loss,
        examples=landscape.sample.rows,
        directions=landscape.plane.directions,
        origin=landscape.plane.origin,
        path=landscape.path,
        path_steps=landscape.path_steps,
    )
    return written.getvalue()
