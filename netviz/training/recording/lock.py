"""Who writes a recording holds a lock beside it, which dies with the process."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import time
from pathlib import Path
from typing import Final

from netviz.files.whole import followed

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

SUFFIX: Final = "-lock"
_LONGEST_NAME: Final = 255  # bytes, of all file systems that are in use
_PATIENCE: Final = 1.0  # seconds: who only asks whether somebody writes holds the lock for a moment


class AlreadyOpen(OSError):
    """Another process, or another part of this one, writes this recording."""


def lock_file(recording: Path) -> Path:
    """Where the lock of a recording lies: beside the file itself, under a name that the system takes."""
    file = followed(recording)
    name = os.fsencode(file.name)
    if len(name) + len(SUFFIX) > _LONGEST_NAME:
        return file.with_name(f".netviz-{hashlib.sha256(name).hexdigest()[:32]}{SUFFIX}")
    return file.with_name(file.name + SUFFIX)


class WriteLock:
    """Held from the beginning to `release`. Raises AlreadyOpen, or OSError where no file can be made.

    A file system without locks protects from nothing, but is no reason not to record.
    """

    def __init__(self, recording: Path) -> None:
        self.path = lock_file(recording)
        self._file: int | None = _take(self.path)

    def release(self) -> None:
        """Let others write."""
        if self._file is None:
            return
        handle, self._file = self._file, None
        if sys.platform == "win32":  # an open file can't be removed there
            os.close(handle)
            with contextlib.suppress(OSError):
                self.path.unlink()
        else:
            with contextlib.suppress(OSError):
                self.path.unlink()
            os.close(handle)


def is_being_written(recording: Path) -> bool:
    """Whether a living process holds the lock of this recording."""
    try:
        handle = os.open(lock_file(recording), os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(handle, shared=True)
    except AlreadyOpen:
        return True
    finally:
        os.close(handle)
    return False


def _take(path: Path) -> int:
    until = time.monotonic() + _PATIENCE
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
            # Whoever held it before may have removed the file between the two calls.
            if _is_at(path, handle):
                return handle
        except AlreadyOpen:
            os.close(handle)
            if time.monotonic() >= until:
                raise
            time.sleep(0.01)
        except BaseException:
            os.close(handle)
            raise
        else:
            os.close(handle)


def _is_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _lock(handle: int, *, shared: bool = False) -> None:
    """Raises AlreadyOpen. Many may hold it `shared`, where the system knows that: who asks is no writer."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise AlreadyOpen(error.errno, "it is being written by a netviz that is running") from error
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL):
            raise
