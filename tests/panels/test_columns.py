"""Columns of a plot against a plain computation on all steps, and their bounds."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.panels.run.columns import CAPACITY, Columns, Series, envelope, smoothed, ticks
from netviz.training.measure.metrics import MetricLog
from netviz.training.measure.points import MetricPoints


def single_steps(first: int, loss: np.ndarray, accuracy: np.ndarray | None = None) -> MetricPoints:
    steps = np.arange(first, first + len(loss))
    loss = loss.astype(np.float32)
    accuracy = np.zeros_like(loss) if accuracy is None else accuracy.astype(np.float32)
    ones = np.ones(len(loss), np.int64)
    return MetricPoints(False, steps, steps, ones, loss, loss, loss, accuracy, accuracy, accuracy)


@given(st.integers(1, 9000), st.integers(0, 10**7), st.integers(1, 700), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_columns_are_the_mean_least_and_greatest_of_their_steps(
    n: int, origin: int, piece: int, random: object
) -> None:
    values = np.random.default_rng(n).normal(size=n)
    columns = Columns()
    for start in range(0, n, piece):
        columns.add(single_steps(origin + start, values[start : start + piece]))
    series = columns.series("loss")
    assert columns.width == 1 << max(0, int(np.ceil(np.log2(n / CAPACITY)))) if n > CAPACITY else 1
    assert len(series) == -(-n // columns.width) <= CAPACITY
    seen = values.astype(np.float32)
    for i in (0, len(series) // 2, len(series) - 1):
        part = seen[i * columns.width : (i + 1) * columns.width]
        assert series.mean[i] == pytest.approx(part.mean(dtype=np.float64), abs=1e-6)
        assert (series.low[i], series.high[i]) == (part.min(), part.max())
        assert series.count[i] == len(part)
    assert series.count.sum() == n
    assert (np.diff(series.step) > 0).all()
    assert series.step[0] >= origin


def test_no_spike_is_lost_in_five_million_steps() -> None:
    rng = np.random.default_rng(0)
    columns = Columns()
    n, piece = 5_000_000, 250_000
    for start in range(0, n, piece):
        loss = rng.lognormal(-2, 0.2, piece)
        if start == 2_000_000:
            loss[1234] = 77.0
        columns.add(single_steps(start + 1, loss))
    series = columns.series("loss")
    assert len(series) <= CAPACITY
    assert series.high.max() == 77.0
    spike = series.step[series.high.argmax()]
    assert abs(spike - 2_001_235) <= columns.width
    assert len(envelope(series.step, series.low, series.high)[0]) <= 2 * CAPACITY


def test_a_folded_log_gives_the_same_picture_as_all_its_steps() -> None:
    log, direct = MetricLog(), Columns()
    rng = np.random.default_rng(1)
    loss, accuracy = rng.random(200_000), rng.random(200_000)
    for step, (a, b) in enumerate(zip(loss.tolist(), accuracy.tolist(), strict=True), start=1):
        log.append(step, a, b)
    direct.add(single_steps(1, loss, accuracy))
    folded = Columns()
    folded.add(log.since(None)[1])
    for name in ("loss", "accuracy"):
        one, other = direct.series(name), folded.series(name)
        assert len(one) == len(other)
        assert one.count.sum() == other.count.sum() == 200_000
        assert (one.low.min(), one.high.max()) == (other.low.min(), other.high.max())
        assert np.average(one.mean, weights=one.count) == pytest.approx(
            np.average(other.mean, weights=other.count)
        )
        assert np.abs(one.mean - other.mean).max() < 0.02


def test_a_restart_forgets_what_was_there() -> None:
    columns = Columns()
    columns.add(single_steps(1, np.ones(5000)))
    points = single_steps(1, np.full(3, 2.0))
    columns.add(MetricPoints(True, *(getattr(points, f) for f in list(MetricPoints.__annotations__)[1:])))
    assert columns.width == 1
    assert columns.series("loss").mean.tolist() == [2, 2, 2]
    columns.add(MetricPoints(True, *(getattr(points, f)[:0] for f in list(MetricPoints.__annotations__)[1:])))
    assert len(columns.series("loss")) == 0


def test_losses_that_are_no_numbers_leave_gaps_and_nothing_else() -> None:
    columns = Columns()
    columns.add(single_steps(1, np.array([1.0, np.nan, np.inf, 3.0]), np.array([0.1, 0.2, 0.3, 0.4])))
    assert columns.series("loss").mean.tolist() == [1, 3]
    assert columns.series("loss").step.tolist() == [1, 4]
    assert len(columns.series("accuracy")) == 4
    columns.add(single_steps(5, np.array([np.nan])))
    assert len(columns.series("loss")) == 2


def series_of(values: np.ndarray) -> Series:
    n = np.arange(len(values), dtype=float)
    return Series(n, values, values, values, np.ones(len(values)))


@given(st.integers(0, 1024), st.floats(-5, 5), st.integers(0, 12))
def test_smoothing_keeps_a_constant(n: int, value: float, doublings: int) -> None:
    result = smoothed(series_of(np.full(n, value)), 2**doublings)
    assert len(result) == n
    assert result == pytest.approx(np.full(n, value), abs=1e-9)


def test_smoothing_quietens_noise_and_shows_nothing_before_its_cause() -> None:
    rng = np.random.default_rng(0)
    noise = smoothed(series_of(rng.normal(0, 0.2, 1000)), 1)
    assert noise[200:].std() < 0.06
    jump = np.where(np.arange(1000) < 500, 1.0, 9.0)
    for width in (1, 2, 16):
        result = smoothed(series_of(jump), width)
        np.testing.assert_array_equal(result[:500], 1.0)
        assert result[500] > 1.1


@pytest.mark.parametrize("n", [5, 700])
def test_the_curve_is_the_smoothed_figure_of_each_step(n: int) -> None:
    log, losses = MetricLog(), np.random.default_rng(1).exponential(size=n)
    columns = Columns()
    for step, loss in enumerate(losses.tolist(), 1):
        log.append(step, loss, 0.5)
    columns.add(log.since(None)[1])
    assert columns.width == 1
    expected = [log.smoothed("loss", step) for step in range(1, n + 1)]
    np.testing.assert_allclose(smoothed(columns.series("loss"), 1), expected, rtol=1e-12)


@given(st.floats(0, 1e6), st.floats(1e-3, 1e6), st.integers(1, 8))
def test_ticks_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    found = ticks(low, low + span, most)
    assert len(found) <= most + 1
    slack = span * 1e-6 + low * 1e-9
    assert all(low - slack <= t <= low + span + slack for t in found)
    for a, b in pairwise(found):
        leading = f"{b - a:.5e}"[0]
        assert leading in "125"
    assert ticks(1, 1, 3) == [1]
