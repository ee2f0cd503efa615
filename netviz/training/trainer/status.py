"""What the trainer does, for everybody to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from netviz.training.config import TrainingConfig
from netviz.training.figures import said
from netviz.training.stopping import NO_CONDITIONS, NOTHING_YET, Elapsed, StopConditions

Phase = Literal["idle", "training", "paused", "diverged", "stopped"]


class Mood(NamedTuple):
    """The phase, and what is said of it: exchanged as one, since another thread may ask at any moment."""

    phase: Phase
    message: str = ""
    met: bool = False


def diverged(step: int, rate: float) -> Mood:
    """That of a run whose loss is no finite number since this step, at this learning rate."""
    return Mood(
        "diverged",
        f"The loss is no longer a finite number since step {step:,}: the learning rate {said(rate)} is too "
        "high for this network.",
    )


@dataclass(frozen=True)
class TrainerStatus:
    """What the trainer does.

    `phase`: idle (step 0, nothing done yet), training, paused, diverged (the loss is no finite number;
    reset or restore), stopped (closed). `pace` is in steps per second, None for full speed.
    `samples_per_second` is 0 unless training. `message` is a sentence for the person, or empty.
    `has_digits` is False until the training digits are loaded; Start waits for them. `learning_rate` is that
    of the next step, as the schedule has it. `stop_when` are the conditions for pausing; `met`: it paused
    because of one of them, and `message` says which. `stops_at` are those of them that still count: one that
    was met is set aside when training goes on. `elapsed` is how far it is on the way to them.
    `next_validation` is the step after which the validation digits are read next, None while there are none.
    """

    phase: Phase
    pace: float | None
    config: TrainingConfig
    step: int
    epoch: float
    samples_per_second: float
    message: str
    has_digits: bool
    learning_rate: float
    stop_when: StopConditions
    met: bool
    stops_at: StopConditions = NO_CONDITIONS
    elapsed: Elapsed = NOTHING_YET
    next_validation: int | None = None
