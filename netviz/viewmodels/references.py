"""What the darkest shade and the strongest edge stand for, eased so that the picture does not jump."""

from __future__ import annotations

from math import exp
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.scene import Scene, edge_reference, edge_threshold

SETTLING_TIME: Final = 0.5  # seconds until 95 % of a change is done
SHADE_DIGITS: Final = 500
SHADE_PERCENTILE: Final = 99.0
LARGEST_EXACT: Final = 1_000_000  # edges
_CLOSE_ENOUGH: Final = 0.004
_FAR: Final = 10.0  # times the target


def shade_references(snapshot: Snapshot, inputs: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """The |activation| of each column that is darkest, float32 (n_columns,).

    1 for pixels, outputs and layers whose activation stays below 1; otherwise the layer's 99th percentile
    over these `inputs`, (n, n_inputs). 1 too where a layer is dead, or its numbers are no longer
    finite.
    """
    result = np.ones(len(snapshot.spec.sizes), np.float32)
    functions = snapshot.spec.activation_functions
    open_ended = [k for k, activation in enumerate(functions, start=1) if not activation.bounded]
    if open_ended:
        with np.errstate(over="ignore", invalid="ignore"):
            forward = forward_pass(snapshot.spec, snapshot.parameters, inputs)
        for column in open_ended:
            sizes = np.abs(forward.a[column])
            high = float(np.percentile(sizes, SHADE_PERCENTILE)) if np.isfinite(sizes).all() else 0.0
            result[column] = high if high > 0 else 1.0
    return result


class Eased:
    """Values that follow their target: 95 % of the way in half a second, then exactly there."""

    def __init__(self) -> None:
        self._now: NDArray[np.float32] | None = None
        self._target: NDArray[np.float32] | None = None

    @property
    def now(self) -> NDArray[np.float32] | None:
        """The values to draw with; None until there is a target. The same array while nothing moves."""
        return self._now

    @property
    def moving(self) -> bool:
        """Whether the target is not reached yet."""
        return self._now is not self._target

    def aim(self, target: NDArray[Any], *, jump: bool = False) -> None:
        """Follow this target from now on; at once for the first, for another shape, with `jump`, and where it
        lies far below: next to an exploded network's weights a sound one's would be nothing for seconds.
        """
        new = np.asarray(target, np.float32)
        if jump or self._now is None or self._now.shape != new.shape or (self._now > _FAR * new).any():
            self._now = self._target = new
        elif self._target is None or not np.array_equal(self._target, new):
            self._target = new

    def advance(self, seconds: float) -> None:
        """Move on by this much time."""
        if self._now is None or self._target is None or not self.moving:
            return
        left = np.float32(exp(-3 * max(seconds, 0.0) / SETTLING_TIME))
        moved = self._target + (self._now - self._target) * left
        near = np.abs(moved - self._target) <= _CLOSE_ENOUGH * np.abs(self._target)
        self._now = self._target if near.all() else moved


class EdgeScale:
    """Reference and threshold of a scene's edges, worked out once for all pictures of the same values."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._exact = False
        self._reference = np.empty(0, np.float32)
        self._least = np.empty(0, np.float32)

    def of(
        self, scene: Scene, share: float, *, exact: bool
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What `edge_reference` and, for this `share`, `edge_threshold` say, float32 (L,) each.

        Exact only while that takes no longer than a few milliseconds.
        """
        exact = exact and scene.n_edges <= LARGEST_EXACT
        key = (scene.values_key, share)
        if key != self._key or (exact and not self._exact):
            spec, weights, gain = scene.spec, scene.weights, scene.gain
            self._key, self._exact = key, exact
            self._reference = edge_reference(spec, weights, gain, exact=exact)
            self._least = edge_threshold(spec, weights, gain, share, exact=exact)
        return self._reference, self._least
