"""Everything that a story needs, computed from a snapshot and an example: work for the job thread or the
command line.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.training.backprop import STORY_RATE, trace, trace_batch
from netviz.training.rehearsal import RATE, rehearse
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.story import MiniBatch, Story, tell

BATCH: Final = 16
"""Examples in the told mini-batch: as many as can be seen at a glance."""

TRAINED_RATE: Final = 0.02  # of the last stage's steps, on a network that has been trained


def prepare(
    snapshot: Snapshot,
    pixels: NDArray[np.uint8],
    label: int,
    layout: Layout,
    shade_reference: tuple[float, ...] | None = None,
    *,
    images: NDArray[np.uint8] | None = None,
    labels: NDArray[np.integer[Any]] | None = None,
    seed: int = 0,
    rate: float = STORY_RATE,
    step: int | None = None,
) -> Story:
    """Trace one example, uint8 (sizes[0],), and what its stages need.

    With training digits (`images` uint8 (n, sizes[0]), `labels` (n,)) a random mini-batch and a short
    training run, drawn by `seed`, are told too. Raises TraceError where the example does not fit the network.
    """
    spec = snapshot.spec
    told = trace(spec, snapshot.parameters, np.asarray(pixels, np.float64) / 255, label, rate)
    batch = run = None
    if images is not None and labels is not None and images.shape[1] == spec.sizes[0]:
        chosen = np.random.default_rng(seed).integers(0, len(labels), BATCH)
        after = told.parameters_after
        wishes = trace_batch(spec, after, images[chosen].astype(np.float64) / 255, labels[chosen], rate)
        batch = MiniBatch(images[chosen], wishes)
        run = rehearse(spec, after, images, labels, seed, RATE if step == 0 else TRAINED_RATE)
    return tell(told, layout, shade_reference, batch=batch, rehearsal=run, step=step)
