"""The process that looks and reads: what is wished for comes in lines, and what was seen goes back.

    python -P -c "…; main()" KEY BYTES

It has no window and knows no network. It ends as soon as nobody can tell it anything any more, however the
process ended that has started it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from queue import SimpleQueue
from typing import BinaryIO

import numpy as np

from netviz.app.page.live.looker import Looker
from netviz.app.page.live.shared import seen
from netviz.app.page.live.wire import PLACES, Line, Place, line, sight_told, told_in, wish_in
from netviz.tasks.examples import DataError
from netviz.training.jobs.mathematics import one_blas_thread


def main() -> None:
    """Look and read until it is over."""
    # An interrupt from the terminal is for the window, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    one_blas_thread()
    key, size = sys.argv[1], int(sys.argv[2])
    memory = np.frombuffer(seen(key, size), np.uint8)
    # Whoever prints anything by the way must not be taken for this.
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _tell(told, {"ready": True})
    asked: SimpleQueue[Line] = SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), name="listen", daemon=True).start()
    looker = Looker()
    each = size // PLACES
    while True:
        wish = asked.get()
        if "let go" in wish:
            looker.let_go()
            continue
        begin = wish["id"] % PLACES * each
        answer, bytes_beyond = _answer(looker, wish, memory[begin : begin + each])
        _tell(told, {"id": wish["id"], **answer}, bytes_beyond)


def _answer(looker: Looker, wish: Line, place: Place) -> tuple[Line, bytes]:
    try:
        return sight_told(looker.look(wish_in(wish), lambda: None), place)
    except DataError as error:
        return {"refused": str(error)}, b""
    except Exception:  # noqa: BLE001 - told to who has asked, as any fault of a thread is
        return {"fault": traceback.format_exc()}, b""


def _listen(asked: SimpleQueue[Line]) -> None:
    for written in sys.stdin.buffer:
        asked.put(told_in(written))
    os._exit(0)  # whoever asked is gone; a camera may never give the picture that is waited for


def _tell(told: BinaryIO, words: Line, beyond: bytes = b"") -> None:
    try:
        told.write(line(words) + beyond)
        told.flush()
    except OSError:
        os._exit(0)
