"""Beginning a new network, and what one is told while that takes its time."""

from __future__ import annotations

from typing import Final

from netviz.app.run.networks import Networks
from netviz.app.window.banner import Banner
from netviz.training.config import TrainingConfig

LARGE: Final = 2_000_000  # weights: it takes a while until they are drawn by chance


class Making:
    """The trainer's thread makes it; until it is there, the window shows the one before."""

    def __init__(self, networks: Networks, banner: Banner) -> None:
        self._networks = networks
        self._banner = banner

    def begin(self, config: TrainingConfig, words: str = "new network", end: int = 0) -> None:
        """Make a network with these settings, which undo calls by `words`; it is trained to step `end`."""
        if config.spec.n_edges >= LARGE:
            making = f"Making a network with {config.spec.n_edges / 1e6:.1f} million weights…"
            self._banner.say(making, about="making")
        self._networks.begin(config, words, end)

    def made(self) -> None:
        """It stands there."""
        self._banner.withdraw("making")
