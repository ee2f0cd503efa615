"""A closed program is given back: no window, no thread and no network of it stays in memory."""

from __future__ import annotations

import ctypes
import gc
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.giving_back import give_back
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_program
from netviz.tasks.digits.digits import DataSet
from tests.app.conftest import hurry

# So many times, and the megabytes by which the process may grow meanwhile. Over the first seven it grows by
# some 90, then no more; a window that is not given back costs 20 each time.
SOME, MANY = (8, 100), (50, 100)


@pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux says of a process")
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("times", "most"), [SOME, pytest.param(*MANY, marks=pytest.mark.long)])
def test_the_program_opens_and_closes_many_times(
    qtbot: QtBot,
    qapp: QApplication,
    digits: DataSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    most: int,
) -> None:
    hurry(monkeypatch, digits, tmp_path)

    def open_and_close() -> weakref.ref[Program]:
        program = make_program(qapp, Settings(tmp_path / "netviz.ini"))
        with qtbot.waitSignal(program.ready, timeout=30_000):
            program.start()
        program.intents.step()
        qtbot.waitUntil(lambda: program.trainer.status.step > 0, timeout=10_000)
        program.window.close()
        give_back(program)
        return weakref.ref(program)

    def once() -> None:
        there = open_and_close()
        gc.collect()
        assert there() is None
        assert not QApplication.allWidgets()

    once()
    before = resident()
    for _ in range(times - 1):
        once()
    assert resident() - before < most


def resident() -> float:
    """Megabytes that the process has in memory; what is free goes back to the system first."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
