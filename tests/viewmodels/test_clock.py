"""The clock ticks for a reason and stands still without one."""

import pytest
from pytestqt.qtbot import QtBot

from netviz.viewmodels.playing.clock import FrameClock


@pytest.fixture
def counted(qtbot: QtBot) -> tuple[FrameClock, list[int]]:
    clock = FrameClock()
    ticks: list[int] = []
    clock.tick.connect(lambda: ticks.append(1))
    return clock, ticks


def test_one_tick_for_many_marks(qtbot: QtBot, counted: tuple[FrameClock, list[int]]) -> None:
    clock, ticks = counted
    for _ in range(20):
        clock.mark_dirty()
    qtbot.waitUntil(lambda: not clock.ticking)
    assert len(ticks) == 1


def test_stands_still_without_a_reason(qtbot: QtBot, counted: tuple[FrameClock, list[int]]) -> None:
    clock, ticks = counted
    qtbot.wait(60)
    assert not ticks
    assert not clock.ticking


def test_runs_while_a_reason_holds(qtbot: QtBot, counted: tuple[FrameClock, list[int]]) -> None:
    clock, ticks = counted
    clock.keep_running("training", True)
    clock.keep_running("easing", True)
    qtbot.waitUntil(lambda: len(ticks) > 3)
    clock.keep_running("training", False)
    assert clock.ticking
    clock.keep_running("easing", False)
    qtbot.waitUntil(lambda: not clock.ticking)


def test_a_mark_during_a_tick_asks_for_another(qtbot: QtBot, counted: tuple[FrameClock, list[int]]) -> None:
    clock, ticks = counted
    clock.tick.connect(lambda: clock.mark_dirty() if len(ticks) < 3 else None)
    clock.mark_dirty()
    qtbot.waitUntil(lambda: not clock.ticking)
    assert len(ticks) == 3


def test_after_stop_no_reason_counts(qtbot: QtBot, counted: tuple[FrameClock, list[int]]) -> None:
    clock, ticks = counted
    clock.keep_running("training", True)
    clock.mark_dirty()
    clock.stop()
    clock.mark_dirty()
    qtbot.wait(50)
    assert not ticks
    assert not clock.ticking
