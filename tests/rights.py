"""The rights of a person, also where root runs the tests: who is root may read and write everywhere."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable

_VERSION = 0x20080522  # of Linux's capability sets: effective, permitted, inheritable, twice 32 bits each
_EVERYWHERE = (1 << 1) | (1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def as_a_person(work: Callable[[], object]) -> object:
    """What `work` returns where it may do what the permissions of files say, and no more.

    Under Linux each thread has rights of its own, and those that it starts have the same.
    """
    if os.geteuid() != 0:
        return work()
    answers: list[object] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            _give_up()
            answers.append(work())
        except BaseException as error:  # noqa: BLE001 - raised where the test waits for it
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return answers[0]


def _give_up() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, sets) == 0:
        for which in range(3):
            sets[which] &= ~_EVERYWHERE & 0xFFFFFFFF
        if libc.capset(header, sets) == 0:
            return
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
