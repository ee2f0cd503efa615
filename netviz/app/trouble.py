"""Says when a run has gone wrong, and offers the way back."""

from __future__ import annotations

from netviz.app.banner import Banner, Offer
from netviz.app.networks import Networks
from netviz.panels.figures import percent, plain, short
from netviz.training.lookout import Lookout
from netviz.training.trainer import Trainer, TrainerStatus


class Trouble:
    """A loss that is no number any more, or far above its start while the network only guesses."""

    def __init__(self, trainer: Trainer, networks: Networks, banner: Banner) -> None:
        self._trainer = trainer
        self._networks = networks
        self._banner = banner
        self._lookout = Lookout()

    def diverged(self, status: TrainerStatus) -> None:
        """The trainer has stopped by itself."""
        self._say(status.message)

    def measured(self) -> None:
        """A validation is done: is it a run worth going on with?"""
        lost = self._lookout.look(self._trainer.log)
        if lost is not None and self._trainer.status.phase != "diverged":
            rate = short(self._trainer.status.config.learning_rate)
            self._say(
                f"The network only guesses: it reads {percent(lost.accuracy)} of the validation digits, and "
                f"its loss went from {plain(lost.first_loss, 1)} to {plain(lost.loss, 1)}. The learning rate "
                f"{rate} is too high."
            )

    def _say(self, sentence: str) -> None:
        state, config = self._networks.way_back()
        place = f"Go back to step {state.step:,}" if state.step else "Begin anew"
        offer = Offer(
            f"{place} with rate {short(config.learning_rate)}",
            lambda: self._networks.go_back(state, config),
        )
        self._banner.say(sentence, error=True, offer=offer)
