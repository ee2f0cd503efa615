"""Values in, pixels out: bands cover what they should, names keep apart, histograms count right."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from netviz.panels.plots.axes import frame_of
from netviz.panels.plots.chart import Band, Chart, Line
from netviz.panels.plots.figure import Figure, apart, draw_chart
from netviz.panels.plots.fold import columns_covered
from netviz.panels.plots.heat import heat_of, rebinned
from netviz.panels.plots.measured import Histograms
from netviz.panels.plots.scale import Scale
from netviz.viewmodels.palette import DARK, LIGHT, Palette

INK = "#FF00FF"  # of no theme


def painted(chart: Chart, palette: Palette = LIGHT, ratio: float = 1) -> tuple[np.ndarray, QRectF]:
    """Where the ink is, (height, width) of the frame, and the frame."""
    box = QRectF(0, 0, 400, 200)
    image = QImage(round(400 * ratio), round(200 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(palette.panel))
    painter = QPainter(image)
    draw_chart(painter, box, chart, palette, QFont(), ratio)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    ink = (pixels[..., 0] > 180) & (pixels[..., 1] < 160) & (pixels[..., 2] > 180)
    frame = frame_of(box, chart, QFont())
    cut = QRectF(frame.x() * ratio, frame.y() * ratio, frame.width() * ratio, frame.height() * ratio)
    return ink[int(cut.top()) : int(cut.bottom()) + 1, int(cut.left()) : int(cut.right()) + 1], frame


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_line_runs_where_its_values_are(qtbot: QtBot, ratio: float, palette: Palette) -> None:
    step = np.linspace(0, 100, 300)
    chart = Chart("x", 0, 100, Scale(0, 1), (Line("", INK, step, step / 100),))
    ink, _ = painted(chart, palette, ratio)
    rows, columns = np.nonzero(ink)
    height, width = ink.shape
    expected = (1 - columns / width) * height
    assert len(set(columns.tolist())) > 0.9 * width
    assert np.abs(rows - expected).max() < 4 * ratio


def test_numbers_stand_beside_a_chart_that_was_empty_before(qtbot: QtBot) -> None:
    """Also where its frame is as large as before: a logarithmic loss of few steps, say."""
    figure, box, step = Figure(), QRectF(0, 0, 400, 200), np.arange(1.0, 7.0)
    line = Line("A", INK, step, np.linspace(2.2, 1.4, 6))
    full = Chart("Loss", 0, 6, Scale(1.2, 2.5, log=True), (line,))
    empty = Chart("Loss", 0, 6, Scale(0.1, 1, log=True), (Line("A", INK, step[:0], step[:0]),), note="Press")
    assert frame_of(box, empty, QFont()) == frame_of(box, full, QFont())

    def numbers() -> tuple[int, int]:
        """How much is written left of the frame, and below it."""
        image = QImage(400, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(LIGHT.panel))
        painter = QPainter(image)
        figure.view.scene().render(painter, box, box)
        painter.end()
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(200, 400, 4)
        ink, frame = pixels[..., :3].min(axis=2) < 200, figure.frame
        left, below = (
            ink[30 : int(frame.bottom()) - 8, : int(frame.left()) - 2],
            ink[int(frame.bottom()) + 2 :],
        )
        return int(left.sum()), int(below.sum())

    figure.view.resize(400, 200)
    for _ in range(2):
        figure.show(empty, LIGHT, box.size(), QFont(), scale=1.0, ratio=1.0)
        assert numbers() == (0, 0)
        figure.show(full, LIGHT, box.size(), QFont(), scale=1.0, ratio=1.0)
        left, below = numbers()
        assert left > 20
        assert below > 20
    figure.view.close()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_dot_at_the_border_is_a_whole_dot(qtbot: QtBot, ratio: float) -> None:
    def ink(end: float) -> int:
        line = Line("", INK, np.array([0.0, 100.0]), np.array([0.5, 0.5]), dotted=True)
        chart, box = Chart("x", -10, end, Scale(0, 1), (line,)), QRectF(0, 0, 400, 200)
        image = QImage(round(400 * ratio), round(200 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(LIGHT.panel))
        painter = QPainter(image)
        draw_chart(painter, box, chart, LIGHT, QFont(), ratio)
        painter.end()
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        frame = frame_of(box, chart, QFont())
        at = round((frame.left() + float(chart.across(100)) * frame.width()) * ratio)
        right = pixels[:, at : round(at + 6 * ratio)]
        return int(((right[..., 0] > 180) & (right[..., 1] < 160) & (right[..., 2] > 180)).sum())

    at_border, within = ink(100), ink(140)
    assert within >= 4 * ratio
    assert at_border >= 0.7 * within


@pytest.mark.parametrize("n", [40, 4000])
def test_no_band_is_drawn_where_nothing_was_measured(qtbot: QtBot, n: int) -> None:
    """A lesson has no mini-batches."""
    step = np.concatenate([np.linspace(0, 400, n), np.linspace(600, 1000, n)])
    value = np.where(np.arange(2 * n) % 2 == 0, 0.3, 0.7)
    chart = Chart("x", 0, 1000, Scale(0, 1), band=Band(INK, step, value, value, gaps=np.array([[400, 600]])))
    ink, _ = painted(chart)
    there = ink.any(axis=0)
    width = len(there)
    assert there[: int(0.39 * width)].mean() > 0.9
    assert not there[int(0.42 * width) : int(0.58 * width)].any()
    assert there[int(0.61 * width) : -2].mean() > 0.9


def test_a_band_covers_every_peak(qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    step = np.arange(2000.0)
    low, high = 0.3 + rng.uniform(0, 0.1, 2000), 0.6 + rng.uniform(0, 0.1, 2000)
    high[777], low[1444] = 0.97, 0.03
    ink, frame = painted(Chart("x", 0, 1999, Scale(0, 1), band=Band(INK, step, low, high)))
    top = np.where(ink.any(axis=0), ink.argmax(axis=0), 10**6)
    bottom = np.where(ink.any(axis=0), len(ink) - 1 - ink[::-1].argmax(axis=0), 0)
    assert abs(top.min() - 0.03 * frame.height()) <= 2
    assert abs(int(top.argmin()) - 777 / 1999 * frame.width()) <= 2
    assert abs(int(bottom.argmax()) - 1444 / 1999 * frame.width()) <= 2
    assert ink[:, 5:-15].any(axis=0).all()


def test_a_few_measurements_are_a_line(qtbot: QtBot) -> None:
    step, value = np.array([0.0, 50, 100]), np.array([0.2, 0.8, 0.2])
    ink, _ = painted(Chart("x", 0, 100, Scale(0, 1), band=Band(INK, step, value, value)))
    assert ink[:, 2:-15].any(axis=0).mean() > 0.9
    assert ink.mean() < 0.05


@given(st.integers(0, 2**32), st.integers(1, 80), st.integers(2, 60), st.integers(4, 40))
def test_all_between_least_and_greatest_is_covered(seed: int, n: int, width: int, height: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0, width, n))
    top = rng.uniform(0, height - 1, n)
    bottom = top + rng.uniform(0, height, n)
    column, highest, lowest = columns_covered(x, bottom, top, width)
    reach = dict(zip(column.tolist(), zip(lowest.tolist(), highest.tolist(), strict=True), strict=True))
    for a, b, c in zip(x, top, bottom, strict=True):
        low, high = reach[min(int(a), width - 1)]
        assert low <= b
        assert c <= high
    # In one piece from the first column to the last.
    assert (np.diff(column) == 1).all()
    for left, right in itertools.pairwise(reach.values()):
        assert left[0] <= right[1]
        assert right[0] <= left[1]


def test_bad_numbers_and_no_numbers_are_drawn_without_harm(qtbot: QtBot) -> None:
    step = np.arange(5.0)
    for values in ([np.nan] * 5, [1e300, np.inf, 1, -np.inf, 0]):
        value = np.array(values)
        for scale in (Scale(0, 1), Scale(0.1, 1, log=True)):
            painted(Chart("x", 0, 4, scale, (Line("a", INK, step, value),), Band(INK, step, value, value)))
    painted(Chart("x", 0, 1, Scale(0, 1), note="Nothing yet."))
    painted(Chart("x", 0, 0, Scale(0, 1), (Line("a", INK, step[:1], step[:1]),)))


def test_places_and_steps_are_each_other_s_inverse(qtbot: QtBot) -> None:
    for log in (False, True):
        chart = Chart("x", 120, 4567, Scale(0, 1), log_across=log)
        for step in (120, 1000.5, 4567):
            assert chart.step_at(float(chart.across(step))) == pytest.approx(step)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=7))
def test_names_keep_apart_and_stay_inside(shares: list[float]) -> None:
    wanted = np.sort(np.array(shares))[::-1]
    places = apart(wanted, 0, 100)
    assert all(a - b >= 14 - 1e-9 for a, b in itertools.pairwise(places))
    assert min(places) >= 7 - 1e-9
    assert max(places) <= 93 + 1e-9


@given(st.integers(0, 2**32), st.integers(1, 30), st.integers(1, 50), st.integers(1, 100))
def test_rebinned_histograms_count_the_same(seed: int, n: int, bins: int, rows: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 1000, (n, bins))
    low = rng.normal(size=n)
    high = low + rng.exponential(size=n) + 1e-3
    share = rebinned(counts, low, high, np.linspace(low.min(), high.max(), rows + 1))
    np.testing.assert_allclose(share.sum(axis=1), counts.sum(axis=1), rtol=1e-9, atol=1e-9)
    assert (share >= -1e-9).all()
    same = rebinned(counts[:1], low[:1], high[:1], np.linspace(low[0], high[0], bins + 1))
    np.testing.assert_allclose(same[0], counts[0], atol=1e-6 * counts.sum() + 1e-9)


def test_a_heat_map_is_darkest_where_most_numbers_are() -> None:
    steps = np.arange(1.0, 51)
    counts = np.zeros((50, 40), np.int32)
    counts[:, 30], counts[:, 5] = 90, 10
    found = Histograms(steps, np.full(50, -1.0), np.full(50, 1.0), counts)
    heat = heat_of(found, 0, 50, 400, "#000000", "#111111")
    assert heat is not None
    share = (np.arange(len(heat.shade)) + 0.5) / len(heat.shade)
    value = heat.scale.high - share * (heat.scale.high - heat.scale.low)
    middle = heat.shade[:, 25]
    assert -1 + 30 * 0.05 <= value[middle.argmax()] <= -1 + 31 * 0.05
    empty = Histograms(steps, np.zeros(50), np.zeros(50), np.zeros((50, 40)))
    assert heat_of(empty, 0, 50, 400, "#000000", "#000000") is None
    flat = Histograms(steps, np.zeros(50), np.zeros(50), counts)
    assert heat_of(flat, 0, 50, 400, "#000000", "#000000") is not None


def test_at_a_text_size_of_200_percent_all_of_a_plot_is_twice_as_large(qtbot: QtBot) -> None:
    step = np.linspace(0, 100, 100)
    chart = Chart("Loss", 0, 100, Scale(0, 1), (Line("name", INK, step, step / 100, dotted=True),))
    pictures = []
    for scale in (1, 2):
        figure = Figure()
        figure.view.resize(400 * scale, 200 * scale)
        figure.show(chart, LIGHT, QSizeF(400, 200), QFont(), scale=scale, ratio=scale)
        pixels = figure.view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(pixels.constBits(), np.uint8).reshape(200 * scale, -1)[:, : 400 * scale]
        # How much ink there is in each of 20 by 10 fields, as a share of the field.
        fields = rows.reshape(10, 20 * scale, 20, 20 * scale).mean(axis=(1, 3))
        pictures.append(255 - fields)
        figure.view.close()
    small, large = pictures
    assert np.abs(small - large).max() < 12
    assert np.corrcoef(small.ravel(), large.ravel())[0, 1] > 0.97


def test_a_logarithmic_axis_says_so_where_something_is_drawn() -> None:
    line = Line("x", INK, np.arange(3.0), np.ones(3))
    assert Chart("Loss", 0, 2, Scale(0.1, 1, log=True), (line,)).heading == "Loss (logarithmic)"
    assert Chart("Loss", 0, 2, Scale(0.1, 1, log=True)).heading == "Loss"
    assert Chart("Loss", 0, 2, Scale(0, 1), (line,)).heading == "Loss"
