"""The step of the story on screen, once Apply made it real."""

from __future__ import annotations

import numpy as np

from netviz.training.experiments.backprop import BackpropTrace
from netviz.viewmodels.scene import Scene
from netviz.viewmodels.story.story import Story


class AppliedStep:
    """Whether it was made, what the story is drawn over since, and whether it led to the network as it is."""

    def __init__(self) -> None:
        self._made = False
        self._ground: Scene | None = None
        self._compared: tuple[tuple[BackpropTrace, BackpropTrace], bool] | None = None

    @property
    def made(self) -> bool:
        """Whether the step of the story on screen was applied."""
        return self._made

    def make(self, ground: Scene | None) -> None:
        """It is applied, to the network of this scene."""
        self._made = True
        self._ground = ground

    def forget(self) -> None:
        """Another story is told now, whose step is a preview."""
        self._made = False

    def ground_for(self, scene: Scene) -> Scene:
        """The network on screen; after Apply still the one that the story is told on."""
        kept = self._ground
        if kept is None or not self._made or (kept.layout, kept.palette) != (scene.layout, scene.palette):
            kept = scene
        self._ground = kept
        return kept

    def led_to(self, now: BackpropTrace, story: Story) -> bool:
        """Whether the story's step was made, and the traced network is the one that it makes."""
        if not self._made:
            return False
        made = (story.trace, now)
        if self._compared is None or self._compared[0] != made:
            self._compared = made, bool(np.array_equal(story.trace.parameters_after, now.parameters))
        return self._compared[1]
