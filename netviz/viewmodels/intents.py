"""What the person asks for, as commands to the trainer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from netviz.training.commands import Command, Configure, Pause, Reset, Restore, SetPace, Start, StepOnce
from netviz.training.config import TrainingConfig
from netviz.training.session import SessionState

PACES: Final[tuple[float | None, ...]] = (1 / 8, 1 / 4, 1 / 2, 1, 2, 5, 10, 30, 100, 300, 1000, None)
"""Steps per second that Faster and Slower go through; None is full speed."""


def pace_words(pace: float | None) -> str:
    """The pace as people say it: "one step in 8 s", "30 steps/s", "full speed"."""
    if pace is None:
        return "full speed"
    if pace < 1:
        return f"one step in {1 / pace:.3g} s"
    return "1 step/s" if pace == 1 else f"{pace:,.3g} steps/s" if pace < 1000 else f"{pace:,.0f} steps/s"


class Intents(QObject):
    """Turns wishes into commands. The wished pace and settings are remembered, so the window can show them."""

    sent = Signal()

    def __init__(
        self, send: Callable[[Command], None], config: TrainingConfig, pace: float | None = None
    ) -> None:
        super().__init__()
        self._send = send
        self._pace = pace
        self._config = config

    @property
    def pace(self) -> float | None:
        """The wished steps per second; None is full speed."""
        return self._pace

    @property
    def config(self) -> TrainingConfig:
        """The settings asked for last."""
        return self._config

    def train(self) -> None:
        """Train until paused."""
        self._command(Start())

    def pause(self) -> None:
        """Wait after the step that runs."""
        self._command(Pause())

    def step(self) -> None:
        """One step, then wait."""
        self._command(StepOnce())

    def set_pace(self, pace: float | None) -> None:
        """Steps per second from now on; None is full speed."""
        if pace != self._pace:
            self._pace = pace
            self._command(SetPace(pace))

    def faster(self) -> None:
        """The next quicker pace of PACES."""
        quicker = [p for p in PACES[:-1] if p is not None and self._pace is not None and p > self._pace]
        self.set_pace(quicker[0] if quicker else None)

    def slower(self) -> None:
        """The next slower pace of PACES."""
        slower = [p for p in PACES[:-1] if p is not None and (self._pace is None or p < self._pace)]
        self.set_pace(slower[-1] if slower else PACES[0])

    def configure(self, config: TrainingConfig) -> None:
        """Other settings for the same network, from the next step on."""
        self._config = config
        self._command(Configure(config))

    def reset(self, config: TrainingConfig) -> None:
        """A new network, step 0."""
        self._config = config
        self._command(Reset(config))

    def restore(self, state: SessionState) -> None:
        """Go to exactly this state."""
        self._config = state.config
        self._command(Restore(state))

    def _command(self, command: Command) -> None:
        self._send(command)
        self.sent.emit()
