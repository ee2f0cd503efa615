"""Whether a network's confidence can be believed, and what it gains by saying "I don't know"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

N_BINS: Final = 10
N_THRESHOLDS: Final = 201


@dataclass(frozen=True, eq=False)
class Calibration:
    """A reliability diagram: answers gathered by their confidence. All arrays are read-only.

    `edges` (n_bins + 1,) from 0 to 1; a bin holds its lower edge, the last one its upper edge too. `counts`
    (n_bins,), and of each bin the mean `confidence` and the `accuracy`, nan where it is empty. `error` is
    the expected calibration error: the mean distance of the two, over all answers (Guo et al. 2017).
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    error: float


@dataclass(frozen=True, eq=False)
class Coverage:
    """What a network answers that says "I don't know" below a threshold. All (n,), read-only.

    `thresholds` rise from 0 to 1. `coverage` is the share of digits whose confidence reaches it; `accuracy`
    the share of these that is right, nan where there are none.
    """

    thresholds: NDArray[np.float64]
    coverage: NDArray[np.float64]
    accuracy: NDArray[np.float64]


def calibrate(confidence: NDArray[np.floating[Any]], right: NDArray[np.bool_]) -> Calibration:
    """Confidence, 0 to 1, and whether the answer was right, both (n,), in ten bins of equal width.

    Raises ValueError where n is 0.
    """
    _check_some(confidence)
    edges = np.linspace(0, 1, N_BINS + 1)
    where = np.clip(np.searchsorted(edges, confidence, "right") - 1, 0, N_BINS - 1)
    counts = np.bincount(where, minlength=N_BINS)
    with np.errstate(invalid="ignore"):
        sure = np.bincount(where, confidence, N_BINS) / counts
        share = np.bincount(where, right, N_BINS) / counts
    error = float(np.nansum(counts * np.abs(sure - share)) / len(right))
    _freeze(edges, counts, sure, share)
    return Calibration(edges, counts, sure, share, error)


def cover(confidence: NDArray[np.floating[Any]], right: NDArray[np.bool_]) -> Coverage:
    """Coverage and accuracy at 201 thresholds, for confidence, 0 to 1, and right answers, both (n,).

    Raises ValueError where n is 0.
    """
    _check_some(confidence)
    thresholds = np.linspace(0, 1, N_THRESHOLDS)
    order = np.argsort(confidence)
    first = np.searchsorted(np.asarray(confidence, np.float64)[order], thresholds)
    answered = len(right) - first
    right_from = np.append(np.cumsum(right[order][::-1])[::-1], 0)
    with np.errstate(invalid="ignore"):
        accuracy = right_from[first] / answered
    coverage = answered / len(right)
    _freeze(thresholds, coverage, accuracy)
    return Coverage(thresholds, coverage, accuracy)


def _check_some(values: NDArray[Any]) -> None:
    if not len(values):
        raise ValueError("There are no answers; at least one is needed.")


def _freeze(*arrays: NDArray[Any]) -> None:
    for array in arrays:
        array.flags.writeable = False
