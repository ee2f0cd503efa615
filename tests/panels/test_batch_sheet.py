"""The contact sheet of a mini-batch: what it says, and that its digits are the very pixels."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from netviz.panels.watch.batch_sheet import FOOT, HEAD, BatchSheet, columns_of, sheet_of
from netviz.rendering.fonts import TEXT_SIZES, choose_text_size
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import MOST_SHOWN, MiniBatch

RNG = np.random.default_rng(5)


def batch(size: int, epoch: int = 0) -> MiniBatch:
    shown = min(size, MOST_SHOWN)
    pixels = RNG.integers(0, 256, (shown, 784), dtype=np.uint8)
    return MiniBatch(epoch, 0, size, pixels, RNG.integers(0, 10, shown))


@pytest.mark.parametrize("n", [1, 2, 4, 10, 31, 32])
def test_each_digit_stands_on_it_once_row_by_row(n: int) -> None:
    pixels = RNG.integers(1, 256, (n, 784), dtype=np.uint8)
    sheet, columns = sheet_of(DIGITS.input.of(pixels)), columns_of(n)
    assert sheet.shape == (30 * columns, 30 * columns)
    assert (columns - 1) ** 2 < n <= columns**2
    for k in range(n):
        row, column = divmod(k, columns)
        cut = sheet[30 * row + 1 : 30 * row + 29, 30 * column + 1 : 30 * column + 29]
        np.testing.assert_array_equal(cut, pixels[k].reshape(28, 28))
    assert np.count_nonzero(sheet) == n * 784  # nothing else


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "Learns from this digit"),
        (10, "Learns from these 10 digits"),
        (32, "Learns from these 32 digits"),
        (512, "Learns from 512 digits, 32 of them:"),
        (10_000, "Learns from 10,000 digits, 32 of them:"),
    ],
)
def test_a_sample_says_that_it_is_one(qtbot: QtBot, size: int, words: str) -> None:
    sheet = BatchSheet(DIGITS.input, DIGITS)
    qtbot.addWidget(sheet)
    sheet.show_batch(batch(size, epoch=2), 5120, read="Your drawing")
    assert sheet.words == (words, "epoch 3 · step 5,120", "Your drawing is only read.")
    sheet.show_batch(batch(size), 3)
    assert sheet.words[2] == ""
    assert words in sheet.accessibleName()


@pytest.mark.parametrize("percent", TEXT_SIZES)
@pytest.mark.parametrize(("size", "number"), [(1, "it"), (32, "32"), (512, "512")])
def test_no_title_is_shortened_to_something_else(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, percent: int, size: int, number: str
) -> None:
    """Short forms are painted whole, so that no look at what is cut sees them: each must say all."""
    painted: list[str] = []
    monkeypatch.setattr(QPainter, "drawText", lambda _self, *given: painted.append(given[-1]))
    choose_text_size(percent)
    try:
        for side in range(30, 400, 10):
            sheet = BatchSheet(DIGITS.input, DIGITS)
            qtbot.addWidget(sheet)
            sheet.show_batch(batch(size), 5_120, read="The digit on the pad")
            sheet.stand(10, 50, side, side)
            painted.clear()
            sheet.grab()
            title, step, below = painted[:3]
            assert title in ("", "Learns from it") or ("digit" in title and (number in title or size == 1))
            assert step in ("", "step 5,120", "epoch 1 · step 5,120")
            assert below in ("", "the pad: only read", "The digit on the pad is only read.")
    finally:
        choose_text_size(100)


@pytest.mark.parametrize(
    ("side", "words"),
    [(300, "The digit on the pad is only read."), (120, "the pad: only read"), (84, "")],
)
def test_what_is_said_below_a_small_picture_is_whole(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, side: int, words: str
) -> None:
    sheet = BatchSheet(DIGITS.input, DIGITS)
    qtbot.addWidget(sheet)
    sheet.show_batch(batch(32), 5, read="The digit on the pad")
    sheet.stand(0, 60, side, side)
    written: list[str] = []
    monkeypatch.setattr(QPainter, "drawText", lambda _painter, _box, _flags, text: written.append(text))
    sheet.grab()
    assert written[-1] == words


def test_the_ink_on_screen_is_the_ink_of_the_batch(qtbot: QtBot) -> None:
    """A digit of one black pixel leaves black where that pixel belongs, and nowhere else."""
    pixels = np.zeros((1, 784), np.uint8)
    pixels[0, 28 * 20 + 5] = 255
    sheet = BatchSheet(DIGITS.input, DIGITS)
    qtbot.addWidget(sheet)
    sheet.show_batch(MiniBatch(0, 0, 1, pixels, np.array([7])), 1)
    sheet.stand(1, HEAD, 300, 300)
    assert sheet.height() >= 300 + HEAD + FOOT
    picture = QImage(sheet.size(), QImage.Format.Format_RGB32)
    sheet.render(picture)
    cell = 300 / 30
    dark = picture.pixelColor(round((5 + 1.5) * cell), round(HEAD + (20 + 1.5) * cell)).lightness()
    light = picture.pixelColor(round((5 + 1.5) * cell), round(HEAD + (10 + 1.5) * cell)).lightness()
    assert dark < 60 < 200 < light
