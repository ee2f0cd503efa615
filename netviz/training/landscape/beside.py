"""Recorded runs of one shape, to be laid beside each other on one plane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import FileError
from netviz.language.grammar import all_of
from netviz.network.spec import NetworkSpec
from netviz.tasks.task import AnyTask
from netviz.training.config import TrainingConfig
from netviz.training.jobs.work import Work
from netviz.training.landscape.plane import Plane, Walk
from netviz.training.recording.reader import Recording

MOST_LISTED: Final = 24


@dataclass(frozen=True)
class Candidate:
    """A recorded run of the wanted shape: its file, its last step, and what it was trained with."""

    path: Path
    last_step: int
    trained_with: str


@dataclass(frozen=True, eq=False)
class Trail:
    """Another run's path on a plane: points float64 (k, 2) of `steps` (k,), and how far off the plane each of
    its networks is, `distance` (k,).
    """

    path: Path
    points: NDArray[np.float64]
    steps: NDArray[np.int64]
    distance: NDArray[np.float64]


def candidates(paths: Iterable[Path], spec: NetworkSpec, task: AnyTask) -> Work[list[Candidate]]:
    """Which of these recordings are runs of this task that end with a network of this very kind; the newest
    first, so many at most. What can't be read is none.
    """
    found: list[Candidate] = []
    newest = sorted(paths, key=_changed, reverse=True)
    for k, path in enumerate(newest):
        yield k / max(len(newest), 1)
        if len(found) == MOST_LISTED:
            break
        try:
            with Recording(path) as recording:
                config, last = recording.info.config, recording.last_step
                if last and config.task.id == task.id and recording.last_spec == spec:
                    found.append(Candidate(path, last, trained_with(recording.configs)))
        except (FileError, OSError):
            continue
    return found


def trained_with(configs: Sequence[TrainingConfig]) -> str:
    """`momentum, rate 0.02`; with all optimisers and the span of the rates, where they were changed."""
    optimisers = all_of(dict.fromkeys(config.optimiser for config in configs))
    rates = [config.learning_rate for config in configs]
    low, high = f"{min(rates):g}", f"{max(rates):g}"
    return f"{optimisers}, rate {low}" if low == high else f"{optimisers}, rates from {low} to {high}"


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def together(walk: Walk, others: list[Walk]) -> Walk:
    """All networks of some walks as those of one that ends where the first does: for a plane along them all.
    Its steps are those of each, in no order.
    """
    parts = [walk.parameters[:-1], *(other.parameters for other in others), walk.parameters[-1:]]
    steps = [walk.steps[:-1], *(other.steps for other in others), walk.steps[-1:]]
    return Walk(walk.spec, np.concatenate(steps), np.concatenate(parts))


def trail_of(plane: Plane, path: Path, walk: Walk) -> Trail:
    """Where a plane comes nearest to the networks of another run."""
    points, distance = plane.project(list(walk.parameters))
    return Trail(path, points, walk.steps, distance)
