"""Where a run began, or where it got the shape that it has now."""

from __future__ import annotations

from netviz.training.recording.reader import Recording
from netviz.training.recording.tables.schema import OPERATE, TAKE_BACK
from netviz.training.snapshot import Snapshot


def first_of_shape(recording: Recording, sizes: tuple[int, ...]) -> Snapshot | None:
    """The first kept snapshot of a network of these `sizes`; None where the recording has none.

    Raises FileError.
    """
    steps = recording.steps
    reshaped = [
        command.step for command in recording.commands if command.kind in ("reshape", OPERATE, TAKE_BACK)
    ]
    for step in dict.fromkeys([*steps[:1], *reshaped]):
        found, snapshot = recording.nearest(step)
        if found == step and snapshot.spec.sizes == sizes:
            return snapshot
    return None
