"""What lies before the network now: the pixels of one digit, and what the shown snapshot makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import ForwardPass, forward_pass
from netviz.tasks.all_tasks import DEFAULT, USUAL
from netviz.tasks.task import AnyTask
from netviz.training.experiments.backprop import Right
from netviz.training.judge import Judgement, judge
from netviz.training.snapshot import Snapshot

Source = Literal["nothing", "pad", "test digit", "file", "page", "made"]

__all__ = ["NOTHING", "Example", "Probe", "Right", "Source", "example"]

_numbers = count(1)


@dataclass(frozen=True, eq=False)
class Example:
    """One example of `task`: of the digits `pixels` uint8 (n_inputs,), read-only, 0 = paper, of another one
    what it stores; `label` if known; `index` in the test set.

    `id` differs for any two examples, so pictures compare it instead of pixels.
    """

    pixels: NDArray[np.uint8] = field(default_factory=DEFAULT.input.blank)
    source: Source = "nothing"
    label: Right | None = None
    index: int | None = None
    name: str = ""
    id: int = 0
    task: AnyTask = DEFAULT

    @property
    def empty(self) -> bool:
        """Whether there is no ink to read."""
        return self.source == "nothing"


NOTHING: Final = Example()


def owned(lies: Example, called: str) -> str:
    """Whose what lies there is: `Your point` of one's own making, `This point` of any other."""
    return f"{'Your' if lies.source == 'pad' else 'This'} {called}"


def example(
    pixels: NDArray[Any],
    source: Source,
    *,
    label: Right | None = None,
    index: int | None = None,
    name: str = "",
    task: AnyTask = DEFAULT,
) -> Example:
    """An example of this task with a number of its own. One that says nothing, as paper without ink, gives
    NOTHING.
    """
    reads = task.input
    if reads.is_empty(pixels):
        return NOTHING
    own = np.array(pixels, reads.dtype).reshape(reads.n)
    own.flags.writeable = False
    return Example(own, source, label, index, name, next(_numbers), task)


class Probe:
    """The example and its forward pass, computed once for each pair of example and snapshot."""

    def __init__(self) -> None:
        self._example = NOTHING
        self._key: tuple[object, ...] | None = None
        self._forward: ForwardPass | None = None
        self._judgement: Judgement | None = None

    @property
    def example(self) -> Example:
        """What is shown to the network."""
        return self._example

    @property
    def judgement(self) -> Judgement | None:
        """Whether its ink is a digit at all; None while there is nothing to read, and of another task."""
        return self._judgement

    def show(self, new: Example) -> None:
        """Put another example before the network; the forward pass waits for the next `forward`."""
        self._example = new
        judged = not new.empty and new.task.id == USUAL
        self._judgement = judge(new.pixels) if judged else None

    def forward(self, snapshot: Snapshot) -> ForwardPass | None:
        """What this snapshot computes for the example.

        None while there is nothing to read, and where a network that has diverged gives no numbers.
        """
        if self._example.empty:
            return None
        key = (snapshot.identity, self._example.id)
        if key != self._key:
            x = self._example.task.input.scaled(self._example.pixels)
            with np.errstate(over="ignore", invalid="ignore"):
                forward = forward_pass(snapshot.spec, snapshot.parameters, x)
            self._forward = forward if all(np.isfinite(z).all() for z in forward.z) else None
            self._key = key
        return self._forward
