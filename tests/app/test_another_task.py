"""Another task's run takes the place of the one that stands there, in the same window."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

from netviz.app.program.opening import Opening
from netviz.app.program.seat import Seat
from netviz.training.recording.recovery import recordings_in
from tests.journeys.conftest import exchanged


def test_what_stood_there_is_kept_and_nothing_of_it_is_left(qtbot: QtBot, seat: Seat) -> None:
    window, folder, menus = seat.program.window, seat.program.recordings.folder, titles(seat)
    for _ in range(3):
        seat.program.intents.step()
    qtbot.waitUntil(lambda: seat.program.trainer.status.step == 3, timeout=20_000)
    assert seat.program.stays("It begins.") == (
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


def test_every_menu_opens_whatever_the_task_reads(qtbot: QtBot, seat: Seat) -> None:
    """What can't be done is asked for as a menu opens, and forgotten as it closes."""
    for task in ("spam", "moons", "penguins"):
        exchanged(qtbot, seat, f"file.new.{task}")
        for menu in seat.program.menus.values():
            menu.aboutToShow.emit()
            menu.aboutToHide.emit()
