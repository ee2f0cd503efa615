"""What windows leave to Python's collector is found once their test is over: until then fixtures hold them.

Here and then, not in some thread of the next test.
"""

import gc
import itertools

# Now and then all is looked through, for what tests leave to each other.
EVERY = 16

_waiting = False
_times = itertools.count(1)


def expect() -> None:
    """A window has ended."""
    global _waiting  # noqa: PLW0603 - pytest's hooks share nothing else
    _waiting = True


def collect() -> None:
    """Called between two tests. What is left then needs no looking through again."""
    global _waiting  # noqa: PLW0603
    if not _waiting:
        return
    _waiting = False
    if next(_times) % EVERY == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
