"""The real window, and what hands do in it."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_program
from netviz.tasks.digits.digits import DataSet
from tests.app.conftest import at_full_speed, end_programs, hurry, seat

__all__ = ["seat"]  # a fixture of these tests too

# A three, as shares of the pad's side.
THREE = (
    *((0.34 + 0.16 * (1 - math.cos(t)), 0.30 - 0.14 * math.sin(t)) for t in np.linspace(0.2, 3.4, 12)),
    (0.58, 0.42),
    (0.47, 0.49),
    *((0.47 + 0.18 * math.sin(t), 0.66 - 0.17 * math.cos(t)) for t in np.linspace(0.1, 3.7, 14)),
)

Open = Callable[..., Program]


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, digits: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    hurry(monkeypatch, digits, tmp_path)
    programs: list[Program] = []
    at_full_speed(tmp_path / "netviz.ini")

    def open_it(file: Path | None = None) -> Program:
        program = make_program(qapp, Settings(tmp_path / "netviz.ini"), file)
        programs.append(program)
        with qtbot.waitSignal(program.ready, timeout=30_000):
            program.start()
        # Without a window manager nobody else gives the window the keys.
        program.window.activateWindow()
        qtbot.waitUntil(program.window.isActiveWindow, timeout=5000)
        return program

    yield open_it
    end_programs(qapp, programs)


def exchanged(qtbot: QtBot, seat: Seat, by: str) -> Program:
    """The program that an entry of the menu brings, with everything loaded."""
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        seat.program.actions[by].trigger()
    with qtbot.waitSignal(seat.program.ready, timeout=30_000):
        pass
    return seat.program


def draw(qtbot: QtBot, pad: QWidget, shape: tuple[tuple[float, float], ...]) -> None:
    """Draw with the left button held."""
    points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in shape]
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(pad, point)
        qtbot.wait(4)
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])
