"""Any run becomes columns: nothing that stands out is lost, no column lies about what it holds."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from netviz.panels.plots.fold import (
    Track,
    bell_of,
    between,
    column_width,
    fold,
    gaps,
    smoothed,
    thinned,
)
from netviz.training.measure.smoothing import smoothed_at

numbers = st.floats(-1e6, 1e6, width=32)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Bins of several steps, then single ones, with gaps."""
    n, rng = draw(st.integers(1, 200)), np.random.default_rng(draw(st.integers(0, 2**32)))
    widths = np.sort(rng.integers(1, draw(st.sampled_from([2, 33])), n))[::-1]
    ends = np.cumsum(widths + rng.integers(0, draw(st.integers(1, 40)), n))
    mean = rng.normal(0, 1000, n).astype(np.float32)
    spread = np.where(widths > 1, rng.exponential(10, n), 0).astype(np.float32)
    return Track(ends - widths + 1, ends, widths, mean, mean - spread, mean + spread)


@given(tracks(), st.integers(1, 300))
def test_the_whole_run_keeps_its_extremes_its_mean_and_its_count(track: Track, pixels: int) -> None:
    start, end = float(track.first[0]), float(track.last[-1])
    series = fold(track, start, end, column_width(start, end, pixels))
    assert len(series) <= pixels + 2
    assert series.low.min() == track.low.min()
    assert series.high.max() == track.high.max()
    assert series.count.sum() == track.count.sum()
    total = float(np.sum(track.mean.astype(np.float64) * track.count))
    assert float(np.sum(series.mean * series.count)) == pytest.approx(total, rel=1e-9, abs=1e-3)
    assert (np.diff(series.step) > 0).all()


@given(tracks(), st.integers(1, 300), st.data())
def test_a_part_keeps_all_that_is_visible(track: Track, pixels: int, data: st.DataObject) -> None:
    run = st.integers(int(track.first[0]), int(track.last[-1]))
    start, end = sorted((data.draw(run), data.draw(run)))
    series = fold(track, start, end, column_width(start, end, pixels))
    visible = (track.last >= start) & (track.first <= end)
    if visible.any():
        assert series.low.min() <= track.low[visible].min()
        assert series.high.max() >= track.high[visible].max()
        # And nothing that is far away.
        near = np.flatnonzero(visible)
        around = slice(max(near[0] - 1, 0), near[-1] + 2)
        assert series.high.max() <= track.high[around].max()
        assert series.count.sum() == track.count[around].sum()


@given(tracks(), st.integers(1, 100), st.integers(0, 50))
def test_columns_stay_where_they_are_while_the_plot_scrolls(track: Track, width: int, shift: int) -> None:
    a = fold(track, 0, float(track.last[-1]), width)
    b = fold(track, float(shift), float(track.last[-1]) + shift, width)
    inside = [step for step in b.step.tolist() if step > shift + 3 * width and step in a.step.tolist()]
    for step in inside:
        k, j = int(np.searchsorted(a.step, step)), int(np.searchsorted(b.step, step))
        assert (a.low[k], a.high[k], a.count[k]) == (b.low[j], b.high[j], b.count[j])


def single(step: NDArray[np.int64], value: NDArray[Any]) -> Track:
    """Points of one measurement each."""
    return Track(step, step, np.ones(len(step), np.int64), value, value, value)


def test_what_is_no_number_is_left_out() -> None:
    step = np.arange(1, 7)
    track = single(step, np.array([1, np.nan, 3, np.inf, -np.inf, 2], np.float32))
    series = fold(track, 1, 6, 1)
    assert series.step.tolist() == [1, 3, 6]
    assert fold(single(step, np.full(6, np.nan)), 1, 6, 1).step.tolist() == []
    assert len(fold(single(step[:0], np.empty(0)), 0, 1, 1)) == 0


def test_steps_without_a_measurement_are_known() -> None:
    track = single(np.array([1, 2, 3, 50, 51, 53]), np.zeros(6))
    assert gaps(track, 0, 60, 1).tolist() == [[3, 50], [51, 53]]
    assert gaps(track, 0, 60, 8).tolist() == [[3, 50]], "no narrower than a column"
    assert gaps(track, 50, 52, 1).tolist() == [[3, 50], [51, 53]], "up to the neighbour on either side"
    assert gaps(single(np.arange(9), np.zeros(9)), 0, 9, 1).shape == (0, 2)
    assert gaps(single(np.arange(0), np.zeros(0)), 0, 9, 1).shape == (0, 2)


