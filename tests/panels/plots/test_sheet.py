"""The sheet shows every neuron's weights where it says, and names the neuron that is pointed at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.panels.kit.images import weight_colours
from netviz.panels.plots.sheet import Grid, Sheet, grid_of, mosaic, reference_of
from netviz.tasks.input import Picture
from netviz.viewmodels.palette import DARK, LIGHT, Palette


def weights(neurons: int) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.1, (784, neurons)).astype(np.float32)


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    sheet = Sheet(LIGHT)
    qtbot.addWidget(sheet)
    sheet.resize(970, 230)
    sheet.show()
    return sheet


@given(st.integers(1, 3000), st.integers(100, 2000), st.integers(60, 800))
def test_all_cells_stand_on_the_page_or_can_be_reached(n: int, width: int, height: int) -> None:
    grid = grid_of(n, 28, width, height, 3, 20, 16)
    assert grid.columns * (grid.cell + 3) - 3 <= width
    assert grid.rows * (grid.cell + 3 + grid.named) - 3 <= height
    assert grid.cell >= 32 or not grid.named
    assert grid.cell >= 20 or n * 23 * 23 > width * height
    assert grid.all_rows * grid.columns >= n
    assert grid.all_rows == grid.rows or grid.cell == 20


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_pixel_has_the_colour_of_its_weight(palette: Palette) -> None:
    w = weights(5)
    pixels = mosaic(w, Picture(28, 28), 0, Grid(28, 3, 2, 2), 2, 0.2, palette)
    assert pixels.shape == (60, 90)
    expected = weight_colours(w[:, 4].reshape(28, 28), 0.2, palette)
    found = pixels[30:58, 30:58]
    for shift in (0, 8, 16):  # each channel within a level of 256
        apart = ((found >> shift) & 255).astype(int) - ((expected >> shift) & 255).astype(int)
        assert np.abs(apart).max() <= 2
    assert (pixels[30:, 60:] == 0xFF000000 | int(palette.panel[1:], 16)).all()


@pytest.mark.parametrize("cell", [20, 28, 40, 56])
def test_any_size_keeps_the_mean_of_an_image(cell: int) -> None:
    w = np.zeros((784, 1), np.float32)
    w.reshape(28, 28)[10:18, 10:18] = 0.1
    pixels = mosaic(w, Picture(28, 28), 0, Grid(cell, 1, 1, 1), 0, 0.1, LIGHT)
    full = int(QColor(LIGHT.positive).red())
    blue = (255 - ((pixels >> 16) & 255).astype(float)) / (255 - full)
    assert blue.mean() == pytest.approx((8 / 28) ** 2, rel=0.03)


def test_infinite_weights_are_drawn_without_harm() -> None:
    w = weights(3)
    w[5, 0], w[6, 1] = np.inf, np.nan
    assert np.isfinite(reference_of(w))
    assert reference_of(np.full((784, 2), np.nan, np.float32)) == 1.0
    for cell in (20, 28):
        mosaic(w, Picture(28, 28), 0, Grid(cell, 3, 1, 1), 1, 0.1, LIGHT)


def test_pointing_names_a_neuron_and_a_click_asks_for_it(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.draw((784, 16, 16, 10), weights(16), LIGHT)
    for index in (0, 7, 8, 15):
        box = sheet.cell(index)
        assert box is not None
        assert sheet.neuron_at(box.center()) == index
        with qtbot.waitSignal(sheet.neuron_pointed) as pointed:
            QTest.mouseMove(sheet, box.center().toPoint())
        assert pointed.args == [index]
        assert sheet.words().startswith(f"neuron 1·{index + 1}: weights ")
        with qtbot.waitSignal(sheet.neuron_clicked) as clicked:
            QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        assert clicked.args == [index]
    QTest.mouseMove(sheet, QPoint(960, 225))
    assert sheet.pointed is None
    assert "Deeper layers read neurons" in sheet.words()
    sheet.grab()


@pytest.mark.parametrize(("sizes", "first"), [((784, 16, 10), "1·1"), ((784, 10), "0")])
def test_each_image_that_is_large_enough_bears_its_neurons_name(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], first: str
) -> None:
    sheet.draw(sizes, weights(sizes[1]), LIGHT)
    written: dict[str, QRectF] = {}
    draw = QPainter.drawText

    def drawn(painter: QPainter, place: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:
        written[text] = place
        draw(painter, place, flags, text)

    monkeypatch.setattr(QPainter, "drawText", drawn)
    sheet.grab()
    monkeypatch.undo()
    box = sheet.cell(0)
    assert box is not None
    assert written[first].top() > box.bottom()
    assert written[first].center().x() == pytest.approx(box.center().x())
    assert len(written) == 2 + sizes[1]  # the title, the line beside it, and a name for each
    images = [cell for k in range(sizes[1]) if (cell := sheet.cell(k)) is not None]
    assert not [one for one in images for place in list(written.values())[2:] if one.intersects(place)]
    # Of hundreds each is named where one points.
    sheet.draw((784, 900, 10), weights(900), LIGHT)
    assert not sheet._grid.named


def test_keys_reach_every_neuron_of_a_sheet_that_scrolls(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.stale.connect(lambda: sheet.draw((784, 900, 10), weights(900), LIGHT))
    sheet.draw((784, 900, 10), weights(900), LIGHT)
    assert "Neurons 1 to " in sheet.words()
    for _ in range(40):
        QTest.keyClick(sheet, Qt.Key.Key_Down)
    assert sheet.pointed == 899
    assert sheet.cell(899) is not None
    assert sheet.cell(0) is None
    with qtbot.waitSignal(sheet.neuron_clicked) as clicked:
        QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert clicked.args == [899]
    sheet.grab()


def test_an_input_that_is_no_image_says_so(sheet: Sheet) -> None:
    sheet.draw((20, 4, 10), np.zeros((20, 4), np.float32), LIGHT)
    assert "no picture" in sheet.words()
    assert sheet.neuron_at(sheet.rect().center().toPointF()) is None
    sheet.grab()
