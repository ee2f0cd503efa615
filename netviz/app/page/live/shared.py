"""Memory that two processes see. It has no name that could be left behind: it goes with the last of them,
however they end.
"""

from __future__ import annotations

import importlib
import mmap
import os
import secrets
import sys
from typing import Any


class Shared:
    """So many bytes, zero at first."""

    def __init__(self, size: int) -> None:
        """Raises OSError where the system has none."""
        self.size = size
        self._fd = -1
        if sys.platform == "win32":
            self.key = f"netviz-{secrets.token_hex(8)}"
            self.memory = mmap.mmap(-1, size, tagname=self.key)
            return
        self._fd = _nameless()
        self.key = str(self._fd)
        try:
            os.ftruncate(self._fd, size)
            self.memory = mmap.mmap(self._fd, size)
        except OSError:
            os.close(self._fd)
            raise

    @property
    def inherited(self) -> tuple[int, ...]:
        """What a process must be given, beside the key and the size, to see it."""
        return () if self._fd < 0 else (self._fd,)

    def close(self) -> None:
        """See it no more."""
        self.memory.close()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def seen(key: str, size: int) -> mmap.mmap:
    """The memory of the process that has started this one."""
    if sys.platform == "win32":
        return mmap.mmap(-1, size, tagname=key)
    return mmap.mmap(int(key), size)


def _nameless() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("netviz")
    # What multiprocessing.shared_memory is made of; that itself would start one more process, to clean up.
    posix: Any = importlib.import_module("_posixshmem")
    name = f"/netviz-{secrets.token_hex(8)}"
    fd: int = posix.shm_open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600)
    posix.shm_unlink(name)
    return fd
