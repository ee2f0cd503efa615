"""Opening the program again: the run that was last on screen is offered, by its name and its steps."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from netviz.app.window.banner import Banner, Offer
from netviz.files.errors import FileError
from netviz.panels.kit.figures import percent
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.reader import Recording
from netviz.viewmodels.job_bridge import JobBridge

ABOUT = "last run"


class LastRun(NamedTuple):
    """What can be gone on with. `accuracy`: of the validation digits as they were read last, if they were."""

    path: Path
    name: str
    steps: int
    accuracy: float | None

    @property
    def question(self) -> str:
        """`Go on with your last run, mine.netviz (4,390 steps, 95.6 %)?`"""
        read = "" if self.accuracy is None else f", {percent(self.accuracy)}"
        return f"Go on with your last run, {self.name} ({self.steps:,} steps{read})?"


def last_run(path: Path, *, titled: bool) -> LastRun | None:
    """What is in that file; None where there is nothing to go on with."""
    try:
        if is_being_written(path):
            return None
        with Recording(path) as recording:
            steps, spec, made = recording.resumes_at, recording.last_spec, recording.info.created
            measured = [point for point in recording.validation() if point.step <= steps]
    except (FileError, OSError):
        return None
    if not steps:
        return None
    name = path.name if titled else f"{spec} of {_when(made)}"
    known = bool(measured) and math.isfinite(measured[-1].accuracy)  # numbers have none
    return LastRun(path, name, steps, measured[-1].accuracy if known else None)


def offer_last_run(
    path: Path,
    *,
    titled: bool,
    bridge: JobBridge,
    banner: Banner,
    go_on: Callable[[Path], None],
    untouched: Callable[[], bool],
) -> None:
    """Ask, as long as nothing has been done in this window."""

    def done(found: LastRun | None) -> None:
        if found is not None and untouched():
            offer = Offer("Go on", lambda: go_on(found.path), lambda: None)
            banner.say(found.question, offer=offer, about=ABOUT, holds=untouched)

    bridge.submit("last run", lambda _progress: last_run(path, titled=titled), done)


def _when(seconds: float) -> str:
    """`20:15` of today, else `29 November, 20:15`."""
    then, now = time.localtime(seconds), time.localtime()
    clock = time.strftime("%H:%M", then)
    if then[:3] == now[:3]:
        return f"today, {clock}"
    return f"{then.tm_mday} {time.strftime('%B', then)}, {clock}"
