"""What may be drawn over the network: a story, or arrows while training runs."""

from __future__ import annotations

from typing import Protocol

from netviz.viewmodels.scene import Focus, Scene


class Overlay(Protocol):
    """The presenter asks it at each tick.

    `picture_every`: seconds that lie between two pictures at least while training runs; 0 where it does not
    mind. `shows_own_weights`: it puts weights of its own into the picture, no changes.
    """

    @property
    def picture_every(self) -> float:
        """See above."""

    @property
    def shows_own_weights(self) -> bool:
        """See above."""

    @property
    def told_step(self) -> int | None:
        """The training step that it names; the curves' cursor then stands there. None where it names none."""

    def advance(self, now: float, elapsed: float) -> bool:
        """Let time pass (seconds); True if what it draws changes."""

    def over(self, scene: Scene) -> Scene:
        """The network with it; `scene` itself where there is nothing to draw."""

    def on_screen(self) -> None:
        """What `over` gave last is painted next, or is there already: words about it may change now."""

    def take(self, focus: Focus | None) -> bool:
        """A click on the network: True if it was meant for this."""


class Bare:
    """Nothing lies over the network."""

    picture_every = 0.0
    shows_own_weights = False
    told_step: int | None = None

    def advance(self, _now: float, _elapsed: float) -> bool:
        """Nothing moves."""
        return False

    def over(self, scene: Scene) -> Scene:
        """The network as it is."""
        return scene

    def on_screen(self) -> None:
        """It has no words."""

    def take(self, _focus: Focus | None) -> bool:
        """Every click is for the network."""
        return False
