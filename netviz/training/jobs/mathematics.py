"""The threads of the mathematics itself."""

from __future__ import annotations

import threadpoolctl


def one_blas_thread() -> None:
    """Let matrix products use one thread from now on.

    So a run repeats bit for bit, and the machine's other cores are the window's. numpy must be loaded before.
    """
    threadpoolctl.threadpool_limits(limits=1, user_api="blas")
