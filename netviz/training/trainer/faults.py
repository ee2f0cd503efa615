"""A fault in a thread that lives on."""

from __future__ import annotations

import threading


def report_fault(error: Exception) -> None:
    """Report it as that of any thread is reported, from the thread that it happened in."""
    threading.excepthook(
        threading.ExceptHookArgs((type(error), error, error.__traceback__, threading.current_thread()))
    )
