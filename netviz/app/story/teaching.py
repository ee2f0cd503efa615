"""Making a told step real, once or many times; the undo stack takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QUndoStack

from netviz.app.networks import Networks
from netviz.panels.story_panel import MANY
from netviz.rendering.arrows.wants import loss_texts
from netviz.training.jobs import Progress
from netviz.training.rehearsal import teach
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.story.story import Story

ONCE: Final = "applied step"
MANY_TIMES: Final = f"{MANY} applied steps"


@dataclass(frozen=True)
class Taught:
    """What was applied to one digit in a row: how many steps, and the loss before them."""

    steps: int
    loss_before: float


class Teaching:
    """Commands to the trainer. One at a time: `busy` until the story of the new network is there."""

    def __init__(self, networks: Networks, bridge: JobBridge, stack: QUndoStack) -> None:
        self._networks = networks
        self._bridge = bridge
        self._stack = stack
        self._taught: Taught | None = None
        # By the parameters that they led to: Undo and Redo bring those back, and what is said about them.
        self._led_to: dict[bytes, Taught] = {}
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether an Apply is on its way."""
        return self._busy

    @property
    def can_undo(self) -> bool:
        """Whether the last thing that was done is an Apply."""
        return self._stack.canUndo() and self._stack.undoText() in (ONCE, MANY_TIMES)

    @property
    def in_one_go(self) -> bool:
        """Whether the present network is where more than one step led at once, which no story shows."""
        return self._taught is not None and self._stack.undoText() == MANY_TIMES

    def once(self, story: Story) -> None:
        """Make the told step: every parameter moves exactly as told."""
        self._busy = True
        self._put(ONCE, story, 1, np.asarray(story.trace.parameters_after, np.float32))

    def many(self, story: Story, steps: int) -> None:
        """Make this many such steps, each with its own gradient."""
        self._busy = True
        trace = story.trace

        def work(_progress: Progress) -> NDArray[np.float32]:
            return teach(trace.spec, trace.parameters, trace.pixels, trace.label, trace.rate, steps)

        self._bridge.submit("teach", work, lambda after: self._put(MANY_TIMES, story, steps, after))

    def arrived(self, story: Story, *, same_digit: bool) -> None:
        """A story of the network as it is now is there."""
        self._busy = False
        if not same_digit:
            self._led_to.clear()
        self._taught = self._led_to.get(_digest(story.trace.parameters))

    def words(self, story: Story) -> str:
        """What was applied, and what it did to the loss, measured; empty where nothing was."""
        if self._taught is None:
            return ""
        steps = "1 step" if self._taught.steps == 1 else f"{self._taught.steps} steps"
        before, after = loss_texts((self._taught.loss_before, story.trace.loss_before))
        return f"{steps}: loss {before} → {after}"

    def _put(self, words: str, story: Story, steps: int, after: NDArray[np.float32]) -> None:
        last = self._led_to.get(_digest(story.trace.parameters))
        taught = Taught(steps, story.trace.loss_before)
        if last is not None:
            taught = Taught(steps + last.steps, last.loss_before)
        self._led_to[_digest(after)] = taught
        self._networks.teach(words, np.asarray(story.trace.parameters, np.float32), after)


def _digest(parameters: NDArray[np.floating[Any]]) -> bytes:
    """Tells one set of parameters from another without keeping it."""
    return blake2b(np.asarray(parameters, np.float32).tobytes()).digest()
