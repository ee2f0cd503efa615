"""The activation that is darkest in each column: measured on the job thread, followed smoothly on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.panels.watch.legend import full_shade
from netviz.tasks.examples import Examples
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.references import SHADE_DIGITS, Eased, shade_references

MEASURED_EVERY: Final = 1.0  # seconds, while training runs


class Shades:
    """Follows the network on screen. `measured` is called when there is something new to ease to."""

    def __init__(self, bridge: JobBridge, measured: Callable[[], None]) -> None:
        self._bridge = bridge
        self._measured = measured
        self._eased = Eased()
        self._inputs: NDArray[np.floating[Any]] | None = None
        self._shown: Snapshot | None = None
        self._asked: tuple[object, ...] | None = None  # the identity of what is measured now, or was last
        self._next = 0.0
        self._measured_on = ""

    @property
    def now(self) -> NDArray[np.float32] | None:
        """One for each column, float32; None where nothing was measured yet."""
        return self._eased.now

    @property
    def moving(self) -> bool:
        """Whether they are on their way to what was measured last."""
        return self._eased.moving

    def provide(self, validation: Examples) -> None:
        """The validation digits are there: it is measured on the first 500."""
        self._inputs = validation.inputs(slice(SHADE_DIGITS))
        self._measured_on = f"{len(self._inputs):,} {validation.task.examples}"

    def of(self, spec: NetworkSpec) -> tuple[float, ...] | None:
        """For this network; None where they are still those of one with other columns."""
        now = self._eased.now
        return None if now is None or len(now) != len(spec.sizes) else tuple(map(float, now))

    def note(self, *, dark: bool) -> str:
        """What the legend says about them; nothing where each stands for an activation of 1."""
        now = self._eased.now
        return (
            ""
            if now is None or (now == 1).all()
            else full_shade(now[1:-1].tolist(), dark=dark, measured_on=self._measured_on)
        )

    def advance(self, seconds: float) -> None:
        """Move on by this much time."""
        self._eased.advance(seconds)

    def follow(self, shown: Snapshot, now: float, *, training: bool) -> None:
        """Measure this snapshot, unless that was done; while training runs only now and then."""
        self._shown = shown
        inputs = self._inputs
        if inputs is None or shown.identity == self._asked or (training and now < self._next):
            return
        self._next = now + MEASURED_EVERY
        self._asked = shown.identity
        self._bridge.submit(
            "shades",
            lambda _progress: shade_references(shown, inputs),
            lambda found: self._arrived(shown.spec, found),
        )

    def _arrived(self, spec: NetworkSpec, found: NDArray[np.float32]) -> None:
        if self._shown is not None and self._shown.spec.sizes == spec.sizes:
            self._eased.aim(found)
            self._measured()
