"""The recording of the network that stands there, and what a crash has left of others."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from netviz.app.program.settings import Settings
from netviz.app.window.banner import Banner, Offer
from netviz.files.errors import FileError
from netviz.files.paths import is_there
from netviz.language.grammar import counted
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.recovery import (
    Unfinished,
    find_unfinished,
    new_path,
    recorded_by_itself,
    runs_folder,
    tidy,
)
from netviz.training.recording.tables.schema import Origin
from netviz.training.recording.writer import RecordingWriter
from netviz.viewmodels.job_bridge import JobBridge

_MINUTE: Final = 60.0
_CLOSING: Final = 10.0  # seconds


class Recordings(QObject):
    """Owns the recorder.

    Until the present network makes its first step, the file that it was read from stands for its recording.
    """

    said = Signal(str)  # a sentence about something that went wrong, or is well again
    changed = Signal()  # another network stands there

    def __init__(self, bridge: JobBridge, settings: Settings, folder: Path | None = None) -> None:
        super().__init__()
        self._bridge = bridge
        self._origin: Origin | None = None
        self._tells_where = True
        self.folder = folder or runs_folder()
        self.recorder = Recorder(
            self._place,
            budget=settings.recording_budget,
            said=lambda sentence: bridge.call(lambda: self.said.emit(sentence)),
        )

    @property
    def file(self) -> Path | None:
        """Where the steps of the present network can be read; None while it has none behind it."""
        own = self.recorder.file
        if own is not None:
            return own
        return None if self._origin is None else self._origin.file

    @property
    def stands_at(self) -> int | None:
        """The step of `file` at which the present network stands; None where its own steps are written."""
        return None if self._origin is None or self.recorder.file is not None else self._origin.step

    @property
    def only_branched(self) -> bool:
        """Whether the present network is a branch that has made no step: it is in no file of its own."""
        origin = self._origin
        if origin is None or origin.in_place or self.recorder.file is not None:
            return False
        return self.holds(origin.file)

    def written(self) -> Path | None:
        """The present run's own file once all that has happened is in it; closing waits for that."""
        try:
            return self.recorder.flush().result(_CLOSING)
        except (FileError, CancelledError, TimeoutError):
            return self.recorder.file

    @property
    def keeps(self) -> bool:
        """Whether nothing keeps the run that stands there from being recorded."""
        return not self.recorder.in_trouble

    @property
    def origin(self) -> Origin | None:
        """What the network that was asked for last was read from."""
        return self._origin

    def way_to(self, log: MetricLog, step: int, origin: Origin | None) -> Origin | None:
        """With what to come back to the run that `log` tells of, as it is at `step`: the recording that was
        made of it here, else what it was read from. The recorder goes on in place where nothing is cut off.
        """
        own = self.recorder.kept_in(log)
        if own is not None and is_there(own):
            return Origin(own, step, in_place=True)
        if origin is None or not is_there(origin.file):
            return None
        return replace(origin, step=min(origin.step, step))

    def came_from(self, origin: Origin | None) -> None:
        """The network that stands there now was read from this, or from nowhere."""
        self._origin = origin
        self.changed.emit()

    def holds(self, path: Path) -> bool:
        """Whether the program records into this file by itself: it lies with those, and has such a name."""
        return path.parent == self.folder and recorded_by_itself(path)

    def check_named(self, path: Path) -> None:
        """Raises FileError where what is saved there would be taken for one of them."""
        if self.holds(path):
            raise FileError(
                f"{path.name} is named as the runs that record themselves, and those go one day; "
                "another name would be right."
            )

    def own(self, path: Path) -> bool:
        """Whether it is one of these in which a run may go on: nobody else writes it."""
        return self.holds(path) and (self.recorder.writes(path) or not is_being_written(path))

    def stays(self, steps: int, log: MetricLog) -> str:
        """Where the run that stands there at this step is found once another takes its place, as File > Runs
        lists it; no full stop ends it, and it is empty where nothing was trained.
        """
        file, at = self.file, self.stands_at
        if steps == 0:
            return ""
        if self.only_branched:
            return "The branch had made no step of its own"
        if not self.keeps:
            return f"The run of {steps:,} steps is in no file"
        if file is not None and not self.holds(file):
            return f"The run of {steps:,} steps stays in {file.name}"
        end = None if at is None else self.recorder.kept_until(log)
        if end is not None and end > steps:
            return (
                f"What was here is step {steps:,} of the run of {end:,} steps, which stays under File > Runs"
            )
        if at is not None and end is None:
            return f"What was here is step {steps:,} of a run that stays under File > Runs"
        return f"The run of {steps:,} steps stays under File > Runs"

    def tell_where(self, say: Callable[[str], None], steps: int, log: MetricLog) -> None:
        """Say where a run is that was not saved and is about to be replaced."""
        if self._tells_where and self.keeps and self.file is not None and self.holds(self.file):
            say(f"{self.stays(steps, log)}. Undo brings it back.")

    def need_not_tell(self) -> None:
        """These runs go with the window: nobody is told where they are."""
        self._tells_where = False

    # ---- what a crash has left

    def look_for_lost(
        self, banner: Banner, go_on: Callable[[Path], None], otherwise: Callable[[], None]
    ) -> None:
        """Offer to go on where a program has ended without closing; of several runs with the newest. Where
        all have, `otherwise` is called.
        """

        def work(_progress: object) -> list[Unfinished]:
            found = [one for one in find_unfinished(self.folder) if self.holds(one.path)]
            tidy(self.folder)
            return found

        def done(found: list[Unfinished]) -> None:
            if not found:
                otherwise()
                return
            last = found[0]
            before = counted(len(found) - 1, ", as another before it", ", as {n} others before it")
            others = before if len(found) > 1 else ""
            banner.say(
                f"netviz did not end properly {_ago(last.changed)}: the run of {last.info.config.spec} is "
                f"kept up to step {last.last_step:,}, under File > Runs{others}.",
                offer=Offer(
                    f"Go on from step {last.last_step:,}",
                    lambda: go_on(last.path),
                    lambda: self._leave(found, banner),
                ),
            )

        self._bridge.submit("lost runs", work, done)

    def _leave(self, found: list[Unfinished], banner: Banner) -> None:
        """They stay where they are, and are not offered again."""

        def work(_progress: object) -> None:
            for one in found:
                RecordingWriter(one.path).close()

        def failed(error: Exception) -> None:
            if not isinstance(error, FileError):
                raise error

        self._bridge.submit("leave runs", work, lambda _: None, failed)
        banner.say(f"The run stays in {self.folder}, and File > Runs opens it.")

    def _place(self, config: TrainingConfig) -> Path:
        return new_path(self.folder, config)


def _ago(then: float) -> str:
    seconds = max(time.time() - then, 0.0)
    for size, one, many in (
        (86400.0, "a day ago", "{n} days ago"),
        (3600.0, "an hour ago", "{n} hours ago"),
        (_MINUTE, "a minute ago", "{n} minutes ago"),
    ):
        if seconds >= size:
            return counted(round(seconds / size), one, many)
    return "a moment ago"
