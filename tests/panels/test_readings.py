"""Fields for numbers ask about what can be read in two ways, and keep what stood there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.panels.settings.rate_box import RateBox
from netviz.panels.train.stop_sheet import read_time
from netviz.training.readings import readings


@pytest.mark.parametrize("typed", ["1,500", "1.000", "20.500"])
def test_the_rate_stays_and_both_readings_are_named(qtbot: QtBot, typed: str) -> None:
    box = RateBox(1.125, "The learning rate", "Learning rate")
    qtbot.addWidget(box)
    told: list[str] = []
    chosen: list[float] = []
    box.refused.connect(told.append)
    box.rate_chosen.connect(chosen.append)
    QTest.keyClick(box, Qt.Key.Key_Return)  # what it writes itself is no riddle to it
    assert told == []
    box.selectAll()
    QTest.keyClicks(box, typed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert f"“{typed}” can be read as " in told[0]
    assert told[0].endswith("The rate stays 1.125.")
    assert (chosen, box.rate, box.text()) == ([], 1.125, "1.125")
    box.selectAll()
    QTest.keyClicks(box, "0,05")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen == [0.05]


def test_so_does_a_time() -> None:
    with pytest.raises(ValueError, match=r"can be read as 1\.5 or as 1500"):
        read_time("Time", "1,500")


@pytest.mark.parametrize("number", [0.02, 1.125, 12.5, 1e-7, 123456.0, 1e15, 0.1, 1000.0, 2.001])
def test_what_the_program_writes_has_one_reading(number: float) -> None:
    for text in (f"{number:g}", repr(number)):
        if not text.endswith(".0"):
            assert readings(text) == (float(text),)