def test_a_gap_of_a_thousand_million_steps_costs_nothing() -> None:
    step = np.array([1, 1_000_000_000])
    series = fold(single(step, np.array([1.0, 2.0])), 0, 10, 1)
    assert series.step.tolist() == [1, 1_000_000_000]
    assert smoothed(single(step, np.array([1.0, 2.0])), series, 20.0).tolist() == [1, 2]


def test_smoothing_keeps_a_constant_and_calms_noise() -> None:
    step = np.arange(1, 4001)
    for bell in (20.0, 40.0):
        flat = single(step, np.full(4000, 0.7))
        np.testing.assert_allclose(smoothed(flat, fold(flat, 0, 4000, 4), bell), 0.7, rtol=1e-6)
    track = single(step, np.random.default_rng(0).normal(size=4000))
    bell = bell_of(0, 4000)
    assert bell == 20
    smooth = smoothed(track, fold(track, 0, 4000, 1), bell)
    # White noise under half a bell curve of standard deviation s has 1 / (s √π) of its variance.
    assert smooth[1000:].var() == pytest.approx(1 / (bell * np.pi**0.5), rel=0.35)
    # Of much more, of which only columns can be told apart, columns are calmed.
    wide = smoothed(track, fold(track, 0, 4000, 40), 200.0)
    assert wide[60:].var() < smooth[1000:].var() / 3


def test_a_short_run_keeps_its_shape() -> None:
    track = single(np.arange(1, 11), np.arange(10.0))
    assert smoothed(track, fold(track, 0, 10, 1), bell_of(0, 10)).tolist() == list(range(10))


@pytest.mark.parametrize(("end", "width"), [(1000, 1), (1000, 3), (60_000, 100)])
def test_nothing_is_seen_before_its_cause(end: int, width: int) -> None:
    """A loss that jumps at one step rises at that step in the curve, however much is visible."""
    jump = end // 2
    step = np.arange(1, end + 1)
    track = single(step, np.where(step < jump, 0.2, 5.0))
    series = fold(track, 0, end, width)
    smooth = smoothed(track, series, bell_of(0, end))
    before = series.step + width <= jump
    np.testing.assert_allclose(smooth[before], 0.2, rtol=1e-6)
    assert smooth[series.step - width >= jump].min() > 0.25


@given(tracks(), st.integers(1, 300))
def test_the_curve_is_what_is_read_at_its_steps(track: Track, pixels: int) -> None:
    start, end = float(track.first[0]), float(track.last[-1])
    series = fold(track, start, end, column_width(start, end, pixels))
    line = smoothed(track, series, bell_of(start, min(end, start + 20_000)))
    for step, value in zip(series.step, line, strict=True):
        read = smoothed_at(int(start), track.last, track.count, track.mean, int(step))
        assert (read is None and np.isnan(value)) or read == pytest.approx(value, rel=1e-9)


def test_smoothing_does_not_change_where_one_looks() -> None:
    step = np.arange(1, 5001)
    track = single(step, np.random.default_rng(1).normal(size=5000))
    whole = smoothed(track, fold(track, 0, 5000, 1), 20.0)
    part = fold(track, 2000, 2400, 1, margin=60)
    near = np.isin(part.step, np.arange(2000, 2401))
    np.testing.assert_array_equal(smoothed(track, part, 20.0)[near], whole[1999:2400])
    visible = between(part, 2000, 2400).step
    assert visible[0] == 1999
    assert visible[-1] == 2401


@given(st.lists(numbers, min_size=1, max_size=400), st.integers(1, 40))
def test_a_thinned_line_keeps_its_extremes(values: list[float], pixels: int) -> None:
    value = np.array(values)
    step = np.arange(len(value), dtype=np.float64) * 3
    x, y = thinned(step, value, 0, float(step[-1]), pixels)
    assert len(x) <= 2 * (pixels + 1)
    assert (np.diff(x) >= 0).all()
    assert y.min() == value.min()
    assert y.max() == value.max()
