"""What `netviz train --save` leaves: a recording from the first step on, or the last weights alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from netviz.files.endings import WEIGHTS, check_name_of_run
from netviz.files.errors import FileError, reason, shown
from netviz.files.paths import is_there
from netviz.files.whole import check_place
from netviz.tasks.data_name import DataName
from netviz.training.config import TrainingConfig
from netviz.training.measure.measurer import AtOnce, Measurer
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.opening import put_over
from netviz.training.recording.reader import Recording
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.run_file import check_replaceable
from netviz.training.recording.tables.schema import Origin
from netviz.training.recording.writer import RecordingWriter
from netviz.training.saved.model_file import save_model
from netviz.training.session import Session, SessionState

_LONGEST_RECORDED: Final = 255 - len("-journal")  # bytes of a name


class Keeping:
    """Records the training of `session` as `target`, while it goes on.

    Where `target` is there already it stays whole until the end, and the recording grows beside it. A
    `target` that ends in .safetensors gets the last weights at the end, and nothing before. `origin` is the
    recording that the training goes on from. Raises FileError where nothing can be written there.
    """

    def __init__(self, target: Path, session: Session, data: DataName, origin: Origin | None = None) -> None:
        self.target = target
        self.log = MetricLog()
        self.recorder: Recorder | None = None
        self.measurer: Measurer | None = None  # of the layers, as the window measures them
        self._data = data
        self._troubles: list[str] = []
        if origin is not None:
            with Recording(origin.file) as recording:
                self.log = recording.metrics()
            self.log.rewind(session.step_count)
        in_place = origin is not None and origin.in_place
        if not in_place:
            check_name_of_run(target)
        file = check_place(target)  # sooner than after an hour of training
        if is_being_written(target):
            raise FileError(
                f"{target} is being written by a netviz that is running; another name would be right."
            )
        recorded = target.suffix.lower() != WEIGHTS
        if is_there(file):
            check_replaceable(file)
        self.path = file if in_place or not recorded or _direct(file) else _beside(file)
        if recorded:
            self.recorder = Recorder(self._place, data=data, said=self._hear)
            self.recorder.begin(session.state(), self.log, origin)
            self.measurer = Measurer(AtOnce())

    def finish(self, session: Session, state: SessionState, point: ValidationPoint | None) -> None:
        """Training is over, and `state` is to be kept: the present one, or the last good one."""
        if self.recorder is None:
            save_model(self.target, state, self._data, point)
            return
        if state.step == session.step_count:
            self.recorder.rest(session)
        recorder, self.recorder = self.recorder, None
        recorder.close()
        try:
            if state.step != session.step_count:
                writer = RecordingWriter(self.path)
                writer.rewind(state.step)
                writer.add_state(state, pinned=True)
                writer.close()
            with Recording(self.path) as recording:
                kept = recording.state_before().step == state.step
        except FileError as error:
            self._troubles.append(str(error))
            kept = False
        if not kept:
            raise FileError(self._troubles[-1] if self._troubles else f"{self.path} was not written.")
        try:
            if self.path != self.target.resolve():
                put_over(self.path, self.target)
        except OSError as error:
            raise FileError(
                f"{shown(self.target)} can't be replaced ({reason(error)}); the run is in {shown(self.path)}."
            ) from error

    def __enter__(self) -> Keeping:
        return self

    def __exit__(self, *_: object) -> None:
        """Where training did not come to `finish`, leave what there is, for going on another time."""
        if self.recorder is not None:
            self.recorder.close(finished=False)

    def _place(self, _config: TrainingConfig) -> Path:
        return self.path

    def _hear(self, sentence: str) -> None:
        self._troubles.append(sentence)
        print(f"netviz: {sentence}", file=sys.stderr)


def _direct(file: Path) -> bool:
    """Whether to record in the file itself: nothing is there, and SQLite's own files get names beside it."""
    return not is_there(file) and len(os.fsencode(file.name)) <= _LONGEST_RECORDED


def _beside(target: Path) -> Path:
    """A name beside `target` that no file has, short enough for what SQLite makes beside it."""
    left = unfinished_of(target)
    number = 1
    while True:
        more = "" if number == 1 else f" {number}"
        path = target.with_name(f"{_short(target.stem)}.unfinished{more}{target.suffix}")
        if path not in left and not is_there(path):
            return path
        number += 1


def unfinished_of(target: Path) -> list[Path]:
    """What trainings that were to become `target` and were cut off have left beside it, the newest first."""
    stem = f"{_short(target.stem)}.unfinished"
    try:
        left = [path for path in target.parent.iterdir() if _is_left(path.name, stem, target.suffix)]
        return sorted(left, key=lambda path: -path.stat().st_mtime)
    except OSError:
        return []


def _is_left(name: str, stem: str, suffix: str) -> bool:
    middle = name.removeprefix(stem).removesuffix(suffix)
    whole = name == f"{stem}{middle}{suffix}"
    return whole and (middle == "" or (middle.startswith(" ") and middle[1:].isdecimal()))


def _short(stem: str) -> str:
    while len(os.fsencode(stem)) > _LONGEST_RECORDED - 30:
        stem = stem[:-1]
    return stem
