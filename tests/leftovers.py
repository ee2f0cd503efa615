"""What tests leave to Python's collector is found once they are over: until then fixtures hold their windows.

Here and then. Python does not look by itself: it would on whichever thread allocates, be it the trainer's of
a later test, and what Qt made in this thread does not survive to be deleted in another.
"""

import ctypes
import gc
import itertools
import sys
import threading
from collections.abc import Callable

# Now and then all is looked through, for what tests leave to each other.
EVERY = 16

_waiting = False
_times = itertools.count(1)
_tests = itertools.count(1)
_end: Callable[[], None] | None = None
_threads: set[threading.Thread] = set()


def share(threads: set[threading.Thread], end: Callable[[], None]) -> None:
    """A window stays for the tests that follow, and these threads with it, until it is ended."""
    global _end, _threads
    _threads, _end = threads, end


def threads_that_stay() -> set[threading.Thread]:
    """Those of the window that tests share."""
    return _threads


def end_what_is_shared() -> None:
    """The next test shares nothing."""
    global _end, _threads
    end, _end, _threads = _end, None, set()
    if end is not None:
        end()


def expect() -> None:
    """A window has ended."""
    global _waiting  # noqa: PLW0603 - pytest's hooks share nothing else
    _waiting = True


def collect(sweep: Callable[[], None]) -> None:
    """Called between two tests: what a window left is found, else `sweep` looks as often as Python would.
    What is left then needs no looking through again.
    """
    global _waiting  # noqa: PLW0603
    if _waiting:
        _waiting = False
        if next(_times) % EVERY == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
    else:
        sweep()
    if next(_tests) % EVERY == 0:
        give_back()


def give_back() -> None:
    """What glibc keeps of the memory that nobody has any more; after hundreds of windows half of all."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
