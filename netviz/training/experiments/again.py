"""Runs trained once more for their networks on the way: a step is a pure function of its beginning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import frozen_copy
from netviz.tasks.examples import Examples
from netviz.training.config import TrainingConfig
from netviz.training.jobs.work import Work
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot

_MOST_NUMBERS: Final = 32_000_000  # of all networks together
_FEWEST: Final = 12
_MOST: Final = 120  # networks of a run: ten for each second of a film
_STEPS_AT_A_TIME: Final = 50


def steps_on_the_way(last: int, configs: Sequence[TrainingConfig]) -> NDArray[np.int64]:
    """Some of the steps from 0 to `last`, evenly, both ends among them: as many as memory is there for."""
    most = int(np.clip(_MOST_NUMBERS // sum(c.spec.n_parameters for c in configs), _FEWEST, _MOST))
    return np.unique(np.rint(np.linspace(0, last, min(most, last + 1))).astype(np.int64))


def trained_again(
    configs: Sequence[TrainingConfig], training: Examples, steps: NDArray[np.int64]
) -> Work[dict[int, tuple[Snapshot, ...]]]:
    """The networks of all runs after each of the ascending `steps`, by step. One whose loss is no number any
    more stands still from there, as it does side by side.
    """
    sessions = [Session(config, training) for config in configs]
    over = [False] * len(sessions)
    found: dict[int, tuple[Snapshot, ...]] = {}
    made, last = 0, max(int(steps[-1]), 1)
    for wanted in steps.tolist():
        while made < wanted:
            for run, session in enumerate(sessions):
                if not over[run]:
                    over[run] = not math.isfinite(session.step().loss)
            made += 1
            if made % _STEPS_AT_A_TIME == 0:
                yield made / last
        found[wanted] = tuple(
            Snapshot(
                f"again {run}",
                0,
                session.step_count,
                session.network.spec,
                frozen_copy(session.network.parameters),
                task=session.config.task,
            )
            for run, session in enumerate(sessions)
        )
        yield made / last
    return found
