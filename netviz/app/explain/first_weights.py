"""The weights that a run began with: where they are kept, its own; else random ones of the same kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from netviz.files.errors import FileError
from netviz.network.network import Network
from netviz.training.config import TrainingConfig
from netviz.training.recording.reader import Recording
from netviz.training.snapshot import Snapshot

RUN: Final = "untrained"  # the run of such a snapshot
OWN: Final = "Told on this run's own weights of step 0. Your network is left as it is."
FRESH: Final = (
    "Told on new random weights, as this run has kept none of step 0. Your network is left as it is."
)


@dataclass(frozen=True, eq=False)
class FirstWeights:
    """A network that has learned nothing yet, and which one it is: a sentence."""

    snapshot: Snapshot
    words: str


def first_weights(shown: Snapshot, config: TrainingConfig, recording: Path | None) -> FirstWeights:
    """Of the network that is shown. Reads the run's `recording`, so it is work for the job thread."""
    spec = shown.spec
    parameters, words = _kept(recording, shown), OWN
    if parameters is None:
        network = Network(spec)
        network.initialise(config.seed)
        parameters, words = network.parameters.astype(np.float32), FRESH
    parameters.flags.writeable = False
    return FirstWeights(Snapshot(RUN, shown.generation, 0, spec, parameters, task=shown.task), words)


def _kept(recording: Path | None, shown: Snapshot) -> np.ndarray | None:
    if recording is None:
        return None
    try:
        with Recording(recording) as run:
            state = run.state_before(0)
    except (FileError, OSError, ValueError):
        return None
    fits = state.step == 0 and state.config.spec == shown.spec
    return np.array(state.parameters, np.float32) if fits else None
