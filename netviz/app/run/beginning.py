"""The first weights of the run on screen: what "change since the beginning" counts from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netviz.app.run.past.reader import RunReader
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.playing.playback import Playback


class Beginning:
    """It is read from the recording, unless it was seen; `found` is called once it is known."""

    def __init__(self, playback: Playback, reader: RunReader, found: Callable[[], None]) -> None:
        self._playback = playback
        self._reader = reader
        self._found = found

    def find(self, path: Path | None) -> None:
        """Look for it in this recording."""
        live = self._playback.live
        if live is None or self._playback.first is not None:
            return
        if path is None:
            # Nothing is known of any step before this one: it begins here.
            self._begun(live, live)
        else:
            self._reader.beginning(path, live.spec.sizes, lambda first: self._begun(first, live))

    def _begun(self, first: Snapshot | None, of: Snapshot) -> None:
        if first is not None and self._playback.first is None and self._playback.begun(first, of):
            self._found()
