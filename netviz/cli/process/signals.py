"""What asks a command to end: Ctrl-C, a system that shuts down, a terminal that closes."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Final

# SIGHUP is not on Windows.
ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Ended(KeyboardInterrupt):
    """A signal ends the command: what is half done is taken back on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


def status_of(interrupt: KeyboardInterrupt) -> int:
    """The exit status as a shell reports a program that this signal has ended: 130, 143 or 129."""
    return 128 + (interrupt.number if isinstance(interrupt, Ended) else signal.SIGINT)


class Stop:
    """Set by the first signal that asks to end; `number` says which it was."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.number = 0

    @property
    def status(self) -> int:
        """The exit status after it."""
        return 128 + self.number

    @property
    def words(self) -> str:
        """What has asked."""
        return "Ctrl-C" if self.number == signal.SIGINT else signal.Signals(self.number).name


@contextlib.contextmanager
def ending_at_signals() -> Iterator[None]:
    """Within, the first of these signals raises Ended, wherever the program is; more are not heard."""
    ending = False

    def ended(number: int, _frame: FrameType | None) -> None:
        nonlocal ending
        if not ending:
            ending = True
            raise Ended(number)

    with _handling(ended):
        yield


@contextlib.contextmanager
def stopping_at_signals() -> Iterator[Stop]:
    """Within, the first signal sets a `Stop`, so that no step is left half done; a second raises Ended."""
    stop = Stop()

    def asked(number: int, _frame: FrameType | None) -> None:
        if stop.event.is_set():
            raise Ended(number)
        stop.number = number
        stop.event.set()

    with _handling(asked):
        yield stop


@contextlib.contextmanager
def _handling(handler: signal.Handlers | object) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    # A signal that the parent has shut out (nohup, a shell's &) stays shut out.
    heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handler) for number in heard}  # type: ignore[arg-type]
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)
