"""A room opens at its top left, wherever the one before was scrolled to."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.app.conftest import StartProgram


@pytest.mark.parametrize("size", [(800, 600), (683, 384)])
def test_a_room_opens_at_its_top_left(qtbot: QtBot, start: StartProgram, size: tuple[int, int]) -> None:
    program = start()
    window = program.window
    window.resize(*size)
    bars = window._scroll.horizontalScrollBar(), window._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: any(bar.maximum() > 0 for bar in bars))
    for room in ("train", "test", "explain", "watch", "train"):
        program.rooms.open(room)
        qtbot.wait(50)
        assert [bar.value() for bar in bars] == [0, 0], room
        for bar in bars:
            bar.setValue(bar.maximum())
