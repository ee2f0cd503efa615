"""How often the story's picture changes: as often as the canvas draws, and its edges less often."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from netviz.rendering.canvas import GraphCanvas
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.story.story import Story

EDGES_EVERY: Final = 0.12  # seconds


class StoryPace:
    """Counts the time in which a story moves."""

    def __init__(self, canvas: GraphCanvas) -> None:
        self._canvas = canvas
        self._was_moving = False
        self._next_frame = 0.0
        self._passed = self._passed_in_all = 0.0  # since the last frame, and ever
        # When edges were drawn anew, and from what.
        self._edges: tuple[float, Story, StoryMoment] | None = None

    def begin(self) -> None:
        """It moves from another place on: what passed before does not count."""
        self._was_moving = False

    def frame(self, now: float, elapsed: float, *, moving: bool) -> float | None:
        """At `now`, `elapsed` seconds after the last call: by how much it moves on; None while it waits."""
        self._passed_in_all += elapsed
        if not moving:
            self._was_moving = False
            return None
        self._passed = self._passed + elapsed if self._was_moving else 0.0
        if self._was_moving and now < self._next_frame - 0.004:
            return None
        self._was_moving = True
        self._next_frame = now + 1 / self._canvas.max_fps
        passed, self._passed = self._passed, 0.0
        return passed

    def paced(self, story: Story, moment: StoryMoment, *, moving: bool) -> StoryMoment:
        """While it moves, a processor draws all edges anew only so often: arrows go on in between."""
        now, last = self._passed_in_all, self._edges
        if last is not None and self._canvas.software and moving and now < last[0] + EDGES_EVERY:
            of, shown = last[1:]
            if of is story and shown.weights_key != moment.weights_key:
                weights, key, share = shown.weights, shown.weights_key, shown.weight_share
                return replace(moment, weights=weights, weights_key=key, weight_share=share)
        if last is None or last[2].weights_key != moment.weights_key or last[1] is not story:
            self._edges = (now, story, moment)
        return moment
