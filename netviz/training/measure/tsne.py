"""t-SNE (van der Maaten and Hinton 2008) by openTSNE, where that is installed: the extra `netviz[map]`."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.training.jobs.work import Work

_PERPLEXITY: Final = 30
# Twelvefold attraction first, so that groups find together; then the true one. openTSNE's own defaults.
_STAGES: Final = ((250, 12.0, 0.5), (500, 1.0, 0.8))
_AT_A_TIME: Final = 10


def available() -> bool:
    """Whether openTSNE is there."""
    return importlib.util.find_spec("openTSNE") is not None


def neighbour_map(
    values: NDArray[np.floating[Any]], initial: NDArray[np.floating[Any]]
) -> Work[NDArray[np.float32]]:
    """Place the rows of `values` (n, size) in two dimensions so that neighbours stay neighbours: (n, 2).

    `initial` (n, 2) is where they begin: the principal components, so that the same values always give the
    same map, or the map before, so that it does not tumble. Needs more than 4 rows.
    """
    tsne: Any = importlib.import_module("openTSNE")
    affinity: Any = importlib.import_module("openTSNE.affinity")
    begin: Any = importlib.import_module("openTSNE.initialization")
    n = len(values)
    affinities = affinity.PerplexityBasedNN(
        np.asarray(values, np.float64),
        perplexity=min(_PERPLEXITY, (n - 1) / 3),
        method="exact" if n < 1000 else "annoy",
        n_jobs=1,
        random_state=0,
    )
    yield 0.1
    # A hair of noise, since points in one place would never part.
    start = np.asarray(initial, np.float64)
    start = start + np.random.default_rng(0).normal(0, 1e-4 * max(float(start.std()), 1e-12), start.shape)
    embedding: Any = tsne.TSNEEmbedding(
        begin.rescale(start), affinities, n_jobs=1, random_state=0, negative_gradient_method="bh"
    )
    total, done = sum(n_iter for n_iter, _, _ in _STAGES), 0
    for n_iter, exaggeration, momentum in _STAGES:
        for _ in range(0, n_iter, _AT_A_TIME):
            embedding.optimize(n_iter=_AT_A_TIME, exaggeration=exaggeration, momentum=momentum, inplace=True)
            done += _AT_A_TIME
            yield 0.1 + 0.9 * done / total
    points = np.asarray(embedding, np.float32)
    points.flags.writeable = False
    return points
