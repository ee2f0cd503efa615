"""What may be drawn over the network: a story, or arrows while training runs."""

from __future__ import annotations

from typing import Protocol

from netviz.viewmodels.scene import Focus, Scene


class Overlay(Protocol):
    """The presenter asks it at each tick."""

    def advance(self, now: float, elapsed: float) -> bool:
        """Let time pass (seconds); True if what it draws changes."""

    def over(self, scene: Scene) -> Scene:
        """The network with it; `scene` itself where there is nothing to draw."""

    def take(self, focus: Focus | None) -> bool:
        """A click on the network: True if it was meant for this."""
