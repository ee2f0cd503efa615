"""The last state of a run before it went wrong."""

from __future__ import annotations

import math
from typing import Final

from netviz.training.session import Session, SessionState, StepResult

STRETCH: Final = 64
_SLACK: Final = 0.5


class LastGood:
    """Keeps a state that was followed by a stretch of ordinary losses.

    Every 64 steps the mean loss of the stretch is compared with what has been usual before. Where it is
    ordinary, the state from the beginning of the stretch has proved good and is kept, and the present one
    becomes the candidate; a run that is about to explode thus never replaces what it could go back to.
    """

    def __init__(self, session: Session) -> None:
        self.state: SessionState = session.state()
        self._usual: float | None = None
        self._begin(self.state)

    def after_step(self, session: Session, result: StepResult) -> None:
        """Take note of a step with a finite loss; called after each one."""
        if self._usual is None:
            self._usual = result.loss
        self._sum += result.loss
        self._count += 1
        if self._count == STRETCH:
            self._end_stretch(session)

    def before_change(self, session: Session) -> None:
        """The settings are about to change: what the old ones led to is good if the losses are ordinary, and
        the last step, whose loss was that of the weights before, left no infinities.
        """
        if session.is_finite and (self._count == 0 or self._is_ordinary(self._sum / self._count)):
            self.state = session.state()
            self._begin(self.state)

    def _end_stretch(self, session: Session) -> None:
        mean = self._sum / self._count
        if self._is_ordinary(mean):
            if self._candidate is not None:
                self.state = self._candidate
            self._begin(session.state())
        else:
            self._begin(None)
        if self._usual is not None and math.isfinite(mean):
            # Bounded, so that a loss that explodes doesn't become usual, but one that stays higher does in
            # the end.
            self._usual += (min(mean, 2 * self._usual) - self._usual) / 16

    def _is_ordinary(self, mean: float) -> bool:
        return self._usual is not None and math.isfinite(mean) and mean <= 2 * self._usual + _SLACK

    def _begin(self, candidate: SessionState | None) -> None:
        self._candidate = candidate
        self._sum = 0.0
        self._count = 0
