"""A room opens at its top left, wherever the one before was scrolled to."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.app.conftest import StartProgram


def test_a_room_opens_at_its_top_left(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    window = program.window
    bars = window._scroll.horizontalScrollBar(), window._scroll.verticalScrollBar()
    for size in ((800, 600), (683, 384)):
        window.resize(*size)
        qtbot.waitUntil(lambda: any(bar.maximum() > 0 for bar in bars))
        for room in ("train", "test", "explain", "watch", "train"):
            program.rooms.open(room)
            qtbot.wait(50)
            assert [bar.value() for bar in bars] == [0, 0], (size, room)
            for bar in bars:
                bar.setValue(bar.maximum())
        for bar in bars:
            bar.setValue(0)
