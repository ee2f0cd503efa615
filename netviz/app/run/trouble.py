"""Says when a run has gone wrong, and offers the way back."""

from __future__ import annotations

from collections.abc import Callable

from netviz.app.run.networks import Networks
from netviz.app.window.banner import Banner, Offer
from netviz.panels.kit.figures import percent
from netviz.tasks.task import AnyTask
from netviz.training.advise.lookout import Lookout, Lost, guesses
from netviz.training.config import TrainingConfig
from netviz.training.figures import said
from netviz.training.session import SessionState
from netviz.training.trainer.status import TrainerStatus
from netviz.training.trainer.trainer import Trainer


class Trouble:
    """A loss that is no number any more, or far above its start while the network only guesses."""

    def __init__(self, trainer: Trainer, networks: Networks, banner: Banner) -> None:
        self._trainer = trainer
        self._networks = networks
        self._banner = banner
        self._lookout = Lookout()

    def diverged(self, status: TrainerStatus) -> None:
        """The trainer has stopped by itself."""
        self._say(status.message, *self._networks.way_back(), self._still_diverged)

    def measured(self) -> None:
        """A validation is done: is it a run worth going on with?"""
        lost = self._lookout.look(self._trainer.log)
        if lost is not None and self._trainer.status.phase != "diverged":
            log, now = self._trainer.log, self._trainer.status.config.learning_rate
            rate = said(max(now, log.changes.highest_rate))
            state, config = self._networks.way_back()
            # A run that never learned has become used to its losses: nothing in it is worth going back to.
            usable = lost.since is not None and state.step < lost.since
            self._say(
                f"{_how_bad(lost, self._trainer.status.config.task)} and its loss was "
                f"{said(lost.loss, 3)} at step {lost.step:,}, after {said(lost.before, 3)} at step "
                f"{lost.best:,}. The learning rate {rate} was too high for it.",
                state if usable else None,
                config,
                self._still_guesses,
            )

    def _still_diverged(self) -> bool:
        return self._trainer.status.phase == "diverged"

    def _still_guesses(self) -> bool:
        last = self._trainer.log.validation_since(None)[1][-1:]
        return all(guesses(self._trainer.status.config, point) for point in last)

    def _say(
        self,
        sentence: str,
        state: SessionState | None,
        config: TrainingConfig,
        holds: Callable[[], bool],
    ) -> None:
        line = self._trainer.log.line
        rate = said(config.learning_rate)
        if state is None:
            offer = Offer(f"New network with rate {rate}", lambda: self._networks.begin(config))
        else:
            offer = Offer(
                f"Go back to step {state.step:,} with rate {rate}",
                lambda: self._networks.go_back(state, config),
            )
        self._banner.say(
            sentence,
            error=True,
            offer=offer,
            about="trouble",
            # Of this network as it went on from there; another one has other troubles.
            holds=lambda: self._trainer.log.line == line and holds(),
        )


def _how_bad(lost: Lost, task: AnyTask) -> str:
    """The beginning of a sentence."""
    if task.answer.kind == "numbers":
        return "The network answers no better than the mean would,"
    return f"The network only guesses: it reads {percent(lost.accuracy)} of the validation {task.examples},"
