"""Another task's run takes the place of the one that stands there, in the same window."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.program.opening import Opening
from netviz.app.program.seat import Seat
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_program
from netviz.tasks.digits.digits import DataSet
from netviz.training.recording.recovery import recordings_in
from tests.app.conftest import at_full_speed, end_programs


@pytest.fixture
def seat(
    qtbot: QtBot, qapp: QApplication, digits: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seat]:
    """A window that shows digits, with everything loaded."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("sys.setswitchinterval", lambda _seconds: None)
    monkeypatch.setattr("netviz.app.program.loading.load_digits", lambda: digits)
    at_full_speed(tmp_path / "netviz.ini")
    seat = Seat(make_program(qapp, Settings(tmp_path / "netviz.ini")))
    with qtbot.waitSignal(seat.program.ready, timeout=30_000):
        seat.program.start()
    yield seat
    programs = [seat.program]
    seat.program = None  # type: ignore[assignment]
    end_programs(qapp, programs)


def test_what_stood_there_is_kept_and_nothing_of_it_is_left(qtbot: QtBot, seat: Seat) -> None:
    window, folder, menus = seat.program.window, seat.program.recordings.folder, titles(seat)
    for _ in range(3):
        seat.program.intents.step()
    qtbot.waitUntil(lambda: seat.program.trainer.status.step == 3, timeout=20_000)
    assert seat.program._stays("It begins.") == (
        "It begins. The run of 3 steps stays under File > Runs, where Undo does not reach."
    )
    gone = weakref.ref(seat.program)
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        seat.program.leave_for(Opening(words="Here it is.", bare=True))
    after = seat.program
    with qtbot.waitSignal(after.ready, timeout=30_000):
        pass
    gc.collect()
    assert gone() is None
    assert after.window is window
    assert window.isVisible()
    assert window.banner.text == "Here it is."
    assert after.trainer.status.step == 0
    assert len(recordings_in(folder)) == 1
    assert titles(seat) == menus


def titles(seat: Seat) -> list[str]:
    return [action.text() for action in seat.program.window.menuBar().actions()]
