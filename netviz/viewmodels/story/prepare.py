"""Everything that a story needs, computed from a snapshot and an example: work for the job thread or the
command line.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.input import Input
from netviz.training.experiments.backprop import STORY_RATE, Right, trace, trace_batch
from netviz.training.experiments.rehearsal import BATCH, RATE, rehearse
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.story import MiniBatch, Story, tell

FEWEST: Final = 8
MOST: Final = 32
"""Examples in the told mini-batch: enough to disagree, and as many as can be seen."""

SAME: Final = 2  # of them of the taught digit's class, besides the taught one itself

TRAINED_RATE: Final = 0.02  # of the last stage's steps, on a network that has been trained


def prepare(
    snapshot: Snapshot,
    pixels: NDArray[Any],
    label: Right,
    layout: Layout,
    shade_reference: tuple[float, ...] | None = None,
    *,
    reads: Input,
    images: NDArray[Any] | None = None,
    labels: NDArray[Any] | None = None,
    seed: int = 0,
    rate: float = STORY_RATE,
    step: int | None = None,
    batch_size: int = BATCH,
    known: Right | None = None,
) -> Story:
    """Trace one example, (sizes[0],), stored as `reads` says, and what its stages need.

    With training examples (`images` (n, sizes[0]), stored so too, `labels` (n,)) a mini-batch that holds the
    example and a short training run, drawn by `seed`, are told too, both with `batch_size` examples a step,
    which is the run's own, from FEWEST to MOST. `known`: what it is known to be, which need not be the
    `label` that it is taught as. Raises TraceError where the example does not fit the network.
    """
    spec = snapshot.spec
    told = trace(spec, snapshot.parameters, reads.scaled(pixels, np.float64), label, rate)
    batch = run = None
    if images is not None and labels is not None and images.shape[1] == spec.sizes[0]:
        size = min(max(batch_size, FEWEST), MOST)
        after = told.parameters_after
        chosen = companions(labels, label, size - 1, seed)
        together = np.concatenate([np.asarray(pixels, reads.dtype)[None, :], images[chosen]])
        named = np.concatenate([[label], labels[chosen].ravel()])
        wishes = trace_batch(spec, after, reads.scaled(together, np.float64), named, rate)
        batch = MiniBatch(together, wishes, batch_size)
        run = rehearse(
            spec, after, images, labels, seed, RATE if step == 0 else TRAINED_RATE, size, reads=reads
        )
    return tell(
        told, layout, shade_reference, batch=batch, rehearsal=run, step=step, known=known, task=snapshot.task
    )


def companions(labels: NDArray[Any], label: Right, count: int, seed: int) -> NDArray[np.integer[Any]]:
    """Which training digits are told beside the taught one, int (count,): SAME of its class where there are
    any, so that it is not alone among digits that want something else, and the others drawn from all.
    """
    rng = np.random.default_rng(seed)
    # Of numbers none is another's like.
    same = np.flatnonzero(labels == label) if labels.ndim == 1 else np.zeros(0, np.int64)
    alike = rng.choice(same, min(SAME, count, len(same)), replace=False) if len(same) else same
    drawn = rng.integers(0, len(labels), count - len(alike))
    return np.asarray(rng.permutation(np.concatenate([alike, drawn])), np.int64)
