"""What waits for the recorder, besides states: made on the trainer's thread or any other, done on its own."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.tables.schema import Mark, Origin
from netviz.training.session import SessionState
from netviz.training.snapshot import Snapshot


class Begin(NamedTuple):
    """Another network stands there; with `same_run` the run goes on with it."""

    state: SessionState
    log: MetricLog
    origin: Origin | None
    same_run: bool


class TakenBack(NamedTuple):
    """The run is at this state again, as if what came after had not been."""

    state: SessionState


class Taken(NamedTuple):
    """The weights after a step."""

    step: int
    config: TrainingConfig
    parameters: NDArray[np.float32]


class Told(NamedTuple):
    """A command took effect."""

    step: int
    kind: str
    data: dict[str, object]
    config: TrainingConfig | None


class Marked(NamedTuple):
    """A step is marked, with what was shown of it."""

    mark: Mark
    snapshot: Snapshot | None


class Unmarked(NamedTuple):
    """A step is no longer marked."""

    step: int


class Copy(NamedTuple):
    """Save a copy as `path`; without one, just have all on the disk."""

    path: Path | None
    done: Future[Path | None]


class Desk(NamedTuple):
    """What lies beside the network now, as a text of the window's own."""

    text: str


@dataclass(frozen=True)
class Keep:
    """Have the run in a file, also where it has made no step here."""


@dataclass(frozen=True)
class Rest:
    """Training rests: commit."""


Item = Begin | SessionState | TakenBack | Taken | Told | Marked | Unmarked | Copy | Rest | Keep | Desk
