"""Few test examples: each stands once among those that can be picked."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from netviz.app.screen.digit_choice import DigitChoice
from netviz.panels.pad.digit_picker import DigitPicker
from netviz.tasks.digits.digits import load_digits
from netviz.tasks.digits.task import DIGITS


class _NoJobs:
    def submit(self, *_: object) -> None:
        """Nothing here takes long."""


def test_each_of_few_stands_once(qtbot: QtBot) -> None:
    picker = DigitPicker(DIGITS.input)
    qtbot.addWidget(picker)
    picker.resize(200, 220)
    picker.show()
    choice = DigitChoice(
        DIGITS, picker, _NoJobs(), snapshot=lambda: None, pick=lambda _: None, say=lambda _: None
    )
    test = load_digits().test
    few = test.some(np.arange(3))
    choice.provide(few)
    assert picker.capacity() > 3
    for _ in range(3):
        assert sorted(picker.grid._indices) == [0, 1, 2]
        picker.next_page.emit()
    choice.provide(test)
    assert len(set(picker.grid._indices)) == picker.capacity()
