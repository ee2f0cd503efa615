"""Another optimiser or batch size brings the learning rate that is usual with it, and the window says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from netviz.app.run.configuring import Configuring
from netviz.app.run.networks import Networks
from netviz.app.window.banner import Banner, Offer
from netviz.panels.settings.words import OPTIMISER
from netviz.training.advise.rates import another_way, is_usual, usual_rate, where_usual, with_own_rate
from netviz.training.config import TrainingConfig
from netviz.training.figures import said
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents

ABOUT: Final = "own rate"
FAR: Final = 3.0  # times the usual rate, or less than that part of it: worth a word


class OwnRate:
    """A rate that nobody set by hand follows; one that somebody did stays, and what is usual is said."""

    def __init__(self, intents: Intents, trainer: Trainer, networks: Networks, banner: Banner) -> None:
        self._settings = Configuring(intents, trainer, networks)
        self._banner = banner

    def configure(self, config: TrainingConfig, step: int) -> None:
        """Ask for these settings from `step` on."""
        before = self._settings.config
        self._banner.withdraw(ABOUT)
        if not another_way(before, config):
            self._settings.configure(config)
            return
        own = with_own_rate(config, step)
        if is_usual(before):
            self._settings.configure(own)
            if own != config:
                words = f"{_with(own)} has its own learning rate: {said(config.learning_rate)} → "
                words += f"{said(own.learning_rate)}."
                if own.schedule.kind != config.schedule.kind:
                    words = f"{words[:-1]}, and its own schedule: {own.schedule.kind}."
                self._say(words, f"Keep {said(config.learning_rate)}", config)
            return
        self._settings.configure(config)
        usual = usual_rate(config)
        if not usual / FAR <= config.learning_rate <= usual * FAR:
            words = (
                f"The learning rate stays at {said(config.learning_rate)}, as it was set. "
                f"{_with(config)} usually learns at {said(own.learning_rate)}{where_usual(own)}."
            )
            self._say(words, f"Take {said(own.learning_rate)}", own)

    def _say(self, words: str, title: str, instead: TrainingConfig) -> None:
        said = self._settings.config

        def take() -> None:
            now = self._settings.config
            self._settings.configure(
                replace(now, learning_rate=instead.learning_rate, schedule=instead.schedule)
            )

        self._banner.say(
            words,
            offer=Offer(title, take),
            about=ABOUT,
            passes=True,
            holds=lambda: self._settings.config == said,
        )


def _with(config: TrainingConfig) -> str:
    return f"{OPTIMISER[config.optimiser]} with mini-batches of {config.batch_size:,}"
