"""The pad reads a number: several digits are drawn at once, and one of them lies before the network."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from netviz.app.page.number import FINE, NUMBER
from netviz.app.program.composition import Program
from netviz.panels.pad import brush
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.pad.pad import Pad
from netviz.tasks.digits.resources import resource
from netviz.viewmodels.words.sentence import sentence
from tests.journeys.conftest import Open
from tests.strokes import DIGITS

TRAINED = resource("examples", "trained-784-16-16-10.netviz")
LEFT = Qt.MouseButton.LeftButton


def pad_of(program: Program) -> Pad:
    draw = program.window.draw
    assert isinstance(draw, DrawPanel)
    return draw.pad


def draw(qtbot: QtBot, pad: Pad, points: Sequence[tuple[float, float]]) -> None:
    """A stroke through these places, as shares of the pad's side."""
    places = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in points]
    qtbot.mousePress(pad, LEFT, pos=places[0])
    for here, there in pairwise(places):
        for share in (0.25, 0.5, 0.75, 1.0):
            qtbot.mouseMove(pad, here + (there - here) * share)
    qtbot.mouseRelease(pad, LEFT, pos=places[-1])


def draw_digit(qtbot: QtBot, pad: Pad, digit: int, left: float) -> None:
    for line in DIGITS[digit][0]:
        draw(qtbot, pad, [(left + 0.17 * x, 0.3 + 0.3 * y) for x, y in line])


def test_digits_beside_each_other_are_a_number(qtbot: QtBot, open_window: Open) -> None:
    program = open_window(TRAINED)
    assert program.later is not None
    number, pad = program.later.number, pad_of(program)
    assert number is not None
    tabs, row = number.tabs, number.row
    qtbot.waitUntil(lambda: program.presenter.snapshot is not None and program.presenter.snapshot.step > 0)
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
    assert tabs.now == NUMBER
    assert program.window.draw._title.text() == "Draw a number"
    program.actions["edit.clear"].trigger()
    for k, digit in enumerate((2, 0, 3, 5)):
        draw_digit(qtbot, pad, digit, 0.05 + 0.235 * k)
    assert pad.strokes()[0].points[0][2] == FINE * brush.WIDTH
    qtbot.waitUntil(lambda: row.text() == "2035")

    # The newest lies before the network, until another one is clicked.
    qtbot.waitUntil(lambda: program.presenter.example is program.paper.example())
    newest = program.paper.example().pixels
    qtbot.mouseClick(row, LEFT, pos=row.place_of(0).center().toPoint())
    first = program.paper.example()
    assert first.source == "pad"
    assert not np.array_equal(first.pixels, newest)
    program.paper.give_label(2)
    qtbot.keyClick(row, Qt.Key.Key_Right)
    assert program.paper.label is None  # that was said of the 2

    def says() -> str:
        seen = program.watch.sentence.seen()
        return "" if seen is None else sentence(seen)

    assert "the marked digit of your number" in says()
    # It is prepared as a digit is that is drawn alone.
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(0).center())
    assert program.window.draw._title.text() == "Draw a digit"
    assert "number" not in says()
    assert not row.isVisible()
    program.actions["edit.clear"].trigger()
    draw_digit(qtbot, pad, 2, 0.05)
    assert np.abs(program.paper.example().pixels.astype(int) - first.pixels).mean() < 4
    # What is taken back is read no more.
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
    draw_digit(qtbot, pad, 7, 0.4)
    qtbot.waitUntil(lambda: row.text() == "27")
    for _ in DIGITS[7][0]:
        program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: row.text() == "2")
    # A scrawl is no digit.
    draw(qtbot, pad, [(0.5 + 0.4 * (k % 2), 0.3 + 0.04 * k) for k in range(12)])
    qtbot.waitUntil(lambda: row.text() == "2?")
