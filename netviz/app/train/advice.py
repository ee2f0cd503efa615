"""Asks now and then how the run is doing, and shows what there is to worry about."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from netviz.panels.train.state_card import Hint, StateCard
from netviz.training.advise import advice
from netviz.training.config import TrainingConfig
from netviz.training.jobs.thread import Progress
from netviz.training.measure.metrics import MetricLog
from netviz.training.trainer.status import TrainerStatus
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.job_bridge import JobBridge

EVERY: Final = 2.0  # seconds
_FEW: Final = 100  # steps: before, only what is very wrong can be known


class Advice:
    """Looks on the job thread; `act` does what a hint's button says."""

    def __init__(
        self,
        card: StateCard,
        bridge: JobBridge,
        trainer: Trainer,
        act: Callable[[advice.Hint], None],
    ) -> None:
        self._card = card
        self._bridge = bridge
        self._trainer = trainer
        self._act = act
        self._next = 0.0
        self._looked_at: tuple[object, ...] = ()
        self._config: tuple[int, TrainingConfig] | None = None
        self._since = 0
        self._n_validation = 5_000
        self._too_few = False  # is what the card says

    def provide(self, n_validation: int) -> None:
        """So many digits are validated on."""
        self._n_validation = n_validation

    def look(self, status: TrainerStatus) -> None:
        """Ask again where something is new; costs nothing where nothing is."""
        log, now = self._trainer.log, perf_counter()
        measured = (len(log.validation_since(None)[1]), len(log.measures))
        goal = status.stops_at.validation_accuracy
        if self._too_few and status.step >= _FEW:
            self._too_few = False
            self._card.expect()
        here = (id(log), status.config, status.phase, status.step, measured, goal)
        # What rests is looked at whenever something new is known of it: nobody would come back later.
        soon = status.phase == "training" and now < self._next and here[:3] == self._looked_at[:3]
        if here == self._looked_at or soon:
            return
        self._looked_at, self._next = here, now + EVERY
        if self._config != (id(log), status.config):
            self._config, self._since = (id(log), status.config), status.step
        if status.step == 0 and status.phase != "diverged":
            self._card.show_hints((), measured=False)
            self._card.show_looked(None)
            return
        config, since, n_validation = status.config, self._since, self._n_validation
        made = status.step if status.step < _FEW and status.phase != "diverged" else None

        def work(_progress: Progress) -> tuple[int, tuple[advice.Hint, ...], str, str, int | None]:
            found = advice.Evidence.of(config, log, goal, since=since, n_validation=n_validation)
            return found.step, advice.advise(found), advice.parted(found), advice.few_dead(found), made

        self._bridge.submit("advice", work, lambda found: self._show(log, config, *found))

    def _show(
        self,
        log: MetricLog,
        config: TrainingConfig,
        step: int,
        hints: tuple[advice.Hint, ...],
        note: str,
        small: str,
        made: int | None,
    ) -> None:
        if log is not self._trainer.log or config != self._trainer.status.config:
            return
        boxes = tuple(self._button(hint) for hint in hints)
        self._too_few = made is not None
        self._card.show_looked(step if made is None else None)
        if made is not None:
            few = f"Looked at after step {made:,}; from step {_FEW} on there is enough to tell."
            self._card.show_hints(boxes, measured=False, note=few)
        else:
            self._card.show_hints(boxes, measured=True, note=note, small=small)

    def _button(self, hint: advice.Hint) -> Hint:
        # The settings may have gone on by the time that the button is pressed, but its words stay true.
        return Hint(hint.kind, hint.sentence, hint.fix, lambda: self._act(hint))
