"""The run that stands in the trainer: the full state, and the log that led to it, of one moment."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from netviz.training.measure.metrics import MetricLog
from netviz.training.session import SessionState


@dataclass(frozen=True, eq=False)
class Standing:
    """A state with its own log: `Trainer.log`, read beside a state that was asked for, may be another's."""

    state: SessionState
    log: MetricLog


class StandingAsked(Future[Standing]):
    """A wish for it, which waits among the commands."""


def answer(asked: StandingAsked | Future[SessionState], state: SessionState, log: MetricLog) -> None:
    """What was asked for: both, or the state alone."""
    if isinstance(asked, StandingAsked):
        asked.set_result(Standing(state, log))
    else:
        asked.set_result(state)
