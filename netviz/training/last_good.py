"""The last state of a run before it went wrong."""

from __future__ import annotations

import math
from typing import Final

from netviz.training.session import Session, SessionState, StepResult

STRETCH: Final = 32


class LastGood:
    """Keeps a state that was followed by a stretch of ordinary losses.

    Every 32 steps the mean loss is compared with a slow average of the means before. Where it is less than twice as high, the state from the
    beginning of the stretch proved good and is kept, and the present one becomes the candidate; a run that is about to
    explode thus never replaces what it could go back to.
    """

    def __init__(self, session: Session) -> None:
        self.state: SessionState = session.state()
        self._begin(self.state)
        self._usual: float | None = None

    def after_step(self, session: Session, result: StepResult) -> None:
        """Take note of a step; called after each one."""
        self._sum += result.loss
        self._count += 1
        if self._count == STRETCH:
            self._compare(session)

    def settle(self, session: Session) -> None:
        """The settings are about to change: what has been reached under the old ones is good, if the losses were."""
        if self._count == 0 or self._is_usual(self._sum / self._count):
            self.state = session.state()
            self._begin(self.state)

    def _compare(self, session: Session) -> None:
        mean = self._sum / self._count
        if self._is_usual(mean):
            if self._candidate is not None:
                self.state = self._candidate
            self._begin(session.state())
        else:
            self._begin(None)
        if math.isfinite(mean):
            # A higher loss that stays (another batch size, more L2) becomes usual in the end.
            usual = mean if self._usual is None else self._usual
            self._usual = usual + (min(mean, 2 * usual) - usual) / 16

    def _is_usual(self, mean: float) -> bool:
        return math.isfinite(mean) and (self._usual is None or mean <= 2 * self._usual + 0.05)

    def _begin(self, candidate: SessionState | None) -> None:
        self._candidate = candidate
        self._sum = 0.0
        self._count = 0
