"""A process of its own that looks and reads, seen from the one that has started it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from typing import Final

import numpy as np

from netviz.app.page.live.shared import Shared
from netviz.app.page.live.sight import Sight, Wish
from netviz.app.page.live.wire import PLACES, Line, line, sight_in, told_in, wish_told
from netviz.tasks.examples import DataError

_BYTES: Final = PLACES * 16 * 2**20  # a picture takes 3 MB; what was never written takes nothing
_CODE: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); "
    "from netviz.app.page.live.child import main; main()"
)
_MEMORY: Final = {
    # What a picture took the next one takes: given back to the system, it would be had in 1,500 page faults.
    "PILLOW_BLOCKS_MAX": "64",
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TRIM_THRESHOLD_": str(2**30),
}
_SECONDS: Final = 5.0  # for the system to end a process that was killed
_FAULTS: Final = tuple(
    -getattr(signal, name)
    for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE")
    if hasattr(signal, name)
)
_WINDOWS_FAULT: Final = 0xC0000000  # and above, are its codes of such an end


class EndedError(Exception):
    """The process is not there any more. `crashed`: by a fault of its own, which another would have, too."""

    def __init__(self, *, crashed: bool) -> None:
        super().__init__("crashed" if crashed else "ended")
        self.crashed = crashed


class FaultError(Exception):
    """Something went wrong there that nobody thought of: its traceback."""


class Apart:
    """One process. All but `kill` is for one thread."""

    def __init__(self) -> None:
        """Start it; it comes by and by. Raises EndedError where that can't be."""
        self._id = 0
        self._wish: Wish | None = None  # what was asked for last, and has not come
        if not sys.executable:  # of a program that only contains Python
            raise EndedError(crashed=False)
        try:
            self._shared = Shared(_BYTES)
        except (OSError, ImportError) as error:
            raise EndedError(crashed=False) from error
        try:
            self._process = subprocess.Popen(
                # -P: or else a json.py where the program was started would be read.
                [
                    sys.executable,
                    "-P",
                    "-c",
                    _CODE,
                    self._shared.key,
                    str(_BYTES),
                    json.dumps([str(place) for place in sys.path]),
                ],
                env={**os.environ, **_MEMORY},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=self._shared.inherited,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._shared.close()
            raise EndedError(crashed=False) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._there = False

    def look(self, wish: Wish) -> Sight:
        """The next picture, read. The one after it is begun at once, so that it is there sooner. Raises
        DataError, a sentence, where there is none; EndedError; FaultError.
        """
        if not self._there:
            self._heard()
            self._there = True
        begun = self._wish
        if begun is None or (begun.source, begun.mirrored) != (wish.source, wish.mirrored):
            self._ask(wish)
        told = self._heard()
        while told["id"] != self._id:  # what nobody wants any more
            self._beyond(told)
            told = self._heard()
        self._wish = None
        if "refused" in told:
            raise DataError(told["refused"])
        if "fault" in told:
            raise FaultError(told["fault"])
        beyond = self._beyond(told)
        place = self._id % PLACES
        self._ask(wish)
        each = _BYTES // PLACES
        memory = np.frombuffer(self._shared.memory, np.uint8, each, place * each)
        return sight_in(told, beyond or memory)

    def let_go(self) -> None:
        """Of what is looked at."""
        self._wish = None
        self._tell({"let go": True})

    def kill(self) -> None:
        """End it, at once; from any thread. `close` has to follow."""
        self._process.kill()

    def close(self) -> None:
        """End it, and leave nothing of it behind."""
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_SECONDS)
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):  # what was to be told is told no more
                pipe.close()
        self._shared.close()

    def _ask(self, wish: Wish) -> None:
        self._id += 1
        self._wish = wish
        self._tell({"id": self._id, **wish_told(wish)})

    def _tell(self, told: Line) -> None:
        try:
            self._to.write(line(told))
            self._to.flush()
        except OSError as error:
            raise self._ended() from error

    def _heard(self) -> Line:
        written = self._from.readline()
        if not written.endswith(b"\n"):
            raise self._ended()
        return told_in(written)

    def _beyond(self, told: Line) -> bytes:
        """The arrays that were too large for their place."""
        length = int(told.get("bytes", 0))
        beyond = self._from.read(length)
        if len(beyond) < length:
            raise self._ended()
        return beyond

    def _ended(self) -> EndedError:
        self.kill()  # it may only have closed what it tells
        code = self._process.wait(_SECONDS)
        return EndedError(crashed=code in _FAULTS or code >= _WINDOWS_FAULT)
