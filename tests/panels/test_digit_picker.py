"""Picking a test digit with mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.panels.kit.buttons import SmallButton
from netviz.panels.pad.digit_picker import DigitPicker
from netviz.panels.pad.seen import Seen
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import DARK
from tests.dressed import dress

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (40, 784)).astype(np.uint8)
LABELS = RNG.integers(0, 10, 40)
INDICES = np.arange(1000, 1040)


@pytest.fixture
def picker(qtbot: QtBot) -> DigitPicker:
    picker = DigitPicker(DIGITS.input)
    qtbot.addWidget(picker)
    picker.resize(200, 220)
    picker.show()
    picker.set_digits(IMAGES, LABELS, INDICES)
    return picker


def test_a_click_picks_the_digit_under_it(picker: DigitPicker, qtbot: QtBot) -> None:
    for place in (0, 4, 7):
        with qtbot.waitSignal(picker.picked) as picked:
            QTest.mouseClick(
                picker.grid, Qt.MouseButton.LeftButton, pos=picker.grid.cell_rect(place).center()
            )
        assert picked.args == [1000 + place]


def test_arrow_keys_walk_and_enter_picks(picker: DigitPicker, qtbot: QtBot) -> None:
    picker.grid.setFocus()
    with qtbot.assertNotEmitted(picker.picked):
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
            QTest.keyClick(picker.grid, key)
    with qtbot.waitSignal(picker.picked) as picked:
        QTest.keyClick(picker.grid, Qt.Key.Key_Return)
    assert picked.args == [1000 + 6]
    QTest.keyClick(picker.grid, Qt.Key.Key_Up)
    with qtbot.waitSignal(picker.picked) as picked:
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Space):  # the first row's upper edge holds
            QTest.keyClick(picker.grid, key)
    assert picked.args == [1000 + 1]


@pytest.mark.parametrize(
    ("word", "signal"), [("Next", "next_page"), ("Random", "random"), ("Mistake", "next_mistake")]
)
def test_the_buttons_ask(picker: DigitPicker, qtbot: QtBot, word: str, signal: str) -> None:
    button = next(b for b in picker.findChildren(SmallButton) if b.text() == word)
    with qtbot.waitSignal(getattr(picker, signal)):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.toolTip().endswith(".")
    assert button.accessibleName()


def test_the_selected_digit_is_marked(picker: DigitPicker, qtbot: QtBot) -> None:
    before = picker.grid.grab().toImage()
    with qtbot.assertNotEmitted(picker.picked):
        picker.set_selected(1003)
    assert picker.grid.grab().toImage() != before
    picker.set_selected(None)
    assert picker.grid.grab().toImage() == before
    picker.set_selected(5)  # not on this page
    assert picker.grid.grab().toImage() == before


def test_as_many_rows_as_fit_and_none_cut(picker: DigitPicker, qtbot: QtBot) -> None:
    capacities: list[int] = []
    picker.capacity_changed.connect(capacities.append)
    seen = set()
    for height in range(170, 500, 15):
        picker.resize(200, height)
        capacity = picker.capacity()
        seen.add(capacity)
        assert picker.grid.rect().contains(picker.grid.cell_rect(capacity - 1).adjusted(0, 0, -1, -1))
    assert len(seen) > 3
    assert capacities[-1] == picker.capacity()
    assert capacities == sorted(capacities)


def test_fewer_digits_than_places(picker: DigitPicker, qtbot: QtBot) -> None:
    picker.set_digits(IMAGES[:3], LABELS[:3], INDICES[:3])
    with qtbot.assertNotEmitted(picker.picked):
        QTest.mouseClick(picker.grid, Qt.MouseButton.LeftButton, pos=picker.grid.cell_rect(4).center())
    picker.set_digits(IMAGES[:0], LABELS[:0], INDICES[:0])
    picker.grid.setFocus()
    with qtbot.assertNotEmitted(picker.picked):
        QTest.keyClick(picker.grid, Qt.Key.Key_Return)
    dress(picker, DARK)
    picker.grab()


def test_seen_shows_each_pixel_at_its_place(qtbot: QtBot) -> None:
    seen = Seen()
    qtbot.addWidget(seen)
    seen.resize(30, 30)
    pixels = np.zeros((28, 28), np.uint8)
    pixels[3, 20] = 255
    seen.show_pixels(pixels.ravel())
    picture = seen.grab().toImage()
    assert picture.pixelColor(21, 4).lightness() < 40
    assert picture.pixelColor(4, 21).lightness() > 250
    seen.show_pixels(None)
    assert seen.grab().toImage().pixelColor(21, 4).lightness() > 250
