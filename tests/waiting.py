"""Waiting for what another thread or the window does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError as TooLate
from pytestqt.qtbot import QtBot

PATIENCE_MS: Final = 40_000
LOOK_MS: Final = 2
"""Thousands of times something is waited for: pytest-qt would look every 10 ms."""


def eventually(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until it is true; a failure where it isn't within so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "this did not happen in time"
        time.sleep(0.002)


def let_work(milliseconds: int) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    end = QTimer(loop, singleShot=True, interval=milliseconds)
    end.timeout.connect(loop.quit)
    end.start()
    loop.exec()


class PatientBot(QtBot):
    """Waits for what must come as long as a busy machine may need: for a state, not for a time."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Until it is true, or raises no AssertionError any more and gives None."""
        __tracebackhide__ = True
        end = time.monotonic() + max(timeout, PATIENCE_MS) / 1000
        loop = QEventLoop()
        look = QTimer(loop, singleShot=True, interval=LOOK_MS)
        look.timeout.connect(loop.quit)
        while True:
            wrong: AssertionError | None = None
            try:
                there = callback()
            except AssertionError as error:
                there, wrong = False, error
            if there is None or there:
                return
            if time.monotonic() > end:
                raise TooLate("what was waited for did not happen in time") from wrong
            look.start()
            loop.exec()

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE_MS))
