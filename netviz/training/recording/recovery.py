"""Where the recordings of running programs lie, and which of them a crash has left."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

from netviz.files.errors import FileError
from netviz.files.paths import home_folder
from netviz.training.config import TrainingConfig
from netviz.training.recording.info import RecordingInfo
from netviz.training.recording.lock import SUFFIX, is_being_written
from netviz.training.recording.reader import Recording

_BESIDE: Final = ("-wal", "-shm", "-journal", SUFFIX)
_OLD: Final = 86_400.0  # seconds
MOST_BYTES: Final = 2_000_000_000  # of all finished runs together
_NAMED: Final = re.compile(
    r"\d{4}-\d\d-\d\d \d\d-\d\d-\d\d (\d+(-\d+)+|\d+ layers)( \(\d+\))?\.netviz", re.ASCII
)  # as `new_path` does


class Unfinished(NamedTuple):
    """A recording whose program died. `last_step` is where it can go on, `changed` in seconds since 1970."""

    path: Path
    info: RecordingInfo
    last_step: int
    changed: float


def runs_folder() -> Path:
    """Where a person's programs keep data, as the system has it; not made yet."""
    home = home_folder()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        named = Path(os.environ.get("XDG_DATA_HOME") or "")
        base = named if named.is_absolute() else home / ".local" / "share"
    return base / "netviz" / "runs"


def new_path(folder: Path, config: TrainingConfig) -> Path:
    """A name that no file there has, with the time and the network in it; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    shape = str(config.spec) if len(str(config.spec)) <= 40 else f"{len(config.spec.sizes)} layers"
    stem = f"{time.strftime('%Y-%m-%d %H-%M-%S')} {shape}"
    path, number = folder / f"{stem}.netviz", 2
    while path.exists():
        path, number = folder / f"{stem} ({number}).netviz", number + 1
    return path


def recorded_by_itself(path: Path) -> bool:
    """Whether its name is one that a run gets where nobody names it. A file with another name, wherever it
    lies, is somebody's: it is neither continued nor removed without being asked for.
    """
    return _NAMED.fullmatch(path.name) is not None


def find_unfinished(folder: Path | None = None) -> list[Unfinished]:
    """The recordings that a crash, a kill or a power cut has left there, the newest first."""
    found = []
    for path in recordings_in(runs_folder() if folder is None else folder):
        if is_being_written(path):
            continue
        try:
            with Recording(path) as recording:
                states = recording.state_steps
                if not recording.info.finished and states and states[-1] > 0:
                    found.append(Unfinished(path, recording.info, states[-1], path.stat().st_mtime))
        except (FileError, OSError):
            continue
    return sorted(found, key=lambda one: -one.changed)


def tidy(folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
    """Remove the oldest runs until the others take at most so much.

    Neither unfinished ones nor those that are being written, nor what somebody has saved there.
    """
    folder = runs_folder() if folder is None else folder
    unfinished = {one.path for one in find_unfinished(folder)}
    for part in folder.glob(".netviz-*.part"):  # a process died while it made a file
        if time.time() - _changed(part) > _OLD:
            remove(part)
    total = 0
    own = filter(recorded_by_itself, recordings_in(folder))
    for path in sorted(own, key=_changed, reverse=True):
        total += _size(path)
        if total > most_bytes and path not in unfinished and not is_being_written(path):
            remove(path)


def remove(path: Path) -> None:
    """Remove a recording and what may lie beside it."""
    for name in (path.name, *(path.name + suffix for suffix in _BESIDE)):
        with contextlib.suppress(OSError):
            path.with_name(name).unlink()


def recordings_in(folder: Path) -> list[Path]:
    """The files in a folder that are named as recordings are; none where it can't be read."""
    try:
        return [path for path in folder.iterdir() if re.search(r"\.netviz$", path.name) and path.is_file()]
    except OSError:
        return []


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
