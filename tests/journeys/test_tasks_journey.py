"""Another task in the same window: begun from the menu, trained, tested, told, recorded and opened again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.panels.points.panel import PointPanel
from netviz.panels.test.numbers_page import NumbersPage
from netviz.panels.test.results import ResultsPage
from netviz.training.recording.recovery import recordings_in
from tests.journeys.conftest import exchanged

STEPS = 400


def click_in_field(qtbot: QtBot, panel: PointPanel, x: float, y: float) -> None:
    at = panel.field.place_of(x, y)
    place = QPoint(round(at.x()), round(at.y()))
    qtbot.mousePress(panel.field, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(panel.field, Qt.MouseButton.LeftButton, pos=place)


def train(qtbot: QtBot, program: Program) -> None:
    """Until so many steps are made."""
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step >= STEPS, timeout=60_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=20_000)


@pytest.mark.parametrize("task", ["moons", "curve"])
def test_from_the_menu_to_the_file_and_back(qtbot: QtBot, seat: Seat, task: str) -> None:
    window, folder = seat.program.window, seat.program.recordings.folder
    program = exchanged(qtbot, seat, f"file.new.{task}")
    assert program.window is window
    panel = window.draw
    assert isinstance(panel, PointPanel)
    assert window.picker is None
    assert len(panel._stored) == len(program.digits.training)

    panel.show_place(None)
    assert [number.text() for number in panel.numbers] == ["", ""]

    # A point by hand: read at once, and taken back by Undo.
    before = program.presenter.example
    click_in_field(qtbot, panel, 0.5, 0.5)
    qtbot.waitUntil(lambda: program.presenter.example is not before, timeout=5_000)
    assert program.presenter.example.pixels == pytest.approx([0.5, 0.5][: program.task.input.n], abs=0.03)
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: program.presenter.example is before, timeout=5_000)
    program.actions["edit.redo"].trigger()
    qtbot.keyClick(panel.field, Qt.Key.Key_Right)
    assert program.paper.example().pixels[0] > 0.5

    train(qtbot, program)
    step = program.trainer.status.step
    program.rooms.open("test")
    page = program.exam.page.results
    if isinstance(page, NumbersPage):
        qtbot.waitUntil(lambda: page.r2.value != "–", timeout=20_000)
        assert float(page.r2.value) > 0.5
    else:
        assert isinstance(page, ResultsPage)
        qtbot.waitUntil(lambda: page.accuracy.value != "–", timeout=20_000)
        assert float(page.accuracy.value.split()[0].split("\u00a0")[0]) > 80

    program.rooms.open("explain")
    if task == "moons":
        qtbot.waitUntil(lambda: window.question.asks, timeout=10_000)
        program.source.give_label(1)
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)
    player = program.story.player
    assert player is not None
    for stage in range(len(player.story.stages)):
        player.scrub(stage + 0.8)
        words = player.moment().text
        assert "digit" not in words
        assert "pixel" not in words
    program.story.apply()
    qtbot.waitUntil(lambda: program.trainer.status.step == step + 1, timeout=20_000)

    # Digits again: the run is kept, and opened again in a window of its own task.
    exchanged(qtbot, seat, "file.new.digits")
    (run,) = recordings_in(folder)
    assert window.picker is not None
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        seat.program.documents.open_path(run)
    program = seat.program
    assert program.task.id == task
    qtbot.waitUntil(lambda: program.trainer.status.step == step + 1, timeout=30_000)
    assert program.trainer.status.config.task.id == task
    qtbot.waitUntil(lambda: program.others is not None and program.digits is not None, timeout=30_000)
    assert not any("brought its own" in words for words in window.banner.sentences)
