"""The way of a recorded run through the space of its weights, since its last change of shape."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.training.landscape.plane import PlaneError, Walk
from netviz.training.recording.reader import Recording
from netviz.training.snapshot import Snapshot

MOST: Final = 64  # networks: a path of so many is smooth, and they are read in a moment
_MOST_NUMBERS: Final = 32_000_000  # of all networks together
_FEWEST: Final = 8


class Kept(Protocol):
    """What keeps networks by their steps: a Recording, or what remembers one."""

    @property
    def steps(self) -> tuple[int, ...]:
        """Ascending, each once."""

    def nearest(self, step: int) -> tuple[int, Snapshot]:
        """The kept network nearest to a step, and its own step."""


class Remembered:
    """A recording whose networks are read once each, for whoever looks at its way again and again while it
    grows. It is opened for each look. One thread may use it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[int, Snapshot] = {}
        self._recording: Recording | None = None

    def walk(self, newest: Snapshot | None, most: int = MOST) -> Walk:
        """See `recorded_walk`."""
        with Recording(self._path) as self._recording:
            walk = recorded_walk(self, newest=newest, most=most)
        kept = set(walk.steps.tolist())
        if len(self._known) * walk.spec.n_parameters > _MOST_NUMBERS:
            self._known = {step: one for step, one in self._known.items() if step in kept}
        return walk

    def walk_with(self, newest: Snapshot | None, steps: Sequence[int]) -> tuple[Walk, tuple[int, int, int]]:
        """See `with_steps`."""
        with Recording(self._path) as self._recording:
            return with_steps(self, recorded_walk(self, newest=newest), steps)

    @property
    def steps(self) -> tuple[int, ...]:
        """Those that are kept now."""
        assert self._recording is not None
        return self._recording.steps

    def nearest(self, step: int) -> tuple[int, Snapshot]:
        """See `Kept`."""
        known = self._known.get(step)
        if known is not None:
            return step, known
        assert self._recording is not None
        at, snapshot = self._recording.nearest(step)
        self._known[at] = snapshot
        return at, snapshot


def recorded_walk(
    recording: Kept,
    first: int | None = None,
    last: int | None = None,
    *,
    newest: Snapshot | None = None,
    most: int = MOST,
) -> Walk:
    """The kept networks of a run between two steps (None: as far as there are), evenly chosen where there are
    more than `most`; only those since its last change of shape.

    `newest` is the last one, where the recording does not hold it (yet). Raises PlaneError, and FileError.
    """
    kept = np.array(recording.steps, np.int64)
    if newest is not None:
        last = newest.step if last is None else min(last, newest.step)
    kept = kept[(kept >= (first or 0)) & (kept <= (kept[-1] if last is None and len(kept) else last or 0))]
    if newest is not None and newest.step <= (last or 0):
        end, kept = newest, kept[kept < newest.step]
    elif len(kept):
        end, kept = recording.nearest(int(kept[-1]))[1], kept[:-1]
    else:
        raise PlaneError("The recording keeps no step there; another stretch would be right.")
    spec = end.spec
    most = int(np.clip(_MOST_NUMBERS // spec.n_parameters, _FEWEST, most))
    kept = kept[_begin_of_shape(recording, kept, spec.sizes) :]
    chosen = kept[np.unique(np.rint(np.linspace(0, len(kept) - 1, min(most - 1, len(kept)))).astype(np.intp))]
    found = [(end.step, end.parameters)]
    for step in chosen[::-1]:
        at, snapshot = recording.nearest(int(step))
        if snapshot.spec.sizes != spec.sizes:
            break
        if at < found[-1][0]:  # while it is written, what was chosen may be thinned out
            found.append((at, snapshot.parameters))
    return _walk(spec, found[::-1])


def _walk(spec: NetworkSpec, found: list[tuple[int, NDArray[np.float32]]]) -> Walk:
    steps = np.array([step for step, _ in found], np.int64)
    parameters = np.stack([numbers for _, numbers in found])
    for array in (steps, parameters):
        array.flags.writeable = False
    return Walk(spec, steps, parameters)


def with_steps(recording: Kept, walk: Walk, steps: Sequence[int]) -> tuple[Walk, tuple[int, int, int]]:
    """The walk with the kept networks nearest to three steps among it, and their places there. Raises
    PlaneError where one of them has another shape, and FileError.
    """
    found = dict(zip(walk.steps.tolist(), walk.parameters, strict=True))
    nearest = []
    for step in steps:
        at, snapshot = recording.nearest(step)
        if snapshot.spec.sizes != walk.spec.sizes:
            raise PlaneError(
                f"At step {at:,} the network was {snapshot.spec}, and {walk.spec} at the end; a later step "
                "would be right."
            )
        found.setdefault(at, snapshot.parameters)
        nearest.append(at)
    ordered = sorted(found)
    whole = _walk(walk.spec, [(step, found[step]) for step in ordered])
    a, b, c = (ordered.index(step) for step in nearest)
    return whole, (a, b, c)


def _begin_of_shape(recording: Kept, kept: NDArray[np.int64], sizes: tuple[int, ...]) -> int:
    """The place of the first kept step that has the last shape, if that changed once; by halving."""
    low, high = 0, len(kept)
    while low < high:
        middle = (low + high) // 2
        if recording.nearest(int(kept[middle]))[1].spec.sizes == sizes:
            high = middle
        else:
            low = middle + 1
    return low
