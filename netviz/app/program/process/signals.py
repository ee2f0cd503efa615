"""Signals that ask the program to end, heard by the window's own loop rather than in the middle of a slot."""

from __future__ import annotations

import signal
import socket
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Signal

# SIGHUP is not on Windows.
ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class SignalWatch(QObject):
    """Says in the window's thread that a signal came; from the second one on they work as without it."""

    came = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._before_wakeup = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._heard) for number in heard}
        self._number = 0
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def close(self) -> None:
        """Leave signals to whoever had them."""
        self._notifier.setEnabled(False)
        for number, previous in self._before.items():
            signal.signal(number, previous)
        signal.set_wakeup_fd(self._before_wakeup)
        self._reader.close()
        self._writer.close()

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        """The byte in the socket wakes the loop; here nothing is done, as this can be anywhere."""
        if self._number:
            signal.signal(number, signal.SIG_DFL)
        self._number = number

    def _woken(self) -> None:
        data = self._reader.recv(64)
        number = next((byte for byte in data if byte in ENDING), 0)
        if number:
            self.came.emit(number)
